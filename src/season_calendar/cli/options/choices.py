"""The options of a choice on the command line: named, explained and read by the table of ``choices``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

import click

from season_calendar.choices.options import OPTIONS
from season_calendar.cli.completing import COMPLETERS

_Command = TypeVar("_Command", bound=Callable[..., object])


def choice_options(names: Iterable[str]) -> Callable[[_Command], _Command]:
    """An option for each of these names, any number of times; the command gets them as keyword arguments."""

    def decorate(command: _Command) -> _Command:
        for name in reversed(list(names)):
            option = OPTIONS[name]
            command = click.option(
                f"--{name}",
                metavar=option.example,
                multiple=True,
                help=option.help,
                shell_complete=COMPLETERS.get(name),
            )(command)
        return command

    return decorate


def pairs_of(given: Mapping[str, Iterable[str]]) -> list[tuple[str, str]]:
    """What was given, as pairs of option and value."""
    return [(name, value) for name, values in given.items() for value in values]
