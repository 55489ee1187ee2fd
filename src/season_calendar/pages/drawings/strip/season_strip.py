"""The season strip: its months, a bar for each round, and today, as one SVG for every width from 328 pixels on.

Positions are in percent and sizes in pixels, so that nothing is drawn anew for a wider screen. Each round with days is
a link; without any of them there is no strip. Classes, coloured by ``static/drawings.css``:

    strip            the picture; the months are strip-month (line) and strip-month-name, the line of time strip-line
    strip-today      today's triangle and line; moved by script, see below
    strip-round      the link of a round, with the classes of its state and ``next`` (``DrawnRound.classes``)
    strip-bar        its days; strip-stem and strip-code name it; strip-mark is a cross, an arrow or a play mark
    strip-only-wide  letters for which there is no room on a telephone
    strip-target     the area that can be pressed

Today may be None, for a page that is kept: then the mark is there, but not displayed. A script puts it in its place
and removes ``display``: its ``x`` is the share of the time from ``data-from`` to ``data-to`` (both 00:00) that is over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from season_calendar.pages.drawings.rounds import DrawnRound, RoundState
from season_calendar.pages.drawings.strip.axis import Axis, axis_around
from season_calendar.pages.drawings.strip.bars import Bar, bars_of
from season_calendar.pages.drawings.strip.code_places import ROW, Code, PlacedCode, place_codes
from season_calendar.pages.drawings.svg import Attributes, element, number, percent
from season_calendar.pages.drawings.text_width import CONDENSED, text_width

_MOST_MONTHS = 11  # as many names as a telephone has room for
_MONTH_BASELINE, _MONTH_ASIDE = 13, 6
_TODAY_TOP = 20
_ROWS_TOP = 30
_ABOVE_LINE, _BELOW_LINE = 8, 6
_CODE_SIZE, _NEXT_SIZE = 15, 20
_BASELINE = 15  # of a code, from the top of its row
_TARGET_ASIDE = 4
_MARK = 4.5  # half of a cross's width

_CROSS = "M-4-4L4 4M4-4L-4 4"
_ARROW = "M-5 0H4M0-4L4 0L0 4"
_PLAY = "M-4-5.5L5 0L-4 5.5Z"


@dataclass(frozen=True, slots=True)
class Words:
    """What the strip says, in the reader's language: its text alternative, today's, and the twelve months, short."""

    strip: str
    today: str
    months: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Levels:
    """How far from the top things are, in pixels."""

    line: float
    line_height: float
    bottom: float


def season_strip(rounds: Sequence[DrawnRound], today: date | None, words: Words) -> Markup:
    """The strip of all rounds that have days, also of those that are off; nothing where there are none."""
    bars = bars_of(rounds)
    if not bars:
        return Markup()
    axis = axis_around(min(bar.first_day for bar in bars), max(bar.last_day for bar in bars))
    above = [bar for bar in bars if not bar.round.state.is_off]
    below = [bar for bar in bars if bar.round.state.is_off]
    places_above = place_codes(tuple(_code(bar, axis) for bar in above), nearest_first=False)
    places_below = place_codes(tuple(_code(bar, axis) for bar in below), nearest_first=True)
    levels = _levels(bars, places_above, places_below)
    links = [
        *(_round_above(bar, place, axis, levels) for bar, place in zip(above, places_above, strict=True)),
        *(_round_below(bar, place, axis, levels) for bar, place in zip(below, places_below, strict=True)),
    ]
    ground = [_months(axis, words.months, levels), _line(levels), _today(today, axis, words.today, levels)]
    named: Attributes = {"class": "strip", "role": "group", "aria-label": words.strip}
    return element("svg", {**named, "width": "100%", "height": levels.bottom}, *ground, *links)


def legend_mark(state: RoundState) -> Markup:
    """What stands for a state beside its word in a legend: a small picture that says nothing by itself."""
    bar: Attributes = {"class": "strip-bar", "x": -6, "y": -5, "width": 12, "height": 10}
    size: Attributes = {"viewBox": "-8 -7 16 14", "width": 16, "height": 14}
    mark = _sign(state) if state.is_off else element("rect", bar)
    return element("svg", {"class": f"strip-legend {state}", "aria-hidden": "true", **size}, mark)


def _code(bar: Bar, axis: Axis) -> Code:
    round_ = bar.round
    width = _play_width(round_) + _letters_width(round_)
    weight = 2 if round_.stands_out else int(round_.state is not RoundState.RACED)
    return Code(axis.middle(bar.first_day, bar.last_day), width, weight, _MARK if round_.state.is_off else 0)


def _letters_width(round_: DrawnRound) -> float:
    return text_width(round_.code, _NEXT_SIZE if round_.stands_out else _CODE_SIZE) * CONDENSED


def _play_width(round_: DrawnRound) -> float:
    """The room that the play mark takes before the letters: in a bar of a telephone's few pixels it has none."""
    return 12 if round_.state is RoundState.ON_NOW else 0


def _levels(bars: Sequence[Bar], above: Sequence[PlacedCode | None], below: Sequence[PlacedCode | None]) -> _Levels:
    line = _ROWS_TOP + ROW * _rows(above) + _ABOVE_LINE
    height = max(bar.bottom for bar in bars)
    return _Levels(line, height, line + height + _BELOW_LINE + ROW * _rows(below) + 8)


def _rows(places: Sequence[PlacedCode | None]) -> int:
    return max((place.row + 1 for place in places if place), default=0)


