"""Which years a season's id names, and when none of its dates is in one of them."""

from __future__ import annotations

import pytest

from season_calendar.season_file import read_season


@pytest.mark.parametrize(
    ("season", "day", "is_warned_of"),
    [
        ("2021", "2021-05-01", False),
        ("2021", "2020-12-31", True),
        ("2020-21", "2021-05-01", False),
        ("2020-21", "2022-05-01", True),
        ("winter-2020-2021", "2021-02-01", False),
        ("1999-00", "2000-01-01", False),
        ("8", "2021-05-01", False),
        ("season-10", "2021-05-01", False),
        ("20215", "2021-05-01", False),
    ],
)
def test_a_season_is_doubted_where_no_date_is_in_a_year_that_it_names(
    season: str, day: str, is_warned_of: bool
) -> None:
    venues = "venues: {spa: {name: Spa, zone: Europe/Brussels}}\n"
    rounds = f"rounds: [{{id: a, name: A, venue: spa, dates: {day}}}]\n"
    text = f"schema: 1\nseries: {{id: x, name: X}}\nseason: {season}\n{venues}{rounds}"
    _, warnings = read_season(text.encode(), "f")
    assert bool(warnings) == is_warned_of
