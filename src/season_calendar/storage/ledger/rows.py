"""Rows of what readers know: what is in one, and how it is read from the database and written to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import URL, Select, select

from season_calendar.errors import StorageError, UnreadableFactError
from season_calendar.reminders.knowledge_codec import read_events, write_events
from season_calendar.reminders.known import Hold, Knowledge
from season_calendar.reminders.subscribers import Subscriber
from season_calendar.storage.address import shown
from season_calendar.storage.subscribers import SUBSCRIBER_COLUMNS, read_subscriber
from season_calendar.storage.tables import SUBSCRIBERS, TOLD, read_instant


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
    """What the readers of some rows know from now on. The rows are put back to be looked at again at ``wake_at``; None:
    they stay where they are.
    """

    row_ids: list[int]
    knowledge: Knowledge
    wake_at: datetime | None = None


_KNOWLEDGE = TOLD.c.known, TOLD.c.tries, TOLD.c.held_at, TOLD.c.held_seconds, TOLD.c.last_error
_WITH_READERS = TOLD.outerjoin(SUBSCRIBERS, SUBSCRIBERS.c.id == TOLD.c.subscriber_id)

_NAME = SUBSCRIBER_COLUMNS.index(SUBSCRIBERS.c.name)

FOUND: Select[Any] = select(
    TOLD.c.id.label("row_id"),
    SUBSCRIBERS.c.version,
    *_KNOWLEDGE,
    TOLD.c.subscriber_id,
    TOLD.c.subject,
    TOLD.c.season_key,
    *SUBSCRIBER_COLUMNS,
).select_from(_WITH_READERS)
"""Rows with their readers, as ``read_found`` takes them."""

SEEN_BEFORE: Select[Any] = select(TOLD.c.id.label("row_id"), SUBSCRIBERS.c.version, *_KNOWLEDGE).select_from(
    _WITH_READERS
)
"""Of rows that were found before, what may be otherwise by now, as ``as_found_before`` takes it."""

VERSIONS: Select[Any] = select(TOLD.c.id.label("row_id"), SUBSCRIBERS.c.version).select_from(_WITH_READERS)
"""Of rows that were found before, whether their readers are the same."""


def read_found(row: Sequence[Any], database: URL) -> Found:
    """A row of ``FOUND``. Raises StorageError, which shows no value, where it cannot be read."""
    id_, version, known, tries, held_at, held_seconds, last_error, subscriber_id, subject, season_key, *reader = row
    try:
        knowledge = _read_knowledge(known, tries, held_at, held_seconds, last_error)
    except _NO_KNOWLEDGE:
        name = reader[_NAME] or subscriber_id
        what = f"database {shown(database)}: what {name!r} was told of {subject} cannot be read"
        remedy = f"install the newest version, or season-calendar subscriber remove {name} and add them again"
        raise StorageError(f"{what} ({remedy})") from None
    told = ToldRow(id_, subscriber_id, subject, season_key, knowledge)
    return Found(told, None if version is None else read_subscriber(reader, database), version)


def as_found_before(row: Sequence[Any], before: Found) -> Found | None:
    """A row of ``SEEN_BEFORE`` by what it was; None where its reader is another by now, or it cannot be read.

    To make all of it anew took three times as long.
    """
    _, version, *knowledge_values = row
    if version != before.version:
        return None
    try:
        knowledge = _read_knowledge(*knowledge_values)
    except _NO_KNOWLEDGE:
        return None
    if knowledge is not before.row.knowledge:
        return before._replace(row=before.row._replace(knowledge=knowledge))
    return before


_NO_KNOWLEDGE = (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError, UnreadableFactError)
"""What reading it raises where it is none; it would tell what is in the row."""


@lru_cache(maxsize=1024)
def _read_knowledge(
    known: str, tries: int, held_at: datetime | str | None, held_seconds: float, last_error: str | None
) -> Knowledge:
    """The same object for all who know the same, so that what follows from it is worked out once for them all."""
    hold = None if held_at is None else Hold(read_instant(held_at), timedelta(seconds=held_seconds))
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
