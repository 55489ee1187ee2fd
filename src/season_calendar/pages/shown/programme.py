"""Rounds of one season, or of several, in the order in which a page shows them, and what of them is next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property

from season_calendar.pages.drawings.rounds import RoundState
from season_calendar.pages.shown.rounds import ShownRound, ShownSession

# On a wide screen, in pixels: a card, what is unfolded of it beside its timetable, and the lines of that.
_CARD, _UNFOLDED, _DAY, _SESSION = 103, 110, 43, 46
_GROUP, _FOLD = 74, 89  # the heading of what is postponed or cancelled, and the line below which stands what was raced

_SHORT = 1000
"""What stands beside it is some 1,350 tall, so that at most a quarter of its column stays empty."""


@dataclass(frozen=True)
class Programme:
    """Rounds by date, of which the next one is marked; those that never had a date come last."""

    rounds: tuple[ShownRound, ...]

    @cached_property
    def next_round(self) -> ShownRound | None:
        """The round that is on, or the first one to come; None where none with a date takes place any more."""
        return next((its for its in self.rounds if its.is_next), None)

    @cached_property
    def next_session(self) -> ShownSession | None:
        """The session that is on or comes next; None where no timetable tells."""
        return None if self.next_round is None else next((its for its in self.next_round.sessions if its.is_next), None)

    @property
    def awaited_for(self) -> datetime:
        """What orders what is waited for: the end of all time where nothing is."""
        return datetime.max.replace(tzinfo=UTC) if self.next_round is None else self.next_round.awaited_for

    @property
    def to_come(self) -> list[ShownRound]:
        """The rounds that are on or to come, by date."""
        return [its for its in self.rounds if its.is_awaited]

    @cached_property
    def with_dates_to_come(self) -> list[ShownRound]:
        """Those of them that have a date, in the order in which they are waited for."""
        return sorted(_with_dates(self.to_come), key=lambda its: its.awaited_for)

    @property
    def once_over(self) -> Programme:
        """The same when all of these are over and nothing else has changed."""
        over = {its.facts.uid for its in self.with_dates_to_come}
        return Programme(
            tuple(
                replace(its, state=RoundState.RACED, is_next=False) if its.facts.uid in over else its
                for its in self.rounds
            )
        )

    @property
    def postponed(self) -> list[ShownRound]:
        """The rounds that are to come, at a time that nobody knows."""
        return [its for its in self.rounds if its.state is RoundState.POSTPONED]

    @property
    def cancelled(self) -> list[ShownRound]:
        """The rounds that will not be, by date."""
        return [its for its in self.rounds if its.state is RoundState.CANCELLED]

    @property
    def raced(self) -> list[ShownRound]:
        """The rounds that are over, the newest first."""
        return [its for its in reversed(self.rounds) if its.state is RoundState.RACED]

    @property
    def is_short(self) -> bool:
        """Its list, as it is first shown, takes less height than what stands beside it on a wide screen."""
        cards = [*self.to_come, *self.postponed, *self.cancelled, *([] if self.to_come else self.raced)]
        headings = _GROUP * (bool(self.postponed) + bool(self.cancelled)) + _FOLD * bool(self.raced)
        return len(cards) * _CARD + headings + self._unfolded < _SHORT

    @property
    def _unfolded(self) -> int:
        its = self.next_round
        return 0 if its is None else _UNFOLDED + len(its.days) * _DAY + len(its.sessions) * _SESSION


def programme_of(rounds: Iterable[ShownRound]) -> Programme:
    """The rounds by date, with the next one and its next session marked."""
    in_order = sorted(rounds, key=lambda its: (its.facts.first_day or date.max, its.facts.uid))
    first = min(_with_dates(its for its in in_order if its.is_awaited), key=lambda its: its.awaited_for, default=None)
    return Programme(tuple(_marked(its) if its is first else its for its in in_order))


def _with_dates(rounds: Iterable[ShownRound]) -> list[ShownRound]:
    return [its for its in rounds if its.facts.first_day is not None]


def _marked(round_: ShownRound) -> ShownRound:
    awaited: Sequence[ShownSession] = [its for its in round_.sessions if its.is_awaited]
    first = min(awaited, key=lambda its: its.awaited_for, default=None)
    return replace(round_, is_next=True, sessions=tuple(replace(its, is_next=its is first) for its in round_.sessions))
