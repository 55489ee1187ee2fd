"""What search engines read of rounds and sessions: where, when, and whether they stand where they stood."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from support.racing import FIRST_NOW, NORDSCHLEIFE, germany, history, published, season, session

from season_calendar.model import Coordinates, Driver, Round, Season, Status, Venue
from season_calendar.pages.shown import structured_data as module
from season_calendar.pages.shown.programme import programme_of
from season_calendar.pages.shown.rounds import shown_rounds
from season_calendar.pages.visit import Visit
from season_calendar.publishing.changes import Change
from season_calendar.publishing.publication import Publication
from season_calendar.publishing.publish import publish

BASE = "https://example.org/races/"
JUNE_3, JUNE_4, JUNE_10, JULY_1 = date(2021, 6, 3), date(2021, 6, 4), date(2021, 6, 10), date(2021, 7, 1)


def told(*states: Season, base_url: str | None = BASE, now: datetime = FIRST_NOW, in_full: bool = True) -> Any:
    """What is told of the only round after these states were published one after the other."""
    changes: list[Change] = []
    publication: Publication | None = None
    for hours, state in enumerate(states):
        before = history(publication) if publication else history(published(state))
        publication = publish(state, before, FIRST_NOW + timedelta(hours=hours))
        changes += publication.changes
    assert publication is not None
    visit = Visit("/", "sv", "/sv", now, (publication,), base_url, changes_of=lambda _: changes)
    programme = programme_of(shown_rounds(publication, now))
    data = json.loads(module.structured_data(programme, publication, visit, in_full=in_full))
    assert data["@context"] == "https://schema.org"
    (only,) = data["@graph"]
    return only


def on(day: date, days: int = 2, **facts: object) -> Season:
    """A season of one round, that begins on a day."""
    facts = {"sessions": (), **facts}
    return season(germany(first_day=day, last_day=day + timedelta(days=days - 1), **facts))


def race(start: str | None, day: date = JUNE_4, **facts: Any) -> Season:
    """A season of one round with one session."""
    return on(JUNE_3, 8, sessions=(session("race", "race", "Race", day, start, **facts),))


def standing(event: Any) -> tuple[str, object, object]:
    return (
        event["eventStatus"].removeprefix("https://schema.org/Event"),
        event["startDate"],
        event.get("previousStartDate"),
    )


def test_a_round_is_told_with_its_days_its_place_and_the_whole_addresses_of_its_page_and_picture() -> None:
    assert told(season(germany(sessions=()))) == {
        "@type": "SportsEvent",
        "name": "WTCR: Race of Germany",
        "startDate": "2021-06-03",
        "endDate": "2021-06-05",
        "eventStatus": "https://schema.org/EventScheduled",
        "location": {
            "@type": "Place",
            "name": "Nürburgring Nordschleife",
            "address": {"@type": "PostalAddress", "addressLocality": "Nürburg, Germany", "addressCountry": "DE"},
            "geo": {"@type": "GeoCoordinates", "latitude": 50.3356, "longitude": 6.9475},
        },
        "url": "https://example.org/races/sv/wtcr/2021/germany/",
        "image": "https://example.org/races/sv/wtcr/2021/germany/card.png",
        "superEvent": {
            "@type": "EventSeries",
            "name": "FIA World Touring Car Cup 2021",
            "url": "https://example.org/races/sv/wtcr/2021/",
        },
        "competitor": [],
        "subEvent": [],
    }


def test_who_races_is_who_enters_the_round() -> None:
    drivers = (Driver("ann", "Ann"), Driver("bo", "Bo", rounds=("spain",)), Driver("cy", "Cy", rounds=("germany",)))
    assert told(replace(season(), drivers=drivers))["competitor"] == [
        {"@type": "Person", "name": "Ann", "url": "https://example.org/races/sv/drivers/ann/"},
        {"@type": "Person", "name": "Cy", "url": "https://example.org/races/sv/drivers/cy/"},
    ]


def test_where_nobody_knows_where_the_site_is_there_is_no_address_of_a_page_or_picture() -> None:
    assert {"url", "image"}.isdisjoint(told(season(), base_url=None))


def test_where_no_picture_can_be_drawn_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("season_calendar.pages.cards.pictures.can_draw", lambda: False)
    assert "image" not in told(season())


def test_a_round_that_left_the_season_has_a_page_and_no_picture() -> None:
    left = told(season(), Season(season().series, "2021", ()))
    assert left["eventStatus"] == "https://schema.org/EventCancelled"
    assert "url" in left
    assert "image" not in left


def test_a_place_of_which_only_the_name_is_known_is_in_no_country_that_nobody_has_told() -> None:
    bare = Venue("spa", "Spa", "Europe/Brussels")
    assert told(season(germany(venue=bare)))["location"] == {"@type": "Place", "name": "Spa", "address": "Spa"}


def test_a_place_on_the_equator_has_coordinates_too() -> None:
    null_island = replace(NORDSCHLEIFE, coordinates=Coordinates(0, 0))
    assert told(season(germany(venue=null_island)))["location"]["geo"]["latitude"] == 0


def test_sessions_are_told_on_the_page_of_their_round_by_the_clock_there_and_those_without_a_time_by_their_day() -> (
    None
):
    assert "subEvent" not in told(season(), in_full=False)
    assert [(its["name"], its["startDate"], its["endDate"]) for its in told(season())["subEvent"]] == [
        ("WTCR Kval: Race of Germany", "2021-06-03T14:30:00+02:00", "2021-06-03T15:10:00+02:00"),
        ("WTCR Lopp 1: Race of Germany", "2021-06-05T11:00:00+02:00", "2021-06-05T12:00:00+02:00"),
        ("WTCR Lopp 2: Race of Germany", "2021-06-05", "2021-06-05"),
    ]


def test_a_session_through_the_night_of_a_change_of_clocks_ends_by_the_new_offset() -> None:
    night = session("race", "race", "Race", date(2021, 10, 30), "22:00", 240)
    (only,) = told(on(date(2021, 10, 30), sessions=(night,)))["subEvent"]
    assert (only["startDate"], only["endDate"]) == ("2021-10-31T00:00:00+02:00", "2021-10-31T03:00:00+01:00")


@pytest.mark.parametrize(
    ("status", "told_as"),
    [
        (Status.CONFIRMED, "Scheduled"),
        (Status.PROVISIONAL, "Scheduled"),
        (Status.POSTPONED, "Postponed"),
        (Status.CANCELLED, "Cancelled"),
    ],
)
def test_what_is_off_keeps_its_date_and_says_so_as_its_sessions_do(status: Status, told_as: str) -> None:
    event = told(season(), season(germany(status=status)))
    assert standing(event) == (told_as, "2021-06-03", None)
    assert {standing(its)[0] for its in event["subEvent"]} == {told_as}


def test_one_session_can_be_off() -> None:
    event = told(race("09:00"), race("09:00", status=Status.CANCELLED))
    assert standing(event)[0] == "Scheduled"
    assert standing(event["subEvent"][0])[0] == "Cancelled"


def test_a_round_that_lost_its_date_keeps_the_last_one_it_had() -> None:
    undated: Round = replace(germany(), first_day=None, last_day=None, sessions=())
    assert standing(told(on(JUNE_3), season(undated))) == ("Postponed", "2021-06-03", None)


@pytest.mark.parametrize(
    ("starts", "earlier"),
    [
        ([JUNE_3, JUNE_10], "2021-06-03"),
        ([JUNE_3, JUNE_10, JULY_1], ["2021-06-03", "2021-06-10"]),
        ([JUNE_3, JUNE_10, JUNE_3], None),
        ([JUNE_3, JUNE_10, JULY_1, JUNE_10], "2021-06-03"),
        ([JUNE_3, JUNE_10, JUNE_3, JULY_1], ["2021-06-03", "2021-06-10"]),
    ],
)
def test_a_round_that_was_moved_tells_each_start_before_and_what_was_taken_back_is_forgotten(
    starts: list[date], earlier: list[str] | str | None
) -> None:
    event = told(*map(on, starts))
    status = "Rescheduled" if earlier else "Scheduled"
    assert standing(event) == (status, starts[-1].isoformat(), earlier)


def test_that_a_round_takes_a_day_more_or_has_another_name_and_venue_is_no_other_start() -> None:
    other = on(JUNE_3, 3, name="Race of the Eifel", venue=replace(NORDSCHLEIFE, name="Grand Prix circuit"))
    assert standing(told(on(JUNE_3), other)) == ("Scheduled", "2021-06-03", None)


def test_it_is_told_for_good() -> None:
    event = told(on(JUNE_3), on(JUNE_10), now=FIRST_NOW + timedelta(days=900))
    assert standing(event) == ("Rescheduled", "2021-06-10", "2021-06-03")


def test_a_round_that_was_moved_and_is_off_by_now_tells_no_earlier_start() -> None:
    assert standing(told(on(JUNE_3), on(JUNE_10, status=Status.CANCELLED))) == ("Cancelled", "2021-06-10", None)


def test_what_was_postponed_without_a_date_and_has_one_was_moved() -> None:
    undated: Round = replace(germany(), first_day=None, last_day=None, sessions=())
    assert standing(told(on(JUNE_3), season(undated), on(JULY_1))) == ("Rescheduled", "2021-07-01", "2021-06-03")


def test_what_left_the_season_and_came_back_on_another_day_was_moved() -> None:
    gone = Season(season().series, "2021", ())
    assert standing(told(on(JUNE_3), gone, on(JULY_1))) == ("Rescheduled", "2021-07-01", "2021-06-03")


@pytest.mark.parametrize(
    ("states", "earlier"),
    [
        ([race("09:00"), race("10:00")], "2021-06-04T11:00:00+02:00"),
        ([race(None), race("10:00")], None),
        ([race("09:00"), race(None), race("10:00")], "2021-06-04T11:00:00+02:00"),
        ([race(None, JUNE_3), race("10:00")], "2021-06-03"),
        ([race("10:00"), race("10:00", minutes=90, note="longer")], None),
    ],
)
def test_a_session_was_moved_where_it_had_another_time_and_not_where_it_only_got_one(
    states: list[Season], earlier: list[str] | str | None
) -> None:
    (only,) = told(*states)["subEvent"]
    status = "Rescheduled" if earlier else "Scheduled"
    assert standing(only) == (status, "2021-06-04T12:00:00+02:00", earlier)


def test_an_earlier_start_is_told_by_the_clock_where_it_was_to_be() -> None:
    moved = season(
        germany(venue=Venue("estoril", "Estoril", "Europe/Lisbon"), sessions=race("10:00").rounds[0].sessions)
    )
    (only,) = told(race("09:00"), moved)["subEvent"]
    assert standing(only) == ("Rescheduled", "2021-06-04T11:00:00+01:00", "2021-06-04T11:00:00+02:00")
