"""Times on a day when the clocks change: which of two hours is meant, and no sentence that has to be read twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.pseudo_language import ACCENTED, PSEUDO
from support.racing import FIRST_NOW, germany, season

from season_calendar.publishing.changes import differences
from season_calendar.publishing.facts import EventFacts, facts_of
from season_calendar.wording.events import describe_changes, when_at_venue
from season_calendar.wording.texts import Texts, texts_for
from season_calendar.zoned_time import parse_instant

HOUR = timedelta(hours=1)
TEXTS = texts_for("en")
RACE = facts_of(season(germany()))[2]
FROM_AND_TO = {
    texts_for("en"): ("from", "to"),
    texts_for("sv"): ("från", "till"),
    texts_for("de"): ("von", "bis"),
    PSEUDO: ("from".translate(ACCENTED), "to".translate(ACCENTED)),
}


def race(start: str, end: str, zone_name: str = "Europe/Berlin") -> EventFacts:
    """A race from one instant to another."""
    return _race(parse_instant(start), parse_instant(end), zone_name)


def _race(start_at: datetime, end_at: datetime, zone_name: str) -> EventFacts:
    facts = replace(RACE, start_at=start_at, end_at=end_at, zone_name=zone_name)
    day = start_at.astimezone(facts.zone).date()
    return replace(facts, first_day=day, last_day=day)


def told(before: EventFacts, after: EventFacts, texts: Texts = TEXTS) -> str:
    return describe_changes(differences(before, after, FIRST_NOW), texts)


TWICE = race("2021-10-31T00:30Z", "2021-10-31T01:30Z")
AFTERWARDS = race("2021-10-31T02:00Z", "2021-10-31T02:30Z")


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        (TWICE, "Sun, 31 Oct 2021, 02:30 +02:00 to 02:30 +01:00"),
        (race("2021-10-31T00:10Z", "2021-10-31T00:30Z"), "Sun, 31 Oct 2021, 02:10 +02:00 to 02:30 +02:00"),
        (
            race("2021-10-30T21:00Z", "2021-10-31T12:00Z"),
            "Sat, 30 Oct 2021, 23:00 +02:00 to Sun, 31 Oct 2021, 13:00 +01:00",
        ),
        (race("2021-03-28T00:30Z", "2021-03-28T01:30Z"), "Sun, 28 Mar 2021, 01:30 +01:00 to 03:30 +02:00"),
        (AFTERWARDS, "Sun, 31 Oct 2021, 03:00–03:30"),
        (race("2021-10-31T00:30Z", "2021-10-31T01:30Z", "Asia/Tokyo"), "Sun, 31 Oct 2021, 09:30–10:30"),
        (
            race("2021-04-03T14:40Z", "2021-04-03T15:10Z", "Australia/Lord_Howe"),
            "Sun, 4 Apr 2021, 01:40 +11:00 to 01:40 +10:30",
        ),
    ],
)
def test_a_time_has_offsets_where_the_clocks_change_and_only_there(facts: EventFacts, text: str) -> None:
    assert when_at_venue(facts, TEXTS) == text


def test_a_move_to_an_hour_that_happens_twice_is_not_told_from_and_to() -> None:
    assert told(AFTERWARDS, TWICE) == (
        "WTCR Race 1: Race of Germany is now on Sun, 31 Oct 2021, 02:30 +02:00 to 02:30 +01:00 "
        "instead of Sun, 31 Oct 2021, 03:00–03:30."
    )


def test_a_move_from_the_first_to_the_second_of_two_hours_is_seen() -> None:
    first, second = race("2021-10-31T00:10Z", "2021-10-31T00:20Z"), race("2021-10-31T01:10Z", "2021-10-31T01:20Z")
    assert told(first, second) == (
        "WTCR Race 1: Race of Germany is now on Sun, 31 Oct 2021, 02:10 +01:00 to 02:20 +01:00 "
        "instead of Sun, 31 Oct 2021, 02:10 +02:00 to 02:20 +02:00."
    )


def test_a_move_past_midnight_is_not_told_from_and_to() -> None:
    evening, night = race("2021-06-05T19:30Z", "2021-06-05T20:30Z"), race("2021-06-05T21:30Z", "2021-06-05T22:30Z")
    assert told(evening, night) == (
        "WTCR Race 1: Race of Germany is now on Sat, 5 Jun 2021, 23:30 – Sun, 6 Jun 2021, 00:30 "
        "instead of Sat, 5 Jun 2021, 21:30–22:30."
    )


def test_an_end_that_happens_twice_shows_which_it_is() -> None:
    longer = race("2021-10-31T00:30Z", "2021-10-31T01:45Z")
    assert told(TWICE, longer) == "WTCR Race 1: Race of Germany now ends at 02:45 +01:00."


ZONES = st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Tokyo"])
NEAR_A_CHANGE = st.sampled_from(["2021-03-28", "2021-04-03", "2021-06-05", "2021-10-02", "2021-10-30", "2021-11-07"])


@st.composite
def races(draw: st.DrawFn) -> EventFacts:
    """A race of up to a day and a half, near the days on which clocks change."""
    midnight = datetime.fromisoformat(draw(NEAR_A_CHANGE)).replace(tzinfo=UTC)
    start_at = midnight + timedelta(minutes=draw(st.integers(0, 2 * 24 * 6)) * 10)
    return _race(start_at, start_at + timedelta(minutes=draw(st.integers(1, 36 * 6)) * 10), draw(ZONES))


@given(races(), races())
def test_no_sentence_in_any_language_reads_from_a_to_b_to_c(before: EventFacts, after: EventFacts) -> None:
    for texts, (from_, to) in FROM_AND_TO.items():
        for change in differences(before, after, FIRST_NOW):
            words = describe_changes([change], texts).split()
            if from_ in words:
                assert words.count(to) + words.count("–") + words.count("-") <= 1


@given(races())
def test_no_two_instants_are_told_alike_on_one_clock(facts: EventFacts) -> None:
    assert facts.start_at is not None
    assert facts.end_at is not None
    later = [_race(facts.start_at + by, facts.end_at + by, facts.zone_name) for by in (HOUR / 2, HOUR)]
    for texts in FROM_AND_TO:
        assert len({when_at_venue(its, texts) for its in (facts, *later)}) == 3
