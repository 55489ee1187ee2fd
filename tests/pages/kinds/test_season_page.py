"""The page of a season: what stands on it in each of its states."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from support.pages import ReadPage, read_page
from support.racing import FIRST_NOW, WTCR, germany, published, season, session

from season_calendar.model import Driver, Round, Season, Status, Title, Venue
from season_calendar.zoned_time import parse_instant

SPAIN = germany(id="spain", name="Race of Spain", first_day=date(2021, 7, 10), last_day=date(2021, 7, 11), sessions=())
NO_DATE = Round("macau", "Race of Macau", germany().venue)


def page(*rounds: Round, now: datetime = FIRST_NOW, tag: str = "en") -> ReadPage:
    return read_page("/wtcr/2021/", now, published(season(*rounds)), tag=tag)


def board(read: ReadPage) -> tuple[list[str], list[str]]:
    return read.texts(".count"), read.texts(".until")


def test_the_board_says_when_the_next_session_is_at_the_venue_as_it_is_true_for_ever() -> None:
    read = page()
    assert board(read) == (["Thu 14:30"], ["Qualifying"])
    assert read.all(".count time")[0].attributes["datetime"] == "2021-06-03T12:30:00Z"
    assert read.all(".lamp.lit") == []


def test_where_no_timetable_is_known_the_board_says_the_days() -> None:
    assert board(page(SPAIN)) == (["10–11 Jul"], ["times to come"])
    assert board(page(replace(SPAIN, status=Status.PROVISIONAL))) == (["10–11 Jul"], ["provisional, times to come"])


def test_where_only_the_day_of_a_session_is_known_the_board_says_that() -> None:
    race = session("race", "race", "Race", date(2021, 7, 11))
    assert board(page(replace(SPAIN, sessions=(race,)))) == (["11 Jul"], ["Race, times to come"])


@pytest.mark.parametrize(
    ("rounds", "now", "says"),
    [
        ((germany(),), "2021-07-01T00:00Z", (["Season over"], ["1 round raced"])),
        (
            (replace(SPAIN, status=Status.POSTPONED),),
            "2021-06-01T00:00Z",
            (["No date yet"], ["Race of Spain: postponed"]),
        ),
        ((NO_DATE,), "2021-06-01T00:00Z", (["No dates yet"], [])),
    ],
)
def test_where_nothing_is_to_be_waited_for_the_board_says_why(
    rounds: tuple[Round, ...], now: str, says: tuple[list[str], list[str]]
) -> None:
    assert board(page(*rounds, now=parse_instant(now))) == says


def test_a_season_that_is_over_leads_to_the_newest_one_and_that_one_nowhere_else() -> None:
    now = parse_instant("2022-06-01T00:00Z")
    next_year = published(season(SPAIN, id_="2022"))
    for path, doors in (
        ("/wtcr/2021/", ["Add to my calendar", "WTCR 2022"]),
        ("/wtcr/2022/", ["Add to my calendar", "Choose sessions and reminders"]),
    ):
        read = read_page(path, now, published(season(SPAIN)), next_year)
        assert board(read) == (["Season over"], ["1 round raced"])
        assert read.texts(".board-doors a") == doors


def test_a_season_without_rounds_is_a_page_too() -> None:
    read = read_page("/wtcr/2021/", FIRST_NOW, published(Season(WTCR, "2021")))
    assert board(read) == (["No dates yet"], ["Rounds appear here as soon as they are known."])
    assert read.texts(".rounds > p") == ["No round has been announced yet."]


def test_a_venue_that_nobody_has_named_has_no_flag_by_its_zone() -> None:
    unknown = Venue("tba", "To be announced", "Europe/Stockholm")
    read = page(replace(SPAIN, venue=unknown))
    assert read.all("main .flag") == []
    assert read.texts(".strip-code") == ["SPA"]

    known = page(replace(SPAIN, venue=replace(unknown, place="Anderstorp")))
    assert len(known.all(".round .flag")) == 1
    assert known.texts(".strip-code") == ["SWE"]


def test_for_script_there_is_every_session_that_is_not_over_and_none_that_is_off() -> None:
    called_off = replace(germany().sessions[1], status=Status.CANCELLED)
    rounds = (germany(sessions=(germany().sessions[0], called_off, germany().sessions[2])), SPAIN)
    read = page(*rounds)
    awaited = [(its.attributes["data-start"], its.attributes["data-what"]) for its in read.all(".board [data-start]")]
    assert awaited == [
        ("2021-06-03T12:30:00Z", "Qualifying"),
        ("2021-06-05T07:00:00Z", "Race 2, times to come"),
        ("2021-07-10T07:00:00Z", "times to come"),
    ]
    assert [("hidden" in its.attributes) for its in read.all("[data-weekend]")] == [False, True]


def test_a_round_of_which_every_session_is_off_is_waited_for_by_its_days() -> None:
    called_off = session("race", "race", "Race", date(2021, 7, 11), "10:00", status=Status.CANCELLED)
    read = page(replace(SPAIN, sessions=(called_off,)))
    assert board(read)[0] == ["10–11 Jul"]
    assert [its.attributes["data-when"] for its in read.all("[data-weekend][data-start]")] == ["10–11 Jul"]


def test_for_script_there_is_the_day_on_which_a_timetable_that_ends_before_it_may_go_on() -> None:
    friday = (session("fp1", "practice", "FP1", date(2021, 7, 10), "09:00"),)
    read = page(replace(SPAIN, sessions=friday))
    assert [its.attributes["data-what"] for its in read.all(".board [data-start]")] == ["times to come", "FP1"]


def over(read: ReadPage) -> list[tuple[str, str]]:
    """What script will say when all is over that the page knows."""
    return [(its.attributes["data-over"], its.attributes["data-over-what"]) for its in read.all("[data-over]")]


def test_for_script_there_is_what_to_say_when_the_last_round_is_over() -> None:
    raced = germany(id="raced", first_day=date(2021, 5, 1), last_day=date(2021, 5, 2), sessions=())
    assert over(page(raced, germany(), SPAIN)) == [("Season over", "3 rounds raced")]
    assert over(page(germany(), replace(SPAIN, status=Status.POSTPONED))) == [
        ("No date yet", "Race of Spain: postponed")
    ]
    assert over(page(germany(), NO_DATE)) == [("No dates yet", "")]
    assert over(read_page("/wtcr/2021/germany/", FIRST_NOW, published(season()))) == [("Raced", "3–5 Jun 2021")]
    assert over(page(raced)) == []


def test_a_page_that_does_not_know_all_rounds_cannot_say_when_the_season_is_over() -> None:
    rounds = [replace(SPAIN, id=f"spain-{number}") for number in range(5)]
    assert len(over(page(*rounds[:4]))) == 1
    assert over(page(*rounds)) == []


def test_the_round_that_is_waited_for_is_on_the_board_whatever_else_has_begun() -> None:
    long = [germany(id=f"long-{number}", last_day=date(2021, 7, 30), sessions=()) for number in range(4)]
    read = page(*long, replace(germany(), first_day=date(2021, 6, 4), sessions=germany().sessions[1:]))
    assert [("hidden" in its.attributes) for its in read.all("[data-weekend]")] == [False, True, True, True]
    assert read.texts("[data-weekend]:not([hidden]) a") == ["Race of Germany"]


def test_the_next_round_is_open_and_no_other() -> None:
    opened = [its.attributes["id"] for its in page(germany(), SPAIN).all("details.round") if "open" in its.attributes]
    assert opened == ["round-germany"]


def links(read: ReadPage) -> list[str]:
    return [its.attributes["href"] for its in read.all(".inside a") if its.text == "Watch live"]


def test_what_is_to_come_can_be_watched_and_nothing_that_is_over() -> None:
    qualifying, race = germany().sessions[:2]
    race = replace(race, live="https://example.org/race")
    live = germany(live="https://example.org/round", sessions=(qualifying, race))
    after = {"2021-06-01T08:00Z": 2, "2021-06-05T10:30Z": 0}
    assert links(page(live)) == ["https://example.org/race", "https://example.org/round"]
    assert {now: len(links(page(live, now=parse_instant(now)))) for now in after} == after


def test_a_postponed_round_has_no_date_and_says_which_it_had() -> None:
    read = page(germany(), replace(SPAIN, status=Status.POSTPONED))
    assert read.texts("#round-spain .dates") == ["— TBC"]
    assert read.texts("#round-spain .chip") == ["Postponed"]
    assert read.texts("#round-spain .inside > p") == ["It was to be on 10–11 Jul 2021."]


@pytest.mark.parametrize(
    ("facts", "word"),
    [
        ({"status": Status.CANCELLED}, "Cancelled"),
        ({"status": Status.PROVISIONAL}, "Provisional"),
        ({}, "Times to come"),
    ],
)
def test_each_state_is_told_by_a_word(facts: dict[str, object], word: str) -> None:
    assert page(germany(), replace(SPAIN, **facts)).texts("#round-spain .chip") == [word]  # type: ignore[arg-type]


def test_the_legend_of_the_strip_has_the_states_that_are_on_it_and_no_others() -> None:
    off = replace(SPAIN, id="off", status=Status.CANCELLED)
    assert page(germany(), off, NO_DATE).texts(".legend li") == ["To come", "Cancelled"]
    assert page(SPAIN).texts(".legend li") == ["Times to come"]


def test_raced_rounds_are_folded_until_there_are_no_others() -> None:
    now = parse_instant("2021-07-01T00:00Z")
    assert "open" not in page(germany(), SPAIN, now=now).all(".raced-rounds")[0].attributes
    assert "open" in page(germany(), now=now).all(".raced-rounds")[0].attributes


def test_rounds_that_are_off_stand_behind_what_is_to_come_or_else_behind_what_was_raced() -> None:
    off = replace(SPAIN, id="off", name="Off", status=Status.CANCELLED)
    for rounds, names in (
        ((germany(), off, SPAIN), ["Race of Spain", "Off", "Race of Germany"]),
        ((germany(), off), ["Race of Germany", "Off"]),
    ):
        assert page(*rounds, now=parse_instant("2021-07-01T00:00Z")).texts(".round .round-name") == names


def test_of_times_it_is_said_whose_they_are_only_where_there_are_some() -> None:
    def has_note(read: ReadPage) -> bool:
        return "Times at the venue; the calendar shows them in its own zone." in read.texts(".builder-note")

    assert has_note(page())
    assert not has_note(page(SPAIN))


def test_a_change_of_the_last_two_weeks_is_told_with_the_old_and_the_new() -> None:
    moved = replace(SPAIN, first_day=date(2021, 7, 17), last_day=date(2021, 7, 18))
    publication = published(season(germany(), SPAIN), season(germany(), moved))
    read = read_page("/wtcr/2021/", FIRST_NOW, publication)
    told = "Tue, 1 Jun 2021 A new date. was 10–11 Jul 2021 now 17–18 Jul 2021"
    assert read.texts("#round-spain .change-note") == [told]
    assert (read.texts("#round-spain del"), read.texts("#round-spain ins")) == (["10–11 Jul 2021"], ["17–18 Jul 2021"])
    assert "Changed" in read.texts("#round-spain .chip")
    later = read_page("/wtcr/2021/", parse_instant("2021-06-20T00:00Z"), publication)
    assert later.texts("#round-spain .change-note") == []


def test_drivers_lead_to_their_page_and_their_feed_and_only_titles_that_not_all_share_are_named() -> None:
    titles = (Title("drivers", "Drivers' Title"), Title("junior", "Junior Title"))
    drivers = (
        Driver("jessica-backman", "Jessica Bäckman", "Sweden", ("drivers", "junior")),
        Driver("yvan-muller", "Yvan Muller", "France", ("drivers",)),
    )
    read = read_page("/wtcr/2021/", FIRST_NOW, published(replace(season(), titles=titles, drivers=drivers)))
    assert read.texts(".driver-name") == ["Jessica Bäckman Junior Title", "Yvan Muller"]
    assert [its.attributes["href"] for its in read.all(".driver a")[:2]] == [
        "../../drivers/jessica-backman/",
        "../../drivers/jessica-backman.ics",
    ]
    assert len(read.all(".driver .flag")) == 2


@pytest.mark.parametrize(("tag", "says"), [("sv", ["tors 14:30"]), ("de", ["Do, 14:30"])])
def test_it_is_in_the_language_that_is_asked_for(tag: str, says: list[str]) -> None:
    assert page(tag=tag).texts(".count") == says


def test_a_series_shows_the_season_that_its_next_round_is_of_and_then_the_newest() -> None:
    next_year = replace(SPAIN, first_day=date(2022, 7, 9), last_day=date(2022, 7, 10))
    both = (published(season(SPAIN)), published(season(next_year, id_="2022")))
    for now, shown in (("2021-06-01", "2021"), ("2021-08-01", "2022"), ("2023-01-01", "2022")):
        assert read_page("/wtcr/", parse_instant(f"{now}T00:00Z"), *both).texts("h1") == [f"WTCR {shown}"]
