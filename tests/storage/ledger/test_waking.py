"""Rows are woken, and taken from hands that are gone, on SQLite and on PostgreSQL."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from support.reminding import DAY, HOUR, MINUTE
from support.told_rows import GERMANY, NOW, SPAIN, claim, make_rows, readers_of, wakes

from season_calendar.reminders.known import Knowledge
from season_calendar.storage.ledger import ledger as ledger_module
from season_calendar.storage.ledger.ledger import SqlLedger
from season_calendar.storage.ledger.rows import Change

LATER = NOW + DAY


@pytest.fixture
def ledger(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> SqlLedger:
    """Some rows that sleep; a chunk is of two."""
    monkeypatch.setattr(ledger_module, "CHUNK", 2)
    make_rows(engine, "anna", "bo", "cleo", "dan", "eve", wake_at=LATER)
    return SqlLedger(engine)


def test_a_woken_row_is_due(ledger: SqlLedger, engine: Engine) -> None:
    assert claim(engine) == []
    assert ledger.wake(NOW) == 5
    assert sorted(readers_of(claim(engine))) == ["anna", "bo", "cleo", "dan", "eve"]


def test_those_of_a_subject_or_of_a_reader_can_be_woken_alone(ledger: SqlLedger, engine: Engine) -> None:
    make_rows(engine, "fay", "gus", "hal", subject=GERMANY, wake_at=LATER)
    assert ledger.wake(NOW, subjects=[GERMANY, "wtcr/2021/nowhere"]) == 3
    assert ledger.wake(NOW, subscriber_ids=["bo", "nobody"]) == 1
    assert ledger.wake(NOW, subjects=[], subscriber_ids=[]) == 0
    assert sorted(readers_of(claim(engine))) == ["bo", "fay", "gus", "hal"]
    assert wakes(engine)["anna"] == LATER


def test_what_is_awake_is_left_alone(ledger: SqlLedger, engine: Engine) -> None:
    ledger.wake(NOW, subscriber_ids=["bo"])
    assert ledger.wake(NOW + MINUTE) == 4
    assert wakes(engine)["bo"] == NOW


def test_a_wake_while_a_row_is_in_hand_is_not_lost(ledger: SqlLedger, engine: Engine) -> None:
    (one, *_) = claim(engine, now=LATER)
    assert ledger.wake(NOW, subjects=[SPAIN]) == 5
    assert claim(engine, owner="other", now=LATER) == []
    with ledger.holding("me", [one.row.id]) as batch:
        batch.keep([Change([one.row.id], Knowledge())])
        batch.keep([Change([one.row.id], Knowledge(), LATER + DAY)])
    assert readers_of(claim(engine)) == readers_of([one])


def test_a_row_that_is_taken_anew_has_been_looked_at(ledger: SqlLedger, engine: Engine) -> None:
    ledger.wake(NOW, subscriber_ids=["anna"])
    (anna,) = claim(engine)
    with ledger.holding("me", [anna.row.id]) as batch:
        batch.keep([Change([anna.row.id], Knowledge(), LATER)])
    assert wakes(engine)["anna"] == LATER


def test_whose_hands_are_gone_their_rows_are_free_and_awake(ledger: SqlLedger, engine: Engine) -> None:
    claim(engine, owner="first", now=LATER, limit=3)
    claim(engine, owner="second", now=LATER, limit=1)
    claim(engine, owner="third", now=LATER)
    assert ledger.owners() == {"first", "second", "third"}
    assert ledger.free(["first", "third", "nobody"], NOW) == 4
    assert ledger.owners() == {"second"}
    assert sorted(readers_of(claim(engine))) == ["anna", "bo", "cleo", "eve"]


def test_a_row_that_was_woken_in_a_hand_that_is_gone_stays_as_awake_as_it_was(
    ledger: SqlLedger, engine: Engine
) -> None:
    claim(engine, now=LATER)
    ledger.wake(NOW)
    ledger.free(["me"], NOW + HOUR)
    assert set(wakes(engine).values()) == {NOW}


def test_who_was_taken_for_gone_has_nothing_in_hand_any_more(ledger: SqlLedger, engine: Engine) -> None:
    ids = [found.row.id for found in claim(engine, now=LATER)]
    ledger.free(["me"], NOW)
    claim(engine, owner="other", limit=1)
    with ledger.holding("me", ids) as batch:
        assert batch.found == []


def test_what_is_due_or_in_a_hand_waits(ledger: SqlLedger, engine: Engine) -> None:
    assert ledger.waiting(NOW) == 0
    ledger.wake(NOW, subscriber_ids=["anna", "bo"])
    assert ledger.waiting(NOW) == 2
    claim(engine, limit=1)
    assert ledger.waiting(NOW) == 2
    assert ledger.waiting(LATER) == 5
