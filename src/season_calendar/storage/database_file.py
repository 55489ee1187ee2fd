"""Whether the file of an open database is still the one in its place. SQLite itself goes on with a deleted one."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import Engine

from season_calendar.errors import DatabaseLostError, StorageError


class DatabaseFile:
    """The file that a database is in, as it is now; of a server's database there is none, and nothing to check.

    Raises DatabaseLostError where it is not there.
    """

    def __init__(self, engine: Engine) -> None:
        is_file = engine.dialect.name == "sqlite"
        self._path = Path(str(engine.url.database)).absolute() if is_file else None
        self._opened = self._status()

    def check(self) -> None:
        """Raises DatabaseLostError where the file was deleted, moved or replaced since: what is written now is lost.

        Costs microseconds. A file that another one was copied over, byte by byte, is still the same file.
        """
        status = self._status()
        if self._opened is not None and status is not None and not os.path.samestat(self._opened, status):
            raise self._lost("was replaced by another one")

    def _status(self) -> os.stat_result | None:
        if self._path is None:
            return None
        try:
            return self._path.stat()
        except FileNotFoundError:
            raise self._lost("was deleted or moved away") from None
        except OSError as error:
            raise StorageError(f"database {self._path}: {error.strerror} (its folder must be readable)") from None

    def _lost(self, what: str) -> DatabaseLostError:
        return DatabaseLostError(
            f"database {self._path}: its file {what} while it was open, and what is written now is lost "
            "(end every program that has it open, put the right file in its place, and start again)"
        )
