"""What somebody wants to hear of a round, and when; which rounds are to be looked at for whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from support.racing import germany, history, session
from support.reminding import (
    DAY,
    HOUR,
    LONG_AGO,
    MINUTE,
    anna,
    at,
    editions,
    next_in_sight,
    occasion,
    reminding,
    subject_of,
)

from season_calendar.model import Driver, Round, Status, Title
from season_calendar.publishing.publication import History, Publication
from season_calendar.publishing.publish import publish
from season_calendar.reminders.occasions import Subject, subjects_of
from season_calendar.reminders.sight import Sighting, earliest_of_use, sighted
from season_calendar.reminders.subscribers import Subscriber
from season_calendar.reminders.wanted import Slot, Wanted, wanted_of

KEY = "wtcr/2021/germany"


def wanted(of: Publication | Round, by: Subscriber | None = None) -> Wanted:
    publication = of if isinstance(of, Publication) else editions(of)[0]
    return wanted_of(subject_of(publication), (by or anna()).choice)


def leads(of: Wanted) -> dict[str | None, list[timedelta]]:
    """The lead times of each session, or of the round (None), of which there are any; nearest first."""
    return {
        event.occasion.facts.session_id: [slot.lead for slot in event.slots]
        for event in of.events.values()
        if event.slots
    }


def test_rounds_and_sessions_are_reminded_of_by_the_lead_times_of_their_kind() -> None:
    assert leads(wanted(germany())) == {None: [DAY, 7 * DAY], "qualifying": [30 * MINUTE], "race-1": [HOUR]}


def test_a_slot_is_due_by_the_first_session_and_of_use_for_half_its_lead_time_or_twelve_hours() -> None:
    its = wanted(germany(), anna(lead_times={"": (7 * DAY, HOUR)})).events
    assert its[f"{KEY.replace('/', '.')}@season-calendar"].slots == (
        Slot(HOUR, at("06-03 11:30"), at("06-03 12:00")),
        Slot(7 * DAY, at("05-27 12:30"), at("05-28 00:30")),
    )


def test_own_lead_times_go_over_the_seasons_for_the_kinds_they_name() -> None:
    its = wanted(germany(), anna(lead_times={"round": (), "race": (10 * MINUTE, 2 * DAY)}))
    assert leads(its) == {"qualifying": [30 * MINUTE], "race-1": [10 * MINUTE, 2 * DAY], "race-2": [2 * DAY]}


def test_lead_times_for_every_kind_go_over_the_seasons_too() -> None:
    its = wanted(germany(), anna(lead_times={"": (HOUR,), "round": ()}))
    assert leads(its) == {"qualifying": [HOUR], "race-1": [HOUR]}


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.POSTPONED])
def test_of_what_does_not_take_place_there_are_no_slots(status: Status) -> None:
    assert leads(wanted(germany(status=status))) == {}


def test_what_left_the_season_has_no_slots_but_is_known_by_those_who_were_told() -> None:
    its = wanted(editions(germany(), germany(sessions=()))[-1])
    assert leads(its) == {None: [DAY, 7 * DAY]}
    assert len(its.events) == 4


@pytest.mark.parametrize(
    ("choice", "sessions"),
    [
        ("", {None, "qualifying", "race-1"}),
        ("sessions=race", {None, "race-1"}),
        ("rounds=none", {"qualifying", "race-1"}),
        ("rounds=only", {None}),
        ("rounds=none&sessions=race", {"race-1"}),
        ("round=germany", {None, "qualifying", "race-1"}),
        ("round=wtcr/2021/germany&rounds=only", {None}),
        ("round=spain", set()),
        ("driver=entered", {None, "qualifying", "race-1"}),
        ("driver=elsewhere", set()),
        ("driver=nobody", set()),
        ("title=junior", set()),
        ("title=drivers&sessions=qualifying", {None, "qualifying"}),
    ],
)
def test_who_chose_some_of_it_hears_of_that_alone(choice: str, sessions: set[str | None]) -> None:
    (publication,) = editions(germany())
    drivers = (Driver("entered", "A", rounds=("germany",)), Driver("elsewhere", "B", rounds=("spain",)))
    titles = (Title("drivers", "Drivers"), Title("junior", "Junior", ("spain",)))
    season = replace(publication.season, drivers=drivers, titles=titles)
    assert set(leads(wanted(replace(publication, season=season), anna(choice=choice)))) == sessions


# Subjects


def test_a_round_starts_with_its_first_session_that_takes_place_and_ends_with_its_last() -> None:
    first, *others = germany().sessions
    (publication,) = editions(germany(sessions=(replace(first, status=Status.CANCELLED), *others)))
    round_ = occasion(publication)
    assert (round_.start_at, round_.has_time) == (at("06-05 07:00"), False)  # race 2, of which only the day is known
    assert round_.first_session == occasion(publication, "race-2").facts
    assert round_.ends_at == at("06-05 22:00")


def test_a_round_ends_with_its_last_session_also_where_that_was_cancelled_but_not_where_it_was_removed() -> None:
    day = date(2021, 6, 3)
    one, two = session("race-1", "race", "Race 1", day, "10:00"), session("race-2", "race", "Race 2", day, "14:00")
    both = germany(sessions=(one, two))
    off = germany(sessions=(one, replace(two, status=Status.CANCELLED)))
    ends = [occasion(its).ends_at for its in editions(both, off, germany(sessions=(one,)))]
    assert ends == [at("06-03 15:00"), at("06-03 15:00"), at("06-03 11:00")]


def test_a_round_without_sessions_starts_at_nine_at_the_venue_and_ends_with_its_last_day() -> None:
    round_ = occasion(editions(germany(sessions=()))[0])
    assert (round_.start_at, round_.has_time, round_.first_session) == (at("06-03 07:00"), False, None)
    assert round_.ends_at == at("06-05 22:00")


def subject_after(*rounds: Round) -> Subject:
    return subject_of(editions(*rounds)[-1])


def test_a_renamed_round_is_the_same_subject_with_its_new_and_its_former_sessions() -> None:
    _, race, _ = germany().sessions
    renamed = replace(germany(), id="eifel", was="germany")
    night = replace(race, id="night", name="Night")
    subject = subject_after(germany(), replace(renamed, sessions=(race,)), replace(renamed, sessions=(race, night)))
    round_, *sessions = (its.facts.session_id for its in subject.occasions.values())
    assert (subject.key, round_) == (KEY, None)
    assert set(sessions) == {"qualifying", "race-1", "race-2", "night"}


def test_a_round_that_left_the_season_is_still_a_subject() -> None:
    subject = subject_after(germany(), replace(germany(sessions=()), status=Status.CANCELLED))
    assert (subject.key, len(subject.occasions)) == (KEY, 4)
    assert all(its.is_off for its in subject.occasions.values())
    assert subject.occasions["wtcr.2021.germany.race-1@season-calendar"].status is Status.CANCELLED


def test_a_round_that_has_the_former_id_of_another_is_a_subject_of_its_own() -> None:
    first = publish(reminding(germany()), History(), LONG_AGO)
    second = publish(reminding(replace(germany(), id="eifel", was="germany")), history(first), LONG_AGO + MINUTE)
    both = (replace(germany(), id="eifel"), germany())
    subjects = subjects_of([publish(reminding(*both), history(second), LONG_AGO + 2 * MINUTE)])
    assert {key: [its.facts.round_id for its in subject.occasions.values()] for key, subject in subjects.items()} == {
        KEY: ["eifel"] * 4,
        f"{KEY}+2": ["germany"] * 4,
    }


def test_sessions_of_whose_round_nothing_is_known_are_a_subject_with_its_key() -> None:
    (publication,) = editions(germany())
    sessions = {uid: entry for uid, entry in publication.entries.items() if not entry.facts.is_round}
    (subject,) = subjects_of([replace(publication, entries=sessions)]).values()
    assert (subject.key, set(subject.occasions)) == (KEY, set(sessions))


def test_what_left_without_a_word_is_as_good_as_cancelled() -> None:
    (_, gone) = editions(germany(), germany(sessions=()))
    assert occasion(gone, "race-1").status is Status.CANCELLED
    assert occasion(gone).status is Status.CONFIRMED


# Since when slots count

INSTANTS = [at("05-01 00:00"), at("05-27 12:30"), at("05-27 12:31"), at("06-05 08:00"), at("06-05 08:01")]


@pytest.mark.parametrize("since", INSTANTS)
def test_the_slots_that_count_since_an_instant_are_those_since_the_first_that_counts(since: datetime) -> None:
    its = wanted(germany())
    first = its.counted_since(since)
    slots = [slot for event in its.events.values() for slot in event.slots]
    assert [slot.due_at >= first for slot in slots] == [slot.due_at >= since for slot in slots]


def test_all_to_whom_the_same_slots_count_have_the_same_first_one() -> None:
    its = wanted(germany())
    assert its.counted_since(at("05-27 12:31")) is its.counted_since(at("06-01 00:00"))
    assert its.counted_since(at("06-05 08:01")) is its.counted_since(at("07-01 00:00"))


# What comes into sight


def test_a_subject_comes_into_sight_with_the_slots_of_a_span_whose_end_counts_and_whose_beginning_does_not() -> None:
    its = wanted(germany())
    season = its.subject.season.key
    whole = Sighting(KEY, season, at("05-27 12:30"), at("06-05 08:00"))
    assert list(sighted([its], LONG_AGO, at("12-31 00:00"))) == [whole]
    assert list(sighted([its], at("05-27 12:30"), at("06-02 12:30"))) == [
        Sighting(KEY, season, at("06-02 12:30"), at("06-02 12:30"))
    ]
    assert list(sighted([its], at("05-27 12:30"), at("06-02 12:29"))) == []


def test_what_has_no_slots_never_comes_into_sight() -> None:
    off = wanted(germany(status=Status.CANCELLED))
    assert list(sighted([off], LONG_AGO, at("12-31 00:00"))) == []
    assert next_in_sight([off], LONG_AGO) is None


def test_the_next_in_sight_is_the_first_slot_after_an_instant() -> None:
    its = wanted(germany())
    assert next_in_sight([its], LONG_AGO) == at("05-27 12:30")
    assert next_in_sight([its], at("05-27 12:30")) == at("06-02 12:30")
    assert next_in_sight([its], at("06-05 08:00")) is None


def test_nothing_is_of_use_twelve_hours_after_it_was_due() -> None:
    assert earliest_of_use(at("06-05 20:00")) == at("06-05 08:00")
