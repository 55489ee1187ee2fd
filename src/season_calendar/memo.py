"""Works out once what follows from the same objects: of thousands who are reminded together, most are alike, and pages
are made of the same publications.

By identity, not by value: to compare or hash what somebody knows takes longer than to work out what follows from it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar, TypeVarTuple

_Objects = TypeVarTuple("_Objects")
_T = TypeVar("_T")


class Memo(Generic[*_Objects, _T]):
    """``work``, a pure function of unchanging objects, done once for each combination of the very same ones.

    It keeps the ``most`` it came to last; without a bound it is made anew for each batch. For one thread at a
    time.
    """

    def __init__(self, work: Callable[[*_Objects], _T], most: int | None = None) -> None:
        self._work = work
        self._most = most
        self._done: dict[tuple[int, ...], tuple[object, _T]] = {}

    def __call__(self, *objects: *_Objects) -> _T:
        """What follows from these objects."""
        key = tuple(map(id, objects))
        done = self._done.get(key)
        if done is None:
            # With the objects, so that while it is known no others come to stand where they stood.
            done = self._done[key] = (objects, self._work(*objects))
            if self._most is not None and len(self._done) > self._most:
                del self._done[next(iter(self._done))]
        return done[1]
