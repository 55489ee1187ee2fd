"""The tables, as SQLAlchemy Core sees them. What they are made with, and changed by, stands in ``migrations``.

One set for SQLite and PostgreSQL. Nothing here opens a database or runs a query.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Dialect,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
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
        if value is None:
            return None
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
)
"""One row a subscriber; ``choice`` is the text that ``choices.options`` writes."""

_IS_OPEN = text("state IN ('pending', 'sending')")

DELIVERIES = Table(
    "deliveries",
    METADATA,
    Column("id", _RowId, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    # The console's deliveries have a subscriber of no row, so this is no foreign key.
    Column("subscriber_id", Text, nullable=False, index=True),
    Column("channel", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("uid", Text, nullable=False, index=True),
    Column("season_key", Text, nullable=False),
    Column("lead_minutes", Integer),
    Column("start_revision", Integer, nullable=False),
    Column("start_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("next_attempt_at", Instant, nullable=False),
    Column("lease_owner", Text),
    Column("lease_until", Instant),
    Column("last_error", Text),
    Column("reason", Text),
    Column("created_at", Instant, nullable=False),
    Column("settled_at", Instant),
    # Settled deliveries pile up for years; what is looked for every few seconds are the few open ones.
    Index("ix_deliveries_open", "channel", "next_attempt_at", sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN),
)
"""One row a delivery, for ever. ``key`` is what makes each of them one and only one."""

DAEMON_STATE = Table(
    "daemon_state",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("at", Instant, nullable=False),
)
"""Instants the daemon remembers by name, such as how far it has planned."""
