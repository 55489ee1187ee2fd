"""What every test shares: the helpers beside, and the rule that nothing is skipped where everything must run."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import freezegun
import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from season_calendar.storage.journal import SqlJournal
    from season_calendar.storage.journal_file import FileJournal

sys.path.insert(0, str(Path(__file__).parent))  # `from support import …`

# Whom this machine trusts are hundreds, read anew by each client, channel and process: here it is one, a sink of tests.
os.environ["SSL_CERT_FILE"] = str(Path(__file__).parent / "support" / "localhost.pem")

# How long a test takes is told right also where its fixtures stop the clock.
freezegun.configure(extend_ignore_list=["_pytest.timing"])

# What must pass everywhere is the same everywhere; elsewhere each run tries something new.
# A few examples of each claim while one waits for them; many in .ci/run, which asks for the thorough profile.
settings.register_profile("ci", max_examples=10, derandomize=True, deadline=None, print_blob=True)
settings.register_profile("anywhere", max_examples=10, deadline=None)
settings.register_profile("thorough", settings.get_profile("ci"), max_examples=100)
settings.load_profile("ci" if os.environ.get("CI") else "anywhere")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is imported and collected stays to the end: to look through it for garbage again and again is in vain."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


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


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite database with all its tables and no row, to be copied: that is quicker than making the tables."""
    from season_calendar.storage.engine import open_database

    path = tmp_path_factory.mktemp("migrated") / "season-calendar.sqlite3"
    open_database(str(path)).dispose()
    return path


@pytest.fixture(scope="session")
def _migrated_on_server(postgresql_server: str) -> Iterator[tuple[str, Engine]]:
    from support.postgres import fresh_database

    from season_calendar.storage.engine import opened_database

    with fresh_database(postgresql_server) as address, opened_database(address) as engine:
        yield address, engine


@pytest.fixture
def emptied_on_server(_migrated_on_server: tuple[str, Engine]) -> Iterator[tuple[str, Engine]]:
    """A PostgreSQL database with all its tables and no row: one for the whole run, emptied before each test."""
    from support.postgres import empty

    address, engine = _migrated_on_server
    empty(engine)
    yield address, engine
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database with all its tables and no row, of each kind in turn."""
    from season_calendar.storage.engine import opened_database

    if request.param == "postgresql":
        yield request.getfixturevalue("emptied_on_server")[1]
        return
    with opened_database(str(shutil.copy(request.getfixturevalue("migrated_file"), tmp_path))) as engine:
        yield engine


@pytest.fixture(params=["sqlite", "postgresql", "file"])
def open_journal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], SqlJournal | FileJournal]]:
    """Opens one journal, of each kind in turn, as often as it is called: each time as a new process would."""
    from season_calendar.storage.engine import open_database
    from season_calendar.storage.journal import SqlJournal
    from season_calendar.storage.journal_file import FileJournal

    if request.param == "file":
        yield lambda: FileJournal(tmp_path / "journal.json")
        return
    if request.param == "sqlite":
        address = shutil.copy(request.getfixturevalue("migrated_file"), tmp_path)
    else:
        address = request.getfixturevalue("emptied_on_server")[0]
    engines = []

    def open_one() -> SqlJournal:
        engines.append(open_database(str(address)))
        return SqlJournal(engines[-1])

    yield open_one
    for engine in engines:
        engine.dispose()
