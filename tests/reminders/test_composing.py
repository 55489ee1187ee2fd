"""What a reminder says, and that it is right also when it is late."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from support.racing import germany, session
from support.reminding import (
    DAY,
    HOUR,
    MINUTE,
    anna,
    at,
    correction_of,
    editions,
    moved,
    occasion,
    reminder_of,
    subject_of,
)

from season_calendar.model import Round, Status
from season_calendar.publishing.publication import Publication
from season_calendar.reminders.composing import Words, addressed, compose, message_key, time_left
from season_calendar.reminders.subscribers import Subscriber
from season_calendar.wording.event_data import event_data

BEFORE = anna(zone_name="America/New_York")


def reminded(
    publication: Publication, session_id: str | None, lead: timedelta, late: timedelta = timedelta(0)
) -> Words:
    now = occasion(publication, session_id).start_at - lead + late
    return compose(reminder_of(publication, session_id, lead), subject_of(publication), BEFORE, now)


def corrected(before: Round, after: Round, *session_ids: str | None, to: Subscriber = BEFORE) -> Words:
    """What somebody is told who knew these events of the round as it was."""
    first, second = editions(before, after)
    return compose(correction_of(first, second, *session_ids), subject_of(second), to, at("06-01 08:00"))


def first_line(before: Round, after: Round, *session_ids: str | None) -> str:
    return corrected(before, after, *session_ids).text.splitlines()[0]


def test_a_sessions_reminder_says_what_where_when_here_and_there_and_how_long_until_then() -> None:
    message = reminded(editions(germany())[0], "qualifying", 30 * MINUTE)
    assert message.title == "WTCR Qualifying: Race of Germany starts in 30 minutes"
    assert message.text.splitlines() == [
        "Nürburgring Nordschleife, Nürburg, Germany",
        "Thu, 3 Jun 2021, 08:30–09:10 (America/New_York)",
        "At the venue: Thu, 3 Jun 2021, 14:30–15:10 (Europe/Berlin)",
        "Starts in 30 minutes.",
        "https://www.fiawtcr.com/",
    ]


def test_a_reminder_says_where_to_watch_unless_it_is_off() -> None:
    live = "https://example.org/live"
    message = reminded(editions(germany(live=live))[0], "qualifying", 30 * MINUTE)
    assert message.text.splitlines()[-2:] == [f"Watch live: {live}", "https://www.fiawtcr.com/"]
    assert message.data["live"] == live

    off = corrected(germany(live=live), germany(live=live, status=Status.CANCELLED), None)
    assert live not in off.text


def test_a_late_reminder_counts_from_the_moment_of_sending() -> None:
    message = reminded(editions(germany())[0], "qualifying", 30 * MINUTE, late=7 * MINUTE)
    assert message.title.endswith("starts in 23 minutes")
    assert message.data["starts_in_seconds"] == 23 * 60
    assert (message.data["due_at"], message.data["sent_at"]) == ("2021-06-03T12:00:00Z", "2021-06-03T12:07:00Z")
    assert message.data["text"] == message.text


def test_a_session_of_whose_round_nothing_is_known_is_reminded_of_as_any_other() -> None:
    (publication,) = editions(germany())
    sessions = {uid: entry for uid, entry in publication.entries.items() if not entry.facts.is_round}
    alone = replace(publication, entries=sessions)
    assert reminded(alone, "qualifying", 30 * MINUTE) == reminded(publication, "qualifying", 30 * MINUTE)


def test_the_time_at_the_venue_is_not_said_twice_to_those_with_the_same_clock() -> None:
    (publication,) = editions(germany())
    telling = reminder_of(publication, "qualifying", 30 * MINUTE)
    neighbour = anna(zone_name="Europe/Stockholm")
    message = compose(telling, subject_of(publication), neighbour, at("06-03 12:00"))
    assert "At the venue" not in message.text
    assert "Thu, 3 Jun 2021, 14:30–15:10 (Europe/Stockholm)" in message.text


def test_an_hour_that_happens_twice_on_the_subscribers_clock_shows_which_it_is() -> None:
    night = session("race-1", "race", "Race 1", at("11-07 00:00").date(), "05:30")
    publication = editions(germany(sessions=(night,)))[0]
    reminder = reminded(publication, "race-1", 30 * MINUTE).text
    assert "Sun, 7 Nov 2021, 01:30 -04:00 to 01:30 -05:00 (America/New_York)" in reminder
    assert "At the venue: Sun, 7 Nov 2021, 06:30–07:30 (Europe/Berlin)" in reminder
    assert "Sun, 7 Nov 2021, 01:30 -04:00 (America/New_York)" in reminded(publication, None, DAY).text


def test_a_rounds_reminder_tells_its_days_and_what_comes_first() -> None:
    message = reminded(editions(germany())[0], None, 7 * DAY)
    assert message.title == "WTCR: Race of Germany starts in 7 days"
    assert message.text.splitlines()[1:3] == [
        "3–5 Jun 2021",
        "First: Qualifying in 7 days, Thu, 3 Jun 2021, 08:30 (America/New_York).",
    ]


def test_where_the_hour_is_not_known_none_is_counted_to() -> None:
    message = reminded(editions(germany())[0], "race-2", DAY)
    assert message.title == "WTCR Race 2: Race of Germany: Sat, 5 Jun 2021, time to be confirmed"
    assert "At the venue: Sat, 5 Jun 2021, time to be confirmed (Europe/Berlin)" in message.text
    assert "Starts in" not in message.text
    assert message.data["start_is_known"] is False


def test_a_round_that_begins_on_a_day_of_unknown_times_says_so() -> None:
    round_ = germany(sessions=(session("race-1", "race", "Race 1", at("06-05 00:00").date()),))
    message = reminded(editions(round_)[0], None, DAY)
    assert message.title == "WTCR: Race of Germany: 3–5 Jun 2021"
    assert "First: Race 1, Sat, 5 Jun 2021, time to be confirmed." in message.text


def test_a_round_of_which_no_session_is_known_tells_its_days_alone() -> None:
    message = reminded(editions(germany(sessions=()))[0], None, DAY)
    assert message.title == "WTCR: Race of Germany: 3–5 Jun 2021"
    assert message.text.splitlines() == [
        "Nürburgring Nordschleife, Nürburg, Germany",
        "3–5 Jun 2021",
        "https://www.fiawtcr.com/",
    ]


def test_a_provisional_event_and_its_note_say_so() -> None:
    message = reminded(editions(germany(status=Status.PROVISIONAL, note="Bring boots."))[0], None, DAY)
    assert "WTCR: Race of Germany is provisional.\nBring boots.\n" in message.text


TITLE = "WTCR: Race of Germany"
QUALIFYING, RACE, RACE_2 = germany().sessions
OFF = germany(status=Status.CANCELLED)
ELSEWHERE = replace(germany(), venue=replace(germany().venue, name="Zolder", place=None, country="BE"))


def test_a_correction_of_a_start_says_it_and_the_one_that_was_told() -> None:
    message = corrected(germany(), moved(germany(), "race-1", DAY), "race-1")
    assert message.title == "Changed: WTCR Race 1: Race of Germany"
    assert message.text.splitlines() == [
        "WTCR Race 1: Race of Germany now begins Sun, 6 Jun 2021, 11:00 instead of Sat, 5 Jun 2021, 11:00.",
        "Nürburgring Nordschleife, Nürburg, Germany",
        "Sun, 6 Jun 2021, 05:00–06:00 (America/New_York)",
        "At the venue: Sun, 6 Jun 2021, 11:00–12:00 (Europe/Berlin)",
        "Starts in 5 days and 1 hour.",
        "https://www.fiawtcr.com/",
    ]


def test_a_round_begins_with_its_first_session() -> None:
    later = moved(germany(), "qualifying", HOUR)
    assert first_line(germany(), later, None) == (
        f"{TITLE} now begins Thu, 3 Jun 2021, 15:30 instead of Thu, 3 Jun 2021, 14:30."
    )


def test_a_round_of_other_days_that_begins_as_it_did_says_its_days() -> None:
    longer = germany(first_day=at("06-02 00:00").date())
    assert first_line(germany(), longer, None) == f"{TITLE} now takes place: 2–5 Jun 2021."


def test_a_time_that_is_not_known_any_more_is_to_be_confirmed() -> None:
    open_ = germany(sessions=(replace(QUALIFYING, start_at=None, end_at=None), RACE, RACE_2))
    to_come = "Thu, 3 Jun 2021, time to be confirmed"
    assert first_line(germany(), open_, None) == f"{TITLE} now takes place: {to_come}."
    session_line = first_line(germany(), open_, "qualifying")
    assert session_line == f"WTCR Qualifying: Race of Germany now takes place: {to_come}."


def test_where_only_another_day_was_known_no_hour_is_said_to_have_been() -> None:
    timed = session("race-2", "race", "Race 2", at("06-06 00:00").date(), "14:00")
    line = first_line(germany(), germany(sessions=(QUALIFYING, RACE, timed)), "race-2")
    assert line == "WTCR Race 2: Race of Germany now takes place: Sun, 6 Jun 2021, 16:00–17:00."


def test_a_time_at_nine_that_is_not_known_any_more_is_to_be_confirmed_too() -> None:
    at_nine = session("race-1", "race", "Race 1", at("06-05 00:00").date(), "07:00")  # in UTC
    open_ = replace(at_nine, start_at=None, end_at=None)
    line = first_line(germany(sessions=(at_nine,)), germany(sessions=(open_,)), "race-1")
    assert line == "WTCR Race 1: Race of Germany now takes place: Sat, 5 Jun 2021, time to be confirmed."


def test_where_nobody_knows_what_arrived_only_what_is_true_is_said() -> None:
    first, second = editions(germany(), moved(germany(), "qualifying", HOUR))
    telling = correction_of(first, second, None, "qualifying")
    telling = replace(telling, untrue=dict.fromkeys(telling.untrue))
    assert compose(telling, subject_of(second), BEFORE, at("06-01 08:00")).text.splitlines()[:2] == [
        f"{TITLE} now takes place: Thu, 3 Jun 2021, 15:30.",
        "WTCR Qualifying: Race of Germany now takes place: Thu, 3 Jun 2021, 15:30–16:10.",
    ]


def test_another_venue_is_said_once() -> None:
    lines = corrected(germany(), ELSEWHERE, None, "race-1").text.splitlines()
    assert lines[:3] == [
        f"{TITLE} is now at Zolder, Belgium instead of Nürburgring Nordschleife.",
        "Zolder, Belgium",
        "3–5 Jun 2021",
    ]


def test_another_venue_and_another_start_are_both_said() -> None:
    both = replace(moved(germany(), "race-1", HOUR), venue=ELSEWHERE.venue)
    assert corrected(germany(), both, "race-1").text.splitlines()[:2] == [
        "WTCR Race 1: Race of Germany is now at Zolder, Belgium instead of Nürburgring Nordschleife.",
        "WTCR Race 1: Race of Germany now begins Sat, 5 Jun 2021, 12:00 instead of Sat, 5 Jun 2021, 11:00.",
    ]


def test_what_takes_place_after_all_says_when() -> None:
    line = first_line(OFF, germany(), "race-1")
    assert line == "WTCR Race 1: Race of Germany takes place after all: Sat, 5 Jun 2021, 11:00–12:00."


def test_several_events_are_one_message_about_their_round_which_comes_first() -> None:
    sessions = moved(germany(), "qualifying", HOUR).sessions
    after = germany(sessions=(sessions[0], replace(RACE, status=Status.CANCELLED), RACE_2))
    message = corrected(germany(), after, "race-1", "qualifying", None)
    assert message.title == f"Changed: {TITLE}"
    assert message.text.splitlines()[:3] == [
        f"{TITLE} now begins Thu, 3 Jun 2021, 15:30 instead of Thu, 3 Jun 2021, 14:30.",
        "WTCR Qualifying: Race of Germany now begins Thu, 3 Jun 2021, 15:30 instead of Thu, 3 Jun 2021, 14:30.",
        "WTCR Race 1: Race of Germany is cancelled.",
    ]
    uids = [f"wtcr.2021.germany{id_}@season-calendar" for id_ in ("", ".qualifying", ".race-1")]
    assert (message.data["uids"], message.data["uid"]) == (uids, uids[0])


@pytest.mark.parametrize(
    ("status", "word"), [(Status.CANCELLED, "Cancelled"), (Status.POSTPONED, "Postponed")], ids=str
)
def test_a_correction_of_what_is_off_tells_no_time(status: Status, word: str) -> None:
    message = corrected(germany(), germany(status=status), None)
    assert message.title == f"{word}: {TITLE}"
    assert message.text.splitlines()[0] == f"{TITLE} is {status}."
    assert "2021" not in message.text
    assert message.data["lead"] is None


@pytest.mark.parametrize("told", [(None, "race-1"), ("race-1",), ("qualifying", "race-1")], ids=str)
def test_of_a_round_that_is_off_one_sentence_is_enough_also_for_who_follows_sessions(told: tuple[str | None]) -> None:
    message = corrected(germany(), OFF, *told)
    assert message.title == f"Cancelled: {TITLE}"
    assert [line for line in message.text.splitlines() if "cancelled" in line] == [f"{TITLE} is cancelled."]


def test_a_session_that_is_off_alone_is_told_alone() -> None:
    after = germany(sessions=(QUALIFYING, replace(RACE, status=Status.POSTPONED), RACE_2))
    message = corrected(germany(), after, "race-1")
    assert message.title == "Postponed: WTCR Race 1: Race of Germany"
    assert message.text.startswith("WTCR Race 1: Race of Germany is postponed.\n")


def test_what_left_the_season_is_no_longer_on_the_calendar() -> None:
    live = germany(live="https://example.org/live", status=Status.PROVISIONAL)
    message = corrected(live, germany(sessions=()), "race-1")
    assert message.title == "Removed: WTCR Race 1: Race of Germany"
    assert message.text.splitlines() == [
        "WTCR Race 1: Race of Germany is no longer on the calendar.",
        "Nürburgring Nordschleife, Nürburg, Germany",
        "https://www.fiawtcr.com/",
    ]


def test_what_was_cancelled_before_it_left_the_season_is_cancelled() -> None:
    off = germany(sessions=tuple(replace(its, status=Status.CANCELLED) for its in germany().sessions))
    first, *_, last = editions(germany(), off, germany(sessions=()))
    message = compose(correction_of(first, last, "race-1"), subject_of(last), BEFORE, at("06-01 08:00"))
    assert message.title == "Cancelled: WTCR Race 1: Race of Germany"


def test_a_round_corrected_in_the_middle_of_its_weekend_counts_to_nothing_that_has_begun() -> None:
    first, second = editions(germany(), ELSEWHERE)
    message = compose(correction_of(first, second, None), subject_of(second), BEFORE, at("06-03 12:30"))
    assert "First: Qualifying, Thu, 3 Jun 2021, 08:30 (America/New_York)." in message.text.splitlines()


def test_a_session_corrected_as_it_starts_counts_to_nothing() -> None:
    first, second = editions(germany(), ELSEWHERE)
    message = compose(correction_of(first, second, "race-1"), subject_of(second), BEFORE, at("06-05 09:00"))
    assert "Starts in" not in message.text


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("sv", "WTCR Lopp 1: Race of Germany börjar nu sön 6 juni 2021 11:00 i stället för lör 5 juni 2021 11:00."),
        ("de", "WTCR Rennen 1: Race of Germany beginnt jetzt So., 6. Juni 2021, 11:00 statt Sa., 5. Juni 2021, 11:00."),
    ],
)
def test_a_correction_is_in_its_readers_language(language: str, line: str) -> None:
    reader = anna(choice=f"lang={language}")
    assert corrected(germany(), moved(germany(), "race-1", DAY), "race-1", to=reader).text.splitlines()[0] == line


def test_a_key_says_what_it_is_about_and_is_each_readers_own() -> None:
    first, second = editions(germany(), OFF)
    reminder, subject = reminder_of(first, "race-1", HOUR), subject_of(first)
    assert message_key(reminder, subject, "a1") == "wtcr/2021/germany/race-1/1h/a1/0-mark"
    assert message_key(reminder_of(first, None, 7 * DAY), subject, "b2") == "wtcr/2021/germany/-/7d/b2/0-mark"
    one, several = correction_of(first, second, "race-1"), correction_of(first, second, "race-1", None)
    assert message_key(one, subject, "a1").startswith("wtcr/2021/germany/race-1/correction/a1/0-")
    assert message_key(several, subject, "a1").startswith("wtcr/2021/germany/correction/a1/0-")


def test_a_message_is_its_words_with_its_key() -> None:
    words = reminded(editions(germany())[0], "race-1", HOUR)
    message = addressed(words, "k")
    assert (message.key, message.title, message.text) == ("k", words.title, words.text)
    assert message.data == {**words.data, "key": "k"}


def test_the_data_is_json_with_instants_in_utc_and_wall_times_beside_their_zones() -> None:
    data = json.loads(json.dumps(reminded(editions(germany())[0], "race-1", HOUR).data))
    assert (data["kind"], data["event_kind"], data["uids"]) == ("reminder", "race", [data["uid"]])
    assert (data["starts_in_seconds"], data["start_is_known"]) == (3600, True)
    assert data["start_at"] == "2021-06-05T09:00:00Z"
    assert (data["start_for_you"], data["zone_for_you"]) == ("2021-06-05T05:00:00", "America/New_York")
    assert (data["start_at_venue"], data["zone_at_venue"]) == ("2021-06-05T11:00:00", "Europe/Berlin")
    assert (data["lead"], data["due_at"], data["sent_at"]) == ("1h", "2021-06-05T08:00:00Z", "2021-06-05T08:00:00Z")
    assert (data["series"], data["season"], data["round"], data["session"]) == ("wtcr", "2021", "germany", "race-1")


@pytest.mark.parametrize(
    ("seconds", "minutes"),
    [
        (1799.99, 30),
        (1829, 30),
        (1831, 31),
        (10, 1),
        (42_000, 700),
        (44_400, 12 * 60),
        (48_000, 13 * 60),
        (86400 - 30, 1440),
        (90000, 25 * 60),
        (7 * 86400 - 3, 7 * 1440),
    ],
)
def test_time_left_is_rounded_as_people_say_it(seconds: float, minutes: int) -> None:
    now = at("06-01 00:00")
    assert time_left(now + timedelta(seconds=seconds), now) == minutes * MINUTE


def test_the_data_holds_the_event_as_every_program_sees_it() -> None:
    publication = editions(germany())[0]
    message, event = reminded(publication, "race-1", HOUR), event_data(occasion(publication, "race-1").facts)
    assert event.keys() <= message.data.keys()
    assert {key for key, value in event.items() if message.data[key] != value} == {"kind", "season", "venue"}
