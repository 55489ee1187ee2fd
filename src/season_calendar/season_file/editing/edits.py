"""What a person wants changed in a season, done to the text of its file: only the lines that the edit means change.

Bytes in, bytes out. Whether the result is a good season is not checked here: whoever writes it reads it first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol, TypeAlias

from season_calendar.errors import EditRefusedError
from season_calendar.model import Status
from season_calendar.season_file.editing.find import (
    ROUND_KEYS,
    SESSION_KEYS,
    Found,
    find_round,
    find_session,
    place_of_round,
    place_of_session,
    rounds,
    session_style,
    sessions,
    text_of,
)
from season_calendar.season_file.editing.shift_dates import first_date, moved_end, shifted
from season_calendar.yaml_source import Document, parse_yaml
from season_calendar.yaml_source import Mapping as MappingNode
from season_calendar.yaml_source.editing.operations import InsertItem, Operation, RemoveItem, RemoveKey, SetKey, take

Changes: TypeAlias = Mapping[str, str | None]
"""Keys with their new values; None removes the key."""

_CLOCK = re.compile(r"\d\d:\d\d")


class Edit(Protocol):
    """Something to be changed in a season file."""

    def steps(self, document: Document) -> Iterable[Operation]:
        """The steps to take, none where nothing would change.

        Raises UnknownThingError and EditRefusedError.
        """


def apply_edit(source: bytes, edit: Edit, path: str) -> bytes:
    """The file after the edit; the very same bytes where there is nothing to change. ``path`` is for messages.

    Raises SeasonFileError for what is no YAML, UnknownThingError for a round or session that is not there, and
    EditRefusedError where the edit cannot be kept to its own lines.
    """
    document = parse_yaml(source, path)
    if not isinstance(document.root, MappingNode):
        raise EditRefusedError(f"{path} holds no season", "start it with series, season and venues")
    return take(document, edit.steps(document)).text.encode()


@dataclass(frozen=True, slots=True)
class AddRound:
    """A new round, placed by its dates. ``fields`` are the other keys of ROUND_KEYS that it has."""

    id: str
    fields: Mapping[str, str] = field(default_factory=dict)

    def steps(self, document: Document) -> Iterable[Operation]:
        """One item inserted."""
        _refuse_taken("round", self.id, (text_of(round_, "id") for round_ in rounds(document)))
        place = place_of_round(document, self.fields.get("dates"))
        fields = _in_order({"id": self.id, **self.fields}, ROUND_KEYS)
        yield InsertItem((), "rounds", place, fields)


@dataclass(frozen=True, slots=True)
class EditRound:
    """A round's keys, but for its id, which is its name for ever."""

    round_id: str
    changes: Changes

    def steps(self, document: Document) -> Iterable[Operation]:
        """One key after the other."""
        return _change(find_round(document, self.round_id), self.changes, ROUND_KEYS)


@dataclass(frozen=True, slots=True)
class CancelRound:
    """It will not take place; its dates stay, so that calendars can show what is cancelled."""

    round_id: str

    def steps(self, document: Document) -> Iterable[Operation]:
        """One line."""
        return _change(find_round(document, self.round_id), {"status": Status.CANCELLED.value}, ROUND_KEYS)


@dataclass(frozen=True, slots=True)
class PostponeRound:
    """It will not take place when it was to; the old dates stay until MoveRound gives new ones."""

    round_id: str

    def steps(self, document: Document) -> Iterable[Operation]:
        """One line."""
        return _change(find_round(document, self.round_id), {"status": Status.POSTPONED.value}, ROUND_KEYS)


@dataclass(frozen=True, slots=True)
class MoveRound:
    """New dates; every session moves by as many days as the first day does, and keeps its time of day.

    A postponed round is on again, confirmed or, where that is asked, provisional; a cancelled one is not moved. The
    round stays where it stands in the file.
    """

    round_id: str
    dates: str
    provisional: bool = False

    def steps(self, document: Document) -> Iterable[Operation]:
        """The dates, the status, then the sessions."""
        round_ = find_round(document, self.round_id)
        if round_.text("status") == Status.CANCELLED.value:
            raise EditRefusedError(
                f"round {self.round_id!r} is cancelled",
                f"confirm it first: season-calendar round edit {self.round_id} --status confirmed",
            )
        changes: dict[str, str | None] = {"dates": self.dates}
        if self.provisional:
            changes["status"] = Status.PROVISIONAL.value
        elif round_.text("status") == Status.POSTPONED.value:
            changes["status"] = None
        yield from _change(round_, changes, ROUND_KEYS)
        before, after = first_date(round_.text("dates") or ""), first_date(self.dates)
        if before is None or after is None or before == after:
            return
        for index, session in enumerate(sessions(round_.node)):
            if isinstance(session, MappingNode):
                yield from _shift(Found((*round_.path, "sessions", index), session), after - before)


