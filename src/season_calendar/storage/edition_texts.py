"""The texts of season files that a database keeps, one with each edition. Reads on a connection; writes nothing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from season_calendar.storage.tables import EDITIONS

_COLUMNS = EDITIONS.c


def text_of(connection: Connection, series_id: str, season_id: str, edition: int | None = None) -> str | None:
    """The text that an edition, or the newest one with a text, came from; None where none was kept."""
    query = select(_COLUMNS.source).where(_COLUMNS.series_id == series_id, _COLUMNS.season_id == season_id)
    if edition is not None:
        query = query.where(_COLUMNS.edition == edition)
    newest_first = query.where(_COLUMNS.source.is_not(None)).order_by(_COLUMNS.edition.desc())
    return connection.execute(newest_first.limit(1)).scalar()


def replaced_edition_of(
    connection: Connection, series_id: str, season_id: str, text: str
) -> tuple[int, datetime] | None:
    """The last edition that came from a text, and when it was published, where a later one came from another text."""
    query = select(_COLUMNS.edition, _COLUMNS.published_at, _COLUMNS.source == text)
    of_season = query.where(_COLUMNS.series_id == series_id, _COLUMNS.season_id == season_id)
    newest_first = of_season.where(_COLUMNS.source.is_not(None)).order_by(_COLUMNS.edition.desc())
    for place, (edition, published_at, is_it) in enumerate(connection.execute(newest_first)):
        if is_it:
            return (edition, published_at) if place else None
    return None
