"""The example seasons are good, and go together with the project's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.command_line import Command

from season_calendar.season_file import read_season

ROOT = Path(__file__).parents[2]
SEASONS = [ROOT / "events.yaml", *sorted((ROOT / "examples").glob("*.yaml"))]


def test_check_has_nothing_to_say_of_them(command: Command) -> None:
    assert len(SEASONS) > 1
    result = command("check", *SEASONS)
    assert (result.exit_code, result.err) == (0, "")


@pytest.mark.parametrize("driver", ["jessica-backman", "andreas-backman"])
def test_who_follows_a_driver_sees_every_series(command: Command, season_folder: Path, driver: str) -> None:
    command("build", "site", "--no-pages", *(word for path in SEASONS for word in ("-f", path)))
    feed = Path("site/drivers", f"{driver}.ics").read_text("utf-8")
    seasons = [read_season(path.read_bytes(), str(path))[0] for path in SEASONS]
    assert all(f"\nUID:{season.series.id}.{season.id}." in feed for season in seasons)


@pytest.mark.parametrize("path", SEASONS[1:], ids=lambda path: path.stem)
def test_what_is_made_up_says_so_in_every_event_of_a_round(path: Path) -> None:
    season, _ = read_season(path.read_bytes(), str(path))
    assert "made-up" in season.series.name
    assert all((round_.note or "").startswith("Made up") for round_ in season.rounds)
