"""The journal in the database: reads what was published of a season, and records a new edition of it.

What is to be published is decided in ``publishing.publish``; here it is only kept, all of an edition or none of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, Table, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from season_calendar.errors import StorageError, UnreadableFactError
from season_calendar.model import Season
from season_calendar.publishing import season_codec, strict_json
from season_calendar.publishing.changes import Aspect, Change
from season_calendar.publishing.facts import EventFacts
from season_calendar.publishing.facts_codec import from_json, to_json
from season_calendar.publishing.last import season_of_entries
from season_calendar.publishing.notes_codec import (
    former_kinds_from_json,
    former_kinds_to_json,
    notes_from_json,
    notes_to_json,
)
from season_calendar.publishing.publication import Entry, History, Publication
from season_calendar.storage.address import shown
from season_calendar.storage.damage import damage_told
from season_calendar.storage.edition_texts import replaced_edition_of, text_of
from season_calendar.storage.editions import is_new
from season_calendar.storage.engine import AdvisoryLock, reading, writing_alone
from season_calendar.storage.tables import CHANGES, EDITIONS, JOURNAL_ENTRIES, PUBLISHED_SEASONS

_BATCH = 1000
"""How many rows one statement names: databases allow about 32,000 values in one."""

_ENTRY = tuple(field.name for field in fields(Entry))
"""What an entry is made of. Each stands in the column of its name."""


class SqlJournal:
    """The journal of every season in one database. Safe to share between threads and processes.

    Every method raises StorageError where the database fails, or holds what this version cannot read.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def changes(self, series_id: str, season_id: str) -> list[Change]:
        """Every change ever told of a season, oldest first."""
        of_season = _of_season(CHANGES, series_id, season_id)
        with reading(self._engine) as connection:
            rows = connection.execute(select(CHANGES).where(*of_season).order_by(CHANGES.c.id)).all()
            return [
                Change(
                    _aspect(connection, row.uid, row.aspect),
                    row.at,
                    _facts(connection, row.uid, row.before),
                    _facts(connection, row.uid, row.after),
                )
                for row in rows
            ]

    def source(self, series_id: str, season_id: str, edition: int | None = None) -> str | None:
        """The text of the season file that an edition, or the newest one with a text, came from; None without any."""
        with reading(self._engine) as connection:
            return text_of(connection, series_id, season_id, edition)

    def marks(self) -> Mapping[str, object]:
        """Every season by its key, with what is another mark once anything of it is published."""
        with reading(self._engine) as connection:
            return marks_on(connection)

    @contextmanager
    def exclusive(self) -> Iterator[SqlJournalWriter]:
        """The journal for one writer at a time over all processes; after an exception nothing is kept."""
        try:
            with writing_alone(self._engine, AdvisoryLock.PUBLISHING) as connection:
                yield SqlJournalWriter(connection)
        except IntegrityError:
            what = f"database {shown(self._engine.url)}: its journal contradicts itself"
            raise StorageError(f"{what} (put a backup in the database's place)") from None


_PUBLISHED = select(PUBLISHED_SEASONS).order_by(PUBLISHED_SEASONS.c.series_id, PUBLISHED_SEASONS.c.season_id)


def marks_on(connection: Connection) -> dict[str, object]:
    """What ``SqlJournal.marks`` gives, as it is within a transaction: by it, one sees whether what it knows is newest.

    A season has another mark also where only what no event shows was published: lead times, titles, a colour.
    """
    rows = connection.execute(_PUBLISHED)
    return {f"{row.series_id}/{row.season_id}": (row.edition, row.published_at, row.season) for row in rows}


