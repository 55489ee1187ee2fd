"""A message between the ledger and its reader, and what became of it. Values only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from season_calendar.reminders.composing import around_id
from season_calendar.reminders.known import Knowledge
from season_calendar.reminders.next_step import Telling
from season_calendar.reminders.occasions import Subject
from season_calendar.reminders.subscribers import Subscriber
from season_calendar.reminders.wanted import Wanted
from season_calendar.storage.ledger.rows import Found, ToldRow


@dataclass(frozen=True, slots=True, eq=False)
class ToTell:
    """What all are told who are alike, one object for all of them: to find it anew for each took most of the time.

    They want the same and count from the same instant ``since``. ``before`` is what they knew before it was handed
    over, ``around_id`` what stands in their keys before and after the reader's id.
    """

    wanted: Wanted
    since: datetime
    telling: Telling
    before: Knowledge
    around_id: tuple[str, str] = field(init=False)

    @property
    def subject(self) -> Subject:
        """What it is about."""
        return self.wanted.subject

    def __post_init__(self) -> None:
        """Find out what their keys have in common."""
        object.__setattr__(self, "around_id", around_id(self.telling, self.subject))


@dataclass(frozen=True, slots=True, eq=False)
class InHand:
    """A message that nobody else sends: to the ``subscriber`` of a row as it was ``found``.

    It is the same as long as it is of the same row, whatever is to be said by now.
    """

    found: Found
    subscriber: Subscriber
    to_tell: ToTell

    def __eq__(self, other: object) -> bool:
        return isinstance(other, InHand) and other.row.id == self.row.id

    def __hash__(self) -> int:
        return self.found.row.id

    @property
    def row(self) -> ToldRow:
        """The row as it was found."""
        return self.found.row

    @property
    def subject(self) -> Subject:
        """What it is about."""
        return self.to_tell.subject

    @property
    def telling(self) -> Telling:
        """What it says."""
        return self.to_tell.telling

    @property
    def before(self) -> Knowledge:
        """What its reader knew before it was handed over."""
        return self.to_tell.before

    @property
    def key(self) -> str:
        """The message's key."""
        before_id, after_id = self.to_tell.around_id
        return f"{before_id}{self.subscriber.id}{after_id}"


class Settlement(NamedTuple):
    """What became of a message in hand: it was delivered, or ``error`` says why not.

    ``put_back_for`` is given where it was not even begun: for how long nobody needs to look at it again.
    """

    item: InHand
    error: Exception | None = None
    put_back_for: timedelta | None = None

    @property
    def is_delivered(self) -> bool:
        """Whether its reader was told."""
        return self.error is None and self.put_back_for is None


def ids_of(items: Iterable[InHand]) -> list[int]:
    """The ids of their rows."""
    return [item.found.row.id for item in items]
