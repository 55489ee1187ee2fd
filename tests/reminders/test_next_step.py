"""What one reader is told of a round, step by step, and what they are never told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from support.racing import germany, session
from support.reminding import DAY, HOUR, MINUTE, Reader, anna, at, editions, moved

from season_calendar.model import Round, Status

RACES = {"round": (), "qualifying": (), "race": (HOUR,)}
"""An hour before each race, and nothing else: Race 1 starts on 5 June at 09:00, and is over at 10:00."""

OFF = germany(status=Status.CANCELLED)


def reader(round_: Round | None = None, **choice: object) -> Reader:
    """Somebody who knows nothing yet, reminded an hour before each race unless said otherwise."""
    (publication,) = editions(round_ or germany())
    return Reader(publication, anna(**{"lead_times": RACES, **choice}))


def told_an_hour_before(round_: Round | None = None) -> Reader:
    """The same, who was told of Race 1 at 08:00."""
    its = reader(round_)
    assert its.tell(at("06-05 08:00")) == ["reminder race-1 1h"]
    return its


# Reminders


def test_each_lead_time_is_told_when_it_comes() -> None:
    assert reader(lead_times={}).tell_until(at("05-20 00:00"), at("06-20 00:00")) == [
        "05-27 12:30 reminder - 7d",
        "06-02 12:30 reminder - 1d",
        "06-03 12:00 reminder qualifying 30m",
        "06-05 08:00 reminder race-1 1h",
    ]


def test_nothing_is_told_before_its_time() -> None:
    assert reader().tell(at("06-05 07:59")) == []


def test_of_several_overdue_lead_times_only_the_nearest_is_told_and_the_others_are_on_record() -> None:
    its = reader(lead_times={**RACES, "race": (3 * HOUR, 2 * HOUR, HOUR)})
    assert its.tell(at("06-05 08:10")) == ["reminder race-1 1h"]
    assert its.passed == ["race-1 3h: TOO_LATE", "race-1 2h: TOO_LATE"]


def test_a_lead_time_of_use_beside_a_nearer_one_is_on_record_as_outdone() -> None:
    its = reader(lead_times={**RACES, "race": (3 * HOUR, 2 * HOUR + 30 * MINUTE)})
    assert its.tell(at("06-05 06:40")) == ["reminder race-1 2h30m"]
    assert its.passed == ["race-1 3h: NEARER"]


@pytest.mark.parametrize(
    ("lead", "last"),
    [(HOUR, "06-05 08:29"), (DAY, "06-04 20:59"), (7 * DAY, "05-29 20:59")],
    ids=["half an hour of one", "half a day of one", "never more than that"],
)
def test_a_reminder_is_late_by_half_its_lead_time_at_most_and_never_by_more_than_twelve_hours(
    lead: timedelta, last: str
) -> None:
    in_time, too_late = (reader(lead_times={**RACES, "race": (lead,)}) for _ in range(2))
    assert len(in_time.tell(at(last))) == 1
    assert too_late.tell(at(last) + MINUTE) == []
    assert [line.rpartition(" ")[2] for line in too_late.passed] == ["TOO_LATE"] * len(too_late.passed) != []


def test_what_passed_while_nothing_ran_is_on_record_once() -> None:
    its = reader()
    for now in ("06-05 08:30", "06-05 08:31", "06-05 12:00", "06-06 00:00"):
        assert its.tell(at(now)) == []
    assert its.passed == ["race-1 1h: TOO_LATE"]


def test_what_passed_is_not_on_record_again_after_a_move_that_nobody_minds() -> None:
    its = reader()
    its.tell(at("06-05 08:30"))
    its.edited(moved(germany(), "race-1", 4 * MINUTE))
    its.tell(at("06-05 08:36"))
    assert its.passed == ["race-1 1h: TOO_LATE"]


def test_nothing_due_before_somebody_subscribed_is_told_or_on_record() -> None:
    its = reader(since=at("06-05 08:01"))
    assert its.tell(at("06-05 08:10")) == []
    assert its.passed == []
    same_instant = reader(since=at("06-05 08:00"))
    assert same_instant.tell(at("06-05 08:10")) == ["reminder race-1 1h"]


def test_nobody_is_woken_for_what_is_due_before_they_subscribed() -> None:
    assert reader(since=at("06-05 08:01")).step(at("06-05 07:00")).wake_at is None
    assert reader(since=at("06-05 08:00")).step(at("06-05 07:00")).wake_at == at("06-05 08:00")


def test_a_nearer_lead_time_from_before_somebody_subscribed_hides_no_later_one() -> None:
    its = reader(since=at("06-05 07:30"), lead_times={**RACES, "race": (2 * HOUR, HOUR)})
    assert its.tell(at("06-05 08:00")) == ["reminder race-1 1h"]
    assert its.passed == []


def test_of_a_day_without_a_time_only_lead_times_of_a_day_or_more_are_told() -> None:
    its = reader(lead_times={**RACES, "race": (2 * DAY, DAY, HOUR)})
    sent = its.tell_until(at("06-01 00:00"), at("06-05 12:00"))
    assert [line for line in sent if "race-2" in line] == [
        "06-03 07:00 reminder race-2 2d",
        "06-04 07:00 reminder race-2 1d",
    ]


def test_a_day_before_is_24_hours_also_over_a_change_of_the_clocks() -> None:
    day = date(2021, 3, 28)
    round_ = germany(first_day=day, last_day=day, sessions=(session("race-1", "race", "Race 1", day, "12:00"),))
    its = reader(round_, lead_times={**RACES, "race": (DAY,)})
    assert its.tell_until(at("03-26 00:00"), at("03-28 12:00")) == ["03-27 12:00 reminder race-1 1d"]


def test_of_two_that_are_due_the_one_that_is_of_use_for_the_shorter_goes_first() -> None:
    sessions = tuple(session(f"race-{n}", "race", f"Race {n}", date(2021, 6, 5), f"09:{n}0") for n in (2, 1))
    assert reader(germany(sessions=sessions)).tell(at("06-05 08:25")) == ["reminder race-1 1h", "reminder race-2 1h"]


def test_who_was_told_sleeps_until_there_is_something_new_to_say() -> None:
    its = reader(lead_times={**RACES, "race": (HOUR, 10 * MINUTE)})
    its.tell(at("06-05 08:00"))
    assert its.step(at("06-05 08:00")).wake_at == at("06-05 08:50")
    its.tell(at("06-05 08:50"))
    assert its.step(at("06-05 08:50")).wake_at == at("06-12 10:00")  # to be forgotten


# Corrections


@pytest.mark.parametrize(
    ("by", "is_told"),
    [(-5, True), (-4, False), (14, False), (15, True)],
    ids=["5 earlier", "4 earlier", "14 later", "15 later"],
)
def test_a_start_moved_earlier_by_five_minutes_or_later_by_fifteen_is_told(by: int, is_told: bool) -> None:
    its = told_an_hour_before()
    its.edited(moved(germany(), "race-1", by * MINUTE))
    assert its.tell(at("06-05 08:10")) == (["correction race-1"] if is_told else [])


def test_small_moves_add_up() -> None:
    its = told_an_hour_before()
    for minutes, sent in ((10, []), (16, ["correction race-1"]), (20, [])):
        its.edited(moved(germany(), "race-1", minutes * MINUTE))
        assert its.tell(at("06-05 08:05")) == sent


def test_a_small_move_does_not_bring_the_lead_time_again() -> None:
    its = told_an_hour_before()
    its.edited(moved(germany(), "race-1", 14 * MINUTE))
    assert its.tell_until(at("06-05 08:05"), at("06-05 09:14")) == []
    assert its.passed == []


def test_a_told_event_that_moves_far_is_reminded_of_again() -> None:
    its = told_an_hour_before()
    its.edited(moved(germany(), "race-1", 5 * HOUR))
    assert its.tell_until(at("06-05 08:10"), at("06-05 15:00")) == [
        "06-05 08:10 correction race-1",
        "06-05 13:00 reminder race-1 1h",
    ]


def test_a_correction_covers_the_lead_time_into_which_it_falls() -> None:
    its = told_an_hour_before()
    its.edited(moved(germany(), "race-1", 30 * MINUTE))
    assert its.tell_until(at("06-05 08:40"), at("06-05 10:00")) == ["06-05 08:40 correction race-1"]


def test_who_was_told_nothing_is_corrected_in_nothing() -> None:
    its = reader()
    its.edited(OFF)
    assert its.tell(at("06-05 08:00")) == []
    assert its.step(at("06-05 08:00")).wake_at is None


def test_what_is_moved_back_before_the_correction_was_handed_over_is_told_nobody() -> None:
    its = told_an_hour_before()
    its.edited(moved(germany(), "race-1", HOUR))
    its.edited(germany())
    assert its.tell_until(at("06-05 08:10"), at("06-05 12:00")) == []


def test_a_start_that_passed_by_what_was_told_is_corrected_until_it_starts_in_truth() -> None:
    its = told_an_hour_before()
    its.edited(moved(germany(), "race-1", 2 * HOUR))
    assert its.tell(at("06-05 10:59")) == ["correction race-1"]
    late = told_an_hour_before()
    late.edited(moved(germany(), "race-1", 2 * HOUR))
    assert late.tell(at("06-05 11:00")) == []


def test_a_venue_that_changed_after_it_was_told_is_told_until_the_end() -> None:
    elsewhere = replace(germany(), venue=replace(germany().venue, name="Spa"))
    its = told_an_hour_before()
    its.edited(elsewhere)
    assert its.tell(at("06-05 09:59")) == ["correction race-1"]
    late = told_an_hour_before()
    late.edited(elsewhere)
    assert late.tell(at("06-05 10:00")) == []


def test_cancelled_postponed_and_cancelled_again_are_told_each_time() -> None:
    its = told_an_hour_before()
    for status in (Status.CANCELLED, Status.POSTPONED, Status.CANCELLED):
        its.edited(germany(status=status))
        assert its.tell(at("06-05 08:20")) == ["correction race-1"]
    its.edited(germany(status=Status.CANCELLED, note="Sorry."))
    assert its.tell(at("06-05 08:20")) == []


def test_what_takes_place_after_all_is_told_and_reminded_of() -> None:
    its = told_an_hour_before()
    its.edited(OFF)
    its.tell(at("06-05 08:05"))
    its.edited(moved(germany(), "race-1", 3 * HOUR))
    assert its.tell_until(at("06-05 08:20"), at("06-05 12:00")) == [
        "06-05 08:20 correction race-1",
        "06-05 11:00 reminder race-1 1h",
    ]


def test_the_time_that_becomes_unknown_is_told_and_the_one_that_becomes_known_waits_for_its_reminder() -> None:
    known = germany(sessions=germany().sessions[1:2])
    unknown = germany(sessions=(session("race-1", "race", "Race 1", date(2021, 6, 5)),))
    its = reader(known, lead_times={**RACES, "race": (DAY, HOUR)})
    assert its.tell(at("06-04 09:00")) == ["reminder race-1 1d"]
    its.edited(unknown)
    assert its.tell(at("06-04 10:00")) == ["correction race-1"]
    its.edited(moved(known, "race-1", 5 * HOUR))
    assert its.tell_until(at("06-04 11:00"), at("06-05 15:00")) == ["06-05 13:00 reminder race-1 1h"]


def test_what_is_no_longer_on_a_day_without_times_is_told() -> None:
    day_only = (session("race-1", "race", "Race 1", date(2021, 6, 5)),)
    its = reader(germany(sessions=day_only), lead_times={**RACES, "race": (DAY,)})
    assert its.tell(at("06-04 07:00")) == ["reminder race-1 1d"]
    its.edited(germany(sessions=(session("race-1", "race", "Race 1", date(2021, 6, 4)),)))
    assert its.tell(at("06-04 06:00")) == ["correction race-1"]


def test_a_session_that_leaves_the_season_is_told_to_those_who_knew_of_it() -> None:
    its = told_an_hour_before()
    its.edited(germany(sessions=()))
    assert its.tell(at("06-05 08:10")) == ["correction race-1"]


# A round and its sessions


def told_of_the_round() -> Reader:
    """Somebody who was told of the whole round a day before, and of nothing else."""
    its = reader(choice="rounds=only", lead_times={"round": (DAY,)})
    assert its.tell(at("06-02 12:30")) == ["reminder - 1d"]
    return its


def test_a_told_round_whose_first_session_moves_within_its_days_is_told() -> None:
    its = told_of_the_round()
    its.edited(moved(germany(), "qualifying", -4 * HOUR))
    assert its.tell(at("06-02 20:00")) == ["correction -"]


def test_a_told_round_whose_first_session_moves_to_another_day_of_it_is_told_also_where_no_time_is_known() -> None:
    qualifying, *others = germany().sessions
    day_only = replace(qualifying, start_at=None, end_at=None)
    next_day = replace(day_only, day=date(2021, 6, 4))
    its = told_of_the_round()
    its.edited(germany(sessions=(day_only, *others)))
    assert its.tell(at("06-02 20:00")) == ["correction -"]
    its.edited(germany(sessions=(next_day, *others)))
    assert its.tell(at("06-02 20:01")) == ["correction -"]


def test_a_told_round_whose_other_sessions_move_is_not() -> None:
    its = told_of_the_round()
    its.edited(moved(germany(), "race-1", HOUR))
    assert its.tell(at("06-02 20:00")) == []


def test_a_told_round_whose_first_session_is_cancelled_begins_with_the_next() -> None:
    its = told_of_the_round()
    first, *others = germany().sessions
    its.edited(germany(sessions=(replace(first, status=Status.CANCELLED), *others)))
    assert its.tell(at("06-02 20:00")) == ["correction -"]


@pytest.mark.parametrize(("now", "sent"), [("06-05 21:59", ["correction -"]), ("06-05 22:00", [])])
def test_a_round_cancelled_in_the_middle_of_its_weekend_matters_until_its_last_session_ends(
    now: str, sent: list[str]
) -> None:
    its = told_of_the_round()  # Race 2, of which only the day is known, may last until the end of 5 June
    its.edited(OFF)
    assert its.tell(at(now)) == sent


def test_a_round_that_is_off_is_one_message_for_all_that_was_told_of_it() -> None:
    its = reader(lead_times={"": (2 * DAY,)})
    its.tell_until(at("06-01 00:00"), at("06-03 10:00"))
    assert its.told == [
        "06-01 12:30 reminder - 2d",
        "06-01 12:30 reminder qualifying 2d",
        "06-03 07:00 reminder race-2 2d",
        "06-03 09:00 reminder race-1 2d",
    ]
    its.edited(OFF)
    assert its.tell(at("06-03 10:00")) == ["correction - qualifying race-1 race-2"]
    assert its.tell_until(at("06-03 10:00"), at("06-06 00:00")) == []


def test_who_follows_sessions_alone_hears_once_that_their_round_is_off() -> None:
    its = reader(choice="rounds=none", lead_times={"": (2 * DAY,)})
    its.tell_until(at("06-01 00:00"), at("06-03 10:00"))
    its.edited(OFF)
    assert its.tell_until(at("06-03 10:00"), at("06-06 00:00")) == ["06-03 10:00 correction qualifying race-1 race-2"]


def test_a_renamed_round_is_the_same_round() -> None:
    its = told_of_the_round()
    its.edited(replace(germany(), id="eifel", name="Race of the Eifel", was="germany"))
    assert its.tell(at("06-02 13:00")) == []
    its.edited(replace(germany(status=Status.CANCELLED), id="eifel", name="Race of the Eifel"))
    assert its.tell(at("06-02 13:00")) == ["correction -"]


def test_a_removed_round_is_told_and_forgotten_a_week_after_its_end() -> None:
    its = told_of_the_round()
    its.edited()
    assert its.tell(at("06-02 13:00")) == ["correction -"]
    assert its.step(at("06-12 21:59")).wake_at == at("06-12 22:00")
    assert its.step(at("06-12 22:00")).wake_at is None
