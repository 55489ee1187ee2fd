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


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("k: |  # why\n  x\nn: y\n", "k: new  # why\nn: y\n"),
        ("k: >-\t# why\r\n  x\r\n  # text\r\n", "k: new\t# why\r\n"),
        ("k: |2+ # why\n   x\n\nn: y\n", "k: new # why\nn: y\n"),
        ("k: >- # why", "k: new # why"),
        ("k: |#why\n  x\n", "k: new #why\n"),
        ("- k: |  # a # b\n    x\n  # below\n", "- k: new  # a # b\n  # below\n"),
        ("k: |\n  # text\n", "k: new\n"),
    ],
)
def test_a_comment_behind_the_sign_of_a_block_stays_behind_the_new_value(before: str, expected: str) -> None:
    path = (0,) if before.startswith("-") else ()
    assert after(before, SetKey(path, "k", "new")) == expected


def test_a_comment_behind_the_sign_of_a_block_stays_also_where_a_list_takes_its_place() -> None:
    assert after("k: |  # why\n  x\nn: y\n", SetKey((), "k", ["a", "b"])) == "k: [a, b]  # why\nn: y\n"
    assert after("k: |  # why\n  x\nn: y\n", SetKey((), "k", {"a": {"b": "c"}})) == (
        "k:  # why\n  a:\n    b: c\nn: y\n"
    )


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        (SetKey((), "id", "new"), "id: new\nk: |  # why\n  x\nn: y\n"),
        (SetKey((), "n", "new"), "id: a\nk: |  # why\n  x\nn: new\n"),
        (SetKey((), "status", "on", ("id", "k", "status")), "id: a\nk: |  # why\n  x\nstatus: on\nn: y\n"),
        (RemoveKey((), "n"), "id: a\nk: |  # why\n  x\n"),
        (RemoveKey((), "id"), "k: |  # why\n  x\nn: y\n"),
    ],
)
def test_a_comment_behind_the_sign_of_a_block_stays_when_its_neighbours_change(
    operation: Operation, expected: str
) -> None:
    assert after("id: a\nk: |  # why\n  x\nn: y\n", operation) == expected


@pytest.mark.parametrize("sign", ["|", ">2", "&why |-", "&why\t>+1"])
@pytest.mark.parametrize(
    "operation",
    [
        SetKey((), "id", "new"),
        SetKey((), "n", ["new"]),
        SetKey((), "status", "on", ("id", "k", "status")),
        SetKey((), "status", {"a": "b"}, ("id", "status", "k")),
        RemoveKey((), "n"),
        RemoveKey((), "id"),
    ],
)
def test_the_sign_of_a_block_stays_with_its_anchor_and_its_comment_whatever_is_done_beside_it(
    sign: str, operation: Operation
) -> None:
    block = f"k: {sign} # why # really\n  x\n"
    assert block in after(f"id: a\n{block}n: y\n", operation)


def test_a_block_that_has_an_anchor_is_not_replaced() -> None:
    with pytest.raises(EditRefusedError, match="under an anchor or alias"):
        after("k: &why | # why\n  x\nn: y\n", SetKey((), "k", "new"))


def test_a_removed_block_takes_the_comment_behind_its_sign_with_it_as_any_value_does() -> None:
    assert after("id: a\nk: x  # why\nn: y\n", RemoveKey((), "k")) == "id: a\nn: y\n"
    assert after("id: a\nk: |  # why\n  x\nn: y\n", RemoveKey((), "k")) == "id: a\nn: y\n"


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
