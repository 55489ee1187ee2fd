"""Points → the text of an SVG path in whole units, as short as it can be written. Knows no map."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from season_calendar.pages.drawings.maps.projection import Point


def shape_path(points: Sequence[Point]) -> str:
    """A closed shape; nothing if it has shrunk to a line or a dot."""
    rounded = _rounded(points)
    if rounded and rounded[0] == rounded[-1]:
        rounded.pop()
    return f"{_steps(rounded)}z" if len(rounded) > 2 else ""


def line_path(points: Sequence[Point]) -> str:
    """An open line; nothing if it has shrunk to a dot."""
    rounded = _rounded(points)
    return _steps(rounded) if len(rounded) > 1 else ""


def _rounded(points: Sequence[Point]) -> list[tuple[int, int]]:
    """The points in whole units, without those that say nothing: the same again, or on the way straight on."""
    kept: list[tuple[int, int]] = []
    for x, y in points:
        point = (round(x), round(y))
        if kept and point == kept[-1]:
            continue
        if len(kept) > 1 and _is_on_the_way(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return kept


def _is_on_the_way(before: tuple[int, int], point: tuple[int, int], after: tuple[int, int]) -> bool:
    (x1, y1), (x2, y2) = (point[0] - before[0], point[1] - before[1]), (after[0] - point[0], after[1] - point[1])
    return x1 * y2 == x2 * y1 and x1 * x2 + y1 * y2 > 0


def _steps(points: Sequence[tuple[int, int]]) -> str:
    """``M10 20l5-3-2 8``: from point to point, a minus parting numbers as well as a space."""
    text = [f"M{points[0][0]} {points[0][1]}l"]
    for (x, y), (next_x, next_y) in pairwise(points):
        step_x, step_y = next_x - x, next_y - y
        text.append(f" {step_x}" if step_x >= 0 and not text[-1].endswith("l") else str(step_x))
        text.append(f" {step_y}" if step_y >= 0 else str(step_y))
    return "".join(text)
