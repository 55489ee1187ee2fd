"""``--adopt``: what was published of a season whose journal was lost, taken over from its feeds.

It is asked only for seasons that the journal does not know, so that a CI may always give it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from itertools import chain
from pathlib import Path
from typing import TypeVar

import click

from season_calendar import disk
from season_calendar.cli.console import say
from season_calendar.errors import AdoptionError
from season_calendar.model import Season
from season_calendar.publishing.publication import History

_Command = TypeVar("_Command", bound=Callable[..., object])


def adopt_option(command: _Command) -> _Command:
    """``--adopt``, as ``adopt: str | None``: a folder, or a web address."""
    return click.option(
        "--adopt",
        metavar="FOLDER|URL",
        callback=_folder_or_url,
        help="Where the feeds are of seasons that the journal does not know (any more): events keep UID, SEQUENCE and"
        " stamps. A folder, the address of one feed, or that under which all are, such as https://example.org/",
    )(command)


class Adoption:
    """What ``--adopt`` names, as a library asks for it when it opens: called with a season, it gives its history.

    ``target`` is the folder that feeds will be written into: what was published there and is not adopted is refused.
    """

    def __init__(self, source: str | None, target: Path | None = None) -> None:
        self._source = source
        self._target = target
        self._was_asked = False

    def __call__(self, season: Season) -> History | None:
        """What was published of a season that the journal does not know; None where it never was.

        Raises AdoptionError and FileAccessError.
        """
        self._was_asked = True
        history = None if self._source is None else self._adopted(season, self._source)
        if history is None and self._target is not None:
            _refuse_to_begin_anew(season, self._target)
        return history

    def tell_if_unused(self) -> None:
        """Say so where there was nothing to adopt, because the journal knows every season."""
        if self._source is not None and not self._was_asked:
            say("Nothing to adopt: the journal knows every season.")

    def _adopted(self, season: Season, source: str) -> History | None:
        from season_calendar.feeds.adopting.history import adopted_history
        from season_calendar.feeds.adopting.reading import read_events

        feeds = [read_events(body, season, name) for name, body in _feeds(season, source)]
        history = adopted_history(season, chain.from_iterable(feeds))
        if history is None:
            say(f"Nothing to adopt for {season.key}: it was not published there.")
        else:
            say(f"Adopted {len(history.entries)} events of {season.key}.")
        return history


def _feeds(season: Season, source: str) -> Iterator[tuple[str, bytes]]:
    """Name and content of the feeds at a source."""
    from season_calendar.cli.published.feeds import feeds_in, feeds_under, is_address
    from season_calendar.feeds.feed import is_our_feed

    if is_address(source):
        return feeds_under(source, season)
    # In a folder there may be other people's calendars beside ours.
    return ((name, body) for name, body in feeds_in(Path(source)) if is_our_feed(body))


def refuse_lost_seasons(folder: Path, known: Collection[str]) -> None:
    """Refuse a folder whose feeds have events of a season that is none of those known by key: they would be dropped.

    Raises AdoptionError and FileAccessError.
    """
    from season_calendar.cli.published.folder import our_feeds_in
    from season_calendar.feeds.adopting.reading import seasons_in

    for path in sorted(our_feeds_in(folder)) if folder.is_dir() else ():
        for key in sorted(seasons_in(disk.read(path).content) - set(known)):
            what = f"here is {key} as it was published, but the journal does not know it, and no file of it is named"
            remedy = (
                "give back the journal that it was published with, name its file too with --adopt, or remove this feed "
                "where the season is to leave the calendars"
            )
            raise AdoptionError(str(path), what, remedy)


def _refuse_to_begin_anew(season: Season, target: Path) -> None:
    """Refuse to write into a folder whose feeds have events of a season that the journal does not know."""
    from season_calendar.feeds.adopting.reading import holds_events_of

    for name in (f"{season.key}.ics", f"{season.series.id}.ics", "all.ics"):
        path = target / name
        if path.is_file() and holds_events_of(disk.read(path).content, season):
            what = (
                f"here is {season.key} as it was published, but the journal does not know it: SEQUENCE would fall to 0"
            )
            remedy = (
                f"give back the journal that it was published with, or let --adopt {target} take over what is there"
            )
            raise AdoptionError(str(path), what, remedy)


def _folder_or_url(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    if not value:
        raise click.BadParameter("the name is empty; write a folder or a web address", ctx, param)
    if "://" in value:  # what loads with a network's library takes its time, and most need none
        from season_calendar.cli.published.feeds import is_address

        try:
            is_address(value)
        except ValueError as error:
            raise click.BadParameter(f"{error} (write it as https://example.org)", ctx, param) from None
    return value
