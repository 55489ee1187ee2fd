"""A row that cannot be read stops no other, and shows nothing of what is in it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import Engine, update
from support.reminding import DAY, anna
from support.told_rows import NOW, SEASON, SPAIN, claim, make_rows, readers_of, subscribe, wakes

from season_calendar.storage.address import shown
from season_calendar.storage.engine import opened_database, writing
from season_calendar.storage.ledger.ledger import SqlLedger
from season_calendar.storage.ledger.readers import SqlReaders
from season_calendar.storage.subscribers import SqlSubscribers
from season_calendar.storage.tables import SUBSCRIBERS, TOLD


def damage(engine: Engine, subscriber_id: str, known: str) -> None:
    with writing(engine) as connection:
        connection.execute(update(TOLD).where(TOLD.c.subscriber_id == subscriber_id).values(known=known))


@pytest.mark.parametrize(
    "known",
    [
        "{",
        "[]",
        '"secret"',
        '{"secret": 1}',
        '{"secret": {"told": {}}}',
        '{"secret": {"passed": [1e999]}}',
        pytest.param("[" * 100_000, id="too deep"),
    ],
)
def test_the_others_are_found_and_the_operator_is_told_once(
    engine: Engine, caplog: pytest.LogCaptureFixture, known: str
) -> None:
    subscribe(engine, "anna", "bo", "cleo")
    make_rows(engine, "anna", "bo", "cleo")
    damage(engine, "bo", known)
    ledger = SqlLedger(engine)
    for _ in range(2):
        ledger.wake(NOW)
        with ledger.claiming("me", [SEASON], NOW, 10) as batch:
            assert readers_of(batch.found) == ["anna", "cleo"]
    assert len(caplog.messages) == 1
    assert f"what 'bo' was told of {SPAIN} cannot be read" in caplog.text
    assert "season-calendar subscriber remove bo" in caplog.text
    assert "secret" not in caplog.text


def test_its_reader_is_told_by_name_and_whoever_has_none_by_id(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    SqlSubscribers(engine).add(anna(id="a1", name="anna"), NOW)
    make_rows(engine, "a1", "b1")
    for reader in ("a1", "b1"):
        damage(engine, reader, "{")
    assert claim(engine) == []
    told = [message.partition(" cannot be read")[0] for message in caplog.messages]
    database = shown(engine.url)
    assert sorted(told) == [f"database {database}: what {who!r} was told of {SPAIN}" for who in ("anna", "b1")]


def test_it_is_laid_aside_so_that_nobody_finds_it_again_until_it_is_woken(engine: Engine) -> None:
    make_rows(engine, "anna")
    damage(engine, "anna", "{")
    assert claim(engine) == []
    assert wakes(engine) == {"anna": None}
    assert SqlLedger(engine).next_wake_at([SEASON]) is None
    damage(engine, "anna", "{}")
    SqlLedger(engine).wake(NOW)
    assert readers_of(claim(engine)) == ["anna"]


def test_in_hand_it_is_laid_aside_too(engine: Engine) -> None:
    make_rows(engine, "anna", "bo")
    ids = [found.row.id for found in claim(engine)]
    damage(engine, "anna", "{")
    ledger = SqlLedger(engine)
    with ledger.holding("me", ids) as batch:
        assert readers_of(batch.found) == ["bo"]
    damage(engine, "anna", "{}")
    with ledger.holding("me", ids) as batch:
        assert readers_of(batch.found) == ["bo"]


def test_in_hand_it_is_laid_aside_also_where_it_could_be_read_before(engine: Engine) -> None:
    make_rows(engine, "anna", "bo")
    before = {found.row.id: found for found in claim(engine)}
    damage(engine, "anna", "{")
    with SqlLedger(engine).holding("me", list(before), before) as batch:
        assert readers_of(batch.found) == ["bo"]
    assert wakes(engine) == {"anna": None, "bo": None}
    assert SqlLedger(engine).owners() == {"me"}


@pytest.mark.parametrize("damage", ["told SET held_at", "subscribers SET since"])
def test_one_with_an_instant_that_is_none_is_laid_aside_too(damage: str, migrated_file: Path, tmp_path: Path) -> None:
    with opened_database(str(shutil.copy(migrated_file, tmp_path))) as engine:
        subscribe(engine, "anna", "bo")
        make_rows(engine, "anna", "bo")
        with writing(engine) as connection:
            connection.exec_driver_sql(f"UPDATE {damage} = 'secret' WHERE rowid = 1")
        assert readers_of(claim(engine)) == ["bo"]


def test_whose_choice_cannot_be_read_stops_no_other_either_until_they_are_edited(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    subscribe(engine, "anna", "bo")
    make_rows(engine, "anna", "bo", wake_at=NOW - DAY)
    with writing(engine) as connection:
        connection.execute(update(SUBSCRIBERS).where(SUBSCRIBERS.c.id == "anna").values(choice="secret=1"))
    readers = SqlReaders(engine)
    assert [who.id for who, _ in readers.changed(1)] == []
    assert [who.id for who, _ in readers.changed(1)] == ["bo"]
    assert readers_of(claim(engine)) == ["bo"]
    assert "the choice of the subscriber 'anna' cannot be read" in caplog.text
    assert "secret" not in caplog.text

    SqlSubscribers(engine).edit("anna", anna())
    (who, version), *_ = readers.changed(10)
    readers.take_up(who.id, version, [], NOW)
    assert readers_of(claim(engine)) == ["anna"]
