"""Nothing that the daemon asks again and again reads a whole table, on SQLite or on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine
from support.reminding import DAY
from support.told_rows import NOW, SEASON, SPAIN, claim, entry, make_rows, record, sighting, statements_of, subscribe

from season_calendar.reminders.known import Knowledge
from season_calendar.reminders.record import Outcome
from season_calendar.storage.ledger.ledger import SqlLedger
from season_calendar.storage.ledger.readers import SqlReaders
from season_calendar.storage.ledger.record import SqlRecord
from season_calendar.storage.ledger.rows import Change

SEASONS = [SEASON, "f1/2021"]


def hold_and_write(engine: Engine) -> None:
    before = {found.row.id: found for found in claim(engine, seasons=SEASONS)}
    ids = list(before)
    with SqlLedger(engine).holding("me", ids, before) as batch:
        batch.keep([Change(ids, Knowledge(tries=1))])
    with SqlLedger(engine).holding("me", ids) as batch:
        assert len(batch.found) == len(ids)
    with SqlLedger(engine).settling("me", before) as batch:
        batch.record_alike(ids, entry(), ("", ""))
        batch.keep([Change(ids, Knowledge(), NOW + DAY)])
        batch.forget(ids[:1])


DEEDS: dict[str, Callable[[Engine], object]] = {
    "claim": lambda engine: claim(engine, seasons=SEASONS),
    "hold and write": hold_and_write,
    "next wake": lambda engine: SqlLedger(engine).next_wake_at(SEASONS),
    "owners": lambda engine: SqlLedger(engine).owners(),
    "free": lambda engine: SqlLedger(engine).free(["me"], NOW),
    "wake all": lambda engine: SqlLedger(engine).wake(NOW),
    "wake a subject": lambda engine: SqlLedger(engine).wake(NOW, subjects=[SPAIN]),
    "wake a reader": lambda engine: SqlLedger(engine).wake(NOW, subscriber_ids=["anna"]),
    "choices": lambda engine: SqlReaders(engine).choices(),
    "make rows": lambda engine: SqlReaders(engine).make_rows("", [sighting()]),
    "changed": lambda engine: SqlReaders(engine).changed(10),
    "take up": lambda engine: SqlReaders(engine).take_up("anna", 1, [sighting()], NOW),
    "those who fail": lambda engine: SqlRecord(engine).failing(10),
    "how many fail": lambda engine: SqlRecord(engine).count_failing(),
    "waiting": lambda engine: SqlLedger(engine).waiting(NOW),
    "dead": lambda engine: SqlRecord(engine).dead("key"),
    "entries": lambda engine: SqlRecord(engine).entries(10, Outcome.DEAD),
    "counts": lambda engine: SqlRecord(engine).counts(NOW),
    "resend": lambda engine: SqlRecord(engine).allow(entry(), NOW),
    "prune": lambda engine: SqlRecord(engine).prune(NOW, 100),
}


def whole_tables(engine: Engine, statement: str, values: Any) -> list[str]:
    """The lines of its plan that read a table from one end to the other."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SET enable_seqscan = off")  # then it is used only where nothing else can be
            plan = [str(line) for (line,) in connection.exec_driver_sql(f"EXPLAIN {statement}", values)]
            connection.rollback()
            return [line for line in plan if "Seq Scan on" in line]
        plan = [str(row[-1]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
        tables = ("SCAN told", "SCAN record", "SCAN subscribers")
        return [line for line in plan if line.startswith(tables) and "USING" not in line]


@pytest.mark.parametrize("deed", DEEDS)
def test_only_the_rows_that_matter_are_looked_at(engine: Engine, deed: str) -> None:
    subscribe(engine, "anna", "bo")
    make_rows(engine, "anna", "bo", "cleo")
    record(engine, entry(), entry(1, Outcome.DEAD))
    said = statements_of(engine, lambda: DEEDS[deed](engine))
    assert said
    assert {statement: lines for statement, values in said if (lines := whole_tables(engine, statement, values))} == {}
