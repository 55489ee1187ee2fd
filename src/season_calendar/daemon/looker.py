"""Looks at what changed around the ledger, and lets it follow: files, subscribers, other hands, the clock, time itself.

It blocks, and is used by one thread. All it does to a row is to make it or to wake it: what follows for its reader is
found when it is claimed.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from season_calendar.choices.choice import Choice
from season_calendar.choices.options import stored_choice
from season_calendar.clock import Clock
from season_calendar.daemon.agenda import Agenda, make_agenda
from season_calendar.daemon.word_store import make_ready
from season_calendar.errors import FeedOptionError
from season_calendar.reminders.sight import Sighting, earliest_of_use, sighted
from season_calendar.reminders.subscribers import CONSOLE_ID, Subscriber, console_subscriber
from season_calendar.seasons.library import SeasonLibrary
from season_calendar.storage.database_file import DatabaseFile
from season_calendar.storage.hands import Hand
from season_calendar.storage.ledger.ledger import SqlLedger
from season_calendar.storage.ledger.readers import SqlReaders

log = logging.getLogger(__name__)

HORIZON = timedelta(minutes=1)
"""How far ahead of its time a row is made, so that when it is due it only has to be sent."""

_REAL_HORIZON = timedelta(seconds=10)
_MOST_OF_THE_TIME = 20
"""The horizon is as many times as long as it took to look at it last: with many choices, looking must not be all."""

_SIGHT_OF_ONE = timedelta(hours=1)
"""How far ahead rows are made for one changed subscriber: further than any process has seen that goes on without us."""

_CLOCK_SKEW = timedelta(seconds=1)
_MOST_CHANGED = 100
"""How many changed subscribers are taken up at a time."""


class Looker:
    """The eyes of one daemon. ``agenda`` may be read by any thread.

    ``console_zone`` is where the one sits who is reminded when there is no subscriber at all.
    """

    def __init__(
        self,
        library: SeasonLibrary,
        ledger: SqlLedger,
        readers: SqlReaders,
        database_file: DatabaseFile,
        hand: Hand,
        clock: Clock,
        console_zone: str,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._library = library
        self._ledger = ledger
        self._readers = readers
        self._database_file = database_file
        self._hand = hand
        self._clock = clock
        self._console_zone = console_zone
        self._monotonic = monotonic
        self._last_now: datetime | None = None
        self._seen_until: datetime | None = None
        self._looking_took = timedelta(0)
        self.agenda = self._followed = Agenda()

    def look(self) -> bool:
        """Take up all that changed; whether any row may have something to tell now.

        Raises StorageError; the next look then does what this one could not, but after a DatabaseLostError.
        """
        self._database_file.check()
        news = self._free_what_is_left()
        self._library.refresh(self._clock.now())
        now = self._clock.now()  # reading files takes its time, and this clock may run fast
        if self._last_now is None or now < self._last_now - _CLOCK_SKEW:
            self._seen_until = None  # what was to come, and what was not told yet, may be other than we saw
            self._ledger.wake(now)
        self._last_now = now
        news |= self._take_up_publications(now)
        news |= self._take_up_subscribers(now)
        return self._look_ahead(now) or news

    def _free_what_is_left(self) -> bool:
        """Let others take what hands that are gone had in them."""
        others = self._ledger.owners() - {self._hand.id}
        gone = self._hand.gone(others)
        if not gone:
            return False
        count = self._ledger.free(gone, self._clock.now())
        log.info("%d messages were in the hands of a process that is gone; others send them", count)
        return True

    def _take_up_publications(self, now: datetime) -> bool:
        """Have the agenda as things are now published, and wake all whom it concerns."""
        marks, publications = self._library.marks, self._library.reminded  # in this order: see ``marks``
        before, console = self._followed, self._console(now)
        if marks == before.marks and console == before.console:
            return False
        agenda = make_agenda(publications, marks, console)
        changed = agenda.changed_since(before)
        self.agenda = agenda  # before anything is woken: it must be looked at by this one
        if self._seen_until is not None:  # else what there is to see is looked at next, all of it
            self._see(now, earliest_of_use(now), self._seen_until)
        if before.subjects:
            self._ledger.wake(now, subjects=changed)
        self._followed = agenda  # not before: what could not be written is done by the next look
        return True

    def _console(self, now: datetime) -> Subscriber | None:
        if self._readers.has_subscribers():
            return None
        return self.agenda.console or console_subscriber(self._console_zone, self._readers.console_since(now))

    def _take_up_subscribers(self, now: datetime) -> bool:
        """Plan anew for those who are new, or want something else now, and for nobody else."""
        until = max(self._seen_until or now, now + _SIGHT_OF_ONE)
        changed = self._readers.changed(_MOST_CHANGED)
        if not changed:
            return False
        # Of every season: nobody takes them up again, also not who reminds of those that this process does not.
        all_there_is = make_agenda(self._library.publications, {}, None)
        for subscriber, version in changed:
            wanted = all_there_is.ahead(subscriber.choice, now)
            sightings = list(sighted(wanted, earliest_of_use(now), until))
            self._readers.take_up(subscriber.id, version, sightings, now)
        return True

    def _look_ahead(self, now: datetime) -> bool:
        """Make the rows of what came into sight since the last time."""
        seen_until = self._seen_until
        horizon = max(HORIZON, self._clock.to_clock_time(_REAL_HORIZON), _MOST_OF_THE_TIME * self._looking_took)
        if seen_until is not None and seen_until > now + horizon / 2:
            return False
        after = earliest_of_use(now) if seen_until is None else seen_until
        began = self._monotonic()
        self._see(now, after, now + horizon)
        self._looking_took = self._clock.to_clock_time(timedelta(seconds=self._monotonic() - began))
        self._seen_until = now + horizon
        return True

    def _see(self, now: datetime, after: datetime, until: datetime) -> None:
        """Make a row for everybody and every round of which some lead time comes between these instants."""
        agenda = self.agenda
        if agenda.console is not None:
            self._readers.make_row(CONSOLE_ID, self._sightings(agenda.console.choice, now, after, until))
            return
        for text in self._readers.choices():
            try:
                choice = stored_choice(text)
            except FeedOptionError:
                continue  # whoever chose it is told of where they are read
            sightings = self._sightings(choice, now, after, until)
            self._readers.make_rows(text, sightings)
            if sightings:
                make_ready(choice.texts, now)

    def _sightings(self, choice: Choice, now: datetime, after: datetime, until: datetime) -> list[Sighting]:
        return list(sighted(self.agenda.ahead(choice, now), after, until))
