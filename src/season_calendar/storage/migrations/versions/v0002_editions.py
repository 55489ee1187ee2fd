"""Editions with the text they came from, and when the facts of an event changed last.

Of the editions before this step only the last one of each season is known, without its text.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_INSTANT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    """Add the table and the column, and fill them with what is known."""
    op.create_table(
        "editions",
        sa.Column("series_id", sa.Text, nullable=False),
        sa.Column("season_id", sa.Text, nullable=False),
        sa.Column("edition", sa.Integer, nullable=False),
        sa.Column("published_at", _INSTANT, nullable=False),
        sa.Column("source", sa.Text),
        sa.PrimaryKeyConstraint("series_id", "season_id", "edition", name="pk_editions"),
        sa.ForeignKeyConstraint(
            ["series_id", "season_id"],
            ["published_seasons.series_id", "published_seasons.season_id"],
            name="fk_editions_published_seasons",
        ),
    )
    op.execute(
        "INSERT INTO editions (series_id, season_id, edition, published_at)"
        " SELECT series_id, season_id, edition, published_at FROM published_seasons"
    )
    op.add_column("journal_entries", sa.Column("changed_at", _INSTANT))
    op.execute("UPDATE journal_entries SET changed_at = modified_at WHERE before IS NOT NULL")
