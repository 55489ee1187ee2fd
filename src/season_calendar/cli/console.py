"""How every command shows things: lines, problems as a compiler does, tables, JSON. The one door to a terminal.

On a terminal it is made to be read; in a pipe it is made to be cut, without carets, boxes and colours that nobody
forces. What is printed is made printable here, so that colours are only those that a command asked for. Nothing here
knows what is shown, and nothing here ends the program.
"""

from __future__ import annotations

import json
import logging
import re
import shutil
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TextIO, TypeAlias

from season_calendar.cli.columns import GAP, columns_of, room_of, widths
from season_calendar.cli.excerpts import fitting, window_around
from season_calendar.cli.terminal import console, has_colors
from season_calendar.errors import MOST_PROBLEMS, Problem, Severity
from season_calendar.printable import in_one_line, printable, printable_json

if TYPE_CHECKING:  # in a pipe, nothing of it is needed
    from rich.table import Table
    from rich.text import Text

_NEAR = 3
"""In lines: how far from a problem a new line is shown with it."""

_GUTTER = len("12345 | ")

_NARROWEST_WINDOW = 20
"""How many columns of a long line are shown around the place that is meant, however narrow the terminal is."""

_ANY_WIDTH = 10_000


@dataclass(frozen=True, slots=True)
class Styled:
    """A text and how it looks on a terminal with colours, as rich names it: ``bold``, ``red``, ``bold #4169e1``."""

    text: str
    style: str


Part: TypeAlias = str | Styled


def say(*parts: Part, stream: TextIO | None = None, newline: bool = True, folded: bool = False) -> None:
    """Print a text, in parts, to ``stream`` (stdout); on a terminal ``folded`` at its words, as sentences are to be."""
    out = stream or sys.stdout
    end = "\n" if newline else ""
    if folded and out.isatty():
        terminal = console(out)
        for line in _folded(_text(*parts), terminal.width):
            terminal.print(line, soft_wrap=True)
    elif has_colors(out) and any(_styled(part).style for part in parts):
        shown = console(out)
        for part in map(_styled, parts):
            if part.style:
                shown.print(_text(part), soft_wrap=True, end="")
            else:  # rich would make blanks of tabs
                out.write(printable(part.text))
        out.write(end)
    else:
        out.write(printable("".join(_styled(part).text for part in parts)) + end)
    out.flush()


def warn(text: str) -> None:
    """Print a warning to stderr, in one line."""
    say(in_one_line(f"warning: {text}"), stream=sys.stderr, folded=True)


@contextmanager
def logged_to_stderr() -> Iterator[None]:
    """Show on stderr what our code warns of while the block runs, as a command shows its own warnings."""
    logger, handler = logging.getLogger("season_calendar"), _Shown(logging.WARNING)
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)


class _Shown(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        say(in_one_line(f"{record.levelname.lower()}: {record.getMessage()}"), stream=sys.stderr, folded=True)


def show_problems(
    problems: Sequence[Problem], stream: TextIO | None = None, *, new_lines: Mapping[int, str] | None = None
) -> None:
    """Print problems to ``stream`` (stderr), one ``file:line:column: message (hint)`` each, then how many there are.

    On a terminal the offending line stands under each, with the meant characters underlined. So it does in a pipe where
    there are ``new_lines``, by number: the problems are of a text that is nowhere else to be seen, and what is new in
    it stands with them, where it is near, behind a +. Nothing is printed for no problems.
    """
    out = stream or sys.stderr
    for problem, numbers in _with_lines(problems, new_lines or {}):
        say(*_told(problem), stream=out)
        if (out.isatty() or new_lines is not None) and problem.source_line.strip():
            for line in _excerpt(problem, numbers, new_lines or {}):
                say(*line, stream=out)
    if problems:
        say(in_one_line(_count(problems)), stream=out)


def table(headers: Sequence[str], rows: Iterable[Sequence[Part]], stream: TextIO | None = None) -> None:
    """Print rows to ``stream`` (stdout): on a terminal a table of its width, in a pipe one line a row.

    A piped line has its cells separated by tabs, and there is no line of headers, so that ``cut`` and ``while read``
    need no exception for the first one; tabs and line breaks inside a cell become spaces. Where a terminal is too
    narrow for the words of a row beside each other, its cells stand below each other, each after its header. Of no rows
    nothing is printed.
    """
    out = stream or sys.stdout
    cells = [[_cell(part) for part in row] for row in rows]
    if not out.isatty():
        for first, *others in cells:
            say(first, *(part for other in others for part in ("\t", other)), stream=out)
        return
    if not cells:
        return
    terminal = console(out)
    if (
        room_of(
            its.longest_word for its in columns_of([[part.text for part in row] for row in cells], headers).values()
        )
        <= terminal.width
    ):
        terminal.print(grid(cells, headers, room=terminal.width))
        return
    for number, row in enumerate(cells):
        if number:
            say("", stream=out)
        pairs = zip(headers, row, strict=True)
        terminal.print(
            grid([(Styled(header, "bold"), cell) for header, cell in pairs if cell.text], room=terminal.width)
        )


def print_json(data: object, stream: TextIO | None = None) -> None:
    """Print data as JSON for machines: keys in the order given, two spaces, letters as they are."""
    out = stream or sys.stdout
    all_letters = (out.encoding or "utf-8").replace("-", "").lower() == "utf8"  # elsewhere they would be lost
    text = json.dumps(data, indent=2, ensure_ascii=not all_letters, allow_nan=False)
    say(printable_json(text), stream=out)


def grid(
    rows: Sequence[Sequence[Part]],
    headers: Sequence[str] = (),
    *,
    right: int | None = None,
    whole: Collection[int] = (),
    room: int = _ANY_WIDTH,
) -> Table:
    """Rows as columns for a terminal: that numbered ``right`` flush right, those in ``whole`` never folded.

    The others are folded at their words where there is less ``room``, as few cells as can be. Line breaks inside a cell
    become spaces, and a column without any text is left out.
    """
    from rich.table import Table

    made = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), header_style="bold", show_header=bool(headers))
    texts = [[_text(_cell(part)) for part in row] for row in rows]
    titles = [cell_text(header) for header in headers]
    columns = columns_of([[text.plain for text in row] for row in texts], titles, whole)
    for place, width in widths(columns, room).items():
        justify: Literal["right", "left"] = "right" if place == right else "left"
        title = _text(*titles[place : place + 1])
        made.add_column(title, justify=justify, overflow="fold", no_wrap=place in whole, max_width=width)
    for row in texts:
        made.add_row(*(row[place] for place in columns))
    return made


