"""Looking at a season: next, list, show, check."""

from __future__ import annotations

from pathlib import Path

import freezegun
import pytest
from support.command_line import Command

OPENING_EVE = ("--at", "2021-06-02T12:00Z")


@pytest.fixture(autouse=True)
def _in_season_folder(season_folder: Path) -> None:
    """Every command here runs where the season file is."""


def test_next_counts_down_at_the_venues_time_and_the_readers(command: Command) -> None:
    result = command("next", *OPENING_EVE, "--zone", "Asia/Macau", "-n", "1")
    assert result.out == (
        "WTCR FP1: Race of Germany\n"
        "starts in 1 day\n"
        "  At the venue: Thu, 3 Jun 2021, 14:30–15:10 (Europe/Berlin)\n"
        "  For you: Thu, 3 Jun 2021, 20:30–21:10 (Asia/Macau)\n"
        "  Nürburgring Nordschleife, Nürburg, Germany\n"
    )


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2021-06-03T11:30:00Z", "starts in 1 hour"),
        ("2021-06-03T11:30:01Z", "starts in 59 minutes"),
        ("2021-06-03T12:29:00Z", "starts in 1 minute"),
        ("2021-06-02T12:30:00Z", "starts in 1 day"),
    ],
)
def test_next_counts_from_exactly_the_instant_that_is_given(command: Command, at: str, said: str) -> None:
    assert command("next", "--at", at).out.splitlines()[1] == said


def test_next_says_nothing_twice_to_a_reader_at_the_venue(command: Command) -> None:
    assert "For you" not in command("next", *OPENING_EVE, "--zone", "Europe/Berlin").out


def test_next_reads_the_machines_clock(command: Command) -> None:
    with freezegun.freeze_time("2021-06-26T08:15:00Z", real_asyncio=True):
        assert "WTCR FP1: Race of Portugal\nis on now\n" in command("next").out


def test_next_counts_days_where_only_the_day_is_known(command: Command) -> None:
    result = command("next", "--at", "2021-06-04T20:00Z", "--kind", "race", "-n", "1")
    assert result.out.startswith("WTCR Race 1: Race of Germany (TBC)\nstarts in 1 day\n")


def test_next_shows_a_round_that_has_no_timetable(command: Command) -> None:
    result = command("next", "--at", "2021-11-20T00:00Z")
    assert result.out.startswith("WTCR: Race of Macau\nis on these days\n")


def test_next_says_when_the_season_is_over(command: Command) -> None:
    result = command("next")
    assert result.exit_code == 0
    assert result.out.startswith("The season is over: nothing lies ahead.")


def test_next_gives_programs_instants_and_seconds(command: Command) -> None:
    (first,) = command("next", *OPENING_EVE, "-n", "1", "--json").json()
    assert first["uid"] == "wtcr.2021.germany.fp1@season-calendar"
    assert first["start_at"] == "2021-06-03T12:30:00Z"
    assert first["starts_in_seconds"] == (24 * 60 + 30) * 60


def test_list_is_a_line_a_round_for_other_programs(command: Command) -> None:
    lines = command("list", "--at", "2021-06-10T00:00Z").out.splitlines()
    assert [line.split("\t")[0] for line in lines] == [
        "germany", "portugal", "spain", "italy", "hungary", "south-korea", "china", "macau",
    ]  # fmt: skip
    assert [line.split("\t")[-1] for line in lines[:3]] == ["over", "next", "confirmed"]
    assert lines[1] == "portugal\t26–27 Jun 2021\tRace of Portugal\tCircuito do Estoril, Estoril, Portugal\tnext"
    assert lines[6].split("\t")[3:] == ["Venue to be confirmed, China", "provisional"]


def test_list_gives_programs_everything(command: Command) -> None:
    (season,) = command("list", "--json").json()
    assert season["season"] == "wtcr/2021"
    assert {driver["name"] for driver in season["drivers"]} >= {"Jessica Bäckman", "Andreas Bäckman"}
    assert {event["round"] for event in season["events"]} >= {"germany", "macau"}


