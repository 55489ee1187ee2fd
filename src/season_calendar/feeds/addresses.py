"""Which feeds there are for a set of publications, and which publications are behind an address.

``/all.ics`` is every series, ``/wtcr.ics`` one series, both with the newest seasons; ``/wtcr/2021.ics`` is one season.
``/drivers/jessica-backman.ics`` follows a driver through all series, ``/titles/wtcr/junior.ics`` a title of a series,
both through the newest seasons too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from itertools import groupby

from season_calendar.choices.choice import Choice
from season_calendar.errors import UnknownFeedError
from season_calendar.feeds.source import FeedSource, Followed, Scope
from season_calendar.model import Driver, Title
from season_calendar.publishing.publication import Publication

ALL_PATH = "/all.ics"
"""The feed of every series. A series whose id is ``all`` has no feed of its own, only those of its seasons."""

NEWEST_SEASONS = 2
"""How many seasons of a series its feed holds, and that of everything: enough for a winter, and no more with the years.
Older ones keep their own addresses."""

_ENDING = ".ics"


def feeds_of(publications: Iterable[Publication]) -> dict[str, FeedSource]:
    """Every feed there is, by its address: everything first, each series followed by its seasons, drivers, titles."""
    sources = _Sources(publications)
    found = ((path, sources.at(path)) for path in sources.paths())
    return {path: source for path, source in found if source is not None}


def offered_feeds(publications: Iterable[Publication]) -> list[FeedSource]:
    """The feeds that are offered to everybody; others are come to from whom they follow."""
    feeds = [its for its in feeds_of(publications).values() if its.followed is None]
    if sum(its.scope is Scope.SERIES for its in feeds) == 1:
        return [its for its in feeds if its.scope is not Scope.EVERYTHING]  # the same once more
    return feeds


def find_feed(path: str, publications: Iterable[Publication]) -> FeedSource:
    """The feed at an address such as ``/wtcr/2021.ics``; the others are not put together for it.

    Raises UnknownFeedError, naming the addresses there are: of those who can be followed only where one was asked for.
    """
    sources = _Sources(publications)
    source = sources.at(path)
    if source is None:
        raise UnknownFeedError(path, sources.paths_beside(path))
    return source


class _Sources:
    """The feeds of some publications, each put together when it is asked for."""

    def __init__(self, publications: Iterable[Publication]) -> None:
        self._in_order = tuple(sorted(publications, key=lambda publication: publication.season.key))
        by_series = groupby(self._in_order, lambda publication: publication.season.series.id)
        self._by_series = {id_: tuple(its) for id_, its in by_series}

    def paths(self) -> Iterator[str]:
        """Every address, each once."""
        yield from dict.fromkeys((*self._paths_of_series(), *self._paths_of_drivers(), *self._paths_of_titles()))

    def paths_beside(self, path: str) -> list[str]:
        """The addresses of what is of the kind of an address."""
        if path.startswith("/drivers/"):
            return list(self._paths_of_drivers())
        if path.startswith("/titles/"):
            return list(self._paths_of_titles())
        return list(self._paths_of_series())

    def at(self, path: str) -> FeedSource | None:
        """The feed at an address, None where there is none."""
        if path == ALL_PATH:
            return FeedSource(path, Scope.EVERYTHING, self._newest, self._in_order) if self._in_order else None
        if not path.endswith(_ENDING):
            return None
        match path.removesuffix(_ENDING).split("/"):
            case ["", series_id] if series_id in self._by_series:
                of_series = self._by_series[series_id]
                return FeedSource(path, Scope.SERIES, _newest(of_series), of_series)
            case ["", series_id, season_id] if its := self._season(series_id, season_id):
                return FeedSource(path, Scope.SEASON, (its,), (its,))
            case ["", "drivers", driver_id]:
                return self._driver(path, driver_id)
            case ["", "titles", series_id, title_id] if series_id in self._by_series:
                return self._title(path, self._by_series[series_id], title_id)
        return None

    @cached_property
    def _newest(self) -> tuple[Publication, ...]:
        return tuple(publication for of_series in self._by_series.values() for publication in _newest(of_series))

    def _season(self, series_id: str, season_id: str) -> Publication | None:
        return next((its for its in self._by_series.get(series_id, ()) if its.season.id == season_id), None)

    def _driver(self, path: str, driver_id: str) -> FeedSource | None:
        """The same id is the same person in whatever series."""
        known = [(its, driver) for its in self._in_order if (driver := _with_id(driver_id, its.season.drivers))]
        follow = Choice(drivers=frozenset({driver_id}))
        return _following(path, Scope.DRIVER, known, self._newest, follow)

    def _title(self, path: str, of_series: Sequence[Publication], title_id: str) -> FeedSource | None:
        known = [(its, title) for its in of_series if (title := _with_id(title_id, its.season.titles))]
        return _following(path, Scope.TITLE, known, _newest(of_series), Choice(titles=frozenset({title_id})))

    def _paths_of_series(self) -> Iterator[str]:
        if self._in_order:
            yield ALL_PATH
        for series_id, of_series in self._by_series.items():
            if (path := f"/{series_id}{_ENDING}") != ALL_PATH:
                yield path
            yield from (f"/{publication.season.key}{_ENDING}" for publication in of_series)

    def _paths_of_drivers(self) -> Iterator[str]:
        ids = {driver.id for publication in self._in_order for driver in publication.season.drivers}
        yield from (f"/drivers/{id_}{_ENDING}" for id_ in sorted(ids))

    def _paths_of_titles(self) -> Iterator[str]:
        for series_id, of_series in self._by_series.items():
            ids = dict.fromkeys(title.id for publication in of_series for title in publication.season.titles)
            yield from (f"/titles/{series_id}/{id_}{_ENDING}" for id_ in ids)


def _following(
    path: str,
    scope: Scope,
    known: Sequence[tuple[Publication, Driver | Title]],
    newest: Sequence[Publication],
    choice: Choice,
) -> FeedSource | None:
    """The feed of who is known to some seasons, called as in the newest of these; None where no season knows them."""
    if not known:
        return None
    by_age = sorted(known, key=lambda its: age_of(its[0]))
    offered = tuple(publication for publication, _ in by_age)
    keys = {publication.season.key for publication in offered}
    shown = tuple(publication for publication in newest if publication.season.key in keys)
    _, as_of_now = by_age[-1]
    return FeedSource(path, scope, shown, offered, Followed(as_of_now.name, choice))


def _with_id(id_: str, things: Sequence[Driver] | Sequence[Title]) -> Driver | Title | None:
    return next((thing for thing in things if thing.id == id_), None)


def _newest(of_series: Sequence[Publication]) -> tuple[Publication, ...]:
    """The newest seasons of a series by their events, not by the clock; the oldest first.

    One that has no event takes the place of none: one that is yet to get dates, or of which only tombstones are left.
    """
    by_age = sorted(of_series, key=age_of)
    with_events = [its.season.id for its in by_age if date.min < _first_day(its) < date.max]
    older = frozenset(with_events[:-NEWEST_SEASONS])
    return tuple(publication for publication in by_age if publication.season.id not in older)


def age_of(publication: Publication) -> tuple[date, str]:
    """What orders seasons, the oldest first."""
    return _first_day(publication), publication.season.id


def _first_day(publication: Publication) -> date:
    """When a season begins. One that has no event yet comes after all others, one that was withdrawn before them."""
    entries = publication.entries.values()  # which are in order of date
    days = (entry.facts.first_day for entry in entries if entry.withdrawn_at is None)
    return next((day for day in days if day is not None), date.min if entries else date.max)
