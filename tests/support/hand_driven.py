"""A daemon without threads and without time: a test moves its clock, its sends and its settlements one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from season_calendar.channels import Channel
from season_calendar.daemon.breaker import Breaker
from season_calendar.daemon.dispatch import Dispatcher
from season_calendar.daemon.lanes import Lanes
from season_calendar.daemon.pump import Pump
from season_calendar.daemon.sender import ChannelSender
from season_calendar.publishing.publication import Publication
from season_calendar.reminders.delivery import Delivery, Move
from season_calendar.reminders.message import Message
from season_calendar.seasons.library import SeasonLibrary
from season_calendar.storage.ledger import Settlement, SqlLedger
from season_calendar.storage.subscribers import SqlSubscribers


class HandClock:
    """Shows what it was last set to."""

    def __init__(self, now: datetime) -> None:
        self.instant = now

    def now(self) -> datetime:
        return self.instant

    def real_delay(self, until: datetime) -> timedelta:
        return max(until - self.instant, timedelta(0))

    def to_clock_time(self, real: timedelta) -> timedelta:
        return real


class Source(SeasonLibrary):
    """A library without files: a refresh takes up what is newest in a shared list of publications."""

    def __init__(self, published: list[Publication]) -> None:
        self._published = published
        self._newest = tuple(published[-1:])
        self.is_stale = False

    @property
    def reminded(self) -> tuple[Publication, ...]:
        return self._newest

    def refresh(self, now: datetime) -> timedelta | None:
        if not self.is_stale:
            self._newest = tuple(self._published[-1:])
        return None


class FakeChannel:
    """Keeps what it is sent, or raises what it was told to."""

    send_timeout = timedelta(seconds=20)

    def __init__(self, kind: str = "fake") -> None:
        self.kind = kind
        self.sent: list[Message] = []
        self.failure: Exception | None = None

    def send(self, address: str, message: Message) -> None:
        if self.failure is not None:
            raise self.failure
        self.sent.append(message)

    def destination(self, address: str) -> str:
        return f"host of {len(address)} letters"

    def check_address(self, address: str) -> str:
        return address

    def close(self) -> None:
        """Nothing to let go of."""


class HandLines(Lanes):
    """Lanes without threads: deliveries wait here until the test runs one."""

    room = 100

    def __init__(self, kind: str, work: Callable[[Delivery], None]) -> None:
        self.work = work
        self.waiting: list[Delivery] = []

    def put(self, deliveries: Iterable[tuple[str, Delivery]]) -> None:
        self.waiting += [delivery for _, delivery in deliveries]

    def close(self) -> list[Delivery]:
        return self.waiting

    def wait(self, seconds: float) -> bool:
        return True


class HandDaemon:
    """One daemon's pump and sender on a ledger that others may share."""

    def __init__(
        self,
        source: Source,
        subscribers: SqlSubscribers,
        ledger: SqlLedger,
        clock: HandClock,
        channel: Channel,
        console_zone: str = "Europe/Berlin",
    ) -> None:
        self.source = source
        self.ledger = ledger
        self.clock = clock
        self.unsettled: list[Settlement] = []
        self.lines: HandLines
        breaker = Breaker(lambda: clock.instant.timestamp())
        dispatcher = Dispatcher(channel, lambda: self.pump.agenda, clock, lambda: 0.5, breaker)
        sender = ChannelSender(
            channel.kind,
            channel.send_timeout,
            dispatcher,
            ledger,
            clock,
            self.unsettled.append,
            self._make_lines,
        )
        self.pump = Pump(source, subscribers, ledger, clock, {channel.kind: sender}, console_zone)

    def _make_lines(self, kind: str, work: Callable[[Delivery], None]) -> HandLines:
        self.lines = HandLines(kind, work)
        return self.lines

    @property
    def held(self) -> list[Delivery]:
        """What it has claimed and not settled."""
        return [*self.lines.waiting, *(settlement.delivery for settlement in self.unsettled)]

    def work(self) -> None:
        """Send the first that waits."""
        if self.lines.waiting:
            self.lines.work(self.lines.waiting.pop(0))

    def settle(self) -> None:
        """Write what became of what was sent."""
        settlements, self.unsettled[:] = list(self.unsettled), []
        if settlements:
            self.ledger.settle(settlements, self.clock.now())
        for settlement in settlements:
            if settlement.outcome.move is Move.DELIVER:
                self.pump.check_told(settlement.delivery)

    def run(self) -> datetime | None:
        """A tick, and everything that follows from it; returns when to wake next."""
        wake_at = self.pump.tick()
        for _ in range(1000):
            if not self.held:
                return wake_at
            self.work()
            self.settle()
            if not self.lines.waiting:
                wake_at = self.pump.tick()
        raise AssertionError(f"it never comes to rest: {self.held}")

    def run_on(self, until: datetime) -> None:
        """Go through time from one wake to the next."""
        while (wake_at := self.run()) is not None and wake_at <= until:
            self.clock.instant = max(wake_at, self.clock.instant)
        self.clock.instant = until
        self.run()
