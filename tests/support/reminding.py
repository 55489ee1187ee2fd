"""Subscribers, deliveries and seasons with lead times, for tests that need one and say only what matters to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

from season_calendar.choices.choice import lead_times_of
from season_calendar.choices.options import stored_choice
from season_calendar.model import Round, Season, default_lead_times
from season_calendar.publishing.publication import History, Publication
from season_calendar.publishing.publish import publish
from season_calendar.reminders.delivery import Delivery, Draft, State
from season_calendar.reminders.occasions import Occasion, occasions_of
from season_calendar.reminders.plan import reminder_of
from season_calendar.reminders.reconcile import draft_of
from season_calendar.reminders.subscribers import Subscriber
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


def occasion(publication: Publication, session_id: str | None = None) -> Occasion:
    """The event of a session of the one round there is, or of the round."""
    found = [its for its in occasions_of([publication]).values() if its.facts.session_id == session_id]
    assert len(found) == 1
    return found[0]


def delivery_of(draft: Draft, id_: int = 1, **other: object) -> Delivery:
    """The delivery of a draft, pending unless said otherwise."""
    facts = {field.name: getattr(draft, field.name) for field in fields(Draft)}
    usual = {"state": State.PENDING, "attempt": 0, "next_attempt_at": draft.due_at}
    return Delivery(**{**facts, "id": id_, **usual, **other})


def reminder_row(
    of: Occasion, lead: timedelta, to: Subscriber | None = None, id_: int = 1, **other: object
) -> Delivery:
    """The ledger's delivery of a reminder, pending unless said otherwise; a sent one was sent when it was due."""
    draft = draft_of(reminder_of(of, to or anna(), lead))
    if other.get("state") is State.SENT:
        other = {"settled_at": draft.due_at, **other}
    return delivery_of(draft, id_, **other)


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


def keys(items: Sequence[object]) -> list[str]:
    """The keys of reminders, drafts or deliveries, in their order."""
    return [str(getattr(item, "key")) for item in items]  # noqa: B009 any of three types
