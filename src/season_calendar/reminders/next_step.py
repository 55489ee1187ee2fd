"""The one rule of reminding: what to tell a reader of a round now, if anything, and when to look again.

Correct what is known and untrue while it matters; else remind when a wanted lead time has come and was not said; else
sleep. Everything follows from what the reader knows, what is true, what they want and what time it is, so that an edit,
a changed wish, a clock that jumps and a restart all only mean: look again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from season_calendar.reminders.known import Attempt, Kind, Knowledge, Known, Saying, Told
from season_calendar.reminders.wanted import Slot, Wanted, WantedEvent

KEPT_AFTER = timedelta(days=7)
"""How long what somebody knows of a round outlives it: a clock that was ahead for some days must not make us forget."""


@dataclass(frozen=True, slots=True)
class Telling:
    """A message to be sent: what it says of each event, by UID. It is of use until just before ``expires_at``.

    ``untrue`` is what a correction puts right: of each event what its reader believes. ``mark`` is the end of its key.
    """

    kind: Kind
    mark: str
    says: Mapping[str, Saying]
    expires_at: datetime
    untrue: Mapping[str, Known]


class WhyNot(StrEnum):
    """Why a reminder was not sent, for whoever asks the record."""

    TOO_LATE = "its time had passed"
    NEARER = "a reminder nearer to the start was due too"
    UNDELIVERED = "it could not be handed over while it was of use"


@dataclass(frozen=True, slots=True)
class Passed:
    """A message that passed its use unsaid. ``mark`` is given where it was tried, ``lead`` where it was a reminder."""

    uid: str
    kind: Kind
    lead: timedelta | None
    why: WhyNot
    mark: str | None = None


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
    passed, knowledge = _note_what_passed(knowledge, wanted, since, now)
    telling = _correction(knowledge, wanted, since, now) or _reminder(knowledge, wanted, since, now)
    held_until = knowledge.hold.until(now) if knowledge.hold is not None and telling is not None else None
    if held_until is not None:
        telling = None
    wake_at = None if telling is not None else _wake_at(knowledge, wanted, since, now, held_until)
    return Step(telling, wake_at, passed, knowledge)


def _correction(knowledge: Knowledge, wanted: Wanted, since: datetime, now: datetime) -> Telling | None:
    """One message that puts right all that is believed of the round and untrue."""
    untrue = dict(_untrue(knowledge, wanted, now))
    if not untrue:
        return None
    says = {uid: _saying_now(wanted.events[uid], since, now) for uid in untrue}
    told = {uid: knowledge.of(uid) for uid in untrue}
    if all(_was_refused(told[uid], Kind.CORRECTION, saying) for uid, saying in says.items()):
        return None
    mark = _mark_before(told, Kind.CORRECTION, says) or _new_mark(told, says)
    untils = [known.matters_until(says[uid].known) for uid, known in untrue.items()]
    return Telling(Kind.CORRECTION, mark, says, max(until for until in untils if until is not None), untrue)


def _reminder(knowledge: Knowledge, wanted: Wanted, since: datetime, now: datetime) -> Telling | None:
    """Of the reminders that are due, the one that is of use for the shortest."""
    due: list[tuple[Slot, str, WantedEvent]] = []
    for uid, event in wanted.events.items():
        slot = event.nearest_due(since, now)
        if slot is None or now >= slot.expires_at:
            continue
        told = knowledge.of(uid)
        is_said = told.saying is not None and told.saying.covers(slot.lead)
        if not is_said and not _was_refused(told, Kind.REMINDER, Saying(event.truth, slot.lead)):
            due.append((slot, uid, event))
    if not due:
        return None
    slot, uid, event = min(due, key=lambda its: (its[0].expires_at, its[1]))
    before, says = {uid: knowledge.of(uid)}, {uid: Saying(event.truth, slot.lead)}
    mark = _mark_before(before, Kind.REMINDER, says) or _new_mark(before, says)
    return Telling(Kind.REMINDER, mark, says, slot.expires_at, {})


def _untrue(knowledge: Knowledge, wanted: Wanted, now: datetime) -> Iterator[tuple[str, Known]]:
    """Each event of which something is believed that is untrue, with the latest such belief."""
    for uid, told in knowledge.events.items():
        event = wanted.events.get(uid)
        if event is None:
            continue
        untrue = [known for known in told.beliefs() if known.is_untrue(event.truth, now)]
        if untrue:
            yield uid, untrue[-1]


def _saying_now(event: WantedEvent, since: datetime, now: datetime) -> Saying:
    """A correction says what the reminder that falls into its time would."""
    slot = event.nearest_due(since, now)
    return Saying(event.truth, None if slot is None else slot.lead)


def _says_the_same(attempt: Attempt, kind: Kind, saying: Saying) -> bool:
    if attempt.kind is not kind or (kind is Kind.REMINDER and attempt.saying.lead != saying.lead):
        return False
    return attempt.saying.known.matters_until(saying.known) is None


def _was_refused(told: Told, kind: Kind, saying: Saying) -> bool:
    return any(its.was_refused and _says_the_same(its, kind, saying) for its in told.attempts)


def _mark_before(told: Mapping[str, Told], kind: Kind, says: Mapping[str, Saying]) -> str | None:
    """The mark of the same message where it was tried before: a repeat must be known as one."""
    marks = [
        {its.mark for its in told[uid].attempts if not its.was_refused and _says_the_same(its, kind, saying)}
        for uid, saying in says.items()
    ]
    return min(set.intersection(*marks), default=None)


def _new_mark(told: Mapping[str, Told], says: Mapping[str, Saying]) -> str:
    """How often its reader was told before, and a hash of what the message says: the same for the same message."""
    content = repr(sorted((uid, told[uid].times, saying) for uid, saying in says.items()))
    return f"{sum(its.times for its in told.values())}-{hashlib.sha256(content.encode()).hexdigest()[:10]}"


def _note_what_passed(
    knowledge: Knowledge, wanted: Wanted, since: datetime, now: datetime
) -> tuple[tuple[Passed, ...], Knowledge]:
    """What passed unsaid and is not on record yet, and the knowledge that it is."""
    passed: list[Passed] = []
    changed: dict[str, Told] = {}
    for uid, event in wanted.events.items():
        told = knowledge.of(uid)
        slots = [slot for slot in event.slots if _passed_unsaid(slot, event, told, since, now)]
        if slots:
            passed += [_passed(uid, slot, told, now) for slot in reversed(slots)]
            changed[uid] = replace(told, passed=(slots[0].lead, event.truth.start_at))
    for uid, told in knowledge.events.items():
        lost = [its for its in told.attempts if _is_lost_correction(its, told, wanted.events.get(uid), now)]
        if lost:
            passed += [Passed(uid, Kind.CORRECTION, None, WhyNot.UNDELIVERED, its.mark) for its in lost]
            left = tuple(its for its in told.attempts if its not in lost)
            changed[uid] = replace(changed.get(uid, told), attempts=left)
    if not changed:
        return (), knowledge
    return tuple(passed), replace(knowledge, events={**knowledge.events, **changed})


def _passed_unsaid(slot: Slot, event: WantedEvent, told: Told, since: datetime, now: datetime) -> bool:
    if slot.due_at < since or slot.due_at > now:
        return False
    if now < slot.expires_at and slot is event.nearest_due(since, now):
        return False
    if told.saying is not None and told.saying.covers(slot.lead):
        return False
    if any(its.was_refused and its.saying.lead == slot.lead for its in told.attempts):
        return False  # that is on record
    if told.passed is None:
        return True
    lead, start_at = told.passed
    return slot.lead < lead or start_at != event.truth.start_at


def _passed(uid: str, slot: Slot, told: Told, now: datetime) -> Passed:
    tried = [its.mark for its in told.attempts if its.kind is Kind.REMINDER and its.saying.lead == slot.lead]
    if tried:
        return Passed(uid, Kind.REMINDER, slot.lead, WhyNot.UNDELIVERED, tried[-1])
    is_late = now >= slot.expires_at
    return Passed(uid, Kind.REMINDER, slot.lead, WhyNot.TOO_LATE if is_late else WhyNot.NEARER)


def _is_lost_correction(attempt: Attempt, told: Told, event: WantedEvent | None, now: datetime) -> bool:
    """It was tried and not delivered, and what it was to put right does not matter any more."""
    if attempt.kind is not Kind.CORRECTION or attempt.was_refused or event is None:
        return False
    untils = [known.matters_until(event.truth) for known in told.beliefs() if known is not attempt.saying.known]
    return any(until is not None for until in untils) and all(until is None or until <= now for until in untils)


def _wake_at(
    knowledge: Knowledge, wanted: Wanted, since: datetime, now: datetime, held_until: datetime | None
) -> datetime | None:
    """When the answer may be another; None where it never will, and nothing is known that is worth keeping."""
    instants = [] if held_until is None else [held_until]
    for event in wanted.events.values():
        instants += [at for slot in event.slots if slot.due_at >= since for at in (slot.due_at, slot.expires_at)]
    for uid, told in knowledge.events.items():
        truths = [wanted.events[uid].truth] if uid in wanted.events else []
        knowns = [*told.beliefs(), *truths]
        instants += [known.over_at + KEPT_AFTER for known in knowns]
        if told.attempts:  # a correction may pass its use
            instants += [at for known in knowns for at in (known.start_at, known.over_at)]
    return min((at for at in instants if at > now), default=None)
