"""How wide the columns of a table are on a terminal: where there is little room, as most of their cells need. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

GAP = 2
"""Between two columns, in cells of the terminal as every width here is."""

_ONE_IN = 8
"""Of so many cells, one may need more lines than one before a column counts as too narrow for them."""


@dataclass(frozen=True, slots=True)
class Column:
    """What the cells of a column need: all of them on one line, most of them, and the longest word of any."""

    widest: int
    usual: int
    longest_word: int


def columns_of(
    rows: Sequence[Sequence[str]], headers: Sequence[str] = (), whole: Collection[int] = ()
) -> dict[int, Column]:
    """The columns by their place, without those whose cells have no text; of those in ``whole``, no cell is folded."""
    columns = {place: [cell for cell in cells if cell] for place, cells in enumerate(zip(*rows, strict=True))}
    return {
        place: _measured([*cells, *headers[place : place + 1]], is_whole=place in whole)
        for place, cells in columns.items()
        if cells
    }


def room_of(each: Iterable[int]) -> int:
    """How wide a table is whose columns have these widths."""
    wide = list(each)
    return sum(wide) + GAP * (len(wide) - 1)


def widths(columns: Mapping[int, Column], room: int) -> dict[int, int]:
    """How wide each column is to be where the table has so much room: the widest give way first.

    None is narrower than most of its cells need, unless all are as narrow; none is narrower than its longest word.
    """
    narrowed = {place: its.widest for place, its in columns.items()}
    for least in (
        {place: its.usual for place, its in columns.items()},
        {place: its.longest_word for place, its in columns.items()},
    ):
        while room_of(narrowed.values()) > room and (can := [its for its in narrowed if narrowed[its] > least[its]]):
            narrowed[max(can, key=narrowed.__getitem__)] -= 1
    return narrowed


def _measured(cells: Sequence[str], *, is_whole: bool) -> Column:
    from rich.cells import cell_len

    wide = sorted(map(cell_len, cells))
    if is_whole:
        return Column(wide[-1], wide[-1], wide[-1])
    longest_word = max(cell_len(word) for cell in cells for word in cell.split() or [""])
    return Column(wide[-1], max(wide[-1 - len(wide) // _ONE_IN], longest_word), longest_word)
