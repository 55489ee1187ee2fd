"""A feed of rounds only: each round's event holds its timetable, and changes when that does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from support.ics_lint import Component, faults, read
from support.racing import FIRST_NOW, WTCR, germany, published, season, session

from season_calendar.feeds.addresses import find_feed
from season_calendar.feeds.feed import Feed, build_feed
from season_calendar.feeds.render import Renderer
from season_calendar.model import Season, Session, Status
from season_calendar.publishing.publication import Publication

FeedOf = Callable[..., Feed]
GERMANY = "wtcr.2021.germany@season-calendar"
QUALIFYING, RACE_1, RACE_2 = germany().sessions


def rounds_only(publication: Publication, lang: str = "en", now: datetime = FIRST_NOW) -> dict[str, bytes]:
    """The bytes of each event of the feed of rounds only, by UID."""
    source = find_feed("/wtcr.ics", [publication])
    choice = source.choice([("rounds", "only"), ("lang", lang)])
    body = build_feed(source, choice, now, renderer=Renderer()).body
    assert faults(body) == []
    uids = [event.one("UID") for event in read(body).parts]
    events = body.removesuffix(b"END:VCALENDAR\r\n").split(b"BEGIN:VEVENT\r\n")[1:]
    return dict(zip(uids, events, strict=True))


def round_of(*states: Season, lang: str = "en") -> Component:
    """The one round's event once these were published one after the other."""
    return read(b"BEGIN:VEVENT\r\n" + rounds_only(published(*states), lang)[GERMANY])


def timetable(event: Component) -> list[str]:
    """The lines between the round's own days and its link."""
    lines = event.one("DESCRIPTION").replace("\\,", ",").split("\\n")
    return lines[1 : lines.index("https://www.fiawtcr.com/")]


def with_sessions(*sessions: object) -> Season:
    return season(germany(sessions=sessions))


def test_the_timetable_stands_in_the_rounds_event_at_the_time_of_the_venue() -> None:
    assert timetable(round_of(season())) == [
        "Thu, 3 Jun 2021, 14:30–15:10: Qualifying",
        "Sat, 5 Jun 2021, 11:00–12:00: Race 1",
        "Sat, 5 Jun 2021: Race 2 (TBC)",
    ]


def test_the_timetable_is_in_the_language_that_was_chosen() -> None:
    assert timetable(round_of(season(), lang="de"))[0] == "Do., 3. Juni 2021, 14:30–15:10 Uhr: Qualifying"


def test_where_sessions_have_events_of_their_own_the_round_has_no_timetable(feed_of: FeedOf) -> None:
    for options in ({}, {"sessions": "qualifying"}):
        assert b"Race 1" not in feed_of(published(season()), **options).body.split(b"BEGIN:VEVENT")[1]


def test_a_session_that_is_off_says_so_in_the_timetable() -> None:
    off = replace(RACE_1, status=Status.CANCELLED), replace(RACE_2, status=Status.POSTPONED)
    assert timetable(round_of(season(), with_sessions(QUALIFYING, *off)))[1:] == [
        "Sat, 5 Jun 2021, 11:00–12:00: Cancelled: Race 1",
        "Sat, 5 Jun 2021: Postponed: Race 2",
    ]


def test_a_round_that_is_off_has_no_timetable() -> None:
    assert timetable(round_of(season(), season(germany(status=Status.CANCELLED)))) == []


def test_a_session_that_left_the_file_is_not_in_the_timetable() -> None:
    assert timetable(round_of(season(), with_sessions(RACE_1))) == ["Sat, 5 Jun 2021, 11:00–12:00: Race 1"]


def test_a_session_that_was_cancelled_before_it_left_the_file_is_still_in_the_timetable() -> None:
    cancelled = with_sessions(replace(QUALIFYING, status=Status.CANCELLED), RACE_1)
    assert timetable(round_of(season(), cancelled, with_sessions(RACE_1))) == [
        "Thu, 3 Jun 2021, 14:30–15:10: Cancelled: Qualifying",
        "Sat, 5 Jun 2021, 11:00–12:00: Race 1",
    ]


