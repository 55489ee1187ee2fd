"""Every problem a season file can have: where it is reported, and with which words."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.problem_cases import read_cases

from season_calendar.errors import MOST_PROBLEMS, SeasonFileError, Severity
from season_calendar.season_file import read_season

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


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n", "null\n", "\ufeff", "\ufeff# only a comment\n"])
def test_a_file_with_nothing_in_it(text: str) -> None:
    (problem,) = problems_of(text)
    assert problem == (
        "1:1: there is nothing in this file (a season file begins with schema: 1; see events.yaml for an example)"
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (r'"A\tB"', "the text holds the control character U+0009 (remove it)"),
        (r'"A\nB"', "the text holds the control character U+000A (write it on one line)"),
        (r'"A\u2028B"', "the text holds U+2028 LINE SEPARATOR, which cannot be seen (remove it)"),
        (r'"A\u2029B"', "the text holds U+2029 PARAGRAPH SEPARATOR, which cannot be seen (remove it)"),
        (r'"A\e"', "the text holds the control character U+001B (remove it)"),
        ('"  "', "the text is empty (write one such as Race of Germany)"),
        (r'"\u200d \u200e"', "no letter and no sign stands in the text (write one such as Race of Germany)"),
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


LONGEST_LABEL = "a" * 63


def with_domain(domain: str) -> str:
    return BEFORE_ROUNDS.replace("name: Touring Cars", f'name: Touring Cars, uid_domain: "{domain}"') + "rounds: []\n"


@pytest.mark.parametrize("domain", ["localhost", "a-b.example", "123.4a", f"{LONGEST_LABEL}.org", "xn--mnchen-3ya.de"])
def test_a_domain_is_labels_with_dots_between_them(domain: str) -> None:
    assert problems_of(with_domain(domain)) == []


@pytest.mark.parametrize(
    ("domain", "hint"),
    [
        ("Example.ORG", "did you mean 'example.org'?"),
        ("example.org.", "did you mean 'example.org'?"),
        ("anna@example.org", "did you mean 'example.org'?"),
        ("https://example.org:8080/wtcr?a=b", "did you mean 'example.org'?"),
        ("-a.org", "one of yours, such as example.org"),
        ("a-.org", "one of yours, such as example.org"),
        ("a..org", "one of yours, such as example.org"),
        ("münchen.de", "one of yours, such as example.org"),
        (f"a{LONGEST_LABEL}.org", "one of yours, such as example.org"),
    ],
)
def test_what_is_no_domain(domain: str, hint: str) -> None:
    assert problems_of(with_domain(domain)) == [f"2:52: {domain!r} is not a domain in small letters ({hint})"]


def test_a_domain_has_at_most_253_characters() -> None:
    longest = f"{LONGEST_LABEL}." * 3 + "a" * 61
    assert len(longest) == 253
    assert problems_of(with_domain(longest)) == []
    assert problems_of(with_domain(longest + "a")) == ["2:52: a domain of 254 characters (at most 253)"]


@pytest.mark.parametrize(
    ("keys", "begins", "longest", "problem"),
    [
        ("label: {}", "", 200, "a text of 201 characters (at most 200 fit here)"),
        ("note: {}", "", 2000, "a text of 2001 characters (at most 2000 fit here)"),
        ("link: {}", "https://", 2000, "a link of 2001 characters (at most 2000)"),
        (
            "sessions: [{{id: r, start: 2021-10-29, kind: {}}}]",
            "",
            50,
            "a kind of 51 characters (one to 50 letters, digits and dashes, such as race)",
        ),
    ],
)
def test_a_text_is_read_up_to_its_limit(keys: str, begins: str, longest: int, problem: str) -> None:
    for length, problems in ((longest, []), (longest + 1, [problem])):
        text = keys.format(begins + "a" * (length - len(begins)))
        rounds = f"rounds:\n  - {{id: a, name: A, venue: spa, dates: 2021-10-29, {text}}}\n"
        assert [each.split(": ", 1)[1] for each in problems_of(BEFORE_ROUNDS + rounds)] == problems


def test_a_short_name_has_at_most_50_characters() -> None:
    for length, problems in ((50, []), (51, ["2:52: a text of 51 characters (at most 50 fit here)"])):
        series = f"name: Touring Cars, short_name: {'A' * length}"
        assert problems_of(BEFORE_ROUNDS.replace("name: Touring Cars", series) + "rounds: []\n") == problems


def test_a_round_takes_at_most_60_days() -> None:
    too_long = "7:41: 61 days are too long for a round (at most 60; is the year right?)"
    for last, problems in (("2021-03-01", []), ("2021-03-02", [too_long])):
        rounds = f"rounds:\n  - {{id: a, name: A, venue: spa, dates: 2021-01-01 to {last}}}\n"
        assert problems_of(BEFORE_ROUNDS + rounds) == problems


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("length_km: 10000", None),
        ("length_km: 0.5", None),
        ("length_km: 10000.1", "a length of 10000.1 km (more than 0, at most 10000)"),
        ("length_km: 1234567", "'1234567' is not a number (write it with a point: 50.3356)"),
        ("length_km: ' 1'", "' 1' is not a number (write it with a point: 50.3356)"),
        ("length_km: ٣", "'٣' is not a number (write it with a point: 50.3356)"),
        ("coordinates: [90, -180]", None),
        ("coordinates: [+45.5, 180.0]", None),
        ("coordinates: [90.1, 0]", "there is no latitude 90.1 (from -90 to 90; latitude comes first)"),
        ("coordinates: [0, -180.5]", "there is no longitude -180.5 (from -180 to 180; latitude comes first)"),
    ],
)
def test_a_number_is_read_up_to_its_limits(written: str, problem: str | None) -> None:
    venues = BEFORE_ROUNDS.replace("zone: Europe/Brussels", f"zone: Europe/Brussels, {written}")
    problems = [each.split(": ", 1)[1] for each in problems_of(venues + "rounds: []\n")]
    assert problems == ([] if problem is None else [problem])


def test_a_note_may_have_lines_and_no_other_control_character() -> None:
    for note, problems in (
        (r'"a\nb"', []),
        (r'"a\tb"', ["7:59: the text holds the control character U+0009 (remove it)"]),
    ):
        rounds = f"rounds:\n  - {{id: a, name: A, venue: spa, dates: 2021-10-29, note: {note}}}\n"
        assert problems_of(BEFORE_ROUNDS + rounds) == problems


def test_a_kind_of_ones_own_that_is_given_a_duration_is_no_slip() -> None:
    rounds = (
        "durations: {qualifing: 5m}\nrounds:\n  - id: a\n    name: A\n    venue: spa\n    dates: 2021-10-29\n"
        "    sessions: [{id: q, kind: Qualifing, start: 2021-10-29}]\n"
    )
    assert problems_of(BEFORE_ROUNDS + rounds) == []


def test_of_endless_warnings_many_are_kept() -> None:
    venues = "".join(f"  v{number}: {{name: V, zone: UTC}}\n" for number in range(MOST_PROBLEMS + 10))
    rounds = "rounds: [{id: a, name: A, venue: spa, dates: 2021-10-29}]\n"
    assert len(problems_of(BEFORE_ROUNDS + venues + rounds)) == MOST_PROBLEMS


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


@pytest.mark.parametrize(
    ("days", "warned_of"),
    [
        ("01 02 03 04", []),
        ("01 09 02 03", ["round 'r1' is after round 'r2', which stands below it"]),
        ("02 03 01 04", ["round 'r2' is before round 'r1', which stands above it"]),
        ("05 01 02 09", ["round 'r0' is after round 'r1', which stands below it"]),
        ("02 02 01", ["round 'r2' is before round 'r1', which stands above it"]),
        ("03 02 01", [f"round 'r{n}' is before round 'r0', which stands above it" for n in (1, 2)]),
    ],
)
def test_only_rounds_that_would_have_to_move_are_out_of_order(days: str, warned_of: list[str]) -> None:
    rounds = [
        f"  - {{id: r{index}, name: R, venue: spa, dates: 2021-10-{day}}}\n" for index, day in enumerate(days.split())
    ]
    problems = problems_of(BEFORE_ROUNDS + "rounds:\n" + "".join(rounds))
    assert [problem.split("warning: ")[1].split(" (")[0] for problem in problems] == warned_of


def test_a_message_does_not_repeat_all_of_a_long_value() -> None:
    (problem,) = problems_of(
        BEFORE_ROUNDS.replace("name: Touring Cars", f"name: T, link: 'x{'y' * 1900}z'") + "rounds: []\n"
    )
    assert len(problem) < 300
    assert problem.startswith("2:35: 'xyyy")
    assert "yyyz' is not a link (write it as" in problem


def test_what_a_thing_in_braces_lacks_is_shown_at_its_brace_and_else_at_its_first_key() -> None:
    rounds = "rounds:\n  - {id: a, name: A, dates: 2021-10-01}\n  - name: B\n    id: b\n    dates: 2021-10-02\n"
    with pytest.raises(SeasonFileError) as refused:
        read_season((BEFORE_ROUNDS + rounds).encode(), "f")
    lacking = [problem for problem in refused.value.problems if "has no 'venue'" in problem.message]
    assert [(problem.column, problem.width) for problem in lacking] == [(5, 1), (5, 4)]


def test_of_very_many_names_that_there_are_some_are_listed() -> None:
    venues = "".join(f"  v{number}: {{name: V, zone: UTC}}\n" for number in range(30))
    rounds = "rounds:\n  - {id: a, name: A, venue: qqqqqq, dates: 2021-10-01}\n"
    (problem,) = problems_of(BEFORE_ROUNDS + venues + rounds)
    assert problem.endswith("v18 and 11 more)")
