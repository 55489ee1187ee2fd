"""What readers were told, in place of deliveries that were planned, and the record of what became of those.

Complete in itself, with ``step_0007``: it must make the same for ever, whatever ``tables`` says by then.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from itertools import groupby, islice
from operator import attrgetter
from typing import Any

import sqlalchemy as sa
from alembic import op

from season_calendar.storage.migrations.step_0007.events import Event, read_events, subject_of_uid
from season_calendar.storage.migrations.step_0007.known import Delivery, told_row

revision = "0007"
down_revision = "0006"

_INSTANT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")
_ROW_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")

_KEPT_AFTER = timedelta(days=7)
"""How long what somebody knows outlives its subject."""

_BATCH = 1000

# Every event that was ever published or delivered.
_EVENTS = sa.table("migrated_events", *(sa.column(name) for name in ("uid", "subject", "matters")))
_DELIVERIES = sa.table(
    "deliveries", *(sa.column(its.name) for its in fields(Delivery) if its.name != "lead"), sa.column("lead_minutes")
)
_SUBSCRIBERS = sa.table("subscribers", sa.column("id"))
_TOLD = sa.table(
    "told",
    *(sa.column(name) for name in ("subscriber_id", "subject", "season_key", "known", "tries", "last_error")),
    sa.column("wake_at", _INSTANT),
    sa.column("held_at", _INSTANT),
    sa.column("held_seconds"),
)


def upgrade() -> None:
    """Make the new tables, fill them from the deliveries, and drop those."""
    _create_told()
    _create_record()
    connection = op.get_bind()
    events = read_events(connection)
    _list_events(connection, events)
    _write_told(connection, events)
    _write_record()
    op.drop_table("migrated_events")
    op.drop_table("deliveries")
    op.execute("DELETE FROM daemon_state WHERE name <> 'console since'")
    _extend_subscribers()


def _list_events(connection: sa.Connection, events: dict[str, Event]) -> None:
    """Which subject each event belongs to, and whether it still matters what was told of that.

    It does not where it was over for long when anything was planned last.
    """
    op.create_table(
        "migrated_events",
        sa.Column("uid", sa.Text, primary_key=True),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("matters", sa.Integer, nullable=False),
        prefixes=["TEMPORARY"],
    )
    created_at, id_ = _DELIVERIES.c.created_at, _DELIVERIES.c.id
    last_at = connection.execute(sa.select(created_at).order_by(id_.desc()).limit(1)).scalar()
    if last_at is None:
        return
    oldest = _instant(last_at) - _KEPT_AFTER
    delivered = connection.execute(sa.select(_DELIVERIES.c.uid).distinct()).scalars()
    rows = [
        {"uid": uid, "subject": events[uid].subject, "matters": int(events[uid].subject_over_at >= oldest)}
        if uid in events
        else {"uid": uid, "subject": subject_of_uid(uid), "matters": 0}
        for uid in delivered
    ]
    connection.execute(sa.insert(_EVENTS), rows)


def _write_told(connection: sa.Connection, events: dict[str, Event]) -> None:
    """A row for every reader who still is one and every subject that matters; one reader's at a time in memory."""
    rows = (
        _stored(connection, told_row(list(its), events))
        for _, theirs in groupby(_deliveries(connection), key=attrgetter("subscriber_id"))
        for _, its in groupby(
            sorted(theirs, key=lambda its: events[its.uid].subject), key=lambda its: events[its.uid].subject
        )
    )
    while some := list(islice(rows, _BATCH)):
        connection.execute(sa.insert(_TOLD), some)


def _deliveries(connection: sa.Connection) -> Iterator[Delivery]:
    """What was sent, tried or left out, or is to be sent, of what matters; those of each subscriber together."""
    its = _DELIVERIES.c
    readers = sa.select(_SUBSCRIBERS.c.id).union_all(sa.select(sa.literal("console")))
    statement = (
        sa.select(_DELIVERIES)
        .join(_EVENTS, _EVENTS.c.uid == its.uid)
        .where(
            _EVENTS.c.matters == 1,
            its.state.in_(("pending", "sending", "sent", "dead", "skipped")),
            its.subscriber_id.in_(readers),
        )
        .order_by(its.subscriber_id, its.id)
    )
    for row in connection.execute(statement, execution_options={"yield_per": _BATCH}):
        values = dict(row._mapping)
        for name in ("start_at", "due_at", "next_attempt_at", "created_at", "settled_at"):
            values[name] = None if values[name] is None else _instant(values[name])
        yield Delivery(lead=values.pop("lead_minutes"), **values)


def _write_record() -> None:
    """What was sent, lost or left out, in that order in which it was settled."""
    op.execute(
        "INSERT INTO record"
        " (at, subscriber_id, channel, subject, season_key, uid, kind, lead_minutes, key, outcome, why)"
        " SELECT settled_at, subscriber_id, channel, subject, season_key, deliveries.uid, kind, lead_minutes, key,"
        " CASE WHEN reason = 'it could not be handed over while it was of use' THEN 'dead' ELSE state END,"
        " CASE WHEN state = 'sent' THEN NULL ELSE COALESCE(last_error, reason) END"
        " FROM deliveries JOIN migrated_events ON migrated_events.uid = deliveries.uid"
        " WHERE state IN ('sent', 'dead', 'skipped') AND settled_at IS NOT NULL ORDER BY settled_at, id"
    )


def _instant(value: Any) -> datetime:
    """SQLite has it as text."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value.astimezone(UTC)


def _stored(connection: sa.Connection, row: dict[str, Any]) -> dict[str, Any]:
    """With its instants as the database has them."""
    if connection.dialect.name == "postgresql":
        return row
    instants = {
        name: row[name].isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"
        for name in ("wake_at", "held_at")
        if row[name] is not None
    }
    return row | instants


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
    _create_partial_index("ix_told_in_hand", "told", ["owner"], "owner IS NOT NULL")
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
