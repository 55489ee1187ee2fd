"""Rows of what readers know: what is in one, and how it is read from the database and written to it."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import URL, Row, Select, select

from season_calendar.errors import StorageError
from season_calendar.reminders.knowledge_codec import read_events, write_events
from season_calendar.reminders.known import Hold, Knowledge
from season_calendar.reminders.subscribers import Subscriber
from season_calendar.storage.address import shown
from season_calendar.storage.subscribers import SUBSCRIBER_COLUMNS, read_subscriber
from season_calendar.storage.tables import SUBSCRIBERS, TOLD


class ToldRow(NamedTuple):
    """What one reader knows of one subject."""

    id: int
    subscriber_id: str
    subject: str
    season_key: str
    knowledge: Knowledge


class Found(NamedTuple):
    """A row with its reader, and which version of them that is; both None where they are gone, or are the console."""

    row: ToldRow
    subscriber: Subscriber | None
    version: int | None


class Change(NamedTuple):
    """What the reader of a row knows from now on. The row is put back to be looked at again at ``wake_at``; None: it
    stays where it is.
    """

    id: int
    knowledge: Knowledge
    wake_at: datetime | None = None


FOUND: Select[Any] = select(
    TOLD.c.id.label("row_id"),
    TOLD.c.subscriber_id,
    TOLD.c.subject,
    TOLD.c.season_key,
    TOLD.c.known,
    TOLD.c.tries,
    TOLD.c.held_at,
    TOLD.c.held_seconds,
    TOLD.c.last_error,
    SUBSCRIBERS.c.version,
    *SUBSCRIBER_COLUMNS,
).select_from(TOLD.outerjoin(SUBSCRIBERS, SUBSCRIBERS.c.id == TOLD.c.subscriber_id))
"""Rows with their readers, as ``read_found`` takes them."""


def read_found(row: Row[Any], database: URL) -> Found:
    """A row of ``FOUND``. Raises StorageError, which shows no value, where it cannot be read."""
    values = tuple(row)
    id_, subscriber_id, subject, season_key, known, tries, held_at, held_seconds, last_error, version = values[:10]
    try:
        knowledge = _read_knowledge(known, tries, held_at, held_seconds, last_error)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):  # they would tell values
        name = row.name or subscriber_id
        what = f"database {shown(database)}: what {name!r} was told of {subject} cannot be read"
        remedy = f"install the newest version, or season-calendar subscriber remove {name} and add them again"
        raise StorageError(f"{what} ({remedy})") from None
    told = ToldRow(id_, subscriber_id, subject, season_key, knowledge)
    return Found(told, None if version is None else read_subscriber(values[10:], database), version)


@lru_cache(maxsize=1024)
def _read_knowledge(
    known: str, tries: int, held_at: datetime | None, held_seconds: float, last_error: str | None
) -> Knowledge:
    """The same object for all who know the same, so that what follows from it is worked out once for them all."""
    hold = None if held_at is None else Hold(held_at, timedelta(seconds=held_seconds))
    return Knowledge(read_events(known), tries, hold, last_error)


KNOWLEDGE_COLUMNS = ("known", "tries", "held_at", "held_seconds", "last_error")


def knowledge_values(knowledge: Knowledge) -> dict[str, object]:
    """What is known as the values of ``KNOWLEDGE_COLUMNS``."""
    hold = knowledge.hold
    return {
        "known": write_events(knowledge.events),
        "tries": knowledge.tries,
        "held_at": None if hold is None else hold.set_at,
        "held_seconds": None if hold is None else hold.length.total_seconds(),
        "last_error": knowledge.last_error,
    }
