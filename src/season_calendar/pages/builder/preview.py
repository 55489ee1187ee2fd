"""What the calendar will hold: how many entries, and the first of those that are not over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from season_calendar.feeds.description import full_title
from season_calendar.feeds.feed import shown_events
from season_calendar.feeds.shown import Shown
from season_calendar.pages.builder.asked import Asked
from season_calendar.wording.texts import Texts

MOST_LINES = 5


@dataclass(frozen=True, slots=True)
class Line:
    """An entry of the calendar: its day or days, the hour where it is known, both at the venue, and its title."""

    day: str
    hour: str
    title: str


@dataclass(frozen=True, slots=True)
class Preview:
    """``count`` is of all entries; ``lines`` are the next ones in the order of their start, or the last where all are
    over: ``is_over``. ``language`` is that of their titles.
    """

    count: int
    is_over: bool
    lines: tuple[Line, ...]
    language: str


def preview_of(asked: Asked, now: datetime, texts: Texts) -> Preview:
    """What the feed holds ``now``; days and hours are in the language of ``texts``, titles as in the calendar."""
    every = sorted(shown_events(asked.source, asked.choice, now), key=lambda shown: shown.entry.facts.starts_at)
    ahead = [shown for shown in every if now < shown.entry.facts.over_at]
    told: Sequence[Shown] = ahead[:MOST_LINES] if ahead else every[-MOST_LINES:]
    lines = tuple(_line(shown, now.year, texts) for shown in told)
    return Preview(len(every), bool(every) and not ahead, lines, asked.choice.texts.language)


def _line(shown: Shown, year: int, texts: Texts) -> Line:
    """The year is said where it is not this one."""
    facts, title = shown.entry.facts, full_title(shown)
    first, last = facts.first_day, facts.last_day
    if first is None or last is None:
        return Line(texts.no_date(), "", title)
    if facts.start_at is None and first < last:
        return Line(texts.days_of_year(first, last) if last.year == year else texts.days(first, last), "", title)
    day = texts.day_of_year(first) if first.year == year else texts.day(first)
    hour = "" if facts.start_at is None else texts.hour(facts.start_at.astimezone(facts.zone))
    return Line(day, hour, title)
