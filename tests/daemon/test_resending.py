"""Resending: a dead message is sent again with its key where it is still true and of use, and is refused elsewhere."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from support.racing import germany
from support.reminding import HOUR, MINUTE, anna, at, moved
from support.stage import DUE, Stage

from season_calendar.daemon.resending import resend
from season_calendar.errors import PermanentChannelError, RemindingError
from season_calendar.model import Status
from season_calendar.reminders.record import Entry, Outcome


def refused(stage: Stage) -> Entry:
    """A message that was refused for good."""
    daemon = stage.daemon()
    daemon.look()
    daemon.claim()
    daemon.hand_over()
    daemon.send(PermanentChannelError("404"))
    daemon.settle()
    (entry,) = [entry for entry in stage.entries() if entry.outcome is Outcome.DEAD]
    return entry


def send_again(stage: Stage, entry: Entry) -> None:
    resend(stage.record, stage.published[-1:], entry, stage.clock.now())


def test_a_dead_message_is_sent_again_with_its_key(quick_engine: Engine) -> None:
    stage = Stage(quick_engine)
    entry = refused(stage)
    assert stage.daemon().run() == []
    stage.clock.instant += 10 * MINUTE
    send_again(stage, entry)
    (sent,) = stage.daemon().run()
    assert sent.message.key == entry.key
    assert stage.daemon().run() == []


@pytest.mark.parametrize("late", [30 * MINUTE, 3 * HOUR])
def test_what_is_of_no_use_any_more_is_not(quick_engine: Engine, late: object) -> None:
    stage = Stage(quick_engine)
    entry = refused(stage)
    stage.clock.instant += late  # type: ignore[operator]
    with pytest.raises(RemindingError, match="is not true any more, or its time has passed"):
        send_again(stage, entry)
    assert stage.daemon().run() == []


@pytest.mark.parametrize("edited", [germany(status=Status.CANCELLED), moved(germany(), "race-1", -6 * MINUTE)])
def test_what_is_not_true_any_more_is_not(quick_engine: Engine, edited: object) -> None:
    stage = Stage(quick_engine)
    entry = refused(stage)
    stage.publish(edited)  # type: ignore[arg-type]
    with pytest.raises(RemindingError, match="is not true any more"):
        send_again(stage, entry)


def test_what_its_reader_does_not_want_any_more_is_not(quick_engine: Engine) -> None:
    stage = Stage(quick_engine)
    entry = refused(stage)
    stage.subscribers.edit("anna", anna(lead_times={"round": (), "qualifying": (), "race": ()}))
    with pytest.raises(RemindingError, match="is not true any more"):
        send_again(stage, entry)


def test_what_was_for_somebody_who_is_gone_is_not(quick_engine: Engine) -> None:
    stage = Stage(quick_engine)
    entry = refused(stage)
    stage.subscribers.remove("anna")
    with pytest.raises(RemindingError, match=f"{entry.key} is over .there is nothing to be sent again"):
        send_again(stage, entry)


def test_what_was_for_the_console_is_not(quick_engine: Engine) -> None:
    stage = Stage(quick_engine)
    stage.subscribers.remove("anna")
    stage.clock.instant = DUE - HOUR
    stage.daemon().look()
    stage.clock.instant = DUE
    entry = refused(stage)
    with pytest.raises(RemindingError, match=f"{entry.key} is for nobody any more"):
        send_again(stage, entry)


def test_what_is_in_no_season_any_more_is_not(quick_engine: Engine) -> None:
    stage = Stage(quick_engine)
    entry = refused(stage)
    with pytest.raises(RemindingError, match="is over"):
        resend(stage.record, [], entry, stage.clock.now())


def test_what_was_never_tried_is_not(quick_engine: Engine) -> None:
    stage = Stage(quick_engine, anna(lead_times={"round": (), "qualifying": (), "race": (2 * HOUR, HOUR)}))
    stage.daemon().run()
    (skipped, _) = stage.entries()
    assert skipped.key is None
    with pytest.raises(RemindingError, match="is over"):
        send_again(stage, skipped)


def test_a_dead_correction_is_sent_again_with_its_key(quick_engine: Engine) -> None:
    stage = Stage(quick_engine)
    stage.daemon().run()
    stage.publish(germany(status=Status.CANCELLED))
    stage.clock.instant = at("06-05 08:10")
    entry = refused(stage)
    send_again(stage, entry)
    (sent,) = stage.daemon().run()
    assert sent.message.key == entry.key
