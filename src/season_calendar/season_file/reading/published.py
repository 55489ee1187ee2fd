"""What was published of seasons before, as far as a season file is held against it. Who knows it is not known here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class PublishedSession:
    """A session as last published, under the id it had then; ``start_at`` is None where only the day was known."""

    id: str
    kind: str
    day: date
    start_at: datetime | None
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class PublishedRound:
    """A round as last published, under the id it had then, with every session it ever had.

    ``has_left`` says that it was still ahead when it left the season file, and has not come back; ``took_place`` that
    it was confirmed and is over.
    """

    id: str
    venue_name: str
    first_day: date
    last_day: date
    sessions: tuple[PublishedSession, ...] = ()
    has_left: bool = False
    is_over: bool = False
    took_place: bool = False


class Published(Protocol):
    """What was ever published."""

    def has(self, ids: tuple[str, ...]) -> bool:
        """Whether a series (by its id), or a round (by the ids of series, season and round), was ever published."""

    def rounds(self, series_id: str, season_id: str) -> Sequence[PublishedRound]:
        """The rounds that were ever published of a season, each once."""


@dataclass(frozen=True, slots=True)
class _WithoutRounds:
    """The same answer for whatever is asked."""

    answer: bool

    def has(self, _: tuple[str, ...]) -> bool:
        return self.answer

    def rounds(self, _series_id: str, _season_id: str) -> tuple[PublishedRound, ...]:
        return ()


NOTHING_PUBLISHED = _WithoutRounds(False)
"""Where nothing was published yet."""

ANYTHING_PUBLISHED = _WithoutRounds(True)
"""For whoever only looks at a season: a reserved id is told of when it is to be published."""
