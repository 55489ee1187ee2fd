"""What is behind the address of one feed: its publications, whom it follows, what it is called. Finds no addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto

from season_calendar.choices.choice import Choice, ChosenRounds
from season_calendar.choices.offer import Offer
from season_calendar.choices.options import read_choice
from season_calendar.model import Season
from season_calendar.publishing.facts import EventFacts
from season_calendar.publishing.publication import Publication
from season_calendar.wording.texts import Texts


class Scope(Enum):
    """What a feed is about."""

    EVERYTHING = auto()
    SERIES = auto()
    SEASON = auto()
    DRIVER = auto()
    TITLE = auto()


@dataclass(frozen=True, slots=True)
class Followed:
    """A driver or a title: the name, and the choice that leaves of each season the rounds that are theirs."""

    name: str
    choice: Choice


@dataclass(frozen=True, slots=True)
class FeedSource:
    """One feed's address and what it shows.

    ``publications`` are series by series, of each the oldest season first; there are none only where ``followed`` is in
    older seasons alone. ``offered`` are those whose names may be chosen, older seasons too, and never none: an address
    stays good when it comes to show nothing. Of who is followed, they are the oldest first, of whatever series.
    """

    path: str
    scope: Scope
    publications: tuple[Publication, ...]
    offered: tuple[Publication, ...]
    followed: Followed | None = None

    @property
    def series_names(self) -> dict[str, str]:
        """The short name of each series by its id, as its newest season has it."""
        return {p.season.series.id: p.season.series.short_name for p in self.publications}

    def choice(self, options: Iterable[tuple[str, str]]) -> Choice:
        """What options (pairs of name and value) choose of this feed. Raises FeedOptionError."""
        return read_choice(options, self.offer())

    def offer(self) -> Offer:
        """What there is to choose of this feed: for who asks more than once, the names are looked for once."""
        seasons = [publication.season for publication in self.offered]
        of_several = self.scope in (Scope.EVERYTHING, Scope.DRIVER)
        series = {season.series.id for season in seasons} if of_several else ()
        return Offer(seasons, self._facts, series)

    def chosen(self, choice: Choice) -> FeedSource:
        """This feed with none but the series that are chosen."""
        series = choice.series
        if series is None:
            return self
        kept = tuple(publication for publication in self.publications if publication.season.series.id in series)
        scope = Scope.SERIES if self.scope is Scope.EVERYTHING else self.scope
        return replace(self, scope=scope, publications=kept)

    def rounds_of(self, season: Season) -> ChosenRounds | None:
        """The rounds of a season that are theirs whom the feed follows; None for all of them."""
        return None if self.followed is None else self.followed.choice.narrowed_to(season)

    def name(self, texts: Texts) -> str:
        """What the feed is called: ``WTCR 2021``, ``WTCR``, ``All race series``, or those series that are chosen.

        One that follows is called after whom it follows.
        """
        if self.followed is not None:
            return self.followed.name
        names = texts.several(list(self.series_names.values()))
        match self.scope:
            case Scope.EVERYTHING:
                return texts.all_series()
            case Scope.SEASON:
                return texts.calendar_name(names, self.publications[0].season.id)
            case _:
                return names

    def _facts(self) -> Iterator[EventFacts]:
        for publication in self.offered:
            for entry in publication.entries.values():
                yield from entry.facts_of_each_kind
