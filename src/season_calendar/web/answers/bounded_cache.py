"""Keeps what was asked for last, within a number of bytes. For one thread."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from itertools import islice
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_PLACE = 250
"""Bytes of an item's place in the dictionary, as measured: its slot, its link, and the room kept free."""


class BoundedCache(Generic[K, V]):
    """Items of ``size(key, value)`` bytes each, ``capacity`` bytes together; the one asked for longest ago goes first.

    What is larger than all the room is not kept.
    """

    def __init__(self, capacity: int, size: Callable[[K, V], int]) -> None:
        self._capacity = capacity
        self._size_of = size
        self._items: OrderedDict[K, V] = OrderedDict()
        self._size = 0

    @property
    def size(self) -> int:
        """Bytes kept, those of the cache's own included."""
        return self._size

    def get(self, key: K) -> V | None:
        """What is kept under a key, None where nothing is."""
        value = self._items.get(key)
        if value is not None:
            self._items.move_to_end(key)
        return value

    def peek(self, key: K) -> V | None:
        """The same, but it is not taken for asked for. Any thread may do this."""
        return self._items.get(key)

    def keep(self, key: K, value: V, *, is_asked_for: bool = True) -> None:
        """Keep it, in place of what was kept under the same key. What nobody asked for yet goes before all others."""
        if key in self._items:
            self._size -= self._whole_size(key, self._items.pop(key))
        self._items[key] = value
        self._items.move_to_end(key, last=is_asked_for)
        self._size += self._whole_size(key, value)
        while self._size > self._capacity:
            self._size -= self._whole_size(*self._items.popitem(last=False))

    def latest(self, count: int) -> list[tuple[K, V]]:
        """At most so many items, the one asked for last first."""
        return list(islice(reversed(self._items.items()), count))

    def clear(self) -> None:
        """Keep nothing."""
        self._items.clear()
        self._size = 0

    def _whole_size(self, key: K, value: V) -> int:
        return self._size_of(key, value) + _PLACE
