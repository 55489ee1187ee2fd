"""What a changed season, a changed subscriber or a late start makes of the deliveries on record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from support.racing import germany
from support.reminding import DAY, HOUR, MINUTE, anna, at, delivery_of, editions, moved, occasion, reminder_row

from season_calendar.model import Status
from season_calendar.publishing.journal import Publication
from season_calendar.reminders.delivery import Delivery, Draft, Kind, Move, Reason, State
from season_calendar.reminders.occasions import occasions_of
from season_calendar.reminders.plan import LONGEST_LATENESS, plan
from season_calendar.reminders.reconcile import Decisions, new_drafts, reconcile
from season_calendar.reminders.subscribers import Audience, Subscriber

RACE = "wtcr/2021/germany/race-1"


def decide(
    publication: Publication, rows: Sequence[Delivery], now: datetime, subscribers: Sequence[Subscriber] | None = None
) -> Decisions:
    """As the daemon does: the plan reaches from the longest lateness to a minute ahead."""
    occasions = occasions_of([publication])
    audience = Audience([anna()] if subscribers is None else subscribers)
    reminders = plan(occasions.values(), audience, now - LONGEST_LATENESS, now + MINUTE)
    return reconcile(occasions, audience, reminders, rows, now)


def moves(decisions: Decisions) -> list[tuple[str, Move | None, Reason | None]]:
    return [(its.delivery.key, its.move, its.reason) for its in decisions.decisions]


def added(decisions: Decisions) -> list[tuple[str, Reason | None]]:
    return [(draft.key, draft.reason) for draft in decisions.drafts]


def as_rows(drafts: Sequence[Draft]) -> list[Delivery]:
    return [
        delivery_of(draft, number, state=State.PENDING if draft.reason is None else State.SKIPPED)
        for number, draft in enumerate(drafts, start=100)
    ]


def test_what_is_due_within_the_horizon_is_added_and_nothing_else() -> None:
    (publication,) = editions(germany())
    decisions = decide(publication, [], at("06-03 11:59"))
    assert added(decisions) == [("wtcr/2021/germany/qualifying/30m/a1/fake/0", None)]


def test_deciding_again_changes_nothing() -> None:
    (publication,) = editions(germany())
    rows = as_rows(decide(publication, [], at("06-03 12:00")).drafts)
    again = decide(publication, rows, at("06-03 12:00"))
    assert (added(again), moves(again)) == ([], [])


def test_a_real_move_supersedes_what_is_open() -> None:
    first, second = editions(germany(), moved(germany(), "race-1", DAY))
    row = reminder_row(occasion(first, "race-1"), HOUR)
    assert moves(decide(second, [row], at("06-05 07:59"))) == [(row.key, Move.SUPERSEDE, Reason.MOVED)]


def test_a_small_move_gives_what_is_open_the_new_times() -> None:
    first, second = editions(germany(), moved(germany(), "race-1", 10 * MINUTE))
    row = reminder_row(occasion(first, "race-1"), HOUR)
    (decision,) = decide(second, [row], at("06-05 07:59")).decisions
    assert (decision.move, decision.to and decision.to.due_at) == (None, at("06-05 08:10"))


def test_a_time_that_becomes_known_is_no_move() -> None:
    whole = germany()
    known = replace(whole.sessions[2], start_at=at("06-05 14:00"), end_at=at("06-05 15:00"))
    first, second = editions(whole, replace(whole, sessions=(*whole.sessions[:2], known)))
    subscriber = anna(lead_times={"race": (DAY,)})
    row = reminder_row(occasion(first, "race-2"), DAY, subscriber)
    (decision,) = decide(second, [row], at("06-04 06:59"), [subscriber]).decisions
    assert (decision.move, decision.to and decision.to.due_at) == (None, at("06-04 14:00"))


def test_a_row_of_a_newer_edition_is_left_alone() -> None:
    old, new = editions(germany(), moved(germany(), "race-1", DAY))
    row = reminder_row(occasion(new, "race-1"), HOUR)
    assert moves(decide(old, [row], at("06-05 07:00"))) == []


OFF = germany(status=Status.CANCELLED)


@pytest.mark.parametrize(
    ("after", "subscribers", "reason"),
    [
        (OFF, [anna()], Reason.OFF),
        (germany(sessions=()), [anna()], Reason.OFF),
        (germany(), [], Reason.NOBODY),
        (germany(), [anna(channel="other")], Reason.NOBODY),
        (germany(), [anna(series=("wec",))], Reason.UNWANTED),
        (germany(), [anna(lead_times={"race": (2 * HOUR,)})], Reason.UNWANTED),
    ],
    ids=["cancelled", "left the season", "subscriber gone", "other channel", "other series", "other lead time"],
)
def test_what_nobody_waits_for_any_more_is_cancelled_with_the_reason(
    after: object, subscribers: list[Subscriber], reason: Reason
) -> None:
    first, second = editions(germany(), after)  # type: ignore[arg-type]
    row = reminder_row(occasion(first, "race-1"), HOUR)
    assert moves(decide(second, [row], at("06-05 07:00"), subscribers)) == [(row.key, Move.CANCEL, reason)]


@pytest.mark.parametrize("state", [State.SENDING, State.SENT, State.DEAD])
def test_what_is_being_sent_or_done_with_is_not_touched(state: State) -> None:
    first, second = editions(germany(), moved(germany(), "race-1", 10 * MINUTE))
    row = reminder_row(occasion(first, "race-1"), HOUR, state=state)
    assert moves(decide(second, [row], at("06-05 07:59"))) == []


def test_a_lead_time_that_is_wanted_again_is_reinstated() -> None:
    (publication,) = editions(germany())
    row = reminder_row(occasion(publication, "race-1"), HOUR, state=State.CANCELLED, reason=Reason.UNWANTED)
    assert moves(decide(publication, [row], at("06-05 08:00"))) == [(row.key, Move.REINSTATE, None)]


def test_what_was_too_late_is_reinstated_when_the_clock_was_wrong() -> None:
    (publication,) = editions(germany())
    row = reminder_row(occasion(publication, "race-1"), HOUR, state=State.SKIPPED, reason=Reason.TOO_LATE)
    assert moves(decide(publication, [row], at("06-05 08:10"))) == [(row.key, Move.REINSTATE, None)]
    assert moves(decide(publication, [row], at("06-04 00:00"))) == [(row.key, Move.REINSTATE, None)]
    assert moves(decide(publication, [row], at("06-05 08:30"))) == []


def test_after_a_pause_only_the_nearest_of_several_is_sent_and_the_others_are_on_record() -> None:
    (publication,) = editions(germany())
    subscriber = anna(lead_times={"race": (3 * HOUR, 2 * HOUR, HOUR), "round": (), "qualifying": ()})
    assert added(decide(publication, [], at("06-05 08:10"), [subscriber])) == [
        (f"{RACE}/3h/a1/fake/0", Reason.TOO_LATE),
        (f"{RACE}/2h/a1/fake/0", Reason.TOO_LATE),
        (f"{RACE}/1h/a1/fake/0", None),
    ]
    assert added(decide(publication, [], at("06-05 07:20"), [subscriber])) == [
        (f"{RACE}/3h/a1/fake/0", Reason.NEARER),
        (f"{RACE}/2h/a1/fake/0", None),
    ]


def test_what_comes_into_view_late_is_recorded_as_too_late() -> None:
    (publication,) = editions(germany())
    reminders = plan(occasions_of([publication]).values(), Audience([anna()]), at("06-05 07:00"), at("06-05 09:00"))
    assert [draft.reason for draft in new_drafts(reminders, at("06-05 08:31"))] == [Reason.TOO_LATE]
    assert [draft.reason for draft in new_drafts(reminders, at("06-05 08:29"))] == [None]


# Corrections


def told(publication: Publication, lead: timedelta = DAY, session_id: str | None = None) -> Delivery:
    return reminder_row(occasion(publication, session_id), lead, state=State.SENT)


def corrections(decisions: Decisions) -> list[Draft]:
    return [draft for draft in decisions.drafts if draft.kind is Kind.CORRECTION]


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.POSTPONED])
def test_who_was_told_hears_that_it_is_off(status: Status) -> None:
    first, second = editions(germany(), germany(status=status))
    (correction,) = corrections(decide(second, [told(first)], at("06-02 18:00")))
    assert correction.key == f"wtcr/2021/germany/-/correction/a1/fake/0.0-20210603T123000Z-{status}"
    assert (correction.due_at, correction.expires_at) == (at("06-02 18:00"), at("06-03 12:30"))


def test_who_was_not_told_hears_nothing() -> None:
    first, second = editions(germany(), OFF)
    pending = reminder_row(occasion(first), DAY)
    assert corrections(decide(second, [pending], at("06-02 18:00"))) == []


def test_nobody_hears_of_it_when_it_would_have_started() -> None:
    first, second = editions(germany(), OFF)
    assert corrections(decide(second, [told(first)], at("06-03 12:30"))) == []


def test_who_was_told_hears_of_a_real_move_and_not_of_a_small_one() -> None:
    first, slightly, really = editions(
        germany(), moved(germany(), "race-1", 10 * MINUTE), moved(germany(), "race-1", 70 * MINUTE)
    )
    row = told(first, HOUR, "race-1")
    assert corrections(decide(slightly, [row], at("06-05 08:05"))) == []
    (correction,) = corrections(decide(really, [row], at("06-05 08:05")))
    assert (correction.key, correction.expires_at) == (
        f"{RACE}/correction/a1/fake/1.0-20210605T090000Z-confirmed",
        at("06-05 10:10"),
    )


def test_the_correction_says_it_so_overdue_lead_times_of_the_new_start_are_not_sent_too() -> None:
    first, second = editions(germany(), moved(germany(), "race-1", 20 * MINUTE))
    decisions = decide(second, [told(first, HOUR, "race-1")], at("06-05 08:25"))
    assert added(decisions)[0] == (f"{RACE}/correction/a1/fake/1.0-20210605T090000Z-confirmed", None)
    assert (f"{RACE}/1h/a1/fake/1", Reason.CORRECTED) in added(decisions)


def test_lead_times_still_ahead_of_the_new_start_are_sent_in_their_time() -> None:
    first, second = editions(germany(), moved(germany(), "race-1", DAY))
    rows = [told(first, HOUR, "race-1")]
    sent = delivery_of(
        corrections(decide(second, rows, at("06-05 08:25")))[0], 2, state=State.SENT, settled_at=at("06-05 08:25")
    )
    later = decide(second, [*rows, sent], at("06-06 08:05"))
    assert added(later) == [(f"{RACE}/1h/a1/fake/1", None)]


def test_a_correction_is_made_once() -> None:
    first, second = editions(germany(), OFF)
    rows = [told(first)]
    pending = as_rows(corrections(decide(second, rows, at("06-02 18:00"))))
    assert added(decide(second, [*rows, *pending], at("06-02 18:01"))) == []
    sent = [replace(row, state=State.SENT, settled_at=at("06-02 18:00")) for row in pending]
    assert added(decide(second, [*rows, *sent], at("06-02 18:01"))) == []


def test_who_was_told_that_it_is_off_hears_that_it_is_on_again() -> None:
    first, off, again = editions(germany(), OFF, germany())
    rows = [told(first)]
    (correction,) = corrections(decide(off, rows, at("06-02 18:00")))
    sent = delivery_of(correction, 2, state=State.SENT, settled_at=at("06-02 18:00"))
    (second,) = corrections(decide(again, [*rows, sent], at("06-02 19:00")))
    assert second.key == "wtcr/2021/germany/-/correction/a1/fake/1.0-20210603T123000Z-confirmed"


def test_what_is_off_and_on_again_before_anyone_heard_is_not_told_twice() -> None:
    first, off, again = editions(germany(), OFF, germany())
    rows = [told(first)]
    unsent = as_rows(corrections(decide(off, rows, at("06-02 18:00"))))
    decisions = decide(again, [*rows, *unsent], at("06-02 18:01"))
    assert moves(decisions) == [(unsent[0].key, Move.SUPERSEDE, Reason.CHANGED_AGAIN)]
    assert added(decisions) == [("wtcr/2021/germany/-/1d/a1/fake/1", Reason.TOLD)]


def test_a_correction_that_is_no_longer_true_is_superseded_by_the_new_one() -> None:
    first, second, third = editions(germany(), moved(germany(), "race-1", DAY), moved(germany(), "race-1", 3 * HOUR))
    rows = [told(first, HOUR, "race-1")]
    unsent = as_rows(corrections(decide(second, rows, at("06-05 08:10"))))
    decisions = decide(third, [*rows, *unsent], at("06-05 08:11"))
    assert moves(decisions) == [(unsent[0].key, Move.SUPERSEDE, Reason.CHANGED_AGAIN)]
    assert [draft.key for draft in corrections(decisions)] == [
        f"{RACE}/correction/a1/fake/2.0-20210605T090000Z-confirmed"
    ]


def test_where_the_correction_was_refused_the_lead_times_are_sent_after_all() -> None:
    first, second = editions(germany(), moved(germany(), "race-1", 20 * MINUTE))
    rows = [told(first, HOUR, "race-1")]
    dead = delivery_of(corrections(decide(second, rows, at("06-05 08:25")))[0], 2, state=State.DEAD)
    assert (f"{RACE}/1h/a1/fake/1", None) in added(decide(second, [*rows, dead], at("06-05 08:30")))


def test_who_no_longer_follows_hears_no_correction() -> None:
    first, second = editions(germany(), OFF)
    assert corrections(decide(second, [told(first)], at("06-02 18:00"), [anna(series=("wec",))])) == []


def sent_now(draft: Draft, id_: int, when: datetime) -> Delivery:
    return delivery_of(draft, id_, state=State.SENT, settled_at=when)


def test_cancelled_postponed_and_cancelled_again_is_news_each_time() -> None:
    states = editions(germany(), OFF, germany(status=Status.POSTPONED), OFF)
    rows = [told(states[0])]
    for number, state in enumerate(states[1:], start=2):
        (correction,) = corrections(decide(state, rows, at("06-02 18:00") + number * MINUTE))
        rows.append(sent_now(correction, number, at("06-02 18:00") + number * MINUTE))
    assert [row.key.rsplit("/", 1)[1] for row in rows[1:]] == [
        "0.0-20210603T123000Z-cancelled",
        "0.0-20210603T123000Z-postponed",
        "0.1-20210603T123000Z-cancelled",
    ]


def test_what_could_not_be_handed_over_is_not_tried_again_after_any_edit() -> None:
    (publication,) = editions(germany())
    row = reminder_row(occasion(publication, "race-1"), HOUR, state=State.SKIPPED, reason=Reason.UNDELIVERED)
    assert moves(decide(publication, [row], at("06-05 08:10"))) == []
    first, off = editions(germany(), OFF)
    (draft,) = corrections(decide(off, [told(first)], at("06-02 18:00")))
    given_up = delivery_of(draft, 2, state=State.SKIPPED, reason=Reason.UNDELIVERED)
    assert moves(decide(off, [told(first), given_up], at("06-02 18:01"))) == []


def test_a_small_move_does_not_cut_short_what_a_receiver_asked_for() -> None:
    first, second = editions(germany(), moved(germany(), "race-1", MINUTE))
    row = reminder_row(occasion(first, "race-1"), HOUR, attempt=1, next_attempt_at=at("06-05 08:20"))
    (decision,) = decide(second, [row], at("06-05 08:05")).decisions
    assert isinstance(decision.to, Delivery)
    assert (decision.to.due_at, decision.to.next_attempt_at) == (at("06-05 08:01"), at("06-05 08:20"))


def test_who_was_told_of_a_round_hears_when_it_begins_at_another_time() -> None:
    first, second, third = editions(
        germany(), moved(germany(), "qualifying", -5 * HOUR), moved(germany(), "qualifying", -4 * HOUR)
    )
    rows = [told(first)]
    (correction,) = corrections(decide(second, rows, at("06-02 18:00")))
    assert (correction.key, correction.start_at) == (
        "wtcr/2021/germany/-/correction/a1/fake/0.0-20210603T123000Z-confirmed",
        at("06-03 07:30"),
    )
    (timed_anew,) = decide(third, [*rows, delivery_of(correction, 2)], at("06-02 18:01")).decisions
    assert (timed_anew.move, timed_anew.to and timed_anew.to.start_at) == (None, at("06-03 08:30"))
    (again,) = corrections(decide(third, [*rows, sent_now(correction, 2, at("06-02 18:00"))], at("06-02 18:01")))
    assert again.key == "wtcr/2021/germany/-/correction/a1/fake/0.1-20210603T073000Z-confirmed"


def test_a_round_that_begins_as_told_after_all_needs_no_correction() -> None:
    first, second, third = editions(germany(), moved(germany(), "qualifying", -5 * HOUR), germany())
    pending = as_rows(corrections(decide(second, [told(first)], at("06-02 18:00"))))
    back = decide(third, [told(first), *pending], at("06-02 18:01"))
    assert moves(back) == [(pending[0].key, Move.SUPERSEDE, Reason.CHANGED_AGAIN)]


def test_a_round_whose_first_hour_becomes_known_did_not_move() -> None:
    whole = germany()
    day_only = replace(whole, sessions=whole.sessions[2:])
    known = replace(whole.sessions[2], start_at=at("06-05 14:00"), end_at=at("06-05 15:00"))
    first, second = editions(day_only, replace(day_only, sessions=(known, *day_only.sessions[1:])))
    assert corrections(decide(second, [told(first)], at("06-04 12:00"))) == []


def test_a_pending_correction_is_skipped_once_a_reminder_says_the_new_start() -> None:
    first, second = editions(germany(), moved(germany(), "race-1", 2 * HOUR))
    rows = [told(first, HOUR, "race-1")]
    (draft,) = corrections(decide(second, rows, at("06-05 08:05")))
    pending = delivery_of(draft, 2)
    reminder = reminder_row(occasion(second, "race-1"), HOUR, id_=3)
    due = decide(second, [*rows, pending, reminder], at("06-05 10:01"))
    assert moves(due) == [(pending.key, Move.SKIP, Reason.TOLD)]
    skipped = replace(pending, state=State.SKIPPED, reason=Reason.TOLD)
    assert moves(decide(second, [*rows, skipped, reminder], at("06-05 10:02"))) == []
    assert moves(decide(second, [*rows, skipped], at("06-05 10:35"))) == [(pending.key, Move.REINSTATE, None)]
    sent = replace(reminder, state=State.SENT, settled_at=at("06-05 10:00"))
    assert moves(decide(second, [*rows, pending, sent], at("06-05 10:35"))) == [(pending.key, Move.SKIP, Reason.TOLD)]


@pytest.mark.parametrize(
    "tried",
    [
        {"attempt": 1},
        {"attempt": 1, "state": State.CANCELLED, "reason": Reason.OFF},
        {"state": State.SENDING, "lease_owner": "gone", "lease_until": at("06-02 17:00")},
    ],
    ids=["failed once", "withdrawn since", "abandoned"],
)
def test_who_may_have_been_told_hears_that_it_is_off(tried: dict[str, object]) -> None:
    first, second = editions(germany(), OFF)
    row = replace(reminder_row(occasion(first), DAY), **tried)  # type: ignore[arg-type]
    assert len(corrections(decide(second, [row], at("06-02 18:00")))) == 1
