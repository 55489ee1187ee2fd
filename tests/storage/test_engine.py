"""Opening the database, and its transactions."""

from __future__ import annotations

import logging
import subprocess
import sys
import time
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import Engine, insert, select, text
from sqlalchemy.exc import IntegrityError
from support.racing import FIRST_NOW

from season_calendar.errors import StorageError
from season_calendar.storage.engine import AdvisoryLock, open_database, opened_database, reading, writing, writing_alone
from season_calendar.storage.tables import PUBLISHED_SEASONS

WTCR = {"series_id": "wtcr", "season_id": "2021", "edition": 1, "published_at": FIRST_NOW}
FE = {"series_id": "fe", "season_id": "2021", "edition": 1, "published_at": FIRST_NOW}


def series_in(engine: Engine) -> list[str]:
    with reading(engine) as connection:
        return list(connection.execute(select(PUBLISHED_SEASONS.c.series_id)).scalars())


def test_processes_that_open_a_new_database_at_once_all_succeed(database: str) -> None:
    """Each would make the tables; one does, the other waits and sees them."""
    program = (
        "import sys; from season_calendar.storage.engine import open_database; open_database(sys.argv[1]).dispose()"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", program, database], stderr=subprocess.PIPE, text=True) for _ in range(2)
    ]

    assert [process.communicate()[1] for process in processes] == [""] * 2


