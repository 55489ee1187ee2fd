"""``round``: what stands in the file afterwards, what is printed, and what is refused."""

from __future__ import annotations

from pathlib import Path

import click
import freezegun
import pytest
from click.testing import CliRunner, Result

from season_calendar.cli.edits.round import round_group
from season_calendar.errors import EditRefusedError, FileAccessError, UnknownThingError

SEASON = """\
schema: 1
series: {id: wtcr, name: FIA World Touring Car Cup}
season: 2021
venues:
  nurburgring: {name: Nürburgring, zone: Europe/Berlin}
  aragon: {name: MotorLand Aragón, zone: Europe/Madrid}
rounds:
  - id: germany
    name: Race of Germany
    venue: nurburgring
    dates: 2021-06-03 to 2021-06-05   # Thursday to Saturday
    sessions:
      - {id: race, kind: race, start: 2021-06-05 15:00}
  - id: spain
    name: Race of Spain
    venue: aragon
    dates: 2021-07-10 to 2021-07-11
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "events.yaml"
    path.write_bytes(SEASON.encode())
    return path


def run(file: Path, *args: str) -> Result:
    return CliRunner().invoke(round_group, [*args, "--file", str(file)], catch_exceptions=False, standalone_mode=False)


def test_cancel_writes_one_line_and_says_what_subscribers_will_see(file: Path) -> None:
    result = run(file, "cancel", "germany")
    dates = "    dates: 2021-06-03 to 2021-06-05   # Thursday to Saturday\n"
    assert file.read_text("utf-8") == SEASON.replace(dates, dates + "    status: cancelled\n")
    assert result.stdout == (
        f"{file}:\n+    status: cancelled\nSubscribers will see:\n  WTCR: Race of Germany is cancelled.\n"
    )


def test_postpone_and_move_lead_back_to_a_round_that_is_on(file: Path) -> None:
    run(file, "postpone", "germany")
    result = run(file, "move", "germany", "2021-06-24", "to", "2021-06-26")
    after = SEASON.replace("2021-06-03 to 2021-06-05", "2021-06-24 to 2021-06-26")
    assert file.read_text("utf-8") == after.replace("2021-06-05 15:00", "2021-06-26 15:00")
    assert "WTCR: Race of Germany takes place after all: 24–26 Jun 2021." in result.stdout


@pytest.mark.parametrize(
    "dates",
    [
        ["2021-07-17 to 2021-07-18"],
        ["2021-07-17", "to", "2021-07-18"],
        ["2021-07-17", "2021-07-18"],
    ],
)
def test_dates_are_taken_as_one_argument_or_several(file: Path, dates: list[str]) -> None:
    run(file, "move", "spain", *dates, "--provisional")
    after = "    dates: 2021-07-17 to 2021-07-18\n    status: provisional\n"
    assert file.read_text("utf-8") == SEASON.replace("    dates: 2021-07-10 to 2021-07-11\n", after)


def test_a_round_of_one_day_has_one_date(file: Path) -> None:
    run(file, "move", "spain", "2021-07-17", "2021-07-17")
    assert file.read_text("utf-8") == SEASON.replace("2021-07-10 to 2021-07-11", "2021-07-17")


@pytest.mark.parametrize(
    "dates",
    [
        ["July"],
        ["2021-07-18", "2021-07-17"],
        ["2021-07-16"] * 3,
        ["to"],
        ["2021-07-17 to"],
        ["to", "2021-07-17"],
        ["2021-07-17", "to", "to", "2021-07-18"],
        ["20210717"],
    ],
)
def test_what_is_no_date_is_wrong_usage(file: Path, dates: list[str]) -> None:
    with pytest.raises(click.BadParameter, match=r"write it as 2021|did you mean 2021"):
        run(file, "move", "spain", *dates)
    assert file.read_text("utf-8") == SEASON


def test_add_puts_the_round_in_its_place(file: Path) -> None:
    result = run(file, "add", "belgium", "--venue", "aragon", "--name", "Race of Belgium", "--dates", "2021-06-12")
    new = "  - id: belgium\n    name: Race of Belgium\n    venue: aragon\n    dates: 2021-06-12\n"
    assert file.read_text("utf-8") == SEASON.replace("  - id: spain\n", new + "  - id: spain\n")
    assert "  WTCR: Race of Belgium joins the calendar: Sat, 12 Jun 2021.\n" in result.stdout


def test_add_needs_a_name_and_a_venue(file: Path) -> None:
    with pytest.raises(click.UsageError, match="Missing option '--venue'"):
        run(file, "add", "belgium", "--name", "Race of Belgium")


def test_edit_changes_and_removes_keys(file: Path) -> None:
    run(file, "edit", "spain", "--note", "Bring: water", "--name", "Race of Aragón")
    after = SEASON.replace("Race of Spain", "Race of Aragón")
    assert file.read_text("utf-8") == after + "    note: 'Bring: water'\n"
    run(file, "edit", "spain", "--no-note")
    assert file.read_text("utf-8") == after


def test_edit_can_say_what_a_round_was_called_before(file: Path) -> None:
    run(file, "edit", "spain", "--was", "portugal")
    assert file.read_text("utf-8") == SEASON.replace("- id: spain\n", "- id: spain\n    was: portugal\n")
    with pytest.raises(EditRefusedError) as refused:
        run(file, "edit", "spain", "--was", "germany")
    assert "a round has the id 'germany' still" in refused.value.problems[0].message


def test_an_edit_of_nothing_is_wrong_usage(file: Path) -> None:
    with pytest.raises(click.UsageError, match="at least one option"):
        run(file, "edit", "spain")
    with pytest.raises(click.UsageError, match="--note and --no-note exclude each other"):
        run(file, "edit", "spain", "--note", "x", "--no-note")


def test_what_is_so_already_leaves_the_file_alone(file: Path) -> None:
    before = file.stat()
    result = run(file, "edit", "spain", "--status", "confirmed")
    assert result.stdout == f"{file}: nothing to change\n"
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_dry_run_shows_the_diff_and_writes_nothing(file: Path) -> None:
    result = run(file, "edit", "spain", "--label", "Rounds 5 and 6", "--dry-run")
    assert file.read_text("utf-8") == SEASON
    assert result.stdout == (
        f"--- {file}\n"
        f"+++ {file}\n"
        "@@ -13,5 +13,6 @@\n"
        "       - {id: race, kind: race, start: 2021-06-05 15:00}\n"
        "   - id: spain\n"
        "     name: Race of Spain\n"
        "+    label: Rounds 5 and 6\n"
        "     venue: aragon\n"
        "     dates: 2021-07-10 to 2021-07-11\n"
        "Subscribers would see:\n"
        "  WTCR: Race of Spain is now Rounds 5 and 6.\n"
    )


def test_an_edit_that_would_break_the_season_is_refused_with_its_problems(file: Path) -> None:
    with pytest.raises(EditRefusedError, match=r"with this edit .* would have problems") as refused:
        run(file, "edit", "spain", "--venue", "aragn")
    assert [problem.line for problem in refused.value.problems] == [16]
    assert "did you mean 'aragon'?" in str(refused.value.problems[0])
    with pytest.raises(EditRefusedError):  # the race would be outside the round
        run(file, "edit", "germany", "--dates", "2021-06-03")
    assert file.read_text("utf-8") == SEASON


def test_a_file_that_had_problems_before_can_be_mended(file: Path) -> None:
    file.write_text(SEASON.replace("venue: aragon", "venue: aragn"), "utf-8")
    with pytest.raises(EditRefusedError, match="has problems, with this edit too"):
        run(file, "cancel", "spain")
    result = run(file, "edit", "spain", "--venue", "aragon")
    assert file.read_text("utf-8") == SEASON
    assert "what subscribers will see change is not known" in result.stdout


def test_a_change_that_nobody_sees_is_said_to_be_one(file: Path) -> None:
    file.write_text(SEASON.replace("Race of Spain", "Race of Spain\n    status: confirmed"), "utf-8")
    result = run(file, "edit", "spain", "--no-status")
    assert file.read_text("utf-8") == SEASON
    assert "Subscribers will see no change.\n" in result.stdout


def test_new_warnings_are_shown(file: Path) -> None:
    result = run(file, "move", "germany", "2021-08-03", "2021-08-05")
    assert "warning" in result.stderr
    again = run(file, "edit", "germany", "--note", "x")
    assert again.stderr == ""


def test_an_unknown_round_and_a_missing_file_are_named(file: Path) -> None:
    with pytest.raises(UnknownThingError, match="did you mean 'spain'"):
        run(file, "cancel", "spian")
    with pytest.raises(FileAccessError, match="there is no such file"):
        run(file.with_name("gone.yaml"), "cancel", "spain")


def test_a_cancelled_round_is_not_moved_before_it_is_confirmed(file: Path) -> None:
    run(file, "cancel", "spain")
    cancelled = file.read_text("utf-8")
    with pytest.raises(EditRefusedError, match=r"round 'spain' is cancelled .* round restore spain"):
        run(file, "move", "spain", "2021-07-17")
    assert file.read_text("utf-8") == cancelled
    run(file, "restore", "spain")
    run(file, "move", "spain", "2021-07-17")
    assert "dates: 2021-07-17\n" in file.read_text("utf-8")


def test_a_cancelled_or_postponed_round_is_restored_with_its_dates(file: Path) -> None:
    run(file, "cancel", "germany")
    result = run(file, "restore", "germany")
    assert file.read_text("utf-8") == SEASON
    assert "WTCR: Race of Germany takes place after all: 3–5 Jun 2021." in result.stdout
    assert run(file, "restore", "germany").stdout == f"{file}: nothing to change\n"


def test_a_round_that_is_removed_takes_its_lines_and_it_is_said_that_cancel_is_another_thing(file: Path) -> None:
    with freezegun.freeze_time("2021-06-01T08:00:00Z", real_asyncio=True):
        result = run(file, "remove", "germany")
    start, end = SEASON.index("  - id: germany"), SEASON.index("  - id: spain")
    assert file.read_text("utf-8") == SEASON[:start] + SEASON[end:]
    assert "WTCR: Race of Germany is no longer on the calendar." in result.stdout
    assert "season-calendar round cancel germany" in result.stdout