class SqlJournalWriter:
    """The journal while nobody else can write to it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def marks(self) -> Mapping[str, object]:
        """What ``SqlJournal.marks`` gives, with what was recorded here."""
        return marks_on(self._connection)

    def text(self, series_id: str, season_id: str) -> str | None:
        """The text of the season file that the newest edition with a text came from; None where none was kept."""
        return text_of(self._connection, series_id, season_id)

    def replaced_edition_of(self, series_id: str, season_id: str, text: str) -> tuple[int, datetime] | None:
        """The last edition that came from a text, and when it was published, where a later one has another text."""
        return replaced_edition_of(self._connection, series_id, season_id, text)

    def history(self, series_id: str, season_id: str) -> History:
        """What was published of a season so far, its entries in the order of its last publication."""
        last = _last_edition(self._connection, series_id, season_id)
        if last is None:
            return History()
        with damage_told(f"the edition of the season {series_id}/{season_id}"):
            strict_json.count(last.edition)
        columns = [JOURNAL_ENTRIES.c[name] for name in _ENTRY]
        rows = self._connection.execute(
            select(JOURNAL_ENTRIES.c.uid, *columns)
            .where(*_of_season(JOURNAL_ENTRIES, series_id, season_id))
            .order_by(JOURNAL_ENTRIES.c.position)
        )
        entries = {uid: self._entry(uid, dict(zip(_ENTRY, values, strict=True))) for uid, *values in rows}
        if last.season is None:
            season = season_of_entries(series_id, season_id, entries.values())
        else:
            season = _season(self._connection, last.season, series_id, season_id)
        return History(last.edition, last.published_at, entries, season, last.seen_at)

    def has_series(self, series_id: str) -> bool:
        """Whether anything of a series was ever published."""
        series = PUBLISHED_SEASONS.c.series_id
        return self._connection.execute(select(series).where(series == series_id).limit(1)).first() is not None

    def events(self, series_id: str, season_id: str) -> Iterator[tuple[EventFacts, datetime | None]]:
        """Every event that was ever published of a season, and since when it is a tombstone, if it is one.

        Only what every version of the tables has is asked for.
        """
        columns = JOURNAL_ENTRIES.c
        query = select(columns.uid, columns.facts, columns.withdrawn_at)
        for row in self._connection.execute(query.where(*_of_season(JOURNAL_ENTRIES, series_id, season_id))):
            with _naming(self._connection, row.uid):
                facts = from_json(row.facts)
            yield facts, row.withdrawn_at

    def record(self, publication: Publication, source: str | None = None) -> None:
        """Keep a publication and the text of the season file it came from.

        Where it is no new edition, only the season is kept, without its rounds: a new colour is shown by no event.

        Raises StorageError for one that does not follow the last edition kept.
        """
        last = _last_edition(self._connection, **_season_columns(publication))
        edition, published_at = (last.edition, last.published_at) if last is not None else (0, None)
        if not is_new(publication, edition, published_at):
            if last is not None and last.season != season_codec.to_json(publication.season):
                self._update_season(publication)
            return
        self._record_edition(publication, source)
        self._record_entries(publication)
        self._record_changes(publication)

    def _entry(self, uid: str, values: dict[str, Any]) -> Entry:
        with _naming(self._connection, uid):
            facts = from_json(values["facts"])
            notes = notes_from_json(values["notes"], facts)
            former_kinds = former_kinds_from_json(values["former_kinds"])
            for name in ("sequence", "start_revision"):
                with damage_told(name):
                    strict_json.count(values[name])
        return Entry(**values | {"facts": facts, "notes": notes, "former_kinds": former_kinds})

    def _record_edition(self, publication: Publication, source: str | None) -> None:
        season = _season_columns(publication)
        if publication.edition == 1:
            self._connection.execute(insert(PUBLISHED_SEASONS).values(season | _last_columns(publication)))
        else:
            self._update_season(publication)
        now = {"edition": publication.edition, "published_at": publication.published_at}
        self._connection.execute(insert(EDITIONS).values(season | now | {"source": source}))

    def _update_season(self, publication: Publication) -> None:
        of_season = _of_season(PUBLISHED_SEASONS, **_season_columns(publication))
        self._connection.execute(update(PUBLISHED_SEASONS).where(*of_season).values(_last_columns(publication)))

    def _record_entries(self, publication: Publication) -> None:
        """Write the entries that are new, changed, or at another place of the season."""
        columns = JOURNAL_ENTRIES.c
        season = _season_columns(publication)
        of_season = _of_season(JOURNAL_ENTRIES, **season)
        kept = self._connection.execute(select(columns.uid, columns.position).where(*of_season))
        places = {row.uid: row.position for row in kept}
        changed = {entry.uid for entry in publication.changed}
        rows = [
            season | {"uid": entry.uid, "position": position} | _entry_columns(entry)
            for position, entry in enumerate(publication.entries.values())
            if entry.uid in changed or places.get(entry.uid) != position
        ]
        # Deletions and insertions go many at a time, on both databases.
        replaced = [row["uid"] for row in rows if row["uid"] in places]
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


def _of_season(table: Table, series_id: str, season_id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return table.c.series_id == series_id, table.c.season_id == season_id


def _last_edition(connection: Connection, series_id: str, season_id: str) -> Row[Any] | None:
    """The season's row in the table of published seasons, if it was ever published."""
    of_season = _of_season(PUBLISHED_SEASONS, series_id, season_id)
    return connection.execute(select(PUBLISHED_SEASONS).where(*of_season)).one_or_none()


def _season_columns(publication: Publication) -> dict[str, Any]:
    return {"series_id": publication.season.series.id, "season_id": publication.season.id}


def _last_columns(publication: Publication) -> dict[str, Any]:
    return {
        "edition": publication.edition,
        "published_at": publication.published_at,
        "season": season_codec.to_json(publication.season),
        "seen_at": publication.seen_at,
    }


def _entry_columns(entry: Entry) -> dict[str, Any]:
    values = {name: getattr(entry, name) for name in _ENTRY}
    return values | {
        "facts": to_json(entry.facts),
        "notes": notes_to_json(entry.notes, entry.facts),
        "former_kinds": former_kinds_to_json(entry.former_kinds),
    }


def _json(facts: EventFacts | None) -> str | None:
    return None if facts is None else to_json(facts)


def _facts(connection: Connection, uid: str, json: str | None) -> EventFacts | None:
    if json is None:
        return None
    with _naming(connection, uid):
        return from_json(json)


@contextmanager
def _naming(connection: Connection, uid: str) -> Iterator[None]:
    """Tell of which event a row cannot be read."""
    try:
        yield
    except UnreadableFactError as error:
        raise _unreadable(connection, f"the event {uid}", error.fact, is_newer=error.is_newer) from None


def _season(connection: Connection, json: str, series_id: str, season_id: str) -> Season:
    try:
        return season_codec.from_json(json, series_id, season_id)
    except UnreadableFactError as error:
        thing = f"the season {series_id}/{season_id}"
        raise _unreadable(connection, thing, error.fact, is_newer=error.is_newer) from None


def _aspect(connection: Connection, uid: str, value: str) -> Aspect:
    try:
        return Aspect(value)
    except ValueError:
        raise _unreadable(connection, f"the event {uid}", "aspect", is_newer=True) from None


def _unreadable(connection: Connection, thing: str, name: str, *, is_newer: bool) -> StorageError:
    """That a row about something cannot be read, with the name of what is wrong in it but none of its values."""
    what = f"database {shown(connection.engine.url)}: {name!r} of {thing}"
    if is_newer:
        return StorageError(f"{what} is of a newer version of this program (install that version)")
    return StorageError(f"{what} cannot be understood (put a backup in the database's place)")
