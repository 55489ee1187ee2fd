"""A round that is called otherwise stays the same event in every calendar, and whoever forgets to say so is warned."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import freezegun
import icalendar
import pytest
from icalendar import Calendar
from support.command_line import Command

SEASON = """\
schema: 1
series: {id: wtcr, name: World Touring Car Cup}
season: 2021
venues:
  aragon: {name: MotorLand Aragón, zone: Europe/Madrid, country: ES}
  most: {name: Autodrom Most, zone: Europe/Prague, country: CZ}
drivers:
  anna: {name: Anna, rounds: [spain]}
rounds:
  - id: spain
    name: Race of Spain
    venue: aragon
    dates: 2021-07-10 to 2021-07-11
    sessions:
      - {id: race-1, kind: race, start: 2021-07-11 11:15}
  - id: czech-republic
    name: Race of the Czech Republic
    venue: most
    dates: 2021-10-09 to 2021-10-10
"""
RENAMED = SEASON.replace("id: spain", "id: aragon").replace("[spain]", "[aragon]")
CURED = RENAMED.replace("- id: aragon\n", "- id: aragon\n    was: spain\n")
SPAIN, RACE = "wtcr.2021.spain@season-calendar", "wtcr.2021.spain.race-1@season-calendar"
WARNING = (
    "events.yaml:10:9: warning: the round 'aragon' is the weekend that was published as 'spain', which is not here "
    "(calendars will take it for another event; if it is the same, write in it was: spain)\n"
    "1 warning in events.yaml\n"
)
JOURNAL = ("--journal", "journal.json")


@pytest.fixture(autouse=True)
def _in_june(season_folder: Path) -> Iterator[None]:
    with freezegun.freeze_time("2021-06-03T08:00:00Z", real_asyncio=True):
        yield


def write(text: str) -> None:
    Path("events.yaml").write_text(text, "utf-8")


def build(command: Command, text: str, *options: str) -> dict[str, icalendar.Event]:
    """The events of the series' feed after this text was built."""
    write(text)
    result = command("build", "site", "--no-pages", *JOURNAL, *options)
    assert result.exit_code == 0, result.err
    return {str(event["UID"]): event for event in Calendar.from_ical(Path("site/wtcr.ics").read_bytes()).events}


def test_check_sees_in_the_journal_file_that_a_round_has_a_new_id(command: Command) -> None:
    build(command, SEASON)
    write(RENAMED)
    result = command("check", *JOURNAL)
    assert (result.exit_code, result.err) == (0, WARNING)
    assert command("check").err == ""  # without a journal nothing is known
    write(CURED)
    assert command("check", *JOURNAL).err == ""


def test_check_sees_it_in_the_database_that_is_named_and_in_ones_own(command: Command) -> None:
    write(SEASON)
    command("build", "site", "--no-pages", "--database", "seasons.db")
    write(RENAMED)
    assert command("check", "--database", "seasons.db").err == WARNING
    assert command("check").err == ""
    Path("seasons.db").rename("data/season-calendar/season-calendar.sqlite3")
    assert command("check").err == WARNING


def test_build_warns_and_fails_nothing(command: Command) -> None:
    build(command, SEASON)
    write(RENAMED)
    result = command("build", "site", "--no-pages", *JOURNAL)
    assert (result.exit_code, result.err) == (0, WARNING)
    assert command("build", "site", "--no-pages", *JOURNAL).err == ""  # by now they are two events


@pytest.mark.parametrize("kept", [("--database", "seasons.db"), JOURNAL])
def test_an_edit_warns_of_what_it_brings(command: Command, kept: tuple[str, str]) -> None:
    write(SEASON)
    command("build", "site", "--no-pages", *kept)
    words = ("--venue", "aragon", "--dates", "2021-07-10 to 2021-07-11", *kept)
    command("driver", "remove", "anna")
    command("round", "remove", "spain", *kept)
    added = command("round", "add", "aragon", "--name", "Race of Aragón", *words)
    assert "if it is the same, write in it was: spain)\n1 warning in events.yaml\n" in added.err
    cured = command("round", "edit", "aragon", "--was", "spain", *kept)
    assert (cured.exit_code, cured.err) == (0, "")


def test_a_file_can_be_checked_and_edited_where_its_journal_cannot_be_read(command: Command) -> None:
    write(SEASON)
    Path("broken.db").write_bytes(b"no database, " * 100)
    for words in (["check"], ["round", "cancel", "spain"]):
        result = command(*words, "--database", "broken.db")
        assert result.exit_code == 0
        assert result.err.count("warning: which ids were published before is not known: database broken.db: ") == 1


