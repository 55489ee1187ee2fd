"""Which feeds there are for a set of publications, and which publications are behind an address.

``/all.ics`` is every series, ``/wtcr.ics`` every season of one series, ``/wtcr/2021.ics`` one season.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto

from season_calendar.choices.choice import Choice
from season_calendar.choices.offer import Offer
from season_calendar.choices.options import read_choice
from season_calendar.errors import UnknownFeedError
from season_calendar.publishing.facts import EventFacts
from season_calendar.publishing.publication import Publication
from season_calendar.wording.texts import Texts

ALL_PATH = "/all.ics"
"""The feed of every series. A series whose id is ``all`` has no feed of its own, only those of its seasons."""


class Scope(Enum):
    """How much a feed is about."""

    EVERYTHING = auto()
    SERIES = auto()
    SEASON = auto()


@dataclass(frozen=True, slots=True)
class FeedSource:
    """One feed's address and what it shows.

    ``publications`` are in the order of their seasons' keys and never none: a feed can be empty only because no
    event is chosen.
    """

    path: str
    scope: Scope
    publications: tuple[Publication, ...]

    @property
    def series_names(self) -> dict[str, str]:
        """The short name of each series by its id, as its last season has it."""
        return {p.season.series.id: p.season.series.short_name for p in self.publications}

    def choice(self, options: Iterable[tuple[str, str]]) -> Choice:
        """What options (pairs of name and value) choose of this feed. Raises FeedOptionError."""
        seasons = [publication.season for publication in self.publications]
        series = tuple(self.series_names) if self.scope is Scope.EVERYTHING else ()
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
        return (entry.facts for publication in self.publications for entry in publication.entries.values())


def feeds_of(publications: Iterable[Publication]) -> dict[str, FeedSource]:
    """Every feed there is, by its address: everything first, then each series followed by its seasons."""
    in_order = tuple(sorted(publications, key=lambda publication: publication.season.key))
    feeds = {ALL_PATH: FeedSource(ALL_PATH, Scope.EVERYTHING, in_order)} if in_order else {}
    for publication in in_order:
        series_id = publication.season.series.id
        series_path, season_path = f"/{series_id}.ics", f"/{publication.season.key}.ics"
        if series_path not in feeds:
            of_series = tuple(p for p in in_order if p.season.series.id == series_id)
            feeds[series_path] = FeedSource(series_path, Scope.SERIES, of_series)
        feeds[season_path] = FeedSource(season_path, Scope.SEASON, (publication,))
    return feeds


def find_feed(path: str, publications: Iterable[Publication]) -> FeedSource:
    """The feed at an address such as ``/wtcr/2021.ics``.

    Raises UnknownFeedError, naming every address there is.
    """
    feeds = feeds_of(publications)
    if path not in feeds:
        raise UnknownFeedError(path, feeds)
    return feeds[path]
