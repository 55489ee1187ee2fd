"""A terminal with colours, as far as a program can see."""

from __future__ import annotations

import io
import re


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
