"""What can be done to what a season file keeps by id: venues, drivers and titles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from season_calendar.errors import EditRefusedError, UnknownThingError
from season_calendar.season_file.editing.changes import Changes, change, in_order, refuse_taken
from season_calendar.season_file.editing.find import Fields, Found, rounds, text_of
from season_calendar.season_file.format import keys
from season_calendar.season_file.format.schema import Shape
from season_calendar.yaml_source.editing.data import Value
from season_calendar.yaml_source.editing.operations import Operation, RemoveKey, SetKey

_SEASON_ORDER = tuple(keys.SEASON.keys)


@dataclass(frozen=True, slots=True)
class Group:
    """Things that stand by their ids below one key of the file.

    ``shape`` is what one is; ``name_alone`` says whether one that has no key but its name is written as that name, and
    ``apart`` whether empty lines separate them where the file does not tell.
    """

    key: str
    thing: str
    shape: Shape
    name_alone: bool = False
    apart: bool = False

    def written(self, fields: Mapping[str, Value]) -> Value:
        """A thing as it stands in a file."""
        if self.name_alone and fields.keys() == {"name"}:
            return fields["name"]
        return in_order(fields, self.shape)


VENUES = Group("venues", "venue", keys.VENUE, apart=True)
DRIVERS = Group("drivers", "driver", keys.DRIVER)
TITLES = Group("titles", "title", keys.TITLE, name_alone=True)


@dataclass(frozen=True, slots=True)
class AddEntry:
    """A new thing, after those there are."""

    group: Group
    id: str
    fields: Mapping[str, Value]

    def operations(self, season: Fields) -> list[Operation]:
        """One key set; where there is no such thing yet, the key of them all."""
        known = _entries(season, self.group)
        refuse_taken(self.group.thing, self.id, known)
        value = self.group.written(self.fields)
        if not known:
            return [SetKey((), self.group.key, {self.id: value}, _SEASON_ORDER, apart=True)]
        return [SetKey((self.group.key,), self.id, value, apart=self.group.apart)]


@dataclass(frozen=True, slots=True)
class EditEntry:
    """The keys of a thing, but for its id."""

    group: Group
    id: str
    changes: Changes

    def operations(self, season: Fields) -> list[Operation]:
        """One key after the other; of what is written as a name alone, all of it."""
        entry = _entry(season, self.group, self.id)
        if isinstance(entry, dict):
            return change(Found((self.group.key, self.id), entry), self.changes, self.group.shape)
        if not self.group.name_alone or not isinstance(entry, str):
            raise EditRefusedError(
                f"the {self.group.thing} {self.id!r} has no keys below it", "write them by hand first"
            )
        fields = {"name": entry, **self.changes}
        value = self.group.written({key: value for key, value in fields.items() if value is not None})
        return [SetKey((self.group.key,), self.id, value)] if value != entry else []


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
            raise EditRefusedError(f"{thing}: {', '.join(users)}", f"change {'them' if users[1:] else 'it'} first")
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
