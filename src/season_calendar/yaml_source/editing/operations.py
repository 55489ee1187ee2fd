"""The operations that edits are made of, and what each does to the plain data of a file.

Each leads by its ``path`` to the mapping that it changes, as that path leads when its turn comes: after all that were
before it.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import TypeAlias, cast

from season_calendar.yaml_source.editing.data import Path, Plain, Value


@dataclass(frozen=True, slots=True)
class SetKey:
    """Give ``key`` of the mapping at ``path`` a value; a new key comes after its nearest predecessor in ``order``.

    Without an order, it comes last. ``apart`` says whether an empty line is to set a new key apart where no neighbours
    tell.
    """

    path: Path
    key: str
    value: Value
    order: tuple[str, ...] = ()
    apart: bool = False

    def on_data(self, mapping: dict[str, Plain]) -> None:
        """Set it."""
        mapping[self.key] = _own(self.value)


@dataclass(frozen=True, slots=True)
class RemoveKey:
    """Remove ``key``, which is there, of the mapping at ``path``."""

    path: Path
    key: str

    def on_data(self, mapping: dict[str, Plain]) -> None:
        """Remove it."""
        del mapping[self.key]


@dataclass(frozen=True, slots=True)
class InsertItem:
    """Insert an item at ``index`` of the list under ``key`` of the mapping at ``path``; ``apart`` as for SetKey."""

    path: Path
    key: str
    index: int
    value: Value
    apart: bool = False

    def on_data(self, mapping: dict[str, Plain]) -> None:
        """Insert it."""
        items = mapping.get(self.key)
        if isinstance(items, list):
            items.insert(self.index, _own(self.value))
        elif not items:
            mapping[self.key] = [_own(self.value)]


@dataclass(frozen=True, slots=True)
class RemoveItem:
    """Remove the item at ``index`` of the list under ``key`` of the mapping at ``path``."""

    path: Path
    key: str
    index: int

    def on_data(self, mapping: dict[str, Plain]) -> None:
        """Remove it."""
        items = mapping[self.key]
        if isinstance(items, list):
            del items[self.index]


Operation: TypeAlias = SetKey | RemoveKey | InsertItem | RemoveItem


def _own(value: Value) -> Plain:
    """A copy, so that what is done to the data later does not change the operation."""
    return cast("Plain", deepcopy(value))  # the same but for None, of which there is none
