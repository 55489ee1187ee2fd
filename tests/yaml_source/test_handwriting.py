"""Where a file has no thing like the new one, or only one that tells nothing: the hand in which it is written then."""

from __future__ import annotations

import pytest

from season_calendar.yaml_source import parse_yaml
from season_calendar.yaml_source.editing.apply import apply
from season_calendar.yaml_source.editing.data import Value
from season_calendar.yaml_source.editing.operations import SetKey


def with_key(text: str, value: Value, *path: str) -> str:
    """The text with the value as the new key ``k`` of the mapping at ``path``."""
    return apply(parse_yaml(text.encode(), "events.yaml"), [SetKey(path, "k", value)]).text


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        ({}, "k: {}\n"),
        ([], "k: []\n"),
        (["a", "b"], "k: [a, b]\n"),
        (["a", {"b": "c"}], "k:\n  - a\n  - b: c\n"),
        ([{"b": "c"}, "a"], "k:\n  - b: c\n  - a\n"),
        ([{"a": "b"}, {}, []], "k:\n  - a: b\n  - {}\n  - []\n"),
        ({"a": {}, "b": "c"}, "k:\n  a: {}\n  b: c\n"),
        ([["a"], ["b"]], "k:\n  - [a]\n  - [b]\n"),
        ([[{"a": "b"}]], "k:\n  - - a: b\n"),
    ],
)
def test_without_an_example_texts_stand_in_brackets_and_all_else_on_lines(value: Value, lines: str) -> None:
    assert with_key("s: t\n", value) == "s: t\n" + lines


@pytest.mark.parametrize(
    ("before", "value", "lines"),
    [
        ("s: t\nm:\n    a: b\nl:\n  - c: d\n", {"x": "y"}, "k:\n    x: y\n"),
        ("s: t\nm:\n    a: b\nl:\n  - c: d\n", [{"x": "y"}], "k:\n  - x: y\n"),
        ("s: t\nl:\n- c: d\nm:\n    a: b\n", {"x": "y"}, "k:\n    x: y\n"),
        ("s: t\nl:\n- c: d\nm:\n    a: b\n", [{"x": "y"}], "k:\n- x: y\n"),
        ("s: t\nl:\n- m:\n      a: b\n", {"x": "y"}, "k:\n    x: y\n"),
        ("s: t\nm:\n  l:\n      - c: d\n", [{"x": "y"}], "k:\n    - x: y\n"),
    ],
)
def test_lines_stand_as_far_right_as_the_first_mapping_or_list_of_the_file(
    before: str, value: Value, lines: str
) -> None:
    assert with_key(before, value) == before + lines


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("s: t\nm: &x\n    a: b\nn: *x\n", "s: t\nm: &x\n    a: b\nn: *x\nk:\n  x: y\n"),
        ("m: &x {a: b}\nn: *x\n", "m: &x {a: b}\nn: *x\nk:\n  x: y\n"),
    ],
)
def test_what_is_under_an_anchor_or_alias_is_no_example(before: str, expected: str) -> None:
    assert with_key(before, {"x": "y"}) == expected


def test_an_empty_item_stands_as_far_from_its_dash_as_others_do() -> None:
    assert with_key("l:\n  -   {}\n  -   a: b\n", [{}, {"c": "d"}]) == (
        "l:\n  -   {}\n  -   a: b\nk:\n  -   {}\n  -   c: d\n"
    )


@pytest.mark.parametrize(
    ("before", "value", "expected"),
    [
        (
            "a:\n  x:\n    n: 1\n\n  y:\n    n: 2\n",
            {"p": {"n": "1"}, "q": {"n": "2"}},
            "k:\n  p:\n    n: 1\n\n  q:\n    n: 2\n",
        ),
        ("a:\n  - n: 1\n\n  - n: 2\n", [{"n": "3"}, {"n": "4"}], "k:\n  - n: 3\n\n  - n: 4\n"),
        ("a:\n  x: 1\n\n  y: 2\n", {"p": "1", "q": "2"}, "k:\n  p: 1\n  q: 2\n"),
        ("a:\n  - n: 1\n", [{"n": "3"}, {"n": "4"}], "k:\n  - n: 3\n  - n: 4\n"),
    ],
)
def test_empty_lines_separate_the_parts_of_a_new_value_where_they_do_elsewhere_and_these_are_no_texts(
    before: str, value: Value, expected: str
) -> None:
    assert with_key(before, value) == before + expected


def test_braces_are_empty_however_wide_other_empty_ones_are() -> None:
    assert with_key("m: { }\n", {}) == "m: { }\nk: {}\n"


def test_a_key_that_needs_quotes_in_braces_has_them_everywhere() -> None:
    assert with_key("{x: y}", {"a, b": "c"}) == "{x: y, k: {'a, b': c}}"
    assert with_key("x: y\n", {"a, b": "c"}) == "x: y\nk:\n  'a, b': c\n"
