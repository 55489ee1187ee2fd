"""How a description of a format is held against nodes: the words a description is written in, and their checks.

A description is made of ``Scalar``, ``ListOf``, ``MapOf`` and ``Shape``. Each can do two things: ``conform`` a node
(to a value, or to problems), and give its JSON Schema. What a season file holds is not known here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeAlias, TypeVar, cast

from season_calendar.errors import UnreadableValueError, suggestion
from season_calendar.season_file.format.characters import CURLY_QUOTE
from season_calendar.season_file.format.report import Report
from season_calendar.yaml_source import Entry, Mapping, Node, Sequence
from season_calendar.yaml_source import Scalar as ScalarNode

JsonSchema: TypeAlias = dict[str, object]

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
K_co = TypeVar("K_co", covariant=True)


class Form(ABC, Generic[T_co]):
    """What a value must look like."""

    kind: str
    """Which sort of node it is, with its article: ``a list``."""

    @abstractmethod
    def conform(self, node: Node, label: str, report: Report) -> T_co | None:
        """The value, or None where there is none; then ``report`` has the problems. ``label`` names the value."""

    @abstractmethod
    def json_schema(self) -> JsonSchema:
        """The same as a JSON Schema. Where only code can tell, it lets pass what ``conform`` may refuse."""

    def _wrong_kind(self, node: Node, label: str, report: Report, remedy: str) -> None:
        if isinstance(node, ScalarNode) and node.is_null:
            report.error(node, f"{label} is empty", remedy)
        else:
            report.error(node, f"{label} must be {self.kind}, not {_kind_of(node)}", remedy)


@dataclass(frozen=True)
class Scalar(Form[T_co]):
    """A text that ``read`` turns into a value, or raises UnreadableValueError.

    ``kind`` names such texts, as in "a date", and ``example`` is one. ``is_free`` says that any words can stand there.
    """

    kind: str
    example: str
    read: Callable[[str], T_co]
    schema: JsonSchema
    is_free: bool = False

    def conform(self, node: Node, label: str, report: Report) -> T_co | None:
        """The value of a scalar node."""
        if not isinstance(node, ScalarNode) or node.is_null:
            self._wrong_kind(node, label, report, f"write {self.kind} such as {self.example}")
            return None
        if report.hidden(node):
            return None
        try:
            value = self.read(node.text)
        except UnreadableValueError as error:
            report.error(node, error.what, error.hint)
            return None
        if self.is_free:
            report.doubt_free_text(node)
        return value

    def json_schema(self) -> JsonSchema:
        """The schema it was made with."""
        return dict(self.schema)


class Placed(NamedTuple, Generic[T_co]):
    """A value with its node."""

    value: T_co
    node: Node


@dataclass(frozen=True)
class ListOf(Form[tuple[Placed[T_co], ...]]):
    """A list of values of one form. ``item`` names one, without article; ``length`` is exact where it is given."""

    item: str
    form: Form[T_co]
    example: str
    length: int | None = None
    kind: str = "a list"

    def conform(self, node: Node, label: str, report: Report) -> tuple[Placed[T_co], ...] | None:
        """The items that are good, in their order; none of them only where the node is no list."""
        if not isinstance(node, Sequence):
            self._wrong_kind(node, label, report, f"write it as {self.example}")
            return None
        if self.length is not None and len(node.items) != self.length:
            what = f"{label} must be {self.length} items, not {len(node.items)}"
            report.error(node, what, f"write it as {self.example}")
            return None
        values = ((self.form.conform(item, f"this {self.item}", report), item) for item in node.items)
        return tuple(Placed(value, item) for value, item in values if value is not None)

    def json_schema(self) -> JsonSchema:
        """An array."""
        schema: JsonSchema = {"type": "array", "items": self.form.json_schema()}
        if self.length is not None:
            schema |= {"minItems": self.length, "maxItems": self.length}
        return schema


class Named(NamedTuple, Generic[K_co, T_co]):
    """A value with its key; ``value`` is None where it is not good."""

    key: K_co
    value: T_co | None
    entry: Entry


@dataclass(frozen=True)
class MapOf(Form[tuple[Named[K_co, T_co], ...]]):
    """Keys that the writer chooses, each with a value of one form. ``item`` names a value, without article."""

    item: str
    key: Scalar[K_co]
    form: Form[T_co]
    kind: str = "keys with values"

    def conform(self, node: Node, label: str, report: Report) -> tuple[Named[K_co, T_co], ...] | None:
        """Every entry with a good key, in the order of the text."""
        if not isinstance(node, Mapping):
            self._wrong_kind(node, label, report, f"write one {self.item} a line: {self.key.example}: …")
            return None
        named: dict[K_co, Named[K_co, T_co]] = {}
        for entry in node.entries:
            key = self.key.conform(entry.key, f"the key of a {self.item}", report)
            value = self.form.conform(entry.value, f"{self.item} {entry.key.text!r}", report)
            if key is None:
                continue
            if key in named:
                report.twice(entry.key, f"the {self.item} {entry.key.text!r}", named[key].entry.key)
            else:
                named[key] = Named(key, value, entry)
        return tuple(named.values())

    def json_schema(self) -> JsonSchema:
        """An object with any key of the form."""
        schema: JsonSchema = {"type": "object", "additionalProperties": self.form.json_schema()}
        names = {name: rule for name, rule in self.key.json_schema().items() if name != "type"}
        return schema | ({"propertyNames": names} if names else {})


@dataclass(frozen=True)
class Key(Generic[T_co]):
    """A key of a ``Shape``: what it means, and an example as it stands behind the colon."""

    name: str
    form: Form[T_co]
    doc: str
    example: str
    required: bool = False


@dataclass(frozen=True)
class Record:
    """What conformed to a ``Shape``: the values of its keys, those that are there and good."""

    node: Mapping
    _values: dict[str, object]

    def get(self, key: Key[T]) -> T | None:
        """The value; None where the key is not written, and where its value is not good."""
        return cast("T | None", self._values.get(key.name))  # put there by this key's own form

    def is_written(self, key: Key[object]) -> bool:
        """Whether the key is there at all."""
        return self.node.get(key.name) is not None

    def place(self, key: Key[object]) -> Node:
        """Where the key's value stands, or the whole record where it is not written."""
        entry = self.node.get(key.name)
        return self.node if entry is None else entry.value