def _months(axis: Axis, names: Sequence[str], levels: _Levels) -> Markup:
    parts = []
    for month in axis.months(_MOST_MONTHS):
        x = percent(axis.share(month))
        name = str(month.year) if axis.is_over_new_year and month.month == 1 else names[month.month - 1]
        parts.append(_vertical("strip-month", x, 0, levels.bottom))
        attributes: Attributes = {"class": "strip-month-name", "x": x, "dx": _MONTH_ASIDE, "y": _MONTH_BASELINE}
        parts.append(element("text", attributes, name))
    return element("g", {"aria-hidden": "true"}, *parts)


def _line(levels: _Levels) -> Markup:
    across: Attributes = {"x": 0, "width": "100%"}
    return element("rect", {"class": "strip-line", **across, "y": levels.line, "height": levels.line_height})


def _today(today: date | None, axis: Axis, word: str, levels: _Levels) -> Markup:
    is_there = today is not None and axis.first <= today < axis.end
    attributes: Attributes = {
        "class": "strip-today",
        "x": percent(axis.middle(today, today)) if today and is_there else "0%",
        "overflow": "visible",
        "display": None if is_there else "none",
        "data-from": axis.first.isoformat(),
        "data-to": axis.end.isoformat(),
    }
    line = _vertical("strip-today-line", "0", _TODAY_TOP, levels.line + levels.line_height + 4)
    triangle = element("path", {"class": "strip-today-mark", "d": f"M-5 {_TODAY_TOP}H5L0 {_TODAY_TOP + 7}Z"})
    return element("svg", attributes, element("title", {}, word), line, triangle)


def _round_above(bar: Bar, place: PlacedCode | None, axis: Axis, levels: _Levels) -> Markup:
    parts = []
    if place:
        row_top = levels.line - _ABOVE_LINE - ROW * (place.row + 1)
        x = percent(axis.middle(bar.first_day, bar.last_day))
        stem = _vertical("strip-stem", x, row_top + ROW - 2, levels.line)
        letters = _letters(bar.round, place, x, row_top + _BASELINE + (1 if bar.round.stands_out else 0))
        parts.append(element("g", {"class": "strip-only-wide" if place.only_wide else None}, stem, letters))
    parts.append(_bar(bar, axis, levels))
    top = levels.line - _ABOVE_LINE - (ROW * (place.row + 1) if place else 0)
    return _link(bar, axis, (top, levels.line + levels.line_height), parts)


def _round_below(bar: Bar, place: PlacedCode | None, axis: Axis, levels: _Levels) -> Markup:
    x = percent(axis.middle(bar.first_day, bar.last_day))
    line_end = levels.line + levels.line_height
    # A sign whose letters have no room is drawn on the line of time, where it covers nobody's.
    row_top = line_end + _BELOW_LINE + ROW * place.row if place else levels.line + levels.line_height / 2 - ROW / 2
    middle = row_top + ROW / 2
    parts = [element("svg", {"x": x, "y": middle, "overflow": "visible"}, _sign(bar.round.state))]
    if place:
        parts.append(_letters(bar.round, place, x, row_top + _BASELINE))
    return _link(bar, axis, (levels.line, row_top + ROW), parts)


def _letters(round_: DrawnRound, place: PlacedCode, x: str, y: float) -> Markup:
    # Set from its middle, so that letters narrower than reckoned stay over their bar.
    middle = place.left + _play_width(round_) + _letters_width(round_) / 2
    attributes: Attributes = {"class": "strip-code", "x": x, "dx": middle, "y": y, "text-anchor": "middle"}
    text = element("text", attributes, round_.code)
    if round_.state is not RoundState.ON_NOW:
        return text
    place_of_play = f"translate({number(place.left + 5)} {number(y - 6)})"
    play = element("path", {"class": "strip-mark", "d": _PLAY, "transform": place_of_play})
    return text + element("svg", {"x": x, "overflow": "visible"}, play)


def _bar(bar: Bar, axis: Axis, levels: _Levels) -> Markup:
    start, end = axis.share(bar.first_day), axis.share(bar.last_day) + axis.share_of_a_day
    across: Attributes = {"x": percent(start), "width": percent(end - start)}
    return element("rect", {"class": "strip-bar", **across, "y": levels.line + bar.top, "height": bar.height})


def _sign(state: RoundState) -> Markup:
    return element("path", {"class": "strip-mark", "d": _ARROW if state is RoundState.POSTPONED else _CROSS})


def _link(bar: Bar, axis: Axis, reach: tuple[float, float], parts: Sequence[Markup]) -> Markup:
    """The link around what is drawn of a round, which can be pressed from its code to its bar."""
    x = percent(axis.middle(bar.first_day, bar.last_day))
    target = element("svg", {"x": x, "overflow": "visible"}, _target(reach))
    attributes: Attributes = {
        "class": f"strip-round {bar.round.classes}",
        "href": bar.round.href,
        "data-first": bar.first_day.isoformat(),
        "data-last": bar.last_day.isoformat(),
    }
    return element("a", attributes, element("title", {}, f"{bar.round.code} · {bar.round.title}"), target, *parts)


def _target(reach: tuple[float, float]) -> Markup:
    top, bottom = reach
    place: Attributes = {"x": -_TARGET_ASIDE, "y": top, "width": 2 * _TARGET_ASIDE, "height": bottom - top}
    return element("rect", {"class": "strip-target", "fill": "none", **place})


def _vertical(name: str, x: str, top: float, bottom: float) -> Markup:
    return element("line", {"class": name, "x1": x, "x2": x, "y1": top, "y2": bottom})
