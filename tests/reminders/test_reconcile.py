"""What a changed season, a changed subscriber or a late start makes of the deliveries on record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from support.racing import germany, history
from support.reminding import (
    DAY,
    HOUR,
    MINUTE,
    anna,
    at,
    delivery_of,
    editions,
    moved,
    occasion,
    reminder_row,
    reminding,
)

from season_calendar.model import Driver, Status
from season_calendar.publishing import publish as rules
from season_calendar.publishing.publication import Publication
from season_calendar.publishing.publish import publish
from season_calendar.reminders.delivery import Delivery, Draft, Kind, Move, Reason, State
from season_calendar.reminders.occasions import occasions_of
from season_calendar.reminders.plan import LONGEST_LATENESS, plan
from season_calendar.reminders.reconcile import Decisions, new_drafts, reconcile
from season_calendar.reminders.subscribers import Audience, Subscriber

NOW = at("06-01 08:00")
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


def test_that_events_are_shown_in_another_form_moves_no_delivery(monkeypatch: pytest.MonkeyPatch) -> None:
    off = replace(germany().sessions[0], status=Status.CANCELLED)
    states = (germany(), germany(sessions=(off, *germany().sessions[1:])))
    before = editions(*states)[-1]
    monkeypatch.setattr(rules, "RENDER_VERSION", rules.RENDER_VERSION + 1)
    shown_anew = publish(before.season, history(before), at("06-03 11:59"))
    pending = reminder_row(occasion(before, "race-1"), HOUR)
    told = reminder_row(occasion(editions(germany())[0], "race-2"), HOUR, id_=2, state=State.SENT)
    assert shown_anew.edition == before.edition + 1
    assert decide(shown_anew, [pending, told], at("06-03 12:00")) == decide(before, [pending, told], at("06-03 12:00"))
    assert moves(decide(shown_anew, [pending, told], at("06-03 12:00"))) == []


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
        (germany(), [anna(choice="series=wec")], Reason.UNWANTED),
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
    assert correction.key == f"wtcr/2021/germany/-/correction/a1/fake/0-{status}"
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
    assert (correction.key, correction.expires_at) == (f"{RACE}/correction/a1/fake/1-confirmed", at("06-05 10:10"))


def test_the_correction_says_it_so_overdue_lead_times_of_the_new_start_are_not_sent_too() -> None:
    first, second = editions(germany(), moved(germany(), "race-1", 20 * MINUTE))
    decisions = decide(second, [told(first, HOUR, "race-1")], at("06-05 08:25"))
    assert added(decisions)[0] == (f"{RACE}/correction/a1/fake/1-confirmed", None)
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
    assert second.key == "wtcr/2021/germany/-/correction/a1/fake/1-confirmed"


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
    assert [draft.key for draft in corrections(decisions)] == [f"{RACE}/correction/a1/fake/2-confirmed"]


def test_where_the_correction_was_refused_the_lead_times_are_sent_after_all() -> None:
    first, second = editions(germany(), moved(germany(), "race-1", 20 * MINUTE))
    rows = [told(first, HOUR, "race-1")]
    dead = delivery_of(corrections(decide(second, rows, at("06-05 08:25")))[0], 2, state=State.DEAD)
    assert (f"{RACE}/1h/a1/fake/1", None) in added(decide(second, [*rows, dead], at("06-05 08:30")))


def test_who_no_longer_follows_hears_no_correction() -> None:
    first, second = editions(germany(), OFF)
    assert corrections(decide(second, [told(first)], at("06-02 18:00"), [anna(choice="series=wec")])) == []


def test_who_no_longer_wants_this_kind_hears_no_correction() -> None:
    first, second = editions(germany(), OFF)
    assert corrections(decide(second, [told(first)], at("06-02 18:00"), [anna(choice="rounds=none")])) == []
    rows = [reminder_row(occasion(first), DAY)]
    (moved_row,) = moves(decide(first, rows, at("06-02 12:00"), [anna(choice="rounds=none")]))
    assert moved_row[1:] == (Move.CANCEL, Reason.UNWANTED)


def test_who_follows_a_driver_hears_that_a_round_they_were_told_of_left_the_season() -> None:
    first = editions(germany())[0]
    entering = Driver("guest", "A Guest", rounds=("germany",))
    spain = replace(germany(), id="spain")
    without = publish(replace(reminding(spain), drivers=(replace(entering, rounds=("spain",)),)), history(first), NOW)
    follower = anna(choice="driver=guest")
    (correction,) = corrections(decide(without, [told(first)], at("06-02 18:00"), [follower]))
    assert correction.key == "wtcr/2021/germany/-/correction/a1/fake/0-cancelled"
    elsewhere = anna(choice="driver=guest&series=wec")
    assert corrections(decide(without, [told(first)], at("06-02 18:00"), [elsewhere])) == []


@pytest.mark.parametrize("choice", ["rounds=none", "round=spain", "driver=guest&rounds=none"])
def test_who_chose_otherwise_since_they_were_told_does_not_hear_that_it_left_the_season(choice: str) -> None:
    first = editions(germany())[0]
    without = publish(reminding(replace(germany(), id="spain")), history(first), NOW)
    assert corrections(decide(without, [told(first)], at("06-02 18:00"), [anna(choice=choice)])) == []


def test_who_follows_a_driver_hears_nothing_of_a_round_that_is_theirs_no_more_and_all_of_it_when_it_is_again() -> None:
    entering, elsewhere = (Driver("guest", "A Guest", rounds=(round_id,)) for round_id in ("germany", "spain"))
    first, off = editions(germany(), OFF)
    follower = anna(choice="driver=guest")
    for publication, driver, told_of in ((off, elsewhere, []), (off, entering, ["cancelled"]), (first, elsewhere, [])):
        now_so = replace(publication, season=replace(publication.season, drivers=(driver,)))
        drafts = corrections(decide(now_so, [told(first)], at("06-02 18:00"), [follower]))
        assert [draft.key.rpartition("-")[2] for draft in drafts] == told_of
