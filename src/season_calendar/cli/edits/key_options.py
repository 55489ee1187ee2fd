"""Options made of the keys of the season file's format, so that a new key of the format is an option by itself.

A key whose value is a text is an option with a text; a list of texts is an option that can be given several times; a
list of a fixed length, such as coordinates, is written with commas.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias, TypeVar

import click

from season_calendar.cli.completing import COMPLETERS
from season_calendar.model import Status
from season_calendar.season_file.format.scalars import STATUS
from season_calendar.season_file.format.schema import Key, ListOf, Scalar, Shape
from season_calendar.yaml_source.editing.data import Value

_Command = TypeVar("_Command", bound=Callable[..., object])

Given: TypeAlias = str | tuple[str, ...] | bool | None
"""What an option holds: a text, the texts of a list, whether a flag is set, or None."""


def key_options(shape: Shape, *, removable: bool = False) -> Callable[[_Command], _Command]:
    """An option for each key of a thing but its id; if ``removable``, ``--no-KEY`` too for those it can be without.

    The command gets them as keyword arguments, for ``fields_of`` and ``changes_of``.
    """

    def decorate(command: _Command) -> _Command:
        for key in reversed(list(_keys(shape))):
            if removable and not key.required:
                command = click.option(f"--no-{_option(key)}", f"no_{key.name}", is_flag=True, hidden=True)(command)
            command = _key_option(key, removable=removable)(command)
        return command

    return decorate


def fields_of(options: Mapping[str, Given], shape: Shape) -> dict[str, Value]:
    """The keys that were given, with their values."""
    fields: dict[str, Value] = {}
    for key in _keys(shape):
        given = options.get(key.name)
        if isinstance(given, str):
            fields[key.name] = _parts(given) if isinstance(key.form, ListOf) else given
        elif isinstance(given, tuple) and given:
            fields[key.name] = [part for text in given for part in _parts(text)]
    return fields


def new_fields_of(options: Mapping[str, Given], shape: Shape) -> dict[str, Value]:
    """The keys of a new thing. Raises click.UsageError where one is missing that it must have."""
    fields = fields_of(options, shape)
    missing = missing_option(fields, shape)
    if missing:
        raise click.UsageError(f"Missing option '--{missing}'.")
    return fields


def missing_option(fields: Mapping[str, Value], shape: Shape) -> str | None:
    """The first option that a thing cannot be without and that is not given."""
    return next((_option(key) for key in _keys(shape) if key.required and key.name not in fields), None)


def changes_of(options: Mapping[str, Given], shape: Shape) -> dict[str, Value | None]:
    """The keys to change, with None for those to remove.

    Raises click.UsageError where none is given, and where one is given and removed at once.
    """
    changes: dict[str, Value | None] = dict(fields_of(options, shape))
    for key in _keys(shape):
        if options.get(f"no_{key.name}"):
            if key.name in changes:
                raise click.UsageError(f"--{_option(key)} and --no-{_option(key)} exclude each other.")
            changes[key.name] = None
    if not changes:
        raise click.UsageError("Say what to change: at least one option besides --file.")
    return changes


def refuse_both(given: Mapping[str, object], one: str, other: str) -> None:
    """Raise click.UsageError where both keys have values."""
    if given.get(one) and given.get(other):
        raise click.UsageError(f"--{one} and --{other} exclude each other.")


def _keys(shape: Shape) -> Iterator[Key[object]]:
    """The keys whose values can be written on a command line."""
    for key in shape.keys.values():
        form = key.form.form if isinstance(key.form, ListOf) else key.form
        if key.name != "id" and isinstance(form, Scalar):
            yield key


def _key_option(key: Key[object], *, removable: bool) -> Callable[[_Command], _Command]:
    option = f"--{_option(key)}"
    removal = f" --no-{_option(key)} removes it." if removable and not key.required else ""
    if key.form is STATUS:
        statuses = click.Choice([status.value for status in Status])
        return click.option(option, key.name, type=statuses, help=f"{key.doc}{removal}")
    help_ = f"{key.doc} Such as {_example(key)}.{removal}"
    if not isinstance(key.form, ListOf):
        return click.option(option, key.name, metavar="TEXT", help=help_, shell_complete=COMPLETERS.get(key.name))
    if key.form.length is not None:
        return click.option(option, key.name, metavar=",".join(["NUMBER"] * key.form.length), help=help_)
    names = dict.fromkeys([f"--{key.form.item}", option])
    help_ += " Can be given several times."
    completer = COMPLETERS.get(key.form.item)
    return click.option(
        *names, key.name, multiple=True, metavar=key.form.item.upper(), help=help_, shell_complete=completer
    )


def _option(key: Key[object]) -> str:
    return key.name.replace("_", "-")


def _example(key: Key[object]) -> str:
    """The key's example as it is written on a command line."""
    text = key.example
    if isinstance(key.form, ListOf):
        text = text.strip("[]").replace(", ", ",")
        return text if key.form.length is not None else text.split(",")[0]
    return f"'{text}'" if " " in text else text


def _parts(text: str) -> list[Value]:
    return [part.strip() for part in text.strip().strip("[]").split(",") if part.strip()]
