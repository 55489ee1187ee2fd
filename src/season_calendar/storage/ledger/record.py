"""The record of what became of every message, and what the operator can do about what was lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, delete, func, select, text, update

from season_calendar.reminders.known import Kind
from season_calendar.reminders.record import Entry, Outcome
from season_calendar.reminders.settling import allowed_again
from season_calendar.storage.damage import damage_told
from season_calendar.storage.engine import reading, writing
from season_calendar.storage.ledger.rows import FOUND, Found, knowledge_values, read_found
from season_calendar.storage.tables import IS_DEAD, IS_FAILING, IS_FREE, IS_NOT_SENT, RECORD, SUBSCRIBERS, TOLD

_MINUTE = timedelta(minutes=1)

_RECORDED = select(RECORD, SUBSCRIBERS.c.name).outerjoin(SUBSCRIBERS, SUBSCRIBERS.c.id == RECORD.c.subscriber_id)


@dataclass(frozen=True, slots=True)
class Recorded:
    """An entry of the record, and the name of the subscriber it is about, None where there is none of them."""

    entry: Entry
    name: str | None

    @property
    def who(self) -> str:
        """Their name, or the id of whoever has none any more."""
        return self.name or self.entry.subscriber_id


@dataclass(frozen=True, slots=True)
class Failing:
    """Somebody whose next message is tried again at ``wake_at``, None while it is; ``tries`` failed so far."""

    subscriber_id: str
    name: str | None
    subject: str
    tries: int
    last_error: str | None
    wake_at: datetime | None

    @property
    def who(self) -> str:
        """Their name, or the id of whoever has none."""
        return self.name or self.subscriber_id


class SqlRecord:
    """The record in a database. Safe to share between threads. Every method raises StorageError."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def entries(self, count: int, outcome: Outcome | None = None) -> list[Recorded]:
        """The last ``count`` entries, of one outcome or of all, the newest first."""
        statement = _RECORDED.order_by(RECORD.c.id.desc()).limit(count)
        if outcome is not None:
            statement = statement.where(RECORD.c.outcome == str(outcome))
            if outcome is not Outcome.SENT:
                statement = statement.where(text(IS_NOT_SENT))
        with reading(self._engine) as connection:
            return [Recorded(_entry(row), row.name) for row in connection.execute(statement)]

    def counts(self, since: datetime) -> Mapping[Outcome, int]:
        """How many entries there are of each outcome since then, 0 included."""
        statement = select(RECORD.c.outcome, func.count()).where(RECORD.c.at >= since).group_by(RECORD.c.outcome)
        with reading(self._engine) as connection, damage_told("an entry of the record"):
            found = {Outcome(outcome): count for outcome, count in connection.execute(statement)}
        return {outcome: found.get(outcome, 0) for outcome in Outcome}

    def failing(self, count: int) -> list[Failing]:
        """Up to ``count`` of those whose last message failed and is to be tried again."""
        statement = (
            select(
                TOLD.c.subscriber_id,
                SUBSCRIBERS.c.name,
                TOLD.c.subject,
                TOLD.c.tries,
                TOLD.c.last_error,
                TOLD.c.wake_at,
            )
            .outerjoin_from(TOLD, SUBSCRIBERS, SUBSCRIBERS.c.id == TOLD.c.subscriber_id)
            .where(text(IS_FAILING))
            .order_by(TOLD.c.id)
            .limit(count)
        )
        with reading(self._engine) as connection:
            return [Failing(*row) for row in connection.execute(statement)]

    def count_failing(self) -> int:
        """How many they are."""
        with reading(self._engine) as connection:
            return connection.execute(select(func.count()).select_from(TOLD).where(text(IS_FAILING))).scalar_one()

    def dead(self, key: str) -> Recorded | None:
        """The entry of a message of that key that was lost; the last one where it was lost again and again."""
        its_key = _RECORDED.where(RECORD.c.key == key, text(IS_DEAD))
        with reading(self._engine) as connection:
            row = connection.execute(its_key.order_by(RECORD.c.id.desc()).limit(1)).first()
            return None if row is None else Recorded(_entry(row), row.name)

    def row_of(self, entry: Entry) -> Found | None:
        """What the reader of an entry knows of its subject now; None where that is over, or the reader is gone."""
        with reading(self._engine) as connection:
            return _found(connection, _row_of(entry))

    def allow(self, entry: Entry, now: datetime) -> bool:
        """Let a message that was refused for good be tried again, with its key.

        False where it is not known any more, or its row is in a hand, which would put back what it knew before.
        """
        with writing(self._engine) as connection:
            found = _found(connection, _row_of(entry).with_for_update(of=TOLD))
            if found is None or entry.mark is None or not found.row.knowledge.tried(entry.mark):
                return False
            knowledge = allowed_again(found.row.knowledge, entry.mark)
            its_row = (TOLD.c.id == found.row.id, text(IS_FREE))
            allowing = update(TOLD).where(*its_row).values(wake_at=now, **knowledge_values(knowledge))
            return connection.execute(allowing).rowcount > 0

    def prune(self, before: datetime, limit: int) -> int:
        """Delete up to ``limit`` entries from before then; returns how many those were."""
        some = select(RECORD.c.id).where(RECORD.c.at < before).order_by(RECORD.c.at).limit(limit)
        with writing(self._engine) as connection:
            return connection.execute(delete(RECORD).where(RECORD.c.id.in_(some))).rowcount


ENTRY_COLUMNS = tuple(column.name for column in RECORD.c if column.name != "id")


def entry_values(entry: Entry) -> dict[str, object]:
    """An entry as the values of ``ENTRY_COLUMNS``."""
    return {
        "at": entry.at,
        "subscriber_id": entry.subscriber_id,
        "channel": entry.channel,
        "subject": entry.subject,
        "season_key": entry.season_key,
        "uid": entry.uid,
        "kind": str(entry.kind),
        "lead_minutes": None if entry.lead is None else entry.lead // _MINUTE,
        "key": entry.key,
        "outcome": str(entry.outcome),
        "why": entry.why,
    }


@damage_told("an entry of the record")
def _entry(row: Row[Any]) -> Entry:
    return Entry(
        at=row.at,
        subscriber_id=row.subscriber_id,
        channel=row.channel,
        subject=row.subject,
        season_key=row.season_key,
        uid=row.uid,
        kind=Kind(row.kind),
        lead=None if row.lead_minutes is None else row.lead_minutes * _MINUTE,
        key=row.key,
        outcome=Outcome(row.outcome),
        why=row.why,
    )


def _row_of(entry: Entry) -> Select[Any]:
    return FOUND.where(TOLD.c.subscriber_id == entry.subscriber_id, TOLD.c.subject == entry.subject)


def _found(connection: Connection, statement: Select[Any]) -> Found | None:
    row = connection.execute(statement).first()
    return None if row is None else read_found(row, connection.engine.url)
