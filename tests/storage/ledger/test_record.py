"""What the operator sees of the record, and can do about what was lost, on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from support.reminding import DAY, HOUR
from support.told_rows import NOW, SPAIN, UID, claim, entry, make_rows, readers_of, record, subscribe, wakes

from season_calendar.reminders.known import Attempt, Hold, Kind, Knowledge, Known, Saying, Told
from season_calendar.reminders.record import Outcome
from season_calendar.storage.ledger.ledger import SqlLedger
from season_calendar.storage.ledger.record import Failing, Recorded, SqlRecord
from season_calendar.storage.ledger.rows import Change
from season_calendar.storage.subscribers import SqlSubscribers

SENT, DEAD, SKIPPED = Outcome.SENT, Outcome.DEAD, Outcome.SKIPPED


@pytest.fixture
def its(engine: Engine) -> SqlRecord:
    return SqlRecord(engine)


def know(engine: Engine, knowledge: Knowledge) -> None:
    """The one row there is holds this, and sleeps for a day."""
    (found,) = claim(engine)
    with SqlLedger(engine).holding("me", [found.row.id]) as batch:
        batch.keep([Change([found.row.id], knowledge, NOW + DAY)])


def refused(mark: str) -> Knowledge:
    """Of three messages, the one with that mark was refused for good, and another one too."""
    saying = Saying(Known(NOW + DAY), HOUR)
    attempts = (
        Attempt("0-other", Kind.REMINDER, saying, was_refused=True),
        Attempt(mark, Kind.REMINDER, saying, may_have_arrived=False, was_refused=True),
    )
    return Knowledge({UID: Told(None, 2, attempts)}, last_error="no such address")


def test_the_newest_entries_come_first_with_the_name_of_whom_they_are_about(its: SqlRecord, engine: Engine) -> None:
    subscribe(engine, "anna")
    SqlSubscribers(engine).edit("anna", SqlSubscribers(engine).get("anna"))
    record(engine, entry(1), entry(2, DEAD), entry(3, subscriber_id="gone"))
    assert its.entries(2) == [Recorded(entry(3, subscriber_id="gone"), None), Recorded(entry(2, DEAD), "anna")]


@pytest.mark.parametrize("outcome", list(Outcome))
def test_those_of_one_outcome_can_be_asked_for(its: SqlRecord, engine: Engine, outcome: Outcome) -> None:
    record(engine, *(entry(number, each) for each in Outcome for number in range(3)))
    assert [found.entry for found in its.entries(2, outcome)] == [entry(2, outcome), entry(1, outcome)]


def test_they_are_counted_by_outcome_since_then(its: SqlRecord, engine: Engine) -> None:
    record(engine, entry(1), entry(2), entry(3), entry(1, DEAD), entry(2, DEAD))
    assert its.counts(NOW + 2 * HOUR) == {SENT: 2, DEAD: 1, SKIPPED: 0}


def test_whose_last_message_failed_is_told_with_the_error(its: SqlRecord, engine: Engine) -> None:
    subscribe(engine, "anna")
    make_rows(engine, "anna")
    assert its.failing(10) == []
    know(engine, Knowledge(tries=3, hold=Hold(NOW, timedelta(minutes=1)), last_error="mailbox full"))
    assert its.failing(10) == [Failing("anna", "anna", SPAIN, 3, "mailbox full", NOW + DAY)]
    assert its.failing(0) == []
    assert its.count_failing() == 1


def test_a_lost_message_is_found_by_its_key(its: SqlRecord, engine: Engine) -> None:
    lost = entry(1, DEAD)
    record(engine, entry(2), lost, entry(3, SKIPPED))
    assert lost.key is not None
    assert its.dead(lost.key) == Recorded(lost, None)
    assert its.dead(str(entry(2).key)) is None
    record(engine, entry(1, DEAD, why="refused again"))
    again = its.dead(lost.key)
    assert again is not None
    assert again.entry.why == "refused again"


def test_what_was_refused_may_be_tried_again(its: SqlRecord, engine: Engine) -> None:
    make_rows(engine, "anna")
    know(engine, refused("0-1"))
    assert its.allow(entry(1, DEAD), NOW)
    (found,) = claim(engine)
    other, allowed = found.row.knowledge.of(UID).attempts
    assert (other.mark, other.was_refused) == ("0-other", True)
    assert (allowed.mark, allowed.was_refused, allowed.may_have_arrived) == ("0-1", False, False)


@pytest.mark.parametrize("lost", [entry(2, DEAD), entry(1, DEAD, subject="wtcr/2021/x"), entry(1, DEAD, key=None)])
def test_what_nobody_waits_for_is_not_tried_again(its: SqlRecord, engine: Engine, lost: object) -> None:
    make_rows(engine, "anna")
    know(engine, refused("0-1"))
    assert not its.allow(lost, NOW)  # type: ignore[arg-type]
    assert wakes(engine) == {"anna": NOW + DAY}


def test_a_row_in_a_hand_is_left_to_it(its: SqlRecord, engine: Engine) -> None:
    make_rows(engine, "anna")
    know(engine, refused("0-1"))
    claim(engine, now=NOW + DAY)
    assert not its.allow(entry(1, DEAD), NOW)


def test_what_the_reader_of_an_entry_knows_now_is_found(its: SqlRecord, engine: Engine) -> None:
    subscribe(engine, "anna")
    assert its.row_of(entry(1, DEAD)) is None
    make_rows(engine, "anna")
    found = its.row_of(entry(1, DEAD))
    assert found is not None
    assert readers_of([found]) == ["anna"]
    assert found.subscriber is not None


def test_old_entries_are_pruned_some_at_a_time(its: SqlRecord, engine: Engine) -> None:
    record(engine, *(entry(number) for number in range(5)))
    assert its.prune(NOW + 3 * HOUR, limit=2) == 2
    assert its.prune(NOW + 3 * HOUR, limit=2) == 1
    assert its.prune(NOW + 3 * HOUR, limit=2) == 0
    assert [found.entry for found in its.entries(10)] == [entry(4), entry(3)]
