"""One delivery, one try: what is looked at before it, and what becomes of it after."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from support.hand_driven import FakeChannel, HandClock
from support.racing import germany
from support.reminding import DAY, HOUR, anna, at, editions, moved, occasion, reminder_row

from season_calendar.daemon.agenda import Agenda, make_agenda
from season_calendar.daemon.breaker import FIRST_REST, LONGEST_REST, Breaker
from season_calendar.daemon.dispatch import Dispatcher
from season_calendar.errors import PermanentChannelError, TemporaryChannelError
from season_calendar.reminders.delivery import Delivery, Move, Reason

DUE = at("06-05 08:00")
SECRET = "secret-address"


class Bench:
    """A dispatcher on a fake channel at the moment a race's reminder is due."""

    def __init__(self) -> None:
        (self.publication,) = editions(germany())
        self.agenda = make_agenda([self.publication], [anna()], {})
        self.clock = HandClock(DUE)
        self.channel = FakeChannel()
        breaker = Breaker(lambda: self.clock.instant.timestamp())
        self.dispatcher = Dispatcher(self.channel, lambda: self.agenda, self.clock, lambda: 0.5, breaker)
        self.row: Delivery = reminder_row(occasion(self.publication, "race-1"), HOUR)


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_what_stands_is_sent(bench: Bench) -> None:
    assert bench.dispatcher.deliver(bench.row).move is Move.DELIVER
    assert bench.channel.sent[0].title == "WTCR Race 1: Race of Germany starts in 1 hour"


def test_what_the_newest_plan_does_not_want_is_not_sent(bench: Bench) -> None:
    bench.agenda = make_agenda(editions(germany(), moved(germany(), "race-1", DAY))[1:], [anna()], {})
    outcome = bench.dispatcher.deliver(bench.row)
    assert (outcome.move, outcome.reason) == (Move.SUPERSEDE, Reason.MOVED)
    assert bench.channel.sent == []


def test_a_delivery_of_a_newer_edition_or_an_unknown_season_is_given_back(bench: Bench) -> None:
    newer = occasion(editions(germany(), moved(germany(), "race-1", DAY))[1], "race-1")
    assert bench.dispatcher.deliver(reminder_row(newer, HOUR)).move is Move.RELEASE
    bench.agenda = Agenda()
    assert bench.dispatcher.deliver(bench.row).move is Move.RELEASE
    assert bench.channel.sent == []


@pytest.mark.parametrize(
    ("failure", "move", "error"),
    [
        (TemporaryChannelError(f"https://{SECRET} answered 503"), Move.RETRY, "https://… answered 503"),
        (PermanentChannelError(f"{SECRET} answered 404"), Move.REJECT, "… answered 404"),
        (RuntimeError(f"could not post to {SECRET}"), Move.RETRY, "fake failed with RuntimeError"),
    ],
    ids=["temporary", "permanent", "a fault of the channel"],
)
def test_no_address_reaches_an_outcome_or_the_log(
    bench: Bench, caplog: pytest.LogCaptureFixture, failure: Exception, move: Move, error: str
) -> None:
    caplog.set_level(logging.DEBUG)
    bench.channel.failure = failure
    outcome = bench.dispatcher.deliver(bench.row)
    assert (outcome.move, outcome.error) == (move, error)
    assert SECRET not in caplog.text


def test_a_receiver_that_keeps_failing_is_left_in_peace_and_it_costs_no_attempt(bench: Bench) -> None:
    bench.channel.failure = TemporaryChannelError("down")
    for _ in range(3):
        assert bench.dispatcher.deliver(bench.row).costs_attempt
    bench.channel.failure = None
    outcome = bench.dispatcher.deliver(bench.row)
    assert (outcome.move, outcome.costs_attempt) == (Move.RELEASE, False)
    assert outcome.next_attempt_at == DUE + FIRST_REST
    bench.clock.instant += FIRST_REST
    assert bench.dispatcher.deliver(bench.row).move is Move.DELIVER


def test_being_asked_to_slow_down_is_no_failure_of_the_receiver(bench: Bench) -> None:
    bench.channel.failure = TemporaryChannelError("slow down", retry_after=timedelta(seconds=9), throttled=True)
    for _ in range(5):
        outcome = bench.dispatcher.deliver(bench.row)
        assert (outcome.move, outcome.next_attempt_at) == (Move.RETRY, DUE + timedelta(seconds=9))


# The breaker by itself


def test_after_a_rest_one_probe_goes_through_and_decides_for_all() -> None:
    now = [0.0]
    breaker = Breaker(lambda: now[0])
    for _ in range(3):
        assert breaker.rest("host") is None
        breaker.failed("host")
    assert breaker.rest("host") == FIRST_REST
    assert breaker.rest("another") is None
    now[0] += FIRST_REST.total_seconds()
    assert breaker.rest("host") is None
    assert breaker.rest("host") is not None  # the probe is on its way
    breaker.worked("host")
    assert breaker.rest("host") is None


def test_a_probe_that_fails_makes_the_next_rest_longer_up_to_a_limit() -> None:
    now = [0.0]
    breaker = Breaker(lambda: now[0])
    rests = []
    for _ in range(20):
        breaker.failed("host")
        if (rest := breaker.rest("host")) is not None:
            rests.append(rest)
            now[0] += rest.total_seconds()
            assert breaker.rest("host") is None
    assert rests[:3] == [FIRST_REST, 2 * FIRST_REST, 4 * FIRST_REST]
    assert rests[-1] == LONGEST_REST
