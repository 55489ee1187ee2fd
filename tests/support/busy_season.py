"""A season that keeps reminders busy: a session each minute, so that by a fast clock all are reminded each second."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

BEGIN = datetime(2021, 6, 1, tzinfo=UTC)

LEAD = timedelta(hours=4)
"""Of use for two hours: at 60 times the pace of time two minutes, in which also a busy machine starts any process."""

ROUNDS = 4


@dataclass(frozen=True, slots=True)
class RoundState:
    """What an edit makes of a round. The ``note`` is in every message about it."""

    later: timedelta = timedelta(0)
    is_cancelled: bool = False
    note: str = "as planned"


def busy_season(sessions: int, states: Mapping[int, RoundState] | None = None) -> str:
    """The text of its file. The first session is reminded of a minute after ``BEGIN``, each further one a minute later.

    The rounds take turns: session ``n`` is of round ``n % ROUNDS``. ``states`` are those of some rounds.
    """
    lines = [
        "schema: 1",
        "series: {id: busy, name: Busy}",
        "season: 2021",
        f"reminders: {{race: [{LEAD.seconds // 3600}h], round: []}}",
        "venues: {hall: {name: Hall, zone: UTC}}",
        "rounds:",
    ]
    for number in range(min(ROUNDS, sessions)):
        lines += [f"  - {{id: r{number}, name: Round {number}, venue: hall, dates: 2021-06-01 to 2021-06-02,"]
        state = (states or {}).get(number, RoundState())
        lines += [f"     status: {'cancelled' if state.is_cancelled else 'confirmed'}, note: {state.note},"]
        lines += ["     sessions: [", *(_session(session, state) for session in range(number, sessions, ROUNDS))]
        lines += ["     ]}"]
    return "\n".join(lines) + "\n"


def start_of(session: int) -> datetime:
    """When a session starts."""
    return BEGIN + LEAD + timedelta(minutes=1 + session)


def keys_without_marks(sessions: int, subscriber_ids: list[str]) -> set[str]:
    """What the keys of all reminders begin with, for subscribers from ``BEGIN`` on."""
    return {
        f"busy/2021/r{session % ROUNDS}/s{session}/{LEAD.seconds // 3600}h/{id_}"
        for session in range(sessions)
        for id_ in subscriber_ids
    }


def _session(session: int, state: RoundState) -> str:
    start = start_of(session) + state.later
    return f"       {{id: s{session}, kind: race, start: {start:%Y-%m-%d %H:%M}, duration: 10m, note: {state.note}}},"
