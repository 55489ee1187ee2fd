"""The streams a command prints on: whoever prints there, nothing but printable characters comes out."""

from __future__ import annotations

import io
import os
import sys
from typing import TextIO

from season_calendar.printable import printable


class PrintableStream:
    """A stream before another one, ``beneath``, that is handed only printable text.

    Ours and others' come through here: messages of click, lines of the log, the traceback of a defect. Colours are made
    by ``console`` alone, which makes its text printable first and writes to the stream beneath. It has no ``buffer``,
    that click would write to instead.
    """

    def __init__(self, beneath: TextIO) -> None:
        self.beneath = beneath

    def write(self, text: str) -> int:
        """Write the text, made printable."""
        self.beneath.write(printable(text))
        return len(text)

    def flush(self) -> None:
        """Hand on what is kept back."""
        self.beneath.flush()

    def isatty(self) -> bool:
        """Whether a person reads it."""
        return self.beneath.isatty()

    def fileno(self) -> int:
        """The number of its file. Raises OSError where it has none."""
        return self.beneath.fileno()

    @property
    def encoding(self) -> str:
        """Of the bytes that come out."""
        return self.beneath.encoding

    @property
    def errors(self) -> str | None:
        """What becomes of letters that the encoding lacks."""
        return self.beneath.errors


def prepare_streams() -> None:
    """Let all that is printed be printable, and every print succeed that can: with no stream, in a poorer encoding."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if isinstance(stream, PrintableStream):
            continue
        if stream is None:  # the program was started without one
            stream = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
        setattr(sys, name, PrintableStream(stream))
