"""How a shell asks what completes a line: by a variable of the environment, as click's scripts have it."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import redirect_stderr, suppress
from typing import NoReturn

import click
from click.shell_completion import ShellComplete, get_completion_class

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
            say("\n".join(_completions(kind(program, {}, PROGRAM, COMPLETE_VARIABLE))))
    sys.exit(0)


def _completions(shell: ShellComplete) -> Iterator[str]:
    """What the word can be, as the shell's script reads it."""
    words, word = shell.get_completion_args()
    *before, meant = _put_together([*words, word]) if shell.name == "bash" else [*words, word]
    # click completes the value of --venue=est alone; a shell puts what it is told in the place of its whole word.
    option, equals, _ = word.partition("=")
    kept = option + equals if equals and option.startswith("--") else ""
    for item in shell.get_completions(before, meant):
        if item.type == "plain":  # else the shell looks for files itself
            item.value = kept + item.value
        yield shell.format_completion(item)


def _put_together(words: Iterable[str]) -> list[str]:
    """The words as they were typed: bash parts them at ``:`` and ``=``, so that ``12:00Z`` comes as three."""
    typed: list[str] = []
    goes_on = False
    for word in words:
        parts = bool(word) and not word.strip(":=")
        if typed and (parts or goes_on):
            typed[-1] += word
        else:
            typed.append(word)
        goes_on = parts
    return typed
