"""What of a line or a shape is inside a frame. Knows no map."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from season_calendar.pages.drawings.maps.projection import Point

Frame = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def clipped_shape(points: Sequence[Point], frame: Frame) -> list[Point]:
    """The part of a closed shape that is inside, with edges along the frame (I. Sutherland, G. Hodgman, 1974)."""
    left, top, right, bottom = frame
    shape = list(points)
    for inside, cut in (
        (lambda p: p[0] >= left, lambda p, q: _at_x(p, q, left)),
        (lambda p: p[0] <= right, lambda p, q: _at_x(p, q, right)),
        (lambda p: p[1] >= top, lambda p, q: _at_y(p, q, top)),
        (lambda p: p[1] <= bottom, lambda p, q: _at_y(p, q, bottom)),
    ):
        shape = _on_one_side(shape, inside, cut)
    return shape


def clipped_line(points: Sequence[Point], frame: Frame) -> Iterator[list[Point]]:
    """The parts of a line that may be seen inside: its whole steps, without those that pass on one side."""
    left, top, right, bottom = frame
    part: list[Point] = []
    for (x1, y1), (x2, y2) in pairwise(points):
        if max(x1, x2) >= left and min(x1, x2) <= right and max(y1, y2) >= top and min(y1, y2) <= bottom:
            part = part or [(x1, y1)]
            part.append((x2, y2))
        elif part:
            yield part
            part = []
    if part:
        yield part


def _on_one_side(
    shape: Sequence[Point], inside: Callable[[Point], bool], cut: Callable[[Point, Point], Point]
) -> list[Point]:
    kept: list[Point] = []
    for before, point in zip([*shape[-1:], *shape], shape, strict=False):
        if inside(before) != inside(point):
            kept.append(cut(before, point))
        if inside(point):
            kept.append(point)
    return kept


def _at_x(p: Point, q: Point, x: float) -> Point:
    return x, p[1] + (q[1] - p[1]) * (x - p[0]) / (q[0] - p[0])


def _at_y(p: Point, q: Point, y: float) -> Point:
    return p[0] + (q[0] - p[0]) * (y - p[1]) / (q[1] - p[1]), y