def test_what_was_cancelled_and_left_the_file_is_not_in_the_timetable_once_the_round_has_other_days() -> None:
    cancelled = with_sessions(replace(QUALIFYING, status=Status.CANCELLED), RACE_1)
    new_race = session("race-1", "race", "Race 1", date(2021, 7, 4), "09:00")
    moved = season(germany(first_day=date(2021, 7, 3), last_day=date(2021, 7, 4), sessions=(new_race,)))
    assert timetable(round_of(season(), cancelled, with_sessions(RACE_1), moved)) == [
        "Sun, 4 Jul 2021, 11:00–12:00: Race 1"
    ]


def test_the_stamps_of_the_round_rise_with_those_of_its_sessions() -> None:
    moved = replace(QUALIFYING, start_at=QUALIFYING.start_at + timedelta(hours=1)) if QUALIFYING.start_at else None
    added = session("warm-up", "warm-up", "Warm-up", date(2021, 6, 4), "07:00")
    states = (season(), with_sessions(moved, RACE_1), with_sessions(moved, RACE_1, added), season())
    seen = [round_of(*states[:count]) for count in range(1, 5)]
    assert [event.one("SEQUENCE") for event in seen] == ["3", "5", "6", "9"]
    assert [event.one("LAST-MODIFIED") for event in seen] == [
        "20210601T080000Z", "20210601T090000Z", "20210601T100000Z", "20210601T110000Z"
    ]  # fmt: skip


LATER = germany(first_day=date(2021, 6, 4), last_day=date(2021, 6, 6))
ROUNDS = [germany(), germany(status=Status.POSTPONED), LATER, None]
"""What the round may become by an edit; None where it is not in the file."""


def in_any_state(its: Session) -> list[Session | None]:
    """What a session may become by an edit; None where it is not in the file."""
    later = its.start_at and its.start_at + timedelta(hours=1)
    return [its, replace(its, status=Status.CANCELLED), replace(its, start_at=later), None]


@st.composite
def edited_seasons(draw: st.DrawFn) -> list[Season]:
    """A season as it is after each of some edits, of its round or of a session."""
    states: dict[str, list[Any]] = {"": ROUNDS, **{its.id: in_any_state(its) for its in germany().sessions}}
    now = {id_: its[0] for id_, its in states.items()}
    seasons = []
    for id_ in ["", *draw(st.lists(st.sampled_from(sorted(states)), min_size=1, max_size=6))]:
        now[id_] = draw(st.sampled_from(states[id_]))
        round_, *sessions = now.values()
        its_sessions = tuple(its for its in sessions if its is not None)
        seasons.append(Season(WTCR, "2021", (replace(round_, sessions=its_sessions),) if round_ else ()))
    return seasons


def test_a_round_that_is_called_otherwise_keeps_the_sessions_that_it_had() -> None:
    renamed = season(replace(germany(sessions=(RACE_1,)), id="eifel", was="germany"))
    before, after = round_of(season(), with_sessions(RACE_1)), round_of(season(), with_sessions(RACE_1), renamed)
    assert int(after.one("SEQUENCE")) > int(before.one("SEQUENCE"))


@given(edited_seasons(), st.sampled_from([1, 20, 100]))
def test_whatever_is_edited_a_rounds_event_changes_only_with_its_stamps(states: list[Season], days: int) -> None:
    editions = [published(*states[:count], every=timedelta(days=days)) for count in range(1, len(states) + 1)]
    feeds = [rounds_only(edition) for edition in editions]
    for before, after in pairwise(feeds):
        for uid in before.keys() & after.keys():
            (sequence, modified), (next_sequence, next_modified) = stamps_of(before[uid]), stamps_of(after[uid])
            if before[uid] != after[uid]:
                assert next_sequence > sequence
                assert next_modified > modified


@given(edited_seasons(), st.integers(1, 500))
def test_at_another_hour_a_rounds_event_is_the_same_or_has_left(states: list[Season], days: int) -> None:
    publication = published(*states)
    now, later = rounds_only(publication), rounds_only(publication, now=FIRST_NOW + timedelta(days=days))
    assert later.items() <= now.items()


def stamps_of(event: bytes) -> tuple[int, str]:
    lines = dict(line.split(":", 1) for line in event.decode().split("\r\n") if ":" in line)
    assert lines["LAST-MODIFIED"] == lines["DTSTAMP"]
    return int(lines["SEQUENCE"]), lines["LAST-MODIFIED"]
