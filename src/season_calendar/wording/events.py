"""The facts of an event, and its changes, in words: the same ones in a feed, a reminder and on the terminal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from season_calendar.model import ROUND_KIND, SESSION_KINDS, Status, default_session_name, session_number
from season_calendar.publishing.changes import Aspect, Change, is_off
from season_calendar.publishing.facts import EventFacts
from season_calendar.wording.texts import Texts
from season_calendar.zoned_time import need_offsets


def title(facts: EventFacts, texts: Texts) -> str:
    """What the event is called, whatever its status: ``WTCR Race 1: Race of Spain``."""
    if facts.session_name is None:
        return texts.round_title(facts.series_name, facts.round_name)
    return texts.session_title(facts.series_name, facts.round_name, session_name(facts, texts))


def session_name(facts: EventFacts, texts: Texts) -> str:
    """What a session is called: as the season file says or, where it has only the name of its kind, in the language.

    Raises ValueError for a round.
    """
    id_, name, kind = facts.session_id, facts.session_name, SESSION_KINDS.get(facts.kind)
    if id_ is None or name is None:
        raise ValueError(f"{facts.uid} is a round")
    if kind is None or name != default_session_name(id_, facts.kind, kind.name):
        return name
    number = session_number(id_, facts.kind)
    return texts.kind(kind.name) if number is None else texts.numbered_kind(kind.name, number)


def kind_name(facts: EventFacts, texts: Texts) -> str:
    """What kind of event it is: a round, a kind of session in the language, or the season's own kind as it is."""
    return kind_word(facts.kind, texts)


def kind_word(name: str, texts: Texts) -> str:
    """The word for a kind of event, as events and choices name it: ``race``, ``round``."""
    if name == ROUND_KIND:
        return texts.round_kind()
    kind = SESSION_KINDS.get(name)
    return texts.kind(kind.name) if kind else name


def summary(facts: EventFacts, texts: Texts, *, removed: bool = False) -> str:
    """The title with what is to be known at once: cancelled, postponed, or (provisional or no time known) TBC.

    ``removed`` says that it left the calendar without having been called off; of that, its facts know nothing.
    """
    plain = title(facts, texts)
    return texts.removed(plain) if removed else _with_status(plain, facts, texts)


def timetable_line(facts: EventFacts, texts: Texts) -> str:
    """A session in the timetable of its round: when it is at the venue, and its name with what its status adds."""
    day = facts.first_day if facts.start_at is None else None  # that no time is known, the name says
    when = texts.day(day) if day else when_at_venue(facts, texts)
    return texts.timetable_line(when, _with_status(session_name(facts, texts), facts, texts))


def _with_status(plain: str, facts: EventFacts, texts: Texts) -> str:
    if facts.status is Status.CANCELLED:
        return texts.cancelled(plain)
    if facts.status is Status.POSTPONED:
        return texts.postponed(plain)
    return texts.to_be_confirmed(plain) if is_tentative(facts) else plain


def is_tentative(facts: EventFacts) -> bool:
    """It may still move: provisional, or a session of which only the day is known."""
    return facts.status is Status.PROVISIONAL or (not facts.is_round and facts.start_at is None)


def when_at_venue(facts: EventFacts, texts: Texts, *, removed: bool = False) -> str:
    """The days of a round, the wall time of a session, as told at the venue (without the zone's name).

    Where only its day is known, that the time is to be confirmed; but not of what is off, or was ``removed``.
    """
    if facts.first_day is None or facts.last_day is None:
        return texts.no_date()
    if facts.is_round:
        return texts.days(facts.first_day, facts.last_day)
    if (local := _local_period(facts)) is not None:
        return texts.period(*local)
    day = texts.day(facts.first_day)
    return day if removed or facts.status.is_off else texts.time_not_known(day)


def hours_beside_day(facts: EventFacts, zone: ZoneInfo, texts: Texts) -> str | None:
    """When a session is by the clock of a zone, for where its day at the venue stands beside it: ``14:30–15:10``.

    On another day in that zone, with the day. None where the time is not known.
    """
    if facts.start_at is None or facts.end_at is None:
        return None
    start, end = facts.start_at.astimezone(zone), facts.end_at.astimezone(zone)
    if need_offsets(start, end):
        return texts.period(start, end)
    hours = texts.hours(start, end)
    return hours if start.date() == facts.first_day else f"{texts.day_of_year(start.date())}, {hours}"


def location(facts: EventFacts, texts: Texts) -> str:
    """The venue's name and place in one line; without a place, the name and the country."""
    where = facts.place or (texts.country(facts.country) if facts.country else None)
    return f"{facts.venue_name}, {where}" if where else facts.venue_name


def live_link(facts: EventFacts) -> str | None:
    """The link to where the event can be watched; none where it does not take place."""
    return None if facts.status.is_off else facts.live


def watch_live(facts: EventFacts, texts: Texts) -> str | None:
    """Where the event can be watched, as a sentence."""
    link = live_link(facts)
    return texts.watch_live(link) if link else None


