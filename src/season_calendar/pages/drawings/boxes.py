"""Boxes of a fixed size in pixels at places that are shares of a drawing, and whether they keep clear of each other.

The drawing may have any size from the one that is asked about: two boxes that are apart there must be so on every
larger one. So it is not enough that they do not touch: the one that stands further left must be the one whose place is
further left. As the drawing grows their places draw apart, and the gap between them only grows. Knows no drawing.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """The width and height of a drawing, in pixels."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Box:
    """A box around a place. ``x`` and ``y`` are shares of the drawing, 0 to 1; the edges pixels from there."""

    x: float
    y: float
    left: float
    right: float
    top: float
    bottom: float

    def is_within(self, size: Size) -> bool:
        """Whether it is inside a drawing of this size, and of every larger one."""
        return (
            self.x * size.width + self.left >= 0
            and self.x * size.width + self.right <= size.width
            and self.y * size.height + self.top >= 0
            and self.y * size.height + self.bottom <= size.height
        )

    def is_clear_of(self, other: Box, size: Size) -> bool:
        """Whether the two are apart in a drawing of this size, and in every larger one."""
        return (
            _in_order(self.x, self.right, other.x, other.left, size.width)
            or _in_order(other.x, other.right, self.x, self.left, size.width)
            or _in_order(self.y, self.bottom, other.y, other.top, size.height)
            or _in_order(other.y, other.bottom, self.y, self.top, size.height)
        )


def _in_order(first: float, first_end: float, second: float, second_start: float, length: float) -> bool:
    """Whether what ends beside the first place ends before what begins beside the second, at this length or more."""
    return first <= second and first * length + first_end <= second * length + second_start
