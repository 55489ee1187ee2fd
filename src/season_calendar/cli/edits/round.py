"""``round``: add, edit, move, postpone, cancel, restore or remove a round in the season file."""

from __future__ import annotations

from pathlib import Path

import click

from season_calendar.cli.console import say
from season_calendar.cli.edits.editing import edit_file, editing_options
from season_calendar.cli.edits.key_options import Given, changes_of, key_options, new_fields_of
from season_calendar.cli.helpful_group import HelpfulGroup
from season_calendar.cli.options.ids import round_argument
from season_calendar.errors import UnreadableValueError
from season_calendar.season_file.editing.rounds import (
    AddRound,
    CancelRound,
    EditRound,
    MoveRound,
    PostponeRound,
    RemoveRound,
    RestoreRound,
)
from season_calendar.season_file.format.keys import ROUND
from season_calendar.season_file.format.times import DAYS


@click.group("round", cls=HelpfulGroup)
def round_group() -> None:
    """Add, edit, move, postpone, cancel, restore or remove a round.

    Only the lines that the edit means are changed, and only if the file is good afterwards.
    """


@round_group.command()
@click.argument("round_id", metavar="ID")
@key_options(ROUND)
@editing_options
def add(round_id: str, file: Path, dry_run: bool, **options: Given) -> None:
    """Add the round ID, in its place by date.

    It needs --name and --venue, and --dates unless it is provisional or off.
    """
    edit_file(file, AddRound(round_id, new_fields_of(options, ROUND)), dry_run=dry_run)


@round_group.command()
@round_argument
@key_options(ROUND, removable=True)
@editing_options
def edit(round_id: str, file: Path, dry_run: bool, **options: Given) -> None:
    """Change what is said of ROUND.

    Its sessions stay as they are; to move them with it, use move.
    """
    edit_file(file, EditRound(round_id, changes_of(options, ROUND)), dry_run=dry_run)


@round_group.command()
@round_argument
@editing_options
def cancel(round_id: str, file: Path, dry_run: bool) -> None:
    """Cancel ROUND with all its sessions. It stays in the file, so that calendars can show it."""
    edit_file(file, CancelRound(round_id), dry_run=dry_run)


@round_group.command()
@round_argument
@editing_options
def postpone(round_id: str, file: Path, dry_run: bool) -> None:
    """Postpone ROUND; move it once its new dates are known."""
    edit_file(file, PostponeRound(round_id), dry_run=dry_run)


@round_group.command()
@round_argument
@click.argument("dates", metavar="FIRST [to LAST]", nargs=-1, required=True)
@click.option("--provisional", is_flag=True, help="The new dates may still change.")
@editing_options
def move(round_id: str, dates: tuple[str, ...], provisional: bool, file: Path, dry_run: bool) -> None:
    """Move ROUND with its sessions to new dates.

    Write them as 2021-07-17 to 2021-07-18. Every session moves by as many days as the first day does and keeps its
    time of day. A postponed round is on again.
    """
    edit_file(file, MoveRound(round_id, _dates(dates), provisional), dry_run=dry_run)


@round_group.command()
@round_argument
@editing_options
def restore(round_id: str, file: Path, dry_run: bool) -> None:
    """Put ROUND, cancelled or postponed, on again. It keeps its dates; for others, move it."""
    edit_file(file, RestoreRound(round_id), dry_run=dry_run)


@round_group.command()
@round_argument
@editing_options
def remove(round_id: str, file: Path, dry_run: bool) -> None:
    """Take ROUND with its sessions out of the file, as a mistake.

    Calendars show it as removed until 30 days after its date, and then no more; what is over stays in them until
    `season-calendar forget` takes it out. A round that will not take place is better cancelled: it stays in the file
    with its dates and can be restored.
    """
    edit_file(file, RemoveRound(round_id), dry_run=dry_run)
    say(f"To call a round off instead and keep it in the file: season-calendar round cancel {round_id}")


def _dates(words: tuple[str, ...]) -> str:
    """One date, or two, with or without the word "to", as one argument or several: in the form of the file."""
    days = " ".join(words).split()
    two_days = len(days) == 2 and "to" not in days
    try:
        first, last = DAYS.read((" to " if two_days else " ").join(days))
    except UnreadableValueError as error:
        raise click.BadParameter(str(error)) from None
    return str(first) if first == last else f"{first} to {last}"
