"""What readers were told, in place of deliveries that were planned.

Complete in itself: it must make the same tables for ever, whatever ``tables`` says by then.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_INSTANT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")
_ROW_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the new tables, fill them from the deliveries, and drop those."""
    _create_told()
    _create_record()
    _extend_subscribers()
    op.drop_table("deliveries")
    op.execute("DELETE FROM daemon_state WHERE name <> 'console since'")


def _create_told() -> None:
    op.create_table(
        "told",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("subscriber_id", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("season_key", sa.Text, nullable=False),
        sa.Column("wake_at", _INSTANT),
        sa.Column("owner", sa.Text),
        sa.Column("known", sa.Text, nullable=False, server_default="{}"),
        sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
        sa.Column("held_at", _INSTANT),
        sa.Column("held_seconds", sa.Double),
        sa.Column("last_error", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_told"),
        sa.UniqueConstraint("subscriber_id", "subject", name="uq_told_subscriber_id"),
    )
    op.create_index("ix_told_subject_id", "told", ["subject", "id"])
    _create_partial_index("ix_told_asleep", "told", ["season_key", "wake_at"], "owner IS NULL")
    _create_partial_index("ix_told_in_hand", "told", ["owner", "id"], "owner IS NOT NULL")
    _create_partial_index("ix_told_failing", "told", ["id"], "tries > 0")


def _create_record() -> None:
    op.create_table(
        "record",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("subscriber_id", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("season_key", sa.Text, nullable=False),
        sa.Column("uid", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("lead_minutes", sa.Integer),
        sa.Column("key", sa.Text),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("why", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_record"),
    )
    op.create_index("ix_record_at_outcome", "record", ["at", "outcome"])
    _create_partial_index("ix_record_not_sent", "record", ["outcome", "id"], "outcome <> 'sent'")
    _create_partial_index("ix_record_dead", "record", ["key"], "outcome = 'dead'")


def _extend_subscribers() -> None:
    """Those who are there already are none of the new ones: a start looks at all rows anyway."""
    op.add_column("subscribers", sa.Column("version", sa.Integer, nullable=False, server_default="1"))
    op.add_column("subscribers", sa.Column("planned_version", sa.Integer, nullable=False, server_default="0"))
    op.execute("UPDATE subscribers SET planned_version = version")
    op.create_index("ix_subscribers_choice_id", "subscribers", ["choice", "id"])
    _create_partial_index("ix_subscribers_changed", "subscribers", ["id"], "version <> planned_version")


def _create_partial_index(name: str, table: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
