"""The desk: what is taken in hand, what may be sent, and what is noted of it, whatever happened in between."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from support.hand_driven import HandDaemon
from support.racing import germany
from support.reminding import DAY, HOUR, MINUTE, anna, at, moved
from support.stage import DUE, Stage, to_races

from season_calendar.daemon.desk import OUR_FAULT
from season_calendar.daemon.in_hand import Settlement
from season_calendar.errors import OutdatedError, PermanentChannelError, StorageError, TemporaryChannelError
from season_calendar.model import Status
from season_calendar.reminders.known import Kind, Knowledge
from season_calendar.reminders.passing import WhyNot
from season_calendar.reminders.record import Outcome
from season_calendar.reminders.subscribers import CONSOLE_ID
from season_calendar.storage.ledger.batch import Batch
from season_calendar.storage.ledger.ledger import SqlLedger

SECOND = timedelta(seconds=1)


def claimed(stage: Stage) -> HandDaemon:
    """A daemon that has the one message that is due in hand."""
    daemon = stage.daemon()
    daemon.look()
    daemon.claim()
    assert len(daemon.claimed) == 1
    return daemon


def handed_over(stage: Stage) -> HandDaemon:
    """A daemon that has handed over the one message that is due."""
    daemon = claimed(stage)
    daemon.hand_over()
    assert len(daemon.handed_over) == 1
    return daemon


def next_wake_at(stage: Stage) -> object:
    return stage.ledger.next_wake_at({"wtcr/2021"})


# Claiming


def test_what_is_due_is_taken_in_hand_and_by_nobody_else(quick_engine: Engine) -> None:
    stage = Stage(quick_engine)
    daemon, other = claimed(stage), stage.daemon()
    other.look()
    other.claim()
    daemon.claim()
    assert other.claimed == []
    assert len(daemon.claimed) == 1
    assert stage.ledger.owners() == {daemon.hand.id}


def test_who_has_nothing_due_goes_back_to_sleep_until_it_is(quick_engine: Engine) -> None:
    stage = Stage(quick_engine)
    stage.clock.instant = DUE - 30 * SECOND
    daemon = stage.daemon()
    daemon.look()
    stage.ledger.wake(stage.clock.instant)
    daemon.claim()
    assert daemon.claimed == []
    assert next_wake_at(stage) == DUE


def test_no_more_is_claimed_than_asked_for(quick_engine: Engine) -> None:
    stage = Stage(quick_engine, to_races(), to_races(id="b2", name="bo"))
    daemon = stage.daemon()
    daemon.look()
    first, second = daemon.desk.claim(1), daemon.desk.claim(1)
    assert [item.subscriber.name for item in first + second] in (["anna", "bo"], ["bo", "anna"])


def test_nothing_is_claimed_by_an_agenda_that_is_not_the_newest(quick_engine: Engine) -> None:
    stage = Stage(quick_engine)
    daemon = stage.daemon()
    daemon.look()
    stage.publish(germany(status=Status.CANCELLED))
    with pytest.raises(OutdatedError):
        daemon.desk.claim(10)
    assert stage.ledger.owners() == frozenset()


def test_what_passed_before_a_message_is_on_record_when_that_is_claimed(quick_engine: Engine) -> None:
    stage = Stage(quick_engine, anna(lead_times={"round": (), "qualifying": (), "race": (2 * HOUR, HOUR)}))
    daemon = claimed(stage)
    assert stage.outcomes() == ["skipped reminder"]
    daemon.hand_over()
    daemon.send()
    daemon.settle()
    assert stage.outcomes() == ["skipped reminder", "sent reminder"]


def test_what_was_taken_by_a_claim_of_which_only_the_answer_was_lost_is_free_again(
    quick_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = Stage(quick_engine, to_races())
    daemon = claimed(stage)  # what is in hand for sure stays there
    stage.subscribers.add(to_races(id="b2", name="bo"), DUE)
    daemon.look()
    with monkeypatch.context() as patch:
        answer_is_lost(patch)
        with pytest.raises(StorageError, match="reset"):
            daemon.desk.claim(10)
    (item,) = daemon.desk.claim(10)
    assert item.subscriber.name == "bo"


def answer_is_lost(patch: pytest.MonkeyPatch) -> None:
    """Claims are committed, and then the connection is reset."""
    claiming = SqlLedger.claiming

    @contextmanager
    def committed(*of: object) -> Iterator[Batch]:
        with claiming(*of) as batch:  # type: ignore[arg-type]
            yield batch
        raise StorageError("reset")

    patch.setattr(SqlLedger, "claiming", committed)


def test_what_was_settled_or_not_handed_over_is_not_in_hand(quick_engine: Engine) -> None:
    stage = Stage(quick_engine, to_races(), to_races(id="b2", name="bo"))
    daemon = stage.daemon()
    daemon.look()
    daemon.claim()
    stage.subscribers.edit("bo", to_races(id="b2", name="bo", address="elsewhere"))
    daemon.hand_over()
    assert len(daemon.desk._in_hand) == 1
    daemon.send()
    daemon.settle()
    assert daemon.desk._in_hand == set()


def test_each_reminder_that_passed_is_on_record_with_its_own_reason_and_none_is_told_as_lost(
    quick_engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    stage = Stage(quick_engine)
    daemon = handed_over(stage)
    daemon.send(TemporaryChannelError("busy"))
    daemon.settle()
    leads = (3 * HOUR, 2 * HOUR, 90 * MINUTE, HOUR)
    stage.subscribers.edit("anna", anna(lead_times={"round": (), "qualifying": (), "race": leads}))
    stage.clock.instant += 10 * MINUTE
    daemon.run()
    skipped = [(entry.lead, entry.why, entry.key) for entry in stage.entries() if entry.outcome is Outcome.SKIPPED]
    assert skipped == [
        (3 * HOUR, "its time had passed", None),
        (2 * HOUR, "its time had passed", None),
        (90 * MINUTE, "a reminder nearer to the start was due too", None),
    ]
    assert [its.getMessage() for its in caplog.records if its.levelno >= logging.WARNING] == []


# Handing over


def test_what_is_handed_over_may_have_arrived(quick_engine: Engine) -> None:
    stage = Stage(quick_engine)
    handed_over(stage)
    ((found),) = stage.rows()
    ((told),) = found.row.knowledge.events.values()
    (attempt,) = told.attempts
    assert attempt.may_have_arrived
    assert next_wake_at(stage) is None


def test_nothing_is_handed_over_by_an_agenda_that_is_not_the_newest(quick_engine: Engine) -> None:
    stage = Stage(quick_engine)
    daemon = claimed(stage)
    stage.publish(germany(status=Status.CANCELLED))
    with pytest.raises(OutdatedError):
        daemon.desk.hand_over(daemon.claimed)
    ((found),) = stage.rows()
    assert not found.row.knowledge.events


def test_what_is_said_is_decided_when_it_is_handed_over(quick_engine: Engine) -> None:
    stage = Stage(quick_engine)
    daemon = claimed(stage)
    stage.publish(moved(germany(), "race-1", 10 * MINUTE))
    stage.clock.instant += 15 * MINUTE
    daemon.look()
    (begun,) = daemon.desk.hand_over(daemon.claimed)
    (saying,) = begun.telling.says.values()
    assert saying.known.start_at == at("06-05 09:10")
    assert begun == daemon.claimed[0]
    assert begun.key != daemon.claimed[0].key


def test_what_need_not_be_said_any_more_goes_back_to_sleep(quick_engine: Engine) -> None:
    stage = Stage(quick_engine)
    daemon = claimed(stage)
    stage.publish(moved(germany(), "race-1", 3 * HOUR))
    daemon.look()
    daemon.hand_over()
    assert daemon.handed_over == []
    assert stage.ledger.owners() == frozenset()
    assert daemon.run() == []
    assert next_wake_at(stage) == DUE + 3 * HOUR


def test_what_was_taken_away_is_not_handed_over(quick_engine: Engine) -> None:
    stage = Stage(quick_engine)
    daemon, other = claimed(stage), stage.daemon()
    daemon.kill()
    other.look()
    other.claim()
    daemon.hand_over()
    assert daemon.handed_over == []
    assert stage.ledger.owners() == {other.hand.id}


@pytest.mark.parametrize("other", [{"address": "another-secret"}, {"channel": "another"}])
def test_who_is_reached_otherwise_by_now_is_sent_to_there(quick_engine: Engine, other: dict[str, str]) -> None:
    stage = Stage(quick_engine)
    daemon = claimed(stage)
    stage.subscribers.edit("anna", to_races(**other))
    daemon.hand_over()
    assert daemon.handed_over == []
    (sent,) = daemon.run()
    assert {"address": sent.item.subscriber.address, "channel": sent.item.subscriber.channel}.items() >= other.items()


def test_who_is_edited_and_reached_as_before_keeps_their_turn(quick_engine: Engine) -> None:
    stage = Stage(quick_engine)
    daemon = claimed(stage)
    stage.subscribers.edit("anna", to_races(name="ann"))
    daemon.hand_over()
    assert [item.subscriber.name for item in daemon.handed_over] == ["ann"]


def test_who_was_removed_is_sent_nothing(quick_engine: Engine) -> None:
    stage = Stage(quick_engine)
    daemon = claimed(stage)
    stage.subscribers.remove("anna")
    daemon.hand_over()
    assert (daemon.handed_over, stage.rows()) == ([], [])


def test_who_wants_something_else_by_now_is_sent_nothing_else(quick_engine: Engine) -> None:
    stage = Stage(quick_engine)
    daemon = claimed(stage)
    stage.subscribers.edit("anna", anna(lead_times={"round": (), "qualifying": (), "race": (10 * MINUTE,)}))
    daemon.hand_over()
    assert daemon.handed_over == []
    assert next_wake_at(stage) == DUE + 50 * MINUTE


def test_a_round_of_which_nothing_is_known_any_more_is_forgotten(quick_engine: Engine) -> None:
    stage = Stage(quick_engine)
    daemon = claimed(stage)
    daemon.looker.agenda = replace(daemon.looker.agenda, subjects={})
    daemon.hand_over()
    assert (daemon.handed_over, stage.rows()) == ([], [])


def test_a_message_in_hand_is_the_same_whatever_is_to_be_said_as_long_as_it_is_of_the_same_row(
    quick_engine: Engine,
) -> None:
    (item,) = claimed(Stage(quick_engine)).claimed
    assert {replace(item, to_tell=replace(item.to_tell, before=Knowledge(tries=1)))} == {item}
    of_another_row = item.found._replace(row=item.row._replace(id=item.row.id + 1))
    assert replace(item, found=of_another_row) != item
    assert item != item.row.id


def test_of_those_who_were_to_be_told_the_same_each_is_told_what_follows_from_an_edit_for_them(
    quick_engine: Engine,
) -> None:
    # For who came after it the slot of the earlier start does not count.
    later = to_races(id="b2", name="bo", since=DUE - 5 * MINUTE)
    stage = Stage(quick_engine, to_races(), later)
    daemon = stage.daemon()
    daemon.look()
    daemon.claim()
    assert len({id(item.to_tell) for item in daemon.claimed}) == 1
    stage.publish(moved(germany(), "race-1", -10 * MINUTE))
    daemon.look()
    daemon.hand_over()
    assert [item.subscriber.name for item in daemon.handed_over] == ["anna"]


# Settling


def test_what_was_sent_is_known_and_on_record(quick_engine: Engine) -> None:
    stage = Stage(quick_engine)
    daemon = handed_over(stage)
    sent = daemon.send()
    assert sent is not None
    stage.clock.instant += 2 * SECOND
    daemon.settle()
    (entry,) = stage.entries()
    assert (entry.outcome, entry.at, entry.key) == (Outcome.SENT, DUE + 2 * SECOND, sent.message.key)
    assert (entry.channel, entry.kind, entry.lead, entry.why) == ("fake", Kind.REMINDER, HOUR, None)
    assert (entry.subject, entry.season_key) == ("wtcr/2021/germany", "wtcr/2021")
    assert entry.uid in sent.item.telling.says
    assert stage.ledger.owners() == frozenset()
    assert daemon.run() == []


def test_what_passed_while_a_message_was_on_its_way_is_on_record_with_it(quick_engine: Engine) -> None:
    stage = Stage(quick_engine, anna(lead_times={"round": (), "qualifying": (), "race": (HOUR, 50 * MINUTE)}))
    daemon = handed_over(stage)
    daemon.send()
    stage.clock.instant = DUE + 40 * MINUTE
    daemon.settle()
    assert stage.outcomes() == ["sent reminder", "skipped reminder"]


def test_a_refusal_is_on_record_with_its_reason_and_told_without_address(
    quick_engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    stage = Stage(quick_engine)
    daemon = handed_over(stage)
    daemon.send(PermanentChannelError("404: no such hook"))
    daemon.settle()
    (entry,) = stage.entries()
    assert (entry.outcome, entry.why) == (Outcome.DEAD, "404: no such hook")
    assert daemon.run() == []
    (warning,) = [its.getMessage() for its in caplog.records if its.levelno == logging.WARNING]
    assert warning == "1 lost; the first: a reminder of wtcr/2021/germany, by fake: 404: no such hook"


def test_what_failed_is_tried_again_after_a_while_and_not_on_record(quick_engine: Engine) -> None:
    stage = Stage(quick_engine)
    daemon = handed_over(stage)
    first = daemon.send(TemporaryChannelError("500"))
    daemon.settle()
    assert stage.entries() == []
    assert next_wake_at(stage) == DUE + SECOND  # a draw of a half, of two seconds
    assert daemon.run() == []
    stage.clock.instant += SECOND
    (again,) = daemon.run()
    assert first is not None
    assert again.message.key == first.message.key


def test_what_the_receiver_asked_to_wait_is_waited(quick_engine: Engine) -> None:
    stage = Stage(quick_engine)
    daemon = handed_over(stage)
    daemon.send(TemporaryChannelError("503", retry_after=7 * MINUTE))
    daemon.settle()
    assert next_wake_at(stage) == DUE + 7 * MINUTE


def test_a_fault_of_our_own_is_tried_again_and_its_text_kept_nowhere(quick_engine: Engine) -> None:
    stage = Stage(quick_engine)
    daemon = handed_over(stage)
    daemon.send(ValueError("secret-address"))
    daemon.settle()
    ((found),) = stage.rows()
    assert found.row.knowledge.last_error == "internal error"
    assert next_wake_at(stage) == DUE + OUR_FAULT


def test_what_failed_until_it_was_of_no_use_is_lost_with_its_last_error(
    quick_engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    stage = Stage(quick_engine)
    daemon = handed_over(stage)
    sent = daemon.send(TemporaryChannelError("no answer"))
    stage.clock.instant = DUE + 30 * MINUTE
    daemon.settle()
    (entry,) = stage.entries()
    assert sent is not None
    assert (entry.outcome, entry.why, entry.key) == (Outcome.DEAD, "no answer", sent.message.key)
    assert "1 lost; the first: a reminder of wtcr/2021/germany, by fake: no answer" in caplog.text
    assert "secret-address" not in caplog.text


def test_what_was_in_flight_at_a_crash_until_it_was_of_no_use_is_lost_for_no_better_known_reason(
    quick_engine: Engine,
) -> None:
    stage = Stage(quick_engine)
    daemon, other = handed_over(stage), stage.daemon()
    daemon.kill()
    stage.clock.instant += DAY
    assert other.run() == []
    (lost,) = stage.entries()
    assert (lost.outcome, lost.why) == (Outcome.DEAD, WhyNot.UNDELIVERED)


def test_who_is_woken_while_in_hand_is_looked_at_again_at_once(quick_engine: Engine) -> None:
    stage = Stage(quick_engine)
    daemon = handed_over(stage)
    daemon.send()
    stage.ledger.wake(DUE - SECOND)
    daemon.settle()
    assert next_wake_at(stage) == DUE - SECOND
    assert daemon.run() == []


def test_what_was_edited_while_it_was_sent_is_corrected(quick_engine: Engine) -> None:
    stage = Stage(quick_engine)
    daemon = handed_over(stage)
    daemon.send()
    stage.publish(germany(status=Status.CANCELLED))
    daemon.settle()  # by an agenda that is not the newest
    assert stage.outcomes() == ["sent reminder"]
    assert next_wake_at(stage) == DUE
    (sent,) = daemon.run()
    assert sent.item.telling.kind is Kind.CORRECTION


def test_what_was_edited_and_taken_up_while_it_was_sent_is_corrected(quick_engine: Engine) -> None:
    stage = Stage(quick_engine)
    daemon = handed_over(stage)
    daemon.send()
    stage.publish(germany(status=Status.CANCELLED))
    daemon.look()
    daemon.settle()
    (sent,) = daemon.run()
    assert sent.item.telling.kind is Kind.CORRECTION


def test_what_is_put_back_unsent_is_as_before_and_looked_at_after_a_while(quick_engine: Engine) -> None:
    stage = Stage(quick_engine)
    daemon = claimed(stage)
    (before,) = stage.rows()
    daemon.desk.settle([Settlement(daemon.claimed[0], put_back_for=5 * SECOND)])
    (after,) = stage.rows()
    assert after.row == before.row
    assert (stage.entries(), next_wake_at(stage)) == ([], DUE + 5 * SECOND)


def test_what_was_sent_by_a_hand_taken_for_gone_is_on_record_and_said(
    quick_engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    stage = Stage(quick_engine)
    daemon, other = handed_over(stage), stage.daemon()
    daemon.kill()
    other.look()
    other.claim()
    sent = daemon.send()
    daemon.settle()
    assert sent is not None
    assert stage.outcomes() == ["sent reminder"]
    warning = f"{sent.message.key} was sent by a hand that was taken for gone, and may come twice"
    assert warning in [record.getMessage() for record in caplog.records]
    assert stage.ledger.owners() == {other.hand.id}


@pytest.mark.parametrize("settlement", [{"error": TemporaryChannelError("x")}, {"put_back_for": SECOND}])
def test_what_was_not_sent_by_a_hand_taken_for_gone_is_no_news(
    quick_engine: Engine, settlement: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    stage = Stage(quick_engine)
    daemon, other = handed_over(stage), stage.daemon()
    daemon.kill()
    other.look()
    caplog.clear()
    daemon.desk.settle([Settlement(daemon.handed_over[0], **settlement)])  # type: ignore[arg-type]
    assert (stage.entries(), caplog.text) == ([], "")


def test_who_was_removed_while_it_was_sent_is_on_record_all_the_same_and_nothing_comes_twice(
    quick_engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    stage = Stage(quick_engine)
    daemon = handed_over(stage)
    daemon.send()
    stage.subscribers.remove("anna")
    daemon.settle()
    assert (stage.outcomes(), stage.rows(), caplog.text) == (["sent reminder"], [], "")


def test_what_is_refused_for_good_to_a_hand_taken_for_gone_is_on_record_and_comes_no_second_time(
    quick_engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    stage = Stage(quick_engine)
    daemon, other = handed_over(stage), stage.daemon()
    daemon.kill()
    other.look()
    daemon.send(PermanentChannelError("gone"))
    daemon.settle()
    assert stage.outcomes() == ["dead reminder"]
    assert "may come twice" not in caplog.text


def test_what_was_sent_of_a_round_of_which_nothing_is_known_any_more_is_on_record_and_forgotten(
    quick_engine: Engine,
) -> None:
    stage = Stage(quick_engine)
    daemon = handed_over(stage)
    daemon.send()
    daemon.looker.agenda = replace(daemon.looker.agenda, subjects={})
    daemon.settle()
    assert (stage.outcomes(), stage.rows()) == (["sent reminder"], [])


def test_what_is_known_of_a_round_is_forgotten_a_week_after_it(quick_engine: Engine) -> None:
    stage = Stage(quick_engine)
    daemon = stage.daemon()
    daemon.run()
    assert len(stage.rows()) == 1
    stage.clock.instant += 20 * DAY
    daemon.run()
    assert stage.rows() == []


def test_a_correction_of_several_events_that_is_lost_is_one_entry(
    quick_engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    stage = Stage(quick_engine, anna())
    stage.clock.instant = at("06-02 10:00")
    daemon = stage.daemon()
    daemon.run_on(DUE + MINUTE)
    stage.publish(germany(status=Status.CANCELLED))
    daemon.look()
    daemon.claim()
    daemon.hand_over()
    sent = daemon.send(TemporaryChannelError("no answer"))
    assert sent is not None
    assert len(sent.item.telling.says) > 1
    stage.clock.instant = at("06-08 08:00")
    daemon.settle()
    (lost,) = [entry for entry in stage.entries() if entry.outcome is Outcome.DEAD]
    assert (lost.kind, lost.key, lost.why) == (Kind.CORRECTION, sent.message.key, "no answer")
    assert "1 lost; the first: a correction of wtcr/2021/germany, by fake: no answer" in caplog.text


def test_a_correction_for_which_a_wait_left_no_time_is_lost_with_why_that_was(
    quick_engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    stage = Stage(quick_engine, anna(lead_times={"round": (), "qualifying": (), "race": (2 * HOUR, HOUR)}))
    stage.clock.instant = DUE - HOUR
    daemon = stage.daemon()
    daemon.run()
    stage.clock.instant = DUE
    daemon.claim()
    daemon.hand_over()
    daemon.send(TemporaryChannelError("busy", retry_after=DAY, may_have_arrived=False))
    daemon.settle()
    stage.publish(germany(status=Status.CANCELLED))
    daemon.run_on(DUE + 2 * HOUR)
    (lost,) = [entry for entry in stage.entries() if entry.outcome is Outcome.DEAD]
    assert (lost.kind, lost.why) == (Kind.CORRECTION, "busy")
    assert lost.key is not None
    assert lost.key.startswith("wtcr/2021/germany/race-1/correction/a1/")
    assert "1 lost; the first: a correction of wtcr/2021/germany, by fake: busy" in caplog.text


# The console


def nobody_subscribed(engine: Engine) -> tuple[Stage, HandDaemon]:
    """A stage without subscribers, and a daemon that has seen so before the race's reminder is due, which it is now."""
    stage = Stage(engine)
    stage.subscribers.remove("anna")
    stage.clock.instant = DUE - HOUR
    daemon = stage.daemon()
    daemon.look()
    stage.clock.instant = DUE
    return stage, daemon


