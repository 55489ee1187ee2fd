"""Where a map's labels stand: beside their pins, touching no other label or pin, and as few lines as can be.

They are placed for a telephone's width; what is apart there is so on every wider screen (``boxes``). What finds no
place there may find one on a wide screen, and is shown only there. Knows no SVG.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from season_calendar.pages.drawings.boxes import Box, Size

HEIGHT = 17.0  # of a line of type
_GAP = 4.0


@dataclass(frozen=True, slots=True)
class Label:
    """What is to be placed: a text of a width beside a pin, whose place is a share of the map's width and height."""

    x: float
    y: float
    width: float
    pin: float


@dataclass(frozen=True, slots=True)
class PlacedLabel:
    """How many pixels the text's left edge and its middle line are from its pin's place."""

    left: float
    middle: float
    only_wide: bool


def place_labels(
    labels: Sequence[Label], pins: Sequence[Box], lines: Sequence[tuple[float, float]], narrow: Size, wide: Size
) -> list[PlacedLabel | None]:
    """Places for the labels, the weightiest being first; None for one that has none even on a wide screen.

    ``pins`` are what no label may cover, ``lines`` points of what it had better not, as shares of the map.
    """
    placed: list[PlacedLabel | None] = [None] * len(labels)
    taken = list(pins)
    for size in (narrow, wide):
        for index, label in enumerate(labels):
            if placed[index] is None:
                best = min(_free(label, taken, size), key=lambda choice: _cost(choice, lines, size), default=None)
                if best is not None:
                    _, (left, middle), box = best
                    taken.append(box)
                    placed[index] = PlacedLabel(left, middle, size is wide)
    return placed


_Choice = tuple[int, tuple[float, float], Box]


def _free(label: Label, taken: Sequence[Box], size: Size) -> Iterator[_Choice]:
    """The places around a pin where a label touches nothing, with their number in the order of liking."""
    for number, (left, middle) in enumerate(_places(label)):
        box = Box(label.x, label.y, left - 2, left + label.width + 2, middle - HEIGHT / 2, middle + HEIGHT / 2)
        if box.is_within(size) and all(box.is_clear_of(other, size) for other in taken):
            yield number, (left, middle), box


def _places(label: Label) -> Iterator[tuple[float, float]]:
    """Right and left of the pin, over and under it, then at its corners."""
    aside, above = label.pin + _GAP, label.pin + HEIGHT / 2 + 1
    yield from ((aside, 0), (-aside - label.width, 0))
    yield from ((-label.width / 2, -above), (-label.width / 2, above))
    for near in (aside - _GAP, -label.pin):
        yield from ((near, -above), (near, above))
    for near in (-label.pin - label.width + _GAP, label.pin - label.width):
        yield from ((near, -above), (near, above))


def _cost(choice: _Choice, lines: Sequence[tuple[float, float]], size: Size) -> int:
    """How much of a route would run through the label, and how little liked its place is."""
    number, _, box = choice
    left, right = box.x * size.width + box.left, box.x * size.width + box.right
    top, bottom = box.y * size.height + box.top, box.y * size.height + box.bottom
    crossed = sum(left <= x * size.width <= right and top <= y * size.height <= bottom for x, y in lines)
    return crossed * 2 + number
