"""The command line's front door."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import IO

import click
import pytest
from support.command_line import Command

from season_calendar.cli import main as front_door
from season_calendar.cli.main import cli


@pytest.mark.parametrize("name", list(front_door._COMMANDS))
def test_every_command_is_there_and_says_what_help_says_of_it(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    assert command.help
    assert front_door._COMMANDS[name][1].endswith(".")


def test_help_imports_none_of_the_heavy_packages() -> None:
    code = (
        "import sys\nfrom season_calendar.cli.main import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    imported = set(done.stdout.splitlines()[-1].split())
    assert "click" in imported
    assert not imported & {
        "aiohttp",
        "aiosmtplib",
        "alembic",
        "apscheduler",
        "babel",
        "httpx",
        "icalendar",
        "rich",
        "sqlalchemy",
        "starlette",
        "yaml",
    }


def test_reading_a_good_season_loads_none_of_what_only_explains_mistakes() -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom season_calendar.season_file import read_season\n"
        "print(read_season(Path(sys.argv[1]).read_bytes(), 'f')[1], *sys.modules)"
    )
    arguments = [sys.executable, "-c", code, str(Path(__file__).parents[2] / "events.yaml")]
    done = subprocess.run(arguments, capture_output=True, text=True, check=True)
    warnings, *imported = done.stdout.split()
    assert warnings == "()"
    ours = {name.removeprefix("season_calendar.") for name in imported if name.startswith("season_calendar.")}
    assert "season_file.format.times" in ours
    assert not ours & {
        "season_file.format.calendar_words",
        "season_file.format.other_dates",
        "season_file.format.other_times",
        "zone_names.called",
        "zone_names.meant",
    }
    assert not {"babel", "difflib", "tzfpy"} & {*imported}


def test_an_unknown_command_is_wrong_usage(command: Command) -> None:
    assert command("liste").exit_code == 2


def test_an_option_that_makes_no_sense_is_wrong_usage(command: Command) -> None:
    result = command("next", "--at", "tomorrow")
    assert result.exit_code == 2
    assert "write it as 2021-06-02T12:00Z" in result.err


def test_a_missing_season_file_is_a_problem_with_a_remedy(command: Command, season_folder: Path) -> None:
    result = command("list", "-f", "event.yaml")
    assert result.exit_code == 1
    assert result.err.startswith("event.yaml:1:1: there is no such file or folder (check the path)\n")


def test_a_broken_season_file_is_shown_with_its_problems(command: Command, season_folder: Path) -> None:
    events = season_folder / "events.yaml"
    events.write_text(events.read_text("utf-8").replace("Europe/Lisbon", "Europe/Lisabon"), "utf-8")
    result = command("next")
    assert result.exit_code == 1
    assert "unknown time zone 'Europe/Lisabon' (did you mean 'Europe/Lisbon'?)" in result.err
    assert result.err.endswith("1 problem in events.yaml\n")


def test_the_module_runs_as_the_script_does() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "season_calendar", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("season-calendar, version ")


def started(*words: str, stdout: int | IO[bytes], **variables: str) -> subprocess.Popen[bytes]:
    """The program in a process of its own, in the project's folder."""
    return subprocess.Popen(
        [sys.executable, "-m", "season_calendar", *words],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "NO_COLOR": "1", **variables},
        stdout=stdout,
        stderr=subprocess.PIPE,
    )


@pytest.mark.parametrize("words", [("schema",), ("--help",)])
def test_a_reader_that_has_gone_is_no_error(words: tuple[str, ...]) -> None:
    process = started(*words, stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.close()
    assert process.communicate()[1] == b""
    assert process.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here is always full")
def test_output_that_cannot_be_written_is_told_in_a_line() -> None:
    with Path("/dev/full").open("wb") as full:
        process = started("schema", stdout=full)
        assert process.communicate()[1] == b"error: No space left on device (check where the output goes)\n"
    assert process.returncode == 1


def test_without_any_output_a_command_runs_as_ever(season_folder: Path) -> None:
    code = "import os, runpy, sys\nsys.stdout = None\nsys.argv[1:] = ['list']\nrunpy.run_module('season_calendar')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_letters_that_the_output_lacks_are_replaced() -> None:
    process = started("show", "germany", stdout=subprocess.PIPE, PYTHONIOENCODING="ascii")
    out, err = process.communicate()
    assert b"N?rburgring" in out
    assert (process.returncode, err) == (0, b"")


def test_a_refused_edit_shows_the_lines_as_they_would_stand(command: Command, season_folder: Path) -> None:
    before = (season_folder / "events.yaml").read_bytes()
    result = command("session", "edit", "portugal", "race-1", "--start", "12:20", "--end", "09:00", "--note", "hot")
    assert (result.exit_code, result.out) == (1, "")
    assert result.err == (
        "error: with this edit events.yaml would have problems (nothing was written; change the values)\n"
        "The lines as they would stand, with a + where the edit brings them:\n"
        "events.yaml:215:14: the end, 2021-06-27 09:00, is not after the start "
        "(past midnight, write its date too: 2021-06-28 09:00)\n"
        "  214 |+        start: 2021-06-27 12:20\n"
        "  215 |+        end: 09:00\n"
        "      |              ^~~~~\n"
        "  216 |+        note: hot\n"
        "1 problem in events.yaml\n"
    )
    assert (season_folder / "events.yaml").read_bytes() == before


@pytest.mark.parametrize("place", ["/etc/passwd", ":/etc/passwd", "src"])
def test_a_time_zone_that_is_no_zone_is_utc_with_a_word(place: str) -> None:
    process = started("remind", "--dry-run", "--at", "2021-06-02T12:00Z", "-n", "1", stdout=subprocess.PIPE, TZ=place)
    out, err = process.communicate()
    shown = place.removeprefix(":")
    assert err.decode().splitlines()[:1] == [
        f"warning: TZ is '{shown}', which is no time zone: UTC is taken (name one, such as Europe/Stockholm)"
    ]
    assert b"Traceback" not in err
    assert (process.returncode, bool(out)) == (0, True)


@pytest.mark.parametrize(
    "zone", ["", ":", "Foo/Bar", "CET-1CEST,M3.5.0,M10.5.0/3", "posix/Europe/Berlin", "../etc/passwd"]
)
def test_a_time_zone_that_nobody_knows_by_name_is_passed_over(zone: str) -> None:
    process = started("next", "--at", "2021-06-02T12:00Z", stdout=subprocess.PIPE, TZ=zone)
    _, err = process.communicate()
    assert (process.returncode, err) == (0, b"")
