"""What can be done to a round of a season file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from season_calendar.errors import EditRefusedError, UnmovableTimeError
from season_calendar.model import Status
from season_calendar.season_file.editing.changes import Changes, change, in_order, put_on_again, refuse_taken
from season_calendar.season_file.editing.find import (
    Fields,
    Found,
    find_round,
    place_of_round,
    rounds,
    sessions,
    text_of,
)
from season_calendar.season_file.editing.shift_dates import first_date, shifted
from season_calendar.season_file.format.keys import ROUND
from season_calendar.yaml_source.editing.data import Value
from season_calendar.yaml_source.editing.operations import InsertItem, Operation, RemoveItem, SetKey


@dataclass(frozen=True, slots=True)
class AddRound:
    """A new round, placed by its dates. ``fields`` are its other keys, the sessions among them if they are known."""

    id: str
    fields: Mapping[str, Value] = field(default_factory=dict)

    def operations(self, season: Fields) -> list[Operation]:
        """One item inserted."""
        refuse_taken("round", self.id, (text_of(round_, "id") for round_ in rounds(season)))
        place = place_of_round(season, text_of(self.fields, "dates"))
        return [InsertItem((), "rounds", place, in_order({"id": self.id, **self.fields}, ROUND), apart=True)]


@dataclass(frozen=True, slots=True)
class EditRound:
    """A round's keys, but for its id, which is its name for ever."""

    round_id: str
    changes: Changes

    def operations(self, season: Fields) -> list[Operation]:
        """One key after the other."""
        return change(find_round(season, self.round_id), self.changes, ROUND)


@dataclass(frozen=True, slots=True)
class CancelRound:
    """It will not take place; its dates stay, so that calendars can show what is cancelled."""

    round_id: str

    def operations(self, season: Fields) -> list[Operation]:
        """One line."""
        return change(find_round(season, self.round_id), {"status": Status.CANCELLED.value}, ROUND)


@dataclass(frozen=True, slots=True)
class PostponeRound:
    """It will not take place when it was to; the old dates stay until MoveRound gives new ones."""

    round_id: str

    def operations(self, season: Fields) -> list[Operation]:
        """One line."""
        return change(find_round(season, self.round_id), {"status": Status.POSTPONED.value}, ROUND)


@dataclass(frozen=True, slots=True)
class RestoreRound:
    """A round that was cancelled or postponed is on again, on the dates that it has."""

    round_id: str

    def operations(self, season: Fields) -> list[Operation]:
        """The line with the status removed."""
        return put_on_again(find_round(season, self.round_id), ROUND)


@dataclass(frozen=True, slots=True)
class RemoveRound:
    """A round that was a mistake; one that will not take place is better cancelled."""

    round_id: str

    def operations(self, season: Fields) -> list[Operation]:
        """One item removed."""
        *path, _, index = find_round(season, self.round_id).path
        return [RemoveItem(tuple(path), "rounds", int(index))]


@dataclass(frozen=True, slots=True)
class MoveRound:
    """New dates; every session moves by as many days as the first day does, and keeps its time of day.

    A postponed round is on again, confirmed or, where that is asked, provisional; a cancelled one is not moved. The
    round stays where it stands in the file.
    """

    round_id: str
    dates: str
    provisional: bool = False

    def operations(self, season: Fields) -> list[Operation]:
        """The dates, the status, then the sessions."""
        round_ = find_round(season, self.round_id)
        if round_.text("status") == Status.CANCELLED.value:
            raise EditRefusedError(
                f"round {self.round_id!r} is cancelled",
                f"put it on again first: season-calendar round restore {self.round_id}",
            )
        changes: dict[str, Value | None] = {"dates": self.dates}
        if self.provisional:
            changes["status"] = Status.PROVISIONAL.value
        elif round_.text("status") == Status.POSTPONED.value:
            changes["status"] = None
        operations = change(round_, changes, ROUND)
        before, after = first_date(round_.text("dates") or ""), first_date(self.dates)
        if before is not None and after is not None and before != after:
            for index, session in enumerate(sessions(round_.fields)):
                if isinstance(session, dict):
                    operations += _shift(Found((*round_.path, "sessions", index), session), after - before)
        return operations


def _shift(session: Found, by: timedelta) -> list[Operation]:
    operations: list[Operation] = []
    for key in ("start", "end"):
        before = session.text(key)
        if before is None:
            continue
        try:
            after = shifted(before, by)
        except (ValueError, OverflowError):
            raise UnmovableTimeError((*session.path, key), before) from None
        if after != before:
            operations.append(SetKey(session.path, key, after))
    return operations
