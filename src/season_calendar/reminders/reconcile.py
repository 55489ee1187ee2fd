"""Brings the ledger in line with the season: what to add, withdraw, reinstate or time anew.

Pure: the plan, the rows and now go in, decisions come out. Deciding twice changes nothing the second time. Rows that
were planned with a newer edition than the one known here are left alone, and so is what is being sent right now:
whoever sends it looks at the plan again in the moment before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from season_calendar.publishing.publish import REAL_MOVE
from season_calendar.reminders.corrections import Belief, belief_after, correction_of, is_true
from season_calendar.reminders.delivery import TRANSITIONS, Delivery, Draft, Kind, Move, Reason, State
from season_calendar.reminders.occasions import Occasion
from season_calendar.reminders.plan import Reminder, nearer_is_due, reminder_of
from season_calendar.reminders.subscribers import Audience
from season_calendar.reminders.verdict import judge, knows_less

_WITHDRAWN = TRANSITIONS[Move.REINSTATE][0]


@dataclass(frozen=True, slots=True)
class Decision:
    """One delivery that is to move, or, without a move, only to get new times: those of ``to``."""

    delivery: Delivery
    move: Move | None = None
    reason: Reason | None = None
    to: Draft | None = None


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the ledger is to do: ``drafts`` to add (those with a reason only for the record), and decisions on rows."""

    drafts: list[Draft] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)


def draft_of(reminder: Reminder, reason: Reason | None = None) -> Draft:
    """The delivery of a planned reminder; with a reason, the record that it is not sent."""
    return Draft(
        key=reminder.key,
        kind=Kind.REMINDER,
        subscriber_id=reminder.subscriber.id,
        channel=reminder.subscriber.channel,
        uid=reminder.occasion.uid,
        season_key=reminder.occasion.facts.season_key,
        lead=reminder.lead,
        start_revision=reminder.occasion.revision,
        start_at=reminder.occasion.start_at,
        due_at=reminder.due_at,
        expires_at=reminder.expires_at,
        reason=reason,
    )


def new_drafts(reminders: Iterable[Reminder], now: datetime) -> list[Draft]:
    """What to add for reminders that newly came into view while the season stood still."""
    return [draft_of(reminder, _past_use(reminder, now)) for reminder in reminders]


def reconcile(
    occasions: Mapping[str, Occasion],
    audience: Audience,
    reminders: Iterable[Reminder],
    rows: Iterable[Delivery],
    now: datetime,
) -> Decisions:
    """All decisions.

    ``reminders`` are those planned up to the horizon, as far back as any can still be of use; ``rows`` are all open
    deliveries of these seasons, and the settled ones of every event whose start, told or new, is still ahead.
    """
    return _Reconciliation(occasions, audience, list(rows), now).decide(reminders)


def _past_use(reminder: Reminder, now: datetime) -> Reason | None:
    if reminder.expires_at <= now:
        return Reason.TOO_LATE
    if nearer_is_due(reminder.occasion, reminder.subscriber, reminder.lead, now):
        return Reason.NEARER
    return None


class _Reconciliation:
    """One run: the rows in several orders, and the decisions as they come."""

    def __init__(
        self, occasions: Mapping[str, Occasion], audience: Audience, rows: list[Delivery], now: datetime
    ) -> None:
        self._occasions = occasions
        self._audience = audience
        self._now = now
        self._rows = {row.key: row for row in rows}
        self._told: dict[tuple[str, str], list[Delivery]] = defaultdict(list)
        for row in rows:
            if row.state is State.SENT:
                self._told[row.subscriber_id, row.uid].append(row)
        self._beliefs = {of: belief for of, told in self._told.items() if (belief := belief_after(told))}
        self._corrected: set[tuple[str, str]] = set()
        self._out = Decisions()

    def decide(self, reminders: Iterable[Reminder]) -> Decisions:
        self._correct()
        for row in self._rows.values():
            if row.state is State.PENDING:
                self._review(row)
            elif row.state in _WITHDRAWN:
                self._reconsider(row)
        self._out.drafts.extend(
            draft_of(reminder, self._reason_against(reminder))
            for reminder in reminders
            if reminder.key not in self._rows
        )
        return self._out

    def _correct(self) -> None:
        """Tell those who were told what is no longer true."""
        for of, belief in self._beliefs.items():
            subscriber, occasion = self._audience.get(of[0]), self._occasions.get(of[1])
            if subscriber is None or occasion is None or belief.revision > occasion.revision:
                continue
            draft = correction_of(occasion, subscriber, belief, self._now)
            if draft is None:
                continue
            row = self._rows.get(draft.key)
            if row is None or row.state is not State.DEAD:
                self._corrected.add(of)
            if row is None:
                self._out.drafts.append(draft)
            elif row.state in _WITHDRAWN:
                self._out.decisions.append(Decision(row, Move.REINSTATE, to=draft))

    def _review(self, row: Delivery) -> None:
        """Withdraw an open delivery that no longer stands, or give it the start's new times."""
        occasion, subscriber = self._occasions.get(row.uid), self._audience.get(row.subscriber_id)
        if knows_less(row, occasion):
            return
        verdict = judge(row, occasion, subscriber, self._now)
        if verdict is not None:
            self._out.decisions.append(Decision(row, verdict.move, verdict.reason))
        elif row.lead is not None and occasion is not None and subscriber is not None:
            reminder = reminder_of(occasion, subscriber, row.lead)
            reason = self._reason_against(reminder)
            if reason is not None:
                self._out.decisions.append(Decision(row, Move.SKIP, reason))
            elif row.start_at != occasion.start_at:
                self._out.decisions.append(Decision(row, to=draft_of(reminder)))

    def _reconsider(self, row: Delivery) -> None:
        """Reinstate a reminder that was withdrawn without being sent and is wanted again, due or not.

        A lead time came back, or the clock was wrong when it seemed too late.
        """
        occasion, subscriber = self._occasions.get(row.uid), self._audience.get(row.subscriber_id)
        if row.lead is None or occasion is None or subscriber is None or knows_less(row, occasion):
            return
        if judge(row, occasion, subscriber, self._now) is None:
            reminder = reminder_of(occasion, subscriber, row.lead)
            if self._reason_against(reminder) is None:
                self._out.decisions.append(Decision(row, Move.REINSTATE, to=draft_of(reminder)))

    def _reason_against(self, reminder: Reminder) -> Reason | None:
        """Why a planned reminder is not to be sent: too late, or the subscriber knows already."""
        past_use = _past_use(reminder, self._now)
        if past_use is not None or reminder.due_at > self._now:
            return past_use
        of = (reminder.subscriber.id, reminder.occasion.uid)
        if of in self._corrected:
            return Reason.CORRECTED
        belief = self._beliefs.get(of)
        if belief is not None and self._has_told(belief, reminder):
            return Reason.TOLD
        return None

    def _has_told(self, belief: Belief, reminder: Reminder) -> bool:
        """Something sent since this reminder fell due says this start already (it may have moved there and back)."""
        occasion = reminder.occasion
        if belief.revision > occasion.revision or not is_true(belief, occasion):
            return False
        return any(
            row.settled_at is not None
            and row.settled_at >= reminder.due_at
            and abs(row.start_at - occasion.start_at) < REAL_MOVE
            for row in self._told[reminder.subscriber.id, occasion.uid]
            if row.key != reminder.key
        )
