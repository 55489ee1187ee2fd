"""YAML bytes to a Document, within bounds that no file can break: size, depth, and what aliases expand to.

Only the parser's events are used. Nothing is composed or constructed, so no tag can build an object, and nothing is
resolved by the rules of YAML 1.1: ``14:30``, ``no`` and ``2021-06-03`` stay the texts they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import NoReturn

import yaml

from season_calendar.errors import MOST_PROBLEMS, Problem, SeasonFileError
from season_calendar.shown_text import character_name
from season_calendar.yaml_source.conflicts import find_conflicts
from season_calendar.yaml_source.nodes import (
    BYTE_ORDER_MARK,
    DEEPEST_NESTING,
    LINE_BREAK,
    Document,
    Entry,
    Mapping,
    Node,
    Scalar,
    Sequence,
    Span,
)
from season_calendar.yaml_source.syntax_help import TOO_DEEP, explain

LARGEST_FILE = 1024 * 1024
"""In bytes. A season of a thousand rounds is a third of it."""

MOST_ALIASED_NODES = 100_000

_LOADER: type[yaml.BaseLoader] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

# What YAML 1.2 §5.1 leaves out, and the separators that YAML 1.1 takes for line breaks and editors do not. Named one
# by one: the set of all that is allowed takes fifteen times as long to compile, at every start.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def parse_yaml(source: bytes, path: str) -> Document:
    """The document of a file; ``path`` is only for messages.

    Refused, with every such problem at once where reading can go on: what is not UTF-8 (a byte order mark may stand
    in front) or over LARGEST_FILE; lines of git's that
    tell of a conflict; YAML that does not parse; control characters; tags; keys that are no text; more
    than one document; nesting over DEEPEST_NESTING; aliases of nothing, of themselves, or of more than
    MOST_ALIASED_NODES nodes together.

    Raises SeasonFileError.
    """
    if len(source) > LARGEST_FILE:
        too_large = f"the file is larger than {LARGEST_FILE // 1024} KiB"
        hint = "a season of a thousand rounds is smaller; split the file by season"
        raise SeasonFileError([Problem(path, 1, 1, too_large, hint)])
    document = Document(_decode(source, path), path)
    unprintable = _UNPRINTABLE.search(document.text, 1 if document.text.startswith(BYTE_ORDER_MARK) else 0)
    if unprintable:
        where = document.span(*unprintable.span())
        message = f"a character that cannot be seen, {character_name(unprintable[0])}"
        raise SeasonFileError([document.problem(where, message, "delete it")])
    conflicts = tuple(islice(find_conflicts(document), MOST_PROBLEMS))
    if conflicts:
        raise SeasonFileError(conflicts)
    return replace(document, root=_Builder(document).build())


def _decode(source: bytes, path: str) -> str:
    try:
        return source.decode("utf-8")
    except UnicodeDecodeError as error:
        before = len(source[: error.start].decode("utf-8"))
        document = Document(source.decode("utf-8", "replace"), path)
        where = document.span(before, before + 1)
        message = f"byte 0x{source[error.start]:02X} is not UTF-8"
        problem = document.problem(where, message, "save the file with the encoding UTF-8")
        raise SeasonFileError([problem]) from None


class _Builder:
    """Puts the nodes of one document together from the parser's events."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._shift = len(BYTE_ORDER_MARK) if document.text.startswith(BYTE_ORDER_MARK) else 0
        self._events: Iterator[yaml.Event] = iter(())
        self._problems: list[Problem] = []
        self._last_scalar: Scalar | None = None
        self._count = 0
        self._aliased = 0
        self._anchored: dict[str, tuple[Node, int] | None] = {}
        """By name: the node and how many it is in all; None while its end is not reached."""

    def build(self) -> Node | None:
        """The root. Raises SeasonFileError with what was found up to a problem that ends reading, or to the end."""
        root: Node | None = None
        try:
            self._events = iter(yaml.parse(self._document.text[self._shift :], Loader=_LOADER))
            documents = 0
            for event in self._events:
                if isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    if documents > 1:
                        hint = "keep one season in a file; remove the line ---"
                        self._give_up(self._span(event), "a second document begins here", hint)
                    root = self._node(next(self._events), 1, False)
        except (yaml.YAMLError, ValueError, OverflowError) as error:  # the last two: \U escapes, without libyaml
            syntax = error if isinstance(error, yaml.YAMLError) else yaml.YAMLError(str(error))
            self._problems.append(explain(self._document, syntax, self._last_scalar))
        if self._problems:
            raise self._refusal()
        return root

    def _node(self, event: yaml.Event, depth: int, shared: bool) -> Node:
        span = self._span(event)
        if depth > DEEPEST_NESTING:
            self._give_up(span, *TOO_DEEP)
        if isinstance(event, yaml.AliasEvent):
            return self._aliased_node(str(event.anchor), span, depth)
        if not isinstance(event, yaml.ScalarEvent | yaml.SequenceStartEvent | yaml.MappingStartEvent):
            raise AssertionError(f"no node begins with {event!r}")
        if event.tag is not None:
            tag = str(event.tag).replace("tag:yaml.org,2002:", "!!")
            self._complain(span, f"the tag {tag} is not allowed", "remove it, or quote a text with !")
        before = self._count
        self._count += 1
        if event.anchor is None:
            return self._content(event, span, depth, shared)
        name = str(event.anchor)
        if name in self._anchored:
            self._complain(span, f"the anchor &{name} is there twice", "give each anchor a name of its own")
        self._anchored[name] = None
        node = self._content(event, span, depth, True)
        self._anchored[name] = (node, self._count - before)
        return node

    def _content(
        self,
        event: yaml.ScalarEvent | yaml.SequenceStartEvent | yaml.MappingStartEvent,
        span: Span,
        depth: int,
        shared: bool,
    ) -> Node:
        if isinstance(event, yaml.ScalarEvent):
            style = event.style or ""
            span = self._without_blank_lines(span) if style in ("|", ">") else span
            self._last_scalar = Scalar(span, event.value, style, shared)
            return self._last_scalar
        flow = bool(event.flow_style)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Node] = []
            while not isinstance(child := next(self._events), yaml.SequenceEndEvent):
                items.append(self._node(child, depth + 1, shared))
            last = items[-1] if items else None
            return Sequence(self._whole(span, last, child, flow), tuple(items), flow, shared)
        entries: list[Entry] = []
        while not isinstance(child := next(self._events), yaml.MappingEndEvent):
            key = self._node(child, depth + 1, shared)
            value = self._node(next(self._events), depth + 1, shared)
            if isinstance(key, Scalar):
                entries.append(Entry(key, value))
            else:
                self._complain(key.span, "a key must be a text", 'put it in quotes if it is one: "…"')
        last = entries[-1].value if entries else None
        return Mapping(self._whole(span, last, child, flow), tuple(entries), flow, shared)

    def _aliased_node(self, name: str, span: Span, depth: int) -> Node:
        if name not in self._anchored:
            self._complain(span, f"there is no anchor &{name}", 'put a text that starts with * in quotes: "…"')
            return Scalar(span, "", "", shared=True)
        anchored = self._anchored[name]
        if anchored is None:
            self._give_up(span, f"the alias *{name} stands inside what it repeats", "write it out")
        node, count = anchored
        self._count += count
        self._aliased += count
        if self._aliased > MOST_ALIASED_NODES:
            self._give_up(span, f"aliases repeat more than {MOST_ALIASED_NODES} nodes", "write them out")
        if depth + _height(node) - 1 > DEEPEST_NESTING:
            self._give_up(span, *TOO_DEEP)
        return replace(node, span=span, shared=True)

    def _span(self, event: yaml.Event) -> Span:
        start, end = event.start_mark, event.end_mark
        if start is None or end is None:
            raise AssertionError("a parser's event has marks")
        # A mark at the start of a line ends what stands in the line before.
        end_line = end.line if end.column == 0 and end.index > start.index else end.line + 1
        return Span(start.index + self._shift, end.index + self._shift, start.line + 1, start.column + 1, end_line)

    def _whole(self, start: Span, last: Node | None, end: yaml.Event, flow: bool) -> Span:
        """The span of a collection. The parser ends one in block style at the next token, we at its last child."""
        last_span = last.span if last is not None and not flow else self._span(end)
        return replace(start, end=last_span.end, end_line=last_span.end_line)

    def _without_blank_lines(self, span: Span) -> Span:
        written = self._document.text[span.start : span.end]
        if "+" in written.splitlines()[0]:  # keeps them as text
            return span
        end_of_text = LINE_BREAK.search(written, len(written.rstrip(" \t\r\n")))
        if end_of_text is None:
            return span
        end = end_of_text.end()
        # Counted here: to ask the document for each block's lines would read it as often as it has blocks.
        return replace(span, end=span.start + end, end_line=span.line + len(LINE_BREAK.findall(written, 0, end)) - 1)

    def _refusal(self) -> SeasonFileError:
        """Every problem so far, in the order of the file: that of a key is known only after those within it."""
        return SeasonFileError(sorted(self._problems, key=lambda problem: (problem.line, problem.column)))

    def _complain(self, where: Span, message: str, hint: str) -> None:
        self._problems.append(self._document.problem(where, message, hint))
        if len(self._problems) >= MOST_PROBLEMS:
            raise self._refusal()

    def _give_up(self, where: Span, message: str, hint: str) -> NoReturn:
        self._complain(where, message, hint)
        raise self._refusal()


def _height(node: Node) -> int:
    """How many levels a node has; a scalar has one."""
    if isinstance(node, Scalar):
        return 1
    children = node.items if isinstance(node, Sequence) else [entry.value for entry in node.entries]
    return 1 + max((_height(child) for child in children), default=0)
