"""What the version before knew of its deliveries is known of its readers, on SQLite and on PostgreSQL.

The database is a real one: see ``fixtures/deliveries-before``.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text
from support.old_database import make_old_database
from support.postgres import fresh_database
from support.reminding import MINUTE, at

from season_calendar.daemon.resending import Resending
from season_calendar.publishing.last import last_publication
from season_calendar.reminders.composing import message_key
from season_calendar.reminders.next_step import Step, next_step
from season_calendar.reminders.occasions import Subject, subjects_of
from season_calendar.reminders.record import Outcome
from season_calendar.reminders.wanted import wanted_of
from season_calendar.storage.engine import open_database, opened_database
from season_calendar.storage.journal import SqlJournal
from season_calendar.storage.ledger.ledger import SqlLedger
from season_calendar.storage.ledger.readers import SqlReaders
from season_calendar.storage.ledger.record import SqlRecord
from season_calendar.storage.ledger.rows import Found

ROWS = Path(__file__).parents[1] / "fixtures" / "deliveries-before" / "rows.sql"
KILLED_AT = at("06-03 12:00") + MINUTE / 60
NEXT_START = at("06-03 12:01")
QUALIFYING = "wtcr/2021/germany/qualifying/30m"


def statements() -> list[str]:
    return [line for line in ROWS.read_text(encoding="utf-8").splitlines() if line.startswith("INSERT")]


@pytest.fixture(scope="module")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> str:
    """That database, opened by this version; to be copied."""
    return opened_by_this_version(str(tmp_path_factory.mktemp("before") / "kept.sqlite3"))


@pytest.fixture(scope="module")
def migrated_on_server(postgresql_server: str) -> Iterator[str]:
    """The same on a server."""
    with fresh_database(postgresql_server) as address:
        yield opened_by_this_version(address)


def opened_by_this_version(address: str) -> str:
    make_old_database(address, "0005", statements())
    open_database(address).dispose()
    return address


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A copy of it, of each kind in turn."""
    with contextlib.ExitStack() as stack:
        if request.param == "sqlite":
            address = str(shutil.copy(request.getfixturevalue("migrated_sqlite"), tmp_path))
        else:
            server, original = map(request.getfixturevalue, ("postgresql_server", "migrated_on_server"))
            address = stack.enter_context(fresh_database(server, original))
        yield stack.enter_context(opened_database(address))


def subjects(engine: Engine) -> dict[str, Subject]:
    with SqlJournal(engine).exclusive() as journal:
        return subjects_of([last_publication(journal.history("wtcr", "2021"))])


def found(engine: Engine) -> dict[tuple[str, str], Found]:
    """Every row by the ids of its reader and round."""
    with SqlLedger(engine).claiming("me", {"wtcr/2021"}, NEXT_START, 100) as batch:
        return {(its.row.subscriber_id, its.row.subject.rpartition("/")[2]): its for its in batch.found}


def step(engine: Engine, reader: str, round_id: str, now: datetime) -> Step:
    its = found(engine)[reader, round_id]
    assert its.subscriber is not None
    wanted = wanted_of(subjects(engine)[its.row.subject], its.subscriber.choice)
    return next_step(its.row.knowledge, wanted, its.subscriber.since, now)


def said(engine: Engine, reader: str, round_id: str, now: datetime) -> str | None:
    """The key of what is said then."""
    telling = step(engine, reader, round_id, now).telling
    return None if telling is None else message_key(telling, subjects(engine)[f"wtcr/2021/{round_id}"], reader)


def test_everybody_who_was_told_something_has_a_row_for_each_round_which_wakes_at_once(migrated: Engine) -> None:
    everybody, rounds = ("a1", "b1", "c1", "d1"), ("germany", "portugal", "spain")
    assert sorted(found(migrated)) == [(reader, round_id) for reader in everybody for round_id in rounds]


