"""What a terminal can show: whether a person reads it, and in which colours. Nothing is printed here."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Literal, TextIO

from season_calendar.cli.streams import PrintableStream

if TYPE_CHECKING:  # in a pipe, nothing of it is needed
    from rich.console import Console

_DUMB = ("dumb", "unknown")
"""What TERM is where nobody knows the terminal: it is sent colours only if they are forced."""


def to_stdout_is_terminal() -> bool:
    """Whether a person reads what we print."""
    return sys.stdout.isatty()


def has_colors(out: TextIO) -> bool:
    """Whether what is printed there may be coloured: on a terminal, elsewhere where FORCE_COLOR asks for it.

    Never where NO_COLOR is set.
    """
    return not os.environ.get("NO_COLOR") and (out.isatty() or bool(os.environ.get("FORCE_COLOR")))


def has_many_colors() -> bool:
    """Whether stdout shows more colours than a terminal's own 16, any of which may be illegible in it."""
    return has_colors(sys.stdout) and console().color_system in ("256", "truecolor")


def console(out: TextIO | None = None) -> Console:
    """The terminal ``out`` (stdout) as rich sees it; what is printed there must be printable already."""
    from rich.console import Console

    stream = out or sys.stdout
    beneath = stream.beneath if isinstance(stream, PrintableStream) else stream
    system: Literal["auto", "standard"] | None = None
    if has_colors(stream):
        system = "standard" if os.environ.get("FORCE_COLOR") and os.environ.get("TERM") in _DUMB else "auto"
    return Console(file=beneath, force_terminal=True, color_system=system, emoji=False)
