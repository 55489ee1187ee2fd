"""The rows of readers: made when a subject comes into sight, for all who chose alike or for one who is new or changed.

A sign-up among any number of subscribers costs the same: nothing here looks at all of them for the sake of one.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, Engine, Table, func, literal, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from season_calendar.errors import StorageError
from season_calendar.reminders.sight import Sighting
from season_calendar.reminders.subscribers import Subscriber
from season_calendar.storage.engine import reading, writing
from season_calendar.storage.ledger.distinct import distinct_values
from season_calendar.storage.ledger.ledger import CHUNK
from season_calendar.storage.ledger.locking import lock_rows_of
from season_calendar.storage.subscribers import SUBSCRIBER_COLUMNS, read_subscriber
from season_calendar.storage.tables import DAEMON_STATE, IS_CHANGED, SUBSCRIBERS, TOLD

log = logging.getLogger(__name__)

_CONSOLE_SINCE = "console since"


class SqlReaders:
    """All who are reminded, as far as their rows are concerned. Safe to share between threads.

    Every method raises StorageError.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def choices(self) -> list[str]:
        """What subscribers chose, each text once."""
        with reading(self._engine) as connection:
            return distinct_values(connection, SUBSCRIBERS.c.choice)

    def has_subscribers(self) -> bool:
        """Whether there is any."""
        with reading(self._engine) as connection:
            return connection.execute(select(SUBSCRIBERS.c.id).limit(1)).first() is not None

    def channels(self) -> dict[str, int]:
        """How many there are on each channel."""
        its = SUBSCRIBERS.c.channel
        with reading(self._engine) as connection:
            rows = connection.execute(select(its, func.count()).group_by(its).order_by(its))
            return {row[0]: row[1] for row in rows}

    def console_since(self, now: datetime) -> datetime:
        """Since when whoever sits at the console is reminded: since this was asked for the first time."""
        row = {"name": _CONSOLE_SINCE, "at": now}
        with writing(self._engine) as connection:
            connection.execute(_insert(connection, DAEMON_STATE).on_conflict_do_nothing(), row)
            its_name = DAEMON_STATE.c.name == _CONSOLE_SINCE
            since: datetime = connection.execute(select(DAEMON_STATE.c.at).where(its_name)).scalar_one()
            return since

    def make_rows(self, choice: str, sightings: Iterable[Sighting]) -> None:
        """A row for everybody of that choice and each subject in sight, but where there is one already."""
        for sighting in sightings:
            last_id: str | None = ""
            while last_id is not None:
                with writing(self._engine) as connection:
                    last_id = _make_some_rows(connection, choice, sighting, last_id)

    def make_row(self, subscriber_id: str, sightings: Iterable[Sighting]) -> None:
        """A row for one reader and each subject in sight, but where there is one already."""
        with writing(self._engine) as connection:
            _make_row(connection, subscriber_id, sightings)

    def changed(self, limit: int) -> list[tuple[Subscriber, int]]:
        """Subscribers who are new or were edited since their rows were made last, each with the version they are.

        Who cannot be read is told in the log, and passed over until they are edited.
        """
        statement = (
            select(*SUBSCRIBER_COLUMNS, SUBSCRIBERS.c.version)
            .where(text(IS_CHANGED))
            .order_by(SUBSCRIBERS.c.id)
            .limit(limit)
        )
        with reading(self._engine) as connection:
            rows = connection.execute(statement).all()
        changed = []
        for row in rows:
            try:
                changed.append((read_subscriber(row[:-1], self._engine.url), row.version))
            except StorageError as error:
                log.error("%s", error)
                with writing(self._engine) as connection:
                    _mark_as_planned(connection, row.id, row.version)
        return changed

    def take_up(self, subscriber_id: str, version: int, sightings: Iterable[Sighting], now: datetime) -> None:
        """Make the rows of a new or changed subscriber, and let all they have be looked at again."""
        with writing(self._engine) as connection:
            _make_row(connection, subscriber_id, sightings)
            lock_rows_of(connection, subscriber_id)
            connection.execute(update(TOLD).where(TOLD.c.subscriber_id == subscriber_id).values(wake_at=now))
            _mark_as_planned(connection, subscriber_id, version)


def _make_some_rows(connection: Connection, choice: str, sighting: Sighting, after_id: str) -> str | None:
    """Make rows for the subscribers that come after ``after_id``; returns the last one's id, None at the end of all."""
    its = SUBSCRIBERS.c
    following = select(its.id).where(its.choice == choice, its.id > after_id)
    some = following.order_by(its.id).limit(CHUNK).subquery()
    count, last_id = connection.execute(select(func.count(), func.max(some.c.id))).one()
    if count:
        rows = following.add_columns(
            *(literal(value) for value in (sighting.subject, sighting.season_key)),
            literal(sighting.wake_at, TOLD.c.wake_at.type),
        ).where(its.id <= last_id, its.since <= sighting.last_due_at)
        making = _insert(connection, TOLD).from_select(["subscriber_id", "subject", "season_key", "wake_at"], rows)
        connection.execute(making.on_conflict_do_nothing())
    return last_id if count == CHUNK else None


def _make_row(connection: Connection, subscriber_id: str, sightings: Iterable[Sighting]) -> None:
    rows = [
        {
            "subscriber_id": subscriber_id,
            "subject": sighting.subject,
            "season_key": sighting.season_key,
            "wake_at": sighting.wake_at,
        }
        for sighting in sightings
    ]
    if rows:
        connection.execute(_insert(connection, TOLD).on_conflict_do_nothing(), rows)


def _mark_as_planned(connection: Connection, subscriber_id: str, version: int) -> None:
    """Their rows were made for this version; where they were edited meanwhile, they are to be made again."""
    its_row = SUBSCRIBERS.c.id == subscriber_id
    connection.execute(update(SUBSCRIBERS).where(its_row).values(planned_version=version))


def _insert(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """Both databases can do nothing where a row is there already, each in words of its own."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)
