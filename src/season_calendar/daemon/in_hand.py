"""A message between the ledger and its reader, and what became of it. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from season_calendar.reminders.composing import message_key
from season_calendar.reminders.known import Knowledge
from season_calendar.reminders.next_step import Telling
from season_calendar.reminders.occasions import Subject
from season_calendar.reminders.subscribers import Subscriber
from season_calendar.storage.ledger.rows import ToldRow


@dataclass(frozen=True, slots=True, eq=False)
class InHand:
    """A message that nobody else sends. ``before`` is what its reader knew before it was handed over.

    It is the same as long as it is of the same row, whatever is to be said by now.
    """

    row: ToldRow
    subject: Subject
    subscriber: Subscriber
    telling: Telling
    before: Knowledge

    def __eq__(self, other: object) -> bool:
        return isinstance(other, InHand) and other.row.id == self.row.id

    def __hash__(self) -> int:
        return self.row.id

    @property
    def key(self) -> str:
        """The message's key."""
        return message_key(self.telling, self.subject, self.subscriber.id)


@dataclass(frozen=True, slots=True)
class Settlement:
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
