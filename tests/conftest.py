"""What every test shares: the helpers beside, and the rule that nothing is skipped where everything must run."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from season_calendar.storage.journal import SqlJournal
    from season_calendar.storage.journal_file import FileJournal

sys.path.insert(0, str(Path(__file__).parent))  # `from support import …`

# What must pass everywhere is the same everywhere; elsewhere each run tries something new.
settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("anywhere", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "anywhere")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a test that would be skipped fails: what is missing there must be installed, not forgiven."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CI"):
        report.outcome = "failed"
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.longrepr = f"{item.nodeid} was skipped in CI: {reason}"
    return report


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a PostgreSQL server, one for the whole run, started by the first test that wants it."""
    from support.postgres import postgresql_server

    with postgresql_server() as uri:
        yield uri


@pytest.fixture
def postgresql(postgresql_server: str) -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    from support.postgres import fresh_database

    with fresh_database(postgresql_server) as uri:
        yield uri


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, of each kind in turn."""
    if request.param == "sqlite":
        return str(tmp_path / "season-calendar.sqlite3")
    address: str = request.getfixturevalue("postgresql")
    return address


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    """A database with all its tables, of each kind in turn."""
    from season_calendar.storage.engine import open_database

    engine = open_database(database)
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql", "file"])
def open_journal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], SqlJournal | FileJournal]]:
    """Opens one journal, of each kind in turn, as often as it is called: each time as a new process would."""
    from season_calendar.storage.engine import open_database
    from season_calendar.storage.journal import SqlJournal
    from season_calendar.storage.journal_file import FileJournal

    if request.param == "file":
        yield lambda: FileJournal(tmp_path / "journal.json")
        return
    address = str(tmp_path / "seasons.db") if request.param == "sqlite" else request.getfixturevalue("postgresql")
    engines = []

    def open_one() -> SqlJournal:
        engines.append(open_database(address))
        return SqlJournal(engines[-1])

    yield open_one
    for engine in engines:
        engine.dispose()