def test_what_was_written_is_there_after_the_transaction(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(insert(PUBLISHED_SEASONS), [WTCR, FE])

    assert sorted(series_in(engine)) == ["fe", "wtcr"]


def test_after_an_exception_nothing_is_kept(engine: Engine) -> None:
    def fail() -> None:
        with writing(engine) as connection:
            connection.execute(insert(PUBLISHED_SEASONS).values(WTCR))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert series_in(engine) == []


def test_a_reader_sees_one_instant_while_another_writes(engine: Engine) -> None:
    with reading(engine) as connection:
        before = connection.execute(select(PUBLISHED_SEASONS)).all()
        with writing(engine) as other:
            other.execute(insert(PUBLISHED_SEASONS).values(WTCR))
        after = connection.execute(select(PUBLISHED_SEASONS)).all()

    assert before == after == []


def test_writers_that_must_be_alone_go_one_after_the_other(engine: Engine) -> None:
    """Each reads a number and writes the next one: none of the steps is lost."""
    with writing(engine) as connection:
        connection.execute(insert(PUBLISHED_SEASONS).values(WTCR))

    def step() -> None:
        for _ in range(10):
            with writing_alone(engine, AdvisoryLock.PUBLISHING) as connection:
                edition = connection.execute(select(PUBLISHED_SEASONS.c.edition)).scalar_one()
                connection.execute(PUBLISHED_SEASONS.update().values(edition=edition + 1))

    threads = [Thread(target=step) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with reading(engine) as connection:
        assert connection.execute(select(PUBLISHED_SEASONS.c.edition)).scalar_one() == 41


def test_a_row_that_is_there_already_is_an_integrity_error(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(insert(PUBLISHED_SEASONS).values(WTCR))

    with pytest.raises(IntegrityError), writing(engine) as connection:
        connection.execute(insert(PUBLISHED_SEASONS).values(WTCR))


def test_a_statement_that_fails_is_told_without_its_values(engine: Engine) -> None:
    with pytest.raises(StorageError, match="no_such_table") as failed, writing(engine) as connection:
        connection.execute(text("INSERT INTO no_such_table VALUES (:address)"), {"address": "hunter2"})

    assert "hunter2" not in str(failed.value)


def test_a_new_file_can_be_read_by_its_owner_alone(tmp_path: Path) -> None:
    open_database(str(tmp_path / "seasons.db")).dispose()

    assert (tmp_path / "seasons.db").stat().st_mode & 0o777 == 0o600


def test_commits_survive_a_power_cut(tmp_path: Path) -> None:
    engine = open_database(str(tmp_path / "seasons.db"))
    with reading(engine) as connection:
        settings = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    engine.dispose()

    full = 2
    assert settings == ["wal", full, 1, 30_000]


def test_what_need_not_last_waits_for_no_disk_and_what_comes_after_it_does(engine: Engine) -> None:
    of_sqlite = engine.dialect.name == "sqlite"
    asking = "PRAGMA synchronous" if of_sqlite else "SHOW synchronous_commit"
    with writing(engine, lasting=False) as connection:
        assert connection.exec_driver_sql(asking).scalar() == (1 if of_sqlite else "off")
    with pytest.raises(ZeroDivisionError), writing(engine, lasting=False):
        raise ZeroDivisionError
    with writing(engine) as connection:
        assert connection.exec_driver_sql(asking).scalar() == (2 if of_sqlite else "on")


def test_a_writer_that_waits_too_long_is_told_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (open_database(str(tmp_path / "seasons.db")) for _ in range(2))
    monkeypatch.setattr("season_calendar.storage.engine.PATIENCE_SECONDS", 0)
    with (
        writing(first),
        pytest.raises(StorageError, match=r"database is locked \(another process is writing"),
        writing(second),
    ):
        pass
    first.dispose()
    second.dispose()


def test_a_file_that_is_no_database_is_told_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "seasons.db"
    path.write_text("rounds:\n" * 100)

    with pytest.raises(StorageError, match=r"seasons.db: file is not a database \(put a backup in its place"):
        open_database(str(path))

    assert path.read_text() == "rounds:\n" * 100


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"gone/seasons.db: No such file or directory \(its folder must exist"):
        open_database(str(tmp_path / "gone" / "seasons.db"))


def test_a_server_that_is_not_there_is_told_without_the_password(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"database postgresql://anna@/races: .*\(is the server running") as failed:
        open_database(f"postgresql://anna:hunter2@/races?host={tmp_path}")

    assert "hunter2" not in str(failed.value)
    assert failed.value.__cause__ is None


@pytest.mark.parametrize(("host", "reason"), [("127.0.0.1:1", "Connection refused"), ("no.such.host.invalid", "[^(]*")])
def test_a_server_that_cannot_be_reached_is_told_in_plain_words(host: str, reason: str) -> None:
    with pytest.raises(
        StorageError, match=rf"^database postgresql://anna@{host}/races: it cannot be reached: {reason} \(is the server"
    ):
        open_database(f"postgresql://anna@{host}/races")


def test_losing_every_connection_is_told_once_and_not_logged(postgresql: str, caplog: pytest.LogCaptureFixture) -> None:
    engine, admin = open_database(postgresql), open_database(postgresql)
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> "

    def lose() -> None:
        with writing(engine) as connection:
            with writing(admin) as other:
                other.execute(text(f"{others} pg_backend_pid()"))
            connection.execute(text("SELECT 1"))

    with caplog.at_level(logging.WARNING), pytest.raises(StorageError):
        lose()

    assert series_in(engine) == []
    assert caplog.records == []
    engine.dispose()
    admin.dispose()


def test_a_database_that_the_server_does_not_have_is_told(postgresql: str) -> None:
    with pytest.raises(StorageError, match='database "gone" does not exist'):
        open_database(postgresql + "&dbname=gone")


def test_without_its_package_a_server_cannot_be_used_and_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)

    with pytest.raises(StorageError, match=r"season-calendar\[postgresql\]"):
        open_database("postgresql://anna:hunter2@db.example/races")


def test_opening_a_database_that_is_up_to_date_does_not_import_alembic(engine: Engine) -> None:
    program = (
        "import sys; from season_calendar.storage.engine import open_database; "
        "open_database(sys.argv[1]).dispose(); print('alembic' in sys.modules)"
    )
    address = engine.url.render_as_string(hide_password=False)
    run = subprocess.run([sys.executable, "-c", program, address], capture_output=True, text=True, check=True)

    assert run.stdout == "False\n"


def test_a_writer_gets_its_turn_while_another_writes_one_transaction_after_the_other(tmp_path: Path) -> None:
    with opened_database(str(tmp_path / "state.sqlite3")) as engine:
        begun, had_its_turn, gave_up = Event(), Event(), Event()
        give_up_at = time.monotonic() + 25  # before the one that waits would fail

        def write_without_pause() -> None:
            while not had_its_turn.is_set() and time.monotonic() < give_up_at:
                with writing(engine):
                    begun.set()
                    time.sleep(0.01)
            if not had_its_turn.is_set():
                gave_up.set()

        busy = Thread(target=write_without_pause)
        busy.start()
        begun.wait()
        with writing(engine):
            had_its_turn.set()
        busy.join()
    assert not gave_up.is_set()
