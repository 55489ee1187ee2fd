"""Rows are taken in hand, written and put back, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from support.reminding import DAY, HOUR, MINUTE, anna
from support.told_rows import (
    GERMANY,
    NOW,
    SEASON,
    SPAIN,
    TOLD_A_DAY_BEFORE,
    UID,
    claim,
    entry,
    make_rows,
    readers_of,
    record,
    statements_of,
    subscribe,
    wakes,
)

from season_calendar.reminders.known import Attempt, Hold, Kind, Knowledge, Known, Saying, Told
from season_calendar.storage.ledger.batch import Batch
from season_calendar.storage.ledger.ledger import SqlLedger
from season_calendar.storage.ledger.record import SqlRecord
from season_calendar.storage.ledger.rows import Change, Found, ToldRow
from season_calendar.storage.subscribers import SqlSubscribers


def test_a_row_is_found_with_its_reader_and_their_version(engine: Engine) -> None:
    subscribe(engine, "anna")
    SqlSubscribers(engine).edit("anna", anna(address="elsewhere"))
    make_rows(engine, "anna")
    (found,) = claim(engine)
    row = ToldRow(found.row.id, "anna", SPAIN, SEASON, Knowledge())
    assert found == Found(row, anna(id="anna", address="elsewhere"), 2)


def test_of_whom_is_gone_or_the_console_only_the_row_is_found(engine: Engine) -> None:
    make_rows(engine, "console")
    (found,) = claim(engine)
    assert (found.row.subscriber_id, found.subscriber, found.version) == ("console", None, None)


def test_what_is_due_is_claimed_those_first_that_wait_longest_and_no_more_than_asked_for(engine: Engine) -> None:
    for minutes, name in ((2, "late"), (9, "first"), (0, "now"), (5, "second"), (-1, "to come")):
        make_rows(engine, name, wake_at=NOW - minutes * MINUTE)
    make_rows(engine, "between", subject="stcc/2021/ring", wake_at=NOW - 7 * MINUTE)
    make_rows(engine, "other season", subject="f1/2021/monza", wake_at=NOW - DAY)
    seasons = [SEASON, "stcc/2021"]
    assert readers_of(claim(engine, limit=3, seasons=seasons)) == ["first", "between", "second"]
    assert readers_of(claim(engine, limit=3, seasons=seasons)) == ["late", "now"]
    assert claim(engine, seasons=seasons) == []


def test_of_no_season_nothing_is_claimed(engine: Engine) -> None:
    make_rows(engine, "anna")
    assert claim(engine, seasons=[]) == []


def test_what_is_neither_taken_nor_written_is_due_still(engine: Engine) -> None:
    make_rows(engine, "anna")
    with SqlLedger(engine).claiming("me", [SEASON], NOW, 10) as batch:
        assert readers_of(batch.found) == ["anna"]
    assert readers_of(claim(engine)) == ["anna"]


def test_a_power_cut_may_undo_a_claim_but_nothing_that_is_handed_over_or_settled(engine: Engine) -> None:
    def waits_for_the_disk(batch: Batch) -> bool:
        asking = "PRAGMA synchronous" if engine.dialect.name == "sqlite" else "SHOW synchronous_commit"
        return batch._connection.exec_driver_sql(asking).scalar() in (2, "on")

    ledger = SqlLedger(engine)
    with ledger.claiming("me", [SEASON], NOW, 10) as claimed:
        assert not waits_for_the_disk(claimed)
    with ledger.holding("me", []) as held:
        assert waits_for_the_disk(held)
    with ledger.settling("me", {}) as settled:
        assert waits_for_the_disk(settled)


def test_after_an_exception_nothing_is_kept(engine: Engine) -> None:
    def fail() -> None:
        with SqlLedger(engine).claiming("me", [SEASON], NOW, 10) as batch:
            batch.take([batch.found[0].row.id])
            batch.record([entry()])
            raise ZeroDivisionError

    make_rows(engine, "anna")
    with pytest.raises(ZeroDivisionError):
        fail()
    assert readers_of(claim(engine)) == ["anna"]
    assert SqlRecord(engine).entries(10) == []


def test_what_needs_nothing_sleeps_on_without_being_taken(engine: Engine) -> None:
    make_rows(engine, "anna", "bo")
    with SqlLedger(engine).claiming("me", [SEASON], NOW, 10) as batch:
        first, second = batch.found
        batch.keep([Change([first.row.id], TOLD_A_DAY_BEFORE, NOW + HOUR)])
        batch.forget([second.row.id])
    assert SqlLedger(engine).owners() == frozenset()
    assert wakes(engine) == {"anna": NOW + HOUR}
    (found,) = claim(engine, now=NOW + HOUR)
    assert found.row.knowledge == TOLD_A_DAY_BEFORE


def test_only_what_is_in_ones_own_hand_is_found_there(engine: Engine) -> None:
    make_rows(engine, "anna", "bo", "cleo")
    anna_, bo = claim(engine, limit=2)
    (cleo,) = claim(engine, owner="other")
    ids = [found.row.id for found in (anna_, bo, cleo)]
    with SqlLedger(engine).holding("me", ids) as batch:
        assert readers_of(batch.found) == ["anna", "bo"]
        batch.keep([Change([anna_.row.id], Knowledge(), NOW + DAY)])
    with SqlLedger(engine).holding("me", ids) as batch:
        assert readers_of(batch.found) == ["bo"]
    with SqlLedger(engine).holding("me", []) as batch:
        assert batch.found == []


@pytest.mark.parametrize("what", ["holding", "settling"])
def test_what_was_found_before_is_the_very_same_where_nothing_is_otherwise(engine: Engine, what: str) -> None:
    subscribe(engine, "anna")
    make_rows(engine, "anna", "console")
    before = {found.row.id: found for found in claim(engine)}
    with held_again(engine, what, before) as batch:
        assert all(before[found.row.id] is found for found in batch.found)
        assert readers_of(batch.found) == ["anna", "console"]


@pytest.mark.parametrize("what", ["holding", "settling"])
def test_of_what_was_found_before_only_what_is_in_ones_own_hand_is_found_again(engine: Engine, what: str) -> None:
    make_rows(engine, "anna", "bo")
    before = {found.row.id: found for found in claim(engine)}
    SqlLedger(engine).free(["me"], NOW)
    claim(engine, owner="other", limit=1)
    with held_again(engine, what, before) as batch:
        assert batch.found == []
    with held_again(engine, what, {}) as batch:
        assert batch.found == []


@pytest.mark.parametrize("what", ["holding", "settling"])
def test_a_reader_who_was_edited_since_their_row_was_found_is_found_as_they_are_now(engine: Engine, what: str) -> None:
    subscribe(engine, "anna", "bo")
    make_rows(engine, "anna", "bo")
    before = {found.row.id: found for found in claim(engine)}
    SqlSubscribers(engine).edit("anna", anna(address="elsewhere"))
    with held_again(engine, what, before) as batch:
        first, second = batch.found
        assert (first.subscriber, first.version) == (anna(id="anna", address="elsewhere"), 2)
        assert second is before[second.row.id]


def test_what_is_known_by_now_of_a_row_that_was_found_before_is_found(engine: Engine) -> None:
    make_rows(engine, "anna")
    (found,) = claim(engine)
    with SqlLedger(engine).holding("me", [found.row.id]) as batch:
        batch.keep([Change([found.row.id], TOLD_A_DAY_BEFORE)])
    with held_again(engine, "holding", {found.row.id: found}) as batch:
        assert batch.found == [found._replace(row=found.row._replace(knowledge=TOLD_A_DAY_BEFORE))]


@contextmanager
def held_again(engine: Engine, what: str, before: Mapping[int, Found]) -> Iterator[Batch]:
    ledger = SqlLedger(engine)
    with ledger.holding("me", list(before), before) if what == "holding" else ledger.settling("me", before) as batch:
        yield batch


def test_all_that_is_known_comes_back_as_it_was_kept(engine: Engine) -> None:
    saying = Saying(Known(NOW + DAY, has_time=False, venue="Aragón"), HOUR)
    attempt = Attempt("0-abc", Kind.REMINDER, saying, may_have_arrived=False, was_refused=True)
    known = Knowledge({UID: Told(saying, 3, (attempt,))}, 2, Hold(NOW, timedelta(seconds=1.5)), "mailbox full")
    make_rows(engine, "anna")
    (found,) = claim(engine)
    with SqlLedger(engine).holding("me", [found.row.id]) as batch:
        batch.keep([Change([found.row.id], known)])
    with SqlLedger(engine).holding("me", [found.row.id]) as batch:
        assert batch.found[0].row.knowledge == known
        batch.keep([Change([found.row.id], Knowledge())])
    with SqlLedger(engine).holding("me", [found.row.id]) as batch:
        assert batch.found[0].row.knowledge == Knowledge()


def test_what_stays_in_hand_is_nobody_elses(engine: Engine) -> None:
    make_rows(engine, "anna")
    (found,) = claim(engine)
    with SqlLedger(engine).holding("me", [found.row.id]) as batch:
        batch.keep([Change([found.row.id], TOLD_A_DAY_BEFORE)])
    assert claim(engine, owner="other", now=NOW + DAY) == []
    assert wakes(engine) == {"anna": None}


def test_what_is_put_back_sleeps_until_then(engine: Engine) -> None:
    make_rows(engine, "anna")
    (found,) = claim(engine)
    with SqlLedger(engine).holding("me", [found.row.id]) as batch:
        batch.keep([Change([found.row.id], Knowledge(), NOW + HOUR)])
    assert claim(engine, now=NOW + HOUR - MINUTE) == []
    assert readers_of(claim(engine, now=NOW + HOUR)) == ["anna"]


def test_a_thousand_who_know_the_same_are_written_by_as_many_statements_as_one_is(engine: Engine) -> None:
    def tell(*names: str) -> None:
        make_rows(engine, *names)
        ids = [found.row.id for found in claim(engine, limit=1000)]
        with SqlLedger(engine).holding("me", ids) as batch:
            batch.keep([Change(ids, TOLD_A_DAY_BEFORE)])
            batch.keep([Change(ids, TOLD_A_DAY_BEFORE, NOW + HOUR)])

    rows = [f"p{number}" for number in range(1000)]
    make_rows(engine, *rows)
    of_many = statements_of(engine, lambda: tell("p0"))
    of_one = statements_of(engine, lambda: tell("anna"))
    assert len(of_many) == len(of_one)
    found = claim(engine, now=NOW + HOUR, limit=2000)
    assert sorted(readers_of(found)) == sorted([*rows, "anna"])
    assert all(its.row.knowledge == TOLD_A_DAY_BEFORE for its in found)


def test_each_is_written_what_they_know_however_many_know_otherwise(engine: Engine) -> None:
    make_rows(engine, "anna", "bo", "cleo", "dora")
    ids = [found.row.id for found in claim(engine)]
    failed = Knowledge(tries=2)
    with SqlLedger(engine).holding("me", ids) as batch:
        batch.keep(
            [
                Change([ids[0], ids[3]], TOLD_A_DAY_BEFORE, NOW + HOUR),
                Change([ids[1]], failed, NOW + HOUR),
                Change([ids[2]], TOLD_A_DAY_BEFORE, NOW + DAY),
            ]
        )
    assert wakes(engine) == {"anna": NOW + HOUR, "bo": NOW + HOUR, "cleo": NOW + DAY, "dora": NOW + HOUR}
    known = {its.row.subscriber_id: its.row.knowledge for its in claim(engine, now=NOW + DAY)}
    assert known == {
        "anna": TOLD_A_DAY_BEFORE,
        "bo": failed,
        "cleo": TOLD_A_DAY_BEFORE,
        "dora": TOLD_A_DAY_BEFORE,
    }


def test_of_rows_that_wake_together_the_one_that_was_woken_in_hand_stays_awake(engine: Engine) -> None:
    make_rows(engine, "anna", "bo")
    ids = [found.row.id for found in claim(engine)]
    SqlLedger(engine).wake(NOW, subscriber_ids=["bo"])
    with SqlLedger(engine).holding("me", ids) as batch:
        batch.keep([Change(ids, TOLD_A_DAY_BEFORE, NOW + HOUR)])
    assert wakes(engine) == {"anna": NOW + HOUR, "bo": NOW}


def test_what_all_got_alike_is_on_record_for_each_under_their_own_id_and_key(engine: Engine) -> None:
    make_rows(engine, "anna", "bo", "cleo")
    ids = {found.row.subscriber_id: found.row.id for found in claim(engine)}
    around_id = "wtcr/2021/spain/race-1/1d/", "/0-1"
    with SqlLedger(engine).holding("me", list(ids.values())) as batch:
        batch.record_alike([ids["anna"], ids["cleo"]], entry(1), around_id)
    of_cleo = entry(1, subscriber_id="cleo", key="wtcr/2021/spain/race-1/1d/cleo/0-1")
    assert [its.entry for its in SqlRecord(engine).entries(10)] == [of_cleo, entry(1)]


def test_what_nobody_got_is_not_on_record(engine: Engine) -> None:
    with SqlLedger(engine).holding("me", []) as batch:
        batch.record_alike([], entry(), ("", ""))
    assert SqlRecord(engine).entries(10) == []


def test_marks_are_those_of_the_journal_by_the_seasons_key(engine: Engine) -> None:
    with SqlLedger(engine).holding("me", []) as batch:
        assert batch.marks() == {}


def test_what_became_of_messages_is_put_on_record(engine: Engine) -> None:
    record(engine, entry(1), entry(2, lead=None, key=None, kind=Kind.CORRECTION))
    assert [its.entry for its in SqlRecord(engine).entries(10)] == [
        entry(2, lead=None, key=None, kind=Kind.CORRECTION),
        entry(1),
    ]


def test_the_next_wake_is_that_of_the_first_row_in_nobodys_hand(engine: Engine) -> None:
    ledger = SqlLedger(engine)
    assert ledger.next_wake_at([SEASON]) is ledger.next_wake_at([]) is None
    make_rows(engine, "anna")
    make_rows(engine, "bo", subject="f1/2021/monza", wake_at=NOW + HOUR)
    make_rows(engine, "bo", subject=GERMANY, wake_at=NOW + DAY)
    assert ledger.next_wake_at([SEASON, "f1/2021", "none/1"]) == NOW
    claim(engine)
    assert ledger.next_wake_at([SEASON, "f1/2021"]) == NOW + HOUR
    assert ledger.next_wake_at([SEASON]) == NOW + DAY
