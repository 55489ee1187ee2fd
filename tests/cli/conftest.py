"""Runs commands as the console script does, in this process, on this project's own season."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.command_line import Command, Result
from support.terminal import Terminal

from season_calendar.cli.main import main
from season_calendar.storage.own_database import own_database

EVENTS = Path(__file__).parents[2] / "events.yaml"


@pytest.fixture(autouse=True)
def _without_forced_colors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where these tests run, colours may be forced; they are only where a test forces them."""
    monkeypatch.delenv("FORCE_COLOR", raising=False)


@pytest.fixture(autouse=True)
def _log_as_before() -> Iterator[None]:
    """A command that serves lets all be logged from then on, in whichever process it runs."""
    yield
    logging.getLogger("season_calendar").setLevel(logging.NOTSET)


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Call it with the command line's words."""
    monkeypatch.setenv("NO_COLOR", "1")

    def run(*words: str | Path) -> Result:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([str(word) for word in words])
        said = capsys.readouterr()
        return Result(ended.value.code, said.out, said.err)

    return run


@pytest.fixture
def season_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, migrated_file: Path) -> Path:
    """The working folder: an empty one with this project's events.yaml, and no other data of this user.

    Their own database, and one here to be named, have their tables: to make these takes longer than most commands.
    """
    (tmp_path / "events.yaml").write_bytes(EVENTS.read_bytes())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for name in ("SEASON_CALENDAR_FILE", "SEASON_CALENDAR_DATABASE", "SEASON_CALENDAR_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    for database in (own_database(ensure_folder=True), tmp_path / "state.sqlite3"):
        shutil.copy(migrated_file, database)
    return tmp_path


@pytest.fixture
def shown(season_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """What a command sends to a terminal of so many columns."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)

    def run(columns: int, *words: str) -> str:
        terminal = Terminal()
        monkeypatch.setenv("COLUMNS", str(columns))
        monkeypatch.setattr("sys.stdout", terminal)
        with pytest.raises(SystemExit):
            main(list(words))
        return terminal.getvalue()

    return run
