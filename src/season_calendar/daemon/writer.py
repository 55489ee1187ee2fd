"""What one transaction of the desk finds out about its rows, and writes. It decides nothing: ``next_step`` does."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from season_calendar.choices.choice import Choice
from season_calendar.daemon.agenda import Agenda
from season_calendar.daemon.entries import entries_of_passed, entry_of, tell_what_was_lost
from season_calendar.daemon.in_hand import InHand, ToTell
from season_calendar.reminders.known import Knowledge
from season_calendar.reminders.next_step import Step, next_step
from season_calendar.reminders.occasions import Subject
from season_calendar.reminders.record import Entry, Outcome
from season_calendar.reminders.subscribers import CONSOLE_ID, Subscriber
from season_calendar.reminders.wanted import Wanted
from season_calendar.storage.ledger.batch import Batch
from season_calendar.storage.ledger.rows import Change, Found, ToldRow


class _Looked(NamedTuple):
    """What follows for all who are alike; ``to_tell`` is None where nothing is to be told them now."""

    subject: Subject
    step: Step
    to_tell: ToTell | None


class _Sent(NamedTuple):
    """A message that was sent, and the rows of all who got it by the same channel."""

    first: InHand
    row_ids: list[int]


class Writer:
    """Collects what one transaction writes, and looks at rows by one agenda at one instant.

    Readers who chose alike and know the same get the same step: the very same, so that what follows from it is worked
    out once for all of them too. They are told apart by identity, as in ``memo``; the objects are kept with what was
    worked out, so that no others come to stand where they stood.
    """

    def __init__(self, batch: Batch, agenda: Agenda, now: datetime) -> None:
        self._batch = batch
        self._agenda = agenda
        self._now = now
        self._wanted: dict[tuple[str, int], tuple[Choice, Wanted]] = {}
        self._looked: dict[tuple[int, int, int], tuple[Knowledge, Wanted, datetime, _Looked]] = {}
        self._changes: list[Change] = []
        self._forgotten: list[int] = []
        self._entries: list[Entry] = []
        self._sent: dict[tuple[int, str], _Sent] = {}

    def look_at(self, found: Found) -> InHand | None:
        """The one message to be told now, if there is one; else the row goes back to sleep, or is forgotten.

        What is known of a row with a message is not kept yet.
        """
        row = found.row
        subscriber = self._reader_of(found)
        looked = None if subscriber is None else self._look(row, row.knowledge, subscriber)
        if subscriber is None or looked is None:
            self._forgotten.append(row.id)
            return None
        if looked.to_tell is None:
            self._sleep(row, looked.step)
            return None
        return InHand(found, subscriber, looked.to_tell)

    def look_on(self, found: Found, knowledge: Knowledge) -> None:
        """Put a row back of which so much is known by now, to be looked at when there is something to do."""
        subscriber = self._reader_of(found)
        looked = None if subscriber is None else self._look(found.row, knowledge, subscriber)
        if looked is None:
            self._forgotten.append(found.row.id)
        else:
            self._sleep(found.row, looked.step)

    def change(self, row: ToldRow, knowledge: Knowledge, wake_at: datetime | None) -> None:
        """Keep what is known of it; the row stays in hand where it is not to wake at an instant."""
        self._changes.append(Change(row.id, knowledge, wake_at))

    def record(self, entries: Iterable[Entry]) -> None:
        """Put something on record."""
        self._entries += entries

    def record_sent(self, item: InHand) -> None:
        """Put on record that a message of a row that is held was sent."""
        alike = id(item.to_tell), item.subscriber.channel
        sent = self._sent.get(alike)
        if sent is None:
            sent = self._sent[alike] = _Sent(item, [])
        sent.row_ids.append(item.row.id)

    def write(self) -> None:
        """Write it all."""
        self._batch.keep(self._changes)
        for first, row_ids in self._sent.values():
            entry = entry_of(first, Outcome.SENT, None, self._now)
            self._batch.record_alike(row_ids, entry, first.to_tell.around_id)
        self._batch.forget(self._forgotten)  # what is recorded of a row takes its reader from it
        self._batch.record(self._entries)

    def tell_what_was_lost(self) -> None:
        """Warn of it. To be called when it is on record: what was not committed is decided anew."""
        tell_what_was_lost(self._entries)

    def _reader_of(self, found: Found) -> Subscriber | None:
        return self._agenda.console if found.row.subscriber_id == CONSOLE_ID else found.subscriber

    def _look(self, row: ToldRow, knowledge: Knowledge, subscriber: Subscriber) -> _Looked | None:
        """What follows for a row; None where its subject is not known any more."""
        choice = subscriber.choice
        asked = self._wanted.get((row.subject, id(choice)))
        if asked is None:
            subject = self._agenda.subjects.get(row.subject)
            if subject is None:
                return None
            asked = self._wanted[row.subject, id(choice)] = choice, self._agenda.wanted(subject, choice)
        wanted = asked[1]
        since = wanted.counted_since(subscriber.since)
        alike = id(knowledge), id(wanted), id(since)
        done = self._looked.get(alike)
        if done is None:
            done = self._looked[alike] = knowledge, wanted, since, self._work_out(knowledge, wanted, since)
        looked = done[3]
        if looked.step.passed:
            self._entries += entries_of_passed(looked.step, looked.subject, subscriber, self._now)
        return looked

    def _work_out(self, knowledge: Knowledge, wanted: Wanted, since: datetime) -> _Looked:
        step, subject = next_step(knowledge, wanted, since, self._now), wanted.subject
        return _Looked(subject, step, None if step.telling is None else ToTell(subject, step.telling, step.knowledge))

    def _sleep(self, row: ToldRow, step: Step) -> None:
        wake_at = self._now if step.telling is not None else step.wake_at
        if wake_at is None:
            self._forgotten.append(row.id)
        else:
            self.change(row, step.knowledge, wake_at)
