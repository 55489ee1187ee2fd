"""Where things stand in the text of a season file: whole lines, ends of nodes, dashes of a list. Changes nothing."""

from __future__ import annotations

import re
from typing import NoReturn

from season_calendar.errors import EditRefusedError
from season_calendar.yaml_source import Document, Mapping, Node, Scalar, Sequence
from season_calendar.yaml_source.nodes import BYTE_ORDER_MARK, LINE_BREAK

_REST_OF_LINE = re.compile(r"[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n|\Z)")
_COMMENT_OF_BLOCK = re.compile(r"[|>][-+0-9]*([ \t]*)(#[^\r\n]*)")
_BEFORE_A_KEY = re.compile(r" *(?:-[ \t]+)*")


def refuse(document: Document, where: Node, what: str) -> NoReturn:
    """Raise the EditRefusedError that sends its reader to the line."""
    line = where.span.line
    raise EditRefusedError(f"{document.path}:{line}: {what}", f"edit the file by hand at line {line}")


def refuse_shared(document: Document, node: Node) -> None:
    """Refuse to touch what an anchor or alias makes mean several places."""
    if node.shared:
        refuse(document, node, "this is under an anchor or alias, and an edit would reach other places too")


def content_end(document: Document, node: Node) -> int:
    """Where the last character of a node ends, before a comment or line break that follows."""
    if isinstance(node, Scalar):
        end = node.span.end
        if node.style in ("|", ">") and (line_break := _BREAK_AT_END.search(document.text, node.span.start, end)):
            return line_break.start()
        return end
    if node.flow:
        return node.span.end
    last = node.items[-1] if isinstance(node, Sequence) else node.entries[-1].value
    # The span of an alias is its own, and what it stands for is elsewhere.
    return node.span.end if document.text[node.span.start] == "*" else content_end(document, last)


def comment_in(document: Document, node: Node) -> str:
    """The comment behind the sign of a block (``|  # why``), with the space before it; empty where there is none."""
    if not isinstance(node, Scalar) or node.style not in ("|", ">"):
        return ""
    comment = _COMMENT_OF_BLOCK.match(document.text, node.span.start, node.span.end)
    return f"{comment[1] or ' '}{comment[2]}" if comment else ""  # behind a text it needs the space


def line_start(document: Document, offset: int) -> int:
    """Where the line begins that holds the offset."""
    start = max(document.text.rfind("\n", 0, offset), document.text.rfind("\r", 0, offset)) + 1
    return len(BYTE_ORDER_MARK) if start == 0 and document.text.startswith(BYTE_ORDER_MARK) else start


def lines_end(document: Document, node: Node) -> int:
    """Where the last line of a node ends, after its comment and line break.

    Raises EditRefusedError where something else follows on the line.
    """
    rest = _REST_OF_LINE.match(document.text, content_end(document, node))
    if rest is None:
        refuse(document, node, "something else stands on the same line")
    return rest.end()


def line_break_at(document: Document, end: int) -> str:
    """The line break that ends just there; where none does (the end of the file), the file's first one."""
    text = document.text
    if text.endswith("\r\n", 0, end):
        return "\r\n"
    if text[end - 1 : end] in ("\n", "\r"):
        return text[end - 1]
    first = LINE_BREAK.search(text)
    return first[0] if first else "\n"


def before_key(document: Document, key: Scalar) -> str:
    """What stands before a key of a block mapping on its line: spaces, and dashes if it begins an item.

    Raises EditRefusedError for anything else, such as ``? key``.
    """
    before = document.text[line_start(document, key.span.start) : key.span.start]
    if not _BEFORE_A_KEY.fullmatch(before):
        refuse(document, key, "something else stands before this key")
    return before


def after_colon(document: Document, key: Scalar) -> int:
    """Where the colon behind a key ends."""
    colon = re.compile(r"\s*:").match(document.text, key.span.end)
    if colon is None:
        refuse(document, key, "no colon follows this key")
    return colon.end()


def dash(document: Document, items: Sequence, index: int) -> int:
    """Where the dash of an item of a block list stands; it may be on a line of its own, lines before the item."""
    if document.text[items.span.start] != "-":
        refuse(document, items, "this list does not begin with its first dash")
    if index == 0:
        return items.span.start
    dash_line = re.compile(rf"(?<=[\r\n]) {{{items.span.column - 1}}}-")
    found = dash_line.search(document.text, lines_end(document, items.items[index - 1]))
    if found is None:
        refuse(document, items.items[index], "the dash of this item was not found")
    return found.end() - 1


def after_own_comments(document: Document, end: int, column: int) -> int:
    """Where the comment lines end that follow at ``end`` and are indented deeper than ``column``: the item's own.

    Empty lines may stand above and between them.
    """
    comments = re.compile(rf"(?:(?:[ \t]*{_BREAK})*+ {{{column},}}[ \t]*#[^\r\n]*(?:{_BREAK}|\Z))*")
    found = comments.match(document.text, end)
    return found.end() if found else end


def before_own_comments(document: Document, start: int, column: int) -> int:
    """Where the comment lines begin that stand right above the line at ``start``, indented as ``column``."""
    comment = re.compile(rf" {{{column - 1}}}#")
    while line_break := _BREAK_AT_END.search(document.text, max(start - 2, 0), start):
        above = line_start(document, line_break.start())
        if not comment.match(document.text, above):
            break
        start = above
    return start


def blank_line_between(document: Document, start: int, end: int) -> bool:
    """Whether an empty line stands between two offsets."""
    return _BLANK_LINE_BETWEEN.search(document.text, start, end) is not None


def is_apart(document: Document, collection: Mapping | Sequence, upper: int) -> bool:
    """Whether an empty line separates two neighbours in block style, the own comments of the upper one aside.

    Raises EditRefusedError where they do not stand on lines of their own.
    """
    if isinstance(collection, Sequence):
        above, below = collection.items[upper], dash(document, collection, upper + 1)
    else:
        above, below = collection.entries[upper].value, collection.entries[upper + 1].key.span.start
    own = after_own_comments(document, lines_end(document, above), collection.span.column)
    # From the line break on, which may be two characters.
    return blank_line_between(document, own - len(line_break_at(document, own)), below)


def with_blank_line(document: Document, start: int, end: int) -> tuple[int, int]:
    """Whole lines that are to go, and of the empty lines right above and below them the one that would be too many."""
    above = _BLANK_LINE_AT_END.search(document.text, max(start - _LONGEST_BLANK_LINE, 0), start)
    if above is None:
        return start, end
    if end == len(document.text):
        return above.end(1), end
    below = _BLANK_LINE.match(document.text, end)
    return (start, below.end()) if below else (start, end)


_BREAK = r"(?>\r\n|\r|\n)"  # atomic: or the two halves of one would be taken for two
_BREAK_AT_END = re.compile(r"(?:\r\n|\r|\n)\Z")
_BLANK_LINE = re.compile(rf"[ \t]*{_BREAK}")
_BLANK_LINE_BETWEEN = re.compile(rf"{_BREAK}[ \t]*{_BREAK}")
_BLANK_LINE_AT_END = re.compile(rf"({_BREAK})[ \t]*{_BREAK}\Z")
_LONGEST_BLANK_LINE = 200
"""In characters. A line of more spaces is not taken for an empty one."""
