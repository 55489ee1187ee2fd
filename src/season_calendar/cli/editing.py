"""What every editing command does around its edit: lock, read, apply, check, write, and say what came of it."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

import click

from season_calendar import disk
from season_calendar.cli.console import say, show_problems
from season_calendar.cli.options import file_option
from season_calendar.clock import SystemClock
from season_calendar.errors import EditRefusedError, Problem, SeasonFileError
from season_calendar.model import Season, Status
from season_calendar.publishing.changes import told_once
from season_calendar.publishing.publish import History, publish
from season_calendar.season_file import read_season
from season_calendar.season_file.editing.edits import Edit, apply_edit
from season_calendar.wording.events import describe_change
from season_calendar.wording.texts import texts_for

_Command = TypeVar("_Command", bound=Callable[..., object])

_COLORS = {"+": "green", "-": "red", "@": "cyan"}


def editing_options(command: _Command) -> _Command:
    """``--file`` and ``--dry-run``, as ``file: Path`` and ``dry_run: bool``."""
    dry_run = click.option(
        "--dry-run", is_flag=True, help="Show what would change, as a unified diff, and write nothing."
    )
    return file_option(dry_run(command))


def key_options(helps: Mapping[str, str], *, removable: Iterable[str] = ()) -> Callable[[_Command], _Command]:
    """An option for each key with its help, and ``--no-KEY`` for those that can be removed.

    ``--status`` takes only a status. The command gets them as keyword arguments, for ``changes_of``.
    """

    def decorate(command: _Command) -> _Command:
        for key in reversed(list(removable)):
            command = click.option(f"--no-{key}", is_flag=True, help=f"Remove the {key}.")(command)
        for key, help_ in reversed(list(helps.items())):
            type_ = click.Choice([status.value for status in Status]) if key == "status" else click.STRING
            command = click.option(f"--{key}", type=type_, help=help_)(command)
        return command

    return decorate


def fields_of(options: Mapping[str, str | bool | None]) -> dict[str, str]:
    """The keys that were given, with their values."""
    return {key: value for key, value in options.items() if isinstance(value, str)}


def changes_of(options: Mapping[str, str | bool | None]) -> dict[str, str | None]:
    """The keys to change, with None for those to remove.

    Raises click.UsageError where none is given, and where one is given and removed at once.
    """
    changes: dict[str, str | None] = dict(fields_of(options))
    for option, is_set in options.items():
        key = option.removeprefix("no_")
        if is_set is True:
            if key in changes:
                raise click.UsageError(f"--{key} and --no-{key} exclude each other.")
            changes[key] = None
    if not changes:
        raise click.UsageError("Say what to change: at least one option besides --file.")
    return changes


def edit_file(file: Path, edit: Edit, *, dry_run: bool) -> None:
    """Do an edit and print the lines that changed and what subscribers will see of it.

    The file is written only where it is a good season with the edit, whatever it was before.

    Raises EditRefusedError, UnknownThingError, SeasonFileError and FileAccessError; nothing is written then.
    """
    with disk.locked(file) as season_file:
        before = season_file.read()
        edited = apply_edit(before.content, edit, str(file))
        if edited == before.content:
            say(f"{file}: nothing to change")
            return
        season_before, old_warnings = _season(before.content, file)
        season_after, warnings = _checked(edited, file, was_good=season_before is not None)
        if not dry_run:
            season_file.replace(edited, before.fingerprint)
    _show_lines(file, before.content, edited, dry_run=dry_run)
    _show_what_subscribers_see(season_before, season_after, dry_run=dry_run)
    known = {warning.message for warning in old_warnings}
    show_problems([warning for warning in warnings if warning.message not in known])


def _season(content: bytes, file: Path) -> tuple[Season | None, tuple[Problem, ...]]:
    try:
        return read_season(content, str(file))
    except SeasonFileError:
        return None, ()


def _checked(content: bytes, file: Path, *, was_good: bool) -> tuple[Season, tuple[Problem, ...]]:
    try:
        return read_season(content, str(file))
    except SeasonFileError as error:
        if was_good:
            what, remedy = f"with this edit {file} would have problems", "nothing was written; change the values"
        else:
            what, remedy = f"{file} has problems, with this edit too", "nothing was written; mend the file first"
        raise EditRefusedError(what, remedy, error.problems) from None


def _show_lines(file: Path, before: bytes, after: bytes, *, dry_run: bool) -> None:
    """The whole diff for a dry run; else only the lines that went and came, for they are written already."""
    old, new = before.decode().splitlines(), after.decode().splitlines()
    name, context = str(file), 3 if dry_run else 0
    diff = list(difflib.unified_diff(old, new, name, name, n=context, lineterm=""))
    if not dry_run:
        diff = [f"{file}:", *(line for line in diff[2:] if not line.startswith("@@"))]
    for line in diff:
        say(click.style(line, fg=_COLORS.get(line[:1])))


def _show_what_subscribers_see(before: Season | None, after: Season, *, dry_run: bool) -> None:
    if before is None:
        say("The file had problems before, so what subscribers will see change is not known.")
        return
    sentences = list(dict.fromkeys(_news(before, after)))
    will = "would" if dry_run else "will"
    say(f"Subscribers {will} see:" if sentences else f"Subscribers {will} see no change.")
    for sentence in sentences:
        say(f"  {sentence}")


def _news(before: Season, after: Season) -> Iterator[str]:
    """What changes between the two, told as the journal would tell it had both been published."""
    now = SystemClock().now()
    published = publish(before, History(), now)
    history = History(published.edition, published.published_at, published.entries)
    for change in told_once(publish(after, history, now).changes):
        yield describe_change(change, texts_for())
