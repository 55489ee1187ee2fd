"""The nodes of a YAML document, each with its place in the text. Nothing is made a number or a date here."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TypeAlias

from season_calendar.errors import Problem, Severity
from season_calendar.printable import in_one_line
from season_calendar.shown_text import shortened

BYTE_ORDER_MARK = "\ufeff"
LINE_BREAK = re.compile(r"\r\n|\r|\n")

_COMMENT = re.compile(r"[ \t]+(#(?:[^\r\n]*[^\r\n \t])?)")

DEEPEST_NESTING = 32
"""In levels. A season has six."""

LONGEST_SHOWN_LINE = 1000
"""In characters. No one writes such lines, and a hundred problems in one of a megabyte would fill the memory."""

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text.

    ``start`` and ``end`` are offsets in characters into ``Document.text`` (a byte order mark counts there), ``end``
    the first one past it. ``line`` and ``column`` of the start count from 1, and a byte order mark has no column;
    ``end_line`` is the line of the last character.
    """

    start: int
    end: int
    line: int
    column: int
    end_line: int


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text. ``style`` is its quote (``'`` or ``"``), ``|`` or ``>`` for a block, or empty for plain text.

    The span takes in quotes and an anchor; that of a block ends after the line break of its last line with text.
    """

    span: Span
    text: str
    style: str
    shared: bool = False

    @property
    def is_null(self) -> bool:
        """Nothing is written there, or ``null``; quoted text never is null."""
        return self.style == "" and self.text in _NULLS


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list: in brackets (``flow``), or one dash a line, where the span goes from first dash to last item's end."""

    span: Span
    items: tuple[Node, ...]
    flow: bool
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A key with its value. The value of ``key:`` alone is an empty Scalar of no width after the colon."""

    key: Scalar
    value: Node


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with values, in the order of the text; a key that is written twice stands here twice."""

    span: Span
    entries: tuple[Entry, ...]
    flow: bool
    shared: bool = False

    def get(self, key: str) -> Entry | None:
        """The first entry of that key."""
        return next((entry for entry in self.entries if entry.key.text == key), None)


Node: TypeAlias = Scalar | Sequence | Mapping
"""``shared`` says of each that it stands at or below an anchor or alias, so that its text may mean several places.

A node reached through an alias has the span of the alias (``*name``); the nodes below it have their own.
"""


@dataclass(frozen=True, slots=True)
class Document:
    """A text and what it holds; ``root`` is None where it holds nothing but comments."""

    text: str
    path: str
    root: Node | None = None

    def span(self, start: int, end: int) -> Span:
        """The span between two offsets; what begins at a byte order mark begins behind it."""
        first = self._line_of(0)[1]
        start, end = max(start, first), max(end, first)
        line, line_start = self._line_of(start)
        end_line, _ = self._line_of(max(end - 1, start))
        return Span(start, end, line, start - line_start + 1, end_line)

    def problem(
        self,
        where: Node | Span,
        message: str,
        hint: str | None = None,
        severity: Severity = Severity.ERROR,
    ) -> Problem:
        """A problem at that place, with the line it stands in (of several lines, the first) unless it is very long.

        What cannot be seen of the message and the hint is escaped in them; the line is as it stands in the file.

        A mapping is meant by its beginning: its first key, or its brace.
        """
        span = _meant(where)
        line_start = span.start - span.column + 1
        line_break = LINE_BREAK.search(self.text, span.start)
        line_end = line_break.start() if line_break else len(self.text)
        return Problem(
            path=self.path,
            line=span.line,
            column=span.column,
            message=in_one_line(shortened(message)),
            hint=in_one_line(hint) if hint is not None else None,
            severity=severity,
            source_line=self.text[line_start:line_end] if line_end - line_start <= LONGEST_SHOWN_LINE else "",
            width=max(min(span.end, line_end) - span.start, 1),
        )

    def place_in(self, node: Scalar, part: str) -> Node | Span:
        """Where a part of a text stands in it; where an escape stands for some of that, the text itself."""
        at = self.text.find(part, node.span.start, node.span.end)
        return node if at < 0 else self.span(at, at + len(part))

    def comment_behind(self, node: Scalar) -> Span | None:
        """Where a comment stands behind a text without quotes, on its last line."""
        comment = _COMMENT.match(self.text, node.span.end) if node.style == "" else None
        if comment is None:
            return None
        # Counted here: to ask the document for each comment's line would read it as often as it has comments.
        (start, end), span = comment.span(1), node.span
        above = max(self.text.rfind("\n", span.start, start), self.text.rfind("\r", span.start, start))
        column = span.column + start - span.start if above < 0 else start - above
        return Span(start, end, span.end_line, column, span.end_line)

    def _line_of(self, offset: int) -> tuple[int, int]:
        """The number of the line that holds the offset, and the offset at which its columns begin."""
        line, start = 1, len(BYTE_ORDER_MARK) if self.text.startswith(BYTE_ORDER_MARK) else 0
        for line_break in LINE_BREAK.finditer(self.text):
            if line_break.end() > offset:
                break
            line, start = line + 1, line_break.end()
        return line, start


def _meant(where: Node | Span) -> Span:
    if isinstance(where, Span):
        return where
    if not isinstance(where, Mapping):
        return where.span
    first_key = where.entries[0].key.span if where.entries else where.span
    return first_key if first_key.start == where.span.start else replace(where.span, end=where.span.start + 1)
