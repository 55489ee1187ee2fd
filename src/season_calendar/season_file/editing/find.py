"""Finds rounds and sessions in the plain data of a season file, and where a new one belongs. Checks nothing.

The file may be one that has problems, and is edited to mend them: what cannot be understood is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from season_calendar.errors import UnknownThingError
from season_calendar.season_file.editing.shift_dates import first_date
from season_calendar.yaml_source.editing.data import Path, Plain

Fields: TypeAlias = "dict[str, Plain]"
"""Keys with what stands behind them in the file."""

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ T]+(\d\d?:\d\d))?")


@dataclass(frozen=True, slots=True)
class Found:
    """A part of the season: the path to it, and what stands there."""

    path: Path
    fields: Fields

    def text(self, key: str) -> str | None:
        """What stands under a key; None where there is nothing, or more than one value."""
        return text_of(self.fields, key)


def text_of(data: object, key: str) -> str | None:
    """The text under a key of a mapping; None where there is no such text, whatever there is instead."""
    value = data.get(key) if isinstance(data, Mapping) else None
    return value if isinstance(value, str) else None


def rounds(season: Fields) -> list[Plain]:
    """What stands in the list of rounds, good or not."""
    return _items(season, "rounds")


def sessions(round_: Plain) -> list[Plain]:
    """What stands in a round's list of sessions, good or not."""
    return _items(round_, "sessions")


def find_round(season: Fields, round_id: str) -> Found:
    """The round of that id. Raises UnknownThingError."""
    return _find("round", ("rounds",), rounds(season), round_id)


def find_session(round_: Found, session_id: str) -> Found:
    """The session of that id in a round. Raises UnknownThingError."""
    where = f"in the round {round_.text('id')!r}"
    return _find("session", (*round_.path, "sessions"), sessions(round_.fields), session_id, where)


def place_of_round(season: Fields, dates: str | None) -> int:
    """The index for a new round: after the last one that does not begin later; without a date, the end."""
    starts = [first_date(text_of(round_, "dates") or "") for round_ in rounds(season)]
    new = first_date(dates or "")
    return _place([str(start) if start else None for start in starts], str(new) if new else None)


def place_of_session(round_: Fields, start: str) -> int:
    """The index for a new session: after the last one that does not start later; without a start, the end."""
    return _place([_moment(text_of(session, "start") or "") for session in sessions(round_)], _moment(start))


def _items(data: Plain, key: str) -> list[Plain]:
    items = data.get(key) if isinstance(data, dict) else None
    return items if isinstance(items, list) else []


def _find(kind: str, path: Path, items: Sequence[Plain], its_id: str, where: str = "") -> Found:
    for index, item in enumerate(items):
        if isinstance(item, dict) and text_of(item, "id") == its_id:
            return Found((*path, index), item)
    raise UnknownThingError(kind, its_id, [known for item in items if (known := text_of(item, "id"))], where)


def _place(starts: Sequence[str | None], new: str | None) -> int:
    if new is None or not any(starts):
        return len(starts)
    return max((index + 1 for index, start in enumerate(starts) if start and start <= new), default=0)


def _moment(text: str) -> str | None:
    """A start as text that sorts by time; a day without a time comes first on its day."""
    match = _MOMENT.match(text.strip())
    return f"{match[1]} {match[2].zfill(5) if match[2] else ''}" if match else None