def cell_text(part: Part) -> str:
    """What is read in a cell of a table: printable, on one line."""
    return " ".join(printable(_styled(part).text).split())


def _folded(text: Text, width: int) -> Iterator[Text]:
    """The lines of a text, broken at its words; those behind the first are indented as that is."""
    from rich.cells import cell_len
    from rich.text import Text

    margin = len(text.plain) - len(text.plain.lstrip(" "))
    breaks, taken = [], margin
    for word in re.finditer(r"\S+\s*", text.plain):
        if taken + cell_len(word.group().rstrip()) > width and taken > margin:
            breaks.append(word.start())
            taken = margin
        taken += cell_len(word.group())
    first, *others = text.divide(breaks)
    for line in (first, *(Text(" " * margin).append_text(its) for its in others)):
        line.rstrip()
        yield line


def _text(*parts: Part) -> Text:
    from rich.text import Text

    return Text.assemble(*((printable(part.text), part.style) for part in map(_styled, parts)))


def _cell(part: Part) -> Styled:
    return Styled(cell_text(part), _styled(part).style)


def _styled(part: Part) -> Styled:
    return part if isinstance(part, Styled) else Styled(part, "")


def _told(problem: Problem) -> list[Part]:
    """A problem as one line, as ``str`` has it."""
    is_error = problem.severity is Severity.ERROR
    parts = [
        Styled(f"{problem.path}:{problem.line}:{problem.column}: ", "bold"),
        Styled("" if is_error else f"{problem.severity}: ", "bold yellow"),
        Styled(problem.message, "red" if is_error else ""),
        Styled(f" ({problem.hint})" if problem.hint else "", "cyan"),
    ]
    return [Styled(in_one_line(part.text), part.style) for part in parts]


def _with_lines(problems: Sequence[Problem], new_lines: Mapping[int, str]) -> Iterator[tuple[Problem, list[int]]]:
    """Each problem with the numbers of the lines to show: its own, and near it the new ones that have no problem."""
    left = {number for number, line in new_lines.items() if line.strip()} - {problem.line for problem in problems}
    for problem in problems:
        near = {number for number in left if abs(number - problem.line) <= _NEAR}
        left -= near
        yield problem, sorted({problem.line, *near})


def _excerpt(problem: Problem, numbers: Iterable[int], new_lines: Mapping[int, str]) -> Iterator[list[Part]]:
    """Lines with their numbers, and under the problem's own a caret and a tail below the characters that are meant."""
    window = max(shutil.get_terminal_size().columns - _GUTTER - 2, _NARROWEST_WINDOW)  # two for an … at each side
    for number in numbers:
        gutter = f"{number:>5} |{'+' if number in new_lines else ' '}"
        if number != problem.line:
            line = new_lines[number]
            end = fitting(line, window)
            yield [f"{gutter}{in_one_line(line[:end])}{'…' if end < len(line) else ''}"]
            continue
        shown, indent, underline = _underlined(problem, window)
        yield [gutter + shown]
        yield [f"{'|':>{len(gutter) - 1}} {indent}", Styled(underline, "bold green")]


def _underlined(problem: Problem, window: int) -> tuple[str, str, str]:
    """The line, or of a long one the part around the place that is meant; what stands below it: blanks, and a caret."""
    from rich.cells import cell_len

    line = problem.source_line
    at = min(max(problem.column - 1, 0), len(line))
    begin, end = window_around(line, at, window)
    before, shown, meant = (in_one_line(text) for text in (line[begin:at], line[at:end], line[at:end][: problem.width]))
    before = "…" + before if begin else before
    # A tab is repeated below itself, so that it is as wide there.
    indent = "".join("\t" if char == "\t" else " " * cell_len(char) for char in before)
    return f"{before}{shown}{'…' if end < len(line) else ''}", indent, "^" + "~" * (cell_len(meant) - 1)


def _count(problems: Sequence[Problem]) -> str:
    counts = Counter("problem" if its.severity is Severity.ERROR else str(its.severity) for its in problems)
    said = " and ".join(
        f"{counts[word]} {word}{'' if counts[word] == 1 else 's'}"
        for word in ("problem", "warning", "suggestion")
        if counts[word]
    )
    files = {problem.path for problem in problems}
    errors_of = Counter(problem.path for problem in problems if problem.severity is Severity.ERROR)
    if any(count >= MOST_PROBLEMS for count in errors_of.values()):  # reading ended there
        said = f"the first {said}"
    return f"{said} in {files.pop() if len(files) == 1 else f'{len(files)} files'}"