@pytest.mark.parametrize("reader", ["a1", "b1", "c1", "d1"])
def test_what_was_sent_is_not_said_again_and_what_is_to_come_is(migrated: Engine, reader: str) -> None:
    assert said(migrated, reader, "spain", NEXT_START) is None
    assert step(migrated, reader, "germany", at("06-03 12:16")).telling is None  # the reminder's use is over
    assert (said(migrated, reader, "germany", at("06-05 08:00")) or "").startswith("wtcr/2021/germany/race-1/1h/")


def test_what_was_sent_a_moment_ago_is_known_with_all_that_the_journal_has_of_it(migrated: Engine) -> None:
    assert said(migrated, "a1", "germany", NEXT_START) is None
    told = found(migrated)["a1", "germany"].row.knowledge.of("wtcr.2021.germany.qualifying@season-calendar")
    assert told.times == 1
    assert told.saying is not None
    assert told.saying.lead == 30 * MINUTE
    truth = wanted_of(subjects(migrated)["wtcr/2021/germany"], found(migrated)["a1", "germany"].subscriber.choice)  # type: ignore[union-attr]
    assert told.saying.known == truth.events["wtcr.2021.germany.qualifying@season-calendar"].truth


def test_what_was_being_sent_is_said_again_with_the_same_key(migrated: Engine) -> None:
    assert said(migrated, "b1", "germany", NEXT_START) == f"{QUALIFYING}/b1/fake/0"


def test_what_was_to_be_tried_again_is_when_it_was_to_be_and_with_the_same_key(migrated: Engine) -> None:
    assert step(migrated, "c1", "germany", KILLED_AT).telling is None
    assert step(migrated, "c1", "germany", KILLED_AT).wake_at == at("06-03 12:00") + 2 * MINUTE / 60
    assert said(migrated, "c1", "germany", NEXT_START) == f"{QUALIFYING}/c1/fake/0"
    knowledge = found(migrated)["c1", "germany"].row.knowledge
    assert (knowledge.tries, knowledge.last_error) == (1, "mailbox …")


def test_what_was_refused_is_tried_again_only_when_the_operator_says_so_and_with_the_same_key(migrated: Engine) -> None:
    assert said(migrated, "d1", "germany", NEXT_START) is None
    dead = SqlRecord(migrated).dead(f"{QUALIFYING}/d1/fake/0")
    assert dead is not None
    assert dead.entry.why == "no such address"
    with SqlJournal(migrated).exclusive() as journal:
        published = last_publication(journal.history("wtcr", "2021"))
    assert Resending(SqlRecord(migrated), [published]).resend(dead, NEXT_START) is None
    assert said(migrated, "d1", "germany", NEXT_START) == dead.entry.key


def test_what_was_told_and_is_untrue_though_that_version_told_nobody_is_put_right(migrated: Engine) -> None:
    key = said(migrated, "a1", "portugal", NEXT_START)
    assert key is not None
    assert key.startswith("wtcr/2021/portugal/-/correction/a1/")


def test_who_knows_that_a_round_is_off_hears_when_it_is_on_again(migrated: Engine) -> None:
    (told,) = found(migrated)["a1", "spain"].row.knowledge.events.values()
    assert told.saying is not None
    assert told.saying.known.off == "cancelled"


def test_what_was_sent_or_lost_is_on_record(migrated: Engine) -> None:
    record = SqlRecord(migrated)
    counts = record.counts(at("05-01 00:00"))
    assert counts == {Outcome.SENT: 26, Outcome.DEAD: 1, Outcome.SKIPPED: 0}
    (last, *_) = record.entries(1, Outcome.SENT)
    assert (last.entry.at, last.entry.key, last.name) == (KILLED_AT, f"{QUALIFYING}/a1/fake/0", "anna")
    assert {entry.name for entry in record.entries(100)} == {"anna", "bert", "carl", "dora", None}
    assert [entry.entry.lead for entry in record.entries(100) if entry.entry.kind == "correction"] == [None] * 5


def test_of_the_rest_nothing_is_left(migrated: Engine) -> None:
    with migrated.connect() as connection:
        assert not {"deliveries", "migrated_events"} & set(inspect(connection).get_table_names())
        assert connection.execute(text("SELECT count(*) FROM daemon_state")).scalar() == 0
    assert SqlReaders(migrated).changed(10) == []
