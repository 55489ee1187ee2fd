"""How a shell asks what completes a line: by a variable of the environment, as click's scripts have it."""

from __future__ import annotations

import io
import os
import sys
from contextlib import redirect_stderr, suppress
from typing import NoReturn

import click
from click.shell_completion import get_completion_class

from season_calendar.cli.console import say

PROGRAM = "season-calendar"
COMPLETE_VARIABLE = "_SEASON_CALENDAR_COMPLETE"


def is_asked() -> bool:
    """Whether a shell asks, and no command is to be run."""
    return bool(os.environ.get(COMPLETE_VARIABLE))


def answer(program: click.Command) -> NoReturn:
    """Print what completes the line, and exit. Where that fails, nothing is printed: somebody is typing."""
    shell = os.environ[COMPLETE_VARIABLE].removesuffix("_complete")
    with redirect_stderr(io.StringIO()), suppress(Exception):
        if (kind := get_completion_class(shell)) is not None:
            say(kind(program, {}, PROGRAM, COMPLETE_VARIABLE).complete())
    sys.exit(0)
