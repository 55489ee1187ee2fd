"""``forget``: what subscribers will see, in both journals, and what is refused."""

from __future__ import annotations

from pathlib import Path

import freezegun
import pytest
from icalendar import Calendar
from support.command_line import Command

AUTUMN = "2021-09-20T08:00:00Z"


@pytest.fixture(autouse=True)
def _in_season_folder(season_folder: Path) -> None:
    """Every command here runs where the season file is."""


@pytest.fixture(params=[("--journal", "journal.json"), ("--database", "state.sqlite3")], ids=["file", "database"])
def kept(request: pytest.FixtureRequest) -> tuple[str, str]:
    """The options that say where the journal is, of each kind in turn."""
    option: tuple[str, str] = request.param
    return option


def next_year(folder: Path) -> None:
    """The season file becomes next year's."""
    events = folder / "events.yaml"
    events.rename(folder / "2021.yaml")
    events.write_text("schema: 1\nseries: {id: wtcr, name: WTCR}\nseason: 2022\nrounds: []\n", "utf-8")


def rounds_in(path: str) -> list[str]:
    calendar = Calendar.from_ical(Path(path).read_bytes())
    return [str(event["UID"]).partition("@")[0] for event in calendar.events if str(event["UID"]).count(".") == 2]


def test_a_season_is_withdrawn_once_its_file_is_not_named(
    command: Command, season_folder: Path, kept: tuple[str, str]
) -> None:
    with freezegun.freeze_time(AUTUMN, real_asyncio=True):
        command("build", "site", "--no-pages", *kept)
        still_named = command("forget", "wtcr/2021", *kept)
        next_year(season_folder)
        result = command("forget", "wtcr/2021", *kept)
        command("build", "site", "--no-pages", *kept)

    assert still_named.exit_code == 1
    assert "wtcr/2021 is still in events.yaml (take that file out of --file first, everywhere)" in still_named.err
    assert result.exit_code == 0
    assert result.out.startswith("Subscribers will see:\n")
    assert rounds_in("site/wtcr.ics") == ["wtcr.2021.south-korea", "wtcr.2021.china", "wtcr.2021.macau"]
    assert {str(event["STATUS"]) for event in Calendar.from_ical(Path("site/wtcr/2021.ics").read_bytes()).events} == {
        "CANCELLED"
    }


def test_a_dry_run_only_shows_it(command: Command, kept: tuple[str, str]) -> None:
    command("build", "site", "--no-pages", *kept)
    Path("events.yaml").unlink()
    tried = command("forget", "wtcr/2021/spain", *kept, "--dry-run")
    done = command("forget", "wtcr/2021/spain", *kept)
    again = command("forget", "wtcr/2021/spain", *kept)

    assert tried.out == done.out.replace("will", "would")
    assert "Race of Spain" in done.out
    assert again.out == "wtcr/2021/spain was withdrawn before: nothing to forget\n"


def test_what_was_never_published_is_told_with_what_was_meant(command: Command, kept: tuple[str, str]) -> None:
    command("build", "site", "--no-pages", *kept)
    Path("events.yaml").unlink()
    result = command("forget", "wtcr/2021/spein", *kept)
    assert (result.exit_code, result.err) == (1, "error: no round 'spein' in wtcr/2021 (did you mean 'spain'?)\n")
    assert "no published season 'wtcr/2012' (did you mean 'wtcr/2021'?)" in command("forget", "wtcr/2012", *kept).err


def test_a_file_that_was_named_must_be_there(command: Command) -> None:
    command("build", "site", "--no-pages")
    assert command("forget", "wtcr/2021/spain", "-f", "missing.yaml").exit_code == 1


@pytest.mark.parametrize("name", ["wtcr", "wtcr/", "wtcr/2021/spain/race-1/x", ""])
def test_what_names_no_season_is_wrong_usage(command: Command, name: str) -> None:
    result = command("forget", name)
    assert result.exit_code == 2
    assert "write it as wtcr/2021" in result.err
