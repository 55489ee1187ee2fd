"""Pieces of a text that are replaced, all of them meant in the text as it was: what two edits of it may not share."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple


class Splice(NamedTuple):
    """What stands from ``start`` to ``end``, in characters, becomes ``text``; where the two are one, it is put in."""

    start: int
    end: int
    text: str


class Splices:
    """Splices that do not meet, in the order of the text."""

    def __init__(self) -> None:
        self._splices: list[Splice] = []
        self._owners: list[object] = []

    def __bool__(self) -> bool:
        return bool(self._splices)

    def add(self, new: Iterable[Splice], owner: object) -> bool:
        """Take in splices, all or none; False where they meet one that is there.

        Two may touch: what is put in comes before what is replaced behind it, and after what is replaced before it.
        What is put in at the same place comes in the order of adding, if it is of the same ``owner``.
        """
        places = []
        for splice in new:
            place = bisect_right(self._splices, (splice.start, splice.end), key=lambda each: (each.start, each.end))
            before = self._splices[place - 1] if place > 0 else None
            after = self._splices[place] if place < len(self._splices) else None
            if before is not None and self._meet(before, self._owners[place - 1], splice, owner):
                return False
            if after is not None and splice.end > after.start:
                return False
            places.append((place, splice))
        for place, splice in sorted(places, reverse=True):
            self._splices.insert(place, splice)
            self._owners.insert(place, owner)
        return True

    def applied_to(self, text: str) -> str:
        """The text with all of them."""
        pieces, end = [], 0
        for splice in self._splices:
            pieces += [text[end : splice.start], splice.text]
            end = splice.end
        return "".join([*pieces, text[end:]])

    @staticmethod
    def _meet(before: Splice, its_owner: object, splice: Splice, owner: object) -> bool:
        both_put_in = before.start == before.end == splice.start == splice.end
        return before.end > splice.start or (both_put_in and its_owner != owner)
