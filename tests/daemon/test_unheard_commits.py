"""Transactions that are kept, though whoever made them hears that the connection was lost: nothing hangs or doubles."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

import pytest
from sqlalchemy import Engine
from support.hand_driven import FakeHand, HandClock, HandDaemon, Source
from support.reminding import HOUR, anna, at, reminding

from season_calendar.errors import StorageError
from season_calendar.publishing.publication import History, Publication
from season_calendar.publishing.publish import publish
from season_calendar.reminders.record import Outcome
from season_calendar.storage.journal import SqlJournal
from season_calendar.storage.ledger.batch import Batch
from season_calendar.storage.ledger.ledger import SqlLedger
from season_calendar.storage.ledger.readers import SqlReaders
from season_calendar.storage.ledger.record import SqlRecord
from season_calendar.storage.ledger.rows import Found
from season_calendar.storage.subscribers import SqlSubscribers

AN_HOUR_BEFORE_THE_RACE = at("06-05 08:00")


class DeafLedger(SqlLedger):
    """A ledger whose next transaction is kept, without an answer, where ``is_deaf``."""

    is_deaf = False

    @contextmanager
    def claiming(self, owner: str, season_keys: Collection[str], now: datetime, limit: int) -> Iterator[Batch]:
        with super().claiming(owner, season_keys, now, limit) as batch:
            yield batch
        self._lose_the_answer()

    @contextmanager
    def holding(self, owner: str, ids: Collection[int], before: Mapping[int, Found] | None = None) -> Iterator[Batch]:
        with super().holding(owner, ids, before) as batch:
            yield batch
        self._lose_the_answer()

    @contextmanager
    def settling(self, owner: str, before: Mapping[int, Found]) -> Iterator[Batch]:
        with super().settling(owner, before) as batch:
            yield batch
        self._lose_the_answer()

    def _lose_the_answer(self) -> None:
        if self.is_deaf:
            self.is_deaf = False
            raise StorageError("the connection was lost")


@pytest.fixture
def daemon(quick_engine: Engine) -> HandDaemon:
    """At the moment at which anna is to be reminded of a race."""
    publication: Publication = publish(reminding(), History(), at("06-01 00:00"))
    journal = SqlJournal(quick_engine)
    with journal.exclusive() as writer:
        writer.record(publication)
    SqlSubscribers(quick_engine).add(
        anna(since=AN_HOUR_BEFORE_THE_RACE, lead_times={"race": (HOUR,)}), at("06-01 00:00")
    )
    ledger, hand = DeafLedger(quick_engine), FakeHand("me", set())
    clock = HandClock(AN_HOUR_BEFORE_THE_RACE)
    daemon = HandDaemon(Source([publication], journal), ledger, SqlReaders(quick_engine), hand, clock)
    daemon.look()
    return daemon


def hear_nothing_of_the_next_transaction(daemon: HandDaemon) -> None:
    assert isinstance(daemon.ledger, DeafLedger)
    daemon.ledger.is_deaf = True


def test_what_was_claimed_without_an_answer_is_sent(daemon: HandDaemon) -> None:
    hear_nothing_of_the_next_transaction(daemon)
    with pytest.raises(StorageError):
        daemon.claim()
    assert len(daemon.run()) == 1


def test_what_was_handed_over_without_an_answer_is_sent_once_with_the_same_key(daemon: HandDaemon) -> None:
    daemon.claim()
    key = daemon.claimed[0].key
    hear_nothing_of_the_next_transaction(daemon)
    with pytest.raises(StorageError):
        daemon.hand_over()
    assert [sent.message.key for sent in daemon.run()] == [key]


def test_what_was_settled_without_an_answer_is_on_record_once_and_not_sent_again(
    daemon: HandDaemon, quick_engine: Engine
) -> None:
    daemon.claim()
    daemon.hand_over()
    daemon.send()
    hear_nothing_of_the_next_transaction(daemon)
    with pytest.raises(StorageError):
        daemon.settle()
    assert daemon.run() == []
    daemon.settle()
    assert [its.entry.outcome for its in SqlRecord(quick_engine).entries(10)] == [Outcome.SENT]


def test_what_is_here_already_is_not_claimed_a_second_time(daemon: HandDaemon) -> None:
    daemon.claim()
    daemon.ledger.free([daemon.hand.id], daemon.clock.now())  # by somebody who took us for gone
    daemon.claim()
    assert len(daemon.claimed) == 1
    assert len(daemon.run()) == 1
