"""Runs commands as the console script does, in this process, on this project's own season."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.command_line import Command, Result

from season_calendar.cli.main import main

EVENTS = Path(__file__).parents[2] / "events.yaml"


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
def season_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder: an empty one with this project's events.yaml, and no other data of this user."""
    (tmp_path / "events.yaml").write_bytes(EVENTS.read_bytes())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for name in ("SEASON_CALENDAR_FILE", "SEASON_CALENDAR_DATABASE", "SEASON_CALENDAR_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path
