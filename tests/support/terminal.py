"""Terminals: one as far as a program can see, with colours, and a real one."""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import sys
import termios
from collections.abc import Iterator


class Terminal(io.StringIO):
    """A stream that says it is a terminal, and keeps what it is sent."""

    encoding = "utf-8"
    errors = "replace"

    def isatty(self) -> bool:
        """It is one."""
        return True


def plain(text: str) -> str:
    """What is read on a terminal, without the colours."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def lines(text: str) -> list[str]:
    """What is read, without colours and what is only blank."""
    return [line.rstrip() for line in plain(text).splitlines()]


def sent_to_a_terminal(columns: int, *words: str, **variables: str) -> str:
    """What the program, called with these words, sends to a pseudo-terminal of so many columns; colours are many."""
    known = ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR")
    environment = {name: value for name, value in os.environ.items() if name not in known}
    colors = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
    beyond, terminal = pty.openpty()
    termios.tcsetwinsize(terminal, (24, columns))
    with subprocess.Popen(
        [sys.executable, "-m", "season_calendar", *words],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env={**environment, **colors, **variables},
    ):
        os.close(terminal)
        sent = b"".join(_read(beyond))
    os.close(beyond)
    return sent.decode().replace("\r\n", "\n")


def _read(beyond: int) -> Iterator[bytes]:
    try:
        while some := os.read(beyond, 65536):
            yield some
    except OSError:  # the last who had the terminal open has closed it
        return
