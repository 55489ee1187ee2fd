"""What a database says when it fails, told with its remedy, and without a password or a value of any row."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as NoConnectionFreeError

from season_calendar.errors import StorageError, UnreadableFactError
from season_calendar.storage.address import shown

PATIENCE_SECONDS = 30
"""How long to wait for another process that is writing."""


@contextmanager
def told_plainly(engine: Engine) -> Iterator[None]:
    """Whatever the database says against what is done in the block becomes a StorageError.

    Only an IntegrityError passes: that a row is there already is often an answer, not a failure.
    """
    try:
        yield
    except IntegrityError:
        raise
    except UnreadableFactError as error:
        what = f"database {shown(engine.url)}: {error.fact} in it cannot be understood"
        raise StorageError(f"{what} (put a backup in the database's place)") from None
    except UnicodeEncodeError:  # of a command line, and Python's own, before the driver is asked
        what = f"database {shown(engine.url)}: what is looked for holds bytes that are no text"
        raise StorageError(f"{what} (type it anew)") from None
    except (DBAPIError, NoConnectionFreeError, engine.dialect.loaded_dbapi.Error) as error:
        told = _told_by_postgresql if engine.dialect.name == "postgresql" else _told_by_sqlite
        raise StorageError(f"database {shown(engine.url)}: {told(error)}") from None


def _told_by_sqlite(error: Exception) -> str:
    original = _without_statement(error)
    if isinstance(original, sqlite3.OperationalError) and not hasattr(original, "sqlite_errorcode"):
        # Not SQLite says this but Python, of a text in a row that is no UTF-8; and it quotes the text.
        return "a text in it cannot be understood (put a backup in the database's place)"
    match getattr(original, "sqlite_errorname", ""):
        case "SQLITE_BUSY" | "SQLITE_LOCKED":
            remedy = f"another process is writing for more than {PATIENCE_SECONDS} s: end the one that hangs"
        case "SQLITE_NOTADB" | "SQLITE_CORRUPT":
            remedy = "put a backup in its place, or name another file"
        case "SQLITE_FULL":
            remedy = "make room on the disk"
        case _:
            remedy = "the file and its folder must be writable, and the disk not full"
    return f"{original} ({remedy})"


def _told_by_postgresql(error: Exception) -> str:
    return (
        f"{_postgresqls_reason(error)} (is the server running, and are the address, the user and the password right?)"
    )


def _postgresqls_reason(error: Exception) -> str:
    original = _without_statement(error)
    # A server's answer has fields; this one holds no row. What libpq says by itself has none.
    answer: str | None = getattr(getattr(original, "diag", None), "message_primary", None)
    if answer is not None:
        return answer
    cause = _first_cause(str(original))
    if isinstance(error, NoConnectionFreeError) or "FATAL: " in str(original):
        return cause
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return f"the connection was lost: {cause}"
    return f"it cannot be reached: {cause}"


def _first_cause(message: str) -> str:
    """Of the lines in which libpq tells how it tried each of a server's addresses, why the first one failed.

    ``connection to server at "127.0.0.1", port 5432 failed: FATAL:  no such user`` is ``no such user``.
    """
    cause = re.search(r"(?m)(?:^.*failed: |failed to resolve host .*?: )(?:FATAL: +)?(.+)$", message)
    return cause[1] if cause else message.partition("\n")[0]


def _without_statement(error: Exception) -> BaseException:
    """The driver's own error, from which SQLAlchemy's message would add the statement."""
    return error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
