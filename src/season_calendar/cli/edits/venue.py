"""``venue``: add, edit or remove a venue in the season file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from season_calendar.cli.console import say
from season_calendar.cli.edits.editing import edit_file, editing_options
from season_calendar.cli.edits.key_options import Given, changes_of, fields_of, key_options, missing_option
from season_calendar.cli.helpful_group import HelpfulGroup
from season_calendar.cli.options.ids import venue_argument
from season_calendar.errors import UnreadableValueError
from season_calendar.season_file.editing.entries import VENUES, AddEntry, EditEntry, RemoveEntry
from season_calendar.season_file.format.keys import VENUE
from season_calendar.season_file.format.scalars import NUMBER
from season_calendar.zone_lookup import zone_at


@click.group("venue", cls=HelpfulGroup)
def venue_group() -> None:
    """Add, edit or remove a venue.

    Only the lines that the edit means are changed, and only if the file is good afterwards.
    """


@venue_group.command()
@click.argument("venue_id", metavar="ID")
@key_options(VENUE)
@editing_options
def add(venue_id: str, file: Path, dry_run: bool, **options: Given) -> None:
    """Add the venue ID, after the others.

    It needs --name, and --zone or --coordinates, from which the zone is found.
    """
    fields = fields_of(options, VENUE)
    if "zone" not in fields and "coordinates" in fields:
        fields["zone"] = zone_of(fields["coordinates"])
    missing = missing_option(fields, VENUE)
    if missing:
        or_else = " Or give --coordinates, and the zone is found." if missing == "zone" else ""
        raise click.UsageError(f"Missing option '--{missing}'.{or_else}")
    edit_file(file, AddEntry(VENUES, venue_id, fields), dry_run=dry_run)
    if not dry_run:
        say(f"To hold a round there: season-calendar round edit ROUND --venue {venue_id}, or round add")


@venue_group.command()
@venue_argument
@key_options(VENUE, removable=True)
@editing_options
def edit(venue_id: str, file: Path, dry_run: bool, **options: Given) -> None:
    """Change what is said of VENUE. Its id stays; for rounds at another place, change the venue of the round."""
    edit_file(file, EditEntry(VENUES, venue_id, changes_of(options, VENUE)), dry_run=dry_run)


@venue_group.command()
@venue_argument
@editing_options
def remove(venue_id: str, file: Path, dry_run: bool) -> None:
    """Remove VENUE, where no round is held any more."""
    edit_file(file, RemoveEntry(VENUES, venue_id), dry_run=dry_run)


def zone_of(coordinates: Iterable[object]) -> str:
    """The zone of a place that is given as latitude and longitude.

    Raises click.BadParameter for what is no place, or one that has no zone.
    """
    try:
        numbers = [NUMBER.read(text) for text in coordinates if isinstance(text, str)]
    except UnreadableValueError as error:
        raise click.BadParameter(str(error), param_hint="--coordinates") from None
    if len(numbers) != 2:
        what = "write latitude and longitude with a comma between: 50.3356,6.9475"
        raise click.BadParameter(what, param_hint="--coordinates")
    zone = zone_at(*numbers)
    if zone is None:
        what = f"no time zone of a country at {numbers[0]:g}, {numbers[1]:g} (latitude comes first), so give --zone"
        raise click.BadParameter(what, param_hint="--coordinates")
    return zone
