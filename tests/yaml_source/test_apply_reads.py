"""How often a text is read while operations are done to it: once for all that do not meet, again where one must see."""

from __future__ import annotations

import pytest

from season_calendar.errors import EditRefusedError
from season_calendar.yaml_source import Document, parse_yaml
from season_calendar.yaml_source.editing import apply as applying
from season_calendar.yaml_source.editing.apply import apply
from season_calendar.yaml_source.editing.operations import InsertItem, Operation, RemoveItem, RemoveKey, SetKey

ORDER = ("id", "name", "note")


def document(text: str) -> Document:
    return parse_yaml(text.encode(), "events.yaml")


def after_reads(monkeypatch: pytest.MonkeyPatch, before: str, *operations: Operation) -> tuple[str, int]:
    """The text after the operations, and how often a text was read on the way there."""
    start, reads = document(before), []

    def reading(source: bytes, path: str) -> Document:
        reads.append(source)
        return parse_yaml(source, path)

    monkeypatch.setattr(applying, "parse_yaml", reading)
    return apply(start, operations).text, len(reads)


@pytest.mark.parametrize(
    ("before", "operations", "expected"),
    [
        ("a: b\nk: {c: d}\n", [SetKey((), "a", "x"), SetKey(("k",), "c", "y")], "a: x\nk: {c: y}\n"),
        ("id: a\n", [SetKey((), "name", "A", ORDER), SetKey((), "note", "n", ORDER)], "id: a\nname: A\nnote: n\n"),
        ("id: a\n", [SetKey((), "note", "n"), SetKey((), "name", "A")], "id: a\nnote: n\nname: A\n"),
        ("a: b\nc: d\ne: f\n", [RemoveKey((), "a"), SetKey((), "c", "x"), RemoveKey((), "e")], "c: x\n"),
        (
            "id: a\nnote: n\n",
            [RemoveKey((), "note"), SetKey((), "name", "A", ORDER)],
            "id: a\nname: A\n",
        ),
        ("l:\n  - a\n  - b\n  - c\n", [RemoveItem((), "l", 2), RemoveItem((), "l", 0)], "l:\n  - b\n"),
        ("l:\n  - a\n", [InsertItem((), "l", 1, "b"), InsertItem((), "l", 0, "0")], "l:\n  - 0\n  - a\n  - b\n"),
        (
            "l:\n  - id: a\n  - id: b\n  - id: c\n",
            [RemoveItem((), "l", 0), SetKey(("l", 0), "id", "x"), InsertItem((), "l", 2, {"id": "d"})],
            "l:\n  - id: x\n  - id: c\n  - id: d\n",
        ),
        (
            "l:\n  - id: a\n  - id: b\n",
            [SetKey(("l", 1), "id", "x"), RemoveItem((), "l", 0)],
            "l:\n  - id: x\n",
        ),
        ("l:\n  - a\n", [RemoveItem((), "l", 0)], "l: []\n"),
    ],
)
def test_operations_that_do_not_meet_are_read_back_once(
    monkeypatch: pytest.MonkeyPatch, before: str, operations: list[Operation], expected: str
) -> None:
    assert after_reads(monkeypatch, before, *operations) == (expected, 1)


