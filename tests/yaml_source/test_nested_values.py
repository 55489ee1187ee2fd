"""New values of any depth: whole texts before and after, so that the hand in which they are written can be seen."""

from __future__ import annotations

import pytest

from season_calendar.errors import EditRefusedError
from season_calendar.yaml_source import parse_yaml
from season_calendar.yaml_source.editing.apply import apply
from season_calendar.yaml_source.editing.data import Value
from season_calendar.yaml_source.editing.operations import InsertItem, Operation, RemoveItem, RemoveKey, SetKey


def after(text: str, *operations: Operation) -> str:
    return apply(parse_yaml(text.encode(), "events.yaml"), operations).text


SPA: dict[str, Value] = {"name": "Spa", "coordinates": ["50.4", "5.9"]}
ROUND: dict[str, Value] = {"id": "b", "sessions": [{"id": "fp1", "start": "10:00"}, {"id": "race", "start": "12:00"}]}


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("x: y\n", "x: y\nvenues:\n  spa:\n    name: Spa\n    coordinates: [50.4, 5.9]\n"),
        (
            "x:\n    a:\n        b: c\n",
            "x:\n    a:\n        b: c\nvenues:\n    spa:\n        name: Spa\n        coordinates: [50.4, 5.9]\n",
        ),
        (
            "a: b\r\n\r\nc: d",
            "a: b\r\n\r\nc: d\r\n\r\nvenues:\r\n  spa:\r\n    name: Spa\r\n    coordinates: [50.4, 5.9]",
        ),
        ("{x: y}", "{x: y, venues: {spa: {name: Spa, coordinates: [50.4, 5.9]}}}"),
        ("venues: {} # none\nx: y\n", "venues: # none\n  spa:\n    name: Spa\n    coordinates: [50.4, 5.9]\nx: y\n"),
    ],
)
def test_a_new_key_may_hold_anything(before: str, expected: str) -> None:
    assert after(before, SetKey((), "venues", {"spa": SPA})) == expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (
            "venues:\n  a:\n    name: A\n\n  b:\n    name: B # b\n    # of b\n# rounds\nrounds: []\n",
            "venues:\n  a:\n    name: A\n\n  b:\n    name: B # b\n    # of b\n\n"
            "  spa:\n    name: Spa\n    coordinates: [50.4, 5.9]\n# rounds\n"
            "rounds: []\n",
        ),
        (
            "venues:\r\n a:\r\n   name: 'A'\r\n   coordinates:\r\n   - 1\r\n   - 2\r\nx: y\r\n",
            "venues:\r\n a:\r\n   name: 'A'\r\n   coordinates:\r\n   - 1\r\n"
            "   - 2\r\n spa:\r\n   name: 'Spa'\r\n   coordinates:\r\n   - 50.4\r\n"
            "   - 5.9\r\nx: y\r\n",
        ),
        (
            "venues:\n  a: { name: A, coordinates: [1, 2] }\n",
            "venues:\n  a: { name: A, coordinates: [1, 2] }\n  spa: { name: Spa, coordinates: [50.4, 5.9] }\n",
        ),
        (
            "venues: {\n  a: {name: A}, # A\n  b: {name: B}\n}\n",
            "venues: {\n  a: {name: A}, # A\n  b: {name: B},\n  spa: {name: Spa, coordinates: [50.4, 5.9]}\n}\n",
        ),
        ("venues: {a: {name: A}}", "venues: {a: {name: A}, spa: {name: Spa, coordinates: [50.4, 5.9]}}"),
    ],
)
def test_a_new_venue_is_written_as_the_others_are(before: str, expected: str) -> None:
    assert after(before, SetKey(("venues",), "spa", SPA)) == expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (
            "l:\n- id: a\n  sessions:\n  - {id: fp1, start: '09:00'}\n",
            "l:\n- id: a\n  sessions:\n  - {id: fp1, start: '09:00'}\n- id: b\n"
            "  sessions:\n  - {id: fp1, start: '10:00'}\n"
            "  - {id: race, start: '12:00'}\n",
        ),
        (
            "l:\n  -\n    id: a\n    sessions:\n        -  id: q\n\n        -  id: r\n",
            "l:\n  -\n    id: a\n    sessions:\n        -  id: q\n\n"
            "        -  id: r\n  -\n    id: b\n    sessions:\n        -  id: fp1\n"
            "           start: 10:00\n\n        -  id: race\n"
            "           start: 12:00\n",
        ),
        (
            "l: [{id: a}]\n",
            "l: [{id: a}, {id: b, sessions: [{id: fp1, start: 10:00}, {id: race, start: 12:00}]}]\n",
        ),
        (
            "l: []",
            "l:\n  - id: b\n    sessions:\n      - id: fp1\n        start: 10:00\n"
            "      - id: race\n        start: 12:00",
        ),
    ],
)
def test_a_new_round_with_its_sessions_is_written_as_the_others_are(before: str, expected: str) -> None:
    assert after(before, InsertItem((), "l", 9 if "id: a" in before else 0, ROUND)) == expected


