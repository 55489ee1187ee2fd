"""Which lines an edit changed is told rightly, and of texts that are made to be compared for ever too."""

from __future__ import annotations

import difflib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from season_calendar.views.changed_lines import changed_blocks, changed_lines, unified_diff

ALIKE = [f"# {number % 101}" for number in range(100_000)]
"""None of them is there so often that difflib passes it over, and to try each in all its places takes minutes."""

texts = st.lists(st.sampled_from(["a", "b", "c", "", "# x"]), max_size=60)


@given(texts, texts)
def test_the_lines_that_came_in_the_place_of_those_that_went_make_the_text_after(
    before: list[str], after: list[str]
) -> None:
    made, at = [], 0
    for block in changed_blocks(before, after):
        made += before[at : block.start] + after[block.new_start : block.new_end]
        at = block.end
    assert made + before[at:] == after


@pytest.mark.parametrize("context", [0, 1, 3])
@pytest.mark.parametrize(
    ("place", "went", "came"),
    [(20, 1, ["new"]), (0, 0, ["new", "newer"]), (19, 2, []), (0, 40, ["new"]), (40, 0, ["new"]), (2, 3, ["x", "y"])],
)
def test_a_diff_of_one_place_is_what_difflib_makes_of_it(place: int, went: int, came: list[str], context: int) -> None:
    before = [f"line {number}" for number in range(40)]
    after = [*before[:place], *came, *before[place + went :]]
    expected = list(difflib.unified_diff(before, after, "f", "f", n=context, lineterm=""))
    assert list(unified_diff(before, after, "f", context)) == expected


@pytest.mark.parametrize("distance", [1, 5, 6, 7, 8, 20])
def test_a_diff_of_two_places_is_what_difflib_makes_of_it_near_or_far(distance: int) -> None:
    before = [f"line {number}" for number in range(60)]
    after = list(before)
    after[10], after[10 + distance] = "new", "newer"
    expected = list(difflib.unified_diff(before, after, "f", "f", lineterm=""))
    assert list(unified_diff(before, after, "f")) == expected


def test_of_texts_that_are_the_same_there_is_no_diff() -> None:
    assert list(unified_diff(["a"], ["a"], "f")) == []
    assert list(changed_lines([], [])) == []


def test_one_line_is_found_among_a_hundred_thousand_that_are_alike() -> None:
    before = [*ALIKE, "status: confirmed", *ALIKE]
    after = [*ALIKE, "status: cancelled", *ALIKE]
    assert list(changed_lines(before, after)) == ["-status: confirmed", "+status: cancelled"]


def test_lines_far_from_each_other_are_found_though_all_between_are_alike() -> None:
    before = ["a: 1", "between", *ALIKE, "b: 1"]
    after = ["a: 2", "between", *ALIKE, "b: 2"]
    assert list(changed_lines(before, after)) == ["-a: 1", "+a: 2", "-b: 1", "+b: 2"]


def test_where_nothing_tells_where_two_texts_are_alike_all_of_it_is_shown_as_changed() -> None:
    before, after = ["a: 1", *ALIKE, "b: 1"], ["a: 2", *ALIKE, "b: 2"]
    assert changed_blocks(before, after) == [(0, len(before), 0, len(after))]
