"""What the README shows is what happens."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from season_calendar.cli.main import cli

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
PROGRAM = f"{sys.executable} -m season_calendar"


def blocks(language: str) -> list[str]:
    """The code blocks of a language."""
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


EDITS = [
    line
    for block in blocks("sh")
    for line in block.splitlines()
    if re.match(r"season-calendar (round|session|venue|driver|title) ", line)
]
EXAMPLES = [block.removeprefix("$ ").split("\n", 1) for block in blocks("console")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder with the season file."""
    (tmp_path / "events.yaml").write_bytes((ROOT / "events.yaml").read_bytes())
    return tmp_path


def shell(folder: Path, line: str) -> subprocess.CompletedProcess[str]:
    """Run a line of the README in a folder, with the program of this test."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SEASON_CALENDAR")}
    return subprocess.run(
        line.replace("season-calendar", PROGRAM, 1),
        shell=True,
        cwd=folder,
        env={**environment, "XDG_DATA_HOME": str(folder / "data")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_every_edit_that_is_shown_works_one_after_the_other(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(EDITS) >= 8
    monkeypatch.chdir(folder)
    for line in EDITS:
        done = CliRunner(env={"XDG_DATA_HOME": "data"}).invoke(cli, shlex.split(line, comments=True)[1:])
        assert (line, done.exit_code) == (line, 0), done.output
        assert "Subscribers will see" in done.output


@pytest.mark.parametrize(("line", "output"), EXAMPLES, ids=[line for line, _ in EXAMPLES])
def test_every_example_says_what_is_shown(folder: Path, line: str, output: str) -> None:
    if "Lisabon" in output:  # the one mistake that the README makes on purpose
        events = folder / "events.yaml"
        events.write_text(events.read_text("utf-8").replace("Europe/Lisbon", "Europe/Lisabon"), "utf-8")
    assert shell(folder, line).stdout == output
