"""Subscribers, readers and seasons with lead times, for tests that need one and say only what matters to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from season_calendar.choices.choice import lead_times_of
from season_calendar.choices.options import stored_choice
from season_calendar.model import Round, Season, default_lead_times
from season_calendar.publishing.publication import History, Publication
from season_calendar.publishing.publish import publish
from season_calendar.reminders.composing import lead_of, message_key
from season_calendar.reminders.known import Kind, Knowledge, Saying, Told, truth_of
from season_calendar.reminders.next_step import Step, Telling, next_step
from season_calendar.reminders.occasions import Occasion, Subject, subjects_of
from season_calendar.reminders.settling import Failure, handed_over, not_told, told
from season_calendar.reminders.subscribers import Subscriber
from season_calendar.reminders.wanted import Wanted, wanted_of
from season_calendar.zoned_time import format_span
from support.racing import germany, history, season

LONG_AGO = datetime(2021, 1, 1, tzinfo=UTC)

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def at(text: str) -> datetime:
    """An instant of 2021: ``06-03 12:30`` in UTC."""
    return datetime.fromisoformat(f"2021-{text}").replace(tzinfo=UTC)


def anna(**other: object) -> Subscriber:
    """A subscriber in Stockholm, reminded by the season's lead times on the channel "fake".

    ``lead_times`` (by kind) and ``choice`` (as an address has it) say what they chose.
    """
    choice = stored_choice(str(other.pop("choice", "")))
    lead_times = other.pop("lead_times", {})
    assert isinstance(lead_times, dict)
    facts: dict[str, object] = {
        "id": "a1",
        "name": "anna",
        "channel": "fake",
        "address": "secret-address",
        "zone_name": "Europe/Stockholm",
        "since": LONG_AGO,
        "choice": replace(choice, lead_times=lead_times_of(lead_times)) if lead_times else choice,
    }
    return Subscriber(**{**facts, **other})  # type: ignore[arg-type]


def reminding(*rounds: Round) -> Season:
    """The season of these rounds, or of the one in Germany, with the usual lead times."""
    return replace(season(*(rounds or (germany(),))), lead_times=default_lead_times())


def editions(*rounds: Round) -> list[Publication]:
    """One round in several states, published one after the other, a minute apart: every publication."""
    publications: list[Publication] = []
    for number, round_ in enumerate(rounds):
        before = history(publications[-1]) if publications else History()
        publications.append(publish(reminding(round_), before, LONG_AGO + number * MINUTE))
    return publications


def subject_of(publication: Publication) -> Subject:
    """The one round there is, as a subject."""
    (subject,) = subjects_of([publication]).values()
    return subject


def occasion(publication: Publication, session_id: str | None = None) -> Occasion:
    """The event of a session of the one round there is, or of the round."""
    (found,) = (its for its in subject_of(publication).occasions.values() if its.facts.session_id == session_id)
    return found


def reminder_of(publication: Publication, session_id: str | None, lead: timedelta) -> Telling:
    """The reminder of one event, so long before it starts."""
    its = occasion(publication, session_id)
    return Telling(Kind.REMINDER, "0-mark", {its.uid: Saying(truth_of(its), lead)}, its.start_at - lead / 2, {})


def correction_of(before: Publication, after: Publication, *session_ids: str | None) -> Telling:
    """What somebody is told after an edit who knew these events of the round as they were."""
    told = {(its := occasion(before, id_)).uid: Told(Saying(truth_of(its), 7 * DAY)) for id_ in session_ids}
    wanted = wanted_of(subject_of(after), anna().choice)
    telling = next_step(Knowledge(told), wanted, LONG_AGO, LONG_AGO).telling
    assert telling is not None
    return telling


def moved(round_: Round, session_id: str, by: timedelta) -> Round:
    """The round with one session moved."""

    def shift(instant: datetime | None) -> datetime:
        assert instant is not None
        return instant + by

    return replace(
        round_,
        sessions=tuple(
            replace(its, start_at=shift(its.start_at), end_at=shift(its.end_at), day=shift(its.start_at).date())
            if its.id == session_id
            else its
            for its in round_.sessions
        ),
    )


class Reader:
    """Somebody who is told of one round: walks through time with ``next_step`` and keeps what they know.

    ``told`` is every message that was sent, as ``10:00 reminder race-1 1h``; ``passed`` what was put on record unsaid.
    """

    def __init__(self, publication: Publication, subscriber: Subscriber | None = None) -> None:
        self.subscriber = subscriber or anna()
        self.publication = publication
        self.knowledge = Knowledge()
        self.told: list[str] = []
        self.passed: list[str] = []

    def edited(self, *rounds: Round, at: datetime | None = None) -> None:
        """The season is published anew with these rounds, or none; a minute after the last time unless it says when."""
        before = self.publication
        season_ = replace(reminding(), rounds=rounds)
        self.publication = publish(season_, history(before), at or before.published_at + MINUTE)

    def step(self, now: datetime) -> Step:
        """What follows at ``now``. What passed is put on record."""
        wanted = wanted_of(subject_of(self.publication), self.subscriber.choice)
        step = next_step(self.knowledge, wanted, self.subscriber.since, now)
        self.knowledge = step.knowledge
        self.passed += [
            f"{self._name(its.uid)} {format_span(its.lead) if its.lead else its.kind}: {its.why.name}"
            for its in step.passed
        ]
        return step

    def telling(self, now: datetime) -> Telling:
        """The message that follows at ``now``."""
        telling = self.step(now).telling
        assert telling is not None
        return telling

    def tell(self, now: datetime) -> list[str]:
        """Send all that is to be said at ``now``: the messages, as ``reminder race-1 1h`` and ``correction race-1``."""
        said = []
        while (telling := self.step(now).telling) is not None:
            self.knowledge = told(handed_over(self.knowledge, telling), telling)
            said.append(self.line(telling))
            assert len(said) < 20, f"told again and again: {said[-2:]}"
        self.told += [f"{now:%m-%d %H:%M} {line}" for line in said]
        return said

    def tell_until(self, now: datetime, until: datetime) -> list[str]:
        """Send all that is to be said from ``now`` on, waking when there is something: the messages, with the time."""
        before = len(self.told)
        while now <= until:
            self.tell(now)
            wake_at = self.step(now).wake_at
            if wake_at is None:
                break
            assert wake_at > now
            now = wake_at
        return self.told[before:]

    def crash(self, now: datetime) -> Telling:
        """The next message is handed over, and nobody knows what became of it."""
        telling = self.telling(now)
        self.knowledge = handed_over(self.knowledge, telling)
        return telling

    def fail(self, now: datetime, failure: Failure) -> Telling:
        """The next message is handed over and fails."""
        telling = self.telling(now)
        self.knowledge = not_told(self.knowledge, telling, failure)
        return telling

    def key(self, telling: Telling) -> str:
        """The key of a message to them."""
        return message_key(telling, subject_of(self.publication), self.subscriber.id)

    def line(self, telling: Telling) -> str:
        """A message in short: ``reminder race-1 1h``; the round's own event is ``-``."""
        lead = lead_of(telling)
        names = " ".join(self._name(uid) for uid in telling.says)
        return f"{telling.kind} {names}" + ("" if lead is None else f" {format_span(lead)}")

    def _name(self, uid: str) -> str:
        return self.publication.entries[uid].facts.session_id or "-"


def next_in_sight(wanted: Iterable[Wanted], after: datetime) -> datetime | None:
    """When the first slot after ``after`` comes; None where none does."""
    return min(
        (slot.due_at for its in wanted for event in its.events.values() for slot in event.slots if slot.due_at > after),
        default=None,
    )
