"""The options that commands share."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from season_calendar.cli.options.clock import clock_options, make_clock
from season_calendar.cli.options.files import file_option, files_option
from season_calendar.cli.options.services import mail_options
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
    assert clock.to_clock_time(timedelta(seconds=1)) == timedelta(seconds=1)


def test_a_clock_with_only_a_speed_starts_now() -> None:
    clock = make_clock(None, 2.0)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)
    assert clock.to_clock_time(timedelta(seconds=1)) == timedelta(seconds=2)


def test_the_season_file_is_events_yaml_unless_named() -> None:
    runner = CliRunner(env={"SEASON_CALENDAR_FILE": None})
    assert runner.invoke(what_files, []).output == "events.yaml\n"
    assert runner.invoke(what_files, ["-f", "a.yaml", "--file", "b.yaml"]).output == "a.yaml b.yaml\n"


def test_season_files_and_secrets_can_come_from_the_environment() -> None:
    runner = CliRunner(env={"SEASON_CALENDAR_FILE": "a.yaml", "SEASON_CALENDAR_SMTP_URL": "smtps://a:s3cret@h"})
    assert runner.invoke(what_file, []).output == "a.yaml smtps://a:s3cret@h None\n"
    assert "s3cret" not in runner.invoke(what_file, ["--help"]).output


@pytest.mark.parametrize("instant", ["1899-12-31T23:00Z", "2201-01-01T00:00Z", "0001-01-01T00:00+14:00"])
def test_a_clock_is_not_set_to_a_year_without_seasons(instant: str) -> None:
    assert CliRunner().invoke(what_clock, ["--at", instant]).exit_code == 2


def test_where_one_file_is_edited_the_variable_cannot_name_several() -> None:
    several = os.pathsep.join(["a.yaml", "b.yaml"])
    runner = CliRunner(env={"SEASON_CALENDAR_FILE": several})
    assert runner.invoke(what_files, []).output == "a.yaml b.yaml\n"
    refused = runner.invoke(what_file, [])
    assert refused.exit_code == 2
    assert "SEASON_CALENDAR_FILE names several files; name one of them with -f" in refused.output
    assert runner.invoke(what_file, ["-f", "a.yaml"]).output == "a.yaml None None\n"


def test_an_empty_name_of_a_file_is_a_usage_error() -> None:
    for what in (what_file, what_files):
        refused = CliRunner().invoke(what, ["-f", ""])
        assert refused.exit_code == 2
        assert "the name is empty" in refused.output
