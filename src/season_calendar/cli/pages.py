"""A page of a terminal about a season or a round: a heading, and rows that are laid out as its width allows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from season_calendar.cli.console import Part, Styled, console, grid, say, widths
from season_calendar.printable import in_one_line
from season_calendar.publishing.facts import EventFacts
from season_calendar.views.season import Standing, Standings

_NARROWEST = 24
"""How many cells of a terminal a column is folded down to: the name of most tracks takes one or two lines of it."""


@dataclass(frozen=True, slots=True)
class Layout:
    """One way to lay rows out: which column is flush right, which are never folded, and which may be to make it fit."""

    rows: Sequence[Sequence[Part]]
    headers: Sequence[str] = ()
    right: int | None = None
    whole: Collection[int] = ()
    foldable: Collection[int] = ()

    def width(self) -> int:
        """How many cells of a terminal its lines have."""
        return min(self._width(self.rows), console().width)

    def fits(self) -> bool:
        """Whether the terminal has room for it."""
        folded = [
            [_folded(cell) if place in self.foldable else cell for place, cell in enumerate(row)] for row in self.rows
        ]
        return self._width(folded) <= console().width

    def show(self) -> None:
        """Print the rows; where they have no room, they are folded."""
        terminal = console()
        terminal.print(grid(self.rows, self.headers, right=self.right, whole=self.whole, room=terminal.width))

    def _width(self, rows: Sequence[Sequence[Part]]) -> int:
        return widths(grid(rows, self.headers, right=self.right, whole=self.whole), console())[1]


def fitting(*layouts: Layout) -> Layout:
    """The first that the terminal has room for, or else the last."""
    return next((layout for layout in layouts if layout.fits()), layouts[-1])


def show_heading(heading: Styled, aside: str, width: int) -> None:
    """Print a heading, and what is said beside it: it ends where rows of that width do, or stands below."""
    from rich.cells import cell_len

    left, right = in_one_line(heading.text), in_one_line(aside)
    taken = cell_len(left) + cell_len(right)
    gap = min(max(width, taken + 3), console().width) - taken
    say(Styled(left, heading.style), (" " * gap if gap > 1 else "\n") + right if right else "")


def style_of(standings: Standings, accented: str) -> str:
    """How what is told of an event looks: accented where it is on or next, fainter where nobody waits for it."""
    if Standing.ON_NOW in standings or Standing.NEXT in standings:
        return accented
    return "dim" if {Standing.OVER, Standing.POSTPONED, Standing.CANCELLED}.intersection(standings) else ""


def without_accent(style: str) -> str:
    """The same for what is told beside it."""
    return style if style == "dim" else ""


def said_of(facts: EventFacts, standings: Standings) -> str:
    """How an event stands, in words; nothing of what is ordinary. Postponed, the day that is told is an old one."""
    is_dated = facts.first_day is not None
    return ", ".join("was postponed" if its is Standing.POSTPONED and is_dated else its.value for its in standings)


def _folded(cell: Part) -> str:
    return (cell.text if isinstance(cell, Styled) else cell)[:_NARROWEST]
