"""Whatever seasons are published one after another."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from support.any_season import seasons
from support.racing import FIRST_NOW, history

from season_calendar.model import Season
from season_calendar.publishing.publication import History, Publication
from season_calendar.publishing.publish import publish

HOUR = timedelta(hours=1)


def published_in_turn(states: list[Season]) -> list[Publication]:
    publications: list[Publication] = []
    for state in states:
        before = history(publications[-1]) if publications else History()
        publications.append(publish(state, before, FIRST_NOW))
    return publications


class TestWhateverIsPublished:
    @given(st.lists(seasons(), min_size=1, max_size=4))
    def test_publishing_it_again_changes_nothing(self, states: list[Season]) -> None:
        last = published_in_turn(states)[-1]

        assert publish(states[-1], history(last), FIRST_NOW + HOUR) == replace(last, changed=(), changes=())

    @given(st.lists(seasons(), min_size=2, max_size=4))
    def test_an_event_once_published_stays_and_its_counts_never_fall(self, states: list[Season]) -> None:
        publications = published_in_turn(states)

        for before, after in pairwise(publications):
            assert before.entries.keys() <= after.entries.keys()
            for uid, entry in before.entries.items():
                now = after.entries[uid]
                assert now.uid == uid
                assert now.first_published_at == entry.first_published_at
                assert now.start_revision >= entry.start_revision
                if (now.facts, now.is_removed) == (entry.facts, entry.is_removed):
                    assert now == replace(entry, withdrawn_at=now.withdrawn_at)
                else:
                    assert now.sequence == entry.sequence + 1
                    assert now.modified_at == after.published_at > entry.modified_at

    @given(st.lists(seasons(), min_size=1, max_size=4))
    def test_every_event_of_it_has_a_date_and_is_in_the_season_or_over_or_a_tombstone(
        self, states: list[Season]
    ) -> None:
        last = published_in_turn(states)[-1]

        round_ids = {round_.id for round_ in states[-1].rounds}
        for entry in last.entries.values():
            over_at = entry.facts.over_at
            assert entry.facts.starts_at < over_at
            assert entry.facts.round_id in round_ids or entry.withdrawn_at is not None or over_at <= FIRST_NOW
            assert entry.withdrawn_at is None or over_at > FIRST_NOW
