"""Lets a message that was lost be sent again, with its key, where it is still true and of use. Sends nothing itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from season_calendar.publishing.publication import Publication
from season_calendar.reminders.composing import message_key
from season_calendar.reminders.known import Knowledge
from season_calendar.reminders.next_step import next_step
from season_calendar.reminders.occasions import subjects_of
from season_calendar.reminders.record import Entry
from season_calendar.reminders.settling import allowed_again
from season_calendar.reminders.subscribers import CONSOLE_ID, Subscriber
from season_calendar.reminders.wanted import Wanted, wanted_of
from season_calendar.storage.ledger.record import Recorded, SqlRecord


class WhyNotAgain(StrEnum):
    """Why a dead message stays dead, for the operator."""

    CONSOLE = "it was for the console of a daemon"
    NOBODY = "its subscriber was removed"
    OVER = "its round is over, or not in the season any more"
    SETTLED = "its time has passed, or something newer was said since"
    UNTRUE = "it is not true any more"
    UNWANTED = "its subscriber does not want it any more"
    PAST = "its time has passed"
    BUSY = "another message to them is just being sent"

    @property
    def remedy(self) -> str:
        """What the operator can do about it."""
        return "try again in a moment" if self is WhyNotAgain.BUSY else "what is true is told when it is due"


class Resending:
    """What can be sent again by what was published last."""

    def __init__(self, record: SqlRecord, publications: Sequence[Publication]) -> None:
        self._record = record
        self._subjects = subjects_of(publications)

    def resend(self, dead: Recorded, now: datetime) -> WhyNotAgain | None:
        """Wake the row of a dead message, so that whoever reminds sends it next; or why that is not done.

        Raises StorageError.
        """
        why = self._why_not(dead, now)
        if why is None and not self._record.allow(dead.entry, now):
            return WhyNotAgain.BUSY
        return why

    def _why_not(self, dead: Recorded, now: datetime) -> WhyNotAgain | None:
        entry = dead.entry
        if entry.subscriber_id == CONSOLE_ID:
            return WhyNotAgain.CONSOLE
        if dead.name is None:
            return WhyNotAgain.NOBODY
        found, subject = self._record.row_of(entry), self._subjects.get(entry.subject)
        if subject is None or found is None or found.subscriber is None:
            return WhyNotAgain.OVER
        wanted = wanted_of(subject, found.subscriber.choice)
        return why_not_again(entry, found.row.knowledge, wanted, found.subscriber, now)


def why_not_again(
    entry: Entry, knowledge: Knowledge, wanted: Wanted, subscriber: Subscriber, now: datetime
) -> WhyNotAgain | None:
    """Why the one rule of reminding would not say this very message now, were it not for its refusal; None: it would.

    The rule is asked of its events alone, and of no back-off: what else is to be said of the round may go before it.
    """
    tried = knowledge.tried(entry.mark or "")
    if not tried:
        return WhyNotAgain.SETTLED
    events = {uid: event for uid, event in wanted.events.items() if uid in tried}
    if any(not its.saying.known.agrees_with(events[uid].truth) for uid, its in tried.items() if uid in events):
        return WhyNotAgain.UNTRUE
    allowed = replace(allowed_again(knowledge, entry.mark or ""), hold=None)
    telling = next_step(allowed, replace(wanted, events=events), subscriber.since, now).telling
    if telling is not None and message_key(telling, wanted.subject, subscriber.id) == entry.key:
        return None
    leads = {slot.lead for event in events.values() for slot in event.slots}
    return WhyNotAgain.UNWANTED if not events or (entry.lead and entry.lead not in leads) else WhyNotAgain.PAST
