"""Hands on a PostgreSQL database: each has a session that holds an advisory lock, and a row with its beat.

The server frees the lock when the process ends, but also when a connection is reset whose process still sends. So a
hand is gone only once its lock is and no new beat came for a while, in which it connects and locks anew.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import timedelta
from typing import Any

import psycopg
from sqlalchemy import Engine, delete, select, text

from season_calendar.errors import StorageError
from season_calendar.storage.address import shown
from season_calendar.storage.engine import reading, writing
from season_calendar.storage.failures import told_plainly
from season_calendar.storage.hands.forks import let_go_in_children
from season_calendar.storage.hands.watch import BEAT_EVERY, HUNG_AFTER, Sight, Watch
from season_calendar.storage.tables import HANDS

_GONE_AFTER = timedelta(seconds=2) + BEAT_EVERY
"""How long one without its lock may not beat: whoever is cut off for two seconds beats anew right after."""

# What libpq and the server are told, so that a beat never waits long for a server that does not answer.
_IMPATIENT = {
    "connect_timeout": 2,
    "keepalives_idle": 1,
    "keepalives_interval": 1,
    "keepalives_count": 2,
    "tcp_user_timeout": 2_000,
}
_PREPARE = """
    SELECT set_config('statement_timeout', '2s', false), set_config('lock_timeout', '2s', false),
           set_config('synchronous_commit', 'off', false), pg_try_advisory_lock_shared(%s)
"""
_WHO_WE_ARE = """
    SELECT pg_backend_pid(), EXISTS (
        SELECT FROM pg_locks
        WHERE locktype = 'advisory' AND objsubid = 1 AND pid = pg_backend_pid()
          AND (classid::bigint << 32) | objid::bigint = %s
    )
"""
_BEAT = """
    INSERT INTO hands (id, beat) VALUES (%s, %s) ON CONFLICT (id) DO UPDATE SET beat = excluded.beat
    RETURNING pg_backend_pid()
"""
_LOCKED = text("""
    SELECT classid, objid FROM pg_locks
    WHERE locktype = 'advisory' AND objsubid = 1 AND granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
""")


class SessionHand:
    """A hand that holds a lock of its own name on a connection of its own. Raises StorageError."""

    def __init__(self, engine: Engine, monotonic: Callable[[], float]) -> None:
        self.id = secrets.token_hex(8)
        self._lock = int.from_bytes(bytes.fromhex(self.id), signed=True)
        self._engine = engine
        self._watch = Watch(monotonic)
        self._beats = 0
        self._session: psycopg.Connection | None = None
        self._process: int | None = None
        self._is_ours = True
        let_go_in_children(self)
        try:
            self.beat()
            self._refuse_shared_sessions()
        except BaseException:
            self.close()
            raise

    def beat(self) -> None:
        """Count one further in the row; connect and lock anew where the connection was lost at the beat before."""
        if not self._is_ours:
            raise StorageError(f"hand {self.id} is closed, or another process's (open one for each process)")
        self._beats += 1
        with told_plainly(self._engine):
            try:
                if self._session is None:
                    self._session = self._connect()
                    self._process = self._lock_in(self._session)
                if _ask(self._session, _BEAT, (self.id, self._beats)) != (self._process,):
                    raise self._broken_by_pooler()
            except BaseException:
                self._hang_up()
                raise

    def gone(self, others: Collection[str]) -> frozenset[str]:
        """Which of these are gone: without lock and beat, or hung."""
        with reading(self._engine) as connection:
            beats: dict[str, int] = {row.id: row.beat for row in connection.execute(select(HANDS))}
            locked = {f"{high:08x}{low:08x}" for high, low in connection.execute(_LOCKED)}
        sights = {
            id_: Sight(beats.get(id_), HUNG_AFTER if id_ in locked else _GONE_AFTER)
            for id_ in (beats.keys() | set(others)) - {self.id}
        }
        gone = self._watch.gone(sights)
        self._clean_up(gone.intersection(beats).difference(others))
        return gone.intersection(others)

    def close(self) -> None:
        """Remove the row and free the lock."""
        if self._session is not None:
            with suppress(psycopg.Error):
                self._session.execute("DELETE FROM hands WHERE id = %s", (self.id,))
        self._hang_up()
        self._is_ours = False

    def let_go(self) -> None:
        """In a forked child: close the copy of the connection, without the farewell that would end the parent's."""
        if self._session is not None:
            nothing = os.open(os.devnull, os.O_RDWR)
            os.dup2(nothing, self._session.pgconn.socket, inheritable=False)
            os.close(nothing)
        self._is_ours = False

    def _connect(self) -> psycopg.Connection:
        _, parameters = self._engine.dialect.create_connect_args(self._engine.url)
        return psycopg.connect(**{**parameters, **_IMPATIENT}, autocommit=True)

    def _lock_in(self, session: psycopg.Connection) -> int:
        """Take the lock in a session; returns the server's process of it. Shared: an old session may hold it still."""
        _ask(session, _PREPARE, (self._lock,))
        match _ask(session, _WHO_WE_ARE, (self._lock,)):
            case int(process), True:
                return process
            case _:
                raise self._broken_by_pooler()

    def _refuse_shared_sessions(self) -> None:
        """A second connection that has the same server process is proof of a pooler that shares sessions out."""
        with told_plainly(self._engine), self._connect() as second:
            if _ask(second, "SELECT pg_backend_pid()") == (self._process,):
                raise self._broken_by_pooler()

    def _hang_up(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None

    def _clean_up(self, left_behind: frozenset[str]) -> None:
        if left_behind:
            with writing(self._engine) as connection:
                connection.execute(delete(HANDS).where(HANDS.c.id.in_(left_behind)))

    def _broken_by_pooler(self) -> StorageError:
        return StorageError(
            f"database {shown(self._engine.url)}: a pooler before the server gives sessions to others between "
            "statements, so that no lock holds (name the server itself, or let the pooler work by sessions)"
        )


def _ask(session: psycopg.Connection, statement: str, values: tuple[object, ...] = ()) -> tuple[Any, ...] | None:
    """The first row of what a statement gives."""
    return session.execute(statement, values).fetchone()
