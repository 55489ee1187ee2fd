"""What a season file without problems is read as: its values, and what stands where it says nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from season_calendar.model import Coordinates, Driver, Season, Series, Session, Status, Title, Venue
from season_calendar.season_file import read_season

SHORTEST = """\
schema: 1
series: {id: wtcr, name: World Touring Car Cup}
season: 2021
rounds: []
"""

MINUTE = timedelta(minutes=1)


def read(text: str) -> Season:
    season, warnings = read_season(text.encode(), "f")
    assert warnings == ()
    return season


def session(text: str, *, above: str = "") -> Session:
    """The one session of a round from 29 to 31 October 2021 in Brussels, where the clocks go back on the 31st."""
    season = read(
        SHORTEST.replace("rounds: []\n", "")
        + above
        + "venues: {spa: {name: Spa, zone: Europe/Brussels}}\n"
        + "rounds:\n  - id: belgium\n    name: Race of Belgium\n    venue: spa\n"
        + f"    dates: 2021-10-29 to 2021-10-31\n    sessions: [{{{text}}}]\n"
    )
    return season.rounds[0].sessions[0]


def utc(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2021, 10, day, hour, minute, tzinfo=UTC)


def test_the_shortest_file_has_the_usual_reminders_and_the_id_as_short_name() -> None:
    assert read(SHORTEST) == Season(
        series=Series("wtcr", "World Touring Car Cup", short_name="WTCR"),
        id="2021",
        lead_times={
            "round": (timedelta(days=7), timedelta(days=1)),
            "qualifying": (30 * MINUTE,),
            "race": (60 * MINUTE,),
            "sprint": (60 * MINUTE,),
        },
    )


def test_reminders_replace_the_usual_ones_of_their_kind_and_an_empty_list_removes_them() -> None:
    reminders = "reminders: {round: [], race: [10m, 1d, 10m], Super Pole: [5m], ceremony: []}\n"
    pole = "venues: {spa: {name: Spa, zone: UTC}}\nrounds:\n" + (
        "  - {id: a, name: A, venue: spa, dates: 2021-10-29,"
        " sessions: [{id: pole, kind: super pole, start: 2021-10-29}]}\n"
    )
    assert read(SHORTEST.replace("rounds: []\n", reminders + pole)).lead_times == {
        "qualifying": (30 * MINUTE,),
        "race": (timedelta(days=1), 10 * MINUTE),
        "sprint": (60 * MINUTE,),
        "super-pole": (5 * MINUTE,),
    }


def test_every_value_reaches_the_season() -> None:
    season = read(
        """\
schema: 1
series: {id: wtcr, name: Touring, short_name: TC, link: "https://example.org/?a=b#c", color: crimson, live: https://live.example,
  uid_domain: calendar.example.org}
season: winter-2021
titles: {junior: Junior Title, cup: {name: Cup, counts: [belgium]}, trophy: {name: Trophy}}
drivers:
  jessica: {name: Jessica Bäckman, country: Sweden, titles: [junior]}
  guest: {name: Guest, rounds: [belgium]}
venues:
  spa:
    name: Spa
    place: Stavelot, Belgium
    country: BE
    zone: Europe/Brussels
    coordinates: [50.4, -5]
    length_km: 7.004
