"""The one rule of reminding: what to tell a reader of a round now, if anything, and when to look again.

Correct what is known and untrue while it matters; else remind when a wanted lead time has come and was not said; else
sleep. Everything follows from what the reader knows, what is true, what they want and what time it is, so that an edit,
a changed wish, a clock that jumps and a restart all only mean: look again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from season_calendar.reminders.known import Kind, Knowledge, Known, Saying, Told
from season_calendar.reminders.passing import Passed, note_what_passed
from season_calendar.reminders.wanted import Wanted

KEPT_AFTER = timedelta(days=7)
"""How long what somebody knows of a round outlives it: a clock that was ahead for some days must not make us forget."""


@dataclass(frozen=True, slots=True)
class Telling:
    """A message to be sent: what it says of each event, by UID. It is of use until just before ``expires_at``.

    ``untrue`` is what a correction puts right: of each event what its reader was told, None where they were told what
    is true, and something untrue may have arrived since. ``mark`` is the end of its key.
    """

    kind: Kind
    mark: str
    says: Mapping[str, Saying]
    expires_at: datetime
    untrue: Mapping[str, Known | None]


@dataclass(frozen=True, slots=True)
class Step:
    """What follows now.

    ``telling`` is to be sent. Without one, look again at ``wake_at``; None: there is nothing to know or to come, and
    what is known may be forgotten. ``passed`` is to be put on record, and ``knowledge`` knows that it is.
    """

    telling: Telling | None
    wake_at: datetime | None
    passed: tuple[Passed, ...]
    knowledge: Knowledge


def next_step(knowledge: Knowledge, wanted: Wanted, since: datetime, now: datetime) -> Step:
    """What to do for one reader and one subject at ``now``. Nothing due before ``since`` is ever sent."""
    passed, knowledge = note_what_passed(knowledge, wanted, since, now)
    telling = _correction(knowledge, wanted, since, now) or _reminder(knowledge, wanted, since, now)
    if telling is not None and (knowledge.hold is None or knowledge.hold.until(now) is None):
        return Step(telling, None, passed, knowledge)
    if telling is None and knowledge.tries:
        knowledge = replace(knowledge, tries=0)  # what failed is not to be said any more
    wake_at = min((at for at in _turning_points(knowledge, wanted, since) if at > now), default=None)
    return Step(None, wake_at, passed, knowledge)


def _correction(knowledge: Knowledge, wanted: Wanted, since: datetime, now: datetime) -> Telling | None:
    """One message that puts right all that is believed of the round and untrue."""
    untils: dict[str, datetime] = {}
    for uid, event in wanted.events.items():
        until = knowledge.of(uid).untrue_until(event.truth)
        if until is not None and now < until:
            untils[uid] = until
    says = {uid: wanted.events[uid].saying(since, now) for uid in untils}
    if all(knowledge.of(uid).was_refused(Kind.CORRECTION, saying) for uid, saying in says.items()):
        return None  # or nothing is untrue
    untrue = {uid: _told_instead(knowledge.of(uid), saying.known) for uid, saying in says.items()}
    mark = knowledge.mark_for(Kind.CORRECTION, says)
    return Telling(Kind.CORRECTION, mark, says, max(untils.values()), untrue)


def _told_instead(told: Told, truth: Known) -> Known | None:
    """What they were told instead of the truth. What only may have arrived since is not named: they may never have
    heard of it.
    """
    first = next(told.beliefs())
    return None if first.agrees_with(truth) else first


def _reminder(knowledge: Knowledge, wanted: Wanted, since: datetime, now: datetime) -> Telling | None:
    """Of the reminders that are due, the one that is of use for the shortest; of a round before its sessions."""
    due: list[tuple[datetime, str, Saying]] = []
    for uid, event in wanted.events.items():
        slot, told = event.nearest_due(since, now), knowledge.of(uid)
        if slot is None or now >= slot.expires_at or told.has_said(slot.lead, event.truth):
            continue
        saying = Saying(event.truth, slot.lead)
        if not told.was_refused(Kind.REMINDER, saying):
            due.append((slot.expires_at, uid, saying))
    if not due:
        return None
    expires_at, uid, saying = min(due, key=lambda its: its[0])
    says = {uid: saying}
    return Telling(Kind.REMINDER, knowledge.mark_for(Kind.REMINDER, says), says, expires_at, {})


def _turning_points(knowledge: Knowledge, wanted: Wanted, since: datetime) -> Iterator[datetime]:
    """When the answer may become another, as things are; after the last, nothing is known that is worth keeping."""
    if knowledge.hold is not None:
        yield knowledge.hold.ends_at
    for uid, event in wanted.events.items():
        told = knowledge.of(uid)
        for slot in event.slots:
            if slot.due_at >= since and not told.has_said(slot.lead, event.truth):
                yield from (slot.due_at, slot.expires_at)
        if uid in knowledge.events:
            yield event.truth.over_at + KEPT_AFTER
        if (until := told.untrue_until(event.truth)) is not None:
            yield until
    for told in knowledge.events.values():
        yield from (known.over_at + KEPT_AFTER for known in told.beliefs())
