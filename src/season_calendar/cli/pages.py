"""A page of a terminal about a season or a round: a heading, and rows that are laid out as its width allows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from season_calendar.cli.columns import Column, columns_of, room_of
from season_calendar.cli.console import Part, Styled, cell_text, grid, say
from season_calendar.cli.terminal import console
from season_calendar.printable import in_one_line
from season_calendar.publishing.facts import EventFacts
from season_calendar.views.season import Standing, Standings


@dataclass(frozen=True, slots=True)
class Layout:
    """One way to lay rows out: which column is flush right, and which are never folded."""

    rows: Sequence[Sequence[Part]]
    headers: Sequence[str] = ()
    right: int | None = None
    whole: Collection[int] = ()

    def width(self) -> int:
        """How many cells of a terminal its lines have."""
        return min(room_of(its.widest for its in self._columns()), console().width)

    def fits(self) -> bool:
        """Whether the terminal has room for it with a few of its cells folded, at most."""
        return room_of(its.usual for its in self._columns()) <= console().width

    def show(self) -> None:
        """Print the rows; where they have no room, they are folded."""
        terminal = console()
        terminal.print(grid(self.rows, self.headers, right=self.right, whole=self.whole, room=terminal.width))

    def _columns(self) -> Iterable[Column]:
        return columns_of([[cell_text(cell) for cell in row] for row in self.rows], self.headers, self.whole).values()


def fitting(*layouts: Layout) -> Layout:
    """The first that the terminal has room for, or else the last."""
    return next((layout for layout in layouts if layout.fits()), layouts[-1])


def show_heading(heading: Styled, aside: str, width: int) -> None:
    """Print a heading, and what is said beside it: it ends where rows of that width do, or stands below."""
    from rich.cells import cell_len

    left, right = in_one_line(heading.text), in_one_line(aside)
    taken = cell_len(left) + cell_len(right)
    gap = min(max(width, taken + 3), console().width) - taken
    if right and gap > 1:
        say(Styled(left, heading.style), " " * gap + right)
        return
    say(Styled(left, heading.style), folded=True)
    if right:
        say(right, folded=True)


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
