"""In which order what waits to be sent is begun, so that no receiver harms another.

Pure: it sends nothing and reads no clock. Every instant is in seconds of one monotonic clock.

What waits, waits in the line of its host; the hosts take turns, and in a line the nearest expiry comes first. A host
has a bound, and an address is sent one message at a time. The fewer places are free for all, the fewer a single host
gets, so that however many hang there are places left.
"""

from __future__ import annotations

import heapq
import itertools
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from enum import Enum
from typing import Generic, NamedTuple, TypeVar

from season_calendar.daemon.circuits import Circuits, Passage

LONGEST_LINE = 1000
"""How many may wait for one host; more stay where they came from."""

T = TypeVar("T", bound=Hashable)


class Reach(Enum):
    """What a send has shown of its host. UNREACHABLE: no connection came about. UNKNOWN: nothing was sent."""

    REACHED = "reached"
    UNREACHABLE = "unreachable"
    UNKNOWN = "unknown"


class Ready(NamedTuple, Generic[T]):
    """What is to begin now, in this order, and what has waited until it was of no use any more."""

    begin: list[T]
    expired: list[T]


@dataclass(eq=False, slots=True)
class _Entry(Generic[T]):
    item: T
    host: _Host[T]
    address: str
    expires_at: float
    order: int
    waits: bool = True
    is_probe: bool = False

    def __lt__(self, other: _Entry[T]) -> bool:
        return (self.expires_at, self.order) < (other.expires_at, other.order)


@dataclass(eq=False, slots=True)
class _Host(Generic[T]):
    """A host's heaps, nearest expiry first; what has been begun or taken back leaves them when it is met.

    ``line``: what waits. ``aside``: what waits for an address that is busy. ``urgent``: what waits in one of these,
    and could expire before its turn.
    """

    name: str
    at_once: int
    running: int = 0
    waiting: int = 0
    woken_at: float = 0.0
    busy: dict[str, int] = field(default_factory=dict)
    line: list[_Entry[T]] = field(default_factory=list)
    aside: dict[str, list[_Entry[T]]] = field(default_factory=dict)
    urgent: list[_Entry[T]] = field(default_factory=list)


