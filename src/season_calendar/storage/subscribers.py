"""Subscribers in the database, by name."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import URL, Connection, Engine, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from season_calendar.choices.options import stored_choice, write_choice
from season_calendar.errors import (
    FeedOptionError,
    StorageError,
    UnknownThingError,
    UnknownZoneError,
    UnreadableFactError,
)
from season_calendar.reminders.subscribers import Subscriber
from season_calendar.storage.address import shown
from season_calendar.storage.engine import reading, writing
from season_calendar.storage.ledger.locking import lock_rows_of
from season_calendar.storage.tables import SUBSCRIBERS, TOLD, read_instant
from season_calendar.zoned_time import find_zone

SUBSCRIBER_COLUMNS = tuple(SUBSCRIBERS.c[its.name] for its in fields(Subscriber))
"""What of its row makes a subscriber."""


def new_subscriber_id() -> str:
    """An id that was never used: what was sent to somebody gone must not count as sent to someone of their name."""
    return secrets.token_hex(6)


class SqlSubscribers:
    """Every subscriber. Each edit raises a subscriber's version, so that daemons need not read them all to notice."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def list(self) -> tuple[Subscriber, ...]:
        """All of them, by name. Raises StorageError where what one of them chose cannot be read."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(*SUBSCRIBER_COLUMNS).order_by(SUBSCRIBERS.c.name))
            return tuple(read_subscriber(row, self._engine.url) for row in rows)

    def get(self, name: str) -> Subscriber:
        """The one of that name. Raises UnknownThingError, and StorageError where what they chose cannot be read."""
        with reading(self._engine) as connection:
            row = connection.execute(select(*SUBSCRIBER_COLUMNS).where(SUBSCRIBERS.c.name == name)).first()
            if row is None:
                raise _unknown(connection, name)
            return read_subscriber(row, self._engine.url)

    def add(self, subscriber: Subscriber, now: datetime) -> None:
        """A new one. Raises StorageError where there is one of that name already."""
        try:
            with writing(self._engine) as connection:
                connection.execute(insert(SUBSCRIBERS).values(**_to_row(subscriber), created_at=now))
        except IntegrityError:
            raise _taken(subscriber.name) from None

    def edit(self, name: str, subscriber: Subscriber) -> None:
        """Make the one of that name (which may be another than its new name) what ``subscriber`` says; the id stays.

        Raises UnknownThingError, and StorageError where somebody else has the new name.
        """
        try:
            with writing(self._engine) as connection:
                row = _to_row(replace(subscriber, id=_id_of(connection, name)))
                connection.execute(
                    update(SUBSCRIBERS)
                    .where(SUBSCRIBERS.c.name == name)
                    .values(**row, version=SUBSCRIBERS.c.version + 1)
                )
        except IntegrityError:
            raise _taken(subscriber.name) from None

    def remove(self, name: str) -> None:
        """Forget the one of that name, address, what they were told and all. Raises UnknownThingError.

        What is being sent to them may arrive still. The record of what was sent stays, under their id.
        """
        with writing(self._engine) as connection:
            subscriber_id = _id_of(connection, name)
            lock_rows_of(connection, subscriber_id)
            connection.execute(delete(TOLD).where(TOLD.c.subscriber_id == subscriber_id))
            connection.execute(delete(SUBSCRIBERS).where(SUBSCRIBERS.c.id == subscriber_id))


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


def read_subscriber(values: Sequence[Any], database: URL) -> Subscriber:
    """The subscriber of a row's ``SUBSCRIBER_COLUMNS``, also where they are as the driver gives them.

    Raises StorageError, which shows no value but their name, where what they chose cannot be read.
    """
    id_, name, channel, address, zone_name, since, choice = values
    try:
        zone_name, since_at = find_zone(zone_name).key, read_instant(since)
        return Subscriber(id_, name, channel, address, zone_name, since_at, _read_choice(choice))
    except (FeedOptionError, UnknownZoneError, UnreadableFactError, TypeError, ValueError):  # they would tell values
        what = f"database {shown(database)}: the choice of the subscriber {name!r} cannot be read"
        remedy = f"install the newest version, or season-calendar subscriber remove {name} and add them again"
        raise StorageError(f"{what} ({remedy})") from None


# Thousands choose alike.
_read_choice = lru_cache(maxsize=1024)(stored_choice)
