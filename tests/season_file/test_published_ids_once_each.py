"""Which of several rounds or sessions is taken for one that was published: each for one, and never against ``was``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from season_calendar.season_file import PublishedRound, PublishedSession, read_season

RACE = PublishedSession("race-a", "race", date(2021, 7, 11), datetime(2021, 7, 11, 10, 0, tzinfo=UTC))
SPAIN = PublishedRound("spain", "MotorLand Aragón", date(2021, 7, 10), date(2021, 7, 11))


@dataclass
class Journal:
    """One that knows these rounds."""

    published: Sequence[PublishedRound]

    def has(self, ids: tuple[str, ...]) -> bool:
        return False

    def rounds(self, series_id: str, season_id: str) -> Sequence[PublishedRound]:
        return self.published


def warnings_of(rounds: str, *published: PublishedRound) -> list[str]:
    """What is said of ids in a season of these rounds, the first of which stands in line 8."""
    text = f"""\
schema: 1
series: {{id: wtcr, name: Cars}}
season: 2021
venues:
  motorland: {{name: MotorLand Aragón, zone: Europe/Madrid}}
  barcelona: {{name: Catalunya, zone: Europe/Madrid}}
rounds:
{rounds}"""
    _, warnings = read_season(text.encode(), "f", Journal(published))
    return [str(each) for each in warnings if "calendar" in str(each)]


def test_one_session_that_left_is_one_of_the_new_ones_only() -> None:
    rounds = """\
  - id: spain
    name: Spain
    venue: motorland
    dates: 2021-07-10 to 2021-07-11
    sessions:
      - {id: race-1, kind: race, start: 2021-07-11 12:00}
      - {id: race-2, kind: race, start: 2021-07-11 12:00}
"""
    (warning,) = warnings_of(rounds, replace(SPAIN, sessions=(RACE,)))
    assert "the session 'race-1' is the one that was published as 'race-a'" in warning


def test_two_sessions_that_left_are_found_each_once() -> None:
    rounds = """\
  - id: spain
    name: Spain
    venue: motorland
    dates: 2021-07-10 to 2021-07-11
    sessions:
      - {id: race-1, kind: race, start: 2021-07-11 12:00}
      - {id: race-2, kind: race, start: 2021-07-11 12:00}
"""
    both = (RACE, replace(RACE, id="race-b"))
    first, second = warnings_of(rounds, replace(SPAIN, sessions=both))
    assert "write in it was: race-a" in first
    assert "write in it was: race-b" in second


def test_a_round_that_says_what_it_was_may_be_another_weekend_though_the_one_it_was_had_left() -> None:
    moved = "  - {id: catalunya, was: spain, name: Spain, venue: barcelona, dates: 2021-09-01}\n"
    assert warnings_of(moved, replace(SPAIN, has_left=True)) == []


def test_a_round_without_dates_is_not_taken_for_the_weekend_that_left() -> None:
    undated = "  - {id: aragon, name: Spain, venue: motorland, status: postponed}\n"
    assert warnings_of(undated, SPAIN) == []