class Shape(Form[Record]):
    """Known keys, each with a form of its own. ``noun`` names such a thing, without article.

    ``one_of`` are keys of which at most one may be written.
    """

    kind = "keys with values"

    def __init__(self, noun: str, keys: Iterable[Key[object]], one_of: tuple[str, ...] = ()) -> None:
        self.noun = noun
        self.keys = {key.name: key for key in keys}
        self.one_of = one_of

    def conform(self, node: Node, label: str, report: Report) -> Record | None:
        """The record, with what is good in it; None only where the node has no keys at all."""
        if not isinstance(node, Mapping):
            first = next(iter(self.keys.values()))
            self._wrong_kind(node, label, report, f"write its keys below it: {first.name}: {first.example}")
            return None
        entries: dict[str, Entry] = {}
        values: dict[str, object] = {}
        for entry in node.entries:
            name = entry.key.text
            if name in entries:
                report.twice(entry.key, f"the key {name!r}", entries[name].key)
                continue
            entries[name] = entry
            if name not in self.keys:
                if not report.hidden(entry.key):
                    report.error(entry.key, f"unknown key {name!r}", self._known(name))
                continue
            value = self._read(self.keys[name], entry.value, report)
            if value is not None:
                values[name] = value
        self._report_missing(node, entries, report)
        return Record(node, values)

    def json_schema(self) -> JsonSchema:
        """An object with these keys only."""
        schema: JsonSchema = {
            "type": "object",
            "properties": {name: _described(key) for name, key in self.keys.items()},
            "additionalProperties": False,
        }
        required = [key.name for key in self.keys.values() if key.required]
        if required:
            schema["required"] = required
        if self.one_of:
            schema["not"] = {"required": list(self.one_of)}
        return schema

    def _read(self, key: Key[object], node: Node, report: Report) -> object | None:
        if isinstance(node, ScalarNode) and node.is_null:
            or_remove = "" if key.required else ", or remove the key"
            found = report.comment_like_text(node)
            meant = f"{found[1]!r}, for # begins a comment" if found else f"{key.example}{or_remove}"
            report.error(node, f"{key.name!r} is empty", f"write {key.name}: {meant}")
            return None
        return key.form.conform(node, repr(key.name), report)

    def _report_missing(self, node: Mapping, entries: dict[str, Entry], report: Report) -> None:
        for key in self.keys.values():
            if key.required and key.name not in entries:
                report.error(node, f"this {self.noun} has no {key.name!r}", f"add {key.name}: {key.example}")
        written = [name for name in self.one_of if name in entries]
        for name in written[1:]:
            report.error(entries[name].key, f"{written[0]!r} and {name!r} say the same twice", "keep one")

    def _known(self, name: str) -> str:
        if name == "<<":
            return "keys cannot be merged in; write them out"
        if CURLY_QUOTE.search(name):
            return 'curly quotes hold no text together: put "…" around it'
        near = suggestion(name, self.keys)
        return f"did you mean {near!r}?" if near else f"a {self.noun} has: {', '.join(self.keys)}"


@dataclass(frozen=True)
class TextOr(Form[T_co | Record]):
    """A text, or keys where there is more to say than the text alone."""

    text: Scalar[T_co]
    shape: Shape
    kind: str = "a text, or keys with values"

    def conform(self, node: Node, label: str, report: Report) -> T_co | Record | None:
        """The value of the text, or the record of the keys."""
        form: Form[T_co | Record] = self.shape if isinstance(node, Mapping) else self.text
        return form.conform(node, label, report)

    def json_schema(self) -> JsonSchema:
        """Either of the two."""
        return {"anyOf": [self.text.json_schema(), self.shape.json_schema()]}


def _described(key: Key[object]) -> JsonSchema:
    schema: JsonSchema = {"description": key.doc} | key.form.json_schema()
    if isinstance(key.form, Scalar):
        schema["examples"] = [key.example]
    return schema


def _kind_of(node: Node) -> str:
    if isinstance(node, ScalarNode):
        return "a text"
    return "a list" if isinstance(node, Sequence) else "keys with values"
