"""Every problem a season file can have: where it is reported, and with which words."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.problem_cases import read_cases

from season_calendar.errors import SeasonFileError, Severity
from season_calendar.season_file import read_season
from season_calendar.yaml_source import MOST_PROBLEMS

HERE = Path(__file__).parent

BEFORE_ROUNDS = """\
schema: 1
series: {id: wtcr, name: Touring Cars}
season: 2021
venues:
  spa: {name: Spa, zone: Europe/Brussels}
"""
"""Five lines, so what a test adds begins in line 6."""


def problems_of(text: str) -> list[str]:
    try:
        _, problems = read_season(text.encode(), "f")
    except SeasonFileError as error:
        problems = error.problems
    return [str(problem).removeprefix("f:") for problem in problems]


@pytest.mark.parametrize(("text", "problems"), read_cases(HERE / "problems_of_files.txt"))
def test_a_file_with_problems_above_its_rounds(text: str, problems: list[str]) -> None:
    assert problems_of(text) == problems


@pytest.mark.parametrize(("rounds", "problems"), read_cases(HERE / "problems_of_rounds.txt"))
def test_a_file_with_problems_in_its_rounds(rounds: str, problems: list[str]) -> None:
    """The rounds begin in line 6, below ``BEFORE_ROUNDS``."""
    assert problems_of(BEFORE_ROUNDS + rounds) == problems


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n", "null\n"])
def test_a_file_with_nothing_in_it(text: str) -> None:
    (problem,) = problems_of(text)
    assert problem.endswith(
        "there is nothing in this file (a season file begins with schema: 1; see events.yaml for an example)"
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (r'"A\tB"', "the text holds the control character U+0009 (remove it)"),
        (r'"A\nB"', "the text holds the control character U+000A (write it on one line)"),
        (r'"A\u2028B"', "the text holds the control character U+2028 (remove it)"),
        (r'"A\e"', "the text holds the control character U+001B (remove it)"),
        ('"  "', "the text is empty (write one such as Race of Germany)"),
        ("A" * 201, "a text of 201 characters (at most 200 fit here)"),
    ],
)
def test_a_name_that_is_none(text: str, problem: str) -> None:
    rounds = f"rounds:\n  - {{id: a, name: {text}, venue: spa, dates: 2021-10-29}}\n"
    assert problems_of(BEFORE_ROUNDS + rounds) == [f"7:19: {problem}"]


def test_an_id_has_at_most_64_characters() -> None:
    for length, problems in ((64, []), (65, ["7:10: an id of 65 characters (at most 64)"])):
        rounds = f"rounds:\n  - {{id: {'a' * length}, name: A, venue: spa, dates: 2021-10-29}}\n"
        assert problems_of(BEFORE_ROUNDS + rounds) == problems


def test_a_warning_alone_does_not_refuse_the_file() -> None:
    monza = "  monza: {name: Monza, zone: Europe/Rome}\n"
    rounds = "rounds:\n  - {id: a, name: A, venue: spa, dates: 2021-10-29}\n"
    season, warnings = read_season((BEFORE_ROUNDS + monza + rounds).encode(), "f")
    assert [round_.id for round_ in season.rounds] == ["a"]
    assert [warning.severity for warning in warnings] == [Severity.WARNING]


def test_errors_and_warnings_stand_in_the_order_of_the_file() -> None:
    with pytest.raises(SeasonFileError) as refused:
        read_season(
            (
                BEFORE_ROUNDS
                + "  monza: {name: Monza, zone: Europe/Rome}\n"
                + "rounds:\n  - {id: a, name: A, venue: spa}\nfoo: bar\n"
            ).encode(),
            "f",
        )
    assert [(each.line, each.severity) for each in refused.value.problems] == [
        (6, Severity.WARNING),
        (8, Severity.ERROR),
        (9, Severity.ERROR),
    ]


def test_a_file_with_endless_problems_is_read_up_to_many() -> None:
    assert len(problems_of(BEFORE_ROUNDS + "rounds:\n" + "  - x\n" * 1000)) == MOST_PROBLEMS
