"""Lets a message that was refused for good be sent again, with its key, where it is still true and of use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from season_calendar.errors import RemindingError
from season_calendar.publishing.publication import Publication
from season_calendar.reminders.composing import message_key
from season_calendar.reminders.next_step import next_step
from season_calendar.reminders.occasions import subjects_of
from season_calendar.reminders.record import Entry
from season_calendar.reminders.settling import allowed_again
from season_calendar.reminders.wanted import wanted_of
from season_calendar.storage.ledger.record import SqlRecord


def resend(record: SqlRecord, publications: Sequence[Publication], entry: Entry, now: datetime) -> None:
    """Wake the row of a dead message; whoever reminds sends it next.

    Raises RemindingError where nobody waits for it any more, or it would not be said so now; and StorageError.
    """
    found = record.row_of(entry)
    subject = subjects_of(publications).get(entry.subject)
    if found is None or subject is None or entry.mark is None:
        raise RemindingError(f"{entry.key} is over", "there is nothing to be sent again")
    if found.subscriber is None:
        raise RemindingError(f"{entry.key} is for nobody any more", "its subscriber was removed")
    allowed = allowed_again(found.row.knowledge, entry.mark)
    wanted = wanted_of(subject, found.subscriber.choice)
    step = next_step(allowed, wanted, found.subscriber.since, now)
    if step.telling is None or message_key(step.telling, subject, found.subscriber.id) != entry.key:
        raise RemindingError(
            f"{entry.key} is not true any more, or its time has passed", "what is true now is told when it is due"
        )
    record.allow(entry, now)
