"""A message that was lost can be sent again, under its key, only where the daemon would say it now."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from support.hand_driven import FakeHand, HandClock, HandDaemon, Source
from support.racing import germany, history
from support.reminding import DAY, HOUR, LONG_AGO, MINUTE, anna, moved, reminding

from season_calendar.daemon.resending import Resending, WhyNotAgain
from season_calendar.errors import ChannelError, PermanentChannelError, RemindingError, TemporaryChannelError
from season_calendar.model import Round, Status
from season_calendar.publishing.publication import History, Publication
from season_calendar.publishing.publish import publish
from season_calendar.reminders.record import Outcome
from season_calendar.storage.journal import SqlJournal
from season_calendar.storage.ledger.ledger import SqlLedger
from season_calendar.storage.ledger.readers import SqlReaders
from season_calendar.storage.ledger.record import Recorded, SqlRecord
from season_calendar.storage.subscribers import SqlSubscribers

QUALIFYING_AT = germany().sessions[0].start_at or LONG_AGO
LEADS = {"qualifying": (HOUR,), "round": (), "race": ()}
DUE_AT = QUALIFYING_AT - HOUR
GONE = PermanentChannelError("hook.example.org answered 410")


class Stage:
    """A daemon, its only subscriber, and the one round there is."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.record = SqlRecord(engine)
        self.subscribers = SqlSubscribers(engine)
        self.subscribers.add(anna(lead_times=LEADS), LONG_AGO)
        self.clock = HandClock(DUE_AT)
        self.published: list[Publication] = []
        self.publish(germany())
        self.source = Source(self.published, SqlJournal(engine))
        hand = FakeHand("hand", set())
        self.daemon = HandDaemon(self.source, SqlLedger(engine), SqlReaders(engine), hand, self.clock)

    def publish(self, *rounds: Round) -> None:
        """The season as it is from now on."""
        before = history(self.published[-1]) if self.published else History()
        season = replace(reminding(), rounds=rounds)
        self.published.append(publish(season, before, LONG_AGO + len(self.published) * MINUTE))
        with SqlJournal(self.engine).exclusive() as writer:
            writer.record(self.published[-1])

    def lose(self, error: ChannelError) -> Recorded:
        """The next message fails so; the dead one."""
        self.send_one(error)
        self.daemon.run()
        return self.dead()

    def send_one(self, error: ChannelError) -> None:
        """The next message fails."""
        self.daemon.look()
        self.daemon.claim()
        self.daemon.hand_over()
        assert self.daemon.send(error) is not None
        self.daemon.settle()

    def dead(self) -> Recorded:
        """The message that was lost last."""
        return self.record.entries(1, Outcome.DEAD)[0]

    def resend(self, dead: Recorded, now: datetime | None = None) -> None:
        """As the operator does."""
        Resending(self.record, self.published[-1:]).resend(dead, now or self.clock.instant)

    def refusal(self, dead: Recorded, now: datetime | None = None) -> str:
        """Why it is not sent again."""
        with pytest.raises(RemindingError) as refused:
            self.resend(dead, now)
        assert str(dead.entry.key) in str(refused.value)
        return str(refused.value)


@pytest.fixture
def stage(quick_engine: Engine) -> Stage:
    return Stage(quick_engine)


def test_what_was_refused_is_sent_again_under_its_key(stage: Stage) -> None:
    dead = stage.lose(GONE)
    assert stage.daemon.run() == []
    stage.resend(dead)
    assert [sent.message.key for sent in stage.daemon.run()] == [dead.entry.key]
    assert stage.record.entries(1)[0].entry.outcome is Outcome.SENT


def test_to_ask_twice_sends_once(stage: Stage) -> None:
    dead = stage.lose(GONE)
    stage.resend(dead)
    stage.resend(dead)
    assert len(stage.daemon.run()) == 1


def test_what_is_refused_again_can_be_sent_again_once_more(stage: Stage) -> None:
    for _ in range(3):
        dead = stage.lose(GONE)
        stage.resend(dead)
    assert [sent.message.key for sent in stage.daemon.run()] == [dead.entry.key]


