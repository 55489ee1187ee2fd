"""The four ways to change the text of a YAML file: set a key, remove one, insert an item, remove one.

Text in, text out; every character that is not the edit's own stays. What keys mean is not known here, and nothing is
checked afterwards: that is the business of ``operations``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as Fields
from collections.abc import Sequence as Ordered
from dataclasses import dataclass

from season_calendar.yaml_source import Document, Entry, Mapping, Node, Scalar, Sequence
from season_calendar.yaml_source.editing import layout
from season_calendar.yaml_source.editing.layout import refuse, refuse_shared
from season_calendar.yaml_source.editing.scalar_text import scalar_text

_COMMA_ONLY = re.compile(r"\s*,\s*")


@dataclass(frozen=True, slots=True)
class ListStyle:
    """How a list's items are written: how far its dashes stand right of its key, and whether ``{in: braces}``."""

    indentation: int = 2
    flow_items: bool = False


def set_key(document: Document, mapping: Mapping, key: str, value: str, order: Ordered[str]) -> str:
    """Give a key a value: in place where the key is there, with its quotes and its comment; else as a new key.

    A new key comes after the nearest of those that stand before it in ``order``, or else after the first key.

    Raises EditRefusedError.
    """
    entry = mapping.get(key)
    if entry is None:
        return _insert_key(document, mapping, key, scalar_text(value, flow=mapping.flow), order)
    node = entry.value
    refuse_shared(document, node)
    if not isinstance(node, Scalar):
        refuse(document, node, f"{key} holds more than one value")
    new = scalar_text(value, flow=mapping.flow, style=node.style)
    end = layout.content_end(document, node)
    return _spliced(document, node.span.start, end, _space_before(document, node) + new)


def remove_key(document: Document, mapping: Mapping, key: str) -> str:
    """Remove a key with its value and the comment on its line; comments on lines of their own around it stay.

    Raises EditRefusedError, also where it is the only key of a mapping in block style.
    """
    index = next(index for index, entry in enumerate(mapping.entries) if entry.key.text == key)
    entry = mapping.entries[index]
    refuse_shared(document, mapping)
    refuse_shared(document, entry.value)
    if mapping.flow:
        parts = [(each.key.span.start, layout.content_end(document, each.value)) for each in mapping.entries]
        return _without_flow_part(document, entry.value, parts, index)
    if len(mapping.entries) == 1:
        refuse(document, entry.key, f"{key} is all that stands here")
    before = layout.before_key(document, entry.key)
    start, end = entry.key.span.start - len(before), layout.lines_end(document, entry.value)
    if "-" not in before:
        return _spliced(document, start, end, "")
    # The dash stays behind, alone: to pull the next key up to it would change a line that is not ours.
    return _spliced(document, start, end, before.rstrip() + layout.line_break_at(document, end))


def insert_item(
    document: Document, mapping: Mapping, key: str, index: int, fields: Fields[str, str], style: ListStyle
) -> str:
    """Insert an item of such fields at ``index`` of the list under ``key``, in the form of its neighbours.

    ``style`` says how the first item of a list is to look. A list that is not there yet comes after the last key.

    Raises EditRefusedError.
    """
    entry = mapping.get(key)
    if entry is None:
        if mapping.flow:
            return _insert_key(document, mapping, key, f"[{_flow_item(fields)}]", [])
        return _insert_lines_after(document, mapping, [f"{key}:", *_first_item(fields, style)])
    node = entry.value
    refuse_shared(document, node)
    if isinstance(node, Sequence) and node.items:
        insert = _insert_flow_item if node.flow else _insert_block_item
        return insert(document, node, index, fields)
    if isinstance(node, Mapping) or (isinstance(node, Scalar) and not node.is_null):
        refuse(document, node, f"{key} is not a list")
    if mapping.flow:
        written = f"{_space_before(document, node)}[{_flow_item(fields)}]"
        return _spliced(document, node.span.start, node.span.end, written)
    return _fill_empty_list(document, entry, fields, style)


