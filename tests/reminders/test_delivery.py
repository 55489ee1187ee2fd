"""The states of a delivery, what moves it, and when it is tried again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.racing import germany
from support.reminding import HOUR, MINUTE, editions, occasion, reminder_row

from season_calendar.errors import TemporaryChannelError
from season_calendar.reminders.delivery import TRANSITIONS, Move, Reason, State
from season_calendar.reminders.retries import LAST_CEILING, SHORTEST_DELAY, after_failure, back_off

ALLOWED = {
    (State.PENDING, Move.CLAIM): State.SENDING,
    (State.SENDING, Move.CLAIM): State.SENDING,
    (State.SENDING, Move.DELIVER): State.SENT,
    (State.SENDING, Move.RETRY): State.PENDING,
    (State.SENDING, Move.RELEASE): State.PENDING,
    (State.SENDING, Move.REJECT): State.DEAD,
    (State.PENDING, Move.SKIP): State.SKIPPED,
    (State.SENDING, Move.SKIP): State.SKIPPED,
    (State.PENDING, Move.SUPERSEDE): State.SUPERSEDED,
    (State.SENDING, Move.SUPERSEDE): State.SUPERSEDED,
    (State.PENDING, Move.CANCEL): State.CANCELLED,
    (State.SENDING, Move.CANCEL): State.CANCELLED,
    (State.SKIPPED, Move.REINSTATE): State.PENDING,
    (State.SUPERSEDED, Move.REINSTATE): State.PENDING,
    (State.CANCELLED, Move.REINSTATE): State.PENDING,
    (State.DEAD, Move.RESEND): State.PENDING,
}


def test_only_the_moves_of_the_table_are_allowed() -> None:
    assert {(state, move): to for move, (allowed, to) in TRANSITIONS.items() for state in allowed} == ALLOWED


def test_what_was_sent_never_moves_again() -> None:
    assert not any(State.SENT in allowed for allowed, _ in TRANSITIONS.values())


DELIVERY = reminder_row(occasion(editions(germany())[0], "race-1"), HOUR)


@pytest.mark.parametrize(("attempt", "ceiling"), [(1, 2), (2, 4), (3, 8), (8, 256), (9, 300), (1000, 300)])
def test_the_ceiling_of_the_delay_doubles_up_to_five_minutes(attempt: int, ceiling: int) -> None:
    assert back_off(attempt, 1.0) == timedelta(seconds=ceiling)
    assert back_off(attempt, 0.0) == SHORTEST_DELAY


@given(st.integers(0, 1000), st.floats(0, 1), st.integers(0, 1800))
def test_a_retry_is_never_later_than_the_delivery_is_of_use(attempt: int, draw: float, seconds: int) -> None:
    now = DELIVERY.due_at + timedelta(seconds=seconds)
    delivery = reminder_row(occasion(editions(germany())[0], "race-1"), HOUR, attempt=attempt)
    outcome = after_failure(delivery, TemporaryChannelError("down"), None, now, draw)
    if outcome.move is Move.RETRY:
        assert outcome.next_attempt_at is not None
        assert now < outcome.next_attempt_at < delivery.expires_at
        assert outcome.next_attempt_at - now <= LAST_CEILING
    else:
        assert delivery.expires_at - now < SHORTEST_DELAY


def test_the_receivers_wish_is_kept() -> None:
    outcome = after_failure(DELIVERY, TemporaryChannelError("busy"), 7 * MINUTE, DELIVERY.due_at, 0.5)
    assert outcome.next_attempt_at == DELIVERY.due_at + 7 * MINUTE
    assert outcome.costs_attempt


def test_a_wish_beyond_the_time_of_use_ends_it() -> None:
    outcome = after_failure(DELIVERY, TemporaryChannelError("busy"), 2 * HOUR, DELIVERY.due_at, 0.5)
    assert (outcome.move, outcome.reason) == (Move.SKIP, Reason.UNDELIVERED)


def test_being_asked_to_slow_down_costs_no_attempt() -> None:
    error = TemporaryChannelError("slow down", throttled=True)
    outcome = after_failure(DELIVERY, error, None, DELIVERY.due_at, 0.5)
    assert outcome.move is Move.RETRY
    assert not outcome.costs_attempt
