"""The pictures of seasons, drivers and the whole site: a name, and rounds as a row of flags with their days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from markupsafe import Markup

from season_calendar.model import Season, Status
from season_calendar.pages.cards import shapes
from season_calendar.pages.cards.board import country_flag, head, series_and_year
from season_calendar.pages.cards.fitting import NARROW, TEXT, Fitted, fitted, text_width
from season_calendar.pages.cards.shapes import HEIGHT, INK, LINE, MARGIN, MUTE, WIDTH
from season_calendar.pages.looks.accent import accent_of
from season_calendar.pages.looks.flags import flag_of
from season_calendar.publishing.facts import EventFacts
from season_calendar.wording.texts import Texts

_ACROSS = WIDTH - 2 * MARGIN
_MOST_IN_A_ROW, _LEAST_IN_A_ROW = 12, 5
_MOST_SERIES, _MOST_IN_A_COLUMN = 8, 3
_LEAST_BELOW_FLAG = 26
"""For the days, as small as they get."""


@dataclass(frozen=True, slots=True)
class _Label:
    """The room for the days below a flag, and how large they are at most."""

    width: float
    height: float
    lines: int
    size: int = 34


def season_card(season: Season, rounds: Sequence[EventFacts], texts: Texts, site: str) -> Markup:
    """The picture of a season and its rounds."""
    shades = accent_of(season.series.color).screen
    title = series_and_year(season, shades, (190, 56), _ACROSS, 232)
    whole = fitted(season.series.name, TEXT, (36, 24), _ACROSS, 80)
    is_short = season.series.name != season.series.short_name
    below = shapes.lines(whole, MARGIN, 270, MUTE, TEXT) if is_short else Markup()
    corner = shapes.words(site, WIDTH - MARGIN, 80, 26, MUTE, TEXT, end=True)
    return shapes.picture(shades, corner, title, below, _flags(rounds, 356, texts))


def driver_card(
    name: str, flag: str | None, seasons: Sequence[Season], rounds: Sequence[EventFacts], texts: Texts, site: str
) -> Markup:
    """The picture of a driver in some seasons, at least one, the newest last, and the rounds of them that are theirs.

    ``flag`` is an ISO 3166-1 code.
    """
    shades = accent_of(seasons[-1].series.color).screen
    asset = flag_of(flag)
    top = 156.0
    shown = Markup()
    if asset is not None:
        shown += shapes.flag(asset, MARGIN, top, 72)
        top += 72 + 22
    fit = fitted(name, NARROW, (150, 48), _ACROSS, 376 - top)
    above = head(seasons[0], shades, site) if len(seasons) == 1 else _heads(seasons, site)
    return shapes.picture(shades, above, shown, shapes.lines(fit, MARGIN, top), _flags(rounds, 396, texts))


def _heads(seasons: Sequence[Season], site: str) -> Markup:
    """Several series with their years, each in its colour, as many as there is room for, and the site."""
    size, baseline, end = 56, 112, WIDTH - MARGIN
    drawn = shapes.words(site, end, baseline, 26, MUTE, TEXT, end=True)
    right = end - (text_width(site, TEXT, 26) + 32 if site else 0)
    told: list[shapes.Part] = []
    x: float = MARGIN
    for season in seasons:
        year_color = accent_of(season.series.color).screen.text
        name = shapes.Part(season.series.short_name, size, gap=40 if told else 0)
        year = shapes.Part(season.id, size, year_color, gap=12)
        x += sum(its.gap + text_width(its.text, its.face, its.size) for its in (name, year))
        if x > right:
            break
        told += (name, year)
    return drawn + shapes.parts(told, MARGIN, baseline)


def site_card(seasons: Sequence[Season], texts: Texts, site: str) -> Markup:
    """The picture of the whole site: every series, each in its colour."""
    title = fitted(texts.all_series(), NARROW, (120, 60), _ACROSS, 130, 1)
    drawn = shapes.lines(title, MARGIN, 104) + shapes.words(site, WIDTH - MARGIN, 80, 26, MUTE, TEXT, end=True)
    shown = seasons[:_MOST_SERIES]
    columns = 1 if len(shown) <= _MOST_IN_A_COLUMN else 2
    rows = max(ceil(len(shown) / columns), 1)
    step, width = min(380 / rows, 130), _ACROSS / columns
    for place, season in enumerate(shown):
        column, row = divmod(place, rows)
        drawn += _series(season, MARGIN + column * width, 232 + row * step, step, width)
    shades = accent_of(seasons[0].series.color if seasons else None).screen
    return shapes.picture(shades, drawn)


def _series(season: Season, x: float, top: float, step: float, width: float) -> Markup:
    shades = accent_of(season.series.color).screen
    height = step - 28
    bar = shapes.bar(x, top, height, shades.fill)
    text = f"{season.series.short_name} {season.id}"
    fit = fitted(text, NARROW, (min(int(height), 84), 28), width - 64, height, 2)
    return bar + shapes.lines(fit, x + 32, top + (height - fit.height) / 2 + fit.size * 0.15)


def _flags(rounds: Sequence[EventFacts], top: float, texts: Texts) -> Markup:
    """The rounds in order of date, in as few rows as there is room for; what is off is dimmed and its days struck."""
    if not rounds:
        return Markup()
    rows = ceil(len(rounds) / _MOST_IN_A_ROW)
    in_a_row = max(ceil(len(rounds) / rows), _LEAST_IN_A_ROW)
    step, room = _ACROSS / in_a_row, (HEIGHT - 36 - top) / rows
    height = min((step - 16) / 1.5, room * 0.56, room - _LEAST_BELOW_FLAG, 96)
    label = _Label(step - 20, room - height - 16, 1 if rows > 1 else 2)
    sizes = [_days(its, label, texts).size for its in rounds if _has_days(its)]
    label = replace(label, size=min(sizes, default=label.size))
    drawn = Markup()
    for place, facts in enumerate(rounds):
        row, column = divmod(place, in_a_row)
        drawn += _flag(facts, MARGIN + column * step, top + row * room, height, label, texts)
    return drawn


def _flag(facts: EventFacts, x: float, top: float, height: float, label: _Label, texts: Texts) -> Markup:
    asset, is_off = country_flag(facts), facts.status.is_off
    drawn = shapes.flag(asset, x, top, height, grey=is_off) if asset else shapes.blank(x, top, height, LINE)
    below = top + height + 14
    if not _has_days(facts):
        return drawn + shapes.words("—", x, below + 22, 30, MUTE)
    return drawn + shapes.lines(_days(facts, label, texts), x, below, MUTE if is_off else INK, struck=is_off)


def _has_days(facts: EventFacts) -> bool:
    """Its days are known and still true, or were until it was called off."""
    return facts.first_day is not None and facts.status is not Status.POSTPONED


def _days(facts: EventFacts, label: _Label, texts: Texts) -> Fitted:
    first, last = facts.first_day, facts.last_day
    if first is None or last is None:
        raise ValueError(f"{facts.uid} has no days")
    # Where there is little room, when it begins.
    days = texts.days_of_year(first, last if label.lines > 1 else first)
    return fitted(days, NARROW, (label.size, 12), label.width, label.height, label.lines)
