"""How every command shows things: problems as a compiler does, tables, JSON.

On a terminal it is made to be read; in a pipe it is made to be cut, without colours, carets and boxes. Nothing here
knows what is shown, and nothing here ends the program.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import sys
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TextIO

import click

from season_calendar.errors import MOST_PROBLEMS, Problem, Severity

_NARROWEST_WINDOW = 20
"""How many characters of a long line are shown around the place that is meant, however narrow the terminal is."""


def to_stdout_is_terminal() -> bool:
    """Whether a person reads what we print."""
    return sys.stdout.isatty()


def say(text: str, stream: TextIO | None = None, *, newline: bool = True) -> None:
    """Print text to ``stream`` (stdout); colours stay only on a terminal whose owner did not set NO_COLOR."""
    click.echo(text, file=stream or sys.stdout, nl=newline, color=False if os.environ.get("NO_COLOR") else None)


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
        say(f"{record.levelname.lower()}: {record.getMessage()}", sys.stderr)


def show_problems(problems: Sequence[Problem], stream: TextIO | None = None) -> None:
    """Print problems to ``stream`` (stderr), one ``file:line:column: message (hint)`` each, then how many there are.

    On a terminal the offending line stands under each, with the meant characters underlined. Nothing is printed for
    no problems.
    """
    out = stream or sys.stderr
    for problem in problems:
        if out.isatty():
            say(_coloured(problem), out)
            if problem.source_line.strip():
                say(_excerpt(problem), out)
        else:
            say(str(problem), out)
    if problems:
        say(_count(problems), out)


def table(
    headers: Sequence[str],
    rows: Iterable[Sequence[str]],
    stream: TextIO | None = None,
    *,
    cut: Collection[str] = (),
) -> None:
    """Print rows to ``stream`` (stdout): on a terminal a table of its width, in a pipe one line a row.

    A piped line has its cells separated by tabs, and there is no line of headers, so that ``cut`` and ``while read``
    need no exception for the first one; tabs and line breaks inside a cell become spaces. A table that is wider than
    the terminal has the cells of the columns ``cut`` end with … and each row on a line; without them, cells are folded.
    """
    out = stream or sys.stdout
    if not out.isatty():
        for row in rows:
            say("\t".join(" ".join(cell.split()) for cell in row), out)
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    grid = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for header in headers:
        grid.add_column(Text(header), overflow="fold", no_wrap=bool(cut) and header not in cut)
    for row in rows:
        # That a column is not to be wrapped is said of its cells where it is to become narrower all the same.
        grid.add_row(
            *(Text(_printable(cell), no_wrap=bool(cut), overflow="ellipsis" if cut else "fold") for cell in row)
        )
    Console(file=out).print(grid)


def print_json(data: object, stream: TextIO | None = None) -> None:
    """Print data as JSON for machines: keys in the order given, two spaces, letters as they are."""
    out = stream or sys.stdout
    all_letters = (out.encoding or "utf-8").replace("-", "").lower() == "utf8"  # elsewhere they would be lost
    click.echo(json.dumps(data, indent=2, ensure_ascii=not all_letters, allow_nan=False), file=out)


def _coloured(problem: Problem) -> str:
    place = click.style(f"{problem.path}:{problem.line}:{problem.column}:", bold=True)
    is_error = problem.severity is Severity.ERROR
    severity = "" if is_error else click.style(f"{problem.severity}: ", fg="yellow", bold=True)
    message = click.style(_printable(problem.message), fg="red" if is_error else None)
    hint = click.style(f" ({_printable(problem.hint)})", fg="cyan") if problem.hint else ""
    return f"{place} {severity}{message}{hint}"


def _excerpt(problem: Problem) -> str:
    """The line with its number, and under it a caret and a tail below the characters that are meant."""
    gutter = f"{problem.line:>5} | "
    window = max(shutil.get_terminal_size().columns - len(gutter) - 2, _NARROWEST_WINDOW)  # two for an … at each side
    at = min(max(problem.column - 1, 0), len(problem.source_line))
    begin = max(at - window // 2, 0) if len(problem.source_line) > window else 0
    line = _printable(problem.source_line[begin : begin + window], keep="\t")
    before, meant = line[: at - begin], line[at - begin : at - begin + max(problem.width, 1)]
    if begin:
        line, before = "…" + line, "…" + before
    if begin + window < len(problem.source_line):
        line += "…"
    # A tab is as wide as the terminal makes it: repeated below itself, it is as wide there.
    indent = "".join("\t" if char == "\t" else " " * _cells(char) for char in before)
    underline = "^" + "~" * (sum(_cells(char) for char in meant) - 1)
    below = click.style(underline, fg="green", bold=True)
    return f"{gutter}{line}\n{' ' * (len(gutter) - 2)}| {indent}{below}"


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


def _printable(text: str, keep: str = "") -> str:
    """Text that cannot move the cursor or change colours: each control character becomes one replacement mark."""
    return "".join("�" if unicodedata.category(char) == "Cc" and char not in keep else char for char in text)


def _cells(char: str) -> int:
    """How many columns of a terminal a character takes (Unicode Standard Annex 11)."""
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1
