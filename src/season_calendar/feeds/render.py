"""One published event as the bytes of its VEVENT, by RFC 5545 and by what calendars were seen to need.

Times of sessions are in UTC without a VTIMEZONE, the one form that every calendar shows right; the wall time at the
venue stands in the description. Nothing is chosen or left out here.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from season_calendar.feeds.alarms import AlarmSet
from season_calendar.feeds.lines import day_stamp, escaped, instant_stamp, parameter, text_line, to_bytes, uri_line
from season_calendar.publishing.facts import EventFacts
from season_calendar.publishing.publication import Entry
from season_calendar.wording.events import (
    describe_changes,
    is_tentative,
    kind_name,
    live_link,
    location,
    summary,
    title,
    watch_live,
    when_at_venue,
)
from season_calendar.wording.texts import Texts

MOST_EVENTS_KEPT = 50_000
"""How many rendered events a Renderer keeps; some 50 MB."""

_END = to_bytes(["END:VEVENT"])


@dataclass(frozen=True, slots=True)
class RenderedEvent:
    """A VEVENT but for its alarms and its end. ``alarm_description`` is None where no alarm may ring."""

    opening: bytes
    alarm_description: bytes | None
    all_day: bool

    def with_alarms(self, alarms: AlarmSet) -> bytes:
        """The whole VEVENT."""
        if self.alarm_description is None:
            return self.opening + _END
        return self.opening + alarms.blocks(self.alarm_description, all_day=self.all_day) + _END


class Renderer:
    """Renders events and keeps the bytes, so that a choice never asked for before is only put together.

    What an entry shows follows from the key alone: its fingerprint is of all its facts, its sequence and stamp tell
    from which history it comes. May be used by several threads.
    """

    def __init__(self, capacity: int = MOST_EVENTS_KEPT) -> None:
        self._capacity = capacity
        self._kept: dict[tuple[object, ...], RenderedEvent] = {}
        self._lock = threading.Lock()

    def event(self, entry: Entry, texts: Texts) -> RenderedEvent:
        """The event's bytes in the language of ``texts``."""
        key = (entry.facts.uid, entry.sequence, entry.fingerprint, entry.modified_at, texts)
        kept = self._kept.get(key)
        if kept is not None:
            return kept
        rendered = render_event(entry, texts)
        with self._lock:
            while len(self._kept) >= self._capacity:
                del self._kept[next(iter(self._kept))]  # the oldest: a dict keeps the order of arrival
            self._kept[key] = rendered
        return rendered


def render_event(entry: Entry, texts: Texts) -> RenderedEvent:
    """The VEVENT of an entry that has a date, as every entry of a publication has."""
    facts = entry.facts
    description = None if entry.is_off else to_bytes([text_line("DESCRIPTION", title(facts, texts))])
    return RenderedEvent(to_bytes(_lines(entry, texts)), description, all_day=facts.start_at is None)


def _lines(entry: Entry, texts: Texts) -> Iterator[str]:
    facts = entry.facts
    modified = instant_stamp(entry.modified_at)
    yield "BEGIN:VEVENT"
    yield text_line("UID", facts.uid)
    yield f"SEQUENCE:{entry.sequence}"
    # The three stamps of a change rise together, or some calendars ignore it. RFC 5545 §3.8.7.2 lets DTSTAMP be
    # the last modification in a feed without METHOD.
    yield f"DTSTAMP:{modified}"
    yield f"LAST-MODIFIED:{modified}"
    yield f"CREATED:{instant_stamp(entry.first_published_at)}"
    yield from _time_lines(facts)
    yield text_line("SUMMARY", summary(facts, texts))
    yield f"STATUS:{_status(entry)}"
    yield text_line("DESCRIPTION", _description(entry, texts))
    yield text_line("LOCATION", location(facts, texts))
    if facts.coordinates is not None:
        # Six decimals, as RFC 5545 §3.8.1.6 says; never an exponent.
        yield f"GEO:{facts.coordinates.latitude:.6f};{facts.coordinates.longitude:.6f}"
    if facts.link:
        yield uri_line("URL", facts.link)
    if (live := live_link(facts)) is not None:
        # RFC 7986 §5.11; a calendar that does not know it has the line in the description.
        yield uri_line(f"CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL={parameter(texts.watch())}", live)
    yield f"CATEGORIES:{escaped(facts.series_name)},{escaped(kind_name(facts, texts))}"
    yield "TRANSP:TRANSPARENT"
    yield "X-MICROSOFT-CDO-BUSYSTATUS:FREE"


def _time_lines(facts: EventFacts) -> Iterator[str]:
    if facts.start_at is not None and facts.end_at is not None:
        yield f"DTSTART:{instant_stamp(facts.start_at)}"
        yield f"DTEND:{instant_stamp(facts.end_at)}"
        return
    if facts.first_day is None or facts.last_day is None:
        raise ValueError(f"{facts.uid} has no date and cannot be rendered")
    yield f"DTSTART;VALUE=DATE:{day_stamp(facts.first_day)}"
    # RFC 5545 §3.6.1: the end is the first day that no longer belongs to it.
    yield f"DTEND;VALUE=DATE:{day_stamp(facts.last_day + timedelta(days=1))}"


def _status(entry: Entry) -> str:
    if entry.is_off:
        return "CANCELLED"
    return "TENTATIVE" if is_tentative(entry.facts) else "CONFIRMED"


def _description(entry: Entry, texts: Texts) -> str:
    """What is to be known, a line each."""
    facts, changes = entry.facts, entry.last_changes
    lines = [
        facts.label,
        texts.at_venue(when_at_venue(facts, texts), facts.zone_name),
        facts.note,
        watch_live(facts, texts),
        facts.link,
        texts.updated_on(changes[0].at.date(), describe_changes(changes, texts)) if changes else None,
    ]
    return "\n".join(line for line in lines if line)
