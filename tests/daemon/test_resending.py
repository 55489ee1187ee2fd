"""A message that was lost can be sent again, under its key, only where the daemon would say it now."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine
from support.hand_driven import HandDaemon
from support.racing import germany, session
from support.reminding import DAY, HOUR, LONG_AGO, MINUTE, anna, moved
from support.stage import DUE, Stage

from season_calendar.daemon.resending import Resending, WhyNotAgain
from season_calendar.errors import ChannelError, PermanentChannelError, TemporaryChannelError
from season_calendar.model import Round, Status
from season_calendar.reminders.record import Outcome
from season_calendar.reminders.sight import Sighting
from season_calendar.storage.ledger.record import Recorded

GONE = PermanentChannelError("hook.example.org answered 410")


class Office:
    """The operator's view of a daemon whose messages fail."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.daemon: HandDaemon = stage.daemon()

    def lose(self, error: ChannelError = GONE) -> Recorded:
        """The next message fails so; the dead one."""
        self.fail(error)
        assert self.daemon.run() == []
        return self.dead()

    def fail(self, error: ChannelError) -> None:
        """The next message fails so."""
        self.daemon.look()
        self.daemon.claim()
        self.daemon.hand_over()
        assert self.daemon.send(error) is not None
        self.daemon.settle()

    def dead(self) -> Recorded:
        """The message that was lost last."""
        return self.stage.record.entries(1, Outcome.DEAD)[0]

    def failing(self) -> list[str | None]:
        """The errors of those that are to be tried again."""
        return [failing.last_error for failing in self.stage.record.failing(10)]

    def resend(self, dead: Recorded, now: datetime | None = None) -> WhyNotAgain | None:
        """As the operator does; why it is not sent again."""
        return Resending(self.stage.record, self.stage.published[-1:]).resend(dead, now or self.stage.clock.now())


@pytest.fixture
def office(quick_engine: Engine) -> Office:
    return Office(Stage(quick_engine))


def test_what_was_refused_is_sent_again_under_its_key(office: Office) -> None:
    dead = office.lose()
    assert office.daemon.run() == []
    assert office.resend(dead) is None
    assert [sent.message.key for sent in office.daemon.run()] == [dead.entry.key]
    assert office.stage.record.entries(1)[0].entry.outcome is Outcome.SENT


def test_whose_reader_is_removed_while_it_is_asked_for_is_not(office: Office) -> None:
    dead = office.lose()
    office.stage.subscribers.remove("anna")
    entry = dead.entry
    row = Sighting(entry.subject, entry.season_key, DUE, DUE)
    office.stage.readers.make_row(entry.subscriber_id, [row])  # as a look does that was to make it before
    assert office.resend(dead) is WhyNotAgain.OVER


def test_to_ask_twice_sends_once(office: Office) -> None:
    dead = office.lose()
    assert office.resend(dead) is None
    assert office.resend(dead) is None
    assert len(office.daemon.run()) == 1


def test_what_is_refused_again_can_be_sent_again_once_more(office: Office) -> None:
    for _ in range(3):
        dead = office.lose()
        assert office.resend(dead) is None
    assert [sent.message.key for sent in office.daemon.run()] == [dead.entry.key]


def test_what_was_sent_since_is_not_sent_again(office: Office) -> None:
    dead = office.lose()
    assert office.resend(dead) is None
    office.daemon.run()
    assert office.resend(dead) is WhyNotAgain.SETTLED


def test_what_is_not_true_any_more_is_refused(office: Office) -> None:
    dead = office.lose()
    office.stage.publish(moved(germany(), "race-1", HOUR))
    assert office.resend(dead) is WhyNotAgain.UNTRUE
    office.stage.publish(replace(germany(), status=Status.CANCELLED))
    assert office.resend(dead) is WhyNotAgain.UNTRUE


def test_what_comes_too_late_is_refused(office: Office) -> None:
    dead = office.lose()
    assert office.resend(dead, DUE + HOUR / 2 - timedelta(seconds=1)) is None
    assert office.resend(dead, DUE + HOUR / 2) is WhyNotAgain.PAST


def test_what_passed_its_use_undelivered_is_dead_and_comes_too_late(office: Office) -> None:
    office.fail(TemporaryChannelError("the mailbox is full", retry_after=DAY))
    assert office.failing() == ["the mailbox is full"]
    office.stage.clock.instant += DAY
    office.daemon.run()
    dead = office.dead()
    assert (dead.name, dead.entry.why) == ("anna", "the mailbox is full")
    assert office.failing() == []
    assert office.resend(dead) is WhyNotAgain.PAST


