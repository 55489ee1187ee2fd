"""What is kept of a season beside its events: read back as it was, and refused where it cannot be understood."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.any_season import MAYBE_TEXT, TEXT
from support.racing import germany, season

from season_calendar.errors import UnreadableFactError
from season_calendar.model import Driver, Season, Series, Title
from season_calendar.publishing.season_codec import from_json, from_plain, to_json, to_plain

IDS = st.sampled_from(["one", "two", "three"])
SPANS = st.lists(st.integers(1, 10_000).map(lambda minutes: timedelta(minutes=minutes)), max_size=3).map(tuple)
SEASONS = st.builds(
    Season,
    series=st.builds(
        Series, id=IDS, name=TEXT, short_name=TEXT, link=MAYBE_TEXT, color=MAYBE_TEXT, live=MAYBE_TEXT,
        uid_domain=MAYBE_TEXT,
    ),
    id=IDS,
    rounds=st.just(()),
    titles=st.lists(
        st.builds(Title, id=IDS, name=TEXT, counts=st.none() | st.lists(IDS).map(tuple)), max_size=2
    ).map(tuple),
    drivers=st.lists(
        st.builds(
            Driver, id=IDS, name=TEXT, country=MAYBE_TEXT, titles=st.lists(IDS).map(tuple),
            rounds=st.none() | st.lists(IDS).map(tuple),
        ),
        max_size=2,
    ).map(tuple),
    lead_times=st.dictionaries(TEXT, SPANS, max_size=2),
)  # fmt: skip


@given(SEASONS)
def test_any_season_is_read_back_as_it_was(its: Season) -> None:
    assert from_json(to_json(its), its.series.id, its.id) == its


def test_every_field_of_the_model_is_kept_but_rounds_and_ids() -> None:
    """Whoever adds one that is no text and no list of texts is told here."""
    full = Season(
        Series("wtcr", *"abcdef"),
        "2021",
        titles=(Title("t", "T", ("spain",)),),
        drivers=(Driver("d", "D", "SE", ("t",), ("spain",)),),
        lead_times={"race": (timedelta(hours=1),)},
    )
    plain = to_plain(full)
    assert plain.keys() == {its.name for its in fields(Season)} - {"rounds", "id"}
    assert plain["series"] == {its.name: getattr(full.series, its.name) for its in fields(Series) if its.name != "id"}
    assert from_plain(plain, "wtcr", "2021") == from_plain(json.loads(json.dumps(plain)), "wtcr", "2021") == full


def test_what_is_usual_is_left_out_and_rounds_are_no_part_of_it() -> None:
    text = to_json(replace(season(germany()), lead_times={"round": (timedelta(days=7),), "race": ()}))
    assert text == (
        '{"version":1,"series":{"name":"FIA World Touring Car Cup","short_name":"WTCR",'
        '"link":"https://www.fiawtcr.com/","color":"dodgerblue"},"lead_times":{"race":[],"round":["7d"]}}'
    )


def test_names_are_kept_as_they_are_written() -> None:
    assert '"name":"Jessica Bäckman"' in to_json(replace(season(), drivers=(Driver("jessica", "Jessica Bäckman"),)))


def test_a_driver_who_enters_no_round_is_not_taken_for_one_who_enters_all() -> None:
    its = replace(season(), rounds=(), drivers=(Driver("d", "D", rounds=()),))
    assert from_json(to_json(its), "wtcr", "2021").drivers[0].rounds == ()


@pytest.mark.parametrize(
    ("text", "name", "is_newer"),
    [
        ('{"version":2,"series":{}}', "version", True),
        ('{"version":0,"series":{"name":"A","short_name":"A"}}', "version", False),
        ('{"series":{"name":"A","short_name":"A"}}', "version", False),
        ("[" * 9999, "season", False),
        ("[]", "season", False),
        ("{", "season", False),
        ('{"version":1}', "series", False),
        ('{"version":1,"series":{"name":"A"}}', "short_name", False),
        ('{"version":1,"series":{"name":"A","short_name":7}}', "short_name", False),
        ('{"version":1,"series":{"name":"A","short_name":"A","id":"b"}}', "id", True),
        ('{"version":1,"series":{"name":"A","short_name":"A","motto":"Go"}}', "motto", True),
        ('{"version":1,"series":{"name":"A","short_name":"A"},"stewards":[]}', "stewards", True),
        ('{"version":1,"series":{"name":"A","short_name":"A"},"drivers":{}}', "drivers", False),
        ('{"version":1,"series":{"name":"A","short_name":"A"},"titles":{}}', "titles", False),
        ('{"version":1,"series":{"name":"A","short_name":"A"},"drivers":[7]}', "driver", False),
        ('{"version":1,"series":{"name":"A","short_name":"A"},"titles":[{"id":"a","name":"A","counts":"b"}]}',
         "counts", False),
        ('{"version":1,"series":{"name":"A","short_name":"A"},"lead_times":[]}', "lead_times", False),
        ('{"version":1,"series":{"name":"A","short_name":"A"},"lead_times":{"race":["soon"]}}', "lead_times", False),
        ('{"version":1,"series":{"name":"A","short_name":"A"},"lead_times":{"race":"1h"}}', "lead_times", False),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_refused_by_its_name(text: str, name: str, is_newer: bool) -> None:
    with pytest.raises(UnreadableFactError) as refused:
        from_json(text, "a", "2021")
    assert (refused.value.fact, refused.value.is_newer) == (name, is_newer)
