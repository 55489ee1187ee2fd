"""What Alembic runs to migrate: takes the connection, in whose transaction and under whose lock the caller put it."""

from __future__ import annotations

from alembic import context

from season_calendar.storage.tables import METADATA

connection = context.config.attributes["connection"]
# SQLite cannot alter a table in place; Alembic's batch mode copies it then.
context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True)
context.run_migrations()
