"""Boxes that are apart stay so when the drawing grows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from season_calendar.pages.drawings.boxes import Box, Size

NARROW = Size(100, 50)

edges = st.tuples(st.floats(-60, 60), st.floats(0, 60)).map(lambda edge: (edge[0], edge[0] + edge[1]))
any_box = st.builds(
    lambda x, y, across, down: Box(x, y, *across, *down), st.floats(0, 1), st.floats(0, 1), edges, edges
)


def overlap(a: Box, b: Box, size: Size) -> bool:
    """Whether two boxes have more than a rounding error in common."""
    across = min(a.x * size.width + a.right, b.x * size.width + b.right)
    across -= max(a.x * size.width + a.left, b.x * size.width + b.left)
    down = min(a.y * size.height + a.bottom, b.y * size.height + b.bottom)
    down -= max(a.y * size.height + a.top, b.y * size.height + b.top)
    return across > 1e-6 and down > 1e-6


@given(any_box, any_box, st.floats(1, 30))
def test_what_is_clear_on_a_narrow_drawing_is_so_on_every_larger_one(a: Box, b: Box, times: float) -> None:
    if a.is_clear_of(b, NARROW):
        assert not overlap(a, b, Size(NARROW.width * times, NARROW.height * times))


@given(any_box, st.floats(1, 30))
def test_what_is_within_a_narrow_drawing_is_so_within_every_larger_one(box: Box, times: float) -> None:
    if box.is_within(NARROW):
        assert box.is_within(Size(NARROW.width * times, NARROW.height * times))


def test_boxes_that_would_pass_through_each_other_as_the_drawing_grows_are_not_clear() -> None:
    right_one_with_text_far_left = Box(0.6, 0, -100, -80, 0, 10)
    left_one = Box(0.5, 0, -20, 0, 0, 10)

    assert not overlap(right_one_with_text_far_left, left_one, NARROW)
    assert overlap(right_one_with_text_far_left, left_one, Size(800, 50))
    assert not right_one_with_text_far_left.is_clear_of(left_one, NARROW)


def test_boxes_beside_or_below_each_other_are_clear() -> None:
    box = Box(0.5, 0.5, 0, 10, 0, 10)

    assert box.is_clear_of(Box(0.5, 0.5, 10, 20, 0, 10), NARROW)
    assert box.is_clear_of(Box(0.5, 0.5, 0, 10, 10, 20), NARROW)
    assert not box.is_clear_of(Box(0.5, 0.5, 9, 19, 9, 19), NARROW)
