"""What subscribers would be told had one season been published after another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from support.racing import FIRST_NOW, WTCR, germany, season

from season_calendar.model import Status
from season_calendar.publishing.changes import Aspect
from season_calendar.views.changes import changes_between, in_sentences
from season_calendar.wording.texts import texts_for


def test_the_same_season_brings_no_change() -> None:
    assert changes_between(season(), season(), FIRST_NOW) == ()


def test_a_cancelled_round_and_each_of_its_sessions_change() -> None:
    changes = changes_between(season(), season(germany(status=Status.CANCELLED)), FIRST_NOW)
    assert [(change.facts.session_id, change.aspect) for change in changes] == [
        (session_id, Aspect.STATUS) for session_id in (None, "qualifying", "race-1", "race-2")
    ]


def test_what_a_session_only_shares_with_its_round_is_said_once() -> None:
    changes = changes_between(season(), season(germany(status=Status.CANCELLED)), FIRST_NOW)
    assert in_sentences(changes, texts_for()) == ["WTCR: Race of Germany is cancelled."]


def test_a_new_link_of_the_series_is_said_once_a_round() -> None:
    others = replace(germany(), id="macau", name="Race of Macau")
    live = replace(WTCR, live="https://example.org/live")
    changes = changes_between(season(germany(), others), season(germany(), others, series=live), FIRST_NOW)
    assert len(changes) == 8
    assert in_sentences(changes, texts_for()) == [
        "WTCR: Race of Germany has a new link to watch it live.",
        "WTCR: Race of Macau has a new link to watch it live.",
    ]


def test_sentences_come_in_the_order_of_the_season() -> None:
    after = season(germany(last_day=date(2021, 6, 6), sessions=germany().sessions[1:]))
    days, leaves = in_sentences(changes_between(season(), after, FIRST_NOW), texts_for())
    assert days.startswith("WTCR: Race of Germany")
    assert leaves == "WTCR Qualifying: Race of Germany is no longer on the calendar."
