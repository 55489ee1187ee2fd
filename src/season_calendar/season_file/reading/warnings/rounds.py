"""Warnings of rounds out of order, of sessions that overlap, and of dates that are all in another year."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from season_calendar.season_file.format import keys
from season_calendar.season_file.format.report import Report
from season_calendar.season_file.format.schema import Record
from season_calendar.season_file.reading.timetable import PlacedRound
from season_calendar.zoned_time import to_wall

# The years in an id: 2021, 2020-21, winter-2021-2022.
_YEARS = re.compile(r"(?<![0-9])((?:19|20|21)[0-9]{2})(?:-([0-9]{2}))?(?![0-9])")


def warn_of_years(season: Record, rounds: Iterable[PlacedRound], report: Report) -> None:
    """Warn where the season's id names years, and no date is in one of them."""
    id_ = season.get(keys.SEASON_ID) or ""
    named = set(_years_in(id_))
    days = [day for placed in rounds for day in (placed.round.first_day, placed.round.last_day) if day is not None]
    years = sorted({day.year for day in days})
    if named and years and named.isdisjoint(years):
        said = f"{years[0]}" if len(years) == 1 else f"{years[0]} to {years[-1]}"
        what = f"every date is in {said}, and the season is {id_}"
        report.warning(season.place(keys.SEASON_ID), what, _copied(min(named), max(named), years))


def _copied(first: int, last: int, years: Sequence[int]) -> str:
    """What is likely where dates are of the year before a season, or after it."""
    if years == [first - 1]:
        return "copied from last year? Then the dates are still to be changed"
    if years == [last + 1]:
        return "copied from last year? Then the season is still to be changed"
    return "is the year of the dates right, or that of the season?"


def _years_in(season_id: str) -> Iterator[int]:
    for match in _YEARS.finditer(season_id):
        year = int(match[1])
        yield year
        if match[2]:
            yield year + (int(match[2]) - year) % 100


def warn_of_order(rounds: Iterable[PlacedRound], report: Report) -> None:
    """Warn of as few rounds as can be: of those that would have to go elsewhere for all to be in order."""
    dated = [
        (placed.round.first_day, placed)
        for placed in rounds
        if placed.round.first_day is not None and not placed.round.status.is_off
    ]
    run = _longest_run([day for day, _ in dated])
    for index, (day, placed) in enumerate(dated):
        at = bisect_left(run, index)
        if run[at : at + 1] == [index]:
            continue
        above_day, above = dated[run[at - 1]] if at > 0 else (day, placed)
        if day < above_day:
            what = f"round {placed.round.id!r} is before round {above.round.id!r}, which stands above it"
        else:  # then it is the round below that keeps it out of the run
            what = f"round {placed.round.id!r} is after round {dated[run[at]][1].round.id!r}, which stands below it"
        report.warning(placed.record.place(keys.ROUND_DATES), what, "put the rounds in order of date")


def _longest_run(days: Sequence[date]) -> list[int]:
    """The indices of as many days as can be that never go back; of several such runs, the one that begins first.

    From the last day to the first: how long a run can be that begins there, with the latest beginning of each length.
    """
    lengths: list[int] = []
    beginnings: list[int] = []  # negative, for bisect wants them to rise
    for day in reversed(days):
        longest = bisect_right(beginnings, -day.toordinal())
        beginnings[longest : longest + 1] = [-day.toordinal()]
        lengths.append(longest + 1)
    run: list[int] = []
    for index, length in enumerate(reversed(lengths)):
        # It never goes back: a day before the run's last would begin a run as long as that one's.
        if length == len(beginnings) - len(run):
            run.append(index)
    return run


def warn_of_overlaps(placed: PlacedRound, report: Report) -> None:
    timed = [
        (inner.session.start_at, inner.session.end_at, inner)
        for inner in placed.sessions
        if inner.session.start_at is not None
        and inner.session.end_at is not None
        and not placed.round.status_of(inner.session).is_off
    ]
    timed.sort(key=lambda each: each[0])
    latest_end: datetime | None = None
    latest_name = ""
    for start_at, end_at, inner in timed:
        if latest_end is not None and start_at < latest_end:
            end_wall = to_wall(latest_end, placed.round.venue.zone)
            what = f"{inner.session.name} begins before {latest_name} ends at {end_wall:%H:%M}"
            report.warning(inner.record.place(keys.SESSION_START), what, "is one of the times wrong?")
        if latest_end is None or end_at > latest_end:
            latest_end, latest_name = end_at, inner.session.name
