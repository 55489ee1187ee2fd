"""``title``: add, edit or remove what can be won in the season file."""

from __future__ import annotations

from pathlib import Path

import click

from season_calendar.cli.edits.editing import edit_file, editing_options
from season_calendar.cli.edits.key_options import Given, changes_of, key_options, new_fields_of
from season_calendar.cli.helpful_group import HelpfulGroup
from season_calendar.cli.options.ids import title_argument
from season_calendar.season_file.editing.entries import TITLES, AddEntry, EditEntry, RemoveEntry
from season_calendar.season_file.format.keys import TITLE


@click.group("title", cls=HelpfulGroup)
def title_group() -> None:
    """Add, edit or remove a title that can be won.

    Only the lines that the edit means are changed, and only if the file is good afterwards.
    """


@title_group.command()
@click.argument("title_id", metavar="ID")
@key_options(TITLE)
@editing_options
def add(title_id: str, file: Path, dry_run: bool, **options: Given) -> None:
    """Add the title ID, after the others. It needs --name."""
    edit_file(file, AddEntry(TITLES, title_id, new_fields_of(options, TITLE)), dry_run=dry_run)


@title_group.command()
@title_argument
@key_options(TITLE, removable=True)
@editing_options
def edit(title_id: str, file: Path, dry_run: bool, **options: Given) -> None:
    """Change what is said of TITLE. Its rounds are given as a whole: those that are not named no longer count."""
    edit_file(file, EditEntry(TITLES, title_id, changes_of(options, TITLE)), dry_run=dry_run)


@title_group.command()
@title_argument
@editing_options
def remove(title_id: str, file: Path, dry_run: bool) -> None:
    """Remove TITLE, which no driver can win any more."""
    edit_file(file, RemoveEntry(TITLES, title_id), dry_run=dry_run)
