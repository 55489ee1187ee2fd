"""Events and changes in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from support.racing import FIRST_NOW, germany, season

from season_calendar.model import Status
from season_calendar.publishing.changes import differences
from season_calendar.publishing.facts import EventFacts, facts_of
from season_calendar.wording.events import (
    describe_changes,
    is_tentative,
    kind_name,
    live_link,
    location,
    session_name,
    summary,
    title,
    watch_live,
    when_at_venue,
)
from season_calendar.wording.texts import texts_for

TEXTS = texts_for("en")
ROUND, QUALIFYING, RACE_1, RACE_2 = facts_of(season(germany()))


def test_titles() -> None:
    assert title(ROUND, TEXTS) == "WTCR: Race of Germany"
    assert title(QUALIFYING, TEXTS) == "WTCR Qualifying: Race of Germany"


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        (ROUND, "WTCR: Race of Germany"),
        (RACE_1, "WTCR Race 1: Race of Germany"),
        (RACE_2, "WTCR Race 2: Race of Germany (TBC)"),
        (replace(ROUND, status=Status.PROVISIONAL), "WTCR: Race of Germany (TBC)"),
        (replace(ROUND, status=Status.CANCELLED), "Cancelled: WTCR: Race of Germany"),
        (replace(RACE_2, status=Status.POSTPONED), "Postponed: WTCR Race 2: Race of Germany"),
    ],
)
def test_a_summary_adds_to_the_title_what_the_status_says(facts: EventFacts, text: str) -> None:
    assert summary(facts, TEXTS) == text


def test_of_what_was_removed_a_summary_says_no_more_than_that() -> None:
    removed = [summary(RACE_2, texts_for(language), removed=True) for language in ("en", "sv", "de")]
    assert removed == [
        "Removed: WTCR Race 2: Race of Germany",
        "Borttaget: WTCR Lopp 2: Race of Germany",
        "Entfernt: WTCR Rennen 2: Race of Germany",
    ]


def test_what_may_still_move_is_tentative() -> None:
    assert [is_tentative(facts) for facts in (ROUND, RACE_1, RACE_2)] == [False, False, True]
    assert is_tentative(replace(RACE_1, status=Status.PROVISIONAL))


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        (ROUND, "3–5 Jun 2021"),
        (replace(ROUND, last_day=ROUND.first_day), "Thu, 3 Jun 2021"),
        (QUALIFYING, "Thu, 3 Jun 2021, 14:30–15:10"),
        (RACE_2, "Sat, 5 Jun 2021, time to be confirmed"),
        (replace(ROUND, first_day=None, last_day=None), "no date yet"),
    ],
)
def test_times_are_told_as_the_clocks_at_the_venue_show_them(facts: EventFacts, text: str) -> None:
    assert when_at_venue(facts, TEXTS) == text


def test_a_location_is_the_venue_and_its_place() -> None:
    assert location(ROUND, TEXTS) == "Nürburgring Nordschleife, Nürburg, Germany"
    assert location(replace(ROUND, place=None), TEXTS) == "Nürburgring Nordschleife"
    assert location(replace(ROUND, place=None, country="DE"), TEXTS) == "Nürburgring Nordschleife, Germany"
    assert location(replace(ROUND, country="DE"), TEXTS) == location(ROUND, TEXTS)


def test_where_to_watch_an_event_is_told_unless_it_is_off() -> None:
    live = replace(RACE_1, live="https://example.org/live")
    assert live_link(live) == "https://example.org/live"
    assert watch_live(live, TEXTS) == "Watch live: https://example.org/live"
    for without in (RACE_1, replace(live, status=Status.CANCELLED), replace(live, status=Status.POSTPONED)):
        assert (live_link(without), watch_live(without, TEXTS)) == (None, None)


def told(before: EventFacts | None, after: EventFacts | None) -> str:
    return describe_changes(differences(before, after, FIRST_NOW), TEXTS)


def ends_at(facts: EventFacts, end: str) -> EventFacts:
    """The facts with another end, in UTC."""
    return replace(facts, end_at=datetime.fromisoformat(end).replace(tzinfo=UTC))


LONGER = ends_at(QUALIFYING, "2021-06-03T13:30")
LABELLED = replace(ROUND, label="Rounds 3 and 4")
LIVE = replace(ROUND, live="https://example.org/live")
LATER = replace(ROUND, first_day=date(2021, 6, 10), last_day=date(2021, 6, 12))
CANCELLED = replace(ROUND, status=Status.CANCELLED)
POSTPONED = replace(ROUND, status=Status.POSTPONED)
PROVISIONAL = replace(ROUND, status=Status.PROVISIONAL)
ESTORIL = replace(ROUND, venue_name="Circuito do Estoril", place="Estoril, Portugal", zone_name="Europe/Lisbon")
RACE_2_KNOWN = replace(RACE_2, start_at=RACE_1.start_at, end_at=RACE_1.end_at)
RACE_2_EARLIER = replace(QUALIFYING, uid=RACE_2.uid, session_id="race-2", kind="race", session_name="Race 2")


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (None, ROUND, "WTCR: Race of Germany joins the calendar: 3–5 Jun 2021."),
        (None, CANCELLED, "WTCR: Race of Germany is cancelled."),
        (None, POSTPONED, "WTCR: Race of Germany is postponed."),
        (ROUND, None, "WTCR: Race of Germany is no longer on the calendar."),
        (ROUND, CANCELLED, "WTCR: Race of Germany is cancelled."),
        (ROUND, POSTPONED, "WTCR: Race of Germany is postponed."),
        (ROUND, PROVISIONAL, "WTCR: Race of Germany is provisional."),
        (PROVISIONAL, ROUND, "WTCR: Race of Germany is confirmed."),
        (CANCELLED, ROUND, "WTCR: Race of Germany takes place after all: 3–5 Jun 2021."),
        (
            ROUND,
            LATER,
            "WTCR: Race of Germany is now on 10–12 Jun 2021 instead of 3–5 Jun 2021.",
        ),
        (
            QUALIFYING,
            replace(QUALIFYING, start_at=RACE_1.start_at, end_at=RACE_1.end_at),
            "WTCR Qualifying: Race of Germany moves from Thu, 3 Jun 2021, 14:30–15:10 to Sat, 5 Jun 2021, 11:00–12:00.",
        ),
        (
            RACE_2,
            RACE_2_KNOWN,
            "The time of WTCR Race 2: Race of Germany is now known: Sat, 5 Jun 2021, 11:00–12:00.",
        ),
        (
            RACE_2,
            RACE_2_EARLIER,
            "WTCR Race 2: Race of Germany is now on Thu, 3 Jun 2021, 14:30–15:10 "
            "instead of Sat, 5 Jun 2021, time to be confirmed.",
        ),
        (
            RACE_2,
            replace(RACE_2, first_day=date(2021, 6, 6), last_day=date(2021, 6, 6)),
            "WTCR Race 2: Race of Germany moves from Sat, 5 Jun 2021 to Sun, 6 Jun 2021.",
        ),
        (
            RACE_2,
            replace(RACE_2_KNOWN, first_day=date(2021, 6, 6), last_day=date(2021, 6, 6)),
            "WTCR Race 2: Race of Germany is now on Sat, 5 Jun 2021, 11:00–12:00 "
            "instead of Sat, 5 Jun 2021, time to be confirmed.",
        ),
        (
            ROUND,
            replace(ROUND, last_day=date(2021, 6, 6)),
            "WTCR: Race of Germany is now on 3–6 Jun 2021 instead of 3–5 Jun 2021.",
        ),
        (
            RACE_2_KNOWN,
            RACE_2,
            "WTCR Race 2: Race of Germany is now on Sat, 5 Jun 2021, time to be confirmed "
            "instead of Sat, 5 Jun 2021, 11:00–12:00.",
        ),
        (
            ROUND,
            ESTORIL,
            "WTCR: Race of Germany is now at Circuito do Estoril, Estoril, Portugal "
            "instead of Nürburgring Nordschleife, Nürburg, Germany.",
        ),
        (
            ROUND,
            replace(ROUND, round_name="Race of the Eifel"),
            "WTCR: Race of Germany is now called WTCR: Race of the Eifel.",
        ),
        (QUALIFYING, LONGER, "WTCR Qualifying: Race of Germany now ends at 15:30."),
        (
            QUALIFYING,
            ends_at(QUALIFYING, "2021-06-03T22:30"),
            "WTCR Qualifying: Race of Germany now ends at 00:30 on Fri, 4 Jun 2021.",
        ),
        (RACE_1, replace(RACE_1, kind="sprint"), "WTCR Race 1: Race of Germany is now listed as Sprint."),
        (RACE_1, replace(RACE_1, kind="parade"), "WTCR Race 1: Race of Germany is now listed as parade."),
        (ROUND, LABELLED, "WTCR: Race of Germany is now Rounds 3 and 4."),
        (LABELLED, ROUND, "WTCR: Race of Germany is no longer Rounds 3 and 4."),
        (replace(ROUND, link=None), ROUND, "WTCR: Race of Germany has a new link."),
        (ROUND, replace(ROUND, link="https://example.org/"), "WTCR: Race of Germany has a new link."),
        (ROUND, replace(ROUND, link=None), "WTCR: Race of Germany has no link any more."),
        (ROUND, LIVE, "WTCR: Race of Germany has a new link to watch it live."),
        (LIVE, ROUND, "WTCR: Race of Germany has no link to watch it live any more."),
        (ROUND, replace(ROUND, note="Doors at nine"), "WTCR: Race of Germany has a new note: Doors at nine"),
        (ROUND, replace(ROUND, note="Two\nlines."), "WTCR: Race of Germany has a new note: Two lines."),
        (replace(ROUND, note="Doors at nine"), ROUND, "WTCR: Race of Germany has no note any more."),
        (ROUND, replace(ROUND, country="DE"), "WTCR: Race of Germany: details updated."),
        (
            QUALIFYING,
            replace(LONGER, link=None, note="Longer."),
            "WTCR Qualifying: Race of Germany now ends at 15:30. "
            "WTCR Qualifying: Race of Germany has no link any more. "
            "WTCR Qualifying: Race of Germany has a new note: Longer.",
        ),
    ],
)
def test_a_change_is_a_sentence(before: EventFacts | None, after: EventFacts | None, sentence: str) -> None:
    assert told(before, after) == sentence


def test_several_changes_are_told_one_after_the_other() -> None:
    assert told(CANCELLED, replace(ROUND, note="x", round_name="Race of the Eifel")) == (
        "WTCR: Race of the Eifel takes place after all: 3–5 Jun 2021. "
        "WTCR: Race of Germany is now called WTCR: Race of the Eifel."
    )


def test_nothing_is_told_twice() -> None:
    cancelled = differences(ROUND, CANCELLED, FIRST_NOW)

    assert describe_changes(cancelled + cancelled, TEXTS) == "WTCR: Race of Germany is cancelled."


def test_what_comes_back_on_other_days_is_told_once() -> None:
    on_other_days = "WTCR: Race of Germany takes place after all: 10–12 Jun 2021."

    assert told(POSTPONED, LATER) == on_other_days


def test_what_is_called_off_has_no_time_to_be_told() -> None:
    assert told(ROUND, replace(LATER, status=Status.CANCELLED)) == "WTCR: Race of Germany is cancelled."
    off = replace(LONGER, status=Status.CANCELLED)
    assert told(QUALIFYING, off) == "WTCR Qualifying: Race of Germany is cancelled."
    assert (
        told(off, QUALIFYING) == "WTCR Qualifying: Race of Germany takes place after all: Thu, 3 Jun 2021, 14:30–15:10."
    )


def test_the_same_time_on_another_clock_is_told_with_its_zone() -> None:
    assert QUALIFYING.start_at is not None
    assert QUALIFYING.end_at is not None
    hour = timedelta(hours=1)
    lisbon = replace(
        QUALIFYING, zone_name="Europe/Lisbon", start_at=QUALIFYING.start_at + hour, end_at=QUALIFYING.end_at + hour
    )
    assert describe_changes(differences(QUALIFYING, lisbon, FIRST_NOW), TEXTS) == (
        "WTCR Qualifying: Race of Germany moves from Thu, 3 Jun 2021, 14:30–15:10 (Europe/Berlin) "
        "to Thu, 3 Jun 2021, 14:30–15:10 (Europe/Lisbon)."
    )


@pytest.mark.parametrize(
    ("id_", "kind", "name", "told"),
    [
        ("race", "race", "Race", "Lopp"),
        ("race-1", "race", "Race 1", "Lopp 1"),
        ("practice-2", "practice", "Practice 2", "Träning 2"),
        ("fp1", "practice", "FP1", "FP1"),
        ("q", "qualifying", "Qualifying", "Kval"),
        ("race-1", "race", "Race 2", "Race 2"),
        ("race-1", "race", "Race of Spain", "Race of Spain"),
        ("sprint-1", "race", "Sprint 1", "Sprint 1"),
        ("parade-1", "parade", "parade 1", "parade 1"),
    ],
)
def test_a_session_with_no_name_but_that_of_its_kind_is_told_in_the_language(
    id_: str, kind: str, name: str, told: str
) -> None:
    facts = replace(RACE_1, session_id=id_, kind=kind, session_name=name)
    assert session_name(facts, texts_for("sv")) == told
    assert title(facts, texts_for("sv")) == f"WTCR {told}: Race of Germany"
    assert title(facts, TEXTS) == f"WTCR {name}: Race of Germany"


def test_a_round_has_no_name_of_a_session() -> None:
    with pytest.raises(ValueError, match=r"^wtcr\.2021\.germany@season-calendar is a round"):
        session_name(ROUND, TEXTS)


def test_a_kind_is_told_in_the_language_where_every_season_knows_it() -> None:
    parade = replace(RACE_1, kind="drivers' parade")
    assert [kind_name(facts, texts_for("de")) for facts in (ROUND, RACE_1, parade)] == [
        "Rennwochenende",
        "Rennen",
        "drivers' parade",
    ]
