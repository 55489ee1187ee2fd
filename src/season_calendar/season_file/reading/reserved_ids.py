"""Ids that are addresses of the program: refused, unless they were published before they were reserved."""

from __future__ import annotations

from season_calendar.season_file.format import keys
from season_calendar.season_file.format.report import Report
from season_calendar.season_file.format.reserved import (
    RESERVED_ROUND_IDS,
    RESERVED_SEASON_IDS,
    RESERVED_SERIES_IDS,
)
from season_calendar.season_file.format.schema import Key, Record
from season_calendar.season_file.reading.published import Published


def check_reserved_ids(season: Record, published: Published, report: Report) -> None:
    """Note every reserved id: as an error, or as a warning where something was published under it before.

    ``published`` is asked of reserved ids alone.
    """
    series, season_id = season.get(keys.SEASON_SERIES), season.get(keys.SEASON_ID)
    series_id = series.get(keys.SERIES_ID) if series is not None else None
    if series is not None and series_id in RESERVED_SERIES_IDS:
        _note(series, keys.SERIES_ID, published.has((series_id,)), report)
    if season_id in RESERVED_SEASON_IDS:
        _note(season, keys.SEASON_ID, series_id is not None and published.has((series_id, season_id)), report)
    for placed in season.get(keys.ROUNDS) or ():
        round_id = placed.value.get(keys.ROUND_ID)
        if round_id in RESERVED_ROUND_IDS:
            known = series_id is not None and season_id is not None and published.has((series_id, season_id, round_id))
            _note(placed.value, keys.ROUND_ID, known, report)


def _note(record: Record, key: Key[str], is_published: bool, report: Report) -> None:
    what = f"the id {record.get(key)!r} is taken by the program"
    if is_published:
        report.warning(record.place(key), what, "it was published before and keeps its feeds; never change it")
    else:
        report.error(record.place(key), what, "choose another one")
