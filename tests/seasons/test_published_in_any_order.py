"""What was published is told the same, in whichever order a journal gives it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from support.racing import germany, season

from season_calendar.model import Round, Venue
from season_calendar.publishing.facts import EventFacts, facts_of
from season_calendar.publishing.publish import publish
from season_calendar.seasons.published import PublishedBefore
from season_calendar.seasons.publishing import Journal, last_publications

NOW = datetime(2021, 6, 1, tzinfo=UTC)
LONG_AGO, LATELY = datetime(2021, 2, 1, tzinfo=UTC), datetime(2021, 5, 1, tzinfo=UTC)
GERMANY = germany(sessions=())
SPAIN = replace(GERMANY, id="spain")


@dataclass
class Kept:
    """A journal of one season, in this order."""

    rounds: Sequence[tuple[Round, datetime | None]]

    def has_series(self, series_id: str) -> bool:
        return True

    def events(self, series_id: str, season_id: str) -> list[tuple[EventFacts, datetime | None]]:
        return [(facts, left) for round_, left in self.rounds for facts in facts_of(season(round_))]


@pytest.mark.parametrize("step", [1, -1])
def test_of_rounds_with_one_id_the_one_that_left_last_counts(step: int) -> None:
    old, new = (replace(GERMANY, venue=Venue(name, name, "Europe/Berlin")) for name in ("lausitz", "hockenheim"))
    journal = Kept([(old, LONG_AGO), (new, LATELY)][::step])
    assert [its.venue_name for its in PublishedBefore(journal, NOW).rounds("wtcr", "2021")] == ["hockenheim"]


@pytest.mark.parametrize("step", [1, -1])
def test_a_round_is_known_also_where_others_were_published(step: int) -> None:
    published = PublishedBefore(Kept([(GERMANY, None), (SPAIN, None)][::step]), NOW)
    assert published.has(("wtcr", "2021", "spain"))
    assert not published.has(("wtcr", "2021", "italy"))


def test_a_round_is_over_at_the_very_moment_at_which_it_ends() -> None:
    (facts,) = facts_of(season(GERMANY))
    journal = Kept([(GERMANY, None)])
    before, then = (
        PublishedBefore(journal, now).rounds("wtcr", "2021")[0].is_over
        for now in (facts.over_at - timedelta(seconds=1), facts.over_at)
    )
    assert (before, then) == (False, True)


def test_seasons_are_told_by_their_keys_whichever_was_published_first(open_journal: Callable[[], Journal]) -> None:
    for id_ in ("2022", "2021"):
        with open_journal().exclusive() as writer:
            writer.record(publish(season(id_=id_), writer.history("wtcr", id_), NOW))
    assert [its.season.key for its in last_publications(open_journal())] == ["wtcr/2021", "wtcr/2022"]
