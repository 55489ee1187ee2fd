"""``driver``: add, edit or remove a driver in the season file."""

from __future__ import annotations

from pathlib import Path

import click

from season_calendar.cli.edits.editing import edit_file, editing_options
from season_calendar.cli.edits.key_options import Given, changes_of, key_options, new_fields_of
from season_calendar.cli.helpful_group import HelpfulGroup
from season_calendar.cli.options.ids import driver_argument
from season_calendar.season_file.editing.entries import DRIVERS, AddEntry, EditEntry, RemoveEntry
from season_calendar.season_file.format.keys import DRIVER


@click.group("driver", cls=HelpfulGroup)
def driver_group() -> None:
    """Add, edit or remove a driver.

    Only the lines that the edit means are changed, and only if the file is good afterwards.
    """


@driver_group.command()
@click.argument("driver_id", metavar="ID")
@key_options(DRIVER)
@editing_options
def add(driver_id: str, file: Path, dry_run: bool, **options: Given) -> None:
    """Add the driver ID, after the others. It needs --name."""
    edit_file(file, AddEntry(DRIVERS, driver_id, new_fields_of(options, DRIVER)), dry_run=dry_run)


@driver_group.command()
@driver_argument
@key_options(DRIVER, removable=True)
@editing_options
def edit(driver_id: str, file: Path, dry_run: bool, **options: Given) -> None:
    """Change what is said of DRIVER. A list is given as a whole: those that are not named are no longer in it."""
    edit_file(file, EditEntry(DRIVERS, driver_id, changes_of(options, DRIVER)), dry_run=dry_run)


@driver_group.command()
@driver_argument
@editing_options
def remove(driver_id: str, file: Path, dry_run: bool) -> None:
    """Remove DRIVER."""
    edit_file(file, RemoveEntry(DRIVERS, driver_id), dry_run=dry_run)
