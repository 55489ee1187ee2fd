"""A feed's bytes: the calendar's own lines, then every event that is chosen.

The same source, selection and texts give the same bytes, wherever and whenever they are put together; only the end of
a tombstone's time changes them without a new publication. Nothing is sent or written here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from season_calendar.css_colors import CSS_COLORS
from season_calendar.feeds.addresses import FeedSource
from season_calendar.feeds.alarms import alarm_set
from season_calendar.feeds.lines import text_line, to_bytes, uri_line
from season_calendar.feeds.render import Renderer
from season_calendar.feeds.selection import Selection
from season_calendar.publishing.facts import UID_DOMAIN
from season_calendar.wording.texts import Texts

_BEGIN = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//season-calendar//season-calendar//EN", "CALSCALE:GREGORIAN")
# How often to come back: as RFC 7986 §5.7 says it, and as Outlook and others read it.
_REFRESH = ("REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H")
_END = to_bytes(["END:VCALENDAR"])


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as it is written or served. ``etag`` is strong and quoted (RFC 9110 §8.8.3)."""

    path: str
    body: bytes
    etag: str


def build_feed(
    source: FeedSource,
    selection: Selection,
    now: datetime,
    *,
    renderer: Renderer,
    texts: Texts,
    base_url: str | None = None,
) -> Feed:
    """What ``selection`` chooses of ``source`` at ``now``.

    ``base_url`` is where the feeds are served, such as ``https://example.org/calendar``. Where it is not known, the
    feed does not say where it comes from.
    """
    alarms = alarm_set(selection.alarms)
    header = to_bytes(_header(source, selection, texts, base_url))
    shown = [
        renderer.event(entry, texts).with_alarms(alarms)
        for publication in source.chosen(selection).publications
        for entry in publication.entries_at(now)
        if selection.wants(entry.facts)
    ]
    body = b"".join([header, *shown, _END])
    return Feed(source.path, body, f'"{hashlib.sha256(body).hexdigest()[:32]}"')


def _header(source: FeedSource, selection: Selection, texts: Texts, base_url: str | None) -> Iterator[str]:
    """The calendar's own lines: those of RFC 7986, and beside each the older one that many calendars read instead."""
    query = selection.query()
    address = f"{source.path}?{query}" if query else source.path
    shown = source.chosen(selection)
    name = shown.name(texts)
    description = texts.calendar_description(name) if selection.is_everything else texts.chosen_description(name)
    yield from _BEGIN
    yield text_line("UID", f"{address.removeprefix('/')}@{UID_DOMAIN}")
    yield text_line("NAME", name)
    yield text_line("X-WR-CALNAME", name)
    yield text_line("DESCRIPTION", description)
    yield text_line("X-WR-CALDESC", description)
    if len(shown.series_names) == 1:
        series = shown.publications[-1].season.series
        if series.color:
            yield text_line("COLOR", series.color)
        if hex_color := CSS_COLORS.get((series.color or "").lower()):
            yield f"X-APPLE-CALENDAR-COLOR:{hex_color.upper()}"
        if series.link:
            yield uri_line("URL", series.link)
    if base_url:
        yield uri_line("SOURCE;VALUE=URI", f"{base_url.rstrip('/')}{address}")
    yield from _REFRESH
