"""What a journal knows, as reading a season file asks for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import pytest
from support.racing import NORDSCHLEIFE, germany, season, session

from season_calendar.model import Round, Status, Venue
from season_calendar.publishing.facts import EventFacts, facts_of
from season_calendar.season_file import PublishedRound, PublishedSession
from season_calendar.seasons.published import PublishedBefore

RACE = session("race-1", "race", "Race 1", date(2021, 6, 5), "09:00")
GERMANY = germany(sessions=(RACE,))
BEFORE, AFTER = datetime(2021, 6, 1, tzinfo=UTC), datetime(2021, 7, 1, tzinfo=UTC)
LONG_AGO, LATELY = datetime(2021, 2, 1, tzinfo=UTC), datetime(2021, 5, 1, tzinfo=UTC)


@dataclass
class Kept:
    """A journal of one season, in no order; a round with when it left is a tombstone with all its sessions."""

    rounds: list[tuple[Round, datetime | None]]

    def has_series(self, series_id: str) -> bool:
        return series_id == "wtcr"

    def events(self, series_id: str, season_id: str) -> list[tuple[EventFacts, datetime | None]]:
        assert (series_id, season_id) == ("wtcr", "2021")
        return [(facts, left) for round_, left in self.rounds for facts in facts_of(season(round_))][::-1]


def test_a_round_is_told_with_its_sessions() -> None:
    race = PublishedSession("race-1", "race", date(2021, 6, 5), RACE.start_at)
    whole = PublishedRound("germany", NORDSCHLEIFE.name, date(2021, 6, 3), date(2021, 6, 5), (race,))
    journal = Kept([(GERMANY, None)])
    assert PublishedBefore(journal, BEFORE).rounds("wtcr", "2021") == (whole,)
    (later,) = PublishedBefore(journal, AFTER).rounds("wtcr", "2021")
    assert later == replace(whole, is_over=True, took_place=True, sessions=(replace(race, is_over=True),))


@pytest.mark.parametrize("status", [Status.PROVISIONAL, Status.POSTPONED, Status.CANCELLED])
def test_a_round_whose_days_are_over_took_place_only_where_it_was_confirmed(status: Status) -> None:
    (round_,) = PublishedBefore(Kept([(replace(GERMANY, status=status), None)]), AFTER).rounds("wtcr", "2021")
    assert (round_.is_over, round_.took_place) == (True, False)


def test_a_series_and_a_round_are_known_by_their_ids() -> None:
    published = PublishedBefore(Kept([(GERMANY, LATELY)]), BEFORE)
    assert (published.has(("wtcr",)), published.has(("f1",))) == (True, False)
    assert published.has(("wtcr", "2021", "germany"))
    assert not published.has(("wtcr", "2021", "spain"))


def test_of_several_rounds_with_one_id_the_one_that_is_there_counts_or_the_one_that_left_last() -> None:
    first, second, third = (
        replace(GERMANY, venue=Venue(name, name, "Europe/Berlin")) for name in ("lausitz", "hockenheim", "sachsenring")
    )
    there = PublishedBefore(Kept([(first, LATELY), (second, None), (third, LONG_AGO)]), BEFORE)
    assert [(its.venue_name, its.has_left) for its in there.rounds("wtcr", "2021")] == [("hockenheim", False)]
    gone = PublishedBefore(Kept([(first, LATELY), (third, LONG_AGO)]), BEFORE)
    assert [(its.venue_name, its.has_left) for its in gone.rounds("wtcr", "2021")] == [("lausitz", True)]