def test_where_nobody_subscribes_the_console_is_reminded_until_somebody_does(quick_engine: Engine) -> None:
    stage, daemon = nobody_subscribed(quick_engine)
    (sent,) = daemon.run()
    assert (sent.item.subscriber.id, sent.item.subscriber.zone_name) == (CONSOLE_ID, "Europe/Berlin")
    assert [found.row.subscriber_id for found in stage.rows()] == [CONSOLE_ID]
    stage.subscribers.add(to_races(), DUE)
    stage.clock.instant += 10 * DAY
    daemon.run()
    assert stage.rows() == []


def test_the_console_has_no_row_in_hand_any_more_once_somebody_subscribes(quick_engine: Engine) -> None:
    stage, daemon = nobody_subscribed(quick_engine)
    daemon.look()
    daemon.claim()
    assert len(daemon.claimed) == 1
    stage.subscribers.add(to_races(), DUE)
    daemon.look()
    daemon.hand_over()
    assert daemon.handed_over == []
    assert CONSOLE_ID not in [found.row.subscriber_id for found in stage.rows()]


def test_what_the_console_was_sent_as_somebody_subscribed_is_on_record_and_forgotten(quick_engine: Engine) -> None:
    stage, daemon = nobody_subscribed(quick_engine)
    daemon.look()
    daemon.claim()
    daemon.hand_over()
    daemon.send()
    stage.subscribers.add(to_races(), DUE)
    daemon.look()
    daemon.settle()
    assert stage.outcomes() == ["sent reminder"]
    assert CONSOLE_ID not in [found.row.subscriber_id for found in stage.rows()]
