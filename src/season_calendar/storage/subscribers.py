"""Subscribers in the database, by name."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, RowMapping, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from season_calendar.choices.options import stored_choice, write_choice
from season_calendar.errors import FeedOptionError, StorageError, UnknownThingError, UnknownZoneError
from season_calendar.reminders.subscribers import Subscriber
from season_calendar.storage.address import shown
from season_calendar.storage.engine import reading, writing
from season_calendar.storage.memory import SUBSCRIBERS_CHANGED, recall, remember
from season_calendar.storage.tables import SUBSCRIBERS
from season_calendar.zoned_time import find_zone


def new_subscriber_id() -> str:
    """An id that was never used: what was sent to somebody gone must not count as sent to someone of their name."""
    return secrets.token_hex(6)


class SqlSubscribers:
    """Every subscriber. Whoever changes one leaves a mark, so that daemons need not read them all to notice."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def list(self) -> tuple[Subscriber, ...]:
        """All of them, by name. Raises StorageError where what one of them chose cannot be read."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(SUBSCRIBERS).order_by(SUBSCRIBERS.c.name)).mappings()
            return tuple(_from_row(connection, row) for row in rows)

    def get(self, name: str) -> Subscriber:
        """The one of that name. Raises UnknownThingError, and StorageError where what they chose cannot be read."""
        with reading(self._engine) as connection:
            row = connection.execute(select(SUBSCRIBERS).where(SUBSCRIBERS.c.name == name)).mappings().first()
            if row is None:
                raise _unknown(connection, name)
            return _from_row(connection, row)

    def add(self, subscriber: Subscriber, now: datetime) -> None:
        """A new one. Raises StorageError where there is one of that name already."""
        try:
            with writing(self._engine) as connection:
                connection.execute(insert(SUBSCRIBERS).values(**_to_row(subscriber), created_at=now))
                _leave_mark(connection, now)
        except IntegrityError:
            raise _taken(subscriber.name) from None

    def edit(self, name: str, subscriber: Subscriber, now: datetime) -> None:
        """Make the one of that name (which may be another than its new name) what ``subscriber`` says; the id stays.

        Raises UnknownThingError, and StorageError where somebody else has the new name.
        """
        try:
            with writing(self._engine) as connection:
                row = _to_row(replace(subscriber, id=_id_of(connection, name)))
                connection.execute(update(SUBSCRIBERS).where(SUBSCRIBERS.c.name == name).values(**row))
                _leave_mark(connection, now)
        except IntegrityError:
            raise _taken(subscriber.name) from None

    def remove(self, name: str, now: datetime) -> None:
        """Forget the one of that name, address and all. Raises UnknownThingError."""
        with writing(self._engine) as connection:
            connection.execute(delete(SUBSCRIBERS).where(SUBSCRIBERS.c.id == _id_of(connection, name)))
            _leave_mark(connection, now)


def _leave_mark(connection: Connection, now: datetime) -> None:
    """When they last changed; always later than the last time, whatever the clock did."""
    before = recall(connection).get(SUBSCRIBERS_CHANGED)
    at = now if before is None else max(now, before + timedelta(microseconds=1))
    remember(connection, {SUBSCRIBERS_CHANGED: at})


def _id_of(connection: Connection, name: str) -> str:
    subscriber_id = connection.execute(select(SUBSCRIBERS.c.id).where(SUBSCRIBERS.c.name == name)).scalar()
    if subscriber_id is None:
        raise _unknown(connection, name)
    return str(subscriber_id)


def _unknown(connection: Connection, name: str) -> UnknownThingError:
    known = connection.execute(select(SUBSCRIBERS.c.name).order_by(SUBSCRIBERS.c.name)).scalars()
    return UnknownThingError("subscriber", name, [str(other) for other in known])


def _taken(name: str) -> StorageError:
    return StorageError(f"there is a subscriber {name!r} already (take another name, or edit that one)")


def _to_row(subscriber: Subscriber) -> dict[str, object]:
    return {
        "id": subscriber.id,
        "name": subscriber.name,
        "channel": subscriber.channel,
        "address": subscriber.address,
        "zone_name": subscriber.zone_name,
        "since": subscriber.since,
        "choice": write_choice(subscriber.choice),
    }


def _from_row(connection: Connection, row: RowMapping) -> Subscriber:
    try:
        choice, zone = stored_choice(row["choice"]), find_zone(row["zone_name"])
    except (FeedOptionError, UnknownZoneError, TypeError, ValueError):  # they would tell what is in the row
        name = row["name"]
        what = f"database {shown(connection.engine.url)}: the choice of the subscriber {name!r} cannot be read"
        remedy = f"install the newest version, or season-calendar subscriber remove {name} and add them again"
        raise StorageError(f"{what} ({remedy})") from None
    return Subscriber(
        id=row["id"],
        name=row["name"],
        channel=row["channel"],
        address=row["address"],
        zone_name=zone.key,
        since=row["since"],
        choice=choice,
    )