def test_show_tells_a_rounds_timetable_in_both_zones(command: Command) -> None:
    out = command("show", "germany", "--zone", "Europe/Lisbon").out
    assert "Rounds 1 and 2 of 16" in out
    assert "qualifying\tQualifying\tFri, 4 Jun 2021, 14:05–14:45\tFri, 4 Jun 2021, 13:05–13:45\tconfirmed" in out
    assert "race-1\tRace 1\tSat, 5 Jun 2021, time to be confirmed\t\tconfirmed · 3 laps" in out


def test_show_tells_where_to_watch_and_of_a_session_only_where_that_is_elsewhere(
    command: Command, season_folder: Path
) -> None:
    events = season_folder / "events.yaml"
    text = events.read_text("utf-8").replace("  color: royalblue\n", "  live: https://example.org/live\n", 1)
    text = text.replace("        note: 3 laps\n", "        live: https://example.org/race-1\n", 1)
    events.write_text(text, "utf-8")

    out = command("show", "germany").out
    assert out.count("Watch live: https://example.org/live\n") == 1
    assert "race-1\tRace 1\tSat, 5 Jun 2021, time to be confirmed\t\tconfirmed · https://example.org/race-1\n" in out
    shown = command("show", "germany", "--json").json()
    assert (shown["live"], shown["country"]) == ("https://example.org/live", "DE")
    assert [its["live"] for its in shown["sessions"][-2:]] == ["https://example.org/race-1", "https://example.org/live"]


def test_show_says_that_there_is_no_timetable_yet(command: Command) -> None:
    assert command("show", "macau").out.endswith("No timetable yet.\n")


def test_show_suggests_the_round_that_was_meant(command: Command) -> None:
    result = command("show", "germny")
    assert result.exit_code == 1
    assert result.err == "error: no round 'germny' (did you mean 'germany'?)\n"


def test_show_gives_programs_the_round_with_its_sessions(command: Command) -> None:
    shown = command("show", "portugal", "--json").json()
    assert shown["label"] == "Rounds 3 and 4 of 16"
    assert [session["session"] for session in shown["sessions"]] == ["fp1", "fp2", "q1", "q2", "q3", "race-1", "race-2"]


def test_check_is_content_with_the_season(command: Command) -> None:
    result = command("check")
    assert (result.exit_code, result.out, result.err) == (
        0,
        "events.yaml: fine (wtcr/2021: rounds 8, sessions 12)\n",
        "",
    )


def test_check_shows_every_problem_of_every_file(command: Command, season_folder: Path) -> None:
    (season_folder / "other.yaml").write_text("schema: 1\nround: []\n", "utf-8")
    result = command("check", "events.yaml", "other.yaml")
    assert result.exit_code == 1
    assert result.out.startswith("events.yaml: fine")
    assert "other.yaml:2:1: unknown key 'round' (did you mean 'rounds'?)" in result.err


def test_check_gives_programs_the_problems_as_data(command: Command, season_folder: Path) -> None:
    events = season_folder / "events.yaml"
    events.write_text(events.read_text("utf-8").replace("venue: aragon", "venue: aragorn"), "utf-8")
    result = command("check", "--json")
    (problem,) = [each for each in result.json() if each["severity"] == "error"]
    assert result.exit_code == 1
    assert problem["file"] == "events.yaml"
    assert problem["hint"] == "did you mean 'aragon'?"


def test_check_lets_warnings_pass(command: Command, season_folder: Path) -> None:
    text = (season_folder / "events.yaml").read_text("utf-8")
    (season_folder / "events.yaml").write_text(text.replace("venue: aragon", "venue: estoril"), "utf-8")
    result = command("check")
    assert result.exit_code == 0
    assert "warning: " in result.err


