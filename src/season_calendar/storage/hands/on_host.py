"""Hands on an SQLite database, all on one host: each has a lock file in a folder beside the database.

The system frees the lock when the process ends, however it ends; so its rows are free with the next look.
"""

from __future__ import annotations

import logging
import os
import re
import secrets
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine

from season_calendar.errors import StorageError
from season_calendar.storage.hands import lock_file
from season_calendar.storage.hands.forks import let_go_in_children
from season_calendar.storage.hands.network_file_systems import network_file_system
from season_calendar.storage.hands.watch import HUNG_AFTER, Sight, Watch

log = logging.getLogger(__name__)

_FREE = Sight(None, timedelta())
"""Its process has ended."""

_MISSING = Sight(None, timedelta(seconds=1))
"""It has no file. One that lives, whose file was deleted by somebody, makes it anew with its next beat."""


class LockFileHand:
    """A hand whose lock file is named as it is. Raises StorageError."""

    def __init__(self, engine: Engine, monotonic: Callable[[], float]) -> None:
        database = Path(str(engine.url.database)).resolve()
        self.id = secrets.token_hex(8)
        self._folder = database.with_name(f"{database.name}-hands")
        self._path = self._folder / self.id
        self._watch = Watch(monotonic)
        self._free_before: frozenset[str] = frozenset()
        self._beats = 0
        self._handle: int | None
        with self._told_plainly():
            self._handle = self._create()
        let_go_in_children(self)
        _warn_of_network(database)

    def beat(self) -> None:
        """Count one further in the lock file; write no database, flush nothing."""
        if self._handle is None:
            raise StorageError(f"hand {self.id} is closed, or another process's (open one for each process)")
        self._beats += 1
        with self._told_plainly():
            if not lock_file.is_at(self._handle, self._path):
                deleted, self._handle = self._handle, self._create()
                os.close(deleted)
            lock_file.write_counter(self._handle, self._beats)

    def gone(self, others: Collection[str]) -> frozenset[str]:
        """Which of these are gone: ended, or hung."""
        with self._told_plainly():
            there = self._there()
            sights = {id_: self._look(id_) if id_ in there else _MISSING for id_ in there.union(others) - {self.id}}
            self._clean_up(frozenset(id_ for id_, sight in sights.items() if sight is _FREE).difference(others))
        return self._watch.gone(sights).intersection(others)

    def close(self) -> None:
        """Remove the lock file."""
        if self._handle is not None:
            handle, self._handle = self._handle, None
            lock_file.remove(self._path, handle)

    def let_go(self) -> None:
        """In a forked child: close the copy of the lock file."""
        if self._handle is not None:
            handle, self._handle = self._handle, None
            os.close(handle)

    def _create(self) -> int:
        while True:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            if (handle := lock_file.create(self._path)) is not None:
                return handle
            time.sleep(0.001)

    def _there(self) -> frozenset[str]:
        try:
            return frozenset(file.name for file in self._folder.iterdir() if re.fullmatch("[0-9a-f]{16}", file.name))
        except FileNotFoundError:
            return frozenset()

    def _look(self, id_: str) -> Sight:
        path = self._folder / id_
        handle = lock_file.take_over(path)
        if handle is not None:
            os.close(handle)
            return _FREE
        return Sight(lock_file.read_counter(path), HUNG_AFTER) if path.exists() else _MISSING

    def _clean_up(self, free: frozenset[str]) -> None:
        """Remove the files of those that ended and have no rows.

        Only where it was so at the last look too: who had no rows may have got some, and ended, before this one.
        """
        for id_ in free & self._free_before:
            path = self._folder / id_
            if (handle := lock_file.take_over(path)) is not None:
                lock_file.remove(path, handle)
        self._free_before = free

    @contextmanager
    def _told_plainly(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StorageError(
                f"{self._folder}: {error.strerror} (all who use the database must be able to write there)"
            ) from None


def _warn_of_network(database: Path) -> None:
    if kind := network_file_system(database):
        log.warning(
            "database %s: it is on a network file system (%s), where locks may not hold: reminders can be doubled, and "
            "the file be damaged (put it on a local disk, or use PostgreSQL)",
            database,
            kind,
        )
