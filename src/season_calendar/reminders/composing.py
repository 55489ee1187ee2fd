"""The words of a message, put together in the moment of sending, so that they are right also when it is late.

They are the same for all who read one language in one zone and believed the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from season_calendar.model import Status
from season_calendar.publishing.facts import EventFacts
from season_calendar.reminders.known import Kind, Known
from season_calendar.reminders.message import Message
from season_calendar.reminders.next_step import Telling
from season_calendar.reminders.occasions import Occasion, Subject
from season_calendar.reminders.subscribers import Subscriber
from season_calendar.wording import events as wording
from season_calendar.wording.event_data import event_data
from season_calendar.wording.texts import Texts
from season_calendar.zoned_time import find_zone, format_instant, format_span, to_wall

_MINUTE, _HOUR, _HALF_A_DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Words:
    """A message without its key."""

    title: str
    text: str
    data: Mapping[str, object]


def message_key(telling: Telling, subject: Subject, subscriber_id: str) -> str:
    """The key of a message to one subscriber, the same at every attempt."""
    before, after = around_id(telling, subject)
    return f"{before}{subscriber_id}{after}"


def around_id(telling: Telling, subject: Subject) -> tuple[str, str]:
    """What stands before and after the subscriber's id in the key of a message: the same for all who are told it."""
    return _around_id(subject, list(telling.says), telling.kind, lead_of(telling), telling.mark)


def key_of(
    subject: Subject, uids: Sequence[str], kind: Kind, lead: timedelta | None, subscriber_id: str, mark: str
) -> str:
    """The key by its parts: ``wtcr/2021/spain/race-1/1h/a1/0-3f2a…``; of several events by their round."""
    before, after = _around_id(subject, uids, kind, lead, mark)
    return f"{before}{subscriber_id}{after}"


def _around_id(subject: Subject, uids: Sequence[str], kind: Kind, lead: timedelta | None, mark: str) -> tuple[str, str]:
    what = subject.occasions[uids[0]].facts.key if len(uids) == 1 else subject.key
    return f"{what}/{kind if lead is None else format_span(lead)}/", f"/{mark}"


def lead_of(telling: Telling) -> timedelta | None:
    """The lead time of a reminder; None for a correction."""
    return next(iter(telling.says.values())).lead if telling.kind is Kind.REMINDER else None


def addressed(words: Words, key: str) -> Message:
    """The message of these words to whom the key belongs."""
    return Message(key, words.title, words.text, {**words.data, "key": key})


def compose(telling: Telling, subject: Subject, subscriber: Subscriber, now: datetime) -> Words:
    """The words as of ``now``, which is before the start for a reminder."""
    texts, zone_name = subscriber.choice.texts, subscriber.zone_name
    about = _headline(telling, subject)
    if telling.kind is Kind.CORRECTION:
        title, first_lines = _correction_title(about, texts), _what_changed(telling, subject, about, texts)
    else:
        title, first_lines = _reminder_title(about, now, texts), []
    text = "\n".join([*first_lines, *_lines(about, zone_name, now, texts)])
    return Words(title, text, _data(telling, about, zone_name, now, title, text))


def time_left(until: datetime, now: datetime) -> timedelta:
    """How long until then as people say it: to the minute, from half a day on to the hour, never less than a minute.

    Sent a moment after "7 days before", it is still 7 days, not 6 days and 23 hours.
    """
    left = until - now
    unit = _HOUR if left >= _HALF_A_DAY else _MINUTE
    return max(timedelta(seconds=round(left / unit) * unit.total_seconds()), _MINUTE)


def _headline(telling: Telling, subject: Subject) -> Occasion:
    """What the message is about: the one event it tells of, or the round.

    Whose round does not take place hears of the round, also who is only told of its sessions.
    """
    told = [subject.occasions[uid] for uid in telling.says]
    round_ = next((its for its in subject.occasions.values() if its.facts.is_round), told[0])
    if round_.is_off and all(its.is_off for its in told):
        return round_
    return told[0] if len(told) == 1 else round_


def _reminder_title(about: Occasion, now: datetime, texts: Texts) -> str:
    title = wording.title(about.facts, texts)
    if about.has_time:
        return texts.starts_in(title, time_left(about.start_at, now))
    return texts.is_on(title, wording.when_at_venue(about.facts, texts))


def _correction_title(about: Occasion, texts: Texts) -> str:
    if about.is_off:
        return wording.summary(about.facts, texts, removed=about.entry.is_removed)
    return texts.changed(wording.title(about.facts, texts))


def _what_changed(telling: Telling, subject: Subject, about: Occasion, texts: Texts) -> list[str]:
    """A sentence for each event that is otherwise than its reader believes; of a round that is off, one is enough."""
    if about.is_off:
        return [_how_it_is_off(about, texts)]
    lines = (
        line
        for uid, known in telling.untrue.items()
        for line in _otherwise(subject.occasions[uid], known, about, texts)
    )
    return list(dict.fromkeys(lines))


