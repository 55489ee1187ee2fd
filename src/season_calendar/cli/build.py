"""``season-calendar build DIR``: the feeds as files, for any web server or a folder kept in git."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from season_calendar import disk
from season_calendar.cli.console import say
from season_calendar.cli.options import base_url_option, database_option, files_option, make_clock
from season_calendar.errors import FeedOptionError
from season_calendar.publishing.publish import Publication
from season_calendar.seasons.library import SeasonLibrary
from season_calendar.seasons.loading import read_seasons
from season_calendar.seasons.publishing import Journal
from season_calendar.views.changes import in_sentences
from season_calendar.wording.texts import texts_for

if TYPE_CHECKING:
    from season_calendar.feeds.selection import Selection

_MOST_TOLD = 30
"""How many changes are told one by one; more have a cause of their own, such as another file under the same name."""


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@files_option
@database_option
@click.option(
    "--journal",
    "journal_path",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Keep what was published in this text file instead of a database: for a season kept in git.",
)
@click.option("--sessions", metavar="KINDS", help="Only sessions of these kinds: race,qualifying.")
@click.option("--rounds", type=click.Choice(["with", "only", "none"]), help="With, only or no events of whole rounds.")
@click.option("--alarm", metavar="TIMES", help="Alarms so long before each start: 1d,30m.")
@base_url_option
def build(
    folder: Path,
    files: tuple[Path, ...],
    database: str | None,
    journal_path: Path | None,
    sessions: str | None,
    rounds: str | None,
    alarm: str | None,
    base_url: str | None,
) -> None:
    """Write the calendar feeds into the folder DIR: one of each series, one of each season, one of everything.

    Only files whose content changes are written. They are the same, byte for byte, as those that `serve` gives.
    """
    if journal_path is not None and database is not None:
        raise click.UsageError("--journal and --database both say where to keep what was published; name one")
    chosen = {"sessions": sessions, "rounds": rounds, "alarm": alarm}
    selection = _selection([(name, value) for name, value in chosen.items() if value is not None], files)
    now = make_clock(None, None).now()
    with _open_journal(journal_path, database) as journal:
        library = SeasonLibrary(files, journal)
        library.open(now)
    _write_feeds(folder, library.publications, selection, base_url, now)
    _tell_changes(library.publications)


def _selection(options: Sequence[tuple[str, str]], files: Sequence[Path]) -> Selection:
    """What is chosen, known before anything is published; a kind that only one of the series has is a good choice."""
    from season_calendar.feeds.selection import parse_selection

    kinds = (s.kind for season in read_seasons(files) for round_ in season.rounds for s in round_.sessions)
    try:
        return parse_selection(options, kinds)
    except FeedOptionError as error:
        raise click.UsageError(str(error)) from None


def _write_feeds(
    folder: Path,
    publications: Sequence[Publication],
    selection: Selection,
    base_url: str | None,
    now: datetime,
) -> None:
    from season_calendar.feeds.addresses import feeds_of
    from season_calendar.feeds.feed import build_feed
    from season_calendar.feeds.render import Renderer

    renderer, texts = Renderer(), texts_for()
    for path, source in feeds_of(publications).items():
        feed = build_feed(source, selection, now, renderer=renderer, texts=texts, base_url=base_url)
        target = folder / path.removeprefix("/")
        written = disk.write_if_changed(target, feed.body)
        events = feed.body.count(b"BEGIN:VEVENT")
        say(f"{'wrote' if written else 'kept '} {target} ({events} events)")


def _tell_changes(publications: Sequence[Publication]) -> None:
    texts = texts_for()
    sentences = [text for publication in publications for text in in_sentences(publication.changes, texts)]
    if sentences:
        say("\nChanged since the last publication:")
    for sentence in islice(sentences, _MOST_TOLD):
        say(f"  {sentence}")
    if len(sentences) > _MOST_TOLD:
        say(f"  … and {len(sentences) - _MOST_TOLD} more")


@contextmanager
def _open_journal(journal_path: Path | None, database: str | None) -> Iterator[Journal]:
    if journal_path is not None:
        from season_calendar.storage.journal_file import FileJournal

        yield FileJournal(journal_path)
        return
    from season_calendar.storage.engine import opened_database
    from season_calendar.storage.journal import SqlJournal

    with opened_database(database) as engine:
        yield SqlJournal(engine)
