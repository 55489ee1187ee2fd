"""Finds rounds and sessions in the nodes of a season file, and where a new one belongs. Checks nothing.

The file may be one that has problems, and is edited to mend them: what cannot be understood is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence as Ordered
from dataclasses import dataclass

from season_calendar.errors import UnknownThingError
from season_calendar.season_file.editing.shift_dates import first_date
from season_calendar.season_file.format import keys
from season_calendar.yaml_source import Document, Mapping, Node, Scalar, Sequence
from season_calendar.yaml_source.editing.operations import Path
from season_calendar.yaml_source.editing.text_edits import ListStyle

ROUND_KEYS = tuple(keys.ROUND.keys)
"""The keys of a round, in the order in which new ones are written."""

SESSION_KEYS = tuple(keys.SESSION.keys)

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ T]+(\d\d?:\d\d))?")


@dataclass(frozen=True, slots=True)
class Found:
    """A round or session in the file: the path to it, and its node."""

    path: Path
    node: Mapping

    def text(self, key: str) -> str | None:
        """What stands under a key; None where there is nothing, or more than one value."""
        return text_of(self.node, key)


def text_of(node: Node, key: str) -> str | None:
    """The text under a key of a mapping; None where there is no such text, whatever there is instead."""
    entry = node.get(key) if isinstance(node, Mapping) else None
    if entry is None or not isinstance(entry.value, Scalar) or entry.value.is_null:
        return None
    return entry.value.text


def rounds(document: Document) -> tuple[Node, ...]:
    """What stands in the list of rounds, good or not."""
    return _items(document.root, "rounds")


def sessions(round_: Node) -> tuple[Node, ...]:
    """What stands in a round's list of sessions, good or not."""
    return _items(round_, "sessions")


def find_round(document: Document, round_id: str) -> Found:
    """The round of that id. Raises UnknownThingError."""
    return _find("round", ("rounds",), rounds(document), round_id)


def find_session(round_: Found, session_id: str) -> Found:
    """The session of that id in a round. Raises UnknownThingError."""
    where = f"in the round {round_.text('id')!r}"
    return _find("session", (*round_.path, "sessions"), sessions(round_.node), session_id, where)


def place_of_round(document: Document, dates: str | None) -> int:
    """The index for a new round: after the last one that does not begin later; without a date, the end."""
    starts = [first_date(text_of(round_, "dates") or "") for round_ in rounds(document)]
    new = first_date(dates or "")
    return _place([str(start) if start else None for start in starts], str(new) if new else None)


def place_of_session(round_: Node, start: str) -> int:
    """The index for a new session: after the last one that does not start later; without a start, the end."""
    return _place([_moment(text_of(session, "start") or "") for session in sessions(round_)], _moment(start))


def session_style(document: Document) -> ListStyle:
    """How the sessions of other rounds are written, for the first one of a round that has none."""
    for round_ in rounds(document):
        entry = round_.get("sessions") if isinstance(round_, Mapping) else None
        if entry is not None and isinstance(entry.value, Sequence) and not entry.value.flow:
            first = entry.value.items[0]
            flow_items = isinstance(first, Mapping) and first.flow
            return ListStyle(entry.value.span.column - entry.key.span.column, flow_items)
    return ListStyle(list_indentation(document))


def list_indentation(document: Document) -> int:
    """How far the dashes of the rounds stand right of their key."""
    entry = document.root.get("rounds") if isinstance(document.root, Mapping) else None
    if entry is None or not isinstance(entry.value, Sequence) or entry.value.flow:
        return ListStyle().indentation
    return entry.value.span.column - entry.key.span.column


def _items(node: Node | None, key: str) -> tuple[Node, ...]:
    entry = node.get(key) if isinstance(node, Mapping) else None
    return entry.value.items if entry is not None and isinstance(entry.value, Sequence) else ()


def _find(kind: str, path: Path, items: Ordered[Node], its_id: str, where: str = "") -> Found:
    for index, item in enumerate(items):
        if isinstance(item, Mapping) and text_of(item, "id") == its_id:
            return Found((*path, index), item)
    raise UnknownThingError(kind, its_id, [known for item in items if (known := text_of(item, "id"))], where)


def _place(starts: Ordered[str | None], new: str | None) -> int:
    if new is None or not any(starts):
        return len(starts)
    return max((index + 1 for index, start in enumerate(starts) if start and start <= new), default=0)


def _moment(text: str) -> str | None:
    """A start as text that sorts by time; a day without a time comes first on its day."""
    match = _MOMENT.match(text.strip())
    return f"{match[1]} {match[2].zfill(5) if match[2] else ''}" if match else None
