"""What can be done to a session of a round in a season file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from season_calendar.errors import EditRefusedError
from season_calendar.model import Status
from season_calendar.season_file.editing.changes import Changes, change, in_order, put_on_again, refuse_taken
from season_calendar.season_file.editing.find import (
    Fields,
    find_round,
    find_session,
    place_of_session,
    sessions,
    text_of,
)
from season_calendar.season_file.editing.shift_dates import first_date, moved_end
from season_calendar.season_file.format.keys import SESSION
from season_calendar.yaml_source.editing.data import Value
from season_calendar.yaml_source.editing.operations import InsertItem, Operation, RemoveItem

_CLOCK = re.compile(r"\d\d:\d\d")


@dataclass(frozen=True, slots=True)
class AddSession:
    """A new session of a round, placed by its start. ``fields`` are its other keys."""

    round_id: str
    id: str
    fields: Mapping[str, Value] = field(default_factory=dict)

    def operations(self, season: Fields) -> list[Operation]:
        """One item inserted."""
        round_ = find_round(season, self.round_id)
        known = (text_of(session, "id") for session in sessions(round_.fields))
        refuse_taken("session", self.id, known, f" in the round {self.round_id!r}")
        place = place_of_session(round_.fields, text_of(self.fields, "start") or "")
        return [InsertItem(round_.path, "sessions", place, in_order({"id": self.id, **self.fields}, SESSION))]


@dataclass(frozen=True, slots=True)
class EditSession:
    """A session's keys, but for its id.

    A new end takes the place of a duration, and the other way round. A start without a date stays on its day, and an
    end that is written moves with the start unless how long it takes is changed too.
    """

    round_id: str
    session_id: str
    changes: Changes

    def operations(self, season: Fields) -> list[Operation]:
        """One key after the other."""
        session = find_session(find_round(season, self.round_id), self.session_id)
        changes = dict(self.changes)
        for key, other in (("end", "duration"), ("duration", "end")):
            if changes.get(key) is not None:
                changes.setdefault(other, None)
        day, start = first_date(session.text("start") or ""), changes.get("start")
        if day is not None and isinstance(start, str) and _CLOCK.match(start):
            start = changes["start"] = f"{day} {start}"
        end = session.text("end")
        if end is not None and isinstance(start, str) and start and "end" not in changes:
            changes["end"] = moved_end(end, session.text("start") or "", start)
        return change(session, changes, SESSION)


@dataclass(frozen=True, slots=True)
class MoveSession:
    """Another start, or another time on the same day; it takes as long as before.

    A postponed session is on again; a cancelled one is not moved.
    """

    round_id: str
    session_id: str
    start: str

    def operations(self, season: Fields) -> list[Operation]:
        """The start, an end that is written, the status."""
        status = find_session(find_round(season, self.round_id), self.session_id).text("status")
        if status == Status.CANCELLED.value:
            command = f"season-calendar session restore {self.round_id} {self.session_id}"
            raise EditRefusedError(f"session {self.session_id!r} is cancelled", f"put it on again first: {command}")
        changes: dict[str, Value | None] = {"start": self.start}
        if status == Status.POSTPONED.value:
            changes["status"] = None
        return EditSession(self.round_id, self.session_id, changes).operations(season)


@dataclass(frozen=True, slots=True)
class CancelSession:
    """It will not take place, though its round does; it stays in the file, so that calendars can show it."""

    round_id: str
    session_id: str

    def operations(self, season: Fields) -> list[Operation]:
        """One line."""
        session = find_session(find_round(season, self.round_id), self.session_id)
        return change(session, {"status": Status.CANCELLED.value}, SESSION)


@dataclass(frozen=True, slots=True)
class RestoreSession:
    """A session that was cancelled or postponed is on again, when it was to be."""

    round_id: str
    session_id: str

    def operations(self, season: Fields) -> list[Operation]:
        """The line with the status removed."""
        session = find_session(find_round(season, self.round_id), self.session_id)
        return put_on_again(session, SESSION)


@dataclass(frozen=True, slots=True)
class RemoveSession:
    """A session that was a mistake; one that will not take place is better cancelled, which subscribers can see."""

    round_id: str
    session_id: str

    def operations(self, season: Fields) -> list[Operation]:
        """One item removed."""
        *path, _, index = find_session(find_round(season, self.round_id), self.session_id).path
        return [RemoveItem(tuple(path), "sessions", int(index))]
