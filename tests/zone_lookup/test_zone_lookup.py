"""The zones that are found are those that people wrote down."""

from __future__ import annotations

from pathlib import Path

import pytest

from season_calendar.season_file import read_season
from season_calendar.zone_lookup import zone_at

EVENTS = Path(__file__).parents[2] / "events.yaml"


def test_every_venue_of_the_real_season_is_in_the_zone_that_it_says() -> None:
    season, _ = read_season(EVENTS.read_bytes(), "events.yaml")
    placed = [round_.venue for round_ in season.rounds if round_.venue.coordinates]
    assert len(placed) == 7
    for venue in placed:
        assert venue.coordinates is not None
        found = zone_at(venue.coordinates.latitude, venue.coordinates.longitude)
        assert (venue.id, found) == (venue.id, venue.zone_name)


@pytest.mark.parametrize(
    ("latitude", "longitude", "zone"),
    [
        (43.7347, 7.4206, "Europe/Monaco"),
        (1.2914, 103.864, "Asia/Singapore"),
        (-37.8497, 144.968, "Australia/Melbourne"),
        (36.1147, -115.1728, "America/Los_Angeles"),
    ],
)
def test_a_city_between_or_beside_other_zones_has_its_own(latitude: float, longitude: float, zone: str) -> None:
    assert zone_at(latitude, longitude) == zone


@pytest.mark.parametrize(("latitude", "longitude"), [(0, 0), (90, 0), (91, 0), (0, -181), (float("nan"), 0)])
def test_the_sea_and_what_is_nowhere_have_no_zone(latitude: float, longitude: float) -> None:
    assert zone_at(latitude, longitude) is None
