"""The steps that edits are made of, each done twice: on the text, and on the plain data it holds.

After every step the text is read again, and where it does not hold just the data that was asked for, the step is
refused. So no YAML is too odd: what ``text_edits`` does not understand is left alone, never corrupted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from season_calendar.errors import SeasonFileError
from season_calendar.yaml_source import Document, Entry, Node, Scalar, Sequence, parse_yaml
from season_calendar.yaml_source import Mapping as MappingNode
from season_calendar.yaml_source.editing import text_edits
from season_calendar.yaml_source.editing.layout import refuse
from season_calendar.yaml_source.editing.text_edits import ListStyle

Path: TypeAlias = tuple[str | int, ...]
"""The keys and indices that lead from the root to a node."""

Plain: TypeAlias = "str | list[Plain] | dict[str, Plain] | None"


class Operation(Protocol):
    """One change of one place. ``path`` leads to the mapping that it changes."""

    @property
    def path(self) -> Path: ...

    def on_text(self, document: Document) -> str:
        """The text after the step. Raises EditRefusedError."""

    def on_data(self, mapping: dict[str, Plain]) -> None:
        """Do the same to the plain data of the mapping at ``path``."""


@dataclass(frozen=True, slots=True)
class SetKey:
    """Give ``key`` a value; where it is not there, after its nearest predecessor in ``order``."""

    path: Path
    key: str
    value: str
    order: tuple[str, ...] = ()

    def on_text(self, document: Document) -> str:
        """The text with the value."""
        return text_edits.set_key(document, mapping_at(document, self.path), self.key, self.value, self.order)

    def on_data(self, mapping: dict[str, Plain]) -> None:
        """Set it."""
        mapping[self.key] = self.value


@dataclass(frozen=True, slots=True)
class RemoveKey:
    """Remove ``key``, which is there."""

    path: Path
    key: str

    def on_text(self, document: Document) -> str:
        """The text without the key."""
        return text_edits.remove_key(document, mapping_at(document, self.path), self.key)

    def on_data(self, mapping: dict[str, Plain]) -> None:
        """Remove it."""
        del mapping[self.key]


@dataclass(frozen=True, slots=True)
class InsertItem:
    """Insert a mapping of such fields at ``index`` of the list under ``key``; ``style`` is for the first item."""

    path: Path
    key: str
    index: int
    fields: Mapping[str, str]
    style: ListStyle = field(default_factory=ListStyle)

    def on_text(self, document: Document) -> str:
        """The text with the item."""
        mapping = mapping_at(document, self.path)
        return text_edits.insert_item(document, mapping, self.key, self.index, self.fields, self.style)

    def on_data(self, mapping: dict[str, Plain]) -> None:
        """Insert it."""
        items = mapping.get(self.key) or []
        if isinstance(items, list):
            mapping[self.key] = [*items[: self.index], dict(self.fields), *items[self.index :]]


@dataclass(frozen=True, slots=True)
class RemoveItem:
    """Remove the item at ``index`` of the list under ``key``."""

    path: Path
    key: str
    index: int

    def on_text(self, document: Document) -> str:
        """The text without the item."""
        mapping = mapping_at(document, self.path)
        return text_edits.remove_item(document, _entry(mapping, self.key), self.index)

    def on_data(self, mapping: dict[str, Plain]) -> None:
        """Remove it."""
        items = mapping[self.key]
        if isinstance(items, list):
            del items[self.index]


def take(document: Document, steps: Iterable[Operation]) -> Document:
    """The document after the steps, one after the other; every path is meant as it leads when its step is taken.

    Raises EditRefusedError.
    """
    for step in steps:
        document = _take(document, step)
    return document


def plain(node: Node | None) -> Plain:
    """The data of a node: dicts, lists, texts, and None for what is empty. Of a key written twice, the first."""
    if node is None or (isinstance(node, Scalar) and node.is_null):
        return None
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {entry.key.text: plain(entry.value) for entry in reversed(node.entries)}


def mapping_at(document: Document, path: Path) -> MappingNode:
    """The mapping to which a path leads. The path must have been found in the same document."""
    node = document.root
    for key in path:
        if isinstance(node, Sequence):
            node = node.items[int(key)]
        elif isinstance(node, MappingNode):
            node = _entry(node, str(key)).value
    if not isinstance(node, MappingNode):
        raise LookupError(f"no mapping at {path}")
    return node


def _entry(mapping: MappingNode, key: str) -> Entry:
    entry = mapping.get(key)
    if entry is None:
        raise LookupError(f"no key {key}")
    return entry


def _take(document: Document, step: Operation) -> Document:
    expected = plain(document.root)
    step.on_data(_data_at(expected, step.path))
    where = mapping_at(document, step.path)
    try:
        after = parse_yaml(step.on_text(document).encode(), document.path)
    except SeasonFileError:
        after = None
    if after is None or plain(after.root) != expected:
        refuse(document, where, "this place is written in a way that cannot be edited safely")
    return after


def _data_at(data: Plain, path: Path) -> dict[str, Plain]:
    for key in path:
        if isinstance(data, list):
            data = data[int(key)]
        elif isinstance(data, dict):
            data = data[str(key)]
    if not isinstance(data, dict):
        raise LookupError(f"no mapping at {path}")
    return data
