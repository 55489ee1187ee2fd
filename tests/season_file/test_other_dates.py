"""Dates as people write them elsewhere are refused with what they are to be written as."""

from __future__ import annotations

import pytest

from season_calendar.errors import SeasonFileError
from season_calendar.season_file import read_season

BEFORE = """\
schema: 1
series: {id: wtcr, name: Touring Cars}
season: 2027
venues: {spa: {name: Spa, zone: Europe/Brussels}}
"""


def problem_of(rounds: str) -> str:
    with pytest.raises(SeasonFileError) as refused:
        read_season((BEFORE + rounds).encode(), "f")
    (problem,) = refused.value.problems
    return str(problem)


EXAMPLE_OF_DATES = "write it as 2021-06-03 to 2021-06-05, or as one date"
EXAMPLE_OF_A_START = "write it as 2021-06-03 14:30, or the date alone"


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("28.8.2027", "write it as 2027-08-28"),
        ("8.9.2027", "write it as 2027-09-08"),
        ("28. 8. 2027", "write it as 2027-08-28"),
        ("28/8/2027", "write it as 2027-08-28"),
        ("8/28/2027", "write it as 2027-08-28"),
        ("28-08-2027", "write it as 2027-08-28"),
        ("8/9/2027", "write it as 2027-09-08 or 2027-08-09: which is the month cannot be told"),
        ("8/8/2027", "write it as 2027-08-08"),
        ("2027/08/28", "write it as 2027-08-28"),
        ("2027.8.28", "write it as 2027-08-28"),
        ("2027-8-28", "write it as 2027-08-28"),
        ("28.8.2027 to 30.8.2027", "write it as 2027-08-28 to 2027-08-30"),
        ("28.8.2027 - 30.8.2027", "write it as 2027-08-28 to 2027-08-30"),
        ("28.8.2027–30.8.2027", "write it as 2027-08-28 to 2027-08-30"),
        ("2027-08-28 - 2027-08-30", "write it as 2027-08-28 to 2027-08-30"),
        (
            "8/9/2027 to 8/10/2027",
            "write it as 2027-09-08 to 2027-10-08 or 2027-08-09 to 2027-08-10: which is the month cannot be told",
        ),
        ("12/8/2027 to 13/8/2027", "write it as 2027-08-12 to 2027-08-13"),
        ("31.2.2027", EXAMPLE_OF_DATES),
        ("31/31/2027", EXAMPLE_OF_DATES),
        ("28.8.27", EXAMPLE_OF_DATES),
        ("28.8/2027", EXAMPLE_OF_DATES),
    ],
)
def test_dates(written: str, hint: str) -> None:
    problem = problem_of(f"rounds: [{{id: a, name: A, venue: spa, dates: '{written}'}}]\n")
    assert problem == f"f:5:46: {written!r} is not a date or two ({hint})"


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("28.8.2027 14:30", "write it as 2027-08-28 14:30"),
        ("28.8.2027 9.30", "write it as 2027-08-28 09:30"),
        ("8/9/2027 14:30", "write it as 2027-09-08 14:30 or 2027-08-09 14:30: which is the month cannot be told"),
        ("2027-08-28 9:30", "write it as 2027-08-28 09:30"),
        ("2027/08/28", "write it as 2027-08-28"),
        ("28.8.2027 25:00", EXAMPLE_OF_A_START),
        ("28.8.2027 at noon", EXAMPLE_OF_A_START),
        ("14:30", EXAMPLE_OF_A_START),
    ],
)
def test_starts(written: str, hint: str) -> None:
    session = f"{{id: r, kind: race, start: '{written}'}}"
    problem = problem_of(f"rounds:\n  - {{id: a, name: A, venue: spa, dates: 2027-08-28, sessions: [{session}]}}\n")
    assert problem == f"f:6:91: {written!r} is not a date and time ({hint})"


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("9:30", "write it as 09:30"),
        ("15.10", "write it as 15:10"),
        ("28.8.2027 15.10", "write it as 2027-08-28 15:10"),
        ("28.8.2027", "write it as 15:10, or with its date as 2021-06-04 01:30"),
        ("25.10", "write it as 15:10, or with its date as 2021-06-04 01:30"),
    ],
)
def test_ends(written: str, hint: str) -> None:
    session = f"{{id: r, kind: race, start: 2027-08-28 09:00, end: '{written}'}}"
    problem = problem_of(f"rounds:\n  - {{id: a, name: A, venue: spa, dates: 2027-08-28, sessions: [{session}]}}\n")
    assert problem == f"f:6:114: {written!r} is not a time ({hint})"
