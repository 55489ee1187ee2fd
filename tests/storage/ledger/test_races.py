"""Several ledgers at once on one database, SQLite and PostgreSQL: nothing is in two hands, nothing is lost."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection, Engine, select, text, update
from support.reminding import DAY, HOUR
from support.told_rows import (
    GERMANY,
    NOW,
    SEASON,
    SPAIN,
    TOLD_A_DAY_BEFORE,
    claim,
    make_rows,
    readers_of,
    sighting,
    subscribe,
)

from season_calendar.storage.engine import writing
from season_calendar.storage.ledger.ledger import SqlLedger
from season_calendar.storage.ledger.readers import SqlReaders
from season_calendar.storage.ledger.rows import Change
from season_calendar.storage.subscribers import SqlSubscribers
from season_calendar.storage.tables import TOLD

NAMES = [f"name {number:02}" for number in range(60)]


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """Do all of it at the same time, each in a thread of its own."""
    start = threading.Barrier(len(deeds))

    def begin(deed: Callable[[], object]) -> object:
        start.wait()
        return deed()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(begin, deeds))


def claim_all(engine: Engine, owner: str) -> list[str]:
    """Take some at a time until nothing is left."""
    ours: list[str] = []
    while some := claim(engine, owner, limit=3):
        ours += readers_of(some)
    return ours


def test_every_row_is_claimed_by_one(engine: Engine) -> None:
    make_rows(engine, *NAMES)
    claimed = at_once(*(lambda owner=owner: claim_all(engine, owner) for owner in ("one", "two", "three")))
    assert Counter(name for names in claimed for name in names) == Counter(NAMES)  # type: ignore[attr-defined]


def test_hands_that_are_gone_are_emptied_once(engine: Engine) -> None:
    make_rows(engine, *NAMES)
    claim_all(engine, "gone")
    freed = at_once(lambda: SqlLedger(engine).free(["gone"], NOW), lambda: SqlLedger(engine).free(["gone"], NOW))
    assert sum(freed) == len(NAMES)  # type: ignore[arg-type]
    assert sorted(claim_all(engine, "other")) == NAMES


def settle(engine: Engine, owner: str, ids: list[int]) -> list[int]:
    """Put back for an hour what is in that hand still; returns which rows those were."""
    with SqlLedger(engine).holding(owner, ids) as batch:
        held = [found.row.id for found in batch.found]
        batch.keep([Change(held, TOLD_A_DAY_BEFORE, NOW + HOUR)])
    return held


@pytest.mark.parametrize("attempt", range(5))
def test_what_is_settled_while_its_hand_is_taken_for_gone_is_either_settled_or_freed(
    engine: Engine, attempt: int
) -> None:
    make_rows(engine, *NAMES)
    ids = [found.row.id for found in claim(engine)]
    held, freed = at_once(lambda: settle(engine, "me", ids), lambda: SqlLedger(engine).free(["me"], NOW))
    assert len(held) + freed == len(NAMES)  # type: ignore[arg-type, operator]
    assert len(claim_all(engine, "other")) == freed


@pytest.mark.parametrize("attempt", range(5))
def test_a_wake_while_rows_are_put_back_is_not_lost(engine: Engine, attempt: int) -> None:
    make_rows(engine, *NAMES)
    ids = [found.row.id for found in claim(engine)]
    at_once(lambda: settle(engine, "me", ids), lambda: SqlLedger(engine).wake(NOW, subjects=[SPAIN]))
    found = claim(engine)
    assert sorted(readers_of(found)) == NAMES
    assert all(its.row.knowledge == TOLD_A_DAY_BEFORE for its in found)


def test_rows_are_made_once_by_however_many(engine: Engine) -> None:
    subscribe(engine, *NAMES[:10])
    readers = SqlReaders(engine)
    at_once(*[lambda: readers.make_rows("", [sighting()])] * 3, lambda: readers.make_row(NAMES[3], [sighting()]))
    assert sorted(claim_all(engine, "me")) == NAMES[:10]


@pytest.mark.parametrize("attempt", range(3))
def test_all_of_it_at_once_ends(engine: Engine, attempt: int) -> None:
    """Nobody waits for a lock of someone who waits for theirs."""
    make_rows(engine, *NAMES)
    ids = [found.row.id for found in reversed(claim(engine, limit=40))]
    ledger = SqlLedger(engine)
    at_once(
        lambda: settle(engine, "me", ids),
        lambda: ledger.wake(NOW - HOUR),
        lambda: ledger.wake(NOW - DAY, subjects=[SPAIN]),
        lambda: ledger.free(["me"], NOW),
        lambda: claim_all(engine, "other"),
    )
    ledger.free(["me", "other"], NOW)
    ledger.wake(NOW)
    assert sorted(claim_all(engine, "last")) == NAMES
    assert ledger.next_wake_at([SEASON]) is None


def lock(connection: Connection, subject: str, *, skip_locked: bool = False) -> list[str]:
    """Lock the rows of a subject; returns whose were locked."""
    its = select(TOLD.c.subscriber_id).where(TOLD.c.subject == subject)
    return list(connection.execute(its.with_for_update(skip_locked=skip_locked)).scalars())


@pytest.mark.parametrize(
    "deed",
    [
        lambda engine: SqlReaders(engine).take_up("anna", 1, [], NOW),
        lambda engine: SqlSubscribers(engine).remove("anna"),
    ],
    ids=["take up", "remove"],
)
def test_who_waits_for_a_readers_row_holds_none_that_was_made_after_it(
    emptied_on_server: tuple[str, Engine], deed: Callable[[Engine], None]
) -> None:
    _, engine = emptied_on_server
    subscribe(engine, "anna")
    make_rows(engine, "anna", subject=SPAIN)
    make_rows(engine, "anna", subject=GERMANY)
    with writing(engine) as connection:  # what is written moves to the end of the table, and would be met last
        connection.execute(update(TOLD).where(TOLD.c.subject == SPAIN).values(wake_at=NOW - HOUR))
    with ThreadPoolExecutor(1) as threads:
        with writing(engine) as connection:
            assert lock(connection, SPAIN) == ["anna"]
            doing = threads.submit(deed, engine)
            while not connection.execute(text("SELECT 1 FROM pg_locks WHERE NOT granted")).all():
                assert not doing.done()
                time.sleep(0.002)
            assert lock(connection, GERMANY, skip_locked=True) == ["anna"]
        doing.result()