def test_check_suggests_what_a_venue_lacks_and_is_content_all_the_same(command: Command, season_folder: Path) -> None:
    text = (season_folder / "events.yaml").read_text("utf-8")
    (season_folder / "events.yaml").write_text(text.replace("    country: PT\n", "", 1), "utf-8")
    line = 1 + text[: text.index("  estoril:\n")].count("\n")
    result = command("check")
    assert (result.exit_code, result.out) == (0, "events.yaml: fine (wtcr/2021: rounds 8, sessions 12)\n")
    assert result.err == (
        f"events.yaml:{line}:3: suggestion: the venue 'estoril' has no country (by its zone: country: PT)\n"
        "1 suggestion in events.yaml\n"
    )
    (suggested,) = command("check", "--json").json()
    assert (suggested["severity"], suggested["line"]) == ("suggestion", line)


def test_suggestions_are_no_ones_business_but_checks(command: Command, season_folder: Path) -> None:
    text = (season_folder / "events.yaml").read_text("utf-8")
    (season_folder / "events.yaml").write_text(text.replace("    country: PT\n", "", 1), "utf-8")
    for arguments in (["list"], ["round", "cancel", "portugal"], ["build", "site", "--no-pages"]):
        result = command(*arguments)
        assert result.exit_code == 0
        assert "suggestion" not in result.out + result.err


def test_check_shows_warnings_and_suggestions_in_the_order_of_the_file(command: Command, season_folder: Path) -> None:
    text = (season_folder / "events.yaml").read_text("utf-8")
    text = text.replace("    country: PT\n", "", 1).replace("kind: qualifying", "kind: qualy", 1)
    (season_folder / "events.yaml").write_text(text.replace("season: 2021", "season: 2020"), "utf-8")
    lines = [each["line"] for each in command("check", "--json").json()]
    assert len(lines) == 3
    assert lines == sorted(lines)


def test_what_check_warns_of_is_told_by_edits_that_bring_it_and_by_build(command: Command, season_folder: Path) -> None:
    added = command("session", "add", "italy", "fp1", "--kind", "fp1", "--start", "2021-07-31 10:00")
    moved = command("venue", "edit", "adria", "--zone", "EST")
    kind = "warning: the kind 'fp1' is not one of the common ones (did you mean 'practice'? What it is called goes into"
    zone = "warning: the time zone 'EST' never has summer time (EST is standard time in, for instance, America/New_York"
    assert (kind in added.err, zone in added.err) == (True, False)
    assert (kind in moved.err, zone in moved.err) == (False, True)
    built = command("build", "site", "--no-pages")
    assert (kind in built.err, zone in built.err) == (True, True)


def test_an_edit_that_would_bring_what_nobody_sees_is_refused(command: Command) -> None:
    result = command("round", "edit", "italy", "--name", "Race\u200b of Italy")
    assert result.exit_code == 1
    assert "the text holds U+200B ZERO WIDTH SPACE, which cannot be seen (remove it)" in result.err


def test_a_file_that_git_could_not_merge_is_neither_shown_nor_edited(command: Command, season_folder: Path) -> None:
    text = (season_folder / "events.yaml").read_text("utf-8")
    (season_folder / "events.yaml").write_text(f"<<<<<<< HEAD\n{text}=======\n{text}>>>>>>> main\n", "utf-8")
    for arguments in (["check"], ["list"], ["round", "cancel", "italy"]):
        result = command(*arguments)
        assert result.exit_code == 1
        assert "events.yaml:1:1: git could not merge two versions: line" in result.err


def test_check_refuses_two_files_of_one_season_and_names_both_lines(command: Command, season_folder: Path) -> None:
    text = (season_folder / "events.yaml").read_text("utf-8")
    (season_folder / "copy.yaml").write_text(f"\n{text}", "utf-8")
    result = command("check", "events.yaml", "copy.yaml")
    assert (result.exit_code, result.out) == (1, "events.yaml: fine (wtcr/2021: rounds 8, sessions 12)\n")
    assert result.err == (
        "copy.yaml:22:9: this is the season wtcr/2021, as that of events.yaml is, in line 21 "
        "(name one of the two files, or change the season of one)\n"
        "1 problem in copy.yaml\n"
    )


