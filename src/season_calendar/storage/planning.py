"""What a daemon writes when it plans, within one transaction: new deliveries, and old ones withdrawn or timed anew."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice

from sqlalchemy import ColumnElement, Connection, Select, Update, bindparam, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from season_calendar.reminders.delivery import Delivery, Draft, Move, Reason, State
from season_calendar.reminders.reconcile import Decision, Decisions
from season_calendar.storage.delivery_rows import IS_OPEN, from_row, moving, new_row, times
from season_calendar.storage.memory import recall, remember
from season_calendar.storage.tables import DELIVERIES

_BATCH = 500
"""How many values one statement names; SQLite takes 32,766, PostgreSQL's protocol 65,535."""


class PlanningBook:
    """The ledger, open for planning."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def recall(self) -> dict[str, datetime]:
        """The instants that daemons remember, by name."""
        return recall(self._connection)

    def remember(self, instants: Mapping[str, datetime]) -> None:
        """Remember these instants by their names."""
        remember(self._connection, instants)

    def rows_about(self, season_keys: Collection[str], uids: Iterable[str], now: datetime) -> list[Delivery]:
        """All open deliveries of these seasons, and the settled ones of these events or of any start still ahead."""
        of_seasons = DELIVERIES.c.season_key.in_(season_keys)
        rows = self._deliveries(of_seasons, or_(IS_OPEN, DELIVERIES.c.start_at > now))
        known = {row.id for row in rows}
        for some in _batches(uids):
            about = self._deliveries(of_seasons, DELIVERIES.c.uid.in_(some))
            rows.extend(row for row in about if row.id not in known)
        return rows

    def insert(self, drafts: Sequence[Draft], now: datetime) -> None:
        """Add deliveries; one whose key is there already stays as it is."""
        if not drafts:
            return
        insert = postgresql.insert if self._connection.dialect.name == "postgresql" else sqlite.insert
        statement = insert(DELIVERIES).on_conflict_do_nothing(index_elements=[DELIVERIES.c.key])
        self._connection.execute(statement, [new_row(draft, now) for draft in drafts])

    def apply(self, decisions: Decisions, now: datetime) -> None:
        """Write what was decided. A row that is no longer in the state it was judged in stays as it is."""
        self.insert(decisions.drafts, now)
        for decision in decisions.decisions:
            self._connection.execute(_UPDATES[decision.move], _values(decision, now))

    def skip_expired(self, now: datetime) -> None:
        """Close what nobody sends any more, whatever its season or channel: its time of use is over."""
        self._connection.execute(
            moving(Move.SKIP)
            .where(IS_OPEN, DELIVERIES.c.state == State.PENDING, DELIVERIES.c.expires_at <= now)
            .values(reason=str(Reason.TOO_LATE), settled_at=now)
        )

    def _deliveries(self, *conditions: ColumnElement[bool]) -> list[Delivery]:
        statement: Select[tuple[object, ...]] = select(*DELIVERIES.c).where(*conditions).order_by(DELIVERIES.c.id)
        return [from_row(row) for row in self._connection.execute(statement)]


_ITS_ROW = DELIVERIES.c.id == bindparam("its_id")
_WAS = DELIVERIES.c.state == bindparam("its_state")
_WITHDRAW = ("reason", "settled_at")
_TIMES = ("start_at", "due_at", "expires_at", "next_attempt_at")

_UPDATES: dict[Move | None, Update] = {
    **{
        move: moving(move).where(_ITS_ROW, _WAS).values({name: bindparam(f"new_{name}") for name in _WITHDRAW})
        for move in (Move.SKIP, Move.SUPERSEDE, Move.CANCEL)
    },
    Move.REINSTATE: moving(Move.REINSTATE)
    .where(_ITS_ROW, _WAS)
    .values(
        attempt=0,
        reason=None,
        settled_at=None,
        **{name: bindparam(f"new_{name}") for name in _TIMES},
    ),
    None: update(DELIVERIES).where(_ITS_ROW, _WAS).values(**{name: bindparam(f"new_{name}") for name in _TIMES}),
}


def _values(decision: Decision, now: datetime) -> dict[str, object]:
    values: dict[str, object] = {"its_id": decision.delivery.id, "its_state": str(decision.delivery.state)}
    if decision.to is not None:
        return values | {f"new_{name}": at for name, at in times(decision.to).items()}
    return values | {"new_reason": None if decision.reason is None else str(decision.reason), "new_settled_at": now}


def _batches(names: Iterable[str]) -> Iterator[list[str]]:
    remaining = iter(names)
    while some := list(islice(remaining, _BATCH)):
        yield some
