"""A session that left its round, which is still in the file: it can be withdrawn, and the round cannot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from support.racing import germany, season, session

from season_calendar.errors import EditRefusedError
from season_calendar.publishing.publish import publish
from season_calendar.seasons.forgetting import forget
from season_calendar.seasons.publishing import Journal, last_publications

SPRING = datetime(2021, 4, 1, tzinfo=UTC)
SUMMER = datetime(2021, 7, 1, tzinfo=UTC)
RACE_2 = session("race-2", "race", "Race 2", date(2021, 6, 5))
WITHOUT_RACE_1 = season(germany(sessions=(RACE_2,)))
FILES = [(Path("events.yaml"), WITHOUT_RACE_1)]


@pytest.fixture
def journal(open_journal: Callable[[], Journal]) -> Journal:
    """A journal in which the season was published with both races, and later without the first."""
    journal = open_journal()
    for state, now in ((season(), SPRING), (WITHOUT_RACE_1, SUMMER)):
        with journal.exclusive() as writer:
            writer.record(publish(state, writer.history("wtcr", "2021"), now))
    return journal


def test_a_session_that_left_is_withdrawn_while_its_round_is_still_in_the_file(journal: Journal) -> None:
    forget(journal, ("wtcr", "2021", "germany", "race-1"), FILES, SUMMER)
    (kept,) = last_publications(journal)
    assert [entry.facts.session_id for entry in kept.entries_at(SUMMER)] == [None, "qualifying", "race-2"]


@pytest.mark.parametrize("ids", [("germany",), ("germany", "race-2")])
def test_its_round_and_the_other_session_are_still_refused(journal: Journal, ids: tuple[str, ...]) -> None:
    with pytest.raises(EditRefusedError, match=r"is still in events\.yaml"):
        forget(journal, ("wtcr", "2021", *ids), FILES, SUMMER)
