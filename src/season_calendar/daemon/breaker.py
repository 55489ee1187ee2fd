"""Spares a receiver that keeps failing, and the threads that would wait for it: a circuit breaker a destination."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

FAILURES_TO_OPEN = 3
FIRST_REST = timedelta(seconds=5)
LONGEST_REST = timedelta(minutes=2)


@dataclass(slots=True)
class _Circuit:
    """``failures`` in a row; while ``rest_until`` is ahead nothing is sent; then one probe at a time."""

    failures: int = 0
    rest: timedelta = FIRST_REST
    rest_until: float = 0.0
    probing: bool = False


class Breaker:
    """The circuits of all destinations of one channel. Rests are spans of real time, counted monotonically."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._circuits: dict[str, _Circuit] = {}
        self._lock = threading.Lock()

    def rest(self, destination: str) -> timedelta | None:
        """None where something may be sent now, else how long to wait (real time).

        After a rest the first who asks is the probe; until ``worked`` or ``failed`` tells how it went, others wait.
        """
        with self._lock:
            circuit = self._circuits.get(destination)
            if circuit is None or circuit.failures < FAILURES_TO_OPEN:
                return None
            left = circuit.rest_until - self._monotonic()
            if left > 0:
                return timedelta(seconds=left)
            if circuit.probing:
                return FIRST_REST
            circuit.probing = True
            return None

    def worked(self, destination: str) -> None:
        """The destination answered."""
        with self._lock:
            self._circuits.pop(destination, None)

    def failed(self, destination: str) -> None:
        """The destination could not be reached, or had a failure of its own."""
        with self._lock:
            circuit = self._circuits.setdefault(destination, _Circuit())
            circuit.failures += 1
            circuit.probing = False
            if circuit.failures < FAILURES_TO_OPEN:
                return
            if circuit.failures > FAILURES_TO_OPEN and circuit.rest_until <= self._monotonic():
                circuit.rest = min(circuit.rest * 2, LONGEST_REST)
            circuit.rest_until = self._monotonic() + circuit.rest.total_seconds()