def remove_item(document: Document, entry: Entry, index: int) -> str:
    """Remove an item of the list that is the value of ``entry``; where it was the last one, ``[]`` stays.

    The comments below it that are indented deeper than its dash are its own and go with it; everything else above and
    below stays.

    Raises EditRefusedError.
    """
    items = entry.value
    if not isinstance(items, Sequence):
        raise TypeError("only a list has items")
    refuse_shared(document, items)
    refuse_shared(document, items.items[index])
    if items.flow:
        parts = [(each.span.start, layout.content_end(document, each)) for each in items.items]
        return _without_flow_part(document, items.items[index], parts, index)
    dash = layout.dash(document, items, index)
    start, end = layout.line_start(document, dash), layout.lines_end(document, items.items[index])
    if document.text[start:dash].strip(" "):
        refuse(document, items.items[index], "something else stands on the same line")
    end = layout.after_own_comments(document, end, items.span.column)
    if len(items.items) > 1:
        return _spliced(document, start, end, "")
    colon = layout.after_colon(document, entry.key)
    return document.text[:colon] + " []" + document.text[colon:start] + document.text[end:]


def _spliced(document: Document, start: int, end: int, new: str) -> str:
    return document.text[:start] + new + document.text[end:]


def _space_before(document: Document, node: Node) -> str:
    """The space that a value needs which comes right behind a colon, where nothing stood before."""
    return " " if node.span.start == node.span.end and document.text[node.span.start - 1] == ":" else ""


def _insert_key(document: Document, mapping: Mapping, key: str, written: str, order: Ordered[str]) -> str:
    refuse_shared(document, mapping)
    if not mapping.entries:
        return _spliced(document, mapping.span.start, mapping.span.end, f"{{{key}: {written}}}")
    earlier = order[: order.index(key)] if key in order else [each.key.text for each in mapping.entries]
    found = (mapping.get(name) for name in reversed(earlier))
    sibling = next((entry for entry in found if entry is not None), mapping.entries[0])
    if mapping.flow:
        at = layout.content_end(document, sibling.value)
        return _spliced(document, at, at, f", {key}: {written}")
    before = layout.before_key(document, sibling.key)
    at = layout.lines_end(document, sibling.value)
    return _with_lines(document, at, [" " * len(before) + f"{key}: {written}"])


def _insert_lines_after(document: Document, mapping: Mapping, lines: Ordered[str]) -> str:
    """Lines, indented as the keys of a block mapping are, after its last one."""
    refuse_shared(document, mapping)
    last = mapping.entries[-1]
    indentation = " " * len(layout.before_key(document, last.key))
    at = layout.lines_end(document, last.value)
    return _with_lines(document, at, [indentation + line for line in lines])


def _with_lines(document: Document, at: int, lines: Ordered[str]) -> str:
    """The text with lines put in at the start of a line, or at the end of a file whose last line has no break."""
    line_break = layout.line_break_at(document, at)
    if at > 0 and document.text[at - 1] not in "\r\n":
        return _spliced(document, at, at, "".join(line_break + line for line in lines))
    return _spliced(document, at, at, "".join(line + line_break for line in lines))


def _insert_block_item(document: Document, items: Sequence, index: int, fields: Fields[str, str]) -> str:
    column = items.span.column
    neighbour = max(index - 1, 0)
    lines = _item_like(document, items, neighbour, fields)
    # Whether empty lines separate the items, the two nearest to the new one tell.
    upper = layout.lines_end(document, items.items[max(neighbour - 1, 0)])
    separated = len(items.items) > 1 and layout.blank_line_between(
        document,
        layout.after_own_comments(document, upper, column) - 1,  # from the line break
        layout.dash(document, items, max(neighbour, 1)),
    )
    if index == 0:
        start = layout.line_start(document, items.span.start)
        at = layout.before_own_comments(document, start, column)
        return _with_lines(document, at, [*lines, ""] if separated else lines)
    end = layout.lines_end(document, items.items[neighbour])
    at = layout.after_own_comments(document, end, column)
    return _with_lines(document, at, ["", *lines] if separated else lines)