class Schedule(Generic[T]):
    """What waits and what runs.

    ``at_once`` is how much may run altogether. What was never tried may begin beyond its host's and its address's
    bound where less than ``last_chance`` seconds are left to its expiry: a send and a margin.
    """

    def __init__(self, at_once: int, last_chance: float) -> None:
        self.circuits = Circuits()
        self._at_once = at_once
        self._last_chance = last_chance
        self._hosts: dict[str, _Host[T]] = {}
        self._running: dict[T, _Entry[T]] = {}
        self._turns: OrderedDict[_Host[T], None] = OrderedDict()
        self._short: dict[_Host[T], None] = {}
        self._alarms: list[tuple[float, int, _Entry[T] | _Host[T]]] = []
        self._order = itertools.count()

    @property
    def waiting(self) -> int:
        """How many wait."""
        return sum(host.waiting for host in self._hosts.values())

    @property
    def running(self) -> int:
        """How many have begun and are not done."""
        return len(self._running)

    @property
    def next_at(self) -> float | None:
        """When ``ready`` will have something to say though nobody calls; None for never."""
        while self._alarms and not _matters(self._alarms[0][2]):
            heapq.heappop(self._alarms)
        return self._alarms[0][0] if self._alarms else None

    def put(
        self, item: T, host: str, address: str, expires_at: float, *, at_once: int, was_tried: bool = False
    ) -> bool:
        """Let an item wait; False where its host's line is full. ``at_once`` is the host's bound."""
        lane = self._hosts.get(host)
        if lane is None:
            lane = self._hosts[host] = _Host(host, at_once)
        if lane.waiting >= LONGEST_LINE:
            return False
        entry = _Entry(item, lane, address, expires_at, next(self._order))
        heapq.heappush(lane.line, entry)
        lane.waiting += 1
        self._set_alarm(expires_at if was_tried else expires_at - self._last_chance, entry)
        self._turns.setdefault(lane)
        return True

    def ready(self, now: float) -> Ready[T]:
        """What is to begin now, and counts as running until ``done``; and what has expired, which is forgotten."""
        found: Ready[T] = Ready([], self._ring(now))
        while self._turns and len(self._running) < self._at_once:
            host = next(iter(self._turns))
            entry = self._next_of(host, now)
            if entry is None:
                del self._turns[host]
                continue
            self._turns.move_to_end(host)
            self._begin(entry)
            found.begin.append(entry.item)
        return found

    def done(self, item: T, reach: Reach, now: float) -> None:
        """An item that was begun is at its end."""
        entry = self._running.pop(item)
        host = entry.host
        host.running -= 1
        host.busy[entry.address] -= 1
        self._fetch_back(host, entry.address)
        if reach is Reach.REACHED:
            self.circuits.reached(host.name)
        elif reach is Reach.UNREACHABLE:
            self.circuits.failed(host.name, now, was_probe=entry.is_probe)
        else:
            self.circuits.not_known(host.name, was_probe=entry.is_probe)
        # A place is free again.
        self._turns.update(self._short)
        self._turns.setdefault(host)
        self._short.clear()
        self._forget_if_idle(host)

    def take_back(self) -> list[T]:
        """All that has not begun; nothing of it will."""
        entries = [entry for host in self._hosts.values() for entry in _waiting_of(host)]
        for entry in entries:
            self._leave(entry)
            self._forget_if_idle(entry.host)
        return [entry.item for entry in entries]

    def _ring(self, now: float) -> list[T]:
        """Act on the alarms that are due; returns what has expired."""
        expired = []
        while self._alarms and self._alarms[0][0] <= now:
            _, _, whose = heapq.heappop(self._alarms)
            if isinstance(whose, _Host):
                self._turns.setdefault(whose)
            elif whose.waits and whose.expires_at <= now:
                self._leave(whose)
                self._fetch_back(whose.host, whose.address)
                self._forget_if_idle(whose.host)
                expired.append(whose.item)
            elif whose.waits:
                heapq.heappush(whose.host.urgent, whose)
                self._set_alarm(whose.expires_at, whose)
                self._turns.setdefault(whose.host)
        return expired

    def _next_of(self, host: _Host[T], now: float) -> _Entry[T] | None:
        """What the host may begin now; None where nothing, and where more room would help it is noted as short."""
        passage = self.circuits.passage(host.name, now)
        urgent = _head(host.urgent)
        if passage is Passage.NONE:
            self._wake_after_rest(host, now)
            return None
        if passage is Passage.PROBE:
            return min(_waiting_of(host), default=None)
        free = self._at_once - len(self._running)
        # Who has nothing running may always begin. Of those that have, one leaves half of the places to the others,
        # two a third, and so on; without a hurry, more.
        if urgent is not None and host.running < max(free, 1):
            return urgent
        if host.running < max(min(host.at_once, free // 2), 1):
            return self._next_in_line(host)
        if host.waiting:
            self._short[host] = None
        return None

    def _wake_after_rest(self, host: _Host[T], now: float) -> None:
        rests_until = self.circuits.rests_until(host.name)
        if now < rests_until != host.woken_at:
            host.woken_at = rests_until
            self._set_alarm(rests_until, host)

    def _next_in_line(self, host: _Host[T]) -> _Entry[T] | None:
        while (entry := _head(host.line)) is not None:
            if not host.busy.get(entry.address):
                return entry
            heapq.heappush(host.aside.setdefault(entry.address, []), heapq.heappop(host.line))
        return None

    def _begin(self, entry: _Entry[T]) -> None:
        host = entry.host
        if self.circuits.open_since(host.name) is not None:
            entry.is_probe = True
            self.circuits.probe(host.name)
        self._leave(entry)
        self._running[entry.item] = entry
        host.running += 1
        host.busy[entry.address] = host.busy.get(entry.address, 0) + 1

    def _leave(self, entry: _Entry[T]) -> None:
        entry.waits = False
        entry.host.waiting -= 1

    def _fetch_back(self, host: _Host[T], address: str) -> None:
        """Where an address is busy no more, what waits for it goes back into the line: the nearest, others behind."""
        if host.busy.get(address):
            return
        host.busy.pop(address, None)
        aside = host.aside.get(address)
        if aside is None:
            return
        if _head(aside) is not None:
            heapq.heappush(host.line, heapq.heappop(aside))
        if not aside:
            del host.aside[address]

    def _forget_if_idle(self, host: _Host[T]) -> None:
        if not host.running and not host.waiting:
            del self._hosts[host.name]
            self._turns.pop(host, None)
            self._short.pop(host, None)

    def _set_alarm(self, at: float, whose: _Entry[T] | _Host[T]) -> None:
        heapq.heappush(self._alarms, (at, next(self._order), whose))


def _waiting_of(host: _Host[T]) -> list[_Entry[T]]:
    everywhere = itertools.chain(host.line, *host.aside.values())
    return [entry for entry in everywhere if entry.waits]


def _head(heap: list[_Entry[T]]) -> _Entry[T] | None:
    """The first that still waits."""
    while heap and not heap[0].waits:
        heapq.heappop(heap)
    return heap[0] if heap else None


def _matters(whose: _Entry[T] | _Host[T]) -> bool:
    return whose.waits if isinstance(whose, _Entry) else bool(whose.waiting)
