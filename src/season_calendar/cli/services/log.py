"""The log of a command that serves or reminds, on stderr. Whoever does not read it holds nobody who writes to it."""

from __future__ import annotations

import logging
import select
import sys
from textwrap import indent
from types import TracebackType
from typing import TextIO, TypeAlias

from season_calendar.printable import in_one_line, printable

_ExcInfo: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

_AT_ONCE = getattr(select, "PIPE_BUF", 512) // 4
"""So many characters, of four bytes at most, fit into a pipe that is said to have room (POSIX: PIPE_BUF bytes)."""

_PATIENCE_SECONDS = 0.05
"""How long to wait for a reader who lags behind, before what is logged is left out until they read again."""


def log_to_stderr() -> None:
    """Send our log to stderr, a line each with the machine's time; of other packages, warnings and worse."""
    handler = UnheldHandler(sys.stderr)
    handler.setFormatter(LogLines("%(asctime)s %(levelname)s %(message)s", "%H:%M:%S"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    logging.getLogger("season_calendar").setLevel(logging.INFO)


class UnheldHandler(logging.StreamHandler[TextIO]):
    """Writes what its stream has room for, and leaves out the rest: a terminal that was stopped, or a pipe that nobody
    reads, would hold the reminders. Once there is room again, it says how many were left out.

    A pipe alone keeps hundreds of lines for a reader who lags behind, in their order and until after our end, and is
    there in each process that is forked: a queue and a thread of our own would do neither.
    """

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        self._left_out = 0
        self._is_cut = False

    def emit(self, record: logging.LogRecord) -> None:
        """Write the record, or count it."""
        try:
            text = self.format(record)
            self._tell_what_was_left_out(0)
            if self._left_out or not self._write(text, _PATIENCE_SECONDS):
                self._left_out += 1
        except Exception:
            self.handleError(record)

    def close(self) -> None:
        """Say what was left out, to whoever reads by now."""
        try:
            self._tell_what_was_left_out(_PATIENCE_SECONDS)
        finally:
            super().close()

    def _tell_what_was_left_out(self, seconds: float) -> None:
        if self._left_out:
            lines = "1 record was" if self._left_out == 1 else f"{self._left_out} records were"
            end_of_line = "\n" if self._is_cut else ""
            if self._write(f"{end_of_line}{lines} left out here: nobody read the log", seconds):
                self._left_out = 0
                self._is_cut = False

    def _write(self, text: str, seconds: float) -> bool:
        """Write a record as far as there is room within so many seconds each time; whether that was all of it."""
        shown = printable(text) + self.terminator  # escapes are longer than what they stand for
        for at in range(0, len(shown), _AT_ONCE):
            if not self._has_room(seconds):
                self._is_cut = self._is_cut or at > 0
                return False
            self.stream.write(shown[at : at + _AT_ONCE])
            self.flush()
        return True

    def _has_room(self, seconds: float) -> bool:
        try:
            return bool(select.select([], [self.stream], [], seconds)[1])
        except (OSError, ValueError):  # no file of the system's, or one that cannot be asked, as on Windows
            return True


class LogLines(logging.Formatter):
    """Writes a record in one line, so that nobody's text passes for another one; a traceback is indented below it."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  logging's own name
        """The line, as the format has it."""
        return in_one_line(super().formatMessage(record))

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802  logging's own name
        """The traceback; what an error quotes may have lines of its own."""
        return indent(super().formatException(ei), "  ")
