"""The list of changes: what belongs together is one, and what matters stands first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from support.racing import FIRST_NOW, germany, published, season, session

from season_calendar.model import Season, Status
from season_calendar.pages.shown.changes import ShownChange, changed_lately, shown_changes
from season_calendar.views.change_log import change_log
from season_calendar.wording.texts import texts_for

WHOLE = germany(sessions=())
SEASON = season(WHOLE)


def changes(before: Season, after: Season) -> list[ShownChange]:
    publication = published(before, after)
    return shown_changes(change_log([publication], texts_for(), lambda its: its.changes), texts_for())


def test_a_timetable_that_comes_out_is_one_change_with_its_sessions() -> None:
    (only,) = changes(SEASON, season())
    assert (only.what, [its.session_id for its in only.sessions]) == (
        "timetable",
        ["qualifying", "race-1", "race-2"],
    )


@pytest.mark.parametrize(
    ("kinds", "told"),
    [
        ("practice practice qualifying race race", "s0 … s3 · s4"),
        ("practice qualifying race", "s0 · s1 · s2"),
        ("race race race race", "s0 · s1 · s2 …"),
        ("race qualifying practice race", "s0 … s3"),
        ("test test", "s0 · s1"),
        ("test test test test", "s0 · s1 · s2 …"),
    ],
)
def test_a_timetable_is_told_by_its_beginning_and_its_races(kinds: str, told: str) -> None:
    sessions = [
        session(f"s{number}", kind, kind, date(2021, 6, 4), f"{8 + number:02}:00")
        for number, kind in enumerate(kinds.split())
    ]
    (only,) = changes(SEASON, season(germany(sessions=tuple(sessions))))
    assert " ".join(f"{its.session_id} {sign}" for its, sign in only.outline).strip() == told


def test_one_session_that_joins_is_a_change_of_its_own() -> None:
    (only,) = changes(SEASON, season(germany(sessions=germany().sessions[:1])))
    assert (only.what, only.facts.session_id, only.after) == ("added", "qualifying", "Thu, 3 Jun 2021, 14:30–15:10")


@pytest.mark.parametrize(
    ("status", "what"),
    [(Status.CANCELLED, "cancelled"), (Status.POSTPONED, "postponed"), (Status.PROVISIONAL, "provisional")],
)
def test_a_status_is_told_by_its_name_and_that_it_was_off_by_that(status: Status, what: str) -> None:
    other = season(replace(WHOLE, status=status))
    days = "3–5 Jun 2021" if status.is_off else None
    assert [(its.what, its.before, its.after) for its in changes(SEASON, other)] == [(what, days, None)]
    back = "again" if status.is_off else "confirmed"
    assert [(its.what, its.before, its.after) for its in changes(other, SEASON)] == [(back, None, days)]


def test_what_was_postponed_and_gets_a_new_date_is_told_with_the_old_one() -> None:
    postponed = replace(WHOLE, status=Status.POSTPONED)
    later = replace(WHOLE, first_day=date(2021, 8, 7), last_day=date(2021, 8, 8))
    (only,) = changes(season(postponed), season(later))
    assert (only.what, only.before, only.after) == ("time", "3–5 Jun 2021", "7–8 Aug 2021")


def test_of_what_changed_at_once_details_stand_last() -> None:
    spain = germany(id="spain", sessions=(), label="Round 2", first_day=date(2021, 7, 1), last_day=date(2021, 7, 2))
    before = season(replace(WHOLE, label="Round 1"), spain)
    after = season(replace(WHOLE, label="Round 9"), replace(spain, status=Status.CANCELLED))
    assert [its.what for its in changes(before, after)] == ["cancelled", "label"]


def test_a_change_is_told_beside_its_round_for_two_weeks() -> None:
    shown = changes(SEASON, season())
    day = (FIRST_NOW + timedelta(hours=1)).date()
    assert list(changed_lately(shown, day)) == ["germany"]
    assert list(changed_lately(shown, day + timedelta(days=13))) == ["germany"]
    assert changed_lately(shown, day + timedelta(days=14)) == {}
