"""What can be done to what a season file keeps by id: venues, drivers and titles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from season_calendar.errors import EditRefusedError, UnknownThingError
from season_calendar.season_file.editing.changes import Changes, change, in_order, refuse_taken
from season_calendar.season_file.editing.find import Fields, Found, rounds, text_of
from season_calendar.season_file.format import keys
from season_calendar.season_file.format.schema import Shape
from season_calendar.yaml_source.editing.data import Value
from season_calendar.yaml_source.editing.operations import Operation, RemoveKey, SetKey

_Entry: TypeAlias = "str | Mapping[str, Value]"

_SEASON_ORDER = tuple(keys.SEASON.keys)


@dataclass(frozen=True, slots=True)
class Group:
    """Things that stand by their ids below one key of the file.

    ``shape`` is what one is, or None for a name alone; ``apart`` says whether empty lines separate them where the file
    does not tell.
    """

    key: str
    thing: str
    shape: Shape | None = None
    apart: bool = False


VENUES = Group("venues", "venue", keys.VENUE, apart=True)
DRIVERS = Group("drivers", "driver", keys.DRIVER)
TITLES = Group("titles", "title")


@dataclass(frozen=True, slots=True)
class AddEntry:
    """A new thing, after those there are. ``value`` is its fields, or its name where it has no other."""

    group: Group
    id: str
    value: _Entry

    def operations(self, season: Fields) -> list[Operation]:
        """One key set; where there is no such thing yet, the key of them all."""
        known = _entries(season, self.group)
        refuse_taken(self.group.thing, self.id, known)
        value = self._value()
        if not known:
            return [SetKey((), self.group.key, {self.id: value}, _SEASON_ORDER, apart=True)]
        return [SetKey((self.group.key,), self.id, value, apart=self.group.apart)]

    def _value(self) -> Value:
        if isinstance(self.value, str):
            return self.value
        return in_order(self.value, self.group.shape) if self.group.shape else dict(self.value)


@dataclass(frozen=True, slots=True)
class EditEntry:
    """The keys of a thing, but for its id."""

    group: Group
    id: str
    changes: Changes

    def operations(self, season: Fields) -> list[Operation]:
        """One key after the other."""
        fields = _entry(season, self.group, self.id)
        if not isinstance(fields, dict) or self.group.shape is None:
            raise EditRefusedError(
                f"the {self.group.thing} {self.id!r} has no keys below it", "write them by hand first"
            )
        return change(Found((self.group.key, self.id), fields), self.changes, self.group.shape)


@dataclass(frozen=True, slots=True)
class RenameEntry:
    """Another name for a thing that has no other keys; its id stays."""

    group: Group
    id: str
    name: str

    def operations(self, season: Fields) -> list[Operation]:
        """One value."""
        if _entry(season, self.group, self.id) == self.name:
            return []
        return [SetKey((self.group.key,), self.id, self.name)]


@dataclass(frozen=True, slots=True)
class RemoveEntry:
    """A thing that nothing else in the file names."""

    group: Group
    id: str

    def operations(self, season: Fields) -> list[Operation]:
        """One key removed. Raises EditRefusedError where the thing is still in use."""
        _entry(season, self.group, self.id)
        users = _users(season, self.group, self.id)
        if users:
            thing = f"the {self.group.thing} {self.id!r} is in use"
            raise EditRefusedError(f"{thing}: {', '.join(users)}", "change them first")
        return [RemoveKey((self.group.key,), self.id)]


def _entries(season: Fields, group: Group) -> Fields:
    """What stands there by id, good or not. Raises EditRefusedError for what has no ids."""
    entries = season.get(group.key) or {}
    if not isinstance(entries, dict):
        raise EditRefusedError(f"{group.key} holds no {group.thing} by id", f"write {group.key} as keys with values")
    return entries


def _entry(season: Fields, group: Group, its_id: str) -> object:
    entries = _entries(season, group)
    if its_id not in entries:
        raise UnknownThingError(group.thing, its_id, entries)
    return entries[its_id]


def _users(season: Fields, group: Group, its_id: str) -> list[str]:
    """What names a venue or title, in the order of the file, as ``round 'spain'``."""
    if group is VENUES:
        return [f"round {text_of(each, 'id')!r}" for each in rounds(season) if text_of(each, "venue") == its_id]
    if group is TITLES:
        return [
            f"driver {driver!r}" for driver, fields in _entries(season, DRIVERS).items() if its_id in _titles(fields)
        ]
    return []


def _titles(driver: object) -> list[object]:
    titles = driver.get("titles") if isinstance(driver, dict) else None
    return titles if isinstance(titles, list) else []