@pytest.mark.parametrize(
    "words",
    [
        ["list"],
        ["next"],
        ["show", "italy"],
        ["build", "site"],
        ["remind", "--dry-run"],
        ["serve", "--port", "0"],
        ["run", "--port", "0"],
        ["forget", "wtcr/2021", "--dry-run"],
    ],
    ids=lambda words: words[0],
)
def test_every_command_refuses_two_files_of_one_season_and_names_both_lines(
    command: Command, season_folder: Path, words: list[str]
) -> None:
    text = (season_folder / "events.yaml").read_text("utf-8")
    (season_folder / "copy.yaml").write_text(f"\n{text}", "utf-8")
    result = command(*words, "-f", "events.yaml", "-f", "copy.yaml")
    assert (result.exit_code, result.out) == (1, "")
    assert result.err == (
        "copy.yaml:22:9: this is the season wtcr/2021, as that of events.yaml is, in line 21 "
        "(name one of the two files, or change the season of one)\n"
        "1 problem in copy.yaml\n"
    )


@pytest.mark.parametrize("again", ["events.yaml", "../{folder}/events.yaml", "{whole}/events.yaml", "link.yaml"])
def test_a_file_that_is_named_twice_in_whatever_words_is_one_file(
    command: Command, season_folder: Path, again: str
) -> None:
    (season_folder / "link.yaml").symlink_to("events.yaml")
    again = again.format(folder=season_folder.name, whole=season_folder)
    result = command("check", "events.yaml", again)
    assert (result.exit_code, result.out) == (0, "events.yaml: fine (wtcr/2021: rounds 8, sessions 12)\n")
    assert command("list", "-f", "events.yaml", "-f", again).out == command("list").out


def test_schema_prints_the_json_schema(command: Command) -> None:
    assert "rounds" in command("schema").json()["properties"]


def test_check_goes_on_to_other_files_where_one_cannot_be_read(command: Command, season_folder: Path) -> None:
    (season_folder / "other.yaml").write_text("schema: 1\nround: []\n", "utf-8")
    result = command("check", "gone.yaml", ".", "other.yaml", "--json")
    assert result.exit_code == 1
    assert [(problem["file"], problem["message"]) for problem in result.json()][:3] == [
        ("gone.yaml", "there is no such file or folder"),
        (".", "is a folder"),
        ("other.yaml", "this season has no 'series'"),
    ]


def test_check_takes_its_files_from_arguments_before_options_before_the_variable(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEASON_CALENDAR_FILE", "variable.yaml")
    assert command("check").err.startswith("variable.yaml:1:1: there is no such file")
    assert command("check", "-f", "option.yaml").err.startswith("option.yaml:1:1:")
    assert command("check", "-f", "option.yaml", "events.yaml").exit_code == 0


def test_next_knows_kinds_as_the_file_does(command: Command) -> None:
    assert command("next", *OPENING_EVE, "--kind", " RACE").out.startswith("WTCR Race 1")
    assert command("next", *OPENING_EVE, "--kind", "Warm Up").out == "No Warm Up lies ahead.\n"
    assert command("next", "--kind", "race").out.startswith("The season is over: no race lies ahead.")
    unknown = command("next", "--kind", "rcae")
    assert unknown.exit_code == 1
    assert unknown.err == "error: no kind 'rcae' (did you mean 'race'?)\n"


def test_two_files_of_one_season_are_refused(command: Command, season_folder: Path) -> None:
    (season_folder / "copy.yaml").write_bytes((season_folder / "events.yaml").read_bytes())
    result = command("list", "-f", "events.yaml", "-f", "copy.yaml")
    assert result.exit_code == 1
    assert (
        "copy.yaml:21:9: this is the season wtcr/2021, as that of events.yaml is, in line 21 "
        "(name one of the two files, or change the season of one)"
    ) in result.err


def test_a_piped_timetable_has_the_same_columns_for_every_reader(command: Command) -> None:
    counts = {
        zone: {line.count("\t") for line in command("show", "germany", "--zone", zone).out.splitlines() if "\t" in line}
        for zone in ("Europe/Berlin", "Asia/Macau")
    }
    assert counts == {"Europe/Berlin": {4}, "Asia/Macau": {4}}