def _otherwise(occasion: Occasion, known: Known | None, about: Occasion, texts: Texts) -> list[str]:
    """What is true of one event instead of what is known of it. A venue is that of the whole message."""
    facts, lines = occasion.facts, []
    what = wording.title(facts, texts)
    if occasion.is_off:
        return [_how_it_is_off(occasion, texts)]
    if known is None:
        return [texts.now_starts(what, _when_it_starts(occasion, None, texts))]
    if known.off is not None:
        return [texts.takes_place_again(what, wording.when_at_venue(facts, texts))]
    if known.venue not in (None, facts.venue_name):
        venue = wording.location(facts, texts)
        lines.append(texts.changes_venue(wording.title(about.facts, texts), str(known.venue), venue))
    times = known.start_at, known.has_time
    if times != (occasion.start_at, occasion.has_time) or known.day not in (None, facts.first_day):
        lines.append(_starts_otherwise(occasion, known, what, texts))
    return lines


def _starts_otherwise(occasion: Occasion, known: Known, what: str, texts: Texts) -> str:
    zone = occasion.facts.zone
    if occasion.has_time and known.has_time and known.start_at != occasion.start_at:
        before, after = (texts.moment(at.astimezone(zone)) for at in (known.start_at, occasion.start_at))
        return texts.begins_instead(what, before, after)
    return texts.now_starts(what, _when_it_starts(occasion, known, texts))


def _when_it_starts(occasion: Occasion, known: Known | None, texts: Texts) -> str:
    """As told at the venue; of a round, its days or, where these are as they were, its first session's."""
    facts = occasion.facts
    if not facts.is_round or (known is not None and known.day not in (None, facts.first_day)):
        return wording.when_at_venue(facts, texts)
    local = occasion.start_at.astimezone(facts.zone)
    return texts.moment(local) if occasion.has_time else texts.time_not_known(texts.day(local.date()))


def _how_it_is_off(occasion: Occasion, texts: Texts) -> str:
    title = wording.title(occasion.facts, texts)
    if occasion.entry.is_removed:
        return texts.leaves(title)
    if occasion.facts.status is Status.POSTPONED:
        return texts.is_postponed(title)
    return texts.is_cancelled(title)


def _lines(about: Occasion, zone_name: str, now: datetime, texts: Texts) -> list[str]:
    """Where, when and how long until then, the note and the links; of what is off, only where, note and link."""
    facts = about.facts
    if about.is_off:
        lines = [wording.location(facts, texts), facts.note, facts.link]
    else:
        is_provisional = facts.status is Status.PROVISIONAL
        lines = [
            wording.location(facts, texts),
            *_when(about, zone_name, now, texts),
            texts.is_provisional(wording.title(facts, texts)) if is_provisional else None,
            facts.note,
            wording.watch_live(facts, texts),
            facts.link,
        ]
    return [line for line in lines if line]


def _when(about: Occasion, zone_name: str, now: datetime, texts: Texts) -> list[str]:
    facts = about.facts
    if facts.is_round:
        lines = [wording.when_at_venue(facts, texts)]
        if about.first_session is not None:
            lines.append(_first_session(about.first_session, zone_name, now, texts))
        return lines
    if not about.has_time:
        return [texts.at_venue(wording.when_at_venue(facts, texts), facts.zone_name)]
    here, at_venue = _local_period(facts, zone_name, texts), wording.when_at_venue(facts, texts)
    lines = [texts.in_zone(here, zone_name)]
    if here != at_venue:
        lines.append(texts.at_venue(at_venue, facts.zone_name))
    if about.start_at > now:
        lines.append(texts.countdown(time_left(about.start_at, now)))
    return lines


def _first_session(first: EventFacts, zone_name: str, now: datetime, texts: Texts) -> str:
    name = wording.session_name(first, texts)
    if first.start_at is None:
        return texts.first_session(name, wording.when_at_venue(first, texts))
    when = texts.in_zone(texts.moment(first.start_at.astimezone(find_zone(zone_name))), zone_name)
    if first.start_at <= now:
        return texts.first_session(name, when)
    return texts.first_countdown(name, when, time_left(first.start_at, now))


def _local_period(facts: EventFacts, zone_name: str, texts: Texts) -> str:
    if facts.start_at is None or facts.end_at is None:
        raise ValueError(f"{facts.uid} has no time")
    zone = find_zone(zone_name)
    return texts.period(facts.start_at.astimezone(zone), facts.end_at.astimezone(zone))


def _data(telling: Telling, about: Occasion, zone_name: str, now: datetime, title: str, text: str) -> dict[str, object]:
    """The same as JSON values: instants in UTC, wall times as ISO 8601 without an offset beside their zone.

    Where a message always had a name for something else, that stands over the event's own: ``kind`` is the message's,
    ``season`` goes without its series and ``venue`` without its place, and ``start_at`` is what was counted from.
    ``uids`` are all events that it tells of.
    """
    facts, lead = about.facts, lead_of(telling)
    return {
        **event_data(facts),
        "kind": str(telling.kind),
        "uids": list(telling.says),
        "series": facts.series_id,
        "season": facts.season_id,
        "event_kind": facts.kind,
        "title": title,
        "text": text,
        "start_at": format_instant(about.start_at),
        "start_is_known": about.has_time,
        "starts_in_seconds": int((about.start_at - now).total_seconds()),
        "start_for_you": to_wall(about.start_at, find_zone(zone_name)).isoformat(),
        "zone_for_you": zone_name,
        "start_at_venue": to_wall(about.start_at, facts.zone).isoformat(),
        "zone_at_venue": facts.zone_name,
        "venue": facts.venue_name,
        "place": facts.place,
        "country": facts.country,
        "lead": None if lead is None else format_span(lead),
        "due_at": format_instant(about.start_at - lead) if lead is not None else format_instant(now),
        "sent_at": format_instant(now),
    }
