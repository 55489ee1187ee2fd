"""What one transaction of the desk finds out about its rows, and writes. It decides nothing: ``next_step`` does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from season_calendar.choices.choice import Choice
from season_calendar.daemon.agenda import Agenda
from season_calendar.daemon.entries import entries_of_passed, entry_of, tell_what_was_lost
from season_calendar.daemon.in_hand import InHand, ToTell, ids_of
from season_calendar.reminders.known import Knowledge
from season_calendar.reminders.next_step import Step, next_step
from season_calendar.reminders.record import Entry, Outcome
from season_calendar.reminders.subscribers import CONSOLE_ID, Subscriber
from season_calendar.reminders.wanted import Wanted
from season_calendar.storage.ledger.batch import Batch
from season_calendar.storage.ledger.rows import Change, Found, ToldRow


class _Looked(NamedTuple):
    """What follows for all who are alike; ``to_tell`` is None where nothing is to be told them now."""

    step: Step
    to_tell: ToTell | None


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
        self._changes: dict[tuple[int, datetime | None], Change] = {}
        self._forgotten: list[int] = []
        self._entries: list[Entry] = []
        self._sent: list[tuple[list[int], InHand]] = []

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
            self._sleep([row.id], looked.step)
            return None
        return InHand(found, subscriber, looked.to_tell)

    def look_on(self, found: Found, knowledge: Knowledge) -> None:
        """Put a row back of which so much is known by now, to be looked at when there is something to do."""
        subscriber = self._reader_of(found)
        looked = None if subscriber is None else self._look(found.row, knowledge, subscriber)
        if looked is None:
            self._forgotten.append(found.row.id)
        else:
            self._sleep([found.row.id], looked.step)

    def is_still_to_tell(self, to_tell: ToTell) -> bool:
        """Whether those who were to be told this are to be told the same now, where nothing of their rows changed."""
        step = self._follows(to_tell, to_tell.before)
        return step is not None and step.telling == to_tell.telling

    def look_on_together(self, alike: Sequence[InHand], knowledge: Knowledge) -> None:
        """``look_on`` for all who were told the same, and of whose rows nothing else changed."""
        step = self._follows(alike[0].to_tell, knowledge)
        if step is None or step.passed:
            for item in alike:
                self.look_on(item.found, knowledge)
        else:
            self._sleep(ids_of(alike), step)

    def change(self, row_ids: Sequence[int], knowledge: Knowledge, wake_at: datetime | None) -> None:
        """Keep what is known of these; they stay in hand where they are not to wake at an instant."""
        same = id(knowledge), wake_at
        change = self._changes.get(same)
        if change is None:
            change = self._changes[same] = Change([], knowledge, wake_at)
        change.row_ids.extend(row_ids)

    def record(self, entries: Iterable[Entry]) -> None:
        """Put something on record."""
        self._entries += entries

    def record_sent(self, alike: Sequence[InHand]) -> None:
        """Put on record that the same was sent by one channel to all these, whose rows are held."""
        self._sent.append((ids_of(alike), alike[0]))

    def write(self) -> None:
        """Write it all."""
        self._batch.keep(self._changes.values())
        for row_ids, first in self._sent:
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
            self._entries += entries_of_passed(looked.step, wanted.subject, subscriber, self._now)
        return looked

    def _work_out(self, knowledge: Knowledge, wanted: Wanted, since: datetime) -> _Looked:
        step = next_step(knowledge, wanted, since, self._now)
        return _Looked(step, None if step.telling is None else ToTell(wanted, since, step.telling, step.knowledge))

    def _follows(self, to_tell: ToTell, knowledge: Knowledge) -> Step | None:
        """What follows for all who were to be told this; None where their round was published anew since.

        Then they may want different things of it, and each has to be looked at.
        """
        if self._agenda.subjects.get(to_tell.subject.key) is not to_tell.subject:
            return None
        return next_step(knowledge, to_tell.wanted, to_tell.since, self._now)

    def _sleep(self, row_ids: Sequence[int], step: Step) -> None:
        wake_at = self._now if step.telling is not None else step.wake_at
        if wake_at is None:
            self._forgotten += row_ids
        else:
            self.change(row_ids, step.knowledge, wake_at)
