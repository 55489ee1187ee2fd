"""Published seasons as they are beside their rounds, so that they can be shown without their files.

Of those published before this step it is not known until they are published the next time; neither is what the clock
said then.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_INSTANT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    """Add the columns."""
    op.add_column("published_seasons", sa.Column("season", sa.Text))
    op.add_column("published_seasons", sa.Column("seen_at", _INSTANT))
