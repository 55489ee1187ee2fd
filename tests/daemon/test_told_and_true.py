"""What must be right by construction, with a real ledger, and two daemons where that matters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine
from support.hand_driven import HandDaemon, Sent
from support.racing import NORDSCHLEIFE, germany, session
from support.reminding import DAY, HOUR, MINUTE, anna, at, moved
from support.stage import DUE, Stage

from season_calendar.errors import TemporaryChannelError
from season_calendar.model import Round, Status
from season_calendar.reminders.known import Kind
from season_calendar.reminders.subscribers import Subscriber

CANCELLED, POSTPONED = germany(status=Status.CANCELLED), germany(status=Status.POSTPONED)
ELSEWHERE = replace(NORDSCHLEIFE, id="hockenheim", name="Hockenheimring")
BEFORE_IT_ALL = at("05-20 08:00")


def lines(sent: list[Sent]) -> list[str]:
    """Messages in short: ``reminder race-1``; the round is ``-``."""
    return [f"{its.item.telling.kind} {its.message.key.split('/')[3]}" for its in sent]


def reader() -> Subscriber:
    """Somebody who is told of the round a week before, and of race-1 an hour before."""
    return anna(lead_times={"round": (7 * DAY,), "qualifying": (), "race": (HOUR,)})


def stage_at(engine: Engine, now: datetime = BEFORE_IT_ALL) -> tuple[Stage, HandDaemon]:
    """A stage with that reader, and a daemon on it."""
    stage = Stage(engine, reader())
    stage.clock.instant = now
    return stage, stage.daemon()


def in_flight(stage: Stage) -> tuple[HandDaemon, Sent]:
    """A daemon that sends the one message that is due, and has not settled it."""
    daemon = stage.daemon()
    daemon.look()
    daemon.claim()
    daemon.hand_over()
    sent = daemon.send()
    assert sent is not None
    return daemon, sent


def test_what_was_in_flight_at_a_crash_comes_again_with_its_key_from_whoever_is_there(engine: Engine) -> None:
    stage, other = stage_at(engine, DUE)
    other.look()
    daemon, sent = in_flight(stage)
    assert other.run() == []
    daemon.kill()
    (again,) = other.run()
    assert again.message.key == sent.message.key


def test_what_was_in_flight_at_a_crash_is_put_right_where_the_round_is_cancelled_while_nothing_runs(
    engine: Engine,
) -> None:
    stage, _ = stage_at(engine, DUE)
    daemon, _ = in_flight(stage)
    daemon.kill()
    stage.publish(CANCELLED)
    stage.clock.instant += 10 * MINUTE
    (sent,) = stage.daemon().run()
    assert sent.item.telling.kind is Kind.CORRECTION
    assert "cancelled" in sent.message.text


def test_a_round_whose_first_session_moves_within_its_days_is_put_right(quick_engine: Engine) -> None:
    stage, daemon = stage_at(quick_engine)
    assert lines(daemon.run_on(at("06-01 00:00"))) == ["reminder -"]
    stage.publish(moved(germany(), "qualifying", -4 * HOUR))
    assert lines(daemon.run()) == ["correction -"]


def test_a_round_cancelled_in_the_middle_of_its_weekend_is_put_right(quick_engine: Engine) -> None:
    stage, daemon = stage_at(quick_engine)
    daemon.run_on(at("06-04 12:00"))
    stage.publish(CANCELLED)
    assert lines(daemon.run()) == ["correction -"]


def test_a_round_cancelled_after_its_last_session_is_nobodys_concern(quick_engine: Engine) -> None:
    stage, daemon = stage_at(quick_engine)
    daemon.run_on(at("06-06 12:00"))
    stage.publish(CANCELLED)
    assert daemon.run() == []


def test_cancelled_postponed_and_cancelled_again_is_told_each_time_by_another_key(quick_engine: Engine) -> None:
    stage, daemon = stage_at(quick_engine)
    daemon.run_on(at("06-01 00:00"))
    sent = []
    for round_ in (CANCELLED, POSTPONED, CANCELLED):
        stage.publish(round_)
        sent += daemon.run()
    assert lines(sent) == ["correction -"] * 3
    assert len({its.message.key for its in sent}) == 3


def test_cancelled_and_on_again_before_anybody_looked_is_told_to_nobody(quick_engine: Engine) -> None:
    stage, daemon = stage_at(quick_engine)
    daemon.run_on(at("06-01 00:00"))
    for round_ in (CANCELLED, germany()):
        stage.publish(round_)
    assert daemon.run() == []


def test_an_edit_while_a_receiver_asked_to_wait_waits_too(quick_engine: Engine) -> None:
    stage, _ = stage_at(quick_engine, DUE)
    daemon, _ = in_flight(stage)
    daemon.unsettled = [
        its._replace(error=TemporaryChannelError("503", retry_after=20 * MINUTE)) for its in daemon.unsettled
    ]
    daemon.settle()
    stage.publish(moved(germany(), "race-1", 3 * MINUTE))
    stage.publish(CANCELLED)
    stage.clock.instant += 20 * MINUTE - timedelta(seconds=1)
    assert daemon.run() == []
    stage.clock.instant += timedelta(seconds=1)
    assert lines(daemon.run()) == ["correction race-1"]


def test_a_correction_names_the_start_that_was_told_also_where_another_was_tried_since(quick_engine: Engine) -> None:
    stage, daemon = stage_at(quick_engine)
    daemon.run_on(DUE)
    stage.publish(moved(germany(), "race-1", 2 * HOUR))
    tried, _ = in_flight(stage)
    tried.unsettled = [its._replace(error=TemporaryChannelError("reset")) for its in tried.unsettled]
    tried.settle()
    stage.publish(moved(germany(), "race-1", 4 * HOUR))
    stage.clock.instant += MINUTE
    (sent,) = daemon.run()
    assert "11:00" in sent.message.text  # in Stockholm
    assert "13:00" not in sent.message.text
    assert "15:00" in sent.message.text


def test_what_a_newer_message_said_is_not_corrected(quick_engine: Engine) -> None:
    stage, daemon = stage_at(quick_engine)
    daemon.run_on(DUE - MINUTE)
    stage.publish(moved(germany(), "race-1", -5 * MINUTE))  # nobody was told of race-1 yet
    assert lines(daemon.run_on(DUE + HOUR)) == ["reminder race-1"]


def test_a_clock_a_day_ahead_and_back_with_a_message_in_hand_tells_it_once_when_its_time_comes(
    quick_engine: Engine,
) -> None:
    stage, daemon = stage_at(quick_engine, DUE)
    daemon.look()
    daemon.claim()
    stage.clock.instant += DAY
    daemon.look()
    daemon.hand_over()
    assert daemon.handed_over == []
    daemon.run()
    stage.clock.instant -= DAY
    assert lines(daemon.run()) == ["reminder race-1"]
    assert daemon.run() == []


@pytest.mark.parametrize("jump", [DAY, -DAY])
def test_a_wait_that_a_receiver_asked_for_is_void_for_a_clock_that_leaves_it(
    quick_engine: Engine, jump: timedelta
) -> None:
    stage, _ = stage_at(quick_engine, DUE)
    stage.clock.instant += jump
    stage.daemon().run()
    stage.clock.instant = DUE
    daemon, _ = in_flight(stage)
    daemon.unsettled = [
        its._replace(error=TemporaryChannelError("503", retry_after=10 * MINUTE)) for its in daemon.unsettled
    ]
    daemon.settle()
    stage.clock.instant += jump
    daemon.run()
    stage.clock.instant = DUE + MINUTE
    assert daemon.run() == []  # it holds again within its span
    stage.clock.instant = DUE - MINUTE
    daemon.look()
    stage.clock.instant = DUE + 11 * MINUTE
    assert lines(daemon.run()) == ["reminder race-1"]


def test_a_venue_that_changed_after_it_was_told_is_put_right(quick_engine: Engine) -> None:
    stage, daemon = stage_at(quick_engine)
    daemon.run_on(at("06-01 00:00"))
    stage.publish(replace(germany(), venue=ELSEWHERE))
    (sent,) = daemon.run()
    assert sent.item.telling.kind is Kind.CORRECTION
    assert "Hockenheimring" in sent.message.text


@pytest.mark.parametrize(
    ("by", "is_told"), [(-5 * MINUTE, True), (-4 * MINUTE, False), (15 * MINUTE, True), (14 * MINUTE, False)]
)
def test_a_start_earlier_by_five_minutes_or_later_by_fifteen_is_put_right(
    quick_engine: Engine, by: timedelta, is_told: bool
) -> None:
    stage, daemon = stage_at(quick_engine)
    daemon.run_on(DUE)
    stage.clock.instant += MINUTE
    stage.publish(moved(germany(), "race-1", by))
    assert lines(daemon.run()) == (["correction race-1"] if is_told else [])


def test_all_that_became_untrue_of_one_round_is_one_message(quick_engine: Engine) -> None:
    stage = Stage(quick_engine, anna(lead_times={"round": (7 * DAY,), "qualifying": (DAY,), "race": (5 * DAY,)}))
    stage.clock.instant = BEFORE_IT_ALL
    daemon = stage.daemon()
    assert len(daemon.run_on(at("06-02 20:00"))) > 2
    later = moved(moved(germany(), "race-1", HOUR), "qualifying", 2 * HOUR)
    stage.publish(later)
    (sent,) = daemon.run()
    assert sent.item.telling.kind is Kind.CORRECTION
    assert len(sent.item.telling.says) == 3


def test_an_edit_that_only_one_of_two_daemons_has_seen_is_told_once_and_nothing_untrue(engine: Engine) -> None:
    stage, first = stage_at(engine)
    first.run_on(at("06-01 00:00"))
    stale = stage.daemon()
    stale.run()
    stale.source.is_stale = True
    stage.publish(CANCELLED)
    assert stale.run() == []
    assert lines(first.run()) == ["correction -"]
    assert stale.run() == []
    stale.source.is_stale = False
    assert stale.run() == []


def test_who_is_edited_while_a_message_is_in_flight_is_told_by_what_they_want_now(quick_engine: Engine) -> None:
    stage, other = stage_at(quick_engine, DUE)
    daemon, _ = in_flight(stage)
    stage.subscribers.edit("anna", anna(lead_times={"round": (), "qualifying": (), "race": (HOUR, 10 * MINUTE)}))
    other.look()
    daemon.settle()
    assert lines(other.run_on(DUE + HOUR)) == ["reminder race-1"]
    assert stage.outcomes().count("sent reminder") == 2


def test_a_race_that_appears_less_than_its_lead_before_it_starts_is_told_at_once(quick_engine: Engine) -> None:
    quiet = germany(sessions=germany().sessions[:1])
    stage = Stage(quick_engine, anna(lead_times={"round": (), "qualifying": (), "race": (HOUR,)}), round_=quiet)
    stage.clock.instant = DUE + 10 * MINUTE
    daemon = stage.daemon()
    assert daemon.run() == []
    stage.publish(with_race(quiet))
    assert lines(daemon.run()) == ["reminder race-1"]


def with_race(round_: Round) -> Round:
    race = session("race-1", "race", "Race 1", date(2021, 6, 5), "09:00")
    return replace(round_, sessions=(*round_.sessions, race))
