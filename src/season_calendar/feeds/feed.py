"""A feed's bytes: the calendar's own lines, then every event that is chosen.

The same source and choice give the same bytes, wherever and whenever they are put together; only the end of
a tombstone's time changes them without a new publication. Nothing is sent or written here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from season_calendar.choices.choice import Choice, ChosenRounds, Rounds
from season_calendar.choices.options import write_choice
from season_calendar.css_colors import CSS_COLORS
from season_calendar.feeds.alarms import AlarmSet, alarm_set
from season_calendar.feeds.lines import text_line, to_bytes, uri_line
from season_calendar.feeds.render import Renderer
from season_calendar.feeds.shown import Shown
from season_calendar.feeds.source import FeedSource
from season_calendar.model import Series
from season_calendar.publishing.facts import UID_DOMAIN
from season_calendar.publishing.publication import Entry, Publication

_PRODID = "PRODID:-//season-calendar//season-calendar//EN"
_BEGIN = ("BEGIN:VCALENDAR", "VERSION:2.0", _PRODID, "CALSCALE:GREGORIAN")
# How often to come back: as RFC 7986 §5.7 says it, and as Outlook and others read it.
_REFRESH = ("REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H")
_END = to_bytes(["END:VCALENDAR"])


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as it is written or served. ``etag`` is strong and quoted (RFC 9110 §8.8.3)."""

    path: str
    body: bytes
    etag: str


def is_our_feed(body: bytes) -> bool:
    """Whether this program wrote a calendar, with whatever line ends: what others put beside our feeds is theirs."""
    head, _, _ = body.partition(b"BEGIN:VEVENT")
    return _PRODID.encode() in head.splitlines()


def build_feed(
    source: FeedSource,
    choice: Choice,
    now: datetime,
    *,
    renderer: Renderer,
    base_url: str | None = None,
    file: str | None = None,
) -> Feed:
    """What ``choice`` leaves of ``source`` at ``now``.

    ``base_url`` is where the feeds are served, such as ``https://example.org/calendar``. Where it is not known, the
    feed does not say where it comes from. ``file`` is its path there, where that is another than the source's, and it
    is had without a query.
    """
    header = to_bytes(_header(source, choice, base_url, file))
    events = _events(source, choice, now, renderer)
    body = b"".join([header, *events, _END])
    return Feed(source.path, body, f'"{hashlib.sha256(body).hexdigest()[:32]}"')


def shown_events(source: FeedSource, choice: Choice, now: datetime) -> Iterator[Shown]:
    """Every event that ``choice`` leaves of ``source`` at ``now``, in the order of the feed."""
    texts = choice.texts
    for publication in source.chosen(choice).publications:
        rounds, followed = choice.narrowed_to(publication.season), source.rounds_of(publication.season)
        timetables = _timetables(publication) if choice.rounds is Rounds.ONLY else {}
        for entry in publication.entries_at(now):
            if followed is not None and not followed.has(entry.facts):
                continue
            wanted = choice.wants(entry.facts, rounds)
            if not wanted and not _was_wanted(entry, choice, rounds, now):
                continue
            # What is off is told as that: nobody has to know as well that it would not have been theirs.
            left_choice = not wanted and not entry.is_off
            yield Shown(entry, texts, choice.cancelled, left_choice, timetables.get(entry.facts.round_id, ()))


def _events(source: FeedSource, choice: Choice, now: datetime, renderer: Renderer) -> Iterator[bytes]:
    alarms: dict[str, AlarmSet] = {}
    for shown in shown_events(source, choice, now):
        kind = shown.entry.facts.kind
        if kind not in alarms:
            alarms[kind] = alarm_set(choice.own_lead_times(kind) or ())
        yield renderer.event(shown).with_alarms(alarms[kind])


def _was_wanted(entry: Entry, choice: Choice, rounds: ChosenRounds | None, now: datetime) -> bool:
    """Whether it was of a kind that is wanted until lately: most calendars drop what is missing without a word."""
    return any(
        now < former.until and choice.wants(replace(entry.facts, kind=former.kind), rounds)
        for former in entry.former_kinds
    )


def _timetables(publication: Publication) -> dict[str, tuple[Entry, ...]]:
    """The sessions ever published of each round, by its id."""
    sessions: dict[str, list[Entry]] = {}
    for entry in publication.entries.values():
        if not entry.facts.is_round:
            sessions.setdefault(entry.facts.round_id, []).append(entry)
    return {round_id: tuple(its) for round_id, its in sessions.items()}


def _header(source: FeedSource, choice: Choice, base_url: str | None, file: str | None) -> Iterator[str]:
    """The calendar's own lines: those of RFC 7986, and beside each the older one that many calendars read instead."""
    query, texts = write_choice(choice), choice.texts
    address = f"{source.path}?{query}" if query else source.path
    shown = source.chosen(choice)
    name = shown.name(texts)
    description = texts.calendar_description(name) if choice.is_everything else texts.chosen_description(name)
    only_series = shown.publications[-1].season.series if len(shown.series_names) == 1 else None
    domain = only_series.uid_domain if only_series else None
    yield from _BEGIN
    yield text_line("UID", f"{address.removeprefix('/')}@{domain or UID_DOMAIN}")
    yield text_line("NAME", name)
    yield text_line("X-WR-CALNAME", name)
    yield text_line("DESCRIPTION", description)
    yield text_line("X-WR-CALDESC", description)
    if only_series is not None:
        yield from _series_lines(only_series)
    if base_url:
        yield uri_line("SOURCE;VALUE=URI", f"{base_url.rstrip('/')}{file or address}")
    yield from _REFRESH


def _series_lines(series: Series) -> Iterator[str]:
    """What a calendar of one series has from it."""
    if series.color:
        yield text_line("COLOR", series.color)
    if hex_color := CSS_COLORS.get((series.color or "").lower()):
        yield f"X-APPLE-CALENDAR-COLOR:{hex_color.upper()}"
    if series.link:
        yield uri_line("URL", series.link)
