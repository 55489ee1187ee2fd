"""The four ways to change the text of a YAML file: set a key, remove one, insert an item, remove one.

Each says which pieces of the text become what; every character besides stays. What keys mean is not known here, and
nothing is checked afterwards: that is the business of whoever applies the splices.
"""

from __future__ import annotations

import re
from collections.abc import Sequence as Ordered
from dataclasses import dataclass

from season_calendar.yaml_source import Document, Entry, Mapping, Node, Scalar, Sequence
from season_calendar.yaml_source.editing import layout
from season_calendar.yaml_source.editing.data import Path, Value, mapping_at
from season_calendar.yaml_source.editing.handwriting import Handwriting
from season_calendar.yaml_source.editing.layout import refuse, refuse_shared
from season_calendar.yaml_source.editing.scalar_text import scalar_text
from season_calendar.yaml_source.editing.splices import Splice
from season_calendar.yaml_source.editing.value_text import Writer, indented, key_text
from season_calendar.yaml_source.nodes import LINE_BREAK

_COMMA_ONLY = re.compile(r"\s*,\s*")
_LAST_LINE_BREAK = re.compile(r"(?:\r\n|\r|\n) *\Z")
_COMMENT = re.compile(r"(?:^|[ \t])#", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class TextEditor:
    """Changes of one document, each as splices of its text; every method raises EditRefusedError.

    ``path`` leads to the mapping that is changed, and must do so in this document.
    """

    document: Document
    hand: Handwriting

    def set_key(self, path: Path, key: str, value: Value, order: Ordered[str], *, apart: bool = False) -> list[Splice]:
        """Give a key a value: in place where the key is there, with its quotes and its comment; else as a new key.

        A new key comes after the nearest of those that stand before it in ``order``, or else after the first key; with
        no order, after the last. ``apart`` says whether an empty line is to set it apart where no neighbours tell.
        """
        mapping = mapping_at(self.document.root, path)
        entry = mapping.get(key)
        if entry is None:
            return self._insert_key(mapping, (*path, key), value, order, apart=apart)
        refuse_shared(self.document, entry.value)
        if isinstance(entry.value, Scalar) and isinstance(value, str):
            new = scalar_text(value, flow=mapping.flow, style=entry.value.style)
            return [self._replace_inline(entry.value, new)]
        return self._replace(mapping, entry, (*path, key), value)

    def remove_key(self, path: Path, key: str) -> list[Splice]:
        """Remove a key with its value and the comment on its line; comments on lines of their own around it stay.

        Where it was the only key of what stands below another key, ``{}`` stays there.
        """
        mapping = mapping_at(self.document.root, path)
        index = next(index for index, entry in enumerate(mapping.entries) if entry.key.text == key)
        entry = mapping.entries[index]
        refuse_shared(self.document, mapping)
        refuse_shared(self.document, entry.value)
        if mapping.flow:
            return [self._without_flow_part(entry.value, _spans(self.document, mapping), index)]
        before = layout.before_key(self.document, entry.key)
        start, end = entry.key.span.start - len(before), layout.lines_end(self.document, entry.value)
        if not isinstance(entry.value, Scalar):
            end = layout.after_own_comments(self.document, end, entry.key.span.column)
        if len(mapping.entries) == 1:
            parent = self._entry_of(path)
            if parent is None or "-" in before:
                refuse(self.document, entry.key, f"{key} is all that stands here")
            return [self._behind_colon(parent, " {}"), Splice(start, end, "")]
        if "-" not in before:
            return [Splice(*layout.with_blank_line(self.document, start, end), "")]
        # The dash stays behind, alone: to pull the next key up to it would change a line that is not ours.
        return [Splice(start, end, before.rstrip() + layout.line_break_at(self.document, end))]

    def insert_item(self, path: Path, key: str, index: int, value: Value, *, apart: bool = False) -> list[Splice]:
        """Insert an item at ``index`` of the list under ``key``, in the form of its neighbours.

        A list that is not there yet comes after the last key. ``apart`` is as for ``set_key``.
        """
        entry = mapping_at(self.document.root, path).get(key)
        if entry is None:
            return self.set_key(path, key, [value], ())
        node = entry.value
        refuse_shared(self.document, node)
        if isinstance(node, Sequence) and node.items:
            place = (*path, key, index)
            if node.flow:
                return [self._insert_flow_item(node, place, index, value)]
            return [self._insert_block_item(node, place, index, value, apart=apart)]
        if isinstance(node, Mapping) or (isinstance(node, Scalar) and not node.is_null):
            refuse(self.document, node, f"{key} is not a list")
        return self.set_key(path, key, [value], ())

    def remove_item(self, path: Path, key: str, index: int) -> list[Splice]:
        """Remove an item of the list under ``key``; where it was the last one, ``[]`` stays.

        The comments below it that are indented deeper than its dash are its own and go with it, and so does one of two
        empty lines around it; everything else above and below stays.
        """
        entry = mapping_at(self.document.root, path).get(key)
        if entry is None or not isinstance(entry.value, Sequence):
            raise TypeError("only a list has items")
        items = entry.value
        refuse_shared(self.document, items)
        refuse_shared(self.document, items.items[index])
        if items.flow:
            return [self._without_flow_part(items.items[index], _spans(self.document, items), index)]
        dash = layout.dash(self.document, items, index)
        start, end = layout.line_start(self.document, dash), layout.lines_end(self.document, items.items[index])
        if self.document.text[start:dash].strip(" "):
            refuse(self.document, items.items[index], "something else stands on the same line")
        end = layout.after_own_comments(self.document, end, items.span.column)
        if len(items.items) > 1:
            return [Splice(*layout.with_blank_line(self.document, start, end), "")]
        return [self._behind_colon(entry, " []"), Splice(start, end, "")]

    def _insert_key(
        self, mapping: Mapping, path: Path, value: Value, order: Ordered[str], *, apart: bool
    ) -> list[Splice]:
        refuse_shared(self.document, mapping)
        writer = Writer(self.hand, mapping.span.start)
        key = str(path[-1])
        if not mapping.entries:
            written = f"{{{key_text(key)}: {writer.inline(path, value, flow=True)}}}"
            return [Splice(mapping.span.start, mapping.span.end, written)]
        index = _place_in(mapping, key, order)
        sibling = mapping.entries[index]
        if mapping.flow:
            at = layout.content_end(self.document, sibling.value)
            separator = ", " if isinstance(value, str) else self._separator(_spans(self.document, mapping), index)
            return [Splice(at, at, f"{separator}{key_text(key)}: {writer.inline(path, value, flow=True)}")]
        writer = Writer(self.hand, sibling.value.span.start)
        before = layout.before_key(self.document, sibling.key)
        at = layout.lines_end(self.document, sibling.value)
        if not isinstance(sibling.value, Scalar):
            at = layout.after_own_comments(self.document, at, sibling.key.span.column)
        lines = indented(len(before), writer.key_lines(path, value))
        if not isinstance(value, str) and self._is_apart(mapping, index, default=apart and len(lines) > 1):
            lines = ["", *lines]
        return [self._put_in_lines(at, lines)]

    def _is_apart(self, collection: Mapping | Sequence, index: int, *, default: bool) -> bool:
        """Whether an empty line is to separate a new part from that at ``index``: the two nearest to it tell."""
        parts = collection.items if isinstance(collection, Sequence) else collection.entries
        return default if len(parts) == 1 else layout.is_apart(self.document, collection, max(index - 1, 0))

    def _replace(self, mapping: Mapping, entry: Entry, path: Path, value: Value) -> list[Splice]:
        """Put a collection in the place of a value, or any value in the place of a collection."""
        node = entry.value
        writer = Writer(self.hand, node.span.start)
        old_inline = isinstance(node, Scalar) or node.flow
        end = layout.content_end(self.document, node) if old_inline else layout.lines_end(self.document, node)
        if not isinstance(node, Scalar) and _COMMENT.search(self.document.text, node.span.start, end):
            refuse(self.document, node, "a comment stands inside of what would be replaced")
        inline = mapping.flow or writer.is_inline(path, value)
        if old_inline and inline:
            return [self._replace_inline(node, writer.inline(path, value, flow=mapping.flow))]
        lines_end = layout.lines_end(self.document, node)
        if inline:
            new = writer.inline(path, value, flow=False)
            start = layout.line_start(self.document, node.span.start)
            return [self._behind_colon(entry, f" {new}"), Splice(start, lines_end, "")]
        column = len(layout.before_key(self.document, entry.key))
        lines = indented(column, writer.below_key(path, value))
        if not old_inline:
            start = layout.line_start(self.document, node.span.start)
            return [Splice(start, lines_end, self._as_lines_until(lines_end, lines))]
        colon = layout.after_colon(self.document, entry.key)
        if LINE_BREAK.search(self.document.text, colon, node.span.start):
            refuse(self.document, entry.key, "the value of this key stands on another line")
        return [Splice(colon, end, layout.comment_in(self.document, node)), self._put_in_lines(lines_end, lines)]

    def _insert_block_item(self, items: Sequence, path: Path, index: int, value: Value, *, apart: bool) -> Splice:
        column = items.span.column
        neighbour = max(index - 1, 0)
        node = items.items[neighbour]
        dash = layout.dash(self.document, items, neighbour)
        between = self.document.text[dash + 1 : node.span.start]
        gap = "" if LINE_BREAK.search(between) else between
        lines = indented(column - 1, Writer(self.hand, node.span.start).item_lines(path, value, gap))
        apart = self._is_apart(items, neighbour, default=apart and len(lines) > 1)
        if index == 0:
            start = layout.line_start(self.document, items.span.start)
            at = layout.before_own_comments(self.document, start, column)
            return self._put_in_lines(at, [*lines, ""] if apart else lines)
        end = layout.lines_end(self.document, node)
        at = layout.after_own_comments(self.document, end, column)
        return self._put_in_lines(at, ["", *lines] if apart else lines)

    def _insert_flow_item(self, items: Sequence, path: Path, index: int, value: Value) -> Splice:
        """The new item between brackets, with the comma and line break that separate the others."""
        neighbour = items.items[max(index - 1, 0)]
        new = Writer(self.hand, neighbour.span.start).inline(path, value, flow=True)
        separator = self._separator(_spans(self.document, items), index - 1)
        if index == 0:
            return Splice(neighbour.span.start, neighbour.span.start, new + separator)
        at = layout.content_end(self.document, neighbour)
        return Splice(at, at, separator + new)

    def _separator(self, parts: Ordered[tuple[int, int]], index: int) -> str:
        """What is to stand between a part of a flow collection and a new one behind it: what does between two near."""
        if len(parts) == 1:
            return ", "
        left = max(index - 1, 0)
        between = self.document.text[parts[left][1] : parts[left + 1][0]]
        if _COMMA_ONLY.fullmatch(between):
            return between
        line_break = _LAST_LINE_BREAK.search(between)
        return f",{line_break[0]}" if line_break else ", "

    def _without_flow_part(self, node: Node, parts: Ordered[tuple[int, int]], index: int) -> Splice:
        """The text without one part of a flow collection, and without one comma beside it."""
        start, end = parts[index]
        if len(parts) == 1:
            return Splice(start, end, "")
        text = self.document.text
        if index > 0 and _COMMA_ONLY.fullmatch(text, parts[index - 1][1], start):
            return Splice(parts[index - 1][1], end, "")
        if index + 1 == len(parts) or not _COMMA_ONLY.fullmatch(text, end, parts[index + 1][0]):
            refuse(self.document, node, "a comment stands between this and what is beside it")
        return Splice(start, parts[index + 1][0], "")

    def _replace_inline(self, node: Node, new: str) -> Splice:
        """``new`` in the place of a node, whose comment stays; where nothing stood behind a colon, after a space."""
        start = node.span.start
        space = " " if start == node.span.end and self.document.text[start - 1] == ":" else ""
        comment = layout.comment_in(self.document, node)
        return Splice(start, layout.content_end(self.document, node), space + new + comment)

    def _behind_colon(self, entry: Entry, new: str) -> Splice:
        colon = layout.after_colon(self.document, entry.key)
        return Splice(colon, colon, new)

    def _put_in_lines(self, at: int, lines: Ordered[str]) -> Splice:
        """Lines put in at the start of a line, or at the end of a file whose last line has no break."""
        line_break = layout.line_break_at(self.document, at)
        if at > 0 and self.document.text[at - 1] not in "\r\n":
            return Splice(at, at, "".join(line_break + line for line in lines))
        return Splice(at, at, "".join(line + line_break for line in lines))

    def _as_lines_until(self, end: int, lines: Ordered[str]) -> str:
        """Lines in the place of such as end there, with or without a line break."""
        line_break = layout.line_break_at(self.document, end)
        return line_break.join(lines) + (line_break if self.document.text[end - 1] in "\r\n" else "")

    def _entry_of(self, path: Path) -> Entry | None:
        """The entry whose value the path leads to, where it is one of a mapping in block style."""
        if not path or not isinstance(path[-1], str):
            return None
        parent = mapping_at(self.document.root, path[:-1])
        return None if parent.flow else parent.get(path[-1])


def _spans(document: Document, collection: Mapping | Sequence) -> list[tuple[int, int]]:
    """Where each item, or each key with its value, begins and ends."""
    if isinstance(collection, Sequence):
        return [(item.span.start, layout.content_end(document, item)) for item in collection.items]
    return [(each.key.span.start, layout.content_end(document, each.value)) for each in collection.entries]


def _place_in(mapping: Mapping, key: str, order: Ordered[str]) -> int:
    """The index of the entry after which a new key comes."""
    if key not in order:
        return len(mapping.entries) - 1
    names = [entry.key.text for entry in mapping.entries]
    earlier = order[: order.index(key)]
    return next((names.index(name) for name in reversed(earlier) if name in names), 0)
