"""Opens the database and gives transactions on it, SQLite and PostgreSQL alike.

All that goes wrong leaves here as a StorageError, which shows no password and no value of a row. Only an
IntegrityError passes through ``writing`` as it is: that a row is there already is often an answer, not a failure.
"""

from __future__ import annotations

import os
import random
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from enum import IntEnum
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.pool import ConnectionPoolEntry

from season_calendar.errors import StorageError
from season_calendar.storage.address import Address, read_address
from season_calendar.storage.failures import PATIENCE_SECONDS, told_plainly
from season_calendar.storage.schema import is_up_to_date, migrate

_SERVER_SETTINGS: Mapping[str, int] = {
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,  # milliseconds, unlike the others
}
"""libpq's: what is sent to a server that has vanished from the network fails within half a minute, not two hours."""

_WRITES = "season_calendar_writes"

_NORMAL = 1
"""SQLite's number for: with WAL, a power cut may lose what was committed last, and breaks nothing."""

_TRY_AGAIN_SECONDS = 0.001, 0.003
"""How often whoever waits to write to SQLite tries, at random between these: the gaps between two writers are short."""


class AdvisoryLock(IntEnum):
    """What only one process may do at a time. The numbers are those of PostgreSQL's advisory locks, for ever."""

    MIGRATING = 0x5EA50_0001
    PUBLISHING = 0x5EA50_0002
    # 0x5EA50_0003 was that of planning reminders.


def open_database(address: str | None) -> Engine:
    """The database at ``address`` (see ``read_address``), with all tables as this version of the program needs them.

    An SQLite file is made where there is none, readable by its owner alone: it holds people's addresses. Processes
    may open the same database at the same time.

    Raises StorageError where it cannot be reached, read or written, or is newer than the program.
    """
    engine = _engine(read_address(address))
    try:
        _bring_up_to_date(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def open_as_it_is(address: str | None) -> Engine | None:
    """The database at ``address``, whose tables are neither made nor changed; None where there is no such file.

    Raises StorageError.
    """
    place = read_address(address)
    if place.path is not None and not place.path.exists():
        return None
    return _engine(place)


@contextmanager
def opened_database(address: str | None) -> Iterator[Engine]:
    """The database that ``open_database`` opens, closed at the end of the block. Raises what that raises."""
    engine = open_database(address)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that only reads, and sees the database as it was at one instant. Raises StorageError."""
    with told_plainly(engine), engine.connect() as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
        yield connection


@contextmanager
def writing(engine: Engine, *, lasting: bool = True) -> Iterator[Connection]:
    """A transaction that writes: all of it is kept, or after an exception none.

    One that need not be ``lasting`` is there for all processes at once, but a power cut may undo it, as long as none
    that is lasting came after it: nothing waits for the disk then, which takes milliseconds.

    SQLite has one writer at a time; one that has read first could not become it any more, so this one waits its
    turn at the start (``BEGIN IMMEDIATE``).

    Raises StorageError.
    """
    with told_plainly(engine), engine.connect() as connection:
        connection.execution_options(**{_WRITES: True})
        with nullcontext() if lasting else _not_waiting_for_the_disk(connection), connection.begin():
            if not lasting and engine.dialect.name == "postgresql":
                connection.execute(text("SET LOCAL synchronous_commit = off"))
            yield connection


@contextmanager
def _not_waiting_for_the_disk(connection: Connection) -> Iterator[None]:
    """SQLite's way, which holds for a connection and cannot be changed within a transaction."""
    if connection.dialect.name != "sqlite":
        yield
        return
    raw: sqlite3.Connection = connection.connection.dbapi_connection  # type: ignore[assignment]
    (usual,) = raw.execute("PRAGMA synchronous").fetchone()
    raw.execute(f"PRAGMA synchronous = {min(usual, _NORMAL)}")
    try:
        yield
    finally:
        raw.execute(f"PRAGMA synchronous = {usual}")


@contextmanager
def writing_alone(engine: Engine, what: AdvisoryLock) -> Iterator[Connection]:
    """A transaction that writes, the only one of its purpose over all processes. Raises StorageError."""
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"SET LOCAL lock_timeout = '{PATIENCE_SECONDS}s'"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:what)"), {"what": int(what)})
        yield connection


def _bring_up_to_date(engine: Engine) -> None:
    with reading(engine) as connection:
        if is_up_to_date(connection):
            return
    with writing_alone(engine, AdvisoryLock.MIGRATING) as connection:
        # Whoever was alone before may have done it.
        if not is_up_to_date(connection):
            migrate(connection)


def _engine(place: Address) -> Engine:
    return _sqlite_engine(place, place.path) if place.path is not None else _postgresql_engine(place)


def _sqlite_engine(place: Address, path: Path) -> Engine:
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise StorageError(f"database {path}: {error.strerror} (its folder must exist, and be writable)") from None
    engine = create_engine(
        place.url,
        hide_parameters=True,
        connect_args={"timeout": PATIENCE_SECONDS},
        paramstyle="named",  # as PostgreSQL's driver has it, so that rows for either are the same
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    with told_plainly(engine):
        _write_ahead(engine)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # transactions begin where we say, see _begin_sqlite
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")  # with WAL, less would lose what was committed at a power cut


def _begin_sqlite(connection: Connection) -> None:
    if connection.get_execution_options().get(_WRITES):
        _become_the_writer(connection.connection.dbapi_connection)  # type: ignore[arg-type]
    else:
        connection.exec_driver_sql("BEGIN")


def _become_the_writer(connection: sqlite3.Connection) -> None:
    """Wait for the turn to write.

    While SQLite itself waits, it sleeps for up to 0.1 s between two tries: whoever writes one transaction after the
    other then leaves it no chance for seconds.
    """
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > give_up_at:
                    raise
            time.sleep(random.uniform(*_TRY_AGAIN_SECONDS))
    finally:
        connection.execute(f"PRAGMA busy_timeout = {PATIENCE_SECONDS * 1000}")


def _write_ahead(engine: Engine) -> None:
    """Let readers and a writer not wait for each other. The file remembers it.

    SQLite does not wait its usual time when two processes switch a new file at once, but fails (SQLITE_BUSY).
    """
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    connection = engine.raw_connection()
    try:
        while True:
            try:
                connection.cursor().execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > give_up_at:
                    raise
            time.sleep(0.01)
    finally:
        connection.close()


def _postgresql_engine(place: Address) -> Engine:
    try:
        # A connection that the server closed long ago is replaced before it is used.
        return create_engine(place.url, hide_parameters=True, connect_args=_SERVER_SETTINGS, pool_pre_ping=True)
    except ImportError:
        raise StorageError(
            "a PostgreSQL database needs a package that is not here (pip install 'season-calendar[postgresql]')"
        ) from None
