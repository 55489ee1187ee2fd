"""Ids held against what was published: warns where one event would become two, or two become one.

Calendars know events by their UIDs, and those follow ids: a new id for the same weekend is another event to them, and
an id that comes back for another weekend is the same one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from season_calendar.model import Round, Session
from season_calendar.season_file.format import keys
from season_calendar.season_file.format.report import Report
from season_calendar.season_file.format.schema import Key, Record
from season_calendar.season_file.reading.published import PublishedRound, PublishedSession
from season_calendar.season_file.reading.timetable import PlacedRound, PlacedSession


def warn_of_ids(rounds: Sequence[PlacedRound], published: Sequence[PublishedRound], report: Report) -> None:
    """Note what a good file calls by a new id, and what it calls by an id that another weekend had."""
    known = {before.id: before for before in published}
    named = _ids(placed.round for placed in rounds)
    gone = [before for before in published if before.id not in named and not before.is_over]
    for placed in rounds:
        before = known.get(placed.round.was or "") or known.get(placed.round.id)
        if before is not None:
            _warn_of_return(placed, before, report)
            _warn_of_new_sessions(placed.sessions, before.sessions, report)
            continue
        same = next((its for its in gone if _is_same_weekend(placed.round, its)), None)
        if same is not None:
            gone.remove(same)
            what = f"the round {placed.round.id!r} is the weekend that was published as {same.id!r}, which is not here"
            _warn_of_new_id(what, same.id, placed.record, keys.ROUND_ID, report)


def _warn_of_return(placed: PlacedRound, before: PublishedRound, report: Report) -> None:
    """A round that was moved is no such case: it was there and yet ahead, or it comes back to its venue or its days."""
    if placed.round.id != before.id or not (before.has_left or before.took_place):
        return
    if placed.round.first_day is None or _is_at_venue(placed.round, before) or _overlap(placed.round, before):
        return
    days = f"{before.first_day}" if before.first_day == before.last_day else f"{before.first_day} to {before.last_day}"
    what = f"the round {before.id!r} was another weekend, {days} at {before.venue_name}"
    hint = "its event in every calendar would become this one; choose another id"
    report.warning(placed.record.place(keys.ROUND_ID), what, hint)


def _warn_of_new_sessions(
    sessions: Sequence[PlacedSession], published: Sequence[PublishedSession], report: Report
) -> None:
    named = _ids(placed.session for placed in sessions)
    known = {before.id for before in published}
    gone = [before for before in published if before.id not in named and not before.is_over]
    for placed in sessions:
        its_id = placed.session.id
        if known & {its_id, placed.session.was}:
            continue
        same = next((its for its in gone if _is_same_session(placed.session, its)), None)
        if same is not None:
            gone.remove(same)
            what = f"the session {its_id!r} is the one that was published as {same.id!r}, which is not here"
            _warn_of_new_id(what, same.id, placed.record, keys.SESSION_ID, report)


def _warn_of_new_id(what: str, former: str, record: Record, key: Key[str], report: Report) -> None:
    hint = f"calendars will take it for another event; if it is the same, write in it was: {former}"
    report.warning(record.place(key), what, hint)


def _ids(things: Iterable[Round | Session]) -> set[str | None]:
    """Those they have, and those they had."""
    return {id_ for thing in things for id_ in (thing.id, thing.was)}


def _is_same_weekend(round_: Round, before: PublishedRound) -> bool:
    return _is_at_venue(round_, before) and _overlap(round_, before)


def _is_at_venue(round_: Round, before: PublishedRound) -> bool:
    return round_.venue.name.casefold() == before.venue_name.casefold()


def _overlap(round_: Round, before: PublishedRound) -> bool:
    if round_.first_day is None or round_.last_day is None:
        return False
    return round_.first_day <= before.last_day and before.first_day <= round_.last_day


def _is_same_session(session: Session, before: PublishedSession) -> bool:
    return (session.kind, session.day, session.start_at) == (before.kind, before.day, before.start_at)
