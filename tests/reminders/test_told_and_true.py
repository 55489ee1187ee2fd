"""What a reader hears when things go wrong: crashes, failures, waits, clocks that jump, wishes that change."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from support.racing import germany, history, season
from support.reminding import DAY, HOUR, LONG_AGO, MINUTE, Reader, anna, at, correction_of, editions, moved, reminding
from support.told import LATER, NOW, OFF, RACES, REFUSED, failure, reader, told

from season_calendar.choices.choice import lead_times_of
from season_calendar.model import Driver, Season, Status, Title
from season_calendar.publishing.publication import History
from season_calendar.publishing.publish import publish
from season_calendar.reminders.known import Hold
from season_calendar.reminders.settling import allowed_again

# Crashes


def test_what_was_handed_over_before_a_crash_is_told_again_with_the_same_key() -> None:
    its = reader()
    first = its.crash(NOW)
    again = its.telling(NOW + MINUTE)
    assert (its.line(again), its.key(again)) == ("reminder race-1 1h", its.key(first))
    assert its.tell(NOW + MINUTE) == ["reminder race-1 1h"]
    assert its.tell(NOW + MINUTE) == []


def test_what_was_handed_over_before_a_crash_and_is_cancelled_while_nothing_runs_is_corrected() -> None:
    its = reader()
    its.crash(NOW)
    its.edited(OFF)
    assert its.tell(NOW + MINUTE) == ["correction race-1"]


def test_a_correction_in_a_crash_is_told_again_with_the_same_key() -> None:
    its = told()
    its.edited(LATER)
    first = its.crash(NOW + MINUTE)
    again = its.telling(NOW + MINUTE)
    assert (again.mark, again.says.keys()) == (first.mark, first.says.keys())


def test_what_may_have_arrived_has_another_key_after_a_move_that_nobody_minds() -> None:
    its = reader()
    first = its.key(its.crash(NOW))
    its.edited(moved(germany(), "race-1", 4 * MINUTE))
    assert its.key(its.telling(NOW + 5 * MINUTE)) != first  # who drops what they have seen would believe the first


def test_what_cannot_have_arrived_keeps_its_key_over_a_move_that_nobody_minds() -> None:
    its = reader()
    first = its.key(its.fail(NOW, failure(may_have_arrived=False)))
    its.edited(moved(germany(), "race-1", 4 * MINUTE))
    assert its.key(its.telling(NOW + 5 * MINUTE)) == first


def test_a_correction_after_something_else_was_said_has_a_key_of_its_own() -> None:
    its = told()
    keys = set()
    for round_ in (OFF, LATER, OFF):  # a receiver that drops what it has seen must not drop the last
        its.edited(round_)
        keys.add(its.key(its.crash(NOW + MINUTE)))
    assert len(keys) == 3


def test_the_same_correction_later_has_another_key() -> None:
    its = told()
    keys = []
    for round_ in (OFF, germany(), OFF):
        its.edited(round_)
        telling = its.telling(NOW + MINUTE)
        keys.append(its.key(telling))
        its.tell(NOW + MINUTE)
    assert len(set(keys)) == 3


def test_a_correction_that_may_have_arrived_is_corrected_where_all_is_as_it_was() -> None:
    its = told()
    its.edited(LATER)
    its.crash(NOW + MINUTE)
    its.edited(germany())
    assert its.tell(NOW + MINUTE) == ["correction race-1"]


def test_a_correction_that_cannot_have_arrived_is_not() -> None:
    its = told()
    its.edited(LATER)
    its.fail(NOW + MINUTE, failure(may_have_arrived=False))
    its.edited(germany())
    assert its.tell(NOW + MINUTE) == []


def test_a_correction_names_the_start_that_its_reader_was_told() -> None:
    its = told()
    (uid,) = its.knowledge.events
    for round_ in (moved(germany(), "race-1", HOUR), LATER):
        its.edited(round_)
        before = its.crash(NOW + MINUTE).untrue[uid]
        assert before is not None
        assert before.start_at == at("06-05 09:00")


def test_a_correction_names_no_start_of_which_nobody_knows_whether_it_was_told() -> None:
    its = told()
    (uid,) = its.knowledge.events
    its.edited(LATER)
    its.crash(NOW + MINUTE)
    its.edited(germany())
    assert its.telling(NOW + MINUTE).untrue == {uid: None}


def test_a_correction_after_a_newer_message_said_it_is_not_sent() -> None:
    its = told()
    its.edited(LATER)
    its.fail(NOW + MINUTE, REFUSED)
    assert its.tell_until(NOW + MINUTE, at("06-05 12:00")) == ["06-05 11:00 reminder race-1 1h"]
    assert its.tell(at("06-05 11:30")) == []


def test_a_correction_of_more_than_was_tried_before_has_a_key_of_its_own() -> None:
    its = reader(lead_times={"": (2 * DAY,)})
    its.tell_until(at("06-01 00:00"), at("06-03 10:00"))
    qualifying, race, race_2 = germany().sessions
    marks = []
    one_off = germany(sessions=(qualifying, replace(race, status=Status.CANCELLED), race_2))
    for round_ in (one_off, OFF, replace(OFF, note="Sorry.")):
        its.edited(round_)
        marks.append(its.crash(at("06-03 10:00")).mark)
    assert len(set(marks)) == 2  # the last is the same as the one before


def test_each_message_that_was_tried_is_kept_once() -> None:
    its = reader()
    its.fail(NOW, failure())
    its.fail(NOW, failure(may_have_arrived=False))
    (told_,) = its.knowledge.events.values()
    assert [attempt.may_have_arrived for attempt in told_.attempts] == [True]  # the first may have
    assert told_.times == 1


# Failures and waits


def test_what_was_refused_for_good_is_not_tried_again_but_what_comes_next_is() -> None:
    its = reader(lead_times={**RACES, "race": (2 * HOUR, HOUR)})
    its.fail(at("06-05 07:00"), REFUSED)
    assert its.tell_until(at("06-05 07:00"), at("06-05 10:00")) == ["06-05 08:00 reminder race-1 1h"]
    assert its.passed == []  # the refusal is on record


def test_a_correction_refused_for_good_is_not_tried_again_but_another_one_is() -> None:
    its = told()
    its.edited(OFF)
    its.fail(NOW + MINUTE, REFUSED)
    assert its.tell_until(NOW + MINUTE, at("06-05 12:00")) == []
    assert its.passed == []
    its.edited(LATER)
    assert its.tell(NOW + MINUTE) == ["correction race-1"]


def test_what_was_refused_is_sent_again_with_the_same_key_once_the_refusal_is_taken_back() -> None:
    its = reader()
    refused = its.fail(NOW, REFUSED)
    its.knowledge = allowed_again(its.knowledge, refused.mark)
    assert its.key(its.telling(NOW)) == its.key(refused)


def test_only_the_refusal_of_one_message_is_taken_back() -> None:
    its = reader()
    its.fail(NOW, REFUSED)
    assert allowed_again(its.knowledge, "another mark") == its.knowledge


def test_a_wait_holds_across_edits() -> None:
    its = told()
    its.edited(LATER)
    its.fail(NOW, failure(held=10 * MINUTE, may_have_arrived=False))
    its.edited(OFF)
    assert its.tell_until(NOW + MINUTE, NOW + 9 * MINUTE) == []
    assert its.step(NOW + 9 * MINUTE).wake_at == NOW + 10 * MINUTE
    assert its.tell(NOW + 10 * MINUTE) == ["correction race-1"]


@pytest.mark.parametrize("now", [NOW - MINUTE, NOW - DAY, NOW + 10 * MINUTE], ids=["before", "long before", "after"])
def test_a_wait_is_void_when_the_clock_leaves_its_span(now: object) -> None:
    hold = Hold(NOW, 10 * MINUTE)
    assert hold.until(now) is None  # type: ignore[arg-type]
    assert hold.until(NOW) == hold.until(NOW + 9 * MINUTE) == NOW + 10 * MINUTE


def test_failures_are_counted_until_one_message_is_told_and_throttling_is_none() -> None:
    its = reader()
    for costs_try, tries in ((True, 1), (False, 1), (True, 2)):
        its.fail(NOW, failure(costs_try=costs_try))
        assert (its.knowledge.tries, its.knowledge.last_error) == (tries, "no answer")
    its.tell(NOW)
    assert (its.knowledge.tries, its.knowledge.hold, its.knowledge.last_error) == (0, None, None)


def test_what_failed_is_counted_while_it_waits_and_no_more_once_it_need_not_be_said() -> None:
    its = reader()
    its.fail(NOW, failure(held=10 * MINUTE))
    assert its.step(NOW + MINUTE).telling is None
    assert its.knowledge.tries == 1
    its.edited(OFF)
    its.knowledge = replace(its.knowledge, events={})
    assert its.step(NOW + MINUTE).telling is None
    assert its.knowledge.tries == 0


def test_a_correction_of_several_events_is_of_use_as_long_as_that_of_any() -> None:
    before, after = editions(germany(), moved(moved(germany(), "qualifying", 2 * HOUR), "race-1", 2 * HOUR))
    ends = [correction_of(before, after, one).expires_at for one in ("qualifying", "race-1")]
    assert ends[0] < ends[1] == correction_of(before, after, "qualifying", "race-1").expires_at


def test_after_a_refusal_nothing_is_waited_for() -> None:
    its = reader()
    its.fail(NOW, failure(held=timedelta(0)))
    its.fail(NOW, REFUSED)
    assert (its.knowledge.tries, its.knowledge.hold, its.knowledge.last_error) == (0, None, "410 Gone")


def test_what_is_known_is_kept_until_a_week_after_what_it_moved_to() -> None:
    its = told()
    its.edited(moved(germany(), "race-1", 30 * DAY))
    its.fail(NOW, REFUSED)
    its.subscriber = anna(lead_times={"": ()})
    assert its.step(at("07-06 00:00")).wake_at == at("07-12 10:00")


def test_of_many_attempts_the_last_are_kept() -> None:
    its = told()
    for hours in range(1, 12):
        its.edited(moved(germany(), "race-1", hours * HOUR))
        its.crash(NOW + MINUTE)
    (told_,) = its.knowledge.events.values()
    assert [attempt.saying.known.start_at.hour for attempt in told_.attempts] == list(range(13, 21))
    assert told_.times == 12


# Clocks


def test_a_clock_a_day_ahead_and_back_repeats_nothing() -> None:
    its = reader(lead_times={**RACES, "race": (2 * DAY, HOUR)})
    its.tell(at("06-03 09:00"))
    ahead = its.tell(at("06-05 08:10"))
    assert ahead == ["reminder race-1 1h"]
    assert its.tell_until(at("06-04 08:10"), at("06-05 10:00")) == []


def test_a_clock_ahead_with_a_delivery_in_hand_and_back_tells_it_when_its_time_comes() -> None:
    its = reader()
    first = its.crash(NOW)
    assert its.tell_until(NOW - DAY, NOW - MINUTE) == []
    assert its.key(its.telling(NOW)) == its.key(first)


def test_what_passed_by_a_clock_ahead_is_told_all_the_same() -> None:
    its = reader()
    its.tell(at("06-05 12:00"))
    assert its.passed == ["race-1 1h: TOO_LATE"]
    assert its.tell_until(at("06-04 12:00"), at("06-05 12:00")) == ["06-05 08:00 reminder race-1 1h"]


# Wishes


def test_who_wants_another_lead_time_is_told_at_it_and_not_again_at_one_that_was_said() -> None:
    its = told()
    wish = lead_times_of({**RACES, "race": (2 * HOUR, 10 * MINUTE)})
    its.subscriber = replace(its.subscriber, choice=replace(its.subscriber.choice, lead_times=wish))
    assert its.tell_until(NOW + MINUTE, at("06-05 10:00")) == ["06-05 08:50 reminder race-1 10m"]


def test_who_wants_no_reminders_any_more_still_hears_what_becomes_of_what_they_were_told() -> None:
    its = told()
    its.subscriber = anna(lead_times={"": ()})
    its.edited(OFF)
    assert its.tell(NOW + MINUTE) == ["correction race-1"]


@pytest.mark.parametrize("choice", ["sessions=qualifying", "rounds=only", "series=f1", "round=spain"])
def test_who_chose_other_events_since_hears_no_more_of_them_until_they_choose_them_again(choice: str) -> None:
    its = told()
    its.edited(OFF)
    before, its.subscriber = its.subscriber, anna(choice=choice)
    assert its.tell(NOW + MINUTE) == []
    its.subscriber = before
    assert its.tell(NOW + MINUTE) == ["correction race-1"]


def test_what_is_known_is_kept_while_it_may_be_wanted_again() -> None:
    its = told()
    its.subscriber = anna(choice="series=f1")
    assert its.step(NOW).wake_at == at("06-05 10:00") + 7 * DAY


def entering(*rounds: str) -> Season:
    drivers = (Driver("tom", "Tom", rounds=rounds),)
    return replace(reminding(), drivers=drivers, titles=(Title("junior", "Junior", rounds),))


@pytest.mark.parametrize("choice", ["driver=tom", "title=junior"])
def test_whose_driver_or_title_is_elsewhere_by_now_is_reminded_no_more_but_corrected(choice: str) -> None:
    first = publish(entering("germany"), History(), LONG_AGO)
    its = Reader(first, anna(choice=choice, lead_times={**RACES, "race": (DAY, HOUR)}))
    assert its.tell(at("06-04 09:00")) == ["reminder race-2 1d", "reminder race-1 1d"]
    its.publication = publish(entering("spain"), history(first), LONG_AGO + MINUTE)
    assert its.tell_until(at("06-04 09:00"), at("06-05 10:00")) == []
    off = replace(entering("spain"), rounds=season(OFF).rounds)
    its.publication = publish(off, history(its.publication), LONG_AGO + 2 * MINUTE)
    assert its.tell(at("06-05 08:00")) == ["correction race-1 race-2"]


def test_who_is_told_of_races_hears_what_becomes_of_one_that_is_a_sprint_by_now() -> None:
    its = reader(choice="sessions=race")
    its.tell(NOW)
    sprint = tuple(replace(it, kind="sprint") if it.id == "race-1" else it for it in LATER.sessions)
    its.edited(germany(sessions=sprint))
    assert its.tell_until(NOW + MINUTE, at("06-05 12:00")) == ["06-05 08:01 correction race-1"]
