"""How long others have shown no sign of life, on the monotonic clock of whoever looks. Does no I/O."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

BEAT_EVERY = timedelta(milliseconds=250)
"""How often a hand beats, and how often the others are looked at."""

HUNG_AFTER = timedelta(seconds=30)
"""A hand that is there, but has not beaten for so long, is as good as gone."""

_MOST_BETWEEN_LOOKS = timedelta(seconds=1)
"""Of a longer time between two looks no more counts: whoever looks was hung or cut off itself, and so may others be."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What can be seen of a hand: its last beat, None where there is none, and how long that may last."""

    beat: int | None
    gone_after: timedelta


class Watch:
    """Remembers since when each hand has looked as it does. To be used by one thread."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._looked_at = monotonic()
        self._lasting: dict[str, tuple[Sight, timedelta]] = {}

    def gone(self, sights: Mapping[str, Sight]) -> frozenset[str]:
        """Which of them have looked the same for too long. Those not among ``sights`` are forgotten."""
        now = self._monotonic()
        passed = min(timedelta(seconds=now - self._looked_at), _MOST_BETWEEN_LOOKS)
        self._looked_at = now
        self._lasting = {id_: (sight, self._how_long(id_, sight, passed)) for id_, sight in sights.items()}
        return frozenset(id_ for id_, (sight, lasted) in self._lasting.items() if lasted >= sight.gone_after)

    def _how_long(self, id_: str, sight: Sight, passed: timedelta) -> timedelta:
        before, lasted = self._lasting.get(id_, (None, timedelta()))
        return lasted + passed if sight == before else timedelta()
