"""One id is one person in every series: a driver's other name in another season is doubted."""

from __future__ import annotations

from season_calendar.season_file import other_names_of_drivers, read_season

SEASON = """\
schema: 1
series: {id: wtcr, name: X}
season: 2021
drivers:
  jessica-backman: {name: Jessica Bäckman}
  guest:
    name: A Guest
rounds: []
"""
WTCR, _ = read_season(SEASON.encode(), "wtcr.yaml")


def warnings_of(text: str) -> list[str]:
    season, _ = read_season(text.encode(), "f")
    earlier, _ = read_season(SEASON.replace("2021", "2020").replace("A Guest", "Whoever").encode(), "earlier.yaml")
    return [str(each) for each in other_names_of_drivers(season, text.encode(), "f", [WTCR, earlier])]


def test_another_name_under_a_drivers_id_is_warned_of_where_it_stands_and_the_first_season_counts() -> None:
    other = SEASON.replace("wtcr", "stcc").replace("Jessica Bäckman", "Jessica Backman").replace("A Guest", "Whoever")
    hint = "in wtcr/2021 (an id is one person in every series: write one name, or give another person another id)"
    assert warnings_of(other) == [
        f"f:5:27: warning: the driver 'jessica-backman' is 'Jessica Backman' here, and 'Jessica Bäckman' {hint}",
        f"f:7:11: warning: the driver 'guest' is 'Whoever' here, and 'A Guest' {hint}",
    ]


def test_the_same_name_and_a_driver_of_this_season_alone_are_fine() -> None:
    assert warnings_of(SEASON.replace("wtcr", "stcc").replace("guest:", "newcomer:")) == []
