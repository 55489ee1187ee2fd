"""The sessions of one round: from records, whose texts are good each by itself, to sessions with instants."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from season_calendar.errors import TimeExpressionError
from season_calendar.model import OTHER_KIND, SESSION_KINDS, Round, Session, Status, default_session_name
from season_calendar.season_file.format import keys
from season_calendar.season_file.format.report import Report
from season_calendar.season_file.format.scalars import Kind
from season_calendar.season_file.format.schema import Key, Placed, Record
from season_calendar.season_file.format.times import Days, Moment
from season_calendar.zoned_time import to_instant, to_wall

_DAY = timedelta(days=1)


class Surroundings(NamedTuple):
    """What a session takes from its round and season; ``zone`` and ``days`` are None where they are not known.

    ``durations`` are the season's own lengths by kind.
    """

    zone: ZoneInfo | None
    days: Days | None
    durations: Mapping[str, timedelta]


class PlacedSession(NamedTuple):
    """A session with the record that it was made from."""

    session: Session
    record: Record


class PlacedRound(NamedTuple):
    """A round with the record that it was made from."""

    round: Round
    record: Record
    sessions: tuple[PlacedSession, ...]


def read_timetable(
    records: tuple[Placed[Record], ...], around: Surroundings, report: Report
) -> tuple[PlacedSession, ...]:
    """The sessions that are good, in the order of the file; what is wrong with the others goes to ``report``."""
    ids: dict[str, Record] = {}
    sessions = []
    for placed in records:
        record = placed.value
        report_repeated_id("session of this round", record, keys.SESSION_ID, ids, report)
        session = _read_session(record, around, report)
        if session is not None:
            sessions.append(PlacedSession(session, record))
    return tuple(sessions)


def report_repeated_id(thing: str, record: Record, key: Key[str], seen: dict[str, Record], report: Report) -> None:
    """Note an id that a record in ``seen`` has too; otherwise put this record there."""
    id_ = record.get(key)
    if id_ is None:
        return
    first = seen.setdefault(id_, record)
    if first is not record:
        hint = f"it is in line {first.place(key).span.line}; choose a new id"
        report.error(record.place(key), f"another {thing} has the id {id_!r}", hint)


def _read_session(record: Record, around: Surroundings, report: Report) -> Session | None:
    id_, kind = record.get(keys.SESSION_ID), record.get(keys.SESSION_KIND)
    start = record.get(keys.SESSION_START)
    if start is None or start.day is None:
        return None
    if around.days is not None and not around.days.first <= start.day <= around.days.last:
        what = f"{start.day} is outside the dates of the round, {_said(around.days)}"
        report.error(record.place(keys.SESSION_START), what, "change this day, or the dates of the round")
        around = around._replace(days=None)  # that its end is outside too would be the same thing said twice
    period = _read_period(record, start.day, start, kind, around, report)
    if id_ is None or kind is None or period is None:
        return None
    return Session(
        id=id_,
        kind=kind.slug,
        name=record.get(keys.SESSION_NAME) or default_session_name(id_, kind.slug, _kind_name(kind)),
        day=start.day,
        start_at=period.start_at,
        end_at=period.end_at,
        status=record.get(keys.SESSION_STATUS) or Status.CONFIRMED,
        note=record.get(keys.SESSION_NOTE),
        link=record.get(keys.SESSION_LINK),
        live=record.get(keys.SESSION_LIVE),
        was=record.get(keys.SESSION_WAS),
    )


def _kind_name(kind: Kind) -> str:
    return SESSION_KINDS[kind.slug].name if kind.slug in SESSION_KINDS else kind.text


class _Period(NamedTuple):
    start_at: datetime | None
    end_at: datetime | None


def _read_period(
    record: Record, day: date, start: Moment, kind: Kind | None, around: Surroundings, report: Report
) -> _Period | None:
    """From when to when; None where that cannot be told."""
    if start.clock is None:
        return _read_day_only(record, day, report)
    if around.zone is None:
        return None
    start_at = _instant(record, keys.SESSION_START, day, start, around.zone, report)
    end = record.get(keys.SESSION_END)
    if end is not None:
        end_at = _instant(record, keys.SESSION_END, end.day or day, end, around.zone, report)
    else:
        duration = _duration(record, kind, around)
        end_at = None if start_at is None or duration is None else start_at + duration
    if start_at is None or end_at is None:
        return None
    _check_end(record, day, start_at, end_at, around, around.zone, report)
    return _Period(start_at, end_at)


def _read_day_only(record: Record, day: date, report: Report) -> _Period:
    for key in (keys.SESSION_END, keys.SESSION_DURATION):
        if record.is_written(key):
            what = f"{key.name!r} needs a start with a time"
            hint = f"write the start as {day} 14:30, or remove {key.name!r}"
            report.error(record.place(key), what, hint)
    return _Period(None, None)


def _instant(
    record: Record, key: Key[Moment], day: date, moment: Moment, zone: ZoneInfo, report: Report
) -> datetime | None:
    try:
        return to_instant(datetime.combine(day, moment.clock or time()), zone, moment.offset)
    except TimeExpressionError as error:
        report.error(record.place(key), error.what, _end_meant(moment) or error.hint)
        return None


def _end_meant(moment: Moment) -> str | None:
    """What 14:30-15:10 may mean, which is a time with an offset."""
    offset, day = moment.offset, moment.day
    if day is None or moment.clock is None or offset is None or not -_DAY < offset < timedelta():
        return None
    end = (datetime.combine(day, time()) - offset).time()
    return f"write the end as end: {end:%H:%M}, or leave out the offset" if end > moment.clock else None


def _duration(record: Record, kind: Kind | None, around: Surroundings) -> timedelta | None:
    """How long it takes: as is written, or as is usual for its kind; None where what is written is wrong."""
    if record.is_written(keys.SESSION_END) or record.is_written(keys.SESSION_DURATION):
        return record.get(keys.SESSION_DURATION)
    slug = kind.slug if kind is not None else ""
    return around.durations.get(slug) or SESSION_KINDS.get(slug, OTHER_KIND).duration


def _check_end(
    record: Record,
    day: date,
    start_at: datetime,
    end_at: datetime,
    around: Surroundings,
    zone: ZoneInfo,
    report: Report,
) -> None:
    end_wall = to_wall(end_at, zone)
    if end_at <= start_at:
        what = f"the end, {end_wall:%Y-%m-%d %H:%M}, is not after the start"
        end, next_day = record.get(keys.SESSION_END), datetime.combine(day + _DAY, end_wall.time())
        has_date = end is not None and end.day is not None
        past_midnight = f"past midnight, write its date too: {next_day:%Y-%m-%d %H:%M}"
        hint = "change the start or the end" if has_date else past_midnight
        report.error(record.place(keys.SESSION_END), what, hint)
    elif around.days is not None and end_wall.date() > around.days.last + _DAY:
        key = keys.SESSION_END if record.is_written(keys.SESSION_END) else keys.SESSION_DURATION
        what = f"the end, {end_wall:%Y-%m-%d %H:%M}, is long after the dates of the round, {_said(around.days)}"
        report.error(record.place(key), what, "change the end, or the dates of the round")


def _said(days: Days) -> str:
    return f"{days.first}" if days.first == days.last else f"{days.first} to {days.last}"