def test_a_lone_item_is_set_apart_where_that_is_asked_for() -> None:
    item: dict[str, Value] = {"id": "b", "name": "B"}
    assert after("l:\n  - id: a\n", InsertItem((), "l", 1, item, apart=True)) == (
        "l:\n  - id: a\n\n  - id: b\n    name: B\n"
    )
    assert after("l:\n  - {id: a}\n", InsertItem((), "l", 1, item, apart=True)) == (
        "l:\n  - {id: a}\n  - {id: b, name: B}\n"
    )


@pytest.mark.parametrize(
    ("before", "value", "expected"),
    [
        ("k: [a, b] # c\n", ["c"], "k: [c] # c\n"),
        ("k: # c\n  - a\n  - b\nx: y\n", ["c", "d"], "k: # c\n  - c\n  - d\nx: y\n"),
        ("k:\n  - a\n  - b\nx: y\n", "text", "k: text\nx: y\n"),
        ("k:\n  - a\n  - b", [], "k: []\n"),
        ("k:\n  - a\n  - b", ["c", "d"], "k:\n  - c\n  - d"),
        ("k:\n  - a\n  - X", ["c", "d"], "k:\n  - c\n  - d"),
        ("k: text # c\nx: y\n", {"a": {"b": "c"}}, "k: # c\n  a:\n    b: c\nx: y\n"),
        ("k: {a: b}\n", {"c": "d"}, "k: {c: d}\n"),
        ("{k: text, x: y}", ["a"], "{k: [a], x: y}"),
        ("k: >-\n  text\nx: y\n", ["a"], "k: [a]\nx: y\n"),
    ],
)
def test_a_value_takes_the_place_of_any_other(before: str, value: Value, expected: str) -> None:
    assert after(before, SetKey((), "k", value)) == expected


def test_a_text_with_a_comma_has_quotes_in_brackets_alone() -> None:
    assert after("k: [a]\n", InsertItem((), "k", 1, "b, c")) == "k: [a, 'b, c']\n"
    assert after("k:\n  - a\n", InsertItem((), "k", 1, "b, c")) == "k:\n  - a\n  - b, c\n"
    assert after("k:\n  - a\n", SetKey((), "k", "b, c")) == "k: b, c\n"
    assert after("{k: [a]}", SetKey((), "k", "b, c")) == "{k: 'b, c'}"


def test_the_last_thing_that_is_removed_leaves_empty_braces() -> None:
    assert after("venues: # of 2021\n  a:\n    name: A\n  # none\nx: y\n", RemoveKey(("venues",), "a")) == (
        "venues: {} # of 2021\n  # none\nx: y\n"
    )
    assert after("a:\n  b:\n    c: d\n", RemoveKey(("a", "b"), "c")) == "a:\n  b: {}\n"
    with pytest.raises(EditRefusedError, match=r"^events\.yaml:2: id is all that stands here"):
        after("l:\n  - id: a\n", RemoveKey(("l", 0), "id"))