def test_what_was_sent_since_is_not_sent_again(stage: Stage) -> None:
    dead = stage.lose(GONE)
    stage.resend(dead)
    stage.daemon.run()
    assert WhyNotAgain.SETTLED in stage.refusal(dead)


def test_what_is_not_true_any_more_is_refused(stage: Stage) -> None:
    dead = stage.lose(GONE)
    stage.publish(moved(germany(), "qualifying", HOUR))
    assert WhyNotAgain.UNTRUE in stage.refusal(dead)
    stage.publish(replace(germany(), status=Status.CANCELLED))
    assert WhyNotAgain.UNTRUE in stage.refusal(dead)


def test_what_comes_too_late_is_refused(stage: Stage) -> None:
    dead = stage.lose(GONE)
    stage.resend(dead, DUE_AT + HOUR / 2 - timedelta(seconds=1))
    assert WhyNotAgain.PAST in stage.refusal(dead, DUE_AT + HOUR / 2)


def test_what_passed_its_use_undelivered_is_dead_and_comes_too_late(stage: Stage) -> None:
    stage.send_one(TemporaryChannelError("the mailbox is full", retry_after=DAY))
    assert [failing.tries for failing in stage.record.failing(10)] == [1]
    stage.clock.instant += DAY
    stage.daemon.run()
    dead = stage.dead()
    assert (dead.name, dead.entry.why) == ("anna", "the mailbox is full")
    assert stage.record.failing(10) == []
    assert WhyNotAgain.PAST in stage.refusal(dead)


def test_what_needs_not_be_said_any_more_does_not_fail_any_more(stage: Stage) -> None:
    stage.send_one(TemporaryChannelError("slow down", retry_after=MINUTE, may_have_arrived=False))
    assert [failing.last_error for failing in stage.record.failing(10)] == ["slow down"]
    stage.publish(replace(germany(), status=Status.CANCELLED))
    assert stage.daemon.run() == []
    assert stage.record.failing(10) == []


def test_for_whom_it_is_another_time_now_is_not_told_of_the_old_one(stage: Stage) -> None:
    dead = stage.lose(GONE)
    stage.subscribers.edit("anna", anna(lead_times=LEADS | {"qualifying": (2 * HOUR,)}))
    assert WhyNotAgain.UNWANTED in stage.refusal(dead)


def test_who_was_removed_is_told_nothing(stage: Stage) -> None:
    dead = stage.lose(GONE)
    stage.subscribers.remove("anna")
    assert WhyNotAgain.NOBODY in stage.refusal(stage.dead())
    stage.subscribers.add(anna(id="a2"), LONG_AGO)
    assert WhyNotAgain.OVER in stage.refusal(replace(dead, entry=replace(dead.entry, subscriber_id="a2")))


def test_what_a_console_missed_is_not_printed_later(stage: Stage) -> None:
    dead = stage.lose(GONE)
    assert WhyNotAgain.CONSOLE in stage.refusal(replace(dead, entry=replace(dead.entry, subscriber_id="console")))


def test_a_round_that_left_the_season_is_over(stage: Stage) -> None:
    dead = stage.lose(GONE)
    with pytest.raises(RemindingError, match=WhyNotAgain.OVER):
        Resending(stage.record, []).resend(dead, DUE_AT)


def test_while_their_row_is_in_a_hand_nothing_is_let_go(stage: Stage) -> None:
    dead = stage.lose(GONE)
    stage.resend(dead)
    stage.daemon.claim()
    assert WhyNotAgain.BUSY in stage.refusal(dead)
    assert "try again in a moment" in stage.refusal(dead)


def test_what_waits_as_its_receiver_asked_can_be_asked_for_too(stage: Stage) -> None:
    dead = stage.lose(GONE)
    stage.resend(dead)
    stage.send_one(TemporaryChannelError("slow down", retry_after=10 * MINUTE, throttled=True, may_have_arrived=False))
    stage.resend(dead)
    assert stage.daemon.run() == []
    stage.clock.instant += 10 * MINUTE
    assert [sent.message.key for sent in stage.daemon.run()] == [dead.entry.key]
