"""Which part of a long line fits into so many columns of a terminal: letters of Chinese and Japanese take two each."""

from __future__ import annotations

from itertools import accumulate, takewhile

from season_calendar.printable import in_one_line


def fitting(line: str, columns: int) -> int:
    """How many characters of a line's beginning fit into so many columns, as they are printed."""
    from rich.cells import cell_len

    return sum(1 for _ in takewhile(lambda width: width <= columns, accumulate(cell_len(in_one_line(c)) for c in line)))


def window_around(line: str, at: int, columns: int) -> tuple[int, int]:
    """From where to where to show a line: all of it where it fits, else half the columns before ``at``, half behind."""
    if fitting(line, columns) == len(line):
        return 0, len(line)
    begin = at - fitting(line[:at][::-1], columns // 2)
    return begin, begin + fitting(line[begin:], columns)
