"""``title``: add, edit or remove what can be won in the season file."""

from __future__ import annotations

from pathlib import Path

import click

from season_calendar.cli.editing import edit_file, editing_options
from season_calendar.cli.helpful_group import HelpfulGroup
from season_calendar.season_file.editing.entries import TITLES, AddEntry, RemoveEntry, RenameEntry


@click.group("title", cls=HelpfulGroup)
def title_group() -> None:
    """Add, edit or remove a title that can be won.

    Only the lines that the edit means are changed, and only if the file is good afterwards.
    """


@title_group.command()
@click.argument("title_id", metavar="ID")
@click.option("--name", required=True, help="What it is called.")
@editing_options
def add(title_id: str, name: str, file: Path, dry_run: bool) -> None:
    """Add the title ID, after the others."""
    edit_file(file, AddEntry(TITLES, title_id, name), dry_run=dry_run)


@title_group.command()
@click.argument("title_id", metavar="TITLE")
@click.option("--name", required=True, help="What it is called.")
@editing_options
def edit(title_id: str, name: str, file: Path, dry_run: bool) -> None:
    """Give TITLE another name."""
    edit_file(file, RenameEntry(TITLES, title_id, name), dry_run=dry_run)


@title_group.command()
@click.argument("title_id", metavar="TITLE")
@editing_options
def remove(title_id: str, file: Path, dry_run: bool) -> None:
    """Remove TITLE, which no driver can win any more."""
    edit_file(file, RemoveEntry(TITLES, title_id), dry_run=dry_run)
