"""One channel's own threads, so that a receiver that hangs delays nobody else.

Deliveries wait in one line a destination; the lines take turns, and no destination may hold every thread.
"""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Iterable

from season_calendar.reminders.delivery import Delivery

WORKERS = 32
"""So many that a few receivers that hang leave threads to the others."""

WORKERS_A_DESTINATION = 6
CAPACITY = 2000
"""How many deliveries may wait in memory; more stay in the ledger, where any daemon may take them."""


class Lanes:
    """Runs ``work`` on each delivery, in daemon threads that start with the first one."""

    def __init__(self, name: str, work: Callable[[Delivery], None]) -> None:
        self._name = name
        self._work = work
        self._lines: OrderedDict[str, deque[Delivery]] = OrderedDict()
        self._running: Counter[str] = Counter()
        self._threads: list[threading.Thread] = []
        self._closed = False
        self._changed = threading.Condition()

    @property
    def room(self) -> int:
        """How many more deliveries may be put in."""
        with self._changed:
            return max(CAPACITY - sum(map(len, self._lines.values())), 0)

    def put(self, deliveries: Iterable[tuple[str, Delivery]]) -> None:
        """Line up deliveries, each with its destination."""
        with self._changed:
            for destination, delivery in deliveries:
                self._lines.setdefault(destination, deque()).append(delivery)
                if len(self._threads) < WORKERS:
                    self._start_thread()
            self._changed.notify_all()

    def close(self) -> list[Delivery]:
        """Start nothing more; returns what had not been started. What runs goes on."""
        with self._changed:
            self._closed = True
            waiting = [delivery for line in self._lines.values() for delivery in line]
            self._lines.clear()
            self._changed.notify_all()
            return waiting

    def wait(self, seconds: float) -> bool:
        """Wait until nothing runs; False where something still does after ``seconds``."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._running.total(), seconds)

    def _start_thread(self) -> None:
        thread = threading.Thread(target=self._run, name=f"{self._name}-{len(self._threads)}", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _run(self) -> None:
        while (taken := self._take()) is not None:
            destination, delivery = taken
            try:
                self._work(delivery)
            finally:
                with self._changed:
                    self._running[destination] -= 1
                    if not self._running.total():
                        self._changed.notify_all()  # whoever waits for the end
                    elif self._lines:
                        self._changed.notify()  # this destination has a thread left again

    def _take(self) -> tuple[str, Delivery] | None:
        """The next delivery whose destination has a thread left; waits for one. None when closed."""
        with self._changed:
            while not self._closed:
                for destination, line in self._lines.items():
                    if self._running[destination] < WORKERS_A_DESTINATION:
                        delivery = line.popleft()
                        self._running[destination] += 1
                        self._lines.move_to_end(destination)  # the others' turn
                        if not line:
                            del self._lines[destination]
                        return destination, delivery
                self._changed.wait()
            return None
