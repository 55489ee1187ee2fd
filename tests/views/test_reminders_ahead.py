"""Which reminders lie ahead of a moment."""

from __future__ import annotations

from support.reminding import anna, at, keys, reminding

from season_calendar.views.reminders_ahead import reminder_data, reminders_ahead


def test_what_lies_ahead_comes_in_the_order_in_which_it_falls_due() -> None:
    ahead = reminders_ahead([reminding()], [anna()], at("06-03 11:00"))
    assert keys(ahead) == ["wtcr/2021/germany/qualifying/30m/a1/fake/0", "wtcr/2021/germany/race-1/1h/a1/fake/0"]


def test_who_subscribed_later_is_shown_what_they_would_have_been_told() -> None:
    late, early = anna(since=at("12-01 00:00")), anna()
    now = at("06-01 00:00")
    assert keys(reminders_ahead([reminding()], [late], now)) == keys(reminders_ahead([reminding()], [early], now))


def test_a_reminder_for_programs_has_instants_in_utc_and_no_address() -> None:
    *_, last = reminders_ahead([reminding()], [anna()], at("06-03 12:00"))
    assert reminder_data(last) == {
        "key": "wtcr/2021/germany/race-1/1h/a1/fake/0",
        "uid": "wtcr.2021.germany.race-1@season-calendar",
        "due_at": "2021-06-05T08:00:00Z",
        "lead": "1h",
        "start_at": "2021-06-05T09:00:00Z",
        "start_is_known": True,
        "subscriber": "anna",
        "channel": "fake",
    }
