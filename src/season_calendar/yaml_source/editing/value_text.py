"""How a value is written in the hand of a file: in one line, or as lines below a key or behind a dash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from season_calendar.yaml_source.editing.data import Path, Value
from season_calendar.yaml_source.editing.handwriting import Handwriting
from season_calendar.yaml_source.editing.scalar_text import scalar_text


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes values as those near the offset ``at`` are written.

    ``path`` always leads to the value itself. Lines come without line breaks, the first of them at column 0 of where
    the value is to stand. Every method raises EditRefusedError for what is no text.
    """

    hand: Handwriting
    at: int

    def is_inline(self, path: Path, value: Value) -> bool:
        """Whether the value stands on the line of its key or dash."""
        return isinstance(value, str) or self.hand.in_flow(path, value, self.at)

    def inline(self, path: Path, value: Value, *, flow: bool) -> str:
        """The value in one line; ``flow`` says whether it stands in a flow collection itself."""
        if isinstance(value, str):
            return scalar_text(value, flow=flow, style=self.hand.quote(path, value, self.at, flow=flow))
        if isinstance(value, list):
            return f"[{', '.join(self.inline((*path, index), item, flow=True) for index, item in enumerate(value))}]"
        padding = self.hand.padding(path, value, self.at) if value else ""
        keys = (f"{key_text(key)}: {self.inline((*path, key), item, flow=True)}" for key, item in value.items())
        return f"{{{padding}{', '.join(keys)}{padding}}}"

    def key_lines(self, path: Path, value: Value) -> list[str]:
        """The lines of the last key of ``path`` with its value, in block style."""
        key = key_text(str(path[-1]))
        if self.is_inline(path, value):
            return [f"{key}: {self.inline(path, value, flow=False)}"]
        return [f"{key}:", *self.below_key(path, value)]

    def below_key(self, path: Path, value: Value) -> list[str]:
        """The lines of a collection below its key, seen from the column of the key."""
        return indented(self.hand.step(path, value, self.at), self.lines(path, value))

    def item_lines(self, path: Path, value: Value, gap: str | None = None) -> list[str]:
        """The lines of an item with its dash; ``gap`` is what stands behind the dash, ``""`` for a line of its own."""
        if gap is None:
            gap = self.hand.gap(path, value, self.at)
        if self.is_inline(path, value):
            return [f"-{gap or ' '}{self.inline(path, value, flow=False)}"]
        lines = self.lines(path, value)
        if not gap:
            return ["-", *indented(len(self.hand.gap(path, value, self.at)) + 1, lines)]
        return [f"-{gap}{lines[0]}", *indented(len(gap) + 1, lines[1:])]

    def lines(self, path: Path, value: Value) -> list[str]:
        """The lines of a collection in block style."""
        if isinstance(value, str):
            raise TypeError("a text is no collection")
        if isinstance(value, list):
            parts = [self.item_lines((*path, index), item) for index, item in enumerate(value)]
        else:
            parts = [self.key_lines((*path, key), item) for key, item in value.items()]
        lines = parts[0]
        of_texts = isinstance(next(iter(value.values() if isinstance(value, dict) else value)), str)
        apart = len(parts) > 1 and not of_texts and self.hand.items_apart(path, value, self.at)
        for part in parts[1:]:
            lines += ["", *part] if apart else part
        return lines


def key_text(key: str) -> str:
    """A key as YAML; quoted where it must be anywhere."""
    return scalar_text(key, flow=True)


def indented(spaces: int, lines: Sequence[str]) -> list[str]:
    """Lines moved to the right; empty ones stay empty."""
    return [" " * spaces + line if line else "" for line in lines]