def _item_like(document: Document, items: Sequence, index: int, fields: Fields[str, str]) -> list[str]:
    """The lines of a new item with the spaces, braces and dash of its neighbour."""
    neighbour = items.items[index]
    dash = layout.dash(document, items, index)
    indentation = " " * (items.span.column - 1)
    between = document.text[dash + 1 : neighbour.span.start]
    dash_alone = "\n" in between or "\r" in between
    gap = " " if dash_alone else between
    if not isinstance(neighbour, Mapping) or not neighbour.flow:
        inner = neighbour.span.column - 1 if isinstance(neighbour, Mapping) else len(indentation) + 2
        keys = [f"{name}: {scalar_text(text, flow=False)}" for name, text in fields.items()]
        if dash_alone:
            return [indentation + "-", *(" " * inner + key for key in keys)]
        return [f"{indentation}-{gap}{keys[0]}", *(" " * inner + key for key in keys[1:])]
    padding = " " if document.text.startswith("{ ", neighbour.span.start) else ""
    return [f"{indentation}-{gap}{_flow_item(fields, padding)}"]


def _first_item(fields: Fields[str, str], style: ListStyle) -> list[str]:
    """The lines of an item that has no neighbour, from the column of its list's key."""
    indentation = " " * style.indentation
    if style.flow_items:
        return [f"{indentation}- {_flow_item(fields)}"]
    keys = [f"{name}: {scalar_text(text, flow=False)}" for name, text in fields.items()]
    return [f"{indentation}- {keys[0]}", *(f"{indentation}  {key}" for key in keys[1:])]


def _flow_item(fields: Fields[str, str], padding: str = "") -> str:
    keys = ", ".join(f"{name}: {scalar_text(text, flow=True)}" for name, text in fields.items())
    return f"{{{padding}{keys}{padding}}}"


def _insert_flow_item(document: Document, items: Sequence, index: int, fields: Fields[str, str]) -> str:
    """The new item between brackets, with the comma and line break that separate the others."""
    separator = ", "
    if len(items.items) > 1:
        left = max(index - 1, 1) - 1
        end = layout.content_end(document, items.items[left])
        between = document.text[end : items.items[left + 1].span.start]
        separator = between if _COMMA_ONLY.fullmatch(between) else separator
    if index == 0:
        at = items.items[0].span.start
        return _spliced(document, at, at, _flow_item(fields) + separator)
    at = layout.content_end(document, items.items[index - 1])
    return _spliced(document, at, at, separator + _flow_item(fields))


def _fill_empty_list(document: Document, entry: Entry, fields: Fields[str, str], style: ListStyle) -> str:
    """``key: []`` or ``key:`` with its first item, on the lines below; a comment stays behind the colon."""
    indentation = " " * len(layout.before_key(document, entry.key))
    lines = [indentation + line for line in _first_item(fields, style)]
    colon = layout.after_colon(document, entry.key)
    if "\n" in document.text[colon : entry.value.span.end]:
        refuse(document, entry.key, "an empty list stands on a line of its own")
    filled = _with_lines(document, layout.lines_end(document, entry.value), lines)
    return filled[:colon] + filled[entry.value.span.end :]


def _without_flow_part(document: Document, node: Node, parts: Ordered[tuple[int, int]], index: int) -> str:
    """The text without one part of a flow collection, and without one comma beside it."""
    start, end = parts[index]
    if len(parts) == 1:
        return _spliced(document, start, end, "")
    if index > 0 and _COMMA_ONLY.fullmatch(document.text, parts[index - 1][1], start):
        return _spliced(document, parts[index - 1][1], end, "")
    if index + 1 == len(parts) or not _COMMA_ONLY.fullmatch(document.text, end, parts[index + 1][0]):
        refuse(document, node, "a comment stands between this and what is beside it")
    return _spliced(document, start, parts[index + 1][0], "")
