"""What passed its use unsaid, for the record: each reminder and correction once, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from season_calendar.reminders.known import Attempt, Hold, Kind, Knowledge, Known, Saying, Told
from season_calendar.reminders.wanted import Slot, Wanted, WantedEvent


class WhyNot(StrEnum):
    """Why a message was not sent, for whoever asks the record."""

    TOO_LATE = "its time had passed"
    NEARER = "a reminder nearer to the start was due too"
    UNDELIVERED = "it could not be delivered for certain while it was of use"


@dataclass(frozen=True, slots=True)
class Passed:
    """A message that passed its use unsaid.

    ``lead`` is given where it was a reminder, ``mark`` where it was tried, and for each correction.
    """

    uid: str
    kind: Kind
    lead: timedelta | None
    why: WhyNot
    mark: str | None = None


def note_what_passed(
    knowledge: Knowledge, wanted: Wanted, since: datetime, now: datetime
) -> tuple[tuple[Passed, ...], Knowledge]:
    """What passed unsaid and is not on record yet, the earliest first, and the knowledge that it is."""
    passed: list[Passed] = []
    changed: dict[str, Told] = {}
    untried: dict[str, Saying] = {}
    for uid, event in wanted.events.items():
        before = told = knowledge.of(uid)
        if slots := [slot for slot in event.slots if _passed_unsaid(slot, event, told, since, now)]:
            passed += [_passed_reminder(uid, slot, event.truth, knowledge, now) for slot in reversed(slots)]
            told = replace(told, passed=Saying(event.truth, slots[0].lead))
        until = told.untrue_until(event.truth)
        if until is not None and until <= now:
            told = _with_lost_corrections(uid, told, passed)
            if _passed_untried(told, event, until, wanted):
                untried[uid] = event.saying(since, now)
        if told is not before:
            changed[uid] = told
    if changed:
        knowledge = replace(knowledge, events={**knowledge.events, **changed})
    if untried:
        knowledge = _with_untried(untried, knowledge, passed)
    return tuple(passed), knowledge


def _passed_unsaid(slot: Slot, event: WantedEvent, told: Told, since: datetime, now: datetime) -> bool:
    """Whether it was due, is of no use any more or less than a nearer one, and neither said nor on record."""
    if not since <= slot.due_at <= now or (now < slot.expires_at and slot is event.nearest_due(since, now)):
        return False
    if told.has_said(slot.lead, event.truth) or any(its.was_refused for its in _tried(slot, event.truth, told)):
        return False
    return told.passed is None or not told.passed.covers(slot.lead, event.truth)


def _passed_reminder(uid: str, slot: Slot, truth: Known, knowledge: Knowledge, now: datetime) -> Passed:
    tried = [its.mark for its in _tried(slot, truth, knowledge.of(uid)) if its.kind is Kind.REMINDER]
    if tried or _was_held(slot, knowledge.hold):
        return Passed(uid, Kind.REMINDER, slot.lead, WhyNot.UNDELIVERED, tried[-1] if tried else None)
    why = WhyNot.TOO_LATE if now >= slot.expires_at else WhyNot.NEARER
    return Passed(uid, Kind.REMINDER, slot.lead, why)


def _tried(slot: Slot, truth: Known, told: Told) -> Iterator[Attempt]:
    """The attempts to say what was to be said then, by a reminder or a correction."""
    return (its for its in told.attempts if its.saying.lead == slot.lead and its.saying.known.agrees_with(truth))


def _was_held(slot: Slot, hold: Hold | None) -> bool:
    """Whether a wait after another message left no time for it."""
    return hold is not None and hold.set_at < slot.expires_at <= hold.ends_at


def _with_lost_corrections(uid: str, told: Told, passed: list[Passed]) -> Told:
    """Note those that were tried and not delivered, where what they were to put right matters no more."""
    lost = [
        its for its in told.attempts if its.kind is Kind.CORRECTION and not its.was_refused and not its.is_on_record
    ]
    if not lost:
        return told
    passed += [Passed(uid, Kind.CORRECTION, None, WhyNot.UNDELIVERED, its.mark) for its in lost]
    attempts = (replace(its, is_on_record=its.is_on_record or its in lost) for its in told.attempts)
    return replace(told, attempts=tuple(attempts))


def _passed_untried(told: Told, event: WantedEvent, until: datetime, wanted: Wanted) -> bool:
    """Whether nobody tried to put right what mattered until then, though it was published before.

    What is put down afterwards, how late it began, was news to nobody. The start of a round is that of its first
    session: so the last edit of any of its events counts.
    """
    saying = Saying(event.truth)
    if any(its.says(Kind.CORRECTION, saying) for its in told.attempts):
        return False
    return max(its.entry.modified_at for its in wanted.subject.occasions.values()) < until


def _with_untried(says: Mapping[str, Saying], knowledge: Knowledge, passed: list[Passed]) -> Knowledge:
    """Note one correction that was never tried, as if it had been: a clock that comes back finds it with its mark."""
    mark, events = knowledge.mark_for(Kind.CORRECTION, says), dict(knowledge.events)
    for uid, saying in says.items():
        passed.append(Passed(uid, Kind.CORRECTION, None, WhyNot.UNDELIVERED, mark))
        told = knowledge.of(uid)
        attempt = Attempt(mark, Kind.CORRECTION, saying, may_have_arrived=False, is_on_record=True)
        events[uid] = replace(told, times=told.times + 1, attempts=(*told.attempts, attempt))
    return replace(knowledge, events=events)