def test_of_two_empty_lines_around_what_is_removed_one_goes() -> None:
    text = "l:\n  - id: a\n\n  - id: b\n\n  - id: c\n\n# end\nx: y\n"
    assert after(text, RemoveItem((), "l", 1)) == "l:\n  - id: a\n\n  - id: c\n\n# end\nx: y\n"
    assert after(text, RemoveItem((), "l", 2)) == "l:\n  - id: a\n\n  - id: b\n\n# end\nx: y\n"
    assert after("l:\n  - id: a\n\n  - id: b\n", RemoveItem((), "l", 1)) == "l:\n  - id: a\n"
    assert after("x: y\r\n\r\nk:\r\n  a: b\r\n", RemoveKey((), "k")) == "x: y\r\n"


def test_an_empty_line_on_one_side_of_what_is_removed_stays() -> None:
    assert after("l:\n  - a\n\n  - b\n  - c\n", RemoveItem((), "l", 1)) == "l:\n  - a\n\n  - c\n"
    assert after("l:\n  - a\n  - b\n\n  - c\n", RemoveItem((), "l", 1)) == "l:\n  - a\n\n  - c\n"


def test_the_empty_lines_at_the_beginning_of_a_file_are_such_too() -> None:
    assert after("\n\nk: v\n\na: b\n", RemoveKey((), "k")) == "\n\na: b\n"


def test_a_line_of_very_many_spaces_is_no_empty_line() -> None:
    wide = f"a: b\n{' ' * 300}\n"
    assert after(f"{wide}k: v\n\nc: d\n", RemoveKey((), "k")) == f"{wide}\nc: d\n"


def test_lines_that_end_with_two_characters_are_not_taken_for_empty_ones() -> None:
    text = "l:\r\n  - id: a\r\n  - id: b\r\n"
    assert after(text, InsertItem((), "l", 2, {"id": "c"})) == text + "  - id: c\r\n"
    assert after(text, RemoveItem((), "l", 0)) == "l:\r\n  - id: b\r\n"


def test_an_operation_sees_what_those_before_it_did() -> None:
    operations: list[Operation] = [
        InsertItem((), "l", 0, {"id": "new"}),
        SetKey(("l", 0), "name", "New"),
        SetKey(("l", 1), "name", "Old"),
        InsertItem((), "l", 1, {"id": "newer"}),
        InsertItem((), "l", 1, {"id": "between"}),
        RemoveItem((), "l", 3),
        SetKey((), "k", {"a": "1"}),
        SetKey(("k",), "b", "2"),
        RemoveKey(("k",), "a"),
    ]
    expected = "l:\n  - id: new\n    name: New\n  - id: between\n  - id: newer\n  - id: b\nk:\n  b: 2\n"
    assert after("l:\n  - id: a\n  - id: b\n", *operations) == expected


def test_a_hundred_items_stand_in_their_order() -> None:
    items = [InsertItem((), "l", number, {"id": str(number)}) for number in range(1, 101)]
    assert after("l:\n  - id: 0\n  - id: z\n", *items) == (
        "l:\n" + "".join(f"  - id: {number}\n" for number in range(101)) + "  - id: z\n"
    )


def test_one_refused_operation_refuses_all_and_names_the_line_of_the_file_as_it_is() -> None:
    operations: list[Operation] = [InsertItem((), "l", 0, {"id": "b", "c": "d"}), SetKey(("x",), "y", "w")]
    with pytest.raises(EditRefusedError, match=r"events\.yaml:3: .* anchor or alias"):
        after("l:\n- id: a\nx: &x {y: z}\n", *operations)
