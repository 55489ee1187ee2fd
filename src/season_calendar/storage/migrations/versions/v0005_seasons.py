"""Published seasons as they are beside their rounds, so that they can be shown without their files.

Of those published before this step it is not known until they are published the next time.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the column."""
    op.add_column("published_seasons", sa.Column("season", sa.Text))
