"""The tables, as SQLAlchemy Core sees them. What they are made with, and changed by, stands in ``migrations``.

One set for SQLite and PostgreSQL. Nothing here opens a database or runs a query.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Dialect,
    Double,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import TypeDecorator, TypeEngine

from season_calendar.storage.damage import damage_told
from season_calendar.zoned_time import parse_instant


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime, to the microsecond, in and out.

    SQLite has no type for it: there it is text of fixed width, ``2021-06-02T12:00:00.000000Z``, that sorts and
    compares as time does. PostgreSQL keeps a ``TIMESTAMPTZ``.

    A naive datetime is refused with a ValueError (which SQLAlchemy wraps in its StatementError).
    """

    impl = String(27)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime] | TypeEngine[str]:
        """The column's type on this kind of database."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(DateTime(timezone=True))
        return dialect.type_descriptor(String(27))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | str | None:
        """What is written."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone: only instants are stored")
        instant = value.astimezone(UTC)
        if dialect.name == "postgresql":
            return instant
        return instant.isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"

    def process_result_value(self, value: datetime | str | None, dialect: Dialect) -> datetime | None:
        """What is read."""
        return None if value is None else read_instant(value)


@lru_cache(maxsize=8192)
def read_instant(value: datetime | str) -> datetime:
    """An instant as the driver of either database gives it. The same few come again and again.

    Raises UnreadableFactError.
    """
    with damage_told("an instant"):
        if isinstance(value, str):
            return parse_instant(value)
        # A PostgreSQL session has a zone of its own, in which its driver gives the instants.
        return value.astimezone(UTC)


METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
    }
)

# SQLite numbers rows by itself only in a column declared as plain INTEGER.
_RowId = BigInteger().with_variant(Integer, "sqlite")


def _of_a_published_season() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["series_id", "season_id"], ["published_seasons.series_id", "published_seasons.season_id"]
    )


PUBLISHED_SEASONS = Table(
    "published_seasons",
    METADATA,
    Column("series_id", Text, primary_key=True),
    Column("season_id", Text, primary_key=True),
    Column("edition", Integer, nullable=False),
    Column("published_at", Instant, nullable=False),
    Column("season", Text),
    Column("seen_at", Instant),
)
"""One row a season that was ever published, with its last edition. ``season`` is what it is beside its rounds, in JSON,
NULL where only an older version of the program published it. ``seen_at`` is what the clock said at that edition, NULL
where that is ``published_at``."""

JOURNAL_ENTRIES = Table(
    "journal_entries",
    METADATA,
    Column("uid", Text, primary_key=True),
    Column("series_id", Text, nullable=False),
    Column("season_id", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("start_revision", Integer, nullable=False),
    Column("first_published_at", Instant, nullable=False),
    Column("modified_at", Instant, nullable=False),
    Column("counted_start_at", Instant),
    Column("withdrawn_at", Instant),
    Column("facts", Text, nullable=False),
    Column("notes", Text),
    Column("former_kinds", Text),
    _of_a_published_season(),
    Index(None, "series_id", "season_id"),
)
"""One row an event that was ever published, as it was published last; facts, notes and former kinds in JSON, NULL where
there are none."""

EDITIONS = Table(
    "editions",
    METADATA,
    Column("series_id", Text, primary_key=True),
    Column("season_id", Text, primary_key=True),
    Column("edition", Integer, primary_key=True, autoincrement=False),
    Column("published_at", Instant, nullable=False),
    Column("source", Text),
    _of_a_published_season(),
)
"""One row an edition, with the text of the season file it came from; NULL where that was not kept. Rows are only ever
added."""

CHANGES = Table(
    "changes",
    METADATA,
    Column("id", _RowId, primary_key=True),
    Column("series_id", Text, nullable=False),
    Column("season_id", Text, nullable=False),
    Column("edition", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("uid", Text, nullable=False),
    Column("aspect", Text, nullable=False),
    Column("before", Text),
    Column("after", Text),
    _of_a_published_season(),
    Index(None, "series_id", "season_id"),
)
"""One row an aspect of an event that changed, in the order in which they were told. Rows are only ever added."""

# Conditions of indexes that hold only the few rows that are looked for. A query has them word for word: SQLite uses
# such an index only where it sees the very same words.
IS_CHANGED = "version <> planned_version"
IS_FREE = "owner IS NULL"
IS_IN_HAND = "owner IS NOT NULL"
IS_FAILING = "tries > 0"
IS_NOT_SENT = "outcome <> 'sent'"
IS_DEAD = "outcome = 'dead'"

SUBSCRIBERS = Table(
    "subscribers",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("channel", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("zone_name", Text, nullable=False),
    Column("since", Instant, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("choice", Text, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("planned_version", Integer, nullable=False, server_default="0"),
    Index(None, "choice", "id"),
    Index("ix_subscribers_changed", "id", sqlite_where=text(IS_CHANGED), postgresql_where=text(IS_CHANGED)),
)
"""One row a subscriber; ``choice`` is the text that ``choices.options`` writes. Every edit raises the ``version``;
``planned_version`` is the one for which their rows of what is told were made last."""

TOLD = Table(
    "told",
    METADATA,
    Column("id", _RowId, primary_key=True),
    # The console is a reader without a row of its own, so this is no foreign key.
    Column("subscriber_id", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("season_key", Text, nullable=False),
    Column("wake_at", Instant),
    Column("owner", Text),
    Column("known", Text, nullable=False, server_default="{}"),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("held_at", Instant),
    Column("held_seconds", Double),
    Column("last_error", Text),
    UniqueConstraint("subscriber_id", "subject"),
    Index(None, "subject", "id"),
    Index("ix_told_asleep", "season_key", "wake_at", sqlite_where=text(IS_FREE), postgresql_where=text(IS_FREE)),
    Index("ix_told_in_hand", "owner", sqlite_where=text(IS_IN_HAND), postgresql_where=text(IS_IN_HAND)),
    Index("ix_told_failing", "id", sqlite_where=text(IS_FAILING), postgresql_where=text(IS_FAILING)),
)
"""One row for what one reader knows of one subject: ``known``, as ``reminders.knowledge_codec`` writes it. It is looked
at again at ``wake_at``; while its ``owner`` has it in hand, that is NULL unless somebody woke it meanwhile. ``tries``
failed since the last message that did not; the next waits ``held_seconds`` from ``held_at`` on. Rows are deleted when
their subject is over."""

RECORD = Table(
    "record",
    METADATA,
    Column("id", _RowId, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("subscriber_id", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("season_key", Text, nullable=False),
    Column("uid", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("lead_minutes", Integer),
    Column("key", Text),
    Column("outcome", Text, nullable=False),
    Column("why", Text),
    Index(None, "at", "outcome"),
    Index("ix_record_not_sent", "outcome", "id", sqlite_where=text(IS_NOT_SENT), postgresql_where=text(IS_NOT_SENT)),
    Index("ix_record_dead", "key", sqlite_where=text(IS_DEAD), postgresql_where=text(IS_DEAD)),
)
"""What became of every message, in the order in which it was written. Rows are only ever added, and pruned by age."""

DAEMON_STATE = Table(
    "daemon_state",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("at", Instant, nullable=False),
)
"""Instants the daemon remembers by name: since when whoever sits at the console is reminded."""

HANDS = Table(
    "hands",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("beat", BigInteger, nullable=False),
)
"""One row a process that may have rows of the ledger in hand, with a number that it counts up. Empty on SQLite, where
lock files tell it (see ``hands``)."""
