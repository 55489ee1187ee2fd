"""``session``: add, edit, move, cancel, restore or remove a session of a round in the season file."""

from __future__ import annotations

from pathlib import Path

import click

from season_calendar.cli.edits.editing import edit_file, editing_options
from season_calendar.cli.edits.key_options import Given, changes_of, key_options, new_fields_of, refuse_both
from season_calendar.cli.helpful_group import HelpfulGroup
from season_calendar.cli.options.ids import round_argument, session_argument
from season_calendar.season_file.editing.sessions import (
    AddSession,
    CancelSession,
    EditSession,
    MoveSession,
    RemoveSession,
    RestoreSession,
)
from season_calendar.season_file.format.keys import SESSION


@click.group("session", cls=HelpfulGroup)
def session_group() -> None:
    """Add, edit, move, cancel, restore or remove a session of a round.

    Only the lines that the edit means are changed, and only if the file is good afterwards.
    """


@session_group.command()
@round_argument
@click.argument("session_id", metavar="ID")
@key_options(SESSION)
@editing_options
def add(round_id: str, session_id: str, file: Path, dry_run: bool, **options: Given) -> None:
    """Add the session ID to ROUND, in its place by start. It needs --kind and --start."""
    refuse_both(options, *SESSION.one_of)
    edit_file(file, AddSession(round_id, session_id, new_fields_of(options, SESSION)), dry_run=dry_run)


@session_group.command()
@round_argument
@session_argument
@key_options(SESSION, removable=True)
@editing_options
def edit(round_id: str, session_id: str, file: Path, dry_run: bool, **options: Given) -> None:
    """Change what is said of SESSION.

    A --start such as 15:00 keeps the day, and an end that is written moves with the start. --end takes the place of
    a duration, and the other way round.
    """
    refuse_both(options, *SESSION.one_of)
    edit_file(file, EditSession(round_id, session_id, changes_of(options, SESSION)), dry_run=dry_run)


@session_group.command()
@round_argument
@session_argument
@click.argument("start", metavar="START", nargs=-1, required=True)
@editing_options
def move(round_id: str, session_id: str, start: tuple[str, ...], file: Path, dry_run: bool) -> None:
    """Let SESSION start at another time; it takes as long as before.

    Write START as 2021-06-27 15:30, or as 15:30 to stay on its day. A postponed session is on again.
    """
    edit_file(file, MoveSession(round_id, session_id, " ".join(start)), dry_run=dry_run)


@session_group.command()
@round_argument
@session_argument
@editing_options
def cancel(round_id: str, session_id: str, file: Path, dry_run: bool) -> None:
    """Cancel SESSION. It stays in the file, so that calendars can show it."""
    edit_file(file, CancelSession(round_id, session_id), dry_run=dry_run)


@session_group.command()
@round_argument
@session_argument
@editing_options
def restore(round_id: str, session_id: str, file: Path, dry_run: bool) -> None:
    """Let SESSION, which was cancelled or postponed, take place after all, when it was to."""
    edit_file(file, RestoreSession(round_id, session_id), dry_run=dry_run)


@session_group.command()
@round_argument
@session_argument
@editing_options
def remove(round_id: str, session_id: str, file: Path, dry_run: bool) -> None:
    """Remove SESSION as a mistake. One that will not take place is better cancelled."""
    edit_file(file, RemoveSession(round_id, session_id), dry_run=dry_run)
