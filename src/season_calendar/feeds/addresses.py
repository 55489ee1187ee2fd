"""Which feeds there are for a set of publications, and which publications are behind an address.

``/all.ics`` is every series, ``/wtcr.ics`` one series, both with the newest seasons; ``/wtcr/2021.ics`` is one season.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, auto
from itertools import groupby

from season_calendar.choices.choice import Choice
from season_calendar.choices.offer import Offer
from season_calendar.choices.options import read_choice
from season_calendar.errors import UnknownFeedError
from season_calendar.publishing.facts import EventFacts
from season_calendar.publishing.publication import Publication
from season_calendar.wording.texts import Texts

ALL_PATH = "/all.ics"
"""The feed of every series. A series whose id is ``all`` has no feed of its own, only those of its seasons."""

NEWEST_SEASONS = 2
"""How many seasons of a series its feed holds, and that of everything: enough for a winter, and no more with the years.
Older ones keep their own addresses."""


class Scope(Enum):
    """How much a feed is about."""

    EVERYTHING = auto()
    SERIES = auto()
    SEASON = auto()


@dataclass(frozen=True, slots=True)
class FeedSource:
    """One feed's address and what it shows.

    ``publications`` are series by series, of each the oldest season first, and never none. ``offered`` are those whose
    names may be chosen, older seasons too: an address stays good when it comes to show nothing.
    """

    path: str
    scope: Scope
    publications: tuple[Publication, ...]
    offered: tuple[Publication, ...]

    @property
    def series_names(self) -> dict[str, str]:
        """The short name of each series by its id, as its newest season has it."""
        return {p.season.series.id: p.season.series.short_name for p in self.publications}

    def choice(self, options: Iterable[tuple[str, str]]) -> Choice:
        """What options (pairs of name and value) choose of this feed. Raises FeedOptionError."""
        seasons = [publication.season for publication in self.offered]
        series = {season.series.id for season in seasons} if self.scope is Scope.EVERYTHING else ()
        return read_choice(options, Offer(seasons, self._facts, series))

    def chosen(self, choice: Choice) -> FeedSource:
        """This feed with none but the series that are chosen."""
        series = choice.series
        if series is None:
            return self
        kept = tuple(publication for publication in self.publications if publication.season.series.id in series)
        return replace(self, scope=Scope.SERIES, publications=kept)

    def name(self, texts: Texts) -> str:
        """What the feed is called: ``WTCR 2021``, ``WTCR``, ``All race series``, or those series that are chosen."""
        names = texts.several(list(self.series_names.values()))
        match self.scope:
            case Scope.EVERYTHING:
                return texts.all_series()
            case Scope.SERIES:
                return names
            case Scope.SEASON:
                return texts.calendar_name(names, self.publications[0].season.id)

    def _facts(self) -> Iterator[EventFacts]:
        for publication in self.offered:
            for entry in publication.entries.values():
                yield from entry.facts_of_each_kind


def feeds_of(publications: Iterable[Publication]) -> dict[str, FeedSource]:
    """Every feed there is, by its address: everything first, then each series followed by its seasons."""
    in_order = tuple(sorted(publications, key=lambda publication: publication.season.key))
    by_series = {id_: tuple(its) for id_, its in groupby(in_order, lambda publication: publication.season.series.id)}
    newest = {series_id: _newest(its) for series_id, its in by_series.items()}
    everything = tuple(publication for its in newest.values() for publication in its)
    feeds = {ALL_PATH: FeedSource(ALL_PATH, Scope.EVERYTHING, everything, in_order)} if in_order else {}
    for series_id, of_series in by_series.items():
        series_path = f"/{series_id}.ics"
        if series_path not in feeds:
            feeds[series_path] = FeedSource(series_path, Scope.SERIES, newest[series_id], of_series)
        for publication in of_series:
            season_path = f"/{publication.season.key}.ics"
            feeds[season_path] = FeedSource(season_path, Scope.SEASON, (publication,), (publication,))
    return feeds


def _newest(of_series: Sequence[Publication]) -> tuple[Publication, ...]:
    """The newest seasons of a series by their events, not by the clock; the oldest first.

    One that has no event takes the place of none: one that is yet to get dates, or of which only tombstones are left.
    """
    by_age = sorted(of_series, key=lambda publication: (_first_day(publication), publication.season.id))
    with_events = [its.season.id for its in by_age if date.min < _first_day(its) < date.max]
    older = frozenset(with_events[:-NEWEST_SEASONS])
    return tuple(publication for publication in by_age if publication.season.id not in older)


def _first_day(publication: Publication) -> date:
    """When a season begins. One that has no event yet comes after all others, one that was withdrawn before them."""
    entries = publication.entries.values()  # which are in order of date
    days = (entry.facts.first_day for entry in entries if entry.withdrawn_at is None)
    return next((day for day in days if day is not None), date.min if entries else date.max)


def find_feed(path: str, publications: Iterable[Publication]) -> FeedSource:
    """The feed at an address such as ``/wtcr/2021.ics``.

    Raises UnknownFeedError, naming every address there is.
    """
    feeds = feeds_of(publications)
    if path not in feeds:
        raise UnknownFeedError(path, feeds)
    return feeds[path]
