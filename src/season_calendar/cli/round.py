"""``round``: add, edit, move, postpone or cancel a round in the season file."""

from __future__ import annotations

from pathlib import Path

import click

from season_calendar.cli.editing import changes_of, edit_file, editing_options, fields_of, key_options
from season_calendar.errors import UnreadableValueError
from season_calendar.season_file.editing.edits import AddRound, CancelRound, EditRound, MoveRound, PostponeRound
from season_calendar.season_file.format.scalars import DAYS

_HELPS = {
    "name": "What it is called: 'Race of Spain'.",
    "label": "How the series counts it: 'Rounds 5 and 6 of 16'.",
    "venue": "Where: an id of the file's venues.",
    "dates": "'2021-07-10 to 2021-07-11', or one date.",
    "status": "Whether it takes place as said; confirmed if left out.",
    "note": "A remark for everyone who has the calendar.",
    "link": "A web page.",
}
_REQUIRED = ("name", "venue")


@click.group("round")
def round_group() -> None:
    """Add, edit, move, postpone or cancel a round.

    Only the lines that the edit means are changed, and only if the file is good afterwards.
    """


@round_group.command()
@click.argument("round_id", metavar="ID")
@key_options(_HELPS)
@editing_options
def add(round_id: str, file: Path, dry_run: bool, **options: str | bool | None) -> None:
    """Add the round ID, in its place by date.

    It needs --name and --venue, and --dates unless it is provisional or off.
    """
    fields = fields_of(options)
    for key in _REQUIRED:
        if key not in fields:
            raise click.UsageError(f"Missing option '--{key}'.")
    edit_file(file, AddRound(round_id, fields), dry_run=dry_run)


@round_group.command()
@click.argument("round_id", metavar="ROUND")
@key_options(_HELPS, removable=[key for key in _HELPS if key not in _REQUIRED])
@editing_options
def edit(round_id: str, file: Path, dry_run: bool, **options: str | bool | None) -> None:
    """Change what is said of ROUND.

    Its sessions stay as they are; to move them with it, use move.
    """
    edit_file(file, EditRound(round_id, changes_of(options)), dry_run=dry_run)


@round_group.command()
@click.argument("round_id", metavar="ROUND")
@editing_options
def cancel(round_id: str, file: Path, dry_run: bool) -> None:
    """Cancel ROUND with all its sessions. It stays in the file, so that calendars can show it."""
    edit_file(file, CancelRound(round_id), dry_run=dry_run)


@round_group.command()
@click.argument("round_id", metavar="ROUND")
@editing_options
def postpone(round_id: str, file: Path, dry_run: bool) -> None:
    """Postpone ROUND; move it once its new dates are known."""
    edit_file(file, PostponeRound(round_id), dry_run=dry_run)


@round_group.command()
@click.argument("round_id", metavar="ROUND")
@click.argument("dates", metavar="FIRST [to LAST]", nargs=-1, required=True)
@click.option("--provisional", is_flag=True, help="The new dates may still change.")
@editing_options
def move(round_id: str, dates: tuple[str, ...], provisional: bool, file: Path, dry_run: bool) -> None:
    """Move ROUND with its sessions to new dates.

    Write them as 2021-07-17 to 2021-07-18. Every session moves by as many days as the first day does and keeps its
    time of day. A postponed round is on again.
    """
    edit_file(file, MoveRound(round_id, _dates(dates), provisional), dry_run=dry_run)


def _dates(words: tuple[str, ...]) -> str:
    """One date, or two, with or without the word "to", as one argument or several: in the form of the file."""
    days = " ".join(words).split()
    two_days = len(days) == 2 and "to" not in days
    try:
        first, last = DAYS.read((" to " if two_days else " ").join(days))
    except UnreadableValueError as error:
        raise click.BadParameter(str(error)) from None
    return str(first) if first == last else f"{first} to {last}"
