"""When the alarms of a feed ring, and by which UID they are known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from support.feeds import events, states
from support.ics_lint import Component
from support.racing import germany, published, season, session

from season_calendar.feeds.feed import Feed

FeedOf = Callable[..., Feed]
GERMANY = "wtcr.2021.germany@season-calendar"
QUALIFYING = "wtcr.2021.germany.qualifying@season-calendar"
RACE_1 = "wtcr.2021.germany.race-1@season-calendar"


RACE_2 = "wtcr.2021.germany.race-2@season-calendar"


def test_alarms_ring_before_a_timed_event(feed_of: FeedOf) -> None:
    qualifying = events(feed_of(published(season()), alarm="30m,1d,1h30m"))[QUALIFYING]
    assert [alarm.one("TRIGGER") for alarm in qualifying.parts] == ["-P1D", "-PT1H30M", "-PT30M"]
    assert {alarm.one("ACTION") for alarm in qualifying.parts} == {"DISPLAY"}
    assert {alarm.one("DESCRIPTION") for alarm in qualifying.parts} == {"WTCR Qualifying: Race of Germany"}


def test_alarms_of_an_all_day_event_ring_at_nine_in_the_morning_and_never_less_than_a_day_before(
    feed_of: FeedOf,
) -> None:
    found = events(feed_of(published(season()), alarm="7d,1d,23h"))
    for uid in (GERMANY, RACE_2):
        assert [alarm.one("TRIGGER") for alarm in found[uid].parts] == ["-P6DT15H", "-PT15H"]


def test_each_alarm_has_a_uid_of_its_own_that_stays_when_the_event_moves(feed_of: FeedOf) -> None:
    moved = session("race-1", "race", "Race 1", date(2021, 6, 5), "10:00")
    before = events(feed_of(published(season()), alarm="1d,30m"))
    after = events(feed_of(published(*states(germany(), germany(sessions=(moved,)))), alarm="2h,30m"))

    def uids(event: Component) -> list[str]:
        return [alarm.one("UID") for alarm in event.parts]

    assert uids(before[RACE_1]) == [f"alarm-P1D.{RACE_1}", f"alarm-PT30M.{RACE_1}"]
    assert uids(before[GERMANY]) == [f"alarm-PT15H.{GERMANY}"]
    assert uids(after[RACE_1]) == [f"alarm-PT2H.{RACE_1}", f"alarm-PT30M.{RACE_1}"]


def test_an_alarm_of_an_event_with_a_long_uid_is_folded_like_any_line(feed_of: FeedOf) -> None:
    long = session("r" * 80, "race", "Race 1", date(2021, 6, 5), "09:00")
    found = events(feed_of(published(season(germany(sessions=(long,)))), alarm="30m"))
    uid = f"wtcr.2021.germany.{'r' * 80}@season-calendar"
    assert [alarm.one("UID") for alarm in found[uid].parts] == [f"alarm-PT30M.{uid}"]


def test_nobody_gets_an_alarm_who_did_not_ask(feed_of: FeedOf) -> None:
    assert b"VALARM" not in feed_of(published(season())).body
