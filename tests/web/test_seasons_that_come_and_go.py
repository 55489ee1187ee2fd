"""A season that is published beside others is served at once, and one that is gone no longer."""

from __future__ import annotations

import asyncio

import pytest
from support.fake_source import FakeSource, StillClock
from support.racing import published, season

from season_calendar.publishing.publication import Publication
from season_calendar.web.answers.making import Maker
from season_calendar.web.answers.resources import Resources

OLD, NEW = published(season()), published(season(id_="2022"))


@pytest.mark.parametrize(
    ("before", "after"), [((OLD,), (OLD, NEW)), ((OLD, NEW), (OLD,))], ids=["one more at the end", "the last is gone"]
)
def test_the_feed_of_all_is_made_anew_when_a_season_joins_or_leaves_those_that_stay(
    before: tuple[Publication, ...], after: tuple[Publication, ...]
) -> None:
    source = FakeSource(*before)
    resources = Resources(source, StillClock(), Maker(None))

    def events() -> int:
        form = asyncio.run(resources.form("/all.ics", b"/all.ics", b"", {}))
        return form.whole.body.count(b"BEGIN:VEVENT")

    assert events() == 4 * len(before)
    source.publications = after
    assert resources.at_hand(b"/all.ics", {}) is None
    assert events() == 4 * len(after)
