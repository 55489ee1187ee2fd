"""What passed unsaid, and is on record for that: once, with its reason, and with its key where it had one."""

from __future__ import annotations

import pytest
from support.racing import germany
from support.reminding import DAY, HOUR, MINUTE, at, moved
from support.told import LATER, NOW, OFF, RACES, failure, reader, told

from season_calendar.model import Status
from season_calendar.reminders.known import Hold
from season_calendar.reminders.settling import Failure


@pytest.mark.parametrize("may_have_arrived", [True, False])
def test_a_reminder_tried_until_it_was_of_no_use_is_on_record_as_undelivered(may_have_arrived: bool) -> None:
    its = reader()
    attempt = its.fail(NOW, failure(may_have_arrived=may_have_arrived))
    (passed,) = its.step(at("06-05 08:30")).passed
    assert (passed.why.name, passed.mark, passed.lead) == ("UNDELIVERED", attempt.mark, HOUR)
    assert its.step(at("06-05 08:31")).passed == ()


def test_a_reminder_for_which_a_wait_left_no_time_is_on_record_as_undelivered() -> None:
    its = reader(lead_times={**RACES, "race": (2 * HOUR, HOUR)})
    its.fail(at("06-05 07:00"), Failure("429", Hold(at("06-05 07:00"), 90 * MINUTE), may_have_arrived=False))
    assert its.tell(at("06-05 08:30")) == []
    assert its.passed == ["race-1 2h: UNDELIVERED", "race-1 1h: UNDELIVERED"]


def test_a_wait_that_left_time_is_no_reason_why_a_reminder_passed() -> None:
    its = reader(lead_times={**RACES, "race": (2 * HOUR, HOUR)})
    its.fail(at("06-05 07:00"), Failure("429", Hold(at("06-05 07:00"), 80 * MINUTE), may_have_arrived=False))
    its.tell(at("06-05 09:30"))  # nothing ran
    assert its.passed == ["race-1 2h: UNDELIVERED", "race-1 1h: TOO_LATE"]


def test_what_was_tried_before_a_move_is_no_reason_why_a_reminder_of_the_new_start_passed() -> None:
    its = reader()
    its.fail(NOW, failure(may_have_arrived=False))
    its.edited(LATER)
    its.tell(at("06-05 11:30"))
    assert its.passed == ["race-1 1h: TOO_LATE"]


def test_what_a_correction_was_to_say_too_is_not_on_record_with_the_key_of_that() -> None:
    its = reader(lead_times={**RACES, "race": (2 * HOUR, HOUR)})
    its.tell(at("06-05 07:00"))
    its.edited(moved(germany(), "race-1", HOUR))
    its.fail(at("06-05 09:10"), failure(may_have_arrived=False))
    (passed,) = its.step(at("06-05 09:30")).passed
    assert (passed.lead, passed.mark, passed.why.name) == (HOUR, None, "TOO_LATE")


def test_each_lead_time_that_passes_is_on_record() -> None:
    its = reader(lead_times={**RACES, "race": (3 * HOUR, HOUR)})
    its.tell(at("06-05 07:45"))
    its.tell(at("06-05 08:45"))
    assert its.passed == ["race-1 3h: TOO_LATE", "race-1 1h: TOO_LATE"]


def test_a_reminder_that_may_have_arrived_is_no_lost_correction() -> None:
    its = reader()
    its.crash(NOW)
    its.edited(OFF)
    its.fail(NOW + MINUTE, failure())
    its.step(at("06-05 10:00"))
    assert its.passed == ["race-1 correction: UNDELIVERED"]


def test_a_correction_that_waits_is_looked_at_again_when_it_matters_no_more() -> None:
    its = told()
    its.edited(OFF)
    its.fail(NOW, failure(held=DAY))
    assert its.step(NOW).wake_at == at("06-05 10:00")


def test_a_correction_tried_until_it_mattered_no_more_is_on_record_once() -> None:
    its = told()
    its.edited(OFF)
    its.fail(NOW + MINUTE, failure())
    assert its.step(at("06-05 09:59")).passed == ()
    assert its.step(at("06-05 10:00")).telling is None
    assert its.step(at("06-05 10:01")).passed == ()
    assert its.passed == ["race-1 correction: UNDELIVERED"]


def test_a_lost_correction_that_may_have_arrived_is_put_right_after_a_clock_that_was_ahead_comes_back() -> None:
    its = told()
    its.edited(LATER)
    its.fail(NOW + MINUTE, failure())
    its.edited(germany())
    its.step(at("06-06 00:00"))
    assert its.passed == ["race-1 correction: UNDELIVERED"] * 2  # the one that was tried, and that all is as it was
    assert its.tell(NOW + 2 * MINUTE) == ["correction race-1"]


def test_a_correction_that_is_lost_again_after_a_clock_came_back_is_on_record_once() -> None:
    its = told()
    its.edited(OFF)
    for _ in range(2):
        its.fail(NOW + MINUTE, failure())
        its.step(at("06-05 10:00"))
    assert its.passed == ["race-1 correction: UNDELIVERED"]


def test_what_is_lost_later_brings_nothing_on_record_that_is_on_record_already() -> None:
    its = told()
    for round_ in (OFF, germany(status=Status.POSTPONED)):
        its.edited(round_)
        its.fail(NOW + MINUTE, failure())
        its.step(at("06-06 00:00"))
    its.step(at("06-06 00:01"))
    assert its.passed == ["race-1 correction: UNDELIVERED"] * 2


def test_a_correction_for_which_a_wait_left_no_time_is_on_record() -> None:
    its = reader(lead_times={**RACES, "race": (2 * HOUR, HOUR)})
    its.tell(at("06-05 07:00"))
    its.fail(NOW, failure(held=DAY, may_have_arrived=False))
    its.edited(OFF)
    its.step(at("06-05 09:59"))
    assert its.passed == []
    its.step(at("06-05 10:00"))
    assert its.passed == ["race-1 correction: UNDELIVERED"]


def test_a_correction_that_nobody_was_there_to_send_is_on_record_once() -> None:
    its = told()
    its.edited(OFF)
    its.step(at("06-05 10:00"))
    its.step(at("06-05 10:01"))
    assert its.passed == ["race-1 correction: UNDELIVERED"]


def test_a_correction_of_several_events_that_was_never_tried_is_one_message() -> None:
    its = reader(lead_times={**RACES, "qualifying": (DAY,), "race": (DAY,)})
    its.tell_until(at("06-03 00:00"), at("06-04 10:00"))
    its.edited(OFF)
    passed = its.step(at("06-06 00:00")).passed
    assert len(passed) > 1
    assert len({one.mark for one in passed}) == 1


def test_a_correction_that_was_never_tried_has_its_key_when_a_clock_that_was_ahead_comes_back() -> None:
    its = told()
    its.edited(OFF)
    (passed,) = its.step(at("06-05 10:00")).passed
    assert its.crash(NOW + MINUTE).mark == passed.mark
    its.step(at("06-05 10:00"))
    assert its.passed == ["race-1 correction: UNDELIVERED"]


def test_what_was_put_down_when_it_mattered_no_more_is_no_correction_that_nobody_sent() -> None:
    its = told()
    its.edited(OFF, at=at("06-05 10:00"))
    its.step(at("06-05 10:01"))
    assert its.passed == []
