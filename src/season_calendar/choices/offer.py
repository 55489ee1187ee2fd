"""What there is to choose from: the names that the options of a choice may have where they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field

from season_calendar.choices.choice import Choice
from season_calendar.choices.values import NamesThereAre
from season_calendar.model import ROUND_KIND, SESSION_KINDS, Season
from season_calendar.publishing.facts import EventFacts, facts_of
from season_calendar.publishing.publication import Publication
from season_calendar.wording.catalogues import languages


@dataclass(frozen=True, slots=True)
class Offer:
    """The seasons to choose from, and what can be chosen of them.

    ``facts`` gives every event ever published of the seasons, once more for each kind that it was of before: an address
    stays good when a round leaves its season, or when nothing is of a kind any more. ``series`` are the ids that may be
    chosen, none where there is one series only. Names come one by one: most are found at once, and a season has many
    events.
    """

    seasons: Collection[Season]
    facts: Callable[[], Iterable[EventFacts]]
    series: Collection[str] = ()
    _names: dict[Callable[[Offer], Iterable[str]], NamesThereAre] = field(
        default_factory=dict, init=False, compare=False
    )

    @classmethod
    def of_files(cls, seasons: Collection[Season], published: Collection[Publication] = ()) -> Offer:
        """What is to be chosen of seasons as their files are and of what was published; of any of their series."""
        every = [*seasons, *(publication.season for publication in published)]

        def facts() -> Iterator[EventFacts]:
            for season in seasons:
                yield from facts_of(season)
            for publication in published:
                for entry in publication.entries.values():
                    yield from entry.facts_of_each_kind

        return cls(every, facts, tuple(dict.fromkeys(season.series.id for season in every)))

    def names(self, of: Callable[[Offer], Iterable[str]]) -> NamesThereAre:
        """The names of a sort, such as ``Offer.kinds``: however many words are asked for, each comes once."""
        return self._names.setdefault(of, NamesThereAre(of(self)))

    def kinds(self) -> Iterator[str]:
        """The kinds of sessions."""
        yield from SESSION_KINDS
        yield from (facts.kind for facts in self.facts() if not facts.is_round)

    def kinds_and_round(self) -> Iterator[str]:
        """The kinds that lead times are said for."""
        yield ROUND_KIND
        yield from self.kinds()

    def rounds(self) -> Iterator[str]:
        """The ids of rounds, then those that say of which season, and then all that they had before."""
        for facts in self.facts():
            yield facts.round_id
        for facts in self.facts():
            yield f"{facts.season_key}/{facts.round_id}"
        for season_key, former in self._former_rounds():
            yield from (former, f"{season_key}/{former}")

    def drivers(self) -> Iterator[str]:
        """The ids of drivers."""
        return (driver.id for season in self.seasons for driver in season.drivers)

    def titles(self) -> Iterator[str]:
        """The ids of titles."""
        return (title.id for season in self.seasons for title in season.titles)

    def has_rounds_of(self, choice: Choice) -> bool:
        """Whether a choice leaves any round."""
        rounds = {season.key: choice.narrowed_to(season) for season in self.seasons}
        return any(
            chosen is None or chosen.has(facts) for facts in self.facts() for chosen in [rounds[facts.season_key]]
        )

    def _former_rounds(self) -> Iterator[tuple[str, str]]:
        """The key of a season and the id that one of its rounds had before."""
        for facts in self.facts():
            yield from ((facts.season_key, id_) for id_ in facts.round_ids - {facts.round_id})
        for season in self.seasons:
            yield from ((season.key, round_.was) for round_ in season.rounds if round_.was is not None)

    def languages(self) -> Iterable[str]:
        """The languages there are texts in."""
        return languages()
