"""How wide a text is in the fonts of the pictures, and in which lines and at which size it fits. Draws nothing."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import combinations

NARROW, TEXT = "Season Calendar Narrow", "Season Calendar Text"
"""The faces, Sofia Sans Extra Condensed 800 and Sofia Sans 500, by the names that the packaged fonts have."""

# A letter that the fonts do not have is drawn in whatever font there is: about as wide as this, and with marks above
# and below it that take more height.
_WIDE_EM, _OTHER_EM, _OTHER_LINE = 1.0, 0.8, 1.3
_SMALLEST = 12
_LONGEST_SEARCH = 12
"""Words of which every division into lines is tried; of more, lines are filled one after the other."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines of text at a size in pixels, and how far it is from one line to the next."""

    lines: tuple[str, ...]
    size: int
    step: float

    @property
    def height(self) -> float:
        """From the top of the first line's box to the bottom of the last one's."""
        return len(self.lines) * self.step


def text_width(text: str, face: str, size: float) -> float:
    """The width in pixels; not kerned, which makes it narrower rather than wider."""
    widths = _widths()[face]
    return size * sum(_other_width(letter) if (width := widths.get(letter)) is None else width for letter in text)


def is_in_fonts(text: str) -> bool:
    """Whether the packaged fonts have every letter of it. Both have the same ones."""
    return _widths()[NARROW].keys() >= set(text) - {"\n"}


def fitted(text: str, face: str, sizes: tuple[int, int], width: float, height: float, most_lines: int = 2) -> Fitted:
    """The text as large as it fits, in as few lines as that size allows; ``sizes`` are the largest and the smallest.

    What is too long at the smallest size is broken within words, in more lines than were asked for, and is smaller
    still where these have no room: nothing is left out.
    """
    line = 1.0 if is_in_fonts(text) else _OTHER_LINE
    best = Fitted((), 0, 0)
    for count in range(1, most_lines + 1):
        lines = _lines(text.split(), count, face)
        widest = max(text_width(its, face, 1) for its in lines)
        size = int(min(sizes[0], width / widest if widest else sizes[0], height / len(lines) / line))
        if size > best.size:
            best = Fitted(lines, size, size * line)
    if best.size >= sizes[1]:
        return best
    for size in range(sizes[1], _SMALLEST - 1, -1):
        best = Fitted(tuple(_broken(text, face, size, width)), size, size * line)
        if best.height <= height:
            break
    return best


def _lines(words: list[str], count: int, face: str) -> tuple[str, ...]:
    """The words in so many lines, the longest of which is as short as can be; which they are, no size decides."""
    if count == 1 or len(words) < count:
        return (" ".join(words),)
    breaks = combinations(range(1, len(words)), count - 1) if len(words) <= _LONGEST_SEARCH else [_even(words, count)]
    candidates = (_split(words, places) for places in breaks)
    return min(candidates, key=lambda lines: max(text_width(line, face, 1) for line in lines))


def _split(words: list[str], places: tuple[int, ...]) -> tuple[str, ...]:
    starts, ends = (0, *places), (*places, len(words))
    return tuple(" ".join(words[start:end]) for start, end in zip(starts, ends, strict=True))


def _even(words: list[str], count: int) -> tuple[int, ...]:
    """Where to break so that lines have about as many letters."""
    total, done = sum(map(len, words)), 0
    places: list[int] = []
    for place, word in enumerate(words[:-1], 1):
        done += len(word)
        if done >= total * (len(places) + 1) / count and len(places) < count - 1:
            places.append(place)
    return tuple(places)


def _broken(text: str, face: str, size: int, width: float) -> Iterator[str]:
    line = ""
    for letter in text:
        if line and text_width(line + letter, face, size) > width:
            kept, blank, begun = line.rpartition(" ")
            yield kept if blank else line
            line = begun if blank else ""
        line += letter
    yield line


def _other_width(letter: str) -> float:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0.0
    return _WIDE_EM if unicodedata.east_asian_width(letter) in "WF" else _OTHER_EM


@cache
def _widths() -> Mapping[str, Mapping[str, float]]:
    widths: Mapping[str, Mapping[str, float]] = json.loads((files(__package__) / "widths.json").read_text("utf-8"))
    return widths