def test_what_needs_not_be_said_any_more_does_not_fail_any_more(office: Office) -> None:
    office.fail(TemporaryChannelError("slow down", retry_after=MINUTE, may_have_arrived=False))
    assert office.failing() == ["slow down"]
    office.stage.publish(replace(germany(), status=Status.CANCELLED))
    assert office.daemon.run() == []
    assert office.failing() == []


def test_for_whom_it_is_another_time_now_is_not_told_of_the_old_one(office: Office) -> None:
    dead = office.lose()
    office.stage.subscribers.edit("anna", anna(lead_times={"race": (2 * HOUR,)}))
    assert office.resend(dead) is WhyNotAgain.UNWANTED


def test_who_wants_nothing_of_the_series_any_more_is_told_nothing(office: Office) -> None:
    dead = office.lose()
    office.stage.subscribers.edit("anna", anna(choice="series=f1"))
    assert office.resend(dead) is WhyNotAgain.UNWANTED


def two_races() -> Round:
    """A round with two races on one day."""
    races = (
        session(f"race-{n}", "race", f"Race {n}", date(2021, 6, 5), start) for n, start in ((1, "09:00"), (2, "15:00"))
    )
    return germany(sessions=tuple(races))


@pytest.fixture
def told_of_two(quick_engine: Engine) -> Office:
    """Anna was told of two races a day before; now the first one's reminder an hour before is due."""
    reader = anna(lead_times={"round": (), "race": (DAY, HOUR)})
    stage = Stage(quick_engine, reader, round_=two_races())
    stage.clock.instant = DUE - 23 * HOUR
    office = Office(stage)
    office.daemon.run_on(DUE - HOUR)
    stage.clock.instant = DUE
    return office


def test_what_else_is_to_be_said_of_the_round_does_not_make_it_too_late(told_of_two: Office) -> None:
    dead = told_of_two.lose()
    told_of_two.stage.publish(moved(two_races(), "race-2", HOUR))
    assert told_of_two.resend(dead) is None


def test_a_correction_of_which_a_part_is_not_true_any_more_is_refused(told_of_two: Office) -> None:
    told_of_two.stage.publish(moved(moved(two_races(), "race-1", 2 * HOUR), "race-2", 2 * HOUR))
    dead = told_of_two.lose()
    assert told_of_two.resend(dead) is None
    told_of_two.stage.publish(moved(moved(two_races(), "race-1", 2 * HOUR), "race-2", HOUR))
    assert told_of_two.resend(dead) is WhyNotAgain.UNTRUE


def test_who_was_removed_is_told_nothing(office: Office) -> None:
    dead = office.lose()
    office.stage.subscribers.remove("anna")
    assert office.resend(office.dead()) is WhyNotAgain.NOBODY
    office.stage.subscribers.add(anna(id="a2"), LONG_AGO)
    assert office.resend(replace(dead, entry=replace(dead.entry, subscriber_id="a2"))) is WhyNotAgain.OVER


def test_what_a_console_missed_is_not_printed_later(office: Office) -> None:
    dead = office.lose()
    assert office.resend(replace(dead, entry=replace(dead.entry, subscriber_id="console"))) is WhyNotAgain.CONSOLE


def test_a_round_that_left_the_season_is_over(office: Office) -> None:
    dead = office.lose()
    assert Resending(office.stage.record, []).resend(dead, DUE) is WhyNotAgain.OVER


def test_while_their_row_is_in_a_hand_nothing_is_let_go(office: Office) -> None:
    dead = office.lose()
    assert office.resend(dead) is None
    office.daemon.claim()
    assert office.resend(dead) is WhyNotAgain.BUSY
    assert WhyNotAgain.BUSY.remedy == "try again in a moment"
    assert WhyNotAgain.SETTLED.remedy == "what is true is told when it is due"


def test_what_waits_as_its_receiver_asked_can_be_asked_for_too(office: Office) -> None:
    dead = office.lose()
    assert office.resend(dead) is None
    office.fail(TemporaryChannelError("slow down", retry_after=10 * MINUTE, throttled=True, may_have_arrived=False))
    assert office.resend(dead) is None
    assert office.daemon.run() == []
    office.stage.clock.instant += 10 * MINUTE
    assert [sent.message.key for sent in office.daemon.run()] == [dead.entry.key]


def test_a_correction_is_sent_again_under_its_key(office: Office) -> None:
    office.daemon.run()
    office.stage.publish(germany(status=Status.CANCELLED))
    dead = office.lose()
    assert dead.entry.lead is None
    assert office.resend(dead) is None
    assert [sent.message.key for sent in office.daemon.run()] == [dead.entry.key]


def test_what_was_never_tried_has_no_key_and_is_not_sent_again(office: Office) -> None:
    dead = office.lose()
    skipped = replace(dead, entry=replace(dead.entry, key=None))
    assert office.resend(skipped) is WhyNotAgain.SETTLED