@pytest.mark.parametrize(
    ("before", "operations", "expected"),
    [
        ("a: b\n", [SetKey((), "a", "x"), SetKey((), "a", "y")], "a: y\n"),
        ("a: b\n", [SetKey((), "c", "x"), RemoveKey((), "c")], "a: b\n"),
        ("a: b\n", [SetKey((), "k", {"c": "d"}), SetKey(("k",), "c", "y")], "a: b\nk:\n  c: y\n"),
        ("k: {c: d, e: f}\n", [SetKey(("k",), "c", "x"), SetKey((), "k", "y")], "k: y\n"),
        ("a: b\nk: {c: d, e: f}\n", [SetKey(("k",), "c", "x"), RemoveKey((), "k")], "a: b\n"),
        ("a: b\nk:\n  c: d\n", [SetKey(("k",), "e", "f"), RemoveKey((), "k")], "a: b\n"),
        ("a: b\nl:\n  - a\n", [InsertItem((), "l", 1, "b"), RemoveKey((), "l")], "a: b\n"),
        ("l:\n  - id: a\n  - b\n", [SetKey(("l", 0), "c", "d"), RemoveItem((), "l", 0)], "l:\n  - b\n"),
        ("id: a\n", [SetKey((), "note", "n", ORDER), SetKey((), "name", "A", ORDER)], "id: a\nname: A\nnote: n\n"),
        ("id: a\n", [SetKey((), "x", "y"), SetKey((), "note", "n", ORDER)], "id: a\nnote: n\nx: y\n"),
        ("{a: b, c: d, e: f}\n", [RemoveKey((), "a"), RemoveKey((), "c")], "{e: f}\n"),
        ("l: []\n", [InsertItem((), "l", 0, "a"), InsertItem((), "l", 1, "b")], "l: [a, b]\n"),
        ("l: [a, b, c]\n", [RemoveItem((), "l", 0), RemoveItem((), "l", 0)], "l: [c]\n"),
        ("l:\n  - a\n  - b\n", [InsertItem((), "l", 0, "0"), RemoveItem((), "l", 0)], "l:\n  - a\n  - b\n"),
        ("l:\n  - a\n  - b\n", [RemoveItem((), "l", 0), RemoveItem((), "l", 0)], "l: []\n"),
        ("l:\n  - a\n", [InsertItem((), "l", 1, "b"), RemoveItem((), "l", 0)], "l:\n  - b\n"),
        ("l:\n  - a\n", [RemoveItem((), "l", 0), InsertItem((), "l", 0, "b")], "l: [b]\n"),
        ("l:\n  - {id: a}\n  - b\n", [SetKey(("l", 0), "id", "x"), RemoveItem((), "l", 0)], "l:\n  - b\n"),
        (
            "l:\n  - id: a\n",
            [InsertItem((), "l", 0, {"id": "b"}), InsertItem(("l", 0), "m", 0, "c")],
            "l:\n  - id: b\n    m: [c]\n  - id: a\n",
        ),
        (
            "l:\n  - id: a\n",
            [InsertItem((), "l", 0, {"m": ["c", "d"]}), RemoveItem(("l", 0), "m", 0)],
            "l:\n  - m: [d]\n  - id: a\n",
        ),
    ],
)
def test_what_needs_the_text_of_another_is_read_between(
    monkeypatch: pytest.MonkeyPatch, before: str, operations: list[Operation], expected: str
) -> None:
    assert after_reads(monkeypatch, before, *operations) == (expected, 2)


def test_nothing_to_do_is_the_same_document_and_reads_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    same = document("a: b\n")
    assert apply(same, []) is same
    assert after_reads(monkeypatch, "a: b\n") == ("a: b\n", 0)


def test_an_operation_that_is_refused_in_what_one_before_it_wrote_says_why() -> None:
    operations: list[Operation] = [InsertItem((), "l", 0, {"id": "b"}), RemoveKey(("l", 0), "id")]
    with pytest.raises(EditRefusedError) as refused:
        apply(document("l:\n  - id: a\n"), operations)
    assert str(refused.value) == "events.yaml:2: id is all that stands here (edit the file by hand at line 2)"


def test_an_operation_behind_one_that_cannot_be_done_safely_does_not_hide_it() -> None:
    with pytest.raises(EditRefusedError) as refused:
        apply(document("{a}\n"), [SetKey((), "a", "x"), SetKey((), "a", "y")])
    what = "this place is written in a way that cannot be edited safely"
    assert str(refused.value) == f"events.yaml:1: {what} (edit the file by hand at line 1)"
