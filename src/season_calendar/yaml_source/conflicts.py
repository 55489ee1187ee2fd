"""The lines that git leaves in a file where it could not merge two versions of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from season_calendar.errors import Problem
from season_calendar.yaml_source.nodes import BYTE_ORDER_MARK, LINE_BREAK, Document, Span

_MARKER = re.compile(rf"^{BYTE_ORDER_MARK}?((<<<<<<<|\|\|\|\|\|\|\||=======|>>>>>>>)(?: +(.*?) *)?)$", re.MULTILINE)


class _Marker(NamedTuple):
    """A line of git's: its sign, which version it says begins or ends there, and where it stands."""

    sign: str
    version: str
    span: Span


def find_conflicts(document: Document) -> Iterator[Problem]:
    """Each place where two versions stand, and each line that was left of one."""
    open_: list[_Marker] = []
    for marker in _markers(document.text):
        if marker.sign == "<<<<<<<":
            yield from _left(open_, document)
            open_ = [marker]
        elif marker.sign != ">>>>>>>":
            open_.append(marker)
        elif [its.sign for its in open_] in (["<<<<<<<", "======="], ["<<<<<<<", "|||||||", "======="]):
            yield _conflict([*open_, marker], document)
            open_ = []
        else:
            yield from _left([*open_, marker], document)
            open_ = []
    yield from _left(open_, document)


def _markers(text: str) -> Iterator[_Marker]:
    line, behind = 1, 0
    for match in _MARKER.finditer(text.replace("\r", "\n")):
        # Counted on: to ask the document for each line would read it as often as there are such lines.
        line += len(LINE_BREAK.findall(text, behind, match.start()))
        behind = match.start()
        yield _Marker(match[2], match[3] or "", Span(match.start(1), match.end(1), line, 1, line))


def _conflict(markers: list[_Marker], document: Document) -> Problem:
    """Where both versions stand; between the middle two of four markers is what they came from."""
    begin, *middle, end = markers
    ours = _side(begin.span.line + 1, middle[0].span.line - 1, begin.version)
    theirs = _side(middle[-1].span.line + 1, end.span.line - 1, end.version)
    common = _lines(middle[0].span.line, middle[-1].span.line)
    hint = f"keep what is right of both, and delete the lines {begin.span.line}, {common} and {end.span.line}"
    return document.problem(begin.span, f"git could not merge two versions: {ours}, and {theirs}", hint)


def _side(first: int, last: int, version: str) -> str:
    of_version = f" of {version!r}" if version else ""
    if last < first:
        return f"nothing{of_version}"
    return f"{'line' if first == last else 'lines'} {_lines(first, last)}{of_version}"


def _lines(first: int, last: int) -> str:
    return f"{first}" if first == last else f"{first} to {last}"


def _left(markers: list[_Marker], document: Document) -> Iterator[Problem]:
    for marker in markers:
        yield document.problem(marker.span, f"git left the line {marker.sign} of two versions here", "delete it")
