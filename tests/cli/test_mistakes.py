"""The everyday mistakes of those who write season files, as `check` shows them on a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.problem_cases import read_cases
from support.terminal import Terminal, plain

from season_calendar.cli.console import show_problems
from season_calendar.errors import Problem, SeasonFileError
from season_calendar.season_file import read_season

BEFORE = """\
schema: 1
series: {id: wtcr, name: Touring Cars}
season: 2027
"""
"""Three lines, so what a case adds begins in line 4."""


def problems_of(text: str) -> tuple[Problem, ...]:
    try:
        _, problems = read_season(text.encode(), "f")
    except SeasonFileError as error:
        problems = error.problems
    return problems


@pytest.mark.parametrize(("text", "shown"), read_cases(Path(__file__).with_name("mistakes.txt")))
def test_a_mistake_is_shown_with_its_place_its_remedy_and_a_caret_below_what_is_meant(
    text: str, shown: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    out = Terminal()
    show_problems(problems_of(BEFORE + text), out)
    assert plain(out.getvalue()).splitlines() == shown
