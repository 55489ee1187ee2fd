"""Some rows in one transaction, locked: what is decided of them is written here, all of it or nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, Insert, Text, bindparam, delete, func, insert, null, select, update

from season_calendar.reminders.record import Entry
from season_calendar.storage.journal import marks_on
from season_calendar.storage.ledger.among import among, ids_text
from season_calendar.storage.ledger.many import execute_many
from season_calendar.storage.ledger.record import ENTRY_COLUMNS, entry_values
from season_calendar.storage.ledger.rows import KNOWLEDGE_COLUMNS, Change, Found, knowledge_values
from season_calendar.storage.tables import RECORD, TOLD

_ITS_ROWS = among(TOLD.c.id, "row_ids")
_NEXT = bindparam("next_at", type_=TOLD.c.wake_at.type)
_KEEP = update(TOLD).where(_ITS_ROWS).values({name: bindparam(name) for name in KNOWLEDGE_COLUMNS})
_PUT_TO_SLEEP = _KEEP.values(wake_at=_NEXT)
_PUT_BACK = _KEEP.values(owner=null(), wake_at=func.coalesce(TOLD.c.wake_at, _NEXT))
_TAKE = update(TOLD).where(_ITS_ROWS).values(owner=bindparam("taker"), wake_at=null())
_FORGET = delete(TOLD).where(_ITS_ROWS)
_RECORD = insert(RECORD).values({name: bindparam(name) for name in ENTRY_COLUMNS})


def _recording_alike() -> Insert:
    """The same entry for each of some rows, but for the reader and their id in the key."""
    same = {name: bindparam(name, type_=RECORD.c[name].type) for name in ENTRY_COLUMNS}
    key = bindparam("before_id", type_=Text) + TOLD.c.subscriber_id + bindparam("after_id", type_=Text)
    its = {**same, "subscriber_id": TOLD.c.subscriber_id, "key": key}
    rows = select(*its.values()).where(_ITS_ROWS).order_by(TOLD.c.id)
    return insert(RECORD).from_select(list(its), rows)


_RECORD_ALIKE = _recording_alike()


class Batch:
    """The rows that were ``found``, for as long as the transaction lasts.

    ``owner`` is whose hand it is done with: who has them all, or of rows that are ``due``, who may take them.
    """

    def __init__(self, connection: Connection, owner: str, found: Sequence[Found], *, due: bool) -> None:
        self._connection = connection
        self._owner = owner
        self._put_back = _PUT_TO_SLEEP if due else _PUT_BACK
        self.found = found

    def marks(self) -> Mapping[str, object]:
        """Every season by its key, with what is another mark once anything of it is published."""
        return marks_on(self._connection)

    def has_on_record(self, key: str, since: datetime) -> bool:
        """Whether there is an entry of a message from ``since`` on, which is not long ago: keys have no index."""
        its = select(RECORD.c.id).where(RECORD.c.at >= since, RECORD.c.key == key)
        return self._connection.execute(its.limit(1)).first() is not None

    def has_row(self, id_: int) -> bool:
        """Whether a row is there still, in whatever hand: it goes with its reader."""
        return self._connection.execute(select(TOLD.c.id).where(TOLD.c.id == id_)).first() is not None

    def take(self, ids: Collection[int]) -> None:
        """Take these rows in hand."""
        if ids:
            self._connection.execute(_TAKE, {"row_ids": ids_text(ids), "taker": self._owner})

    def keep(self, changes: Iterable[Change]) -> None:
        """Write what is known from now on, one statement a change; no row is to be in two of them.

        A row that is put back sleeps until then; one that was woken while it was in hand stays awake.
        """
        stay, back = [], []
        for row_ids, knowledge, wake_at in changes:
            values = {"row_ids": ids_text(row_ids), **knowledge_values(knowledge)}
            if wake_at is None:
                stay.append(values)
            else:
                back.append({**values, "next_at": wake_at})
        execute_many(self._connection, _KEEP, stay)
        execute_many(self._connection, self._put_back, back)

    def forget(self, ids: Collection[int]) -> None:
        """Delete these rows: their subject is over."""
        if ids:
            self._connection.execute(_FORGET, {"row_ids": ids_text(ids)})

    def record_alike(self, ids: Collection[int], entry: Entry, around_id: tuple[str, str]) -> None:
        """Put on record of the reader of each of these rows what ``entry`` says of one of them.

        ``around_id`` is what stands in their keys before and after the reader's id. To put an entry on record for each
        took five times as long.
        """
        before_id, after_id = around_id
        values = {**entry_values(entry), "row_ids": ids_text(ids), "before_id": before_id, "after_id": after_id}
        execute_many(self._connection, _RECORD_ALIKE, [values])

    def record(self, entries: Iterable[Entry]) -> None:
        """Put on record what became of messages."""
        execute_many(self._connection, _RECORD, [entry_values(entry) for entry in entries])
