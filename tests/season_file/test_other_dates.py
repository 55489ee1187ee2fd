"""Dates as people write them elsewhere are refused with what they are to be written as."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from season_calendar.errors import SeasonFileError
from season_calendar.season_file import read_season
from season_calendar.season_file.format.other_dates import days_meant
from season_calendar.season_file.format.other_times import moment_meant
from season_calendar.season_file.format.times import DAYS, END, START

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
        ("28.08.27", "write it as 2027-08-28"),
        ("Aug 28 2027", "write it as 2027-08-28"),
        ("August 28th, 2027", "write it as 2027-08-28"),
        ("28 August 2027", "write it as 2027-08-28"),
        ("Sat 28. Aug. 2027", "write it as 2027-08-28"),
        ("lördag 28 augusti 2027", "write it as 2027-08-28"),
        ("5. März 2027", "write it as 2027-03-05"),
        ("2027–08–28", "write it as 2027-08-28"),
        ("２０２７－０８－２８", "write it as 2027-08-28"),
        ("“2027-08-28”", "write it as 2027-08-28"),
        ("2027-08-28T00:00:00Z", "write it as 2027-08-28"),
        ("28.–30.8.2027", "write it as 2027-08-28 to 2027-08-30"),
        ("28.8.-30.8.2027", "write it as 2027-08-28 to 2027-08-30"),
        ("28.–30. August 2027", "write it as 2027-08-28 to 2027-08-30"),
        ("August 28-30, 2027", "write it as 2027-08-28 to 2027-08-30"),
        ("31 Aug - 2 Sep 2027", "write it as 2027-08-31 to 2027-09-02"),
        ("30.12.2026 - 2.1.2027", "write it as 2026-12-30 to 2027-01-02"),
        ("2027-08-28 to 30", "write it as 2027-08-28 to 2027-08-30"),
        ("2027-08-28/30", "write it as 2027-08-28 to 2027-08-30"),
        ("2027-08-28 until 2027-08-30", "write it as 2027-08-28 to 2027-08-30"),
        ("TBC", "while it is not known, leave 'dates' out and write status: provisional"),
        ("31.2.2027", EXAMPLE_OF_DATES),
        ("31/31/2027", EXAMPLE_OF_DATES),
        ("27-08-28", EXAMPLE_OF_DATES),
        ("28.8.", EXAMPLE_OF_DATES),
        ("2027-08-28 14:30", EXAMPLE_OF_DATES),
        ("2027-08-28 to soon", EXAMPLE_OF_DATES),
        ("30.8.2027 - 28.8.2027", EXAMPLE_OF_DATES),
        ("1 " * 40, EXAMPLE_OF_DATES),
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
        ("2027-08-28 2pm", "write it as 2027-08-28 14:00"),
        ("2027-08-28 12:15 a.m.", "write it as 2027-08-28 00:15"),
        ("8/28/2027 2:30 PM", "write it as 2027-08-28 14:30"),
        ("Aug 28, 2027 at 2.30pm", "write it as 2027-08-28 14:30"),
        ("28. August 2027 14.30 Uhr", "write it as 2027-08-28 14:30"),
        ("28 augusti 2027 kl. 14.30", "write it as 2027-08-28 14:30"),
        ("2027-08-28, 14h30", "write it as 2027-08-28 14:30"),
        ("2027-08-28 １４：３０", "write it as 2027-08-28 14:30"),
        ("14:30 2027-08-28", "write it as 2027-08-28 14:30"),
        ("2027-08-28T14:30:00", "write it as 2027-08-28 14:30"),
        ("2027-08-28T14:30:00+02:00", "write it as 2027-08-28 14:30, in the venue's time and without '+02:00'"),
        ("2027-08-28T14:30:00-05:00", "write it as 2027-08-28 14:30, in the venue's time and without '-05:00'"),
        ("2027-08-28 14:30 CEST", "write it as 2027-08-28 14:30, in the venue's time and without 'CEST'"),
        ("2027-08-28 14:30 - 15:10", "write it as 2027-08-28 14:30, and the end as end: 15:10"),
        ("2027-08-28 TBC", "write it as 2027-08-28 until the time is known"),
        ("2027-08-28 14", EXAMPLE_OF_A_START),
        ("2027-08-28 13pm", EXAMPLE_OF_A_START),
        ("1 " * 40, EXAMPLE_OF_A_START),
        ("28.8.2027 25:00", EXAMPLE_OF_A_START),
        ("28.8.2027 at noon", EXAMPLE_OF_A_START),
        ("14:30", "write its date too, as in 2021-06-03 14:30"),
        ("2pm", "write its date too, as in 2021-06-03 14:00"),
        ("09:30:00-05:00", "write its date too, as in 2021-06-03 09:30, in the venue's time and without '-05:00'"),
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
        ("2pm", "write it as 14:00"),
        ("15:10:00", "write it as 15:10"),
        ("15:10Z", "write it as 15:10, in the venue's time and without 'Z'"),
        ("15.10 Uhr", "write it as 15:10"),
        ("1510", "write it as 15:10"),
        ("TBC", "while it is not known, leave 'end' out"),
        ("14:30-15:10", "write it as 15:10, or with its date as 2021-06-04 01:30"),
        ("28.8.2027", "write it as 15:10, or with its date as 2021-06-04 01:30"),
        ("25.10", "write it as 15:10, or with its date as 2021-06-04 01:30"),
    ],
)
def test_ends(written: str, hint: str) -> None:
    session = f"{{id: r, kind: race, start: 2027-08-28 09:00, end: '{written}'}}"
    problem = problem_of(f"rounds:\n  - {{id: a, name: A, venue: spa, dates: 2027-08-28, sessions: [{session}]}}\n")
    assert problem == f"f:6:114: {written!r} is not a time ({hint})"


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        (
            "2027-08-28 24:00",
            "there is no time 24:00 (from midnight on, write the date of the next day: 2027-08-29 00:00)",
        ),
        (
            "2027-12-31 25:30",
            "there is no time 25:30 (from midnight on, write the date of the next day: 2028-01-01 01:30)",
        ),
        ("2027-08-28 31:00", "there is no time 31:00 (from 00:00 to 23:59)"),
        ("2027-08-28 14:60", "there is no time 14:60 (from 00:00 to 23:59)"),
        ("2027-02-30 14:30", "there is no day 2027-02-30 (that month has 28 days)"),
        ("2027-28-08 14:30", "there is no day 2027-28-08 (did you mean 2027-08-28?)"),
        ("2027-13-28 14:30", "there is no day 2027-13-28 (write it as year-month-day: 2021-06-05)"),
    ],
)
def test_days_and_times_that_there_are_not(written: str, problem: str) -> None:
    session = f"{{id: r, kind: race, start: {written}}}"
    rounds = f"rounds:\n  - {{id: a, name: A, venue: spa, dates: 2027-08-28, sessions: [{session}]}}\n"
    assert problem_of(rounds) == f"f:6:91: {problem}"


def test_an_end_behind_a_dash_is_taken_for_an_offset_and_told_as_an_end() -> None:
    session = "{id: r, kind: race, start: 2027-08-28 14:30-15:10}"
    rounds = f"rounds:\n  - {{id: a, name: A, venue: spa, dates: 2027-08-28, sessions: [{session}]}}\n"
    assert problem_of(rounds) == (
        "f:6:91: Europe/Brussels is not at -15:10 on 2027-08-28 14:30 "
        "(write the end as end: 15:10, or leave out the offset)"
    )


_SCRAPS = ["28", "8", "08", "2027", "27", "Aug", "Sat", "to", "TBC", "2pm", "14:30", "1430", "Z", "m8", *"-–./,: T~"]


@given(st.lists(st.sampled_from(_SCRAPS), max_size=12).map("".join))
def test_what_is_told_to_be_written_can_be_read(text: str) -> None:
    for dates in days_meant(text):
        DAYS.read(dates)
    for moment in moment_meant(text):
        said = moment.split(",")[0].removesuffix(" until the time is known")
        (START if "-" in said else END).read(said)
