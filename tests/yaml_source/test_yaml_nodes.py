"""Nodes know where they stand, to the character."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from season_calendar.yaml_source import LARGEST_FILE, Document, Mapping, Node, Scalar, Sequence, Span, parse_yaml


def walk(node: Node) -> Iterator[Node]:
    yield node
    if isinstance(node, Sequence):
        for item in node.items:
            yield from walk(item)
    elif isinstance(node, Mapping):
        for entry in node.entries:
            yield entry.key
            yield from walk(entry.value)


def written(document: Document, node: Node) -> str:
    return document.text[node.span.start : node.span.end]


def value(text: str, key: str) -> tuple[Document, Node]:
    document = parse_yaml(text.encode(), "f")
    assert isinstance(document.root, Mapping)
    entry = document.root.get(key)
    assert entry is not None
    return document, entry.value


@pytest.mark.parametrize("text", ["14:30", "no", "2021-06-03", "0x10", "1e3", "=", "010", "true"])
def test_text_stays_the_text_it_is(text: str) -> None:
    _, node = value(f"a: {text}\n", "a")
    assert isinstance(node, Scalar)
    assert node.text == text


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("a: b  # comment\n", "b"),
        ("a: 'b'  # comment\n", "'b'"),
        ("a: b\n  c\n\nd: e\n", "b\n  c"),
        ("a: [b,\n  c ]  # comment\n", "[b,\n  c ]"),
        ("a:\n  - b\n\n  # comment\nd: e\n", "- b"),
        ("a:\n- b\n-\n\nd: e\n", "- b\n-"),
        ("a:\n  b: c\n  d:\n\n# comment\ne: f\n", "b: c\n  d:"),
        ("a:\n  b:\n    c: d\n", "b:\n    c: d"),
        ("a:\n  b: *x\n", "b: *x"),
        ("a: |\n  b\n\n  c\n\n\nd: e\n", "|\n  b\n\n  c\n"),
        ("a: |+\n  b\n\nd: e\n", "|+\n  b\n\n"),
        ("a: >-\n  b", ">-\n  b"),
        ("a: |\r\n  b\r\n\r\nd: e\r\n", "|\r\n  b\r\n"),
        ("a: 😀é\n", "😀é"),
        ("\ufeffa: b\n", "b"),
        ("a:\n", ""),
    ],
)
def test_a_span_holds_what_was_written_and_no_more(text: str, span: str) -> None:
    document, node = value("x: &x y\n" + text if "*x" in text else text, "a")
    assert written(document, node) == span


def test_lines_and_columns_count_from_one_in_characters() -> None:
    _, node = value("é: 😀\r\nb:\n  - 'ö'\n", "b")
    assert isinstance(node, Sequence)
    assert node.items[0].span == Span(start=13, end=16, line=3, column=5, end_line=3)


def test_a_byte_order_mark_counts_in_offsets_and_not_in_columns() -> None:
    document, node = value("\ufeffa: b\n", "a")
    assert node.span == Span(start=4, end=5, line=1, column=4, end_line=1)
    problem = document.problem(node, "x")
    assert (problem.source_line, problem.column) == ("a: b", 4)


def test_a_block_of_text_ends_in_its_last_line() -> None:
    _, node = value("a: |\n  b\n  c\n\nd: e\n", "a")
    assert (node.span.line, node.span.end_line) == (1, 3)


def test_a_key_that_is_there_twice_is_kept_twice() -> None:
    root = parse_yaml(b"a: 1\nb: 2\na: 3\n", "f").root
    assert isinstance(root, Mapping)
    assert [entry.key.text for entry in root.entries] == ["a", "b", "a"]


@pytest.mark.parametrize(("text", "null"), [("", True), ("~", True), ("null", True), ("''", False), ("x", False)])
def test_nothing_is_null_and_quoted_nothing_is_not(text: str, null: bool) -> None:
    _, node = value(f"a: {text}\n", "a")
    assert isinstance(node, Scalar)
    assert node.is_null is null


@pytest.mark.parametrize("text", ["", "# comment\n", "\ufeff", "\n\n"])
def test_a_text_without_a_node_has_no_root(text: str) -> None:
    assert parse_yaml(text.encode(), "f").root is None


def test_what_stands_at_or_below_an_anchor_or_alias_is_shared() -> None:
    root = parse_yaml(b"a: &x {b: [c]}\nd: *x\ne: f\n", "f").root
    assert isinstance(root, Mapping)
    shared = {key: [node.shared for node in walk(entry.value)] for key in "ade" if (entry := root.get(key))}
    assert shared == {"a": [True] * 4, "d": [True] * 4, "e": [False]}
    assert not root.shared


def test_an_alias_stands_where_it_is_written_and_what_is_below_it_where_that_is() -> None:
    document, node = value("a: &x [b]\nd: *x\n", "d")
    assert isinstance(node, Sequence)
    assert written(document, node) == "*x"
    assert node.items[0].span.line == 1


@pytest.mark.parametrize("style", ["", "'", '"', "|", ">"])
def test_a_scalar_knows_its_style(style: str) -> None:
    texts = {"": "b", "'": "'b'", '"': '"b"', "|": "|\n  b", ">": ">\n  b"}
    _, node = value(f"a: {texts[style]}\n", "a")
    assert isinstance(node, Scalar)
    assert node.style == style
    assert node.text.strip() == "b"


def test_offsets_become_lines_at_every_kind_of_line_break() -> None:
    document = Document("a\r\nb\rc\nd", "f")
    assert [document.span(offset, offset + 1).line for offset in (0, 3, 5, 7)] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("start", "end", "span"),
    [
        (0, 0, Span(0, 0, 1, 1, 1)),
        (0, 1, Span(0, 1, 1, 1, 1)),
        (0, 3, Span(0, 3, 1, 1, 1)),  # with the line break
        (0, 4, Span(0, 4, 1, 1, 2)),
        (4, 4, Span(4, 4, 2, 2, 2)),
        (1, 6, Span(1, 6, 1, 2, 3)),
    ],
)
def test_a_span_between_two_offsets_ends_on_the_line_of_its_last_character(start: int, end: int, span: Span) -> None:
    assert Document("a\r\nb\rc", "f").span(start, end) == span


def test_a_span_that_begins_at_a_byte_order_mark_begins_behind_it() -> None:
    assert Document("\ufeffa", "f").span(0, 0) == Span(1, 1, 1, 1, 1)
    assert Document("\ufeffa", "f").span(0, 2) == Span(1, 2, 1, 1, 1)


def test_a_message_longer_than_200_characters_loses_its_middle() -> None:
    document = Document("a", "f")
    for length in (199, 200):
        assert document.problem(document.span(0, 1), "x" * length).message == "x" * length
    assert document.problem(document.span(0, 1), "x" * 101 + "y" * 100).message == "x" * 99 + "…" + "y" * 100


@pytest.mark.parametrize(
    ("text", "end", "end_line"),
    [
        ("a: |\n x\n y\n\n\nb: c\n", "a: |\n x\n y\n", 3),
        ("a: |\r\n x\r\n \r\nb: c\r\n", "a: |\r\n x\r\n", 2),
        ("a: |\n\n x  \n\nb: c\n", "a: |\n\n x  \n", 3),
        ("a: |+\n x\n\nb: c\n", "a: |+\n x\n\n", 3),
        ("a: |\n x", "a: |\n x", 2),
        ("a: >\n x\n\n\nb: c\n", "a: >\n x\n", 2),
    ],
)
def test_a_block_ends_with_its_last_line_of_text(text: str, end: str, end_line: int) -> None:
    _, node = value(text, "a")
    assert (node.span.end, node.span.end_line) == (len(end), end_line)


@pytest.mark.parametrize(
    "text",
    ["a: |\n" + "\n" * (LARGEST_FILE - 8) + " x\n", "a:\n" + "- |\n x\n" * (LARGEST_FILE // 28)],
    ids=["empty lines", "blocks"],
)
def test_a_file_of_nothing_but_empty_lines_or_blocks_is_read(text: str) -> None:
    """Were the lines above looked at for each of them, it would take many minutes."""
    assert parse_yaml(text.encode(), "f").root is not None
