"""Warnings: what can be read, but is likely not what was meant. Looks at the season as a whole, changes nothing."""

from __future__ import annotations

import difflib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from season_calendar.model import ROUND_KIND, SESSION_KINDS, Round
from season_calendar.season_file.format import keys
from season_calendar.season_file.format.report import Report
from season_calendar.season_file.format.scalars import Kind
from season_calendar.season_file.format.schema import Record
from season_calendar.season_file.reading.timetable import PlacedSession
from season_calendar.yaml_source import Entry
from season_calendar.zoned_time import to_wall

_SURELY_MEANT = 0.85
"""How alike a kind must be to a common one to be taken for a slip: qualifing is, superpole is not."""


class PlacedRound(NamedTuple):
    """A round with the record that it was made from."""

    round: Round
    record: Record
    sessions: tuple[PlacedSession, ...]


def warn(season: Record, rounds: tuple[PlacedRound, ...], report: Report) -> None:
    """Note every warning about a season's record and the good ones of its rounds."""
    _warn_of_order(rounds, report)
    for placed in rounds:
        _warn_of_overlaps(placed, report)
    _warn_of_unused_venues(season, report)
    _warn_of_kinds(season, report)


def _warn_of_order(rounds: Iterable[PlacedRound], report: Report) -> None:
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


def _warn_of_overlaps(placed: PlacedRound, report: Report) -> None:
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


def _warn_of_unused_venues(season: Record, report: Report) -> None:
    used = {placed.value.get(keys.ROUND_VENUE) for placed in season.get(keys.ROUNDS) or ()}
    venues = season.get(keys.VENUES) or ()
    if not used or not used <= {venue.key for venue in venues}:
        return  # nothing is written yet, or a venue's name is wrong and this one may be meant
    for venue in venues:
        if venue.key not in used:
            report.warning(venue.entry.key, f"no round is at the venue {venue.key!r}", "hold one there, or remove it")


def _warn_of_kinds(season: Record, report: Report) -> None:
    sessions = [
        session.value
        for placed in season.get(keys.ROUNDS) or ()
        for session in placed.value.get(keys.ROUND_SESSIONS) or ()
    ]
    used = {kind.slug for kind in (session.get(keys.SESSION_KIND) for session in sessions) if kind}
    settings = _kinds_with_settings(season)
    for kind, entry in settings:
        if kind.slug not in used and kind.slug not in SESSION_KINDS and kind.slug != ROUND_KIND:
            what = f"no session is of the kind {kind.text!r}"
            report.warning(entry.key, what, _meant(kind) or "it has no effect until there is one")
    set_ = {kind.slug for kind, _ in settings}
    for session in sessions:
        session_kind = session.get(keys.SESSION_KIND)
        if session_kind is None or session_kind.slug in set_:
            continue
        meant = _meant(session_kind)
        if meant is not None:
            what = f"the kind {session_kind.text!r} is not one of the common ones"
            report.warning(session.place(keys.SESSION_KIND), what, meant)


def _kinds_with_settings(season: Record) -> list[tuple[Kind, Entry]]:
    durations = [(named.key, named.entry) for named in season.get(keys.DURATIONS) or ()]
    reminders = [(named.key, named.entry) for named in season.get(keys.REMINDERS) or ()]
    return durations + reminders


def _meant(kind: Kind) -> str | None:
    if kind.slug in SESSION_KINDS:
        return None
    near = difflib.get_close_matches(kind.slug, SESSION_KINDS, n=1, cutoff=_SURELY_MEANT)
    return f"did you mean {near[0]!r}?" if near else None
