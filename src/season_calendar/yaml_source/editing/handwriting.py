"""How a file is written, learnt from what stands in it, so that what is new looks like what is near. Changes nothing.

Of every new value it asks: how is the nearest thing written that stands in such a place? A place is such a place where
the same keys lead to it, whatever the items of lists on the way; and where nothing has that key, as with an id that is
new, the other keys of a mapping are, if what they hold is all of one kind. The sessions of one round are like those of
another, a venue is like a venue.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from season_calendar.yaml_source import Document, Mapping, Node, Scalar
from season_calendar.yaml_source import Sequence as SequenceNode
from season_calendar.yaml_source.editing import layout
from season_calendar.yaml_source.editing.data import Path, Value
from season_calendar.yaml_source.editing.scalar_text import scalar_text

_Pattern: TypeAlias = tuple[str | None, ...]
"""A path with None for the index of an item."""

_Kind: TypeAlias = tuple[str, str]
"""What a value is, and what the first thing in it is."""

DEFAULT_STEP = 2
"""In spaces: how far what is below a key stands right of it, where the file has no example."""


@dataclass(frozen=True, slots=True)
class Example:
    """A value in the file, and the column (from 1) of the key or dash that it stands behind or below."""

    node: Node
    column: int

    @property
    def step(self) -> int:
        """How far right of its key or dash the value begins."""
        return self.node.span.column - self.column


class Handwriting:
    """The hand of one document. ``at`` is the offset next to which the nearest example is looked for."""

    def __init__(self, document: Document) -> None:
        self._document = document
        root = document.root
        self._examples: dict[_Pattern, list[Example]] = {(): [Example(root, 1)] if root is not None else []}
        self._by_kind: dict[tuple[_Pattern, _Kind], list[Example]] = {}

    def example(self, path: Path, value: Value, at: int) -> Example | None:
        """The nearest value in such a place that is of the same kind: from ``at`` on, or else before it."""
        pattern = tuple(None if isinstance(key, int) else key for key in path)
        kind = _kind_of_value(value)
        if (pattern, kind) not in self._by_kind:
            like = [each for each in self._in_such_places(pattern) if _kind_of_node(each.node) == kind]
            self._by_kind[pattern, kind] = sorted(like, key=lambda each: each.node.span.start)
        like = self._by_kind[pattern, kind]
        if not like:
            return None
        following = bisect_left(like, at, key=lambda each: each.node.span.start)
        return like[min(following, len(like) - 1)]

    def quote(self, path: Path, text: str, at: int, *, flow: bool) -> str:
        """The quote in which such texts are written though they need none; empty where they are not."""
        example = self.example(path, text, at)
        node = example.node if example is not None else None
        if not isinstance(node, Scalar) or node.style not in ("'", '"'):
            return ""
        return node.style if scalar_text(node.text, flow=flow) == node.text else ""

    def in_flow(self, path: Path, value: Value, at: int) -> bool:
        """Whether such a value is written in brackets or braces; without an example, only a list of texts is."""
        if not value:
            return True
        example = self.example(path, value, at)
        if example is not None:
            return not isinstance(example.node, Scalar) and example.node.flow
        return isinstance(value, list) and all(isinstance(item, str) for item in value)

    def padding(self, path: Path, value: Value, at: int) -> str:
        """What stands behind an opening brace and before the closing one."""
        example = self.example(path, value, at)
        return " " if example and self._document.text.startswith("{ ", example.node.span.start) else ""

    def step(self, path: Path, value: Value, at: int) -> int:
        """How far right of its key a value in block style begins."""
        example = self.example(path, value, at)
        if example is not None and _is_block(example.node):
            return example.step
        return self._usual_steps[1 if isinstance(value, list) else 0]

    def gap(self, path: Path, value: Value, at: int) -> str:
        """What stands between the dash of such an item and the item itself."""
        example = self.example(path, value, at)
        return " " * max(example.step - 1, 1) if example is not None else " "

    def items_apart(self, path: Path, value: Value, at: int) -> bool:
        """Whether empty lines separate the items of such a list, or the keys of such a mapping."""
        example = self.example(path, value, at)
        node = example.node if example is not None else None
        if node is None or isinstance(node, Scalar) or node.flow or len(parts_of(node)) == 1:
            return False
        return layout.is_apart(self._document, node, 0)

    @cached_property
    def _usual_steps(self) -> tuple[int, int]:
        """How far right of their keys mappings and lists in block style begin: the first of each in the file."""
        mappings: list[int] = []
        lists: list[int] = []
        for example in _below_keys(self._document.root):
            (lists if isinstance(example.node, SequenceNode) else mappings).append(example.step)
        return (*mappings, DEFAULT_STEP)[0], (*lists, DEFAULT_STEP)[0]

    def _in_such_places(self, pattern: _Pattern) -> list[Example]:
        if pattern not in self._examples:
            parents = self._in_such_places(pattern[:-1])
            self._examples[pattern] = [
                example for example in _children(parents, pattern[-1]) if not example.node.shared
            ]
        return self._examples[pattern]


def parts_of(node: Node) -> list[Node]:
    """The items of a list, or the values of a mapping."""
    if isinstance(node, Scalar):
        return []
    return list(node.items) if isinstance(node, SequenceNode) else [entry.value for entry in node.entries]


def _children(parents: Sequence[Example], key: str | None) -> list[Example]:
    nodes = [parent.node for parent in parents]
    if key is None:
        return [
            Example(item, node.span.column) for node in nodes if isinstance(node, SequenceNode) for item in node.items
        ]
    mappings = [node for node in nodes if isinstance(node, Mapping)]
    entries = [entry for node in mappings for entry in node.entries]
    of_that_key = [entry for entry in entries if entry.key.text == key and _says_something(entry.value)]
    by_id = [entry for node in mappings if _is_by_id(node) for entry in node.entries]
    return [Example(entry.value, entry.key.span.column) for entry in of_that_key or by_id]


def _is_by_id(mapping: Mapping) -> bool:
    """Whether all values are of one kind, so that what one key is like tells what another is like."""
    return len({type(entry.value) for entry in mapping.entries}) == 1


def _says_something(node: Node) -> bool:
    return not node.is_null if isinstance(node, Scalar) else bool(parts_of(node))


def _below_keys(node: Node | None) -> Iterator[Example]:
    if isinstance(node, SequenceNode):
        for item in node.items:
            yield from _below_keys(item)
    elif isinstance(node, Mapping):
        for entry in node.entries:
            if _is_block(entry.value):
                yield Example(entry.value, entry.key.span.column)
                yield from _below_keys(entry.value)


def _is_block(node: Node) -> bool:
    return not isinstance(node, Scalar) and not node.flow and not node.shared


def _kind_of_value(value: Value) -> _Kind:
    if isinstance(value, str):
        return "text", ""
    kind, parts = ("list", value) if isinstance(value, list) else ("mapping", list(value.values()))
    return kind, _kind_of_value(parts[0])[0] if parts else ""


def _kind_of_node(node: Node) -> _Kind:
    if isinstance(node, Scalar):
        return "text", ""
    parts = parts_of(node)
    return "list" if isinstance(node, SequenceNode) else "mapping", _kind_of_node(parts[0])[0] if parts else ""
