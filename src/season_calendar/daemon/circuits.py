"""Spares hosts that cannot be reached, and everybody who would wait for them: a circuit breaker a host.

Pure: ``now`` is passed, in seconds of a monotonic clock, so that a wall clock that jumps neither ends nor prolongs a
rest. Knows nothing of messages.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

FAILURES_TO_OPEN = 3
FIRST_REST = 5.0
LONGEST_REST = 120.0
"""In seconds."""


class Passage(Enum):
    """What may be sent to a host now: all, one to see whether it is there again, or nothing."""

    FREE = "free"
    PROBE = "probe"
    NONE = "none"


@dataclass(slots=True)
class _Circuit:
    """``failures`` in a row. While ``rest_until`` is ahead nothing is sent; then one probe at a time."""

    failures: int = 0
    open_since: float | None = None
    rest: float = FIRST_REST
    rest_until: float = 0.0
    probing: bool = False


class Circuits:
    """The circuits of all hosts; a host of which nothing bad is known has none.

    Only failures to reach a host count. One that answers, with whatever answer, is there.
    """

    def __init__(self) -> None:
        self._circuits: dict[str, _Circuit] = {}

    def passage(self, host: str, now: float) -> Passage:
        """What may be sent now. Who sends the probe says so by ``probe``."""
        circuit = self._circuits.get(host)
        if circuit is None or circuit.open_since is None:
            return Passage.FREE
        return Passage.NONE if circuit.probing or now < circuit.rest_until else Passage.PROBE

    def probe(self, host: str) -> None:
        """The probe is on its way: until it is told how it went, nothing else is sent."""
        self._circuits[host].probing = True

    def reached(self, host: str) -> None:
        """The host answered, or at least listened."""
        self._circuits.pop(host, None)

    def failed(self, host: str, now: float, *, was_probe: bool = False) -> None:
        """The host could not be reached. What was sent before the circuit opened makes no rest longer."""
        circuit = self._circuits.setdefault(host, _Circuit())
        circuit.failures += 1
        if circuit.open_since is None:
            if circuit.failures >= FAILURES_TO_OPEN:
                circuit.open_since = now
                circuit.rest_until = now + circuit.rest
        elif was_probe:
            circuit.probing = False
            circuit.rest = min(circuit.rest * 2, LONGEST_REST)
            circuit.rest_until = now + circuit.rest

    def not_known(self, host: str, *, was_probe: bool) -> None:
        """Nothing was sent after all, or it tells nothing of the host: another may be the probe."""
        if was_probe and host in self._circuits:
            self._circuits[host].probing = False

    def rests_until(self, host: str) -> float:
        """When a host that gets nothing now may get the next probe; past while one is on its way."""
        return self._circuits[host].rest_until

    def open_since(self, host: str) -> float | None:
        """Since when the circuit has been open, probes included; None where it is closed."""
        circuit = self._circuits.get(host)
        return None if circuit is None else circuit.open_since
