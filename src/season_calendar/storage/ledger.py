"""The durable record of every delivery: claiming what is due, settling what was tried, and what the operator sees.

Every change of a state goes through ``reminders.delivery.TRANSITIONS``. Any number of daemons may use one ledger.
What is planned is written by ``planning``.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Engine, and_, func, select, update

from season_calendar.reminders.delivery import TRANSITIONS, Delivery, Move, Outcome, State
from season_calendar.storage.damage import damage_told
from season_calendar.storage.delivery_rows import IS_OPEN, claimable, from_row, moving
from season_calendar.storage.engine import AdvisoryLock, reading, writing, writing_alone
from season_calendar.storage.memory import recall
from season_calendar.storage.planning import PlanningBook
from season_calendar.storage.tables import DELIVERIES


@dataclass(frozen=True, slots=True)
class Settlement:
    """A claimed delivery and what became of it."""

    delivery: Delivery
    outcome: Outcome


class SqlLedger:
    """The ledger in a database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def memory(self) -> dict[str, datetime]:
        """The instants that daemons remember, by name."""
        with reading(self._engine) as connection:
            return recall(connection)

    @contextmanager
    def planning(self) -> Iterator[PlanningBook]:
        """One transaction in which to look at the rows and write what is planned: all of it or nothing.

        Over all daemons there is one at a time, so that none plans by rows that another is about to change.
        """
        with writing_alone(self._engine, AdvisoryLock.PLANNING) as connection:
            yield PlanningBook(connection)

    def claim(
        self, channel: str, season_keys: Collection[str], now: datetime, lease_until: datetime, limit: int
    ) -> list[Delivery]:
        """Take up to ``limit`` deliveries of these seasons that are due, earliest first; no one else may send them.

        Also those whose sender's lease has run out. They are the caller's until ``lease_until``.
        """
        owner = secrets.token_hex(8)
        due = (
            select(DELIVERIES.c.id)
            .where(claimable(channel, season_keys, now))
            .order_by(DELIVERIES.c.next_attempt_at)
            .limit(limit)
            .with_for_update(skip_locked=True)  # PostgreSQL; an SQLite writer is alone anyway
        )
        statement = (
            moving(Move.CLAIM)
            .where(DELIVERIES.c.id.in_(due))
            .values(lease_owner=owner, lease_until=lease_until)
            .returning(*DELIVERIES.c)
        )
        with writing(self._engine) as connection:
            claimed = [from_row(row) for row in connection.execute(statement)]
        return sorted(claimed, key=lambda delivery: (delivery.due_at, delivery.id))

    def renew(self, delivery: Delivery, lease_until: datetime) -> bool:
        """Hold a claimed delivery longer; False where somebody else has it by now."""
        statement = (
            update(DELIVERIES)
            .where(_held_by(delivery.lease_owner), DELIVERIES.c.id == delivery.id)
            .values(lease_until=lease_until)
        )
        with writing(self._engine) as connection:
            return connection.execute(statement).rowcount == 1

    def settle(self, settlements: Sequence[Settlement], now: datetime) -> set[int]:
        """Record what became of claimed deliveries, all at once; returns the ids of those that were still the caller's.

        One whose lease ran out and that somebody else has claimed since is left to them.
        """
        # What fared alike is written together: of thousands that are sent, each claim's in one statement.
        alike: dict[tuple[str | None, Outcome], list[int]] = defaultdict(list)
        for settlement in settlements:
            alike[settlement.delivery.lease_owner, settlement.outcome].append(settlement.delivery.id)
        ours: set[int] = set()
        with writing(self._engine) as connection:
            for (owner, outcome), ids in alike.items():
                statement = moving(outcome.move).where(_held_by(owner), DELIVERIES.c.id.in_(ids))
                statement = statement.values(_settled(outcome, now))
                ours.update(connection.execute(statement.returning(DELIVERIES.c.id)).scalars())
        return ours

    def next_wake_at(self, channels: Collection[str], season_keys: Collection[str]) -> datetime | None:
        """When the next open delivery is due, or the next lease runs out."""
        mine = (IS_OPEN, DELIVERIES.c.channel.in_(channels), DELIVERIES.c.season_key.in_(season_keys))
        with reading(self._engine) as connection:
            due_at = connection.execute(
                select(func.min(DELIVERIES.c.next_attempt_at)).where(*mine, DELIVERIES.c.state == State.PENDING)
            ).scalar()
            free_at = connection.execute(
                select(func.min(DELIVERIES.c.lease_until)).where(*mine, DELIVERIES.c.state == State.SENDING)
            ).scalar()
        return min((at for at in (due_at, free_at) if at is not None), default=None)

    def counts(self) -> dict[State, int]:
        """How many deliveries there are in each state, 0 included."""
        statement = select(DELIVERIES.c.state, func.count()).group_by(DELIVERIES.c.state)
        with reading(self._engine) as connection, damage_told("a delivery"):
            found = {State(state): count for state, count in connection.execute(statement)}
        return {state: found.get(state, 0) for state in State}

    def latest(self, count: int, state: State | None = None) -> list[Delivery]:
        """The deliveries, of one state or of all, that were due last; latest first, ``count`` at most."""
        statement = select(DELIVERIES).order_by(DELIVERIES.c.due_at.desc(), DELIVERIES.c.id.desc()).limit(count)
        if state is not None:
            statement = statement.where(DELIVERIES.c.state == state)
        with reading(self._engine) as connection:
            return [from_row(row) for row in connection.execute(statement)]

    def dead_letters(self) -> list[Delivery]:
        """What was refused for good, oldest first."""
        statement = select(DELIVERIES).where(DELIVERIES.c.state == State.DEAD).order_by(DELIVERIES.c.id)
        with reading(self._engine) as connection:
            return [from_row(row) for row in connection.execute(statement)]

    def resend(self, key: str, now: datetime) -> bool:
        """Try a dead letter again; False where there is none of that key, or it is no longer of use."""
        statement = (
            moving(Move.RESEND)
            .where(DELIVERIES.c.key == key, DELIVERIES.c.expires_at > now)
            .values(attempt=0, next_attempt_at=now, settled_at=None)
        )
        with writing(self._engine) as connection:
            return connection.execute(statement).rowcount == 1


def _held_by(owner: str | None) -> ColumnElement[bool]:
    return and_(DELIVERIES.c.lease_owner == owner, DELIVERIES.c.state == State.SENDING)


def _settled(outcome: Outcome, now: datetime) -> dict[str, object]:
    """The columns that an outcome changes beside the state; an error of before is kept until there is a newer one."""
    is_open = TRANSITIONS[outcome.move][1] is State.PENDING
    values: dict[str, object] = {
        "lease_owner": None,
        "lease_until": None,
        "settled_at": None if is_open else now,
        "reason": None if outcome.reason is None else str(outcome.reason),
    }
    if outcome.costs_attempt:
        values["attempt"] = DELIVERIES.c.attempt + 1
    if outcome.next_attempt_at is not None:
        values["next_attempt_at"] = outcome.next_attempt_at
    if outcome.error is not None:
        values["last_error"] = outcome.error
    return values
