"""Where the codes stand above and below the season strip, so that none touches another one's letters, sign or stem.

They are placed for a telephone's width, from left to right. Each stands right of those before it, and so it does on
every wider screen, where their places on the axis draw apart. What finds no room on a telephone may find some on a wide
screen, and is shown only there. Knows no SVG.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from typing import NamedTuple

NARROWEST, WIDE = 328.0, 760.0
ROW = 20.0
_MOST_ROWS = 5
_GAP = 2.0
_OVER_STEM = 4.0
_BESIDE = 3.5

_MOST_WAYS = 32  # that are gone on with at a time: with twice as many hardly a code more finds room
_DISLIKE = 4.0  # how many pixels of room a place is worth that is liked one step better
_MISSING = 10_000.0


@dataclass(frozen=True, slots=True)
class Code:
    """What is to be placed: a text of a width over a share of the strip; the weightiest are left out last.

    ``sign`` is half the width of a sign that stands at that place, with the text beside it; if 0 there is none, and a
    stem leads from the text to the bar.
    """

    x: float
    width: float
    weight: int = 0
    sign: float = 0.0


@dataclass(frozen=True, slots=True)
class PlacedCode:
    """In which row a code stands, 0 being the one at the bar, and how many pixels its left edge is from its place."""

    row: int
    left: float
    only_wide: bool = False


class _Way(NamedTuple):
    """One way to place the codes so far. Of each row, in pixels: how far letters reach, and how far stems do too.

    ``beside`` is how far letters reach that stand right of their stem: another one may run along that stem, but none
    further right. ``x`` is where that is.
    """

    letters: tuple[float, ...]
    beside: tuple[float, ...]
    reach: tuple[float, ...]
    x: float = 0.0
    dislike: float = 0.0
    places: tuple[PlacedCode | None, ...] = ()

    def promise(self) -> float:
        """The less, the better: how much room is taken, and how well what takes it stands."""
        return sum(self.reach) / len(self.reach) + self.dislike * _DISLIKE

    def at(self, x: float) -> _Way:
        """The same way, gone on to a place."""
        if x == self.x:
            return self
        letters = tuple(map(max, self.letters, self.beside))
        return _Way(letters, (0.0,) * len(letters), self.reach, x, self.dislike, self.places)

    def without(self, code: Code) -> _Way:
        """The way on if a code is left out."""
        missing = self.dislike + _MISSING * (1 + code.weight)
        return _Way(self.letters, self.beside, self.reach, self.x, missing, (*self.places, None))

    def with_code(self, code: Code, place: PlacedCode, dislike: int) -> _Way | None:
        """The way on if a code stands at its place; None if that is taken."""
        row, x = place.row, self.x
        first, last = x + place.left, x + place.left + code.width + _GAP
        if code.sign:
            first, last = min(first, x - code.sign), max(last, x + code.sign + _GAP)
        if self.reach[row] > first:
            return None
        letters, beside, below = self.letters, self.beside, self.reach[:row]
        reach = last
        if not code.sign:  # it has a stem
            if max(letters[: row + 1]) > x - _GAP / 2:
                return None
            below = tuple([max(end, x + _GAP / 2) for end in below])
            reach = max(last, x + _GAP / 2)
        if place.left > 0 and not code.sign:
            beside = (*beside[:row], last, *beside[row + 1 :])
        else:
            letters = (*letters[:row], last, *letters[row + 1 :])
        reaches = (*below, reach, *self.reach[row + 1 :])
        return _Way(letters, beside, reaches, x, self.dislike + dislike, (*self.places, place))


@lru_cache(maxsize=256)
def place_codes(codes: tuple[Code, ...], *, nearest_first: bool) -> tuple[PlacedCode | None, ...]:
    """Places for the codes, in their order, in as few rows as hold all of them on a telephone, at most five.

    None for one that has no place even on a wide screen. ``nearest_first`` fills the row at the bar before others.
    """
    order = sorted(range(len(codes)), key=lambda index: codes[index].x)
    places = _places_from_left([codes[index] for index in order], nearest_first)
    by_index = dict(zip(order, places, strict=True))
    return tuple(by_index[index] for index in range(len(codes)))


def _places_from_left(codes: Sequence[Code], nearest_first: bool) -> tuple[PlacedCode | None, ...]:
    places: tuple[PlacedCode | None, ...] = ()
    fewest = ceil(sum(code.width + _GAP for code in codes) / NARROWEST)
    for count in range(min(max(fewest, 1), _MOST_ROWS), _MOST_ROWS + 1):
        rows = range(count) if nearest_first else range(count - 1, -1, -1)
        choices = [[*_choices(code, rows, NARROWEST), None] for code in codes]
        places = _best_way(codes, choices, count, NARROWEST)
        if None not in places:
            return places
    choices = [
        # A sign is shown at every width, so its letters are not left for a wide one.
        [place] if place or code.sign else [*_choices(code, rows, WIDE), None]
        for code, place in zip(codes, places, strict=True)
    ]
    return _best_way(codes, choices, _MOST_ROWS, WIDE)


def _best_way(
    codes: Sequence[Code], choices: Sequence[Sequence[PlacedCode | None]], rows: int, strip: float
) -> tuple[PlacedCode | None, ...]:
    """One choice for each code, that leave the least out: of the ways to begin, only the most promising go on."""
    nothing = (0.0,) * rows
    ways = [_Way(nothing, nothing, nothing)]
    for code, its_choices in zip(codes, choices, strict=True):
        next_ways: dict[object, _Way] = {}
        for way in _next_ways(ways, code, its_choices, strip):
            # Of those that take the same room, all that matters for what comes after, the best one.
            taken = (way.letters, way.beside, way.reach)
            alike = next_ways.get(taken)
            if alike is None or way.dislike < alike.dislike:
                next_ways[taken] = way
        ways = sorted(next_ways.values(), key=_Way.promise)[:_MOST_WAYS]
        # What takes the least room leaves room for those that have no choice.
        ways.append(min(next_ways.values(), key=lambda way: sum(way.reach)))
    return min(ways, key=lambda way: way.dislike).places


def _next_ways(ways: Sequence[_Way], code: Code, choices: Sequence[PlacedCode | None], strip: float) -> Iterator[_Way]:
    for way in (way.at(code.x * strip) for way in ways):
        for dislike, place in enumerate(choices):
            following = way.without(code) if place is None else way.with_code(code, place, dislike)
            if following is not None:
                yield following


def _choices(code: Code, rows: Sequence[int], strip: float) -> Iterator[PlacedCode]:
    """Where a code may stand inside the strip, the best place first."""
    place = code.x * strip
    for row in rows:
        for left in dict.fromkeys(_lefts(code, strip)):
            if place + left >= 0 and place + left + code.width <= strip:
                yield PlacedCode(row, left, strip == WIDE)


def _lefts(code: Code, strip: float) -> Iterator[float]:
    """Where the text may begin, in pixels from its place: over it and inside the strip, then to its right or left."""
    aside = code.sign + _BESIDE
    if not code.sign:
        place = code.x * strip
        yield -code.width / 2
        yield min(max(-code.width / 2, -place), strip - place - code.width)
        yield from (-_OVER_STEM, _OVER_STEM - code.width)
    yield from (aside, -aside - code.width)