def describe_change(change: Change, texts: Texts) -> str:
    """One change as a whole sentence."""
    before, after = change.before, change.after
    what = title(change.facts, texts)
    if before is None:
        return _describe_off(change.facts, texts) or texts.joins(what, when_at_venue(change.facts, texts))
    if after is None:
        return texts.leaves(what)
    match change.aspect:
        case Aspect.STATUS:
            return _describe_status(before, after, texts)
        case Aspect.TIME | Aspect.END if is_off(before) != is_off(after):
            return _describe_status(before, after, texts)  # which says when, if it is on again
        case Aspect.TIME:
            return _describe_time(before, after, texts)
        case Aspect.VENUE:
            return texts.changes_venue(what, location(before, texts), location(after, texts))
        case Aspect.NAME:
            return texts.is_renamed(title(before, texts), what)
        case _:
            return _describe_detail(change.aspect, before, after, texts)


def describe_changes(changes: Iterable[Change], texts: Texts) -> str:
    """Several changes of one event, told one after the other, nothing twice."""
    sentences = dict.fromkeys(describe_change(change, texts) for change in changes)
    return " ".join(sentences)


def old_and_new(change: Change, texts: Texts) -> tuple[str | None, str | None]:
    """What was and what is instead, as values for where a sentence is too long: times, places, names.

    Either is None where there was, or is, none; both where the change has no value of its own.
    """
    before, after = change.before, change.after
    if before is None:
        return None, when_at_venue(change.facts, texts)
    if after is None:
        return when_at_venue(before, texts), None
    match change.aspect:
        case Aspect.TIME:
            return _told_apart(before, after, texts)
        case Aspect.END:
            return when_at_venue(before, texts), when_at_venue(after, texts)
        case Aspect.VENUE:
            return location(before, texts), location(after, texts)
        case Aspect.NAME:
            return title(before, texts), title(after, texts)
        case Aspect.STATUS:
            return summary(before, texts), summary(after, texts)
        case Aspect.KIND:
            return kind_name(before, texts), kind_name(after, texts)
        case Aspect.LABEL | Aspect.LINK | Aspect.LIVE | Aspect.NOTE:
            return getattr(before, change.aspect), getattr(after, change.aspect)
        case _:
            return None, None


def _describe_status(before: EventFacts, after: EventFacts, texts: Texts) -> str:
    what = title(after, texts)
    if (off := _describe_off(after, texts)) is not None:
        return off
    if is_off(before):
        return texts.takes_place_again(what, when_at_venue(after, texts))
    return texts.is_provisional(what) if after.status is Status.PROVISIONAL else texts.is_confirmed(what)


def _describe_off(facts: EventFacts, texts: Texts) -> str | None:
    """How it is called off; None where it takes place."""
    match facts.status:
        case Status.CANCELLED:
            return texts.is_cancelled(title(facts, texts))
        case Status.POSTPONED:
            return texts.is_postponed(title(facts, texts))
        case _:
            return None


def _describe_time(before: EventFacts, after: EventFacts, texts: Texts) -> str:
    what = title(after, texts)
    told_before, told_after = when_at_venue(before, texts), when_at_venue(after, texts)
    if before.start_at is None and after.start_at is not None and before.first_day == after.first_day:
        return texts.time_is_known(what, told_after)
    day_alone = not after.is_round and before.start_at is None and after.start_at is None
    if day_alone and before.first_day and after.first_day:
        return texts.moves(what, texts.day(before.first_day), texts.day(after.first_day))
    told_before, told_after = _told_apart(before, after, texts)
    if _is_span(before) or _is_span(after):
        return texts.has_other_span(what, told_before, told_after)
    return texts.moves(what, told_before, told_after)


def _told_apart(before: EventFacts, after: EventFacts, texts: Texts) -> tuple[str, str]:
    """The times before and after, with their zones where it is the same time on another clock."""
    told_before, told_after = when_at_venue(before, texts), when_at_venue(after, texts)
    if after.is_round or told_before != told_after:
        return told_before, told_after
    return texts.in_zone(told_before, before.zone_name), texts.in_zone(told_after, after.zone_name)


def _is_span(facts: EventFacts) -> bool:
    """It is told in more than the hours of one day: as days, two moments, or a day with a word on its time."""
    local = _local_period(facts)
    return local is None or local[0].date() != local[1].date() or need_offsets(*local)


def _local_period(facts: EventFacts) -> tuple[datetime, datetime] | None:
    """Start and end on the clock at the venue, as aware times of its zone; None where they are not known."""
    if facts.start_at is None or facts.end_at is None:
        return None
    return facts.start_at.astimezone(facts.zone), facts.end_at.astimezone(facts.zone)


def _describe_detail(aspect: Aspect, before: EventFacts, after: EventFacts, texts: Texts) -> str:
    what = title(after, texts)
    match aspect:
        case Aspect.END if local := _local_period(after):
            return _describe_end(what, *local, texts)
        case Aspect.KIND:
            return texts.has_kind(what, kind_name(after, texts))
        case Aspect.LABEL:
            return texts.has_label(what, after.label) if after.label else texts.has_no_label(what, before.label or "")
        case Aspect.LINK:
            return texts.link_changes(what, after.link)
        case Aspect.LIVE:
            return texts.live_link_changes(what, after.live)
        case Aspect.NOTE:
            return texts.note_changes(what, " ".join(after.note.split()) if after.note else None)
        case _:
            return texts.details_change(what)


def _describe_end(what: str, start: datetime, end: datetime, texts: Texts) -> str:
    if start.date() == end.date():
        return texts.ends(what, texts.hour(end))
    return texts.ends_later(what, texts.hour(end), end.date())
