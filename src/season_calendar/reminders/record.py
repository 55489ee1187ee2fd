"""What became of a message, for the record: what was sent, when and with which key, and what was not, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from season_calendar.reminders.known import Kind


class Outcome(StrEnum):
    """How it ended.

    ``dead`` is what was lost: refused for good, or never delivered while it was of use. ``skipped`` is a reminder that
    was not sent on purpose, or came too late for anybody to send it.
    """

    SENT = "sent"
    DEAD = "dead"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the record. ``key`` is None for a reminder that was never tried; ``why`` says why it was not sent."""

    at: datetime
    subscriber_id: str
    channel: str
    subject: str
    season_key: str
    uid: str
    kind: Kind
    lead: timedelta | None
    key: str | None
    outcome: Outcome
    why: str | None = None

    @property
    def mark(self) -> str | None:
        """The end of its key, after its reader's id: by it their row knows the message."""
        return None if self.key is None else self.key.partition(f"/{self.subscriber_id}/")[2]