def test_a_journal_and_a_database_at_once_are_wrong_usage(command: Command) -> None:
    for words in (["check"], ["round", "cancel", "spain"]):
        assert command(*words, "--journal", "j.json", "--database", "d.db").exit_code == 2


def test_a_round_that_says_what_it_was_keeps_its_events_also_after_it_says_so_no_more(command: Command) -> None:
    build(command, SEASON)
    for text in (
        CURED,
        RENAMED,
        RENAMED.replace("id: aragon\n", "id: motorland\n    was: aragon\n").replace("[aragon]", "[motorland]"),
    ):
        events = build(command, text)
        assert sorted(events) == ["wtcr.2021.czech-republic@season-calendar", RACE, SPAIN]
        assert str(events[SPAIN]["SUMMARY"]) == "WTCR: Race of Spain"
        assert command("check", *JOURNAL).err == ""


def test_a_uid_that_was_published_meanwhile_leaves_as_a_tombstone(command: Command) -> None:
    build(command, SEASON)
    meanwhile = build(command, RENAMED)
    new = "wtcr.2021.aragon@season-calendar"
    assert {uid: str(event.get("STATUS")) for uid, event in meanwhile.items() if uid in (new, SPAIN)} == {
        new: "CONFIRMED",
        SPAIN: "CANCELLED",
    }
    cured = build(command, CURED)
    assert {uid: str(event.get("STATUS")) for uid, event in cured.items() if uid in (new, SPAIN)} == {
        new: "CANCELLED",
        SPAIN: "CONFIRMED",
    }


def test_a_session_that_says_what_it_was_keeps_its_event(command: Command) -> None:
    build(command, SEASON)
    for was in (", was: race-1", ""):
        events = build(command, SEASON.replace("{id: race-1", "{id: main-race" + was))
        assert sorted(events) == ["wtcr.2021.czech-republic@season-calendar", RACE, SPAIN]


def test_two_publishers_of_a_series_have_uids_of_their_own_from_the_start(command: Command) -> None:
    theirs = SEASON.replace("name: World Touring Car Cup", "name: World Touring Car Cup, uid_domain: example.org")
    assert set(build(command, theirs)) == {
        "wtcr.2021.spain@example.org",
        "wtcr.2021.spain.race-1@example.org",
        "wtcr.2021.czech-republic@example.org",
    }
    assert set(build(command, SEASON)) == set(build(command, theirs))  # what was published keeps its UID


@pytest.mark.parametrize("id_", ["spain", "aragon", "wtcr/2021/spain"])
def test_a_feed_is_built_of_a_round_by_the_id_that_it_had(command: Command, id_: str) -> None:
    build(command, SEASON)
    assert set(build(command, CURED, "--round", id_)) == {SPAIN, RACE}


@pytest.mark.parametrize("leaves_first", [True, False])
def test_an_id_is_warned_of_that_is_used_again_after_its_weekend(command: Command, leaves_first: bool) -> None:
    without = SEASON.replace("  anna: {name: Anna, rounds: [spain]}\n", "  anna: {name: Anna}\n")
    spain, czech = without.index("  - id: spain"), without.index("  - id: czech")
    build(command, without)
    with freezegun.freeze_time("2021-08-01T08:00:00Z", real_asyncio=True):
        if leaves_first:
            build(command, without[:spain] + without[czech:])
        write(without[:spain] + without[czech:].replace("czech-republic", "spain"))
        assert "the round 'spain' was another weekend, 2021-07-10 to 2021-07-11 at" in command("check", *JOURNAL).err


def test_an_id_that_comes_back_for_another_weekend_is_warned_of(command: Command) -> None:
    without = SEASON.replace("  anna: {name: Anna, rounds: [spain]}\n", "  anna: {name: Anna}\n")
    spain, czech = without.index("  - id: spain"), without.index("  - id: czech")
    build(command, without)
    build(command, without[:spain] + without[czech:])
    write(without[:spain] + without[czech:].replace("czech-republic", "spain"))
    assert command("check", *JOURNAL).err.splitlines()[-2:] == [
        "events.yaml:10:9: warning: the round 'spain' was another weekend, 2021-07-10 to 2021-07-11 at MotorLand "
        "Aragón (its event in every calendar would become this one; choose another id)",
        "2 warnings in events.yaml",
    ]
