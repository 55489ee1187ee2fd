"""Any nested data, written down as YAML in a random hand; each line knows what stands in it.

Flow or block style, indentation, quotes, empty lines, comments and line breaks are drawn anew for each value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from hypothesis import strategies as st

from season_calendar.yaml_source.editing.data import Path, Value
from support.handwriting import Hand, names

Data: TypeAlias = "dict[str, Value]"

keys = st.sampled_from(["a", "b", "c", "id-1", "2021"])
values: st.SearchStrategy[Value] = st.recursive(
    names,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(keys, inner, max_size=3)),
    max_leaves=8,
)
FAR_RIGHT = " " * 20
"""Deeper than any key: where the next line of a value in flow style begins."""

roots = st.dictionaries(keys, values, min_size=1, max_size=4)


@dataclass(frozen=True)
class Line:
    """A line; ``path`` leads to what begins in it, which is ``whole`` where all that is in it may change the line.

    Comments and empty lines have no path of their own but that of what they stand in.
    """

    text: str
    path: Path
    whole: bool = True
    noise: bool = False


@dataclass(frozen=True)
class AnyYaml:
    """Data with the text that it is written in."""

    data: Data
    lines: list[Line]
    line_break: str
    text: str


class Scribe(Hand):
    """Writes any data."""

    def __init__(self, draw: st.DrawFn) -> None:
        super().__init__(draw)
        self.written: list[Line] = []

    def write(self, text: str, path: Path, *, whole: bool) -> None:
        """A line, or the lines of a value in flow style, each of which an edit inside of it may change."""
        self.written += [Line(line, path, whole) for line in text.split("\n")]

    def any_flow(self, value: Value) -> str:
        if isinstance(value, str):
            return self.scalar(value, flow=True)
        comma = self.draw(st.sampled_from([", ", ", ", ",", f",\n{FAR_RIGHT}", f", # why\n{FAR_RIGHT}"]))
        if isinstance(value, list):
            return f"[{comma.join(self.any_flow(item) for item in value)}]"
        padding = self.draw(st.sampled_from(["", " "]))
        return (
            "{" + padding + comma.join(f"{key}: {self.any_flow(item)}" for key, item in value.items()) + padding + "}"
        )

    def between(self, indentation: int, path: Path) -> None:
        if self.chance():
            self.written.append(Line("", path, noise=True))
        if self.chance():
            self.comments += 1
            self.written.append(Line(" " * indentation + f"# comment {self.comments}: x", path, noise=True))

    def inline(self, value: Value) -> str | None:
        """The value in one line; None where it is to be in block style."""
        comment = " # why" if self.chance() else ""
        if isinstance(value, str):
            return self.scalar(value, flow=False) + comment
        return self.any_flow(value) + comment if not value or self.chance() else None

    def block_mapping(self, before: str, data: Data, path: Path) -> None:
        """A key a line; ``before`` is what stands before the first, and as wide as what stands before the others."""
        for key, value in data.items():
            if not before.strip() and key != next(iter(data)):
                self.between(len(before), path)
            inline = self.inline(value)
            end = f" {inline}" if inline is not None else ""
            self.write(f"{before}{key}:{end}", (*path, key), whole=inline is not None)
            before = " " * len(before)
            if isinstance(value, dict) and inline is None:
                self.block_mapping(before + " " * self.draw(st.sampled_from([1, 2, 4])), value, (*path, key))
            elif isinstance(value, list) and inline is None:
                self.block_list(len(before) + self.draw(st.sampled_from([0, 2, 3])), value, (*path, key))

    def block_list(self, indentation: int, items: list[Value], path: Path) -> None:
        for index, item in enumerate(items):
            if index > 0:
                self.between(indentation, path)
            gap = self.draw(st.sampled_from([" ", "   "]))
            dash = " " * indentation + "-" + gap
            inline = self.inline(item)
            if isinstance(item, dict) and inline is None:
                self.block_mapping(dash, item, (*path, index))
            else:
                self.write(dash + (inline or self.any_flow(item)), (*path, index), whole=True)


@st.composite
def any_yaml(draw: st.DrawFn) -> AnyYaml:
    """Any data in any hand."""
    data = draw(roots)
    scribe = Scribe(draw)
    scribe.block_mapping("", data, ())
    line_break = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    text = line_break.join(line.text for line in scribe.written) + draw(st.sampled_from([line_break, line_break, ""]))
    line_break = line_break if line_break in text else "\n"
    return AnyYaml(data, scribe.written, line_break, draw(st.sampled_from(["", "\ufeff"])) + text)
