"""What a reminder says, and that it is right also when it is late."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from support.racing import germany, session
from support.reminding import DAY, HOUR, MINUTE, anna, at, editions, moved, occasion

from season_calendar.model import Status
from season_calendar.publishing.publication import Publication
from season_calendar.reminders.composing import compose, time_left
from season_calendar.reminders.corrections import Belief, correction_of
from season_calendar.reminders.message import Message
from season_calendar.reminders.plan import reminder_of
from season_calendar.reminders.reconcile import draft_of
from season_calendar.wording.event_data import event_data

BEFORE = anna(zone_name="America/New_York")


def reminded(
    publication: Publication, session_id: str | None, lead: timedelta, late: timedelta = timedelta(0)
) -> Message:
    of = occasion(publication, session_id)
    reminder = reminder_of(of, BEFORE, lead)
    return compose(draft_of(reminder), of, BEFORE, reminder.due_at + late)


def corrected(publication: Publication, session_id: str | None = None) -> Message:
    of = occasion(publication, session_id)
    draft = correction_of(of, BEFORE, Belief(0, at("06-05 09:00"), None), at("06-02 08:00"))
    assert draft is not None
    return compose(draft, of, BEFORE, at("06-02 08:00"))


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

    off = corrected(editions(germany(live=live), germany(live=live, status=Status.CANCELLED))[-1])
    assert live not in off.text


def test_a_late_reminder_counts_from_the_moment_of_sending() -> None:
    message = reminded(editions(germany())[0], "qualifying", 30 * MINUTE, late=7 * MINUTE)
    assert message.title.endswith("starts in 23 minutes")
    assert message.data["starts_in_seconds"] == 23 * 60


def test_the_time_at_the_venue_is_not_said_twice_to_those_with_the_same_clock() -> None:
    of = occasion(editions(germany())[0], "qualifying")
    neighbour = anna(zone_name="Europe/Stockholm")
    reminder = reminder_of(of, neighbour, 30 * MINUTE)
    message = compose(draft_of(reminder), of, neighbour, reminder.due_at)
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


def test_a_provisional_event_and_its_note_say_so() -> None:
    message = reminded(editions(germany(status=Status.PROVISIONAL, note="Bring boots."))[0], None, DAY)
    assert "WTCR: Race of Germany is provisional.\nBring boots.\n" in message.text


def test_a_correction_of_a_move_says_from_when_to_when() -> None:
    _, publication = editions(germany(), moved(germany(), "race-1", DAY))
    message = corrected(publication, "race-1")
    assert message.title == "Changed: WTCR Race 1: Race of Germany"
    assert message.text.splitlines()[0] == (
        "WTCR Race 1: Race of Germany moves from Sat, 5 Jun 2021, 11:00–12:00 to Sun, 6 Jun 2021, 11:00–12:00."
    )
    assert "Sun, 6 Jun 2021, 05:00–06:00 (America/New_York)" in message.text


@pytest.mark.parametrize(
    ("status", "word"), [(Status.CANCELLED, "Cancelled"), (Status.POSTPONED, "Postponed")], ids=str
)
def test_a_correction_of_what_is_off_tells_no_time(status: Status, word: str) -> None:
    _, publication = editions(germany(), germany(status=status))
    message = corrected(publication)
    assert message.title == f"{word}: WTCR: Race of Germany"
    assert message.text.splitlines()[0] == f"WTCR: Race of Germany is {status}."
    assert "2021" not in message.text
    assert message.data["lead"] is None


def test_a_correction_after_a_later_small_change_still_says_what_matters() -> None:
    off, noted = germany(status=Status.CANCELLED), germany(status=Status.CANCELLED, note="Sorry.")
    publication = editions(germany(), off, noted)[-1]
    assert corrected(publication).text.splitlines()[0] == "WTCR: Race of Germany is cancelled."
    sunday = moved(germany(), "race-1", DAY)
    noted = replace(sunday, sessions=tuple(replace(its, note="Sorry.") for its in sunday.sessions))
    told = corrected(editions(germany(), sunday, noted)[-1], "race-1")
    assert told.text.startswith("WTCR Race 1: Race of Germany now takes place: Sun, 6 Jun 2021, 11:00–12:00.")


def test_what_left_the_season_is_no_longer_on_the_calendar() -> None:
    live, gone = germany(live="https://example.org/live", status=Status.PROVISIONAL), germany(sessions=())
    message = corrected(editions(live, gone)[-1], "race-1")
    assert message.title == "Removed: WTCR Race 1: Race of Germany"
    assert message.text.splitlines() == [
        "WTCR Race 1: Race of Germany is no longer on the calendar.",
        "Nürburgring Nordschleife, Nürburg, Germany",
        "https://www.fiawtcr.com/",
    ]


def test_what_was_cancelled_before_it_left_the_season_is_cancelled() -> None:
    off = germany(sessions=tuple(replace(its, status=Status.CANCELLED) for its in germany().sessions))
    message = corrected(editions(germany(), off, germany(sessions=()))[-1], "race-1")
    assert message.title == "Cancelled: WTCR Race 1: Race of Germany"
    assert message.text.startswith("WTCR Race 1: Race of Germany is cancelled.")


def test_the_data_is_json_with_instants_in_utc_and_wall_times_beside_their_zones() -> None:
    data = json.loads(json.dumps(reminded(editions(germany())[0], "race-1", HOUR).data))
    assert data["key"] == "wtcr/2021/germany/race-1/1h/a1/fake/0"
    assert data["start_at"] == "2021-06-05T09:00:00Z"
    assert (data["start_for_you"], data["zone_for_you"]) == ("2021-06-05T05:00:00", "America/New_York")
    assert (data["start_at_venue"], data["zone_at_venue"]) == ("2021-06-05T11:00:00", "Europe/Berlin")
    assert (data["lead"], data["due_at"], data["sent_at"]) == ("1h", "2021-06-05T08:00:00Z", "2021-06-05T08:00:00Z")
    assert (data["series"], data["season"], data["round"], data["session"]) == ("wtcr", "2021", "germany", "race-1")


@pytest.mark.parametrize(
    ("seconds", "minutes"),
    [(1799.99, 30), (1829, 30), (1831, 31), (10, 1), (7 * 86400 - 3, 7 * 1440), (86400 - 30, 1440), (90000, 25 * 60)],
)
def test_time_left_is_rounded_as_people_say_it(seconds: float, minutes: int) -> None:
    now = at("06-01 00:00")
    assert time_left(now + timedelta(seconds=seconds), now) == minutes * MINUTE


def test_the_data_holds_the_event_as_every_program_sees_it() -> None:
    publication = editions(germany())[0]
    message, event = reminded(publication, "race-1", HOUR), event_data(occasion(publication, "race-1").facts)
    assert event.keys() <= message.data.keys()
    assert {key for key, value in event.items() if message.data[key] != value} == {"kind", "season", "venue"}
