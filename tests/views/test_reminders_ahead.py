"""Which reminders lie ahead of a moment."""

from __future__ import annotations

from datetime import timedelta

from support.reminding import DAY, HOUR, anna, at, reminding

from season_calendar.views.reminders_ahead import Reminder, reminder_data, reminders_ahead


def named(reminders: list[Reminder]) -> list[tuple[str, timedelta]]:
    return [(its.occasion.facts.key, its.lead) for its in reminders]


def test_what_lies_ahead_comes_in_the_order_in_which_it_falls_due() -> None:
    ahead = reminders_ahead([reminding()], [anna()], at("06-03 11:00"))
    assert named(ahead) == [("wtcr/2021/germany/qualifying", HOUR / 2), ("wtcr/2021/germany/race-1", HOUR)]


def test_who_subscribed_later_is_shown_what_they_would_have_been_told() -> None:
    late, early = anna(since=at("12-01 00:00")), anna()
    now = at("06-01 00:00")
    assert named(reminders_ahead([reminding()], [late], now)) == named(reminders_ahead([reminding()], [early], now))


def test_who_subscribed_earlier_is_shown_as_who_they_were_then() -> None:
    early = anna(since=at("02-01 00:00"))
    ahead = reminders_ahead([reminding()], [early], at("06-03 12:00"))
    assert [reminder.subscriber for reminder in ahead] == [early]


def test_what_is_due_at_this_moment_lies_ahead_no_more() -> None:
    an_hour_before = [anna(choice="sessions=race", lead_times={"race": (HOUR,)})]
    assert len(reminders_ahead([reminding()], an_hour_before, at("06-05 07:59"))) == 1
    assert reminders_ahead([reminding()], an_hour_before, at("06-05 08:00")) == []


def test_what_is_years_ahead_lies_ahead_too() -> None:
    now = at("06-01 00:00") - timedelta(days=20 * 365)
    assert len(reminders_ahead([reminding()], [anna()], now)) > 0


def test_the_start_of_what_is_known_by_its_day_alone_is_said_to_be_unknown() -> None:
    a_day_before = [anna(choice="sessions=race", lead_times={"race": (DAY,)})]
    ahead = [reminder_data(reminder) for reminder in reminders_ahead([reminding()], a_day_before, at("06-01 00:00"))]
    assert {str(its["uid"]).partition("@")[0]: its["start_is_known"] for its in ahead} == {
        "wtcr.2021.germany": True,  # starts with its first session
        "wtcr.2021.germany.race-1": True,
        "wtcr.2021.germany.race-2": False,
    }


def test_a_reminder_for_programs_has_instants_in_utc_and_no_address() -> None:
    *_, last = reminders_ahead([reminding()], [anna()], at("06-03 12:00"))
    assert reminder_data(last) == {
        "uid": "wtcr.2021.germany.race-1@season-calendar",
        "due_at": "2021-06-05T08:00:00Z",
        "lead": "1h",
        "start_at": "2021-06-05T09:00:00Z",
        "start_is_known": True,
        "subscriber": "anna",
        "channel": "fake",
    }
