"""Whatever is read, there is a season as the model promises it or a list of problems that help, never another error."""

from __future__ import annotations

import re

from season_calendar.errors import Problem, SeasonFileError
from season_calendar.model import Season
from season_calendar.season_file import read_season


def check(source: bytes) -> None:
    """Read a file that may hold anything, and check what comes of it."""
    try:
        season, warnings = read_season(source, "f")
    except SeasonFileError as error:
        check_refusal(error)
    else:
        check_problems(warnings)
        check_season(season)


def check_refusal(refused: SeasonFileError) -> None:
    """It has problems, and they are as they must be."""
    assert refused.problems
    check_problems(refused.problems)


def check_problems(problems: tuple[Problem, ...]) -> None:
    """Each says where it is and what helps, in words for the person who writes the file."""
    places = [(problem.line, problem.column) for problem in problems]
    assert places == sorted(places)
    for problem in problems:
        assert problem.line >= 1
        assert problem.column >= 1
        assert problem.hint
        assert "\n" not in str(problem)
        assert not re.search(r"\bNone\b|\bScalar\(|\bMapping\(|\bSequence\(", str(problem))


def check_season(season: Season) -> None:
    """What the model promises to whoever holds a season."""
    assert len({round_.id for round_ in season.rounds}) == len(season.rounds)
    for round_ in season.rounds:
        assert (round_.first_day is None) == (round_.last_day is None)
        assert len({session.id for session in round_.sessions}) == len(round_.sessions)
        for session in round_.sessions:
            assert round_.first_day is not None
            assert round_.last_day is not None
            assert round_.first_day <= session.day <= round_.last_day
            assert (session.start_at is None) == (session.end_at is None)
            assert session.start_at is None or session.end_at is None or session.start_at < session.end_at
