"""``session``: add, edit or remove a session of a round in the season file."""

from __future__ import annotations

from pathlib import Path

import click

from season_calendar.cli.editing import changes_of, edit_file, editing_options, fields_of, key_options
from season_calendar.season_file.editing.edits import AddSession, EditSession, RemoveSession

_HELPS = {
    "kind": "practice, qualifying, race, … or words of your own.",
    "name": "What it is called, if not as its id and kind say.",
    "start": "'2021-06-03 14:30' on the clock at the venue, or the date alone.",
    "end": "When it ends, such as 15:10. Or give --duration.",
    "duration": "How long it takes, such as 40m.",
    "status": "Whether it takes place as said; confirmed if left out.",
    "note": "A remark for everyone who has the calendar.",
    "link": "A web page.",
}
_REQUIRED = ("kind", "start")


@click.group("session")
def session_group() -> None:
    """Add, edit or remove a session of a round.

    Only the lines that the edit means are changed, and only if the file is good afterwards.
    """


@session_group.command()
@click.argument("round_id", metavar="ROUND")
@click.argument("session_id", metavar="ID")
@key_options(_HELPS)
@editing_options
def add(round_id: str, session_id: str, file: Path, dry_run: bool, **options: str | bool | None) -> None:
    """Add the session ID to ROUND, in its place by start. It needs --kind and --start."""
    fields = fields_of(options)
    for key in _REQUIRED:
        if key not in fields:
            raise click.UsageError(f"Missing option '--{key}'.")
    if "end" in fields and "duration" in fields:
        raise click.UsageError("--end and --duration exclude each other.")
    edit_file(file, AddSession(round_id, session_id, fields), dry_run=dry_run)


@session_group.command()
@click.argument("round_id", metavar="ROUND")
@click.argument("session_id", metavar="SESSION")
@key_options(_HELPS, removable=[key for key in _HELPS if key not in _REQUIRED])
@editing_options
def edit(round_id: str, session_id: str, file: Path, dry_run: bool, **options: str | bool | None) -> None:
    """Change what is said of SESSION; to cancel it, --status cancelled.

    A --start such as 15:00 keeps the day, and an end that is written moves with the start. --end takes the place of
    a duration, and the other way round.
    """
    changes = changes_of(options)
    if changes.get("end") and changes.get("duration"):
        raise click.UsageError("--end and --duration exclude each other.")
    edit_file(file, EditSession(round_id, session_id, changes), dry_run=dry_run)


@session_group.command()
@click.argument("round_id", metavar="ROUND")
@click.argument("session_id", metavar="SESSION")
@editing_options
def remove(round_id: str, session_id: str, file: Path, dry_run: bool) -> None:
    """Remove SESSION as a mistake. One that will not take place is better cancelled: edit it."""
    edit_file(file, RemoveSession(round_id, session_id), dry_run=dry_run)
