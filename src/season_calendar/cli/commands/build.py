"""``season-calendar build DIR``: the feeds and pages as files, for any web server or a folder kept in git."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from season_calendar import disk
from season_calendar.choices.offer import Offer
from season_calendar.choices.options import OPTIONS, read_choice
from season_calendar.cli.console import logged_to_stderr, say, show_problems, warn
from season_calendar.cli.options.choices import choice_options, pairs_of
from season_calendar.cli.options.clock import at_option, make_clock, trust_clock_option
from season_calendar.cli.options.files import database_option, files_option, journal_option
from season_calendar.cli.options.services import base_url_option, edit_url_option
from season_calendar.cli.options.variants import read_variants, variant_option
from season_calendar.cli.published.adopting import Adoption, adopt_option, refuse_lost_seasons
from season_calendar.cli.published.folder import tell_no_longer_written
from season_calendar.cli.published.journal import open_journal, without_file
from season_calendar.cli.published.site import write_site
from season_calendar.errors import FeedOptionError
from season_calendar.publishing.publication import Publication
from season_calendar.seasons.library import SeasonLibrary
from season_calendar.seasons.loading import read_seasons
from season_calendar.seasons.publishing import last_publications
from season_calendar.views.changes import in_sentences
from season_calendar.wording.texts import texts_for

if TYPE_CHECKING:
    from season_calendar.feeds.files import FeedFile, Variant
    from season_calendar.pages.visit import Visit

_MOST_TOLD = 30
"""How many changes are told one by one; more have a cause of their own, such as another file under the same name."""


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@files_option
@database_option
@journal_option
@click.option("--pages/--no-pages", default=True, show_default=True, help="Write the web pages too.")
@click.option("--prune", is_flag=True, help="Remove the feeds, pages and JSON in DIR that are no longer written.")
@choice_options(name for name in OPTIONS if name != "series")
@variant_option
@adopt_option
@base_url_option
@edit_url_option
@at_option
@trust_clock_option
@click.pass_context
def build(
    ctx: click.Context,
    /,
    folder: Path,
    files: tuple[Path, ...],
    database: str | None,
    journal_path: Path | None,
    adopt: str | None,
    base_url: str | None,
    edit_url: str | None,
    at: datetime | None,
    trust_clock: bool,
    pages: bool,
    prune: bool,
    variants: tuple[str, ...],
    **chosen: tuple[str, ...],
) -> None:
    """Write the calendar feeds into the folder DIR: one of each series, one of each season, one of everything.

    Beside them it writes the web pages, which work in any folder of any host, and want the public address in
    --base-url for what has to be a whole address.

    Only files whose content changes are written. They are the same, byte for byte, as those that `serve` gives; a feed
    that has nothing of what is chosen is not written. A season that was published before stays, also if its file is not
    named any more. Feeds of a season that the journal does not know are not overwritten before --adopt takes them over.
    Warnings are those of `check`, and fail nothing. With a clock far behind the last publication it writes that one
    again, and ends with status 1.

    A host of files ignores what stands behind a question mark: for those who want something else of a feed, each
    --variant writes it once more, and the page offers it: wtcr.sessions-race.ics.
    """
    from season_calendar.feeds.files import feed_files

    options = pairs_of(chosen)
    now = make_clock(at, None).now()
    seasons = read_seasons(files)
    adoption = Adoption(adopt, target=folder)
    with open_journal(journal_path, database) as journal:
        published = last_publications(journal) if options or variants else ()
        _refuse_unknown(options, Offer.of_files(seasons, published))
        beside = read_variants(variants, seasons, published, base_url, now)
        refuse_lost_seasons(folder, {*journal.marks(), *(season.key for season in seasons)})
        library = SeasonLibrary(files, journal, trust_clock=trust_clock or at is not None)
        with logged_to_stderr():
            warnings = library.open(now, adoption)
    adoption.tell_if_unused()
    if (warning := without_file(library, reminds=False)) is not None:
        warn(warning)
    written = _write_feeds(folder, feed_files(library.publications, options, beside), base_url, now)
    if pages:
        written |= write_site(folder, _front(library, options, beside, base_url, edit_url, now))
    tell_no_longer_written(folder, written, prune=prune)
    _tell_changes(library.publications)
    show_problems(warnings)
    if any(season.problems for season in library.health):
        ctx.exit(1)


def _front(
    library: SeasonLibrary,
    options: Sequence[tuple[str, str]],
    variants: Sequence[Variant],
    base_url: str | None,
    edit_url: str | None,
    now: datetime,
) -> Visit:
    """A visit of the front page of the site, in English."""
    from season_calendar.pages.visit import Visit
    from season_calendar.wording.catalogues import languages

    return Visit(
        path="/",
        tag=languages()[0],
        prefix="",
        now=now,
        publications=library.publications,
        base_url=base_url,
        options=tuple(options),
        is_static=True,
        variants=tuple(variants),
        changes_of=library.changes_of,
        edit_url=edit_url,
    )


def _refuse_unknown(options: Sequence[tuple[str, str]], offer: Offer) -> None:
    """Before anything is published. What only one of the series has is a good choice."""
    try:
        read_choice(options, offer)
    except FeedOptionError as error:
        raise click.UsageError(str(error)) from None


def _write_feeds(folder: Path, files: Sequence[FeedFile], base_url: str | None, now: datetime) -> set[Path]:
    """Write the feeds; returns where they are, whether or not anything in them changed."""
    from season_calendar.feeds.feed import build_feed
    from season_calendar.feeds.render import Renderer

    renderer = Renderer()
    targets = set()
    for file in files:
        target = folder / file.path.removeprefix("/")
        try:
            choice = file.choice()
        except FeedOptionError as error:
            say(f"not   {target}: {error}")
            continue
        path = file.path if file.is_variant else None
        feed = build_feed(file.source, choice, now, renderer=renderer, base_url=base_url, file=path)
        written = disk.write_if_changed(target, feed.body)
        targets.add(target)
        events = feed.body.count(b"BEGIN:VEVENT")
        say(f"{'wrote' if written else 'kept '} {target} ({events} events)")
    return targets


def _tell_changes(publications: Sequence[Publication]) -> None:
    texts = texts_for()
    sentences = [text for publication in publications for text in in_sentences(publication.changes, texts)]
    if sentences:
        say("\nChanged since the last publication:")
    for sentence in islice(sentences, _MOST_TOLD):
        say(f"  {sentence}", folded=True)
    if len(sentences) > _MOST_TOLD:
        say(f"  … and {len(sentences) - _MOST_TOLD} more")
