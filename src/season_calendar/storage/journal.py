"""The journal in the database: reads what was published of a season, and records a new edition of it.

What is to be published is decided in ``publishing.publish``; here it is only kept, all of an edition or none of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, Engine, delete, insert, select, update

from season_calendar.publishing.changes import Aspect, Change
from season_calendar.publishing.facts import EventFacts, facts_from_json
from season_calendar.publishing.publish import Entry, History, Publication
from season_calendar.storage.editions import is_new
from season_calendar.storage.engine import AdvisoryLock, reading, writing_alone
from season_calendar.storage.tables import CHANGES, JOURNAL_ENTRIES, PUBLISHED_SEASONS

_BATCH = 1000
"""How many rows one statement names: databases allow about 32,000 values in one."""


class SqlJournal:
    """The journal of every season in one database. Safe to share between threads and processes.

    Every method raises StorageError where the database fails.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def changes(self, series_id: str, season_id: str) -> list[Change]:
        """Every change ever told of a season, oldest first."""
        columns = (CHANGES.c.aspect, CHANGES.c.at, CHANGES.c.before, CHANGES.c.after)
        of_season = (CHANGES.c.series_id == series_id, CHANGES.c.season_id == season_id)
        with reading(self._engine) as connection:
            rows = connection.execute(select(*columns).where(*of_season).order_by(CHANGES.c.id)).all()
        return [Change(Aspect(aspect), at, _facts(before), _facts(after)) for aspect, at, before, after in rows]

    @contextmanager
    def exclusive(self) -> Iterator[SqlJournalWriter]:
        """The journal for one writer at a time over all processes; after an exception nothing is kept."""
        with writing_alone(self._engine, AdvisoryLock.PUBLISHING) as connection:
            yield SqlJournalWriter(connection)


class SqlJournalWriter:
    """The journal while nobody else can write to it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def history(self, series_id: str, season_id: str) -> History:
        """What was published of a season so far, its entries in the order of its last publication."""
        return _history(self._connection, series_id, season_id)

    def record(self, publication: Publication) -> None:
        """Keep a publication; nothing to do where it is no new edition.

        Raises StorageError for one that does not follow the last edition kept.
        """
        edition, published_at = _edition(self._connection, publication.season.series.id, publication.season.id)
        if not is_new(publication, edition, published_at):
            return
        self._record_edition(publication)
        self._record_entries(publication)
        self._record_changes(publication)

    def _record_edition(self, publication: Publication) -> None:
        now = {"edition": publication.edition, "published_at": publication.published_at}
        if publication.edition == 1:
            self._connection.execute(insert(PUBLISHED_SEASONS).values(_season_columns(publication) | now))
        else:
            seasons = PUBLISHED_SEASONS.c
            of_season = (
                seasons.series_id == publication.season.series.id,
                seasons.season_id == publication.season.id,
            )
            self._connection.execute(update(PUBLISHED_SEASONS).where(*of_season).values(now))

    def _record_entries(self, publication: Publication) -> None:
        """Write the entries that are new, changed, or at another place of the season."""
        columns = JOURNAL_ENTRIES.c
        season = _season_columns(publication)
        of_season = (columns.series_id == season["series_id"], columns.season_id == season["season_id"])
        kept = self._connection.execute(select(columns.uid, columns.position).where(*of_season))
        places = {row.uid: row.position for row in kept}
        changed = {entry.uid for entry in publication.changed}
        rows = [
            season | {"uid": entry.uid, "position": position} | _entry_columns(entry)
            for position, entry in enumerate(publication.entries.values())
            if entry.uid in changed or places.get(entry.uid) != position
        ]
        # Through pg8000, updates and upserts go row by row; deletions and insertions go many at a time.
        replaced = [str(row["uid"]) for row in rows if row["uid"] in places]
        for start in range(0, len(replaced), _BATCH):
            batch = replaced[start : start + _BATCH]
            self._connection.execute(delete(JOURNAL_ENTRIES).where(columns.uid.in_(batch)))
        if rows:
            self._connection.execute(insert(JOURNAL_ENTRIES), rows)

    def _record_changes(self, publication: Publication) -> None:
        season = _season_columns(publication) | {"edition": publication.edition}
        rows = [
            season
            | {
                "at": change.at,
                "uid": change.facts.uid,
                "aspect": change.aspect.value,
                "before": _json(change.before),
                "after": _json(change.after),
            }
            for change in publication.changes
        ]
        if rows:
            self._connection.execute(insert(CHANGES), rows)


def _edition(connection: Connection, series_id: str, season_id: str) -> tuple[int, datetime | None]:
    seasons = PUBLISHED_SEASONS.c
    row = connection.execute(
        select(seasons.edition, seasons.published_at).where(
            seasons.series_id == series_id, seasons.season_id == season_id
        )
    ).one_or_none()
    return (0, None) if row is None else (row.edition, row.published_at)


def _history(connection: Connection, series_id: str, season_id: str) -> History:
    edition, published_at = _edition(connection, series_id, season_id)
    columns = JOURNAL_ENTRIES.c
    rows = connection.execute(
        select(
            columns.uid,
            columns.facts,
            columns.fingerprint,
            columns.sequence,
            columns.start_revision,
            columns.first_published_at,
            columns.modified_at,
            columns.counted_start_at,
            columns.before,
            columns.withdrawn_at,
        )
        .where(columns.series_id == series_id, columns.season_id == season_id)
        .order_by(columns.position)
    )
    entries = {
        uid: Entry(
            facts=facts_from_json(facts),
            fingerprint=fingerprint,
            sequence=sequence,
            start_revision=start_revision,
            first_published_at=first_published_at,
            modified_at=modified_at,
            counted_start_at=counted_start_at,
            before=_facts(before),
            withdrawn_at=withdrawn_at,
        )
        for (
            uid,
            facts,
            fingerprint,
            sequence,
            start_revision,
            first_published_at,
            modified_at,
            counted_start_at,
            before,
            withdrawn_at,
        ) in rows
    }
    return History(edition, published_at, entries)


def _season_columns(publication: Publication) -> dict[str, object]:
    return {"series_id": publication.season.series.id, "season_id": publication.season.id}


def _entry_columns(entry: Entry) -> dict[str, object]:
    return {
        "facts": entry.facts.to_json(),
        "fingerprint": entry.fingerprint,
        "sequence": entry.sequence,
        "start_revision": entry.start_revision,
        "first_published_at": entry.first_published_at,
        "modified_at": entry.modified_at,
        "counted_start_at": entry.counted_start_at,
        "before": _json(entry.before),
        "withdrawn_at": entry.withdrawn_at,
    }


def _json(facts: EventFacts | None) -> str | None:
    return None if facts is None else facts.to_json()


def _facts(json: str | None) -> EventFacts | None:
    return None if json is None else facts_from_json(json)
