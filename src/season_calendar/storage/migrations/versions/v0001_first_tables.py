"""The first tables: journal, subscribers, ledger.

Complete in itself: it must make the same tables for ever, whatever ``tables`` says by then.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_INSTANT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")
_ROW_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make every table."""
    _create_journal()
    _create_subscribers()
    _create_ledger()


def _create_journal() -> None:
    op.create_table(
        "published_seasons",
        sa.Column("series_id", sa.Text, nullable=False),
        sa.Column("season_id", sa.Text, nullable=False),
        sa.Column("edition", sa.Integer, nullable=False),
        sa.Column("published_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("series_id", "season_id", name="pk_published_seasons"),
    )
    op.create_table(
        "journal_entries",
        sa.Column("uid", sa.Text, nullable=False),
        sa.Column("series_id", sa.Text, nullable=False),
        sa.Column("season_id", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("start_revision", sa.Integer, nullable=False),
        sa.Column("first_published_at", _INSTANT, nullable=False),
        sa.Column("modified_at", _INSTANT, nullable=False),
        sa.Column("counted_start_at", _INSTANT),
        sa.Column("withdrawn_at", _INSTANT),
        sa.Column("facts", sa.Text, nullable=False),
        sa.Column("before", sa.Text),
        sa.PrimaryKeyConstraint("uid", name="pk_journal_entries"),
        _of_a_published_season("journal_entries"),
    )
    op.create_index("ix_journal_entries_series_id_season_id", "journal_entries", ["series_id", "season_id"])
    op.create_table(
        "changes",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("series_id", sa.Text, nullable=False),
        sa.Column("season_id", sa.Text, nullable=False),
        sa.Column("edition", sa.Integer, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("uid", sa.Text, nullable=False),
        sa.Column("aspect", sa.Text, nullable=False),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_changes"),
        _of_a_published_season("changes"),
    )
    op.create_index("ix_changes_series_id_season_id", "changes", ["series_id", "season_id"])


def _of_a_published_season(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["series_id", "season_id"],
        ["published_seasons.series_id", "published_seasons.season_id"],
        name=f"fk_{table}_published_seasons",
    )


def _create_subscribers() -> None:
    op.create_table(
        "subscribers",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("zone_name", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("series", sa.Text, nullable=False),
        sa.Column("lead_times", sa.Text, nullable=False),
        sa.Column("since", _INSTANT, nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_subscribers"),
        sa.UniqueConstraint("name", name="uq_subscribers_name"),
    )


def _create_ledger() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("subscriber_id", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("uid", sa.Text, nullable=False),
        sa.Column("season_key", sa.Text, nullable=False),
        sa.Column("lead_minutes", sa.Integer),
        sa.Column("start_revision", sa.Integer, nullable=False),
        sa.Column("start_at", _INSTANT, nullable=False),
        sa.Column("due_at", _INSTANT, nullable=False),
        sa.Column("expires_at", _INSTANT, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("next_attempt_at", _INSTANT, nullable=False),
        sa.Column("lease_owner", sa.Text),
        sa.Column("lease_until", _INSTANT),
        sa.Column("last_error", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("settled_at", _INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("key", name="uq_deliveries_key"),
    )
    is_open = sa.text("state IN ('pending', 'sending')")
    op.create_index(
        "ix_deliveries_open",
        "deliveries",
        ["channel", "next_attempt_at"],
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_index("ix_deliveries_uid", "deliveries", ["uid"])
    op.create_index("ix_deliveries_subscriber_id", "deliveries", ["subscriber_id"])
    op.create_table(
        "daemon_state",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_daemon_state"),
    )
