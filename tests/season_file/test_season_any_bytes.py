"""Whatever the bytes, there is a season or a list of problems, never another error."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from support.reading import check

EVENTS = (Path(__file__).parents[2] / "events.yaml").read_text("utf-8")
LINES = EVENTS.splitlines(keepends=True)
VALUES = [
    *("''", "~", "[]", "{}", "[[x]]", "{a: b}", "0", "-1", "-0.0", "1e999", "&x y", "*x", "!!set x"),
    *("2021-06-03 to 2021-06-05", "2021-02-30", "2021-06-03 14:30", "2021-10-31 02:30", "9999-12-31"),
    *("23:59", "25:00", "0m", "366d", "germany", "race", "round", "all", "cancelled", "Europe", "UTC"),
    *(r'"\x07"', r'"\u2028"', "é" * 300),
]


@given(st.binary(max_size=300))
def test_any_bytes(source: bytes) -> None:
    check(source)


@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    check(text.encode("utf-8", "surrogatepass"))


@st.composite
def mutations(draw: st.DrawFn) -> str:
    """The shipped season with some lines left out, doubled, swapped, indented, or with another value."""
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        other = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["leave out", "double", "swap", "indent", "value", "key"])):
            case "leave out":
                lines[at] = ""
            case "double":
                lines.insert(at, lines[at])
            case "swap":
                lines[at], lines[other] = lines[other], lines[at]
            case "indent":
                lines[at] = " " * draw(st.integers(0, 10)) + lines[at].lstrip(" ")
            case "value":
                lines[at] = lines[at].split(": ")[0].rstrip("\n:") + f": {draw(st.sampled_from(VALUES))}\n"
            case _:
                lines[at] = lines[at].replace(":", "x:", 1)
    return "".join(lines)


@given(mutations())
def test_the_shipped_season_with_lines_changed(text: str) -> None:
    check(text.encode())


@given(st.lists(st.tuples(st.integers(0, len(EVENTS) - 1), st.characters()), min_size=1, max_size=4))
def test_the_shipped_season_with_characters_changed(changes: list[tuple[int, str]]) -> None:
    text = EVENTS
    for at, character in changes:
        text = text[:at] + character + text[at + 1 :]
    check(text.encode("utf-8", "surrogatepass"))
