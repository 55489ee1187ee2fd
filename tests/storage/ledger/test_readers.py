"""Rows are made for those who subscribe, on SQLite and on PostgreSQL."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from support.reminding import DAY, HOUR, MINUTE, anna
from support.told_rows import (
    GERMANY,
    NOW,
    SPAIN,
    TOLD_A_DAY_BEFORE,
    claim,
    make_rows,
    readers_of,
    sighting,
    subscribe,
    wakes,
)

from season_calendar.storage.ledger import readers as readers_module
from season_calendar.storage.ledger.ledger import SqlLedger
from season_calendar.storage.ledger.readers import SqlReaders
from season_calendar.storage.ledger.rows import Change
from season_calendar.storage.subscribers import SqlSubscribers


@pytest.fixture
def readers(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> SqlReaders:
    """Rows are made two at a time."""
    monkeypatch.setattr(readers_module, "CHUNK", 2)
    return SqlReaders(engine)


def test_each_choice_is_told_once(readers: SqlReaders, engine: Engine) -> None:
    assert readers.choices() == []
    subscribe(engine, "anna", "bo")
    subscribe(engine, "cleo", "dan", choice="lang=sv")
    subscribe(engine, "eve", choice="lang=de")
    assert readers.choices() == ["", "lang=de", "lang=sv"]


def test_how_many_there_are_on_each_channel(readers: SqlReaders, engine: Engine) -> None:
    assert readers.channels() == {}
    subscribe(engine, "anna", "bo")
    subscribe(engine, "cleo", channel="email")
    assert readers.channels() == {"email": 1, "fake": 2}


def test_whether_there_is_any_subscriber(readers: SqlReaders, engine: Engine) -> None:
    assert not readers.has_subscribers()
    subscribe(engine, "anna")
    assert readers.has_subscribers()


def test_the_console_is_reminded_since_it_was_for_the_first_time(readers: SqlReaders) -> None:
    assert readers.console_since(NOW) == NOW
    assert readers.console_since(NOW + DAY) == NOW


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5])
def test_everybody_of_a_choice_gets_a_row_for_each_round_in_sight(
    readers: SqlReaders, engine: Engine, count: int
) -> None:
    names = [f"name {number}" for number in range(count)]
    subscribe(engine, *names)
    subscribe(engine, "other", choice="lang=sv")
    readers.make_rows("", [sighting(SPAIN), sighting(GERMANY, NOW - HOUR)])
    found = claim(engine)
    assert [its.row.subject for its in found] == [GERMANY] * count + [SPAIN] * count
    assert sorted(readers_of(found)) == sorted([*names, *names])


def test_who_subscribed_after_all_that_comes_into_sight_gets_no_row(readers: SqlReaders, engine: Engine) -> None:
    subscribe(engine, "before", since=NOW)
    subscribe(engine, "after", since=NOW + MINUTE)
    readers.make_rows("", [sighting(wake_at=NOW - HOUR, last_due_at=NOW)])
    assert wakes(engine) == {"before": NOW - HOUR}


def test_a_row_that_is_there_stays_as_it_is(readers: SqlReaders, engine: Engine) -> None:
    subscribe(engine, "anna", "bo")
    make_rows(engine, "anna")
    with SqlLedger(engine).claiming("me", ["wtcr/2021"], NOW, 1) as batch:
        batch.keep([Change([batch.found[0].row.id], TOLD_A_DAY_BEFORE, NOW + DAY)])
    readers.make_rows("", [sighting()])
    readers.make_row("anna", [sighting()])
    assert wakes(engine) == {"anna": NOW + DAY, "bo": NOW}
    assert claim(engine, now=NOW + DAY)[1].row.knowledge == TOLD_A_DAY_BEFORE


def test_who_is_new_or_was_edited_is_changed_until_their_rows_are_made(readers: SqlReaders, engine: Engine) -> None:
    subscribe(engine, "anna", "bo")
    (who, version), _ = readers.changed(10)
    assert (who, version) == (anna(id="anna"), 1)
    assert len(readers.changed(1)) == 1
    for name in ("anna", "bo"):
        readers.take_up(name, 1, [], NOW)
    assert readers.changed(10) == []

    SqlSubscribers(engine).edit("bo", anna(name="bob"))
    assert readers.changed(10) == [(anna(id="bo", name="bob"), 2)]


def test_an_edit_while_rows_are_made_is_not_lost(readers: SqlReaders, engine: Engine) -> None:
    subscribe(engine, "anna")
    ((_, version),) = readers.changed(10)
    SqlSubscribers(engine).edit("anna", anna(address="elsewhere"))
    readers.take_up("anna", version, [], NOW)
    assert readers.changed(10) == [(anna(id="anna", address="elsewhere"), 2)]


def test_all_that_a_changed_subscriber_has_is_looked_at_again(readers: SqlReaders, engine: Engine) -> None:
    subscribe(engine, "anna", "bo")
    make_rows(engine, "anna", "bo", wake_at=NOW + DAY)
    readers.take_up("anna", 1, [sighting(GERMANY, NOW + HOUR)], NOW)
    assert sorted(its.row.subject for its in claim(engine)) == [GERMANY, SPAIN]
    assert wakes(engine)["bo"] == NOW + DAY


def test_who_is_removed_has_no_rows_any_more(readers: SqlReaders, engine: Engine) -> None:
    subscribe(engine, "anna", "bo")
    readers.make_rows("", [sighting(), sighting(GERMANY)])
    SqlSubscribers(engine).remove("anna")
    assert readers_of(claim(engine)) == ["bo", "bo"]
