"""One published event as the bytes of its VEVENT, by RFC 5545 and by what calendars were seen to need.

Times of sessions are in UTC without a VTIMEZONE, the one form that every calendar shows right; the wall time at the
venue stands in the description. Nothing is chosen or left out here.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from season_calendar.feeds.alarms import AlarmSet, alarm_ending
from season_calendar.feeds.description import description, full_title, watched_at
from season_calendar.feeds.lines import day_stamp, escaped, instant_stamp, parameter, text_line, to_bytes, uri_line
from season_calendar.feeds.shown import Shown
from season_calendar.publishing.facts import EventFacts
from season_calendar.wording.events import is_tentative, kind_name, location, title
from season_calendar.wording.texts import Texts

MOST_BYTES_KEPT = 6 * 1024 * 1024
"""How much a Renderer keeps: some 4,000 events."""

_OBJECTS = 600
"""Bytes of a kept event beside its texts, as measured: its objects, those of its key, and its place."""

_CIRCUIT_RADIUS = 1000
"""In metres: how large a place calendars of Apple take a circuit for."""

_END = to_bytes(["END:VEVENT"])


@dataclass(frozen=True, slots=True)
class RenderedEvent:
    """A VEVENT but for its alarms and its end. ``alarm_ending`` is None where no alarm may ring."""

    opening: bytes
    alarm_ending: bytes | None
    all_day: bool

    @property
    def size(self) -> int:
        """Bytes it takes to keep, with its key."""
        return _OBJECTS + sys.getsizeof(self.opening) + sys.getsizeof(self.alarm_ending)

    def with_alarms(self, alarms: AlarmSet) -> bytes:
        """The whole VEVENT."""
        if self.alarm_ending is None:
            return self.opening + _END
        return self.opening + alarms.blocks(self.alarm_ending, all_day=self.all_day) + _END


class Renderer:
    """Renders events and keeps the bytes, so that a choice never asked for before is only put together.

    May be used by several threads.
    """

    def __init__(self, capacity: int = MOST_BYTES_KEPT) -> None:
        self._capacity = capacity
        self._size = 0
        self._kept: dict[tuple[object, ...], RenderedEvent] = {}
        self._lock = threading.Lock()

    def event(self, shown: Shown) -> RenderedEvent:
        """The event's bytes."""
        key = shown.key
        kept = self._kept.get(key)
        if kept is not None:
            return kept
        rendered = render_event(shown)
        with self._lock:
            if key not in self._kept:
                self._kept[key] = rendered
                self._size += rendered.size
            while self._size > self._capacity:
                oldest = next(iter(self._kept))  # a dict keeps the order of arrival
                self._size -= self._kept.pop(oldest).size
        return rendered


def render_event(shown: Shown) -> RenderedEvent:
    """The VEVENT of an entry that has a date, as every entry of a publication has."""
    facts, texts = shown.entry.facts, shown.texts
    ending = None if shown.is_off else alarm_ending(facts.uid, _said("DESCRIPTION", title(facts, texts), texts))
    return RenderedEvent(to_bytes(_lines(shown)), ending, all_day=facts.start_at is None)


def _lines(shown: Shown) -> Iterator[str]:
    facts, texts = shown.entry.facts, shown.texts
    modified = instant_stamp(shown.modified_at)
    yield "BEGIN:VEVENT"
    yield text_line("UID", facts.uid)
    yield f"SEQUENCE:{shown.sequence}"
    # The three stamps of a change rise together, or some calendars ignore it. RFC 5545 §3.8.7.2 lets DTSTAMP be
    # the last modification in a feed without METHOD.
    yield f"DTSTAMP:{modified}"
    yield f"LAST-MODIFIED:{modified}"
    yield f"CREATED:{instant_stamp(shown.entry.first_published_at)}"
    yield from _time_lines(facts)
    yield _said("SUMMARY", full_title(shown), texts)
    yield f"STATUS:{_status(shown)}"
    yield _said("DESCRIPTION", "\n".join(description(shown)), texts)
    yield from _place_lines(facts, texts)
    if facts.link:
        yield uri_line("URL", facts.link)
    if (live := watched_at(shown)) is not None:
        # RFC 7986 §5.11; a calendar that does not know it has the line in the description.
        yield uri_line(f"CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL={parameter(texts.watch())}", live)
    yield f"CATEGORIES:{escaped(facts.series_name)},{escaped(kind_name(facts, texts))}"
    yield "TRANSP:TRANSPARENT"
    yield "X-MICROSOFT-CDO-BUSYSTATUS:FREE"


def _said(name: str, value: str, texts: Texts) -> str:
    """A line of sentences, with their language (RFC 5545 §3.2.10)."""
    return text_line(f"{name};LANGUAGE={texts.language}", value)


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


def _place_lines(facts: EventFacts, texts: Texts) -> Iterator[str]:
    place = location(facts, texts)
    yield text_line("LOCATION", place)
    if facts.coordinates is None:
        return
    # Six decimals, as RFC 5545 §3.8.1.6 says; never an exponent.
    latitude, longitude = f"{facts.coordinates.latitude:.6f}", f"{facts.coordinates.longitude:.6f}"
    yield f"GEO:{latitude};{longitude}"
    # Apple's calendars draw a map of this and not of GEO, and only where the title is the LOCATION as it stands. (They
    # split it into X-TITLE and X-ADDRESS where it has two lines.)
    named = f"X-APPLE-RADIUS={_CIRCUIT_RADIUS};X-TITLE={parameter(place)}"
    yield f"X-APPLE-STRUCTURED-LOCATION;VALUE=URI;{named}:geo:{latitude},{longitude}"


def _status(shown: Shown) -> str:
    if shown.is_off and not shown.is_off_as_tentative:
        return "CANCELLED"
    return "TENTATIVE" if shown.is_off or is_tentative(shown.entry.facts) else "CONFIRMED"
