"""The season that is shipped, and its ten revisions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from season_calendar.model import Season, Status
from season_calendar.season_file import read_season

ROOT = Path(__file__).parents[2]
REVISIONS = sorted((ROOT / "tests/fixtures/wtcr-2021").glob("rev-*.yaml"))


def read(path: Path) -> Season:
    season, warnings = read_season(path.read_bytes(), path.name)
    assert warnings == ()
    return season


def revision(number: int) -> Season:
    return read(REVISIONS[number - 1])


def days(season: Season) -> dict[str, tuple[date | None, date | None]]:
    return {round_.id: (round_.first_day, round_.last_day) for round_ in season.rounds}


def test_the_shipped_season_has_eight_rounds_from_the_nurburgring_to_macau() -> None:
    season = read(ROOT / "events.yaml")
    first, last = season.rounds[0], season.rounds[-1]
    assert [round_.id for round_ in season.rounds] == [
        "germany",
        "portugal",
        "spain",
        "italy",
        "hungary",
        "south-korea",
        "china",
        "macau",
    ]
    assert (first.venue.name, first.first_day, first.last_day) == (
        "Nürburgring Nordschleife",
        date(2021, 6, 3),
        date(2021, 6, 5),
    )
    assert (last.venue.name, last.first_day, last.last_day) == (
        "Circuito da Guia",
        date(2021, 11, 19),
        date(2021, 11, 21),
    )


def test_the_first_session_is_at_half_past_two_in_germany_and_its_races_have_no_time_yet() -> None:
    germany = read(ROOT / "events.yaml").rounds[0]
    fp1, _, _, race_1, race_2 = germany.sessions
    assert fp1.start_at == datetime(2021, 6, 3, 12, 30, tzinfo=UTC)
    assert fp1.end_at == datetime(2021, 6, 3, 13, 10, tzinfo=UTC)
    assert [(race.name, race.day, race.start_at, race.note) for race in (race_1, race_2)] == [
        ("Race 1", date(2021, 6, 5), None, "3 laps"),
        ("Race 2", date(2021, 6, 5), None, "3 laps"),
    ]


def test_the_backmans_race_for_the_junior_title_and_the_trophy() -> None:
    season = read(ROOT / "events.yaml")
    titles = {driver.name: driver.titles for driver in season.drivers}
    assert titles["Jessica Bäckman"] == titles["Andreas Bäckman"] == ("drivers", "junior", "trophy")


def test_china_has_no_venue_yet_and_is_provisional() -> None:
    china = next(round_ for round_ in read(ROOT / "events.yaml").rounds if round_.id == "china")
    assert (china.status, china.venue.name, china.venue.coordinates) == (
        Status.PROVISIONAL,
        "Venue to be confirmed",
        None,
    )


def test_there_are_ten_revisions_and_the_fourth_is_the_shipped_season_but_for_its_countries() -> None:
    shipped = read(ROOT / "events.yaml")
    rounds = tuple(replace(round_, venue=replace(round_.venue, country=None)) for round_ in shipped.rounds)
    assert len(REVISIONS) == 10
    assert revision(4) == replace(shipped, rounds=rounds)


def test_every_venue_of_the_shipped_season_has_its_country() -> None:
    countries = {round_.id: round_.venue.country for round_ in read(ROOT / "events.yaml").rounds}
    assert countries == {
        "germany": "DE",
        "portugal": "PT",
        "spain": "ES",
        "italy": "IT",
        "hungary": "HU",
        "south-korea": "KR",
        "china": "CN",
        "macau": "MO",
    }


@pytest.mark.parametrize("path", [ROOT / "events.yaml", *REVISIONS], ids=lambda path: path.name)
def test_every_file_names_the_json_schema_in_its_first_line(path: Path) -> None:
    first_line = path.read_text("utf-8").splitlines()[0]
    schema = first_line.removeprefix("# yaml-language-server: $schema=")
    assert (path.parent / schema).resolve() == ROOT / "src/season_calendar/season_file/format/season.schema.json"


def test_rounds_come_and_go_from_revision_to_revision() -> None:
    for number, (joining, leaving) in {
        2: ({"italy"}, {"slovakia"}),
        3: (set(), set()),
        7: ({"czech-republic", "france", "russia"}, set()),
        10: (set(), set()),
    }.items():
        before, after = set(days(revision(number - 1))), set(days(revision(number)))
        assert (after - before, before - after) == (joining, leaving)


def test_italy_is_postponed_and_comes_back_in_november() -> None:
    statuses = [revision(number).round("italy") for number in (5, 6, 7)]
    assert [(round_.status, round_.first_day) for round_ in statuses if round_] == [
        (Status.CONFIRMED, date(2021, 7, 31)),
        (Status.POSTPONED, None),
        (Status.CONFIRMED, date(2021, 11, 6)),
    ]


@pytest.mark.parametrize("number", [7, 8, 9, 10])
def test_the_asian_rounds_stay_in_the_file_as_cancelled(number: int) -> None:
    off = {round_.id for round_ in revision(number).rounds if round_.status is Status.CANCELLED}
    assert off == {"south-korea", "china", "macau"}


def test_the_czech_round_gets_a_day_with_its_timetable() -> None:
    czech = "czech-republic"
    assert days(revision(7))[czech] == (date(2021, 10, 9), date(2021, 10, 10))
    assert days(revision(8))[czech] == (date(2021, 10, 8), date(2021, 10, 10))


def test_timetables_come_one_by_one() -> None:
    with_timetable = [[round_.id for round_ in revision(number).rounds if round_.sessions] for number in range(1, 11)]
    assert [len(rounds) for rounds in with_timetable] == [0, 0, 0, 2, 3, 3, 4, 5, 6, 7]
    assert with_timetable[-1] == [
        "germany",
        "portugal",
        "spain",
        "hungary",
        "czech-republic",
        "france",
        "italy",
    ]
