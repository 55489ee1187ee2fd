"""Facts as journals keep them: for ever readable, and the same facts for ever the same text."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, replace

import pytest
from hypothesis import given
from support.any_season import seasons
from support.racing import germany, season

from season_calendar.errors import UnreadableFactError
from season_calendar.model import Coordinates, Season
from season_calendar.publishing.facts import EventFacts, facts_of
from season_calendar.publishing.facts_codec import (
    FIRST_FACTS,
    content_of,
    from_json,
    from_plain,
    to_json,
    to_plain,
)
from season_calendar.publishing.publish import RENDER_VERSION, fingerprint

ROUND, QUALIFYING, RACE_1, RACE_2 = facts_of(season(germany()))

CONTENT_OF_RACE_1 = (
    '{"uid":"wtcr.2021.germany.race-1@season-calendar","series_id":"wtcr","season_id":"2021",'
    '"round_id":"germany","session_id":"race-1","kind":"race","series_name":"WTCR",'
    '"round_name":"Race of Germany","session_name":"Race 1","label":null,'
    '"first_day":"2021-06-05","last_day":"2021-06-05",'
    '"start_at":"2021-06-05T09:00:00Z","end_at":"2021-06-05T10:00:00Z","status":"confirmed",'
    '"venue_name":"Nürburgring Nordschleife","place":"Nürburg, Germany","zone_name":"Europe/Berlin",'
    '"coordinates":[50.3356,6.9475],"note":null,"link":"https://www.fiawtcr.com/"}'
)
"""As version 0.1.0 kept it."""


def test_the_content_is_one_line_in_an_order_that_never_changes() -> None:
    assert content_of(RACE_1) == CONTENT_OF_RACE_1


def test_an_event_without_newer_facts_has_the_fingerprint_it_had_in_0_1_0_but_for_the_render_version() -> None:
    assert fingerprint(RACE_1) == hashlib.sha256(f"{RENDER_VERSION}\n{CONTENT_OF_RACE_1}".encode()).hexdigest()


def test_a_newer_fact_stands_in_the_content_where_it_is_known_and_nowhere_else() -> None:
    assert content_of(replace(RACE_1, country="DE")) == CONTENT_OF_RACE_1[:-1] + ',"country":"DE"}'
    assert content_of(replace(RACE_1, live="https://example.org")) == (
        CONTENT_OF_RACE_1[:-1] + ',"live":"https://example.org"}'
    )


def test_facts_of_0_1_0_are_read_and_what_they_lack_is_not_known() -> None:
    assert from_json(CONTENT_OF_RACE_1) == RACE_1


def test_what_is_kept_says_the_version_of_its_facts() -> None:
    assert to_json(RACE_1) == '{"version":2,' + CONTENT_OF_RACE_1[1:]


@given(seasons())
def test_facts_come_back_as_they_were(any_season: Season) -> None:
    for facts in facts_of(any_season):
        text = to_json(facts)
        assert "\n" not in text
        assert from_json(text) == facts
        assert to_json(from_json(text)) == text
        assert from_plain(to_plain(facts)) == facts
        assert from_plain(json.loads(json.dumps(to_plain(facts)))) == facts


def test_the_content_is_made_once() -> None:
    assert content_of(RACE_1) is content_of(RACE_1)


def test_facts_that_were_put_into_text_are_still_equal_to_those_that_were_not() -> None:
    asked = replace(RACE_1)
    content_of(asked)

    assert asked == replace(RACE_1)
    assert hash(asked) == hash(replace(RACE_1))
    assert content_of(replace(asked, note="New")) != content_of(asked)


def test_a_fact_that_came_later_may_be_unknown() -> None:
    """Else the events that journals hold could not be read, or would get other fingerprints."""
    facts = [its for its in fields(EventFacts) if its.init]

    assert tuple(its.name for its in facts[: len(FIRST_FACTS)]) == FIRST_FACTS
    assert all(its.default is None for its in facts[len(FIRST_FACTS) :])


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"uid":"wtcr.2021.germany.race-1@season-calendar",', "", "'uid': missing"),
        ('"kind":"race"', '"kind":null', "'kind': missing"),
        ('"round_name":"Race of Germany"', '"round_name":7', "'round_name': 7 is no str"),
        ('"label":null', '"label":["Round 1"]', r"'label': \['Round 1'\] is no str"),
        ('"status":"confirmed"', '"status":"fine"', "'status': 'fine' is not a valid Status"),
        ('"first_day":"2021-06-05"', '"first_day":"Saturday"', "'first_day': Invalid isoformat string: 'Saturday'"),
        ('"last_day":"2021-06-05"', '"last_day":20210605', "'last_day': 20210605 is no str"),
        ('"start_at":"2021-06-05T09:00:00Z"', '"start_at":"2021-06-05T09:00:00"', "'start_at': .* is not an instant"),
        ("[50.3356,6.9475]", "[50.3356]", r"'coordinates': \[50.3356\] are no coordinates"),
        ("[50.3356,6.9475]", "[90.1,6.9475]", "'coordinates': .* are no coordinates"),
        ("[50.3356,6.9475]", "[true,6.9475]", "'coordinates': .* are no coordinates"),
        ("[50.3356,6.9475]", "[NaN,6.9475]", "'facts': there are none"),
        ("[50.3356,6.9475]", '"north"', "'coordinates': 'north' are no coordinates"),
        ('{"uid"', '{"version":"two","uid"', "'version': 'two'"),
        ('{"uid"', '{"version":0,"uid"', "'version': 0"),
        ("{", "[", "'facts': there are none"),
        ("}", "}]", "'facts': there are none"),
    ],
)
def test_what_are_no_facts_is_told_with_the_name_of_the_fact(old: str, new: str, message: str) -> None:
    with pytest.raises(UnreadableFactError, match=f"^{message}") as refused:
        from_json(CONTENT_OF_RACE_1.replace(old, new, 1))
    assert not refused.value.is_newer


@pytest.mark.parametrize(("latitude", "longitude"), [(90, 180), (-90, -180)])
def test_the_poles_and_the_date_line_are_coordinates_and_nothing_is_beyond_them(latitude: int, longitude: int) -> None:
    plain = to_plain(RACE_1)
    edge = from_plain({**plain, "coordinates": [latitude, longitude]})
    assert edge.coordinates == Coordinates(latitude, longitude)
    for beyond in ([latitude * 1.001, longitude], [latitude, longitude * 1.001]):
        with pytest.raises(UnreadableFactError, match="are no coordinates"):
            from_plain({**plain, "coordinates": beyond})


def test_a_list_is_no_facts() -> None:
    with pytest.raises(UnreadableFactError, match="there are none"):
        from_json("[" * 100_000)


@pytest.mark.parametrize(
    ("added", "fact", "message"),
    [
        ('"wind":null,"weather":null,', "weather", "'weather': this version does not know it"),
        ('"version":3,', "version", "'version': 3"),
    ],
)
def test_facts_of_a_newer_version_are_refused_as_such(added: str, fact: str, message: str) -> None:
    with pytest.raises(UnreadableFactError) as refused:
        from_json("{" + added + CONTENT_OF_RACE_1[1:])
    assert (refused.value.fact, refused.value.is_newer, str(refused.value)) == (fact, True, message)
