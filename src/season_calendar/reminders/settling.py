"""What a reader knows after a message was handed over, and after it became clear how that went. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from season_calendar.reminders.known import Attempt, Hold, Knowledge
from season_calendar.reminders.next_step import Telling

_MOST_ATTEMPTS = 8
"""How many different messages of which it is not known whether they arrived are kept for one event."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A message was not delivered. ``error`` may be shown; it holds no address.

    ``hold`` is how long to wait before the next try; None where it was refused for good. ``may_have_arrived`` is False
    where it certainly did not. ``costs_try``: it counts as one that failed.
    """

    error: str
    hold: Hold | None = None
    may_have_arrived: bool = True
    costs_try: bool = True


def handed_over(before: Knowledge, telling: Telling) -> Knowledge:
    """From now on the reader may know. To be kept before the message is begun to be sent."""
    return _with_attempts(before, telling, may_have_arrived=True)


def told(before: Knowledge, telling: Telling) -> Knowledge:
    """The reader was told. What was tried before is settled by that: it came earlier, or never."""
    after = handed_over(before, telling)
    events = {uid: replace(after.of(uid), saying=saying, attempts=()) for uid, saying in telling.says.items()}
    return Knowledge({**after.events, **events})


def not_told(before: Knowledge, telling: Telling, failure: Failure) -> Knowledge:
    """The message failed; ``before`` is what was known before it was handed over this time."""
    is_final = failure.hold is None
    after = _with_attempts(before, telling, may_have_arrived=failure.may_have_arrived, was_refused=is_final)
    tries = 0 if is_final else before.tries + failure.costs_try
    return replace(after, tries=tries, hold=failure.hold, last_error=failure.error)


def allowed_again(before: Knowledge, mark: str) -> Knowledge:
    """A message that was refused for good may be tried again, with the same mark; as before where there is none."""
    events = {
        uid: replace(told, attempts=tuple(_allowed(attempt, mark) for attempt in told.attempts))
        for uid, told in before.events.items()
    }
    return replace(before, events=events)


def _allowed(attempt: Attempt, mark: str) -> Attempt:
    return replace(attempt, was_refused=False) if attempt.mark == mark else attempt


def _with_attempts(
    before: Knowledge, telling: Telling, *, may_have_arrived: bool, was_refused: bool = False
) -> Knowledge:
    events = dict(before.events)
    for uid, saying in telling.says.items():
        its = before.of(uid)
        same = [attempt for attempt in its.attempts if attempt.mark == telling.mark]
        others = [attempt for attempt in its.attempts if attempt.mark != telling.mark]
        attempt = Attempt(
            telling.mark,
            telling.kind,
            saying,
            may_have_arrived=may_have_arrived or any(attempt.may_have_arrived for attempt in same),
            was_refused=was_refused,
            is_on_record=any(attempt.is_on_record for attempt in same),
        )
        attempts = (*others, attempt)[-_MOST_ATTEMPTS:]
        events[uid] = replace(its, times=its.times + (not same), attempts=attempts)
    return replace(before, events=events)
