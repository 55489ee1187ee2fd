"""What changed in an event, aspect by aspect."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from support.racing import FIRST_NOW, germany, season

from season_calendar.model import Status
from season_calendar.publishing.changes import Aspect, Change, differences, is_off, told_once
from season_calendar.publishing.facts import EventFacts, facts_of

ROUND, QUALIFYING, *_ = facts_of(season(germany()))

assert QUALIFYING.end_at is not None
LONGER = replace(QUALIFYING, end_at=QUALIFYING.end_at + timedelta(minutes=5))


def test_the_words_that_journals_keep_are_these_for_ever() -> None:
    assert [aspect.value for aspect in Aspect] == [
        *("added", "withdrawn", "status", "time", "venue", "name", "end"),
        *("kind", "label", "link", "live", "note", "details"),
    ]
    assert [status.value for status in Status] == ["confirmed", "provisional", "postponed", "cancelled"]


def aspects(before: EventFacts | None, after: EventFacts | None) -> list[Aspect]:
    return [change.aspect for change in differences(before, after, FIRST_NOW)]


def test_nothing_changed_where_everything_is_as_it_was() -> None:
    assert aspects(ROUND, ROUND) == []
    assert aspects(None, None) == []


def test_an_event_is_added_and_withdrawn_as_a_whole() -> None:
    assert differences(None, ROUND, FIRST_NOW) == (Change(Aspect.ADDED, FIRST_NOW, None, ROUND),)
    assert differences(ROUND, None, FIRST_NOW) == (Change(Aspect.WITHDRAWN, FIRST_NOW, ROUND, None),)


@pytest.mark.parametrize(
    ("after", "aspect"),
    [
        (replace(ROUND, status=Status.CANCELLED), Aspect.STATUS),
        (replace(ROUND, first_day=date(2021, 6, 4)), Aspect.TIME),
        (replace(ROUND, last_day=date(2021, 6, 6)), Aspect.TIME),
        (replace(ROUND, venue_name="Circuito do Estoril"), Aspect.VENUE),
        (replace(ROUND, place="Estoril, Portugal"), Aspect.VENUE),
        (replace(ROUND, round_name="Race of the Eifel"), Aspect.NAME),
        (replace(ROUND, kind="festival"), Aspect.KIND),
        (replace(ROUND, label="Rounds 1 and 2"), Aspect.LABEL),
        (replace(ROUND, link=None), Aspect.LINK),
        (replace(ROUND, live="https://example.org/live"), Aspect.LIVE),
        (replace(ROUND, note="Doors open at nine"), Aspect.NOTE),
        (replace(ROUND, zone_name="Europe/Lisbon"), Aspect.DETAILS),
        (replace(ROUND, country="DE"), Aspect.DETAILS),
        (replace(ROUND, coordinates=None), Aspect.DETAILS),
        (replace(ROUND, series_name="World Touring Car Cup"), Aspect.DETAILS),
    ],
)
def test_each_fact_belongs_to_one_aspect(after: EventFacts, aspect: Aspect) -> None:
    assert aspects(ROUND, after) == [aspect]


def test_ids_alone_are_nothing_to_be_told_of() -> None:
    assert aspects(QUALIFYING, replace(QUALIFYING, round_id="eifel", session_id="q")) == []


def test_a_session_that_ends_at_another_time_has_moved_only_where_it_starts_at_another_time_too() -> None:
    assert aspects(QUALIFYING, LONGER) == [Aspect.END]
    assert aspects(QUALIFYING, replace(LONGER, start_at=QUALIFYING.end_at)) == [Aspect.TIME]


def test_the_weightiest_aspect_comes_first_and_details_are_not_told_beside_another() -> None:
    after = replace(
        ROUND, note="Moved", round_name="Race", venue_name="Estoril", first_day=None, status=Status.POSTPONED
    )

    assert aspects(ROUND, after) == [Aspect.STATUS, Aspect.TIME, Aspect.VENUE, Aspect.NAME]


def test_an_end_is_told_beside_what_weighs_more_and_beside_details() -> None:
    assert aspects(QUALIFYING, replace(LONGER, venue_name="Estoril", note="Moved")) == [Aspect.VENUE, Aspect.END]
    assert aspects(QUALIFYING, replace(LONGER, note="Longer")) == [Aspect.END, Aspect.NOTE]


def test_details_without_a_name_are_not_told_beside_those_with_one() -> None:
    assert aspects(ROUND, replace(ROUND, link=None, note="Moved", country="DE")) == [Aspect.LINK, Aspect.NOTE]


def test_no_small_change_weighs_as_much_as_where_and_when_to_be() -> None:
    assert [aspect.value for aspect in Aspect if not aspect.is_weighty] == [
        *("kind", "label", "link", "live", "note", "details")
    ]


def test_a_change_tells_which_event_it_is_also_when_that_is_gone() -> None:
    added, withdrawn = (
        Change(Aspect.ADDED, FIRST_NOW, None, ROUND),
        Change(Aspect.WITHDRAWN, FIRST_NOW, ROUND, None),
    )

    assert added.facts == withdrawn.facts == ROUND
    with pytest.raises(ValueError, match=r"^a change has facts before or after$"):
        _ = Change(Aspect.DETAILS, FIRST_NOW, None, None).facts


@pytest.mark.parametrize(
    ("status", "off"),
    [(Status.CONFIRMED, False), (Status.PROVISIONAL, False), (Status.POSTPONED, True), (Status.CANCELLED, True)],
)
def test_what_is_cancelled_or_postponed_is_off(status: Status, off: bool) -> None:
    assert is_off(replace(ROUND, status=status)) is off


def test_what_is_not_there_is_off() -> None:
    assert is_off(None)


def changes_of(before: EventFacts, **after: object) -> tuple[Change, ...]:
    return differences(before, replace(before, **after), FIRST_NOW)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "after",
    [
        {"status": Status.CANCELLED},
        {"venue_name": "Circuito do Estoril"},
        {"place": "Estoril, Portugal"},
        {"link": None},
        {"live": "https://example.org/live"},
        {"series_name": "World Touring Car Cup"},
    ],
)
def test_what_a_session_shares_with_its_round_is_told_once(after: dict[str, object]) -> None:
    of_round, of_session = changes_of(ROUND, **after), changes_of(QUALIFYING, **after)
    assert told_once([*of_round, *of_session]) == list(of_round)
    assert told_once(of_session) == list(of_session)


def test_a_round_that_leaves_takes_its_sessions_along() -> None:
    gone = [change for facts in (ROUND, QUALIFYING) for change in differences(facts, None, FIRST_NOW)]
    assert told_once(gone) == gone[:1]


MACAU = replace(ROUND, round_id="macau", uid="wtcr.2021.macau@season-calendar")
NEXT_YEAR = replace(ROUND, season_id="2022", uid="wtcr.2022.germany@season-calendar")
FORMULA_E = replace(ROUND, series_id="fe", uid="fe.2021.germany@season-calendar")


@pytest.mark.parametrize("other", [MACAU, NEXT_YEAR, FORMULA_E], ids=["round", "season", "series"])
@pytest.mark.parametrize(
    "after", [None, {"status": Status.CANCELLED}, {"venue_name": "Estoril"}], ids=["leaves", "off", "elsewhere"]
)
def test_what_happens_to_another_round_does_not_tell_of_a_session(
    other: EventFacts, after: dict[str, Any] | None
) -> None:
    both = [
        change
        for facts in (other, QUALIFYING)
        for change in differences(facts, None if after is None else replace(facts, **after), FIRST_NOW)
    ]
    assert len(both) == 2
    assert told_once(both) == both


@pytest.mark.parametrize(
    "after",
    [
        {"first_day": date(2021, 6, 4), "last_day": date(2021, 6, 4)},
        {"round_name": "Race of the Eifel"},
        {"note": "Doors open at nine"},
    ],
)
def test_new_days_names_and_notes_are_told_of_the_round_and_of_each_session(after: dict[str, object]) -> None:
    both = [*changes_of(ROUND, **after), *changes_of(QUALIFYING, **after)]
    assert len(both) == 2
    assert told_once(both) == both


def test_a_round_that_joins_is_told_with_each_of_its_sessions() -> None:
    new = [change for facts in (ROUND, QUALIFYING) for change in differences(None, facts, FIRST_NOW)]
    assert told_once(new) == new


def test_a_session_that_leaves_a_round_that_is_cancelled_is_told_beside_it() -> None:
    both = [*changes_of(ROUND, status=Status.CANCELLED), *differences(QUALIFYING, None, FIRST_NOW)]
    assert told_once(both) == both


def test_what_a_session_changes_in_its_own_way_is_told() -> None:
    of_round = changes_of(ROUND, status=Status.POSTPONED)
    of_session = changes_of(QUALIFYING, status=Status.CANCELLED)
    moved = changes_of(QUALIFYING, first_day=date(2021, 6, 4))
    assert told_once([*of_round, *of_session, *moved]) == [*of_round, *of_session, *moved]


@pytest.mark.parametrize(
    "elsewhere", [{"venue_name": "Circuito do Estoril"}, {"venue_name": "Estoril", "place": "Cascais, Portugal"}]
)
def test_a_session_that_goes_elsewhere_than_its_round_is_told(elsewhere: dict[str, object]) -> None:
    both = [*changes_of(ROUND, venue_name="Estoril"), *changes_of(QUALIFYING, **elsewhere)]
    assert told_once(both) == both


def test_a_session_with_a_link_of_its_own_is_told_beside_its_round() -> None:
    both = [*changes_of(ROUND, link="https://example.org/"), *changes_of(QUALIFYING, link="https://example.org/q")]
    assert told_once(both) == both
