"""Where the codes stand above and below the season strip, so that none touches another one's letters, sign or stem.

They are placed for a telephone's width; what is apart there is so on every wider screen (``boxes``). What finds no
place there may find one on a wide screen, and is shown only there. Knows no SVG.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from season_calendar.pages.drawings.boxes import stay_in_order

NARROWEST, WIDE = 328.0, 760.0
ROW = 20.0
_MOST_ROWS = 5
_MOST_TRIES = 400  # some hundredths of a second; what this search does not find is placed by weight
_GAP = 1.5
_OVER_STEM = 4.0
_BESIDE = 3.5


@dataclass(frozen=True, slots=True)
class Code:
    """What is to be placed: a text of a width over a share of the strip; the weightiest are placed first.

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


@dataclass(frozen=True, slots=True)
class _Covered:
    """What a placed code covers: its row and the bar's side of it, and the edges of text and of sign or stem."""

    place: PlacedCode
    x: float
    row: int
    left: float
    right: float
    aside: float
    has_stem: bool

    def is_clear_of(self, other: _Covered, strip: float) -> bool:
        if self.row == other.row:
            return (
                _apart(self.x, self.left, self.right, other.x, other.left, other.right, strip)
                and _apart(self.x, self.left, self.right, other.x, -other.aside, other.aside, strip)
                and _apart(self.x, -self.aside, self.aside, other.x, other.left, other.right, strip)
                and _apart(self.x, -self.aside, self.aside, other.x, -other.aside, other.aside, strip)
            )
        upper, lower = (self, other) if self.row > other.row else (other, self)
        # Stems may run on one line: what happens on the same days has the same one.
        return not upper.has_stem or _apart(lower.x, lower.left, lower.right, upper.x, -_GAP, _GAP, strip)


def _apart(x: float, left: float, right: float, x2: float, left2: float, right2: float, strip: float) -> bool:
    return stay_in_order(x, right, x2, left2, strip) or stay_in_order(x2, right2, x, left, strip)


@lru_cache(maxsize=256)
def place_codes(codes: tuple[Code, ...], *, nearest_first: bool) -> tuple[PlacedCode | None, ...]:
    """Places for the codes, in their order, in as few rows as hold all of them on a telephone, at most five.

    None for one that has no place even on a wide screen. ``nearest_first`` fills the row at the bar before others.
    """
    fewest = -(-sum(code.width + 2 * (code.sign + _GAP) for code in codes) // NARROWEST)
    for count in range(int(fewest), _MOST_ROWS + 1):
        found = _all_placed(codes, _rows(count, nearest_first))
        if found is not None:
            return tuple(found)
    return tuple(_weightiest_placed(codes, _rows(_MOST_ROWS, nearest_first)))


def _rows(count: int, nearest_first: bool) -> Sequence[int]:
    return range(count) if nearest_first else range(count - 1, -1, -1)


def _all_placed(codes: Sequence[Code], rows: Sequence[int]) -> list[PlacedCode] | None:
    """Places for all codes on a telephone, going back where one has none left; None if there are none to be found."""
    choices = [list(_choices(code, rows, NARROWEST)) for code in codes]
    placed: list[_Covered] = []
    left_to_try = [iter(choices[0])] if codes else []
    for _ in range(_MOST_TRIES):
        if len(placed) == len(codes):
            return [covered.place for covered in placed]
        choice = next((choice for choice in left_to_try[-1] if _is_free(choice, placed, NARROWEST)), None)
        if choice is not None:
            placed.append(choice)
            left_to_try.append(iter(choices[len(placed)] if len(placed) < len(codes) else ()))
        elif placed:
            left_to_try.pop()
            placed.pop()
        else:
            return None
    return None


def _weightiest_placed(codes: Sequence[Code], rows: Sequence[int]) -> list[PlacedCode | None]:
    """Places for as many codes as there is room for on a telephone, and then for more on a wide screen."""
    placed: dict[int, _Covered] = {}
    by_weight = sorted(range(len(codes)), key=lambda index: -codes[index].weight)
    for strip in (NARROWEST, WIDE):
        for index in by_weight:
            # A sign is shown at every width, so its letters are not left for a wide one.
            if index not in placed and not (strip == WIDE and codes[index].sign):
                there = list(placed.values())
                choices = _choices(codes[index], rows, strip)
                choice = next((choice for choice in choices if _is_free(choice, there, strip)), None)
                if choice is not None:
                    placed[index] = choice
    return [placed[index].place if index in placed else None for index in range(len(codes))]


def _is_free(choice: _Covered, placed: Sequence[_Covered], strip: float) -> bool:
    # From the last one placed, which is the most likely to be in the way.
    return all(choice.is_clear_of(other, strip) for other in reversed(placed))


def _choices(code: Code, rows: Sequence[int], strip: float) -> Iterator[_Covered]:
    """Where a code may stand inside the strip, the best place first."""
    place = code.x * strip
    aside = code.sign + _GAP
    for row in rows:
        for left in dict.fromkeys(_lefts(code, strip)):
            right = left + code.width
            if place + left >= _GAP and place + right <= strip - _GAP:
                there = PlacedCode(row, left, strip == WIDE)
                yield _Covered(there, code.x, row, left - _GAP, right + _GAP, aside, not code.sign)


def _lefts(code: Code, strip: float) -> Iterator[float]:
    """Where the text may begin, in pixels from its place: over it and inside the strip, then to its right or left."""
    aside = code.sign + _BESIDE
    if not code.sign:
        place = code.x * strip
        yield -code.width / 2
        yield min(max(-code.width / 2, _GAP - place), strip - place - code.width - _GAP)
        yield from (-_OVER_STEM, _OVER_STEM - code.width)
    yield from (aside, -aside - code.width)
