"""The ledger of what readers know: who has which row in hand, and when each is looked at again.

Any number of processes may use one ledger. No transaction holds the write lock for long, however many rows there are:
what concerns many is done in chunks. Rows are locked in the order of their ids wherever one waits for another's lock.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Integer,
    Row,
    Select,
    Update,
    bindparam,
    func,
    literal,
    or_,
    select,
    text,
    union_all,
    update,
)

from season_calendar.errors import StorageError
from season_calendar.storage.engine import reading, writing
from season_calendar.storage.ledger.among import among, ids_text
from season_calendar.storage.ledger.batch import Batch
from season_calendar.storage.ledger.distinct import distinct_values
from season_calendar.storage.ledger.many import fetch_many
from season_calendar.storage.ledger.rows import FOUND, SEEN_BEFORE, VERSIONS, Found, as_found_before, read_found
from season_calendar.storage.tables import IS_FREE, IS_IN_HAND, TOLD

log = logging.getLogger(__name__)

CHUNK = 5000
"""How many rows one transaction touches: about 0.1 s on either database."""

_ITS_ROWS = among(TOLD.c.id, "row_ids"), TOLD.c.owner == bindparam("holder")
_HELD, _HELD_AS_BEFORE, _HELD_STILL = (
    rows.where(*_ITS_ROWS).order_by(TOLD.c.id).with_for_update(of=TOLD) for rows in (FOUND, SEEN_BEFORE, VERSIONS)
)


class SqlLedger:
    """The ledger in a database. Safe to share between threads. Every method raises StorageError."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._unreadable: set[int] = set()

    @contextmanager
    def claiming(self, owner: str, season_keys: Collection[str], now: datetime, limit: int) -> Iterator[Batch]:
        """Up to ``limit`` rows of these seasons that are to be looked at by now, those that wait longest first.

        Nobody else sees them until the block ends; what is not taken, put back or forgotten by then is due still.
        A power cut may undo all of it, also that something passed and is on record: it is found anew then, and who has
        something in hand is gone.
        """
        with writing(self._engine, lasting=False) as connection:
            due = (
                fetch_many(connection, _due(tuple(sorted(season_keys))), {"by": now, "most": limit})
                if season_keys
                else []
            )
            yield Batch(connection, owner, self._readable(connection, due), due=True)

    @contextmanager
    def holding(self, owner: str, ids: Collection[int], before: Mapping[int, Found] | None = None) -> Iterator[Batch]:
        """Those of these rows that ``owner`` has in hand still; nobody takes them away until the block ends.

        Rows that were found ``before`` are the very same where nothing of them is otherwise.
        """
        holding = {"row_ids": ids_text(ids), "holder": owner}
        with writing(self._engine) as connection:
            if before is None:
                found = self._readable(connection, fetch_many(connection, _HELD, holding))
            else:
                rows = fetch_many(connection, _HELD_AS_BEFORE, holding)
                found = self._again(connection, owner, {row[0]: as_found_before(row, before[row[0]]) for row in rows})
            yield Batch(connection, owner, found, due=False)

    @contextmanager
    def settling(self, owner: str, before: Mapping[int, Found]) -> Iterator[Batch]:
        """As ``holding``, but what readers know of these rows is as it was before: who settles them knows better."""
        holding = {"row_ids": ids_text(before), "holder": owner}
        with writing(self._engine) as connection:
            rows: Sequence[Sequence[Any]] = fetch_many(connection, _HELD_STILL, holding)
            same = {row[0]: its if (its := before[row[0]]).version == row[1] else None for row in rows}
            yield Batch(connection, owner, self._again(connection, owner, same), due=False)

    def wake(
        self, now: datetime, subjects: Collection[str] | None = None, subscriber_ids: Collection[str] | None = None
    ) -> int:
        """Let rows be looked at again, those in hand too: of these subjects, of these readers, or all there are.

        Returns how many slept.
        """
        asleep = or_(TOLD.c.wake_at.is_(None), TOLD.c.wake_at > now)
        waking = update(TOLD).values(wake_at=now)
        if subjects is None and subscriber_ids is None:
            return self._in_chunks(waking, asleep)
        woken = 0
        for subject in subjects or ():
            woken += self._in_chunks(waking, asleep, TOLD.c.subject == subject)
        for subscriber_id in subscriber_ids or ():
            woken += self._in_chunks(waking, asleep, TOLD.c.subscriber_id == subscriber_id)
        return woken

    def owners(self) -> frozenset[str]:
        """All who have a row in hand."""
        with reading(self._engine) as connection:
            return frozenset(distinct_values(connection, TOLD.c.owner, text(IS_IN_HAND)))

    def free(self, owners: Collection[str], now: datetime, but: Collection[int] = ()) -> int:
        """Take everything ``but`` these rows out of these hands, to be looked at again; returns how many that were."""
        freeing = update(TOLD).values(
            owner=None, wake_at=func.coalesce(TOLD.c.wake_at, literal(now, TOLD.c.wake_at.type))
        )
        rest = [TOLD.c.id.not_in(but)] if but else []
        return sum(self._in_chunks(freeing, TOLD.c.owner == owner, *rest) for owner in owners)

    def next_wake_at(self, season_keys: Collection[str]) -> datetime | None:
        """When the next row of these seasons that is in nobody's hand is to be looked at."""
        if not season_keys:
            return None
        first = select(func.min(TOLD.c.wake_at).label("at")).where(text(IS_FREE))
        each = union_all(*(first.where(TOLD.c.season_key == key) for key in season_keys)).subquery()
        with reading(self._engine) as connection:
            return connection.execute(select(func.min(each.c.at))).scalar()

    def waiting(self, now: datetime) -> int:
        """How many rows are in somebody's hand, or are to be looked at by now."""
        in_hand = select(func.count()).select_from(TOLD).where(text(IS_IN_HAND))
        due = select(func.count()).select_from(TOLD).where(text(IS_FREE), TOLD.c.wake_at <= now)
        with reading(self._engine) as connection:
            keys = distinct_values(connection, TOLD.c.season_key, text(IS_FREE))
            # Each season's is a part of an index; to count over all of them would read every row.
            counts = [connection.execute(due.where(TOLD.c.season_key == key)).scalar_one() for key in keys]
            return sum(counts) + connection.execute(in_hand).scalar_one()

    def _in_chunks(self, change: Update, *conditions: ColumnElement[bool]) -> int:
        """Change rows some at a time, each some in a transaction of its own; returns how many."""
        changed, last_id = 0, 0
        count: int
        while True:
            following = (*conditions, TOLD.c.id > last_id)
            some = select(TOLD.c.id).where(*following).order_by(TOLD.c.id).limit(CHUNK).with_for_update().subquery()
            with writing(self._engine) as connection:
                # By their number and the last of them: to fetch and name each took longer than to change it.
                count, last = connection.execute(select(func.count(), func.max(some.c.id))).one()
                if count:
                    connection.execute(change.where(*following, TOLD.c.id <= last))
            changed += count
            if count < CHUNK:
                return changed
            last_id = last

    def _again(self, connection: Connection, owner: str, found: Mapping[int, Found | None]) -> list[Found]:
        """Rows that are locked, those that were found already and, read anew, those of which nothing is given."""
        anew = [id_ for id_, its in found.items() if its is None]
        if not anew:
            return [its for its in found.values() if its is not None]
        rows = fetch_many(connection, _HELD, {"row_ids": ids_text(anew), "holder": owner})
        read = {its.row.id: its for its in self._readable(connection, rows)}
        return [its for id_, before in found.items() if (its := before or read.get(id_)) is not None]

    def _readable(self, connection: Connection, rows: Sequence[Row[Any]]) -> list[Found]:
        """What is found in rows. One that cannot be read is laid aside until it is woken, so that it stops no other."""
        found, unreadable = [], []
        for row in rows:
            try:
                found.append(read_found(row, self._engine.url))
            except StorageError as error:
                unreadable.append(row.row_id)
                if row.row_id not in self._unreadable:
                    self._unreadable.add(row.row_id)
                    log.error("%s", error)
        if unreadable:
            connection.execute(update(TOLD).where(TOLD.c.id.in_(unreadable)).values(owner=None, wake_at=None))
        return found


@lru_cache(maxsize=8)
def _due(season_keys: tuple[str, ...]) -> Select[Any]:
    """What is due ``by`` an instant, the ``most`` of it that is asked for.

    Each season's by its own part of the index: one walk over all would pass rows of seasons that are not asked for,
    and a sort would read all that are due.
    """
    by, most = bindparam("by", type_=TOLD.c.wake_at.type), bindparam("most", type_=Integer)
    of_seasons = [
        FOUND.add_columns(TOLD.c.wake_at)
        .where(text(IS_FREE), TOLD.c.season_key == key, TOLD.c.wake_at <= by)
        .order_by(TOLD.c.wake_at)
        .limit(most)
        .with_for_update(of=TOLD, skip_locked=True)  # PostgreSQL; an SQLite writer is alone anyway
        .subquery()
        for key in season_keys
    ]
    all_due = union_all(*(select(rows) for rows in of_seasons)).subquery()
    return (
        select(*(column for column in all_due.c if column.name != TOLD.c.wake_at.name))
        .order_by(all_due.c.wake_at)
        .limit(most)
    )
