"""Rows of what readers know, for tests of the ledger, which say only what matters to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, event, select

from season_calendar.reminders.known import Kind, Knowledge, Known, Saying, Told
from season_calendar.reminders.record import Entry, Outcome
from season_calendar.reminders.sight import Sighting
from season_calendar.storage.engine import reading
from season_calendar.storage.ledger.ledger import SqlLedger
from season_calendar.storage.ledger.readers import SqlReaders
from season_calendar.storage.ledger.rows import Found
from season_calendar.storage.subscribers import SqlSubscribers
from season_calendar.storage.tables import TOLD
from support.reminding import DAY, HOUR, anna, at

NOW = at("06-05 08:00")
SEASON, SPAIN, GERMANY = "wtcr/2021", "wtcr/2021/spain", "wtcr/2021/germany"
UID = "wtcr.2021.spain.race-1@season-calendar"

TOLD_A_DAY_BEFORE = Knowledge({UID: Told(Saying(Known(NOW + DAY), DAY), 1)})


def sighting(subject: str = SPAIN, wake_at: datetime = NOW, last_due_at: datetime | None = None) -> Sighting:
    """A round that comes into sight."""
    return Sighting(subject, subject.rpartition("/")[0], wake_at, last_due_at or wake_at)


def subscribe(engine: Engine, *names: str, **other: object) -> None:
    """Subscribers whose ids are their names."""
    for name in names:
        SqlSubscribers(engine).add(anna(id=name, name=name, **other), NOW)


def make_rows(engine: Engine, *names: str, subject: str = SPAIN, wake_at: datetime = NOW) -> None:
    """A row for each of these readers, whether or not they are subscribers."""
    for name in names:
        SqlReaders(engine).make_row(name, [sighting(subject, wake_at)])


def claim(
    engine: Engine, owner: str = "me", now: datetime = NOW, limit: int = 100, seasons: Iterable[str] = (SEASON,)
) -> list[Found]:
    """Take in hand whatever is due."""
    with SqlLedger(engine).claiming(owner, list(seasons), now, limit) as batch:
        batch.take([found.row.id for found in batch.found])
        return list(batch.found)


def readers_of(found: Iterable[Found]) -> list[str]:
    """Whose rows those are."""
    return [its.row.subscriber_id for its in found]


def wakes(engine: Engine) -> dict[str, datetime | None]:
    """When each reader's row is looked at again."""
    with reading(engine) as connection:
        rows = connection.execute(select(TOLD.c.subscriber_id, TOLD.c.wake_at).order_by(TOLD.c.id))
        return {row.subscriber_id: row.wake_at for row in rows}


def entry(number: int = 0, outcome: Outcome = Outcome.SENT, **other: object) -> Entry:
    """What became of a reminder to anna, an hour later for each number."""
    facts: dict[str, object] = {
        "at": NOW + number * HOUR,
        "subscriber_id": "anna",
        "channel": "fake",
        "subject": SPAIN,
        "season_key": SEASON,
        "uid": UID,
        "kind": Kind.REMINDER,
        "lead": DAY,
        "key": f"{SPAIN}/race-1/1d/anna/0-{number}",
        "outcome": outcome,
        "why": None if outcome is Outcome.SENT else "no such address",
    }
    return Entry(**{**facts, **other})  # type: ignore[arg-type]


def record(engine: Engine, *entries: Entry) -> None:
    """Put entries on record."""
    with SqlLedger(engine).holding("nobody", []) as batch:
        batch.record(entries)


def statements_of(engine: Engine, deed: Callable[[], object]) -> list[tuple[str, Any]]:
    """What a deed says to the database, with its values; once for each row where that is said of several."""
    said: list[tuple[str, Any]] = []

    def listen(_: Connection, __: object, statement: str, values: Any, ___: object, is_many: bool) -> None:
        if statement.split()[0] in ("SELECT", "UPDATE", "DELETE", "INSERT", "WITH"):
            said.extend((statement, row) for row in (values if is_many else [values]))

    event.listen(engine, "before_cursor_execute", listen)
    try:
        deed()
    finally:
        event.remove(engine, "before_cursor_execute", listen)
    return said
