"""``init``: a file that is good from the start, and never one that was there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.command_line import Command

from season_calendar.cli.commands import init as init_module
from season_calendar.cli.commands.init import init
from season_calendar.season_file import read_season

OPTIONS = {
    "--series": "f9",
    "--series-name": "Formula: Nine",
    "--season": "2027",
    "--venue": "spa",
    "--venue-name": "Circuit de Spa-Francorchamps",
    "--round": "belgium",
    "--round-name": "Belgian Grand Prix",
    "--dates": "2027-08-27 to 2027-08-29",
}


def words(**changes: str | None) -> list[str]:
    options = {**OPTIONS, **{f"--{name.replace('_', '-')}": value for name, value in changes.items()}}
    return [word for option, value in options.items() if value is not None for word in (option, value)]


@pytest.fixture
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_new_file_is_checked_without_problems_and_what_to_do_next_is_said(
    command: Command, empty_folder: Path
) -> None:
    result = command("init", *words(coordinates="50.4372,5.9714"))
    assert result.exit_code == 0, result.err
    season, problems = read_season((empty_folder / "events.yaml").read_bytes(), "events.yaml")
    assert (season.series.name, season.rounds[0].venue.zone_name, problems) == ("Formula: Nine", "Europe/Brussels", ())
    assert command("check").out == "events.yaml: fine (f9/2027: rounds 1, sessions 0)\n"
    for line in result.out.splitlines():
        if "session add" in line:
            assert command(*[word.strip('"') for word in line.split()[1:-2]], "2027-08-29 15:00").exit_code == 0


@pytest.mark.parametrize(
    ("zone", "lines"),
    [
        ("Europe/Brussels", "    name: Circuit de Spa-Francorchamps\n    country: BE\n    zone: Europe/Brussels\n"),
        ("UTC", "    name: Circuit de Spa-Francorchamps\n    zone: UTC\n"),
    ],
)
def test_the_venue_is_in_the_country_of_its_zone_where_that_has_one(
    command: Command, empty_folder: Path, zone: str, lines: str
) -> None:
    assert command("init", *words(zone=zone)).exit_code == 0
    assert lines in (empty_folder / "events.yaml").read_text("utf-8")


def test_every_option_that_is_missing_is_named(command: Command, empty_folder: Path) -> None:
    result = command("init", *words(season=None, dates=None))
    assert result.exit_code == 2
    assert "Missing options '--season', '--dates', '--zone' or '--coordinates'." in result.err
    assert not list(empty_folder.iterdir())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"series": "F 9"}, "did you mean 'f-9'?"),
        ({"series": "api"}, "the id 'api' is taken by the program (choose another one)"),
        ({"round": "changes"}, "the id 'changes' is taken by the program (choose another one)"),
        ({"dates": "August"}, "'August' is not a date or two"),
        ({"zone": "Europe/Brusels"}, "did you mean 'Europe/Brussels'?"),
        ({"coordinates": "0,0"}, "no time zone of a country"),
        ({"venue_name": "Spa\nrounds: []"}, "control character"),
    ],
)
def test_a_bad_value_is_wrong_usage(command: Command, empty_folder: Path, change: dict[str, str], message: str) -> None:
    result = command("init", *words(**{"zone": "Europe/Brussels", **change} if "coordinates" not in change else change))
    assert result.exit_code == 2
    assert message in result.err
    assert not list(empty_folder.iterdir())


def test_a_file_that_is_there_is_never_overwritten(command: Command, empty_folder: Path) -> None:
    (empty_folder / "mine.yaml").write_text("precious", "utf-8")
    result = command("init", "mine.yaml", *words(zone="Europe/Brussels"))
    assert "mine.yaml is there already" in result.err
    assert (empty_folder / "mine.yaml").read_text("utf-8") == "precious"


def test_on_a_terminal_it_asks_until_the_answer_is_good_and_proposes_ids(
    empty_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(init_module, "_is_conversation", lambda: True)
    answers = ["Formula Nine", "api", "", "2027", "Grand Prix of Österreich", "", "soon", "2027-05-01", "Spielberg", ""]
    answers += ["47.2197,14.7647", ""]
    result = CliRunner().invoke(init, ["a.yaml"], input="\n".join(answers) + "\n", catch_exceptions=False)
    assert result.exit_code == 0, result.output
    assert "'soon' is not a date or two" in result.output
    assert "the id 'api' is taken by the program" in result.output
    season, problems = read_season((empty_folder / "a.yaml").read_bytes(), "a.yaml")
    round_ = season.rounds[0]
    assert (season.series.id, round_.id, round_.venue.id) == ("formula-nine", "grand-prix-of-osterreich", "spielberg")
    assert (round_.venue.zone_name, problems) == ("Europe/Vienna", ())
    assert "season-calendar list -f a.yaml" in result.output


def test_a_file_may_have_a_name_that_is_no_text(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    name = os.fsdecode(b"\xff\x1b.yaml")
    assert command("init", name, *words(zone="Europe/Brussels")).exit_code == 0
    assert r"season-calendar check \udcff\x1b.yaml" in Path(name).read_text("utf-8")
