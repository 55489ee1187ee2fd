"""The pictures of rounds: which series and season, the flag, the name, the days, how it stands, and the timetable."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from markupsafe import Markup

from season_calendar.countries import country_of_venue
from season_calendar.model import Season, Status
from season_calendar.pages.cards import shapes
from season_calendar.pages.cards.fitting import NARROW, TEXT, fitted, text_width
from season_calendar.pages.cards.shapes import CANCELLED, INK, MARGIN, MUTE, POSTPONED, WIDTH
from season_calendar.pages.looks.accent import Shades, accent_of
from season_calendar.pages.looks.flags import flag_of
from season_calendar.publishing.facts import EventFacts
from season_calendar.wording import labels
from season_calendar.wording.events import location, session_name
from season_calendar.wording.texts import Texts

_BAND = 474
_TOWER_LEFT, _TOWER_WIDTH = 776, WIDTH - MARGIN - 776
_LEAST_BESIDE_TOWER = 84
"""The size under which a name does not stand beside a timetable: it takes the room of both."""

_ROW = 48
_MOST_ROWS = 6
_LEFT_OUT_FIRST = ("test", "ceremony", "warm-up", "practice", "qualifying")
"""Kinds of sessions, in the order in which they are left out where there is no room for all."""

_CHIPS = {
    Status.PROVISIONAL: ("provisional", MUTE),
    Status.POSTPONED: ("postponed", POSTPONED),
    Status.CANCELLED: ("cancelled", CANCELLED),
}


def round_card(season: Season, facts: EventFacts, sessions: Iterable[EventFacts], texts: Texts, site: str) -> Markup:
    """The picture of a round; ``site`` is where it is from, as people say it, and may be nothing."""
    shades = accent_of(season.series.color).screen
    days = () if facts.status.is_off else tuple(_days_in(sessions))
    beside_tower = _TOWER_LEFT - MARGIN - 40
    if text_width(facts.round_name, NARROW, _LEAST_BESIDE_TOWER) > 2 * beside_tower:
        days = ()
    name = _name(facts, beside_tower if days else WIDTH - 2 * MARGIN, texts)
    foot = shapes.band(_BAND) + _date(facts, texts) + _how_it_stands(facts, texts)
    return shapes.picture(shades, head(season, shades, site), name, _tower(days, texts), foot)


def head(season: Season, shades: Shades, site: str) -> Markup:
    """The series and the year, the series by its whole name, and the site."""
    baseline, end = 116, WIDTH - MARGIN
    drawn = shapes.words(site, end, baseline, 26, MUTE, TEXT, end=True)
    right = end - (text_width(site, TEXT, 26) + 32 if site else 0)
    its = season.series
    whole = (shapes.Part(its.name, 28, MUTE, TEXT, gap=24),) if its.name != its.short_name else ()
    return drawn + series_and_year(season, shades, (72, 28), right - MARGIN, baseline, *whole)


def series_and_year(
    season: Season, shades: Shades, sizes: tuple[int, int], width: float, baseline: float, *beside: shapes.Part
) -> Markup:
    """The series by its short name and the year, this one in the series' colour as long as both are in one line; and
    what stands beside them, if there is room for all of it.
    """
    name, year = season.series.short_name, season.id
    fit = fitted(f"{name} {year}", NARROW, sizes, width, sizes[0], 1)
    if len(fit.lines) > 1:
        return shapes.lines_on(fit, MARGIN, baseline)
    told = (shapes.Part(name, fit.size), shapes.Part(year, fit.size, shades.text, gap=fit.size * 0.2))
    room = width - sum(its.gap + text_width(its.text, its.face, its.size) for its in (*told, *beside))
    return shapes.parts((*told, *beside) if room > 0 else told, MARGIN, baseline)


def country_flag(facts: EventFacts) -> str | None:
    """The asset that is the flag of where an event is."""
    return flag_of(country_of_venue(facts.country, facts.zone_name, facts.place, facts.coordinates))


def _name(facts: EventFacts, width: float, texts: Texts) -> Markup:
    """The flag, the name below it and the venue below that, in the room between head and band."""
    is_cancelled, flag = facts.status is Status.CANCELLED, country_flag(facts)
    top = 156.0
    drawn = Markup()
    if flag is not None:
        drawn += shapes.flag(flag, MARGIN, top, 72, grey=facts.status.is_off)
        top += 72 + 26
    venue = fitted(location(facts, texts), TEXT, (32, 24), width, 80)
    room = _BAND - 24 - venue.height - top
    name = fitted(facts.round_name, NARROW, (150, 44), width, room, 3)
    drawn += shapes.lines(name, MARGIN, top, MUTE if facts.status.is_off else INK, struck=is_cancelled)
    return drawn + shapes.lines(venue, MARGIN, top + name.height + 4, MUTE, TEXT)


def _date(facts: EventFacts, texts: Texts) -> Markup:
    """The days, large; a dash where none are known or they are no longer true."""
    if facts.first_day is None or facts.last_day is None or facts.status is Status.POSTPONED:
        return shapes.words("—", MARGIN, 592, 112, MUTE)
    is_off = facts.status is Status.CANCELLED
    days = fitted(texts.days_of_year(facts.first_day, facts.last_day), NARROW, (112, 48), 760, 112, 1)
    baseline = 592
    drawn = shapes.words(days.lines[0], MARGIN, baseline, days.size, MUTE if is_off else INK)
    width = text_width(days.lines[0], NARROW, days.size)
    return drawn + (shapes.strike(MARGIN, baseline, width, days.size) if is_off else Markup())


def _how_it_stands(facts: EventFacts, texts: Texts) -> Markup:
    """A chip where it is not sure or off, else how the round is counted."""
    right, middle = WIDTH - MARGIN, 552
    state = _CHIPS.get(facts.status)
    if state is not None:
        word, color = state
        is_dashed = facts.status is Status.PROVISIONAL
        return shapes.chip(labels.standing(word, texts), right, middle, color, dashed=is_dashed)
    if not facts.label:
        return Markup()
    label = fitted(facts.label, TEXT, (32, 22), 420, 72)
    top = middle - label.height / 2 + 6
    drawn = [
        shapes.words(line, right, top + 24 + number * label.step, label.size, MUTE, TEXT, end=True)
        for number, line in enumerate(label.lines)
    ]
    return Markup().join(drawn)


def _days_in(sessions: Iterable[EventFacts]) -> Iterable[tuple[EventFacts, ...]]:
    """The sessions with a known time that there is room for, a day each; nothing where there are none."""
    known = [its for its in sessions if its.start_at is not None and not its.status.is_off]
    left_out: set[str] = set()
    for kind in (None, *_LEFT_OUT_FIRST):
        left_out |= {kind} if kind else set()
        kept = [its for its in known if its.kind not in left_out]
        days = [tuple(its) for _, its in groupby(kept, lambda its: its.first_day)]
        if len(kept) + len(days) <= _MOST_ROWS:
            return days
    return ()


def _tower(days: Sequence[tuple[EventFacts, ...]], texts: Texts) -> Markup:
    """The timetable, by the clock at the venue, with a head for each day."""
    if not days:
        return Markup()
    right, top = WIDTH - MARGIN, 156
    drawn = shapes.words(texts.at_the_venue(), right, top + 20, 24, MUTE, TEXT, end=True)
    row = top
    for sessions in days:
        day = sessions[0].first_day
        drawn += shapes.words(texts.day_of_year(day) if day else "", _TOWER_LEFT, row + 20, 24, MUTE, TEXT)
        row += _ROW - 14
        for its in sessions:
            drawn += _session(its, row, texts)
            row += _ROW
        row += 16
    return drawn


def _session(facts: EventFacts, top: float, texts: Texts) -> Markup:
    if facts.start_at is None:
        raise ValueError(f"{facts.uid} has no time")
    hour = texts.hour(facts.start_at.astimezone(facts.zone))
    room = _TOWER_WIDTH - text_width(hour, NARROW, 42) - 24
    name = fitted(session_name(facts, texts), NARROW, (38, 14), room, _ROW - 10)
    return (
        shapes.line(_TOWER_LEFT, top, _TOWER_WIDTH)
        + shapes.lines_on(name, _TOWER_LEFT, top + 38)
        + shapes.words(hour, WIDTH - MARGIN, top + 39, 42, end=True)
    )
