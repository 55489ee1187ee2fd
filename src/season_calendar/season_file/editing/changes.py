"""New values for the keys of one thing in a season file, as operations: what every edit of a thing has in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from season_calendar.errors import EditRefusedError
from season_calendar.model import Status
from season_calendar.season_file.editing.find import Found
from season_calendar.season_file.format.schema import Shape
from season_calendar.yaml_source.editing.data import Value
from season_calendar.yaml_source.editing.operations import Operation, RemoveKey, SetKey

Changes: TypeAlias = "Mapping[str, Value | None]"
"""Keys with their new values; None removes the key."""

_OFF = {status.value for status in Status if status.is_off}


def change(found: Found, changes: Changes, shape: Shape) -> list[Operation]:
    """One operation for each key that is not so already, in the order in which the format has them."""
    operations: list[Operation] = []
    order = tuple(shape.keys)
    for key in sorted(changes, key=order.index):
        value = changes[key]
        if value is None:
            if key in found.fields:
                operations.append(RemoveKey(found.path, key))
        elif value != found.fields.get(key) and not _says_nothing_new(found, key, value):
            operations.append(SetKey(found.path, key, value, order))
    return operations


def put_on_again(found: Found, shape: Shape) -> list[Operation]:
    """The line removed that says of a round or session that it is cancelled or postponed; nothing where none does."""
    return change(found, {"status": None}, shape) if found.text("status") in _OFF else []


def in_order(fields: Mapping[str, Value], shape: Shape) -> dict[str, Value]:
    """The fields of a new thing in the order in which the format has them."""
    return {key: fields[key] for key in sorted(fields, key=list(shape.keys).index)}


def refuse_taken(kind: str, new_id: str, known: Iterable[str | None], where: str = "") -> None:
    """Raise EditRefusedError where a new thing has the id of another."""
    if new_id in known:
        raise EditRefusedError(f"there is a {kind} {new_id!r}{where} already", "choose another id, or edit that one")


def _says_nothing_new(found: Found, key: str, value: Value) -> bool:
    """Confirmed is what a round or session is where no status is written."""
    return key == "status" and value == Status.CONFIRMED.value and key not in found.fields
