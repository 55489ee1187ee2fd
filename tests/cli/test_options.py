"""The options that commands share."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from season_calendar.cli.options import clock_options, file_option, files_option, mail_options, make_clock
from season_calendar.clock import ShiftedClock, SystemClock

START = datetime(2021, 6, 2, 12, tzinfo=UTC)


@click.command()
@clock_options
def what_clock(at: datetime | None, speed: float | None) -> None:
    click.echo(f"{at} {speed}")


@click.command()
@files_option
def what_files(files: tuple[Path, ...]) -> None:
    click.echo(" ".join(map(str, files)))


@click.command()
@file_option
@mail_options
def what_file(file: Path, smtp_url: str | None, mail_from: str | None) -> None:
    click.echo(f"{file} {smtp_url} {mail_from}")


def test_an_instant_may_have_any_offset() -> None:
    result = CliRunner().invoke(what_clock, ["--at", "2021-06-02T14:00+02:00", "--speed", "3600"])
    assert result.output == f"{START} 3600.0\n"


@pytest.mark.parametrize(
    "words",
    [("--at", "2021-06-02"), ("--at", "soon"), *(("--speed", speed) for speed in ("0", "-1", "nan", "inf", "x"))],
)
def test_an_instant_or_speed_that_is_none_is_a_usage_error(words: tuple[str, ...]) -> None:
    assert CliRunner().invoke(what_clock, words).exit_code == 2


def test_without_options_the_clock_is_the_machines() -> None:
    assert isinstance(make_clock(None, None), SystemClock)


def test_a_clock_with_only_a_start_runs_as_fast_as_time() -> None:
    clock = make_clock(START, None)
    assert isinstance(clock, ShiftedClock)
    assert START <= clock.now() < START + timedelta(minutes=1)
    assert clock.stretched(timedelta(seconds=1)) == timedelta(seconds=1)


def test_a_clock_with_only_a_speed_starts_now() -> None:
    clock = make_clock(None, 2.0)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)
    assert clock.stretched(timedelta(seconds=1)) == timedelta(seconds=2)


def test_the_season_file_is_events_yaml_unless_named() -> None:
    runner = CliRunner(env={"SEASON_CALENDAR_FILE": None})
    assert runner.invoke(what_files, []).output == "events.yaml\n"
    assert runner.invoke(what_files, ["-f", "a.yaml", "--file", "b.yaml"]).output == "a.yaml b.yaml\n"


def test_season_files_and_secrets_can_come_from_the_environment() -> None:
    runner = CliRunner(env={"SEASON_CALENDAR_FILE": "a.yaml", "SEASON_CALENDAR_SMTP_URL": "smtps://a:s3cret@h"})
    assert runner.invoke(what_file, []).output == "a.yaml smtps://a:s3cret@h None\n"
    assert "s3cret" not in runner.invoke(what_file, ["--help"]).output
