"""A season as it was last published, without its file."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from support.racing import FIRST_NOW, WTCR, germany, history, published, season

from season_calendar.model import default_lead_times
from season_calendar.publishing.last import is_forgotten, last_publication, season_of_entries
from season_calendar.publishing.publication import History
from season_calendar.publishing.publish import forget

BEFORE = history(published(season(), season(germany(note="Wet"))))


def test_what_was_published_last_is_there_as_it_is_and_nothing_of_it_is_new() -> None:
    last = last_publication(BEFORE)

    assert (last.edition, last.published_at, last.entries) == (2, BEFORE.published_at, BEFORE.entries)
    assert last.season == replace(season(), rounds=())
    assert (last.changed, last.changes) == ((), ())


def test_it_says_when_that_was_by_the_clock_of_that_time() -> None:
    ahead = history(published(season(), start=FIRST_NOW.replace(year=2036)))
    put_right = replace(ahead, seen_at=FIRST_NOW)

    assert last_publication(put_right).seen_at == FIRST_NOW


@pytest.mark.parametrize("before", [History(), replace(BEFORE, season=None), replace(BEFORE, published_at=None)])
def test_of_a_season_that_was_never_published_there_is_nothing(before: History) -> None:
    with pytest.raises(ValueError, match=r"^nothing was published of this season$"):
        last_publication(before)


def test_a_season_is_forgotten_once_all_of_its_events_are() -> None:
    now, (first, *others) = FIRST_NOW + timedelta(days=1), BEFORE.entries
    one_gone = forget(BEFORE, [first], now)

    assert not is_forgotten(last_publication(BEFORE))
    assert not is_forgotten(one_gone)
    assert is_forgotten(forget(history(one_gone), others, now))


def test_of_a_season_with_nothing_but_its_events_the_name_that_the_last_of_them_says_is_known() -> None:
    old, new = (published(season(series=replace(WTCR, short_name=name))) for name in ("WTCC", "WTCR"))
    its = season_of_entries("wtcr", "2021", [*old.entries.values(), *new.entries.values()])

    assert (its.key, its.series.short_name, its.series.name) == ("wtcr/2021", "WTCR", "WTCR")
    assert its.lead_times == default_lead_times()
    assert season_of_entries("wtcr", "2021", []).series.short_name == "wtcr"
