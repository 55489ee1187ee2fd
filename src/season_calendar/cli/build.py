"""``season-calendar build DIR``: the feeds as files, for any web server or a folder kept in git."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path

import click

from season_calendar import disk
from season_calendar.choices.offer import Offer
from season_calendar.choices.options import OPTIONS, read_choice
from season_calendar.cli.choosing import choice_options, pairs_of
from season_calendar.cli.console import say
from season_calendar.cli.options import base_url_option, database_option, files_option, make_clock
from season_calendar.errors import FeedOptionError
from season_calendar.publishing.publication import Publication
from season_calendar.seasons.library import SeasonLibrary
from season_calendar.seasons.loading import read_seasons
from season_calendar.seasons.publishing import Journal
from season_calendar.views.changes import in_sentences
from season_calendar.wording.texts import texts_for

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
@choice_options(name for name in OPTIONS if name != "series")
@base_url_option
def build(
    folder: Path,
    files: tuple[Path, ...],
    database: str | None,
    journal_path: Path | None,
    base_url: str | None,
    **chosen: tuple[str, ...],
) -> None:
    """Write the calendar feeds into the folder DIR: one of each series, one of each season, one of everything.

    Only files whose content changes are written. They are the same, byte for byte, as those that `serve` gives; a feed
    that has nothing of what is chosen is not written.
    """
    if journal_path is not None and database is not None:
        raise click.UsageError("--journal and --database both say where to keep what was published; name one")
    options = pairs_of(chosen)
    _refuse_unknown(options, files)
    now = make_clock(None, None).now()
    with _open_journal(journal_path, database) as journal:
        library = SeasonLibrary(files, journal)
        library.open(now)
    _write_feeds(folder, library.publications, options, base_url, now)
    _tell_changes(library.publications)


def _refuse_unknown(options: Sequence[tuple[str, str]], files: Sequence[Path]) -> None:
    """Before anything is published. What only one of the series has is a good choice."""
    try:
        read_choice(options, Offer.of_files(read_seasons(files)))
    except FeedOptionError as error:
        raise click.UsageError(str(error)) from None


def _write_feeds(
    folder: Path,
    publications: Sequence[Publication],
    options: Sequence[tuple[str, str]],
    base_url: str | None,
    now: datetime,
) -> None:
    from season_calendar.feeds.addresses import feeds_of
    from season_calendar.feeds.feed import build_feed
    from season_calendar.feeds.render import Renderer

    renderer = Renderer()
    for path, source in feeds_of(publications).items():
        target = folder / path.removeprefix("/")
        try:
            choice = source.choice(options)
        except FeedOptionError as error:
            say(f"not   {target}: {error}")
            continue
        feed = build_feed(source, choice, now, renderer=renderer, base_url=base_url)
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