@dataclass(frozen=True, slots=True)
class AddSession:
    """A new session of a round, placed by its start. ``fields`` are the other keys of SESSION_KEYS that it has."""

    round_id: str
    id: str
    fields: Mapping[str, str] = field(default_factory=dict)

    def steps(self, document: Document) -> Iterable[Operation]:
        """One item inserted."""
        round_ = find_round(document, self.round_id)
        known = (text_of(session, "id") for session in sessions(round_.node))
        _refuse_taken("session", self.id, known, f" in the round {self.round_id!r}")
        place = place_of_session(round_.node, self.fields.get("start", ""))
        fields = _in_order({"id": self.id, **self.fields}, SESSION_KEYS)
        yield InsertItem(round_.path, "sessions", place, fields, session_style(document))


@dataclass(frozen=True, slots=True)
class EditSession:
    """A session's keys, but for its id.

    A new end takes the place of a duration, and the other way round. A start without a date stays on its day, and an
    end that is written moves with the start unless how long it takes is changed too.
    """

    round_id: str
    session_id: str
    changes: Changes

    def steps(self, document: Document) -> Iterable[Operation]:
        """One key after the other."""
        session = find_session(find_round(document, self.round_id), self.session_id)
        changes = dict(self.changes)
        for key, other in (("end", "duration"), ("duration", "end")):
            if changes.get(key) is not None:
                changes.setdefault(other, None)
        day, start = first_date(session.text("start") or ""), changes.get("start")
        if day is not None and start is not None and _CLOCK.match(start):
            changes["start"] = f"{day} {start}"
        end = session.text("end")
        if end is not None and changes.get("start") and "end" not in changes:
            changes["end"] = moved_end(end, session.text("start") or "", changes["start"] or "")
        return _change(session, changes, SESSION_KEYS)


@dataclass(frozen=True, slots=True)
class RemoveSession:
    """A session that was a mistake; one that will not take place is better cancelled, which subscribers can see."""

    round_id: str
    session_id: str

    def steps(self, document: Document) -> Iterable[Operation]:
        """One item removed."""
        session = find_session(find_round(document, self.round_id), self.session_id)
        *path, _, index = session.path
        if isinstance(index, int):
            yield RemoveItem(tuple(path), "sessions", index)


def _change(found: Found, changes: Changes, order: tuple[str, ...]) -> Iterator[Operation]:
    for key, value in changes.items():
        if value is None:
            if found.node.get(key) is not None:
                yield RemoveKey(found.path, key)
        elif value != found.text(key) and not _says_nothing_new(found, key, value):
            yield SetKey(found.path, key, value, order)


def _says_nothing_new(found: Found, key: str, value: str) -> bool:
    """Confirmed is what a round or session is where no status is written."""
    return key == "status" and value == Status.CONFIRMED.value and found.node.get(key) is None


def _shift(session: Found, by: timedelta) -> Iterator[Operation]:
    for key in ("start", "end"):
        entry, before = session.node.get(key), session.text(key)
        if entry is None or before is None:
            continue
        try:
            after = shifted(before, by)
        except (ValueError, OverflowError):
            what = f"{key} {before!r} in line {entry.key.span.line} cannot be moved"
            raise EditRefusedError(what, "correct it first") from None
        if after != before:
            yield SetKey(session.path, key, after)


def _refuse_taken(kind: str, new_id: str, known: Iterable[str | None], where: str = "") -> None:
    if new_id in known:
        raise EditRefusedError(f"there is a {kind} {new_id!r}{where} already", "choose another id, or edit that one")


def _in_order(fields: Mapping[str, str], order: tuple[str, ...]) -> dict[str, str]:
    return {key: fields[key] for key in sorted(fields, key=order.index)}
