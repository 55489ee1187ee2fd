"""A driver is one person in all season files: what is told where two of them do not agree."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.command_line import Command

OTHER = """\
schema: 1
series: {id: stcc, name: Swedish Touring Cars}
season: 2022
drivers:
  jessica-backman: {name: Jessica Backman}
rounds: []
"""
WARNING = (
    "stcc.yaml:5:27: warning: the driver 'jessica-backman' is 'Jessica Backman' here, "
    "and 'Jessica Bäckman' in wtcr/2021 "
    "(an id is one person in every series: write one name, or give another person another id)"
)


@pytest.fixture(autouse=True)
def _two_seasons(season_folder: Path) -> None:
    """A second season beside the project's own."""
    (season_folder / "stcc.yaml").write_text(OTHER, "utf-8")


def test_check_warns_of_a_drivers_other_name_in_a_file_beside(command: Command) -> None:
    result = command("check", "events.yaml", "stcc.yaml")
    assert result.exit_code == 0
    assert WARNING in result.err


def test_build_warns_of_it_too_also_where_the_other_file_is_not_named_any_more(command: Command) -> None:
    both = command("build", "site", "--no-pages", "--journal", "journal.json", "-f", "events.yaml", "-f", "stcc.yaml")
    assert WARNING in both.err
    alone = command("build", "site", "--no-pages", "--journal", "journal.json", "-f", "stcc.yaml")
    assert WARNING in alone.err
    assert (
        command(
            "build", "site", "--no-pages", "--journal", "journal.json", "-f", "events.yaml", "-f", "stcc.yaml"
        ).exit_code
        == 0
    )


def test_a_driver_is_followed_into_the_season_of_another_file(command: Command, season_folder: Path) -> None:
    (season_folder / "stcc.yaml").write_text(OTHER.replace("Backman}", "Bäckman}"), "utf-8")
    result = command("build", "site", "--no-pages", "-f", "events.yaml", "-f", "stcc.yaml")
    assert "warning" not in result.err
    assert "X-WR-CALNAME:Jessica Bäckman\n" in Path("site/drivers/jessica-backman.ics").read_text("utf-8")
