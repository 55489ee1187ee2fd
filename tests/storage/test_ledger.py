"""What the ledger promises, on SQLite and on PostgreSQL."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, update
from support.racing import germany
from support.reminding import DAY, HOUR, MINUTE, at, editions, keys, occasion, reminder_row

from season_calendar.reminders.delivery import TRANSITIONS, Delivery, Draft, Move, Outcome, Reason, State
from season_calendar.reminders.reconcile import Decision, Decisions
from season_calendar.storage.delivery_rows import moving
from season_calendar.storage.engine import writing
from season_calendar.storage.ledger import Settlement, SqlLedger
from season_calendar.storage.tables import DELIVERIES

SEASON = {"wtcr/2021"}
DUE = at("06-05 08:00")
LEASE = timedelta(seconds=30)

ONE = reminder_row(occasion(editions(germany())[0], "race-1"), HOUR)


def draft(number: int = 0, **other: object) -> Draft:
    """A reminder of a race at 09:00, due at 08:00, of use until 08:30."""
    names = Draft.__dataclass_fields__
    return Draft(**{**{name: getattr(ONE, name) for name in names}, "key": f"key-{number}", **other})


@pytest.fixture
def ledger(emptied_engine: Engine) -> SqlLedger:
    return SqlLedger(emptied_engine)


def insert(ledger: SqlLedger, drafts: Sequence[Draft]) -> None:
    with ledger.planning() as book:
        book.insert(drafts, DUE - HOUR)


def rows(ledger: SqlLedger) -> list[Delivery]:
    with ledger.planning() as book:
        return book.rows_about(SEASON, [ONE.uid], DUE)


def claim(ledger: SqlLedger, now: object = DUE, limit: int = 100, channel: str = "fake") -> list[Delivery]:
    return ledger.claim(channel, SEASON, now, now + LEASE, limit)  # type: ignore[arg-type, operator]


def settle(ledger: SqlLedger, claimed: Iterable[Delivery], outcome: Outcome) -> set[int]:
    return ledger.settle([Settlement(delivery, outcome) for delivery in claimed], DUE)


SENT = Outcome(Move.DELIVER)


def test_a_delivery_comes_back_as_it_was_put_in(ledger: SqlLedger) -> None:
    insert(ledger, [draft()])
    (row,) = rows(ledger)
    assert row == replace(ONE, id=row.id, key="key-0")


def test_a_row_makes_only_the_moves_that_its_state_allows(emptied_engine: Engine) -> None:
    insert(SqlLedger(emptied_engine), [draft()])
    for state, move in itertools.product(State, Move):
        allowed, to = TRANSITIONS[move]
        with writing(emptied_engine) as connection:
            connection.execute(update(DELIVERIES).values(state=str(state)))
            connection.execute(moving(move))
            now_in = connection.execute(select(DELIVERIES.c.state)).scalar_one()
        assert now_in == (to if state in allowed else state), f"{state} {move}"


def test_a_key_is_there_once_and_the_first_one_stays(ledger: SqlLedger) -> None:
    insert(ledger, [draft(1)])
    claim(ledger)
    insert(ledger, [draft(1), draft(2, reason=Reason.TOO_LATE)])
    assert {row.key: row.state for row in rows(ledger)} == {"key-1": State.SENDING, "key-2": State.SKIPPED}


def test_only_what_is_due_on_this_channel_for_these_seasons_is_claimed(ledger: SqlLedger) -> None:
    insert(
        ledger,
        [
            draft(1),
            draft(2, due_at=DUE + MINUTE),
            draft(3, channel="other"),
            draft(4, season_key="wec/2021"),
            draft(5, reason=Reason.TOO_LATE),
        ],
    )
    assert keys(claim(ledger)) == ["key-1"]


def test_what_is_claimed_is_nobody_elses_until_the_lease_runs_out(ledger: SqlLedger) -> None:
    insert(ledger, [draft()])
    (first,) = claim(ledger)
    assert claim(ledger, DUE + LEASE / 2) == []
    (second,) = claim(ledger, DUE + LEASE)
    assert (second.key, second.attempt) == (first.key, 0)
    assert second.lease_owner != first.lease_owner
    assert settle(ledger, [first], SENT) == set()
    assert not ledger.renew(first, DUE + HOUR)
    assert settle(ledger, [second], SENT) == {second.id}
    assert settle(ledger, [second], SENT) == set()


def test_a_renewed_lease_holds_longer(ledger: SqlLedger) -> None:
    insert(ledger, [draft()])
    (held,) = claim(ledger)
    assert ledger.renew(held, DUE + HOUR)
    assert claim(ledger, DUE + LEASE) == []
    assert settle(ledger, [held], SENT) == {held.id}


def test_the_earliest_are_claimed_first_and_no_more_than_asked_for(ledger: SqlLedger) -> None:
    insert(ledger, [draft(number, due_at=DUE - number * MINUTE) for number in range(5)])
    assert keys(claim(ledger, limit=2)) == ["key-4", "key-3"]
    assert keys(claim(ledger, limit=2)) == ["key-2", "key-1"]


def test_a_failure_is_tried_again_in_its_time_and_its_error_is_kept(ledger: SqlLedger) -> None:
    insert(ledger, [draft()])
    retry = Outcome(Move.RETRY, next_attempt_at=DUE + MINUTE, error="host answered 503", costs_attempt=True)
    settle(ledger, claim(ledger), retry)
    assert claim(ledger, DUE + MINUTE / 2) == []
    (again,) = claim(ledger, DUE + MINUTE)
    assert (again.attempt, again.last_error) == (1, "host answered 503")
    settle(ledger, [again], Outcome(Move.RELEASE, next_attempt_at=DUE + 2 * MINUTE))
    assert [(row.state, row.attempt, row.last_error) for row in rows(ledger)] == [
        (State.PENDING, 1, "host answered 503")
    ]


def test_what_was_refused_is_a_dead_letter_that_can_be_sent_again_while_of_use(ledger: SqlLedger) -> None:
    insert(ledger, [draft(1)])
    settle(ledger, claim(ledger), Outcome(Move.REJECT, error="host answered 404", costs_attempt=True))
    (dead,) = ledger.dead_letters()
    assert (dead.key, dead.last_error, dead.settled_at) == ("key-1", "host answered 404", DUE)
    assert not ledger.resend("key-1", dead.expires_at)
    assert not ledger.resend("key-2", DUE)
    assert ledger.resend("key-1", DUE + MINUTE)
    assert not ledger.resend("key-1", DUE + MINUTE)
    assert [(its.key, its.attempt) for its in claim(ledger, DUE + MINUTE)] == [("key-1", 0)]


def test_it_wakes_for_the_next_due_or_the_next_lease_that_runs_out(ledger: SqlLedger) -> None:
    assert ledger.next_wake_at(["fake"], SEASON) is None
    insert(ledger, [draft(1), draft(2, due_at=DUE + HOUR), draft(3, due_at=DUE - DAY, channel="other")])
    assert ledger.next_wake_at(["fake"], SEASON) == DUE
    claim(ledger)
    assert ledger.next_wake_at(["fake"], SEASON) == DUE + LEASE
    assert ledger.next_wake_at(["fake"], {"wec/2021"}) is None


def test_decisions_move_only_what_still_is_as_it_was_judged(ledger: SqlLedger) -> None:
    insert(ledger, [draft(number) for number in range(3)])
    judged = {row.key: row for row in rows(ledger)}
    (taken,) = claim(ledger, limit=1)
    left = [row for key, row in sorted(judged.items()) if key != taken.key]
    later = draft(9, start_at=DUE + 2 * HOUR, due_at=DUE + HOUR, expires_at=DUE + 90 * MINUTE)
    decisions = [
        Decision(judged[taken.key], Move.CANCEL, Reason.OFF),
        Decision(left[0], Move.SUPERSEDE, Reason.MOVED),
        Decision(left[1], to=later),
    ]
    with ledger.planning() as book:
        book.apply(Decisions([], decisions), DUE)
    now = {row.key: row for row in rows(ledger)}
    assert now[taken.key].state is State.SENDING
    assert (now[left[0].key].state, now[left[0].key].reason) == (State.SUPERSEDED, Reason.MOVED)
    assert (now[left[1].key].state, now[left[1].key].next_attempt_at) == (State.PENDING, DUE + HOUR)


def test_what_was_withdrawn_is_reinstated_as_new(ledger: SqlLedger) -> None:
    insert(ledger, [draft(reason=Reason.TOO_LATE)])
    (row,) = rows(ledger)
    with ledger.planning() as book:
        book.apply(Decisions([], [Decision(row, Move.REINSTATE, to=draft())]), DUE)
    (row,) = rows(ledger)
    assert (row.state, row.reason, row.settled_at) == (State.PENDING, None, None)


def test_what_nobody_sends_is_closed_when_its_use_is_over(ledger: SqlLedger) -> None:
    insert(ledger, [draft(1, channel="other", season_key="wec/2021"), draft(2, expires_at=DUE + HOUR)])
    with ledger.planning() as book:
        book.skip_expired(DUE + 30 * MINUTE)
    assert {state: count for state, count in ledger.counts().items() if count} == {State.PENDING: 1, State.SKIPPED: 1}


def test_the_rows_of_an_event_are_its_open_ones_and_all_of_a_start_ahead(ledger: SqlLedger) -> None:
    insert(ledger, [draft(1), draft(2, uid="gone@x", start_at=DUE - DAY), draft(3, uid="gone@x", reason=Reason.OFF)])
    insert(ledger, [draft(4, uid="gone@x", start_at=DUE - DAY, reason=Reason.OFF), draft(5, season_key="wec/2021")])
    assert keys(rows(ledger)) == ["key-1", "key-2", "key-3"]


def test_a_planning_that_fails_leaves_nothing(ledger: SqlLedger) -> None:
    def fail() -> None:
        with ledger.planning() as book:
            book.insert([draft()], DUE)
            book.remember({"planned": DUE})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert rows(ledger) == []
    assert ledger.memory() == {}


def test_what_is_remembered_last_counts(ledger: SqlLedger) -> None:
    with ledger.planning() as book:
        book.remember({"a": DUE, "b": DUE})
        book.remember({"a": DUE + HOUR})
        assert book.recall() == {"a": DUE + HOUR, "b": DUE}


def test_plannings_at_the_same_time_happen_one_after_another(ledger: SqlLedger) -> None:
    def plan(_: int) -> None:
        with ledger.planning() as book:
            before = book.recall().get("planned", DUE)
            book.remember({"planned": before + MINUTE})

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(plan, range(20)))
    assert ledger.memory() == {"planned": DUE + 20 * MINUTE}


def test_claims_at_the_same_time_never_share_a_delivery(ledger: SqlLedger) -> None:
    insert(ledger, [draft(number) for number in range(300)])
    with ThreadPoolExecutor(4) as pool:
        claims = list(pool.map(lambda _: claim(ledger, limit=30), range(20)))
    claimed = [key for some in claims for key in keys(some)]
    assert len(claimed) == len(set(claimed))
    while more := claim(ledger):
        claimed += keys(more)
    assert len(set(claimed)) == 300