rounds:
  - id: belgium
    was: spa
    name: "Race: of Belgium"
    label: Round 1
    venue: spa
    dates: 2021-10-29
    status: provisional
    note: |
      Two lines,
      with an end.
    link: http://example.org
    live: http://live.example/belgium
    sessions:
      - {id: race, was: race-1, kind: race, start: 2021-10-29, live: https://live.example/race}
"""
    )
    assert season.key == "wtcr/winter-2021"
    assert season.titles == (
        Title("junior", "Junior Title"),
        Title("cup", "Cup", ("belgium",)),
        Title("trophy", "Trophy"),
    )
    assert season.drivers == (
        Driver("jessica", "Jessica Bäckman", "Sweden", ("junior",)),
        Driver("guest", "Guest", rounds=("belgium",)),
    )
    assert season.series == Series(
        "wtcr", "Touring", "TC", "https://example.org/?a=b#c", "crimson", "https://live.example", "calendar.example.org"
    )
    (round_,) = season.rounds
    assert round_.venue == Venue(
        "spa", "Spa", "Europe/Brussels", "Stavelot, Belgium", Coordinates(50.4, -5.0), 7.004, "BE"
    )
    assert (round_.id, round_.name, round_.label) == ("belgium", "Race: of Belgium", "Round 1")
    assert (round_.first_day, round_.last_day) == (date(2021, 10, 29), date(2021, 10, 29))
    assert (round_.status, round_.note) == (Status.PROVISIONAL, "Two lines,\nwith an end.")
    assert (round_.link, round_.live) == ("http://example.org", "http://live.example/belgium")
    assert [its.live for its in round_.sessions] == ["https://live.example/race"]
    assert (round_.was, [its.was for its in round_.sessions]) == ("spa", ["race-1"])


@pytest.mark.parametrize("status", ["postponed", "provisional", "cancelled"])
def test_a_round_that_is_not_sure_needs_no_dates(status: str) -> None:
    rounds = f"venues: {{spa: {{name: Spa, zone: UTC}}}}\nrounds: [{{id: a, name: A, venue: spa, status: {status}}}]\n"
    (round_,) = read(SHORTEST.replace("rounds: []\n", rounds)).rounds
    assert (round_.first_day, round_.last_day, round_.status) == (None, None, Status(status))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("id: race-1, kind: race", "Race 1"),
        ("id: race-02, kind: race", "Race 2"),
        ("id: race, kind: race", "Race"),
        ("id: sunday, kind: race", "Race"),
        ("id: sunday-2, kind: race", "Race"),
        ("id: pole, kind: ' Superpole '", "Superpole"),
        ("id: warm-up-1, kind: Warm up", "Warm-up 1"),
        ("id: pole, kind: Superpole", "Superpole"),
        ("id: super-pole-1, kind: Super Pole", "Super Pole 1"),
        ("id: race-1, kind: race, name: The Big One", "The Big One"),
    ],
)
def test_a_session_without_a_name_is_called_after_its_kind(text: str, name: str) -> None:
    assert session(f"{text}, start: 2021-10-29").name == name


@pytest.mark.parametrize(
    ("written", "kind"),
    [("race", "race"), ("RACE", "race"), ("Warm up", "warm-up"), ("Straße", "strasse"), ("(race)", "race")],
)
def test_kinds_are_compared_without_case_and_spaces(written: str, kind: str) -> None:
    assert session(f"id: a, kind: {written}, start: 2021-10-29").kind == kind


@pytest.mark.parametrize(
    ("text", "start_at", "end_at"),
    [
        ("start: 2021-10-29 14:00, end: 15:10", utc(29, 12), utc(29, 13, 10)),
        ("start: 2021-10-29T14:00, duration: 1h30m", utc(29, 12), utc(29, 13, 30)),
        ("start: 2021-10-29 23:00, end: 2021-10-30 01:30", utc(29, 21), utc(29, 23, 30)),
        ("start: 2021-10-29", None, None),
        ("start: 2021-10-31 02:30+02:00, end: 2021-10-31 02:30+01:00", utc(31, 0, 30), utc(31, 1, 30)),
        ("start: 2021-10-31 02:30 +0100, duration: 10m", utc(31, 1, 30), utc(31, 1, 40)),
    ],
)
def test_times_at_the_venue_become_instants(text: str, start_at: datetime | None, end_at: datetime | None) -> None:
    read_session = session(f"id: race, kind: race, {text}")
    assert (read_session.start_at, read_session.end_at) == (start_at, end_at)


def test_a_duration_is_elapsed_time_when_the_clocks_go_back_and_an_end_is_what_the_clock_shows() -> None:
    by_duration = session("id: race, kind: race, start: 2021-10-31 01:00, duration: 3h")
    by_end = session("id: race, kind: race, start: 2021-10-31 01:00, end: 04:00")
    assert by_duration.start_at == by_end.start_at == utc(30, 23)
    assert by_duration.end_at == utc(31, 2)
    assert by_end.end_at == utc(31, 3)


@pytest.mark.parametrize(
    ("kind", "above", "minutes"),
    [
        ("race", "", 60),
        ("practice", "", 45),
        ("autograph hour", "", 60),
        ("race", "durations: {race: 25m}\n", 25),
        ("Super Pole", "durations: {super-pole: 5m}\n", 5),
    ],
)
def test_a_session_takes_what_is_usual_for_its_kind(kind: str, above: str, minutes: int) -> None:
    read_session = session(f"id: a, kind: {kind}, start: 2021-10-29 10:00", above=above)
    assert read_session.start_at is not None
    assert read_session.end_at == read_session.start_at + minutes * MINUTE


def test_a_night_race_may_end_on_the_morning_after_its_round() -> None:
    night = session("id: race, kind: race, start: 2021-10-31 22:00, end: 2021-11-01 04:00")
    assert night.end_at == datetime(2021, 11, 1, 3, tzinfo=UTC)


def test_a_value_reached_through_an_alias_is_read_like_any_other() -> None:
    rounds = "venues: {a: &v {name: A, zone: UTC}, b: *v}\nrounds:\n" + "".join(
        f"  - {{id: {id_}, name: N, venue: {id_}, dates: 2021-10-29}}\n" for id_ in "ab"
    )
    first, second = read(SHORTEST.replace("rounds: []\n", rounds)).rounds
    assert (first.venue.name, second.venue.name) == ("A", "A")
