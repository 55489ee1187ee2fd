"""``session``: what stands in the file afterwards, what is printed, and what is refused."""

from __future__ import annotations

from pathlib import Path

import click
import freezegun
import pytest
from click.testing import CliRunner, Result

from season_calendar.cli.edits.session import session_group
from season_calendar.errors import EditRefusedError, UnknownThingError

SEASON = """\
schema: 1
series: {id: wtcr, name: FIA World Touring Car Cup}
season: 2021
venues:
  estoril: {name: Circuito do Estoril, zone: Europe/Lisbon}
rounds:
  - id: portugal
    name: Race of Portugal
    venue: estoril
    dates: 2021-06-26 to 2021-06-27
    sessions:
      - id: fp1
        kind: practice
        start: 2021-06-26 09:00   # early
        duration: 45m
      - id: race-1
        kind: race
        start: 2021-06-27
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "events.yaml"
    path.write_bytes(SEASON.encode())
    return path


def run(file: Path, *args: str) -> Result:
    return CliRunner().invoke(
        session_group, [*args, "--file", str(file)], catch_exceptions=False, standalone_mode=False
    )


def test_add_puts_the_session_in_its_place(file: Path) -> None:
    result = run(file, "add", "portugal", "q1", "--kind", "qualifying", "--start", "2021-06-26 15:00", "--end", "15:20")
    new = "      - id: q1\n        kind: qualifying\n        start: 2021-06-26 15:00\n        end: 15:20\n"
    assert file.read_text("utf-8") == SEASON.replace("      - id: race-1\n", new + "      - id: race-1\n")
    joins = "WTCR Qualifying: Race of Portugal joins the calendar: Sat, 26 Jun 2021, 15:00–15:20."
    assert joins in result.stdout


def test_add_needs_a_kind_and_a_start_and_at_most_one_end(file: Path) -> None:
    with pytest.raises(click.UsageError, match="Missing option '--start'"):
        run(file, "add", "portugal", "q1", "--kind", "qualifying")
    with pytest.raises(click.UsageError, match="exclude each other"):
        run(file, "add", "portugal", "q1", "--kind", "q", "--start", "x", "--end", "x", "--duration", "x")


def test_the_time_of_a_day_becomes_known(file: Path) -> None:
    result = run(file, "edit", "portugal", "race-1", "--start", "12:15")
    assert file.read_text("utf-8") == SEASON.replace("start: 2021-06-27\n", "start: 2021-06-27 12:15\n")
    assert "The time of WTCR Race 1: Race of Portugal is now known" in result.stdout


def test_edit_keeps_comments_and_swaps_duration_for_end(file: Path) -> None:
    run(file, "edit", "portugal", "fp1", "--start", "09:30", "--end", "10:00", "--status", "provisional")
    after = SEASON.replace("09:00   # early", "09:30   # early")
    after = after.replace("        duration: 45m\n", "        end: 10:00\n        status: provisional\n")
    assert file.read_text("utf-8") == after
    run(file, "edit", "portugal", "fp1", "--no-status", "--no-end")
    assert file.read_text("utf-8") == SEASON.replace("09:00", "09:30").replace("        duration: 45m\n", "")


def test_edit_takes_an_end_or_a_duration_not_both(file: Path) -> None:
    with pytest.raises(click.UsageError, match="exclude each other"):
        run(file, "edit", "portugal", "fp1", "--end", "10:00", "--duration", "1h")


def test_remove_takes_the_lines_of_the_session(file: Path) -> None:
    with freezegun.freeze_time("2021-06-01T08:00:00Z", real_asyncio=True):
        result = run(file, "remove", "portugal", "race-1")
    assert file.read_text("utf-8") == SEASON[: SEASON.index("      - id: race-1")]
    assert "WTCR Race 1: Race of Portugal is no longer on the calendar." in result.stdout


def test_a_session_outside_its_round_is_refused(file: Path) -> None:
    with pytest.raises(EditRefusedError) as refused:
        run(file, "edit", "portugal", "fp1", "--start", "2021-06-30 09:00")
    assert "outside the dates of the round" in refused.value.problems[0].message
    assert file.read_text("utf-8") == SEASON


def test_an_unknown_session_is_named(file: Path) -> None:
    with pytest.raises(UnknownThingError, match="no session 'race' in the round 'portugal'"):
        run(file, "remove", "portugal", "race")


def test_a_session_that_is_cancelled_stays_in_the_file(file: Path) -> None:
    result = run(file, "cancel", "portugal", "race-1")
    assert file.read_text("utf-8") == SEASON + "        status: cancelled\n"
    assert "WTCR Race 1: Race of Portugal is cancelled." in result.stdout


@pytest.mark.parametrize("start", [["10:15"], ["2021-06-26 10:15"], ["2021-06-26", "10:15"]])
def test_a_session_that_moves_keeps_its_length(file: Path, start: list[str]) -> None:
    file.write_text(SEASON.replace("duration: 45m", "end: 09:45"), "utf-8")
    run(file, "move", "portugal", "fp1", *start)
    after = SEASON.replace("2021-06-26 09:00", "2021-06-26 10:15").replace("duration: 45m", "end: 11:00")
    assert file.read_text("utf-8") == after


def test_a_postponed_session_that_moves_is_on_again_and_a_cancelled_one_does_not_move(file: Path) -> None:
    run(file, "edit", "portugal", "fp1", "--status", "postponed")
    run(file, "move", "portugal", "fp1", "10:00")
    assert file.read_text("utf-8") == SEASON.replace("09:00", "10:00")
    run(file, "cancel", "portugal", "fp1")
    with pytest.raises(EditRefusedError, match=r"session 'fp1' is cancelled .* session restore portugal fp1"):
        run(file, "move", "portugal", "fp1", "11:00")


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_a_session_that_was_off_is_restored_when_it_was_to_be(file: Path, status: str) -> None:
    run(file, "edit", "portugal", "fp1", "--status", status)
    result = run(file, "restore", "portugal", "fp1")
    assert file.read_text("utf-8") == SEASON
    assert "WTCR Practice: Race of Portugal takes place after all: Sat, 26 Jun 2021, 09:00" in result.stdout


def test_only_a_session_that_is_off_is_restored(file: Path) -> None:
    run(file, "edit", "portugal", "fp1", "--status", "provisional")
    assert run(file, "restore", "portugal", "fp1").stdout == f"{file}: nothing to change\n"
