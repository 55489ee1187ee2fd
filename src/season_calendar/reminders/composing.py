"""The words of a delivery, put together in the moment of sending, so that they are right also when it is late."""

from __future__ import annotations

from datetime import datetime, timedelta

from season_calendar.model import Status
from season_calendar.publishing.changes import Aspect
from season_calendar.publishing.facts import EventFacts
from season_calendar.reminders.delivery import Draft, Kind
from season_calendar.reminders.message import Message
from season_calendar.reminders.occasions import Occasion
from season_calendar.reminders.subscribers import Subscriber
from season_calendar.wording import events as wording
from season_calendar.wording.event_data import event_data
from season_calendar.wording.texts import Texts
from season_calendar.zoned_time import find_zone, format_instant, format_span, to_wall

_MINUTE, _HOUR, _HALF_A_DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(hours=12)


def compose(delivery: Draft, occasion: Occasion, subscriber: Subscriber, now: datetime) -> Message:
    """The message of a delivery as of ``now``, which is before the start for a reminder."""
    texts = subscriber.choice.texts
    if delivery.kind is Kind.CORRECTION:
        title, first_lines = _correction_title(occasion, texts), [_what_changed(occasion, texts)]
    else:
        title, first_lines = _reminder_title(occasion, now, texts), []
    text = "\n".join([*first_lines, *_lines(occasion, subscriber, now, texts)])
    return Message(delivery.key, title, text, _data(delivery, occasion, subscriber, now, title, text))


def time_left(until: datetime, now: datetime) -> timedelta:
    """How long until then as people say it: to the minute, from half a day on to the hour, never less than a minute.

    Sent a moment after "7 days before", it is still 7 days, not 6 days and 23 hours.
    """
    left = until - now
    unit = _HOUR if left >= _HALF_A_DAY else _MINUTE
    return max(timedelta(seconds=round(left / unit) * unit.total_seconds()), _MINUTE)


def _reminder_title(occasion: Occasion, now: datetime, texts: Texts) -> str:
    title = wording.title(occasion.facts, texts)
    if occasion.has_time:
        return texts.starts_in(title, time_left(occasion.start_at, now))
    return texts.is_on(title, wording.when_at_venue(occasion.facts, texts))


def _correction_title(occasion: Occasion, texts: Texts) -> str:
    if occasion.is_off:
        return wording.summary(occasion.facts, texts, removed=occasion.entry.is_removed)
    return texts.changed(wording.title(occasion.facts, texts))


def _what_changed(occasion: Occasion, texts: Texts) -> str:
    """The last change in words if it is the one to be told of; else how things stand now."""
    title = wording.title(occasion.facts, texts)
    if occasion.entry.is_removed:
        return texts.leaves(title)
    changes = occasion.entry.last_changes
    if any(change.aspect in (Aspect.STATUS, Aspect.TIME) for change in changes):
        return wording.describe_changes(changes, texts)
    match occasion.facts.status:
        case Status.CANCELLED:
            return texts.is_cancelled(title)
        case Status.POSTPONED:
            return texts.is_postponed(title)
        case _:
            return texts.now_starts(title, wording.when_at_venue(occasion.facts, texts))


def _lines(occasion: Occasion, subscriber: Subscriber, now: datetime, texts: Texts) -> list[str]:
    """Where, when and how long until then, the note and the links; of what is off, only where, note and link."""
    facts = occasion.facts
    if occasion.is_off:
        lines = [wording.location(facts, texts), facts.note, facts.link]
    else:
        is_provisional = facts.status is Status.PROVISIONAL
        lines = [
            wording.location(facts, texts),
            *_when(occasion, subscriber, now, texts),
            texts.is_provisional(wording.title(facts, texts)) if is_provisional else None,
            facts.note,
            wording.watch_live(facts, texts),
            facts.link,
        ]
    return [line for line in lines if line]


def _when(occasion: Occasion, subscriber: Subscriber, now: datetime, texts: Texts) -> list[str]:
    facts = occasion.facts
    if facts.is_round:
        lines = [wording.when_at_venue(facts, texts)]
        if occasion.first_session is not None:
            lines.append(_first_session(occasion.first_session, subscriber, now, texts))
        return lines
    if not occasion.has_time:
        return [texts.at_venue(wording.when_at_venue(facts, texts), facts.zone_name)]
    here, at_venue = _local_period(facts, subscriber.zone_name, texts), wording.when_at_venue(facts, texts)
    lines = [texts.in_zone(here, subscriber.zone_name)]
    if here != at_venue:
        lines.append(texts.at_venue(at_venue, facts.zone_name))
    if occasion.start_at > now:
        lines.append(texts.countdown(time_left(occasion.start_at, now)))
    return lines


def _first_session(first: EventFacts, subscriber: Subscriber, now: datetime, texts: Texts) -> str:
    name = wording.session_name(first, texts)
    if first.start_at is None:
        return texts.first_session(name, wording.when_at_venue(first, texts))
    when = texts.in_zone(texts.moment(first.start_at.astimezone(find_zone(subscriber.zone_name))), subscriber.zone_name)
    if first.start_at <= now:
        return texts.first_session(name, when)
    return texts.first_countdown(name, when, time_left(first.start_at, now))


def _local_period(facts: EventFacts, zone_name: str, texts: Texts) -> str:
    if facts.start_at is None or facts.end_at is None:
        raise ValueError(f"{facts.uid} has no time")
    zone = find_zone(zone_name)
    return texts.period(facts.start_at.astimezone(zone), facts.end_at.astimezone(zone))


def _data(
    delivery: Draft, occasion: Occasion, subscriber: Subscriber, now: datetime, title: str, text: str
) -> dict[str, object]:
    """The same as JSON values: instants in UTC, wall times as ISO 8601 without an offset beside their zone.

    Where a message always had a name for something else, that stands over the event's own: ``kind`` is the message's,
    ``season`` goes without its series and ``venue`` without its place, and ``start_at`` is what was counted from.
    """
    facts = occasion.facts
    return {
        **event_data(facts),
        "key": delivery.key,
        "kind": str(delivery.kind),
        "series": facts.series_id,
        "season": facts.season_id,
        "event_kind": facts.kind,
        "title": title,
        "text": text,
        "start_at": format_instant(occasion.start_at),
        "start_is_known": occasion.has_time,
        "starts_in_seconds": int((occasion.start_at - now).total_seconds()),
        "start_for_you": to_wall(occasion.start_at, find_zone(subscriber.zone_name)).isoformat(),
        "zone_for_you": subscriber.zone_name,
        "start_at_venue": to_wall(occasion.start_at, facts.zone).isoformat(),
        "zone_at_venue": facts.zone_name,
        "venue": facts.venue_name,
        "place": facts.place,
        "country": facts.country,
        "lead": None if delivery.lead is None else format_span(delivery.lead),
        "due_at": format_instant(delivery.due_at),
        "sent_at": format_instant(now),
    }
