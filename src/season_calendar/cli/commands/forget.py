"""``season-calendar forget``: withdraw what was published and is in no season file any more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import click
from click.core import ParameterSource

from season_calendar.cli.completing import complete_published
from season_calendar.cli.console import say
from season_calendar.cli.options.clock import at_option, make_clock, trust_clock_option
from season_calendar.cli.options.files import database_option, files_option, journal_option
from season_calendar.cli.published.journal import open_journal
from season_calendar.model import Season
from season_calendar.publishing.publication import Publication
from season_calendar.seasons.forgetting import forget as forget_published
from season_calendar.seasons.loading import read_seasons
from season_calendar.views.changes import in_sentences
from season_calendar.wording.texts import texts_for


def _ids(_: click.Context, param: click.Parameter, value: str) -> tuple[str, ...]:
    ids = tuple(value.split("/"))
    if not (2 <= len(ids) <= 4 and all(ids)):
        raise click.BadParameter(f"{value!r} is no season (write it as wtcr/2021, wtcr/2021/spain …)", param=param)
    return ids


@click.command()
@click.argument("ids", metavar="SEASON[/ROUND[/SESSION]]", callback=_ids, shell_complete=complete_published)
@files_option
@database_option
@journal_option
@at_option
@trust_clock_option
@click.option("--dry-run", is_flag=True, help="Only show what subscribers would see; withdraw nothing.")
@click.pass_context
def forget(
    ctx: click.Context,
    ids: tuple[str, ...],
    files: tuple[Path, ...],
    database: str | None,
    journal_path: Path | None,
    at: datetime | None,
    trust_clock: bool,
    dry_run: bool,
) -> None:
    """Withdraw a season, a round or a session that was published and is in no season file any more.

    Write it as wtcr/2021, wtcr/2021/spain or wtcr/2021/spain/race-1. What is over leaves the calendars at once; what is
    ahead is shown as removed until 30 days after its date. A running server takes it up within seconds. A season
    without a file stays in the feeds until it is forgotten.
    """
    if ctx.get_parameter_source("files") is ParameterSource.DEFAULT:
        files = tuple(path for path in files if path.exists())
    now = make_clock(at, None).now()
    with open_journal(journal_path, database) as journal:
        trust_clock = trust_clock or at is not None
        publication = forget_published(journal, ids, _seasons(files), now, trust_clock=trust_clock, dry_run=dry_run)
    _show(publication, "/".join(ids), dry_run=dry_run)


def _seasons(files: Sequence[Path]) -> Iterator[tuple[Path, Season]]:
    return zip(files, read_seasons(files), strict=True)


def _show(publication: Publication, name: str, *, dry_run: bool) -> None:
    sentences = in_sentences(publication.changes, texts_for())
    if not publication.changed:
        say(f"{name} was withdrawn before: nothing to forget")
        return
    will = "would" if dry_run else "will"
    say(f"Subscribers {will} see:" if sentences else f"Subscribers {will} see no change.")
    for sentence in sentences:
        say(f"  {sentence}", folded=True)
