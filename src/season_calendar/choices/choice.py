"""What somebody chose: one value for a feed's address and for a subscriber. Reads and writes no text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TypeAlias

from season_calendar.errors import FeedOptionError
from season_calendar.model import Season
from season_calendar.publishing.facts import EventFacts
from season_calendar.wording.texts import Texts, texts_for

EVERY_KIND = ""
"""Where lead times are listed by kind: those of every kind that has none of its own."""

LeadTimes: TypeAlias = tuple[tuple[str, tuple[timedelta, ...]], ...]
"""Lead times by kind of session, or ``round``, or ``EVERY_KIND``: kinds in order, each once, its spans longest first.
No span means that nothing is wanted of that kind. ``lead_times_of`` makes them: the same choice is the same value."""


class Rounds(StrEnum):
    """Whether the rounds themselves are wanted: as the all-day events of a feed, as reminders of a weekend."""

    WITH = "with"
    ONLY = "only"
    NONE = "none"


class Cancelled(StrEnum):
    """How a feed marks what is called off: as cancelled, or so that calendars which hide that show it all the same."""

    MARKED = "marked"
    SHOWN = "shown"


@dataclass(frozen=True, slots=True)
class ChosenRounds:
    """What a choice leaves of the rounds of one season; either is None for all of them.

    Names that people chose hold for a round whatever it is called by now: ``named``. Whom a season file says to enter a
    round, it says by the ids of now: ``entered``.
    """

    named: frozenset[str] | None = None
    entered: frozenset[str] | None = None

    def has(self, facts: EventFacts) -> bool:
        """Whether the round of an event is one of them; also where it has left the file."""
        if self.entered is not None and facts.round_id not in self.entered:
            return False
        return self.named is None or not self.named.isdisjoint(facts.round_ids)


@dataclass(frozen=True, slots=True)
class Choice:
    """What is wanted. As it stands: everything, with the usual lead times, in the usual language.

    ``series`` are ids, ``sessions`` kinds of sessions. ``round_ids`` are ids of rounds, whatever the season, or of one
    season's, such as ``wtcr/2021/spain``. ``drivers`` and ``titles`` are ids. Each of these is None for all, and never
    empty.
    """

    series: frozenset[str] | None = None
    sessions: frozenset[str] | None = None
    rounds: Rounds = Rounds.WITH
    round_ids: frozenset[str] | None = None
    drivers: frozenset[str] | None = None
    titles: frozenset[str] | None = None
    lead_times: LeadTimes = ()
    language: str | None = None
    cancelled: Cancelled = Cancelled.MARKED

    def __post_init__(self) -> None:
        """Raise FeedOptionError where nothing could ever be wanted."""
        if self.rounds is Rounds.ONLY and self.sessions is not None:
            raise FeedOptionError("rounds=only leaves no sessions to choose", ["rounds=only alone", "sessions=… alone"])

    @property
    def is_everything(self) -> bool:
        """No round and no session is left out (of the series chosen)."""
        return self.sessions is None and self.rounds is Rounds.WITH and not self.narrows_rounds

    @property
    def narrows_rounds(self) -> bool:
        """Only some of the rounds of a season may be wanted."""
        return self.round_ids is not None or self.drivers is not None or self.titles is not None

    @property
    def texts(self) -> Texts:
        """The texts in the language chosen."""
        return texts_for() if self.language is None else texts_for(self.language)

    def narrowed_to(self, season: Season) -> ChosenRounds | None:
        """The rounds wanted of a season; None for all of them, also those that left the file.

        Of several drivers and titles, the rounds of any of them are wanted. Whom a season does not know has no rounds
        in it. To be asked once a publication; the answer is for ``wants``.
        """
        if self.series is not None and season.series.id not in self.series:
            return ChosenRounds(frozenset())
        named, entered = self._named_rounds(season), self._entered_rounds(season)
        return None if named is None and entered is None else ChosenRounds(named, entered)

    def wants(self, facts: EventFacts, rounds: ChosenRounds | None) -> bool:
        """Whether an event is wanted; ``rounds`` is what its season was narrowed to."""
        if rounds is not None and not rounds.has(facts):
            return False
        if facts.is_round:
            return self.rounds is not Rounds.NONE
        return self.rounds is not Rounds.ONLY and (self.sessions is None or facts.kind in self.sessions)

    def own_lead_times(self, kind: str) -> tuple[timedelta, ...] | None:
        """How long before an event of this kind they want to be told, longest first; None where they do not say."""
        by_kind = dict(self.lead_times)
        return by_kind.get(kind, by_kind.get(EVERY_KIND))

    def _named_rounds(self, season: Season) -> frozenset[str] | None:
        """The rounds chosen by their ids, those of now too where one was called otherwise; in the file or not."""
        if self.round_ids is None:
            return None
        names = (name.rpartition("/") for name in self.round_ids)
        named = frozenset(round_id for season_key, _, round_id in names if season_key in ("", season.key))
        return named.union(round_.id for round_ in season.rounds if round_.was in named)

    def _entered_rounds(self, season: Season) -> frozenset[str] | None:
        """The rounds that a driver chosen enters, or that count towards a title chosen."""
        if self.drivers is None and self.titles is None:
            return None
        entered: set[str] = set()
        for rounds in (
            *(driver.rounds for driver in season.drivers if driver.id in (self.drivers or ())),
            *(title.counts for title in season.titles if title.id in (self.titles or ())),
        ):
            if rounds is None:
                return None
            entered.update(rounds)
        return frozenset(entered)


def lead_times_of(by_kind: Mapping[str, Iterable[timedelta]]) -> LeadTimes:
    """Lead times as a ``Choice`` has them."""
    return tuple((kind, tuple(sorted(set(spans), reverse=True))) for kind, spans in sorted(by_kind.items()))
