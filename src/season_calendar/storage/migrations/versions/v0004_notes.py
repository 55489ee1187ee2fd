"""An event's last change becomes the first of its notes, and the kinds it was of lately are kept.

Complete in itself: it must write the same texts for ever, however notes are written by then.
"""

from __future__ import annotations

import json
from datetime import UTC
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_INSTANT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")
_ENTRIES = sa.table(
    "journal_entries",
    sa.column("uid", sa.Text),
    sa.column("facts", sa.Text),
    sa.column("before", sa.Text),
    sa.column("changed_at", _INSTANT),
    sa.column("notes", sa.Text),
)


def upgrade() -> None:
    """Write the notes, then drop what they were made from."""
    for name in ("notes", "former_kinds"):
        op.add_column("journal_entries", sa.Column(name, sa.Text))
    _write_notes(op.get_bind())
    with op.batch_alter_table("journal_entries") as entries:
        for name in ("before", "changed_at"):
            entries.drop_column(name)


def _write_notes(connection: sa.Connection) -> None:
    changed = sa.select(_ENTRIES).where(_ENTRIES.c.before.is_not(None))
    for row in connection.execute(changed).all():
        note = {"at": _instant(row.changed_at), "before": _difference(row.before, row.facts), "after": {}}
        notes = json.dumps([note], ensure_ascii=False)
        connection.execute(sa.update(_ENTRIES).where(_ENTRIES.c.uid == row.uid).values(notes=notes))


def _difference(before: str, facts: str) -> dict[str, Any]:
    """What was otherwise before: a fact that only one of the two has was, or is, not known."""
    plain, other = json.loads(before), json.loads(facts)
    names = {**plain, **other}.keys() - {"version"}
    return {name: plain.get(name) for name in sorted(names) if plain.get(name) != other.get(name)}


def _instant(value: Any) -> str:
    """In whole seconds, as it was stamped; SQLite has it as text."""
    text = value if isinstance(value, str) else value.astimezone(UTC).isoformat()
    return text[:19] + "Z"
