"""Whose a comment or an empty line is: whole texts before and after, so that it can be seen which stay where."""

from __future__ import annotations

import pytest

from season_calendar.errors import EditRefusedError
from season_calendar.yaml_source import parse_yaml
from season_calendar.yaml_source.editing.apply import apply
from season_calendar.yaml_source.editing.operations import Operation, RemoveItem, RemoveKey, SetKey

ORDER = ("id", "status", "note")


def after(text: str, *operations: Operation) -> str:
    return apply(parse_yaml(text.encode(), "events.yaml"), operations).text


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("a:\n  note: x\n    # stays\n  b: c\n", "a:\n    # stays\n  b: c\n"),
        ("a:\n  note: [x]\n    # goes\n  # stays\n  b: c\n", "a:\n  # stays\n  b: c\n"),
        ("a:\n  note:\n    - x\n    # goes\n  # stays\n  b: c\n", "a:\n  # stays\n  b: c\n"),
    ],
)
def test_comments_below_a_key_are_its_own_where_it_holds_more_than_a_text(before: str, expected: str) -> None:
    assert after(before, RemoveKey(("a",), "note")) == expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("id: a\n  # below\nnote: x\n", "id: a\nstatus: on\n  # below\nnote: x\n"),
        ("id: [a]\n  # of id\nnote: x\n", "id: [a]\n  # of id\nstatus: on\nnote: x\n"),
        ("id:\n  - a\n  # of id\nnote: x\n", "id:\n  - a\n  # of id\nstatus: on\nnote: x\n"),
    ],
)
def test_a_new_key_comes_below_the_comments_of_the_one_before(before: str, expected: str) -> None:
    assert after(before, SetKey((), "status", "on", ORDER)) == expected


def test_what_looks_like_a_comment_in_a_text_does_not_keep_it_from_being_replaced() -> None:
    assert after("k: |\n  # a\nx: y\n", SetKey((), "k", ["b"])) == "k: [b]\nx: y\n"
    with pytest.raises(EditRefusedError, match="a comment stands inside of what would be replaced"):
        after("k:\n  # a\n  - c # b\nx: y\n", SetKey((), "k", ["b"]))


def test_a_new_text_is_never_set_apart() -> None:
    assert after("a: b\n\nc: d\n", SetKey((), "e", "f")) == "a: b\n\nc: d\ne: f\n"
    assert after("a: b\n", SetKey((), "e", "f", apart=True)) == "a: b\ne: f\n"


def test_a_second_key_is_set_apart_where_that_is_asked_for_and_it_has_lines() -> None:
    assert after("a: b\n", SetKey((), "k", {"x": "y"}, apart=True)) == "a: b\n\nk:\n  x: y\n"
    assert after("a: b\n", SetKey((), "k", {"x": "y"})) == "a: b\nk:\n  x: y\n"
    assert after("a: b\n", SetKey((), "k", ["x"], apart=True)) == "a: b\nk: [x]\n"


@pytest.mark.parametrize("text", ["a: b\n", "l: c\n", "l: {c: d}\n"])
def test_an_item_of_what_is_no_list_is_not_removed(text: str) -> None:
    with pytest.raises(TypeError, match="only a list has items"):
        after(text, RemoveItem((), "l", 0))
