"""Building feeds into a folder."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import freezegun
import pytest
from icalendar import Calendar
from support.command_line import Command
from support.season_text import SEASON


@pytest.fixture(autouse=True)
def _in_season_folder(season_folder: Path) -> None:
    """Every command here runs where the season file is."""


def postpone_portugal(folder: Path) -> None:
    """What a volunteer would write."""
    events = folder / "events.yaml"
    text = events.read_text("utf-8")
    events.write_text(text.replace("    dates: 2021-06-26", "    status: postponed\n    dates: 2021-06-26"), "utf-8")


def test_build_writes_a_feed_a_series_a_season_a_driver_a_title_and_one_of_everything(command: Command) -> None:
    result = command("build", "site", "--no-pages")
    assert result.exit_code == 0
    written = {str(path) for path in Path("site").rglob("*.ics")}
    followed = {path for path in written if path.startswith(("site/drivers/", "site/titles/wtcr/"))}
    assert written - followed == {"site/all.ics", "site/wtcr.ics", "site/wtcr/2021.ics"}
    assert {"site/drivers/jessica-backman.ics", "site/titles/wtcr/junior.ics"} <= followed
    assert len(followed) == 11 + 4
    calendar = Calendar.from_ical(Path("site/wtcr.ics").read_bytes())
    assert len(calendar.events) == 8 + 12


def test_building_again_touches_no_file(command: Command) -> None:
    with freezegun.freeze_time("2021-06-03T08:00:00Z", real_asyncio=True):
        command("build", "site", "--no-pages")
    written = Path("site/wtcr.ics").stat().st_mtime_ns
    with freezegun.freeze_time("2021-06-05T08:00:00Z", real_asyncio=True):
        result = command("build", "site", "--no-pages")
    assert Path("site/wtcr.ics").stat().st_mtime_ns == written
    assert "kept  site/wtcr.ics" in result.out


def test_build_takes_the_options_of_a_feeds_address(command: Command) -> None:
    command("build", "site", "--no-pages", "--sessions", "race", "--rounds", "none", "--alarm", "1h")
    calendar = Calendar.from_ical(Path("site/wtcr.ics").read_bytes())
    assert {str(event["SUMMARY"]) for event in calendar.events} == {
        "WTCR Race 1: Race of Germany (TBC)",
        "WTCR Race 2: Race of Germany (TBC)",
        "WTCR Race 1: Race of Portugal",
        "WTCR Race 2: Race of Portugal",
    }
    assert sum(len(event.alarms.times) for event in calendar.events) == 2


def test_feeds_with_alarms_are_written_again_into_the_same_folder(command: Command) -> None:
    assert command("build", "site", "--no-pages", "--alarm", "1d").exit_code == 0
    result = command("build", "site", "--no-pages", "--alarm", "1d")

    assert (result.exit_code, result.err) == (0, "")


def test_the_page_beside_the_feeds_tells_what_is_in_these(command: Command) -> None:
    command("build", "site", "--sessions", "race", "--rounds", "none")
    page = Path("site/subscribe/index.html").read_text("utf-8")

    assert page.count("What you get: 4 entries") == 2  # of the series, and of its season
    assert "<form" not in page


def test_a_feed_of_a_drivers_rounds_in_a_language(command: Command, season_folder: Path) -> None:
    events = season_folder / "events.yaml"
    text = events.read_text("utf-8")
    events.write_text(
        text.replace("drivers:\n", "drivers:\n  guest: {name: A Guest, rounds: [portugal]}\n", 1), "utf-8"
    )
    command(
        "build",
        "site",
        "--no-pages",
        "--driver",
        "guest",
        "--lang",
        "en",
        "--alarm",
        "race:2h",
        "--round",
        "portugal,germany",
    )
    feed = Path("site/wtcr.ics").read_text("utf-8")
    assert "UID:wtcr.ics?alarm=race:2h&driver=guest&lang=en&round=germany\\,portugal@" in feed.replace("\n ", "")
    assert feed.count("BEGIN:VALARM") == 2
    assert "germany@" not in feed


def test_an_option_can_be_given_several_times(command: Command) -> None:
    command("build", "site", "--no-pages", "--sessions", "race", "--sessions", "qualifying", "--rounds", "none")
    command("build", "both", "--no-pages", "--sessions", "race,qualifying", "--rounds", "none")
    assert Path("site/wtcr.ics").read_bytes() == Path("both/wtcr.ics").read_bytes()


def test_a_feed_that_has_nothing_of_what_is_chosen_is_not_written(command: Command, season_folder: Path) -> None:
    other = "schema: 1\nseries: {id: stcc, name: Swedish Touring Cars}\nseason: 2021\nrounds: []\n"
    (season_folder / "stcc.yaml").write_text(other, "utf-8")
    result = command("build", "site", "--no-pages", "-f", "events.yaml", "-f", "stcc.yaml", "--round", "portugal")
    assert result.exit_code == 0
    assert sorted(path.name for path in Path("site").glob("*.ics")) == ["all.ics", "wtcr.ics"]
    assert "not   site/stcc.ics: no round 'portugal' (valid: none, for there is none yet)\n" in result.out


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [("--lang", "xx", "valid: en"), ("--driver", "nobody", "no driver 'nobody'"), ("--rounds", "onyl", "'only'?")],
)
def test_what_there_is_not_is_refused_before_anything_is_published(
    command: Command, option: str, value: str, said: str
) -> None:
    result = command("build", "site", "--no-pages", option, value, "--journal", "journal.json")
    assert (result.exit_code, Path("journal.json").exists()) == (2, False)
    assert said in result.err


def test_an_option_that_no_feed_has_is_wrong_usage(command: Command) -> None:
    result = command("build", "site", "--no-pages", "--sessions", "races", "--journal", "journal.json")
    assert result.exit_code == 2
    assert "did you mean 'race'?" in result.err
    assert not Path("site").exists()
    assert not Path("journal.json").exists()


def test_the_journal_can_be_a_text_file_that_needs_no_server(command: Command, season_folder: Path) -> None:
    shutil.rmtree(season_folder / "data")
    with freezegun.freeze_time("2021-06-03T08:00:00Z", real_asyncio=True):
        command("build", "site", "--no-pages", "--journal", "journal.json")
    first = Path("journal.json").read_bytes()
    with freezegun.freeze_time("2021-06-04T08:00:00Z", real_asyncio=True):
        command("build", "site", "--no-pages", "--journal", "journal.json")
    assert Path("journal.json").read_bytes() == first
    assert not (season_folder / "data").exists()


def test_build_says_what_changed_and_the_event_keeps_its_identity(command: Command, season_folder: Path) -> None:
    with freezegun.freeze_time("2021-06-03T08:00:00Z", real_asyncio=True):
        command("build", "site", "--no-pages", "--journal", "journal.json")
    postpone_portugal(season_folder)
    with freezegun.freeze_time("2021-06-04T08:00:00Z", real_asyncio=True):
        result = command("build", "site", "--no-pages", "--journal", "journal.json")
    assert "  WTCR: Race of Portugal is postponed.\n" in result.out
    events = {str(event["UID"]): event for event in Calendar.from_ical(Path("site/wtcr.ics").read_bytes()).events}
    portugal = events["wtcr.2021.portugal@season-calendar"]
    assert (portugal["SEQUENCE"], str(portugal["SUMMARY"])) == (1, "Postponed: WTCR: Race of Portugal")
    assert events["wtcr.2021.germany@season-calendar"]["SEQUENCE"] == 0


def test_the_journals_diff_is_small(command: Command, season_folder: Path) -> None:
    command("build", "site", "--no-pages", "--journal", "journal.json")
    before = Path("journal.json").read_text("utf-8")
    events = season_folder / "events.yaml"
    events.write_text(events.read_text("utf-8").replace("name: Race of Macau", "name: Guia Race of Macau"), "utf-8")
    command("build", "site", "--no-pages", "--journal", "journal.json")
    Path("before.json").write_text(before, "utf-8")
    diff = subprocess.run(["diff", "before.json", "journal.json"], capture_output=True, text=True, check=False).stdout
    assert 1 <= sum(line.startswith("<") for line in diff.splitlines()) <= 10


def test_a_journal_and_a_database_at_once_are_wrong_usage(command: Command) -> None:
    assert command("build", "site", "--no-pages", "--journal", "j.json", "--database", "d.db").exit_code == 2


def test_a_broken_season_writes_nothing(command: Command, season_folder: Path) -> None:
    (season_folder / "events.yaml").write_text("rounds: [", "utf-8")
    assert command("build", "site", "--no-pages").exit_code == 1
    assert not Path("site").exists()


def test_two_files_of_the_same_season_are_refused(command: Command, season_folder: Path) -> None:
    (season_folder / "copy.yaml").write_bytes((season_folder / "events.yaml").read_bytes())
    result = command("build", "site", "--no-pages", "-f", "events.yaml", "-f", "copy.yaml")
    assert result.exit_code == 1
    assert (
        "copy.yaml:21:9: this is the season wtcr/2021, as that of events.yaml is, in line 21 "
        "(name one of the two files, or change the season of one)\n"
    ) in result.err


def test_a_base_url_makes_each_feed_say_where_it_comes_from(command: Command) -> None:
    command("build", "site", "--no-pages", "--base-url", "https://example.org/races/")
    text = Path("site/wtcr/2021.ics").read_text("utf-8")
    assert "SOURCE;VALUE=URI:https://example.org/races/wtcr/2021.ics" in text


@pytest.mark.parametrize("option", ["--base-url", "--edit-url"])
@pytest.mark.parametrize(
    "url", ["example.org", "ftp://example.org/", "https://", "https://a.b/\x1b[2J", "https://a b/"]
)
def test_what_is_no_web_address_is_refused(command: Command, season_folder: Path, option: str, url: str) -> None:
    result = command("build", "site", option, url)
    assert (result.exit_code, "is not a link (write it as https://" in result.err) == (2, True)
    assert "\x1b" not in result.err
    assert not (season_folder / "site").exists()


@pytest.mark.parametrize("end", ["?a=1", "#here"])
def test_a_base_url_that_no_path_can_follow_is_refused(command: Command, season_folder: Path, end: str) -> None:
    result = command("build", "site", "--base-url", f"https://example.org/{end}")
    assert (result.exit_code, f"has no '{end[0]}' (leave it out)" in result.err) == (2, True)
    assert not (season_folder / "site").exists()


SECOND = "schema: 1\nseries: {id: stcc, name: Swedish Touring Cars}\nseason: 2021\nrounds: []\n"


def test_a_season_whose_file_is_not_named_any_more_is_still_written_and_warned_of(
    command: Command, season_folder: Path
) -> None:
    command("build", "site", "--no-pages", "--journal", "journal.json")
    before = Path("site/wtcr.ics").read_bytes()
    (season_folder / "stcc.yaml").write_text(SECOND, "utf-8")
    result = command("build", "site", "--no-pages", "--journal", "journal.json", "-f", "stcc.yaml")

    assert result.err == (
        "warning: no season file named here is of wtcr/2021: it stays in the feeds as last published (name the file "
        "too, or withdraw a season: season-calendar forget wtcr/2021)\n"
    )
    assert "kept  site/wtcr.ics (20 events)\n" in result.out
    assert Path("site/wtcr.ics").read_bytes() == before
    assert "no longer written" not in result.out


def test_a_new_colour_reaches_the_journal_and_the_feed_of_a_season_without_file(
    command: Command, season_folder: Path
) -> None:
    command("build", "site", "--no-pages", "--journal", "journal.json")
    events = season_folder / "events.yaml"
    events.write_text(events.read_text("utf-8").replace("color: ", "color: red #", 1), "utf-8")
    command("build", "site", "--no-pages", "--journal", "journal.json")
    (season_folder / "stcc.yaml").write_text(SECOND, "utf-8")
    command("build", "site", "--no-pages", "--journal", "journal.json", "-f", "stcc.yaml")
    assert "\nCOLOR:red\n" in Path("site/wtcr.ics").read_text("utf-8")


def test_a_name_that_only_a_season_without_file_knows_is_good(command: Command, season_folder: Path) -> None:
    command("build", "site", "--no-pages", "--journal", "journal.json")
    (season_folder / "stcc.yaml").write_text(SECOND, "utf-8")
    result = command("build", "site", "--no-pages", "--journal", "journal.json", "-f", "stcc.yaml", "--round", "spain")
    assert result.exit_code == 0
    assert "spain@" in Path("site/wtcr.ics").read_text("utf-8")


def test_feeds_that_are_no_longer_written_are_named_and_removed_only_when_asked(command: Command) -> None:
    command("build", "site", "--no-pages")
    Path("site/cars").mkdir()
    for now, then in (("wtcr.ics", "cars.ics"), ("wtcr/2021.ics", "cars/2021.ics")):
        Path("site", then).write_bytes(Path("site", now).read_bytes())
    result = command("build", "site", "--no-pages")
    assert "no longer written: site/cars.ics; --prune removes it\n" in result.out
    assert "no longer written: site/cars/2021.ics; --prune removes it\n" in result.out
    assert Path("site/cars.ics").exists()

    result = command("build", "site", "--no-pages", "--prune")
    assert "removed site/cars.ics\n" in result.out
    assert sorted(str(path) for path in Path("site").glob("*")) == [
        "site/all.ics", "site/drivers", "site/titles", "site/wtcr", "site/wtcr.ics",
    ]  # fmt: skip
    assert "removed" not in command("build", "site", "--no-pages", "--prune").out


def test_the_feed_of_a_driver_who_is_in_no_season_any_more_is_pruned_and_a_title_s_with_its_folders(
    command: Command, season_folder: Path
) -> None:
    command("build", "site", "--no-pages", "--journal", "journal.json")
    events = season_folder / "events.yaml"
    head, _, rest = events.read_text("utf-8").partition("titles:\n")
    events.write_text(head + "durations:\n" + rest.partition("durations:\n")[2], "utf-8")
    result = command("build", "site", "--no-pages", "--journal", "journal.json", "--prune")
    assert "removed site/drivers/jessica-backman.ics\n" in result.out
    assert "removed site/titles/wtcr/junior.ics\n" in result.out
    assert sorted(str(path) for path in Path("site").rglob("*")) == [
        "site/all.ics", "site/wtcr", "site/wtcr.ics", "site/wtcr/2021.ics",
    ]  # fmt: skip


def test_the_pages_of_changes_tell_all_that_a_journal_in_a_text_file_holds_for_ever(command: Command) -> None:
    status = "    status: postponed\n"
    for day, added in (("03-01", ""), ("03-02", status), ("04-02", f"{status}    note: Wet\n")):
        Path("events.yaml").write_text(SEASON + added, "utf-8")
        command("build", "site", "--journal", "journal.json", "--at", f"2021-{day}T08:00Z")
    for place in ("wtcr/2021/changes/index.html", "wtcr/changes/index.html", "changes/index.html"):
        assert "</a> Postponed.</p>" in Path("site", place).read_text("utf-8")
    assert "Postponed" in Path("site/changes.atom").read_text("utf-8")


def test_pages_are_written_beside_the_feeds_with_what_they_use_and_pruned_like_them(command: Command) -> None:
    Path("events.yaml").write_text(SEASON, "utf-8")
    result = command("build", "site")
    assert "wrote site/index.html and what belongs to it (" in result.out
    assert b'lang="sv"' in Path("site/sv/wtcr/2021/index.html").read_bytes()
    assert list(Path("site/static").glob("page.*.css"))
    assert ", 0 of them changed)" in command("build", "site").out
    gone, foreign = Path("site/sv/wtcr/2020/spain/index.html"), Path("site/club/index.html")
    atom = Path("site/sv/wtcr/2020/changes.atom")
    for path, body in (
        (gone, Path("site/index.html").read_bytes()),
        (atom, Path("site/sv/wtcr/2021/changes.atom").read_bytes()),
        (foreign, b"<!doctype html><title>Club"),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    assert f"no longer written: {gone}; --prune removes it\n" in command("build", "site").out
    assert f"removed {gone}\n" in command("build", "site", "--prune").out
    assert not Path("site/sv/wtcr/2020").exists()
    assert foreign.exists()


def test_answers_to_programs_about_what_is_gone_are_pruned_and_others_beside_them_are_not(command: Command) -> None:
    Path("events.yaml").write_text(SEASON, "utf-8")
    command("build", "site")
    api = Path("site/api/v1")
    gone, foreign = api / "seasons/wtcr/2020/rounds/spain.json", api / "members/anna.json"
    for path in (gone, foreign):
        path.parent.mkdir(parents=True)
        path.write_text("{}")
    assert f"no longer written: {gone}; --prune removes it\n" in command("build", "site").out
    assert f"removed {gone}\n" in command("build", "site", "--prune").out
    assert (api / "seasons.json").exists()
    assert "removed site/api/v1/seasons.json\n" in command("build", "site", "--no-pages", "--prune").out
    assert [path for path in api.rglob("*") if path.is_file()] == [foreign]


def test_an_api_of_somebody_else_in_the_folder_is_never_pruned(command: Command) -> None:
    Path("site/api/v1").mkdir(parents=True)
    for name in ("seasons.json", "openapi.json"):
        Path("site/api/v1", name).write_text("{}")
    assert "api/v1" not in command("build", "site", "--no-pages", "--prune").out


def test_hosts_of_files_are_given_a_page_for_where_there_is_none(command: Command) -> None:
    Path("events.yaml").write_text(SEASON, "utf-8")  # whose pictures for sharing are few
    command("build", "site", "--base-url", "https://example.org/club/")
    page = Path("site/404.html").read_text("utf-8")

    assert "Off the track" in page
    assert 'href="/club/wtcr/2021/"' in page
    assert "removed site/404.html\n" in command("build", "site", "--no-pages", "--prune").out


def test_pages_say_where_the_file_is_edited(command: Command) -> None:
    command("build", "site", "--edit-url", "https://example.org/edit/{series}-{season}.yaml")

    link = '<a href="https://example.org/edit/wtcr-2021.yaml" rel="noopener">Rätta den</a>'
    assert link in Path("site/sv/wtcr/2021/index.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("javascript:alert(1)", "'javascript:alert(1)' is not a link (write it as https://"),
        ("example.org", "'example.org' is not a link"),
        ('https://x/"><script>', "is not a link"),
        ("https://example.org/{file}", "'{file}' stands for nothing (write {series} or {season})"),
        ("https://example.org/{", "'{' stands for nothing"),
        ("", "'' is not a link"),
    ],
)
def test_where_a_file_is_edited_is_a_web_address(command: Command, url: str, told: str) -> None:
    result = command("build", "site", "--edit-url", url)

    assert (result.exit_code, Path("site").exists()) == (2, False)
    assert "Invalid value for '--edit-url' (env var: 'SEASON_CALENDAR_EDIT_URL'): " in result.err
    assert told in result.err


def test_what_others_put_into_the_folder_or_lies_elsewhere_is_never_pruned(
    command: Command, season_folder: Path
) -> None:
    command("build", "site", "--no-pages")
    ours = Path("site/wtcr.ics").read_bytes()
    elsewhere = season_folder / "elsewhere"
    elsewhere.mkdir()
    kept = [
        elsewhere / "wtcr.ics",
        Path("site/old/2020/wtcr.ics"),
        Path("site/wtcr.ics.bak"),
        Path("site/wtcr/notes.txt"),
        Path("site/club.ics"),
        Path("site/quoting.ics"),
    ]
    for path in kept:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(ours)
    Path("site/club.ics").write_bytes(ours.replace(b"PRODID:-//season-calendar", b"PRODID:-//club"))
    Path("site/quoting.ics").write_bytes(
        b"BEGIN:VCALENDAR\r\nPRODID:x\r\nBEGIN:VEVENT\r\nPRODID:-//season-calendar//season-calendar//EN\r\n"
    )
    Path("site/linked").symlink_to(elsewhere)
    Path("site/link.ics").symlink_to(elsewhere / "wtcr.ics")
    Path("site/gone.ics").write_bytes(ours)

    result = command("build", "site", "--no-pages", "--prune")
    assert [line for line in result.out.splitlines() if line.startswith("removed")] == ["removed site/gone.ics"]
    assert all(path.exists() for path in (*kept, Path("site/link.ics")))


def test_with_a_clock_behind_the_last_publication_that_one_is_written_and_the_status_is_1(
    command: Command, season_folder: Path
) -> None:
    assert command("build", "site", "--no-pages", "--at", "2036-01-01T00:00Z").exit_code == 0
    before = Path("site/wtcr.ics").read_bytes()
    postpone_portugal(season_folder)
    with freezegun.freeze_time("2021-06-03T08:00:00Z", real_asyncio=True):
        result = command("build", "site", "--no-pages")
        assert result.exit_code == 1
        assert "wtcr/2021 is not published: the clock says 2021-06-03 08:00 UTC" in result.err
        assert Path("site/wtcr.ics").read_bytes() == before
        assert command("build", "site", "--no-pages", "--trust-clock").exit_code == 0
    assert b"Updated Thu\\, 3 Jun 2021: " in Path("site/wtcr.ics").read_bytes()
