"""The daemon: a loop in a thread of its own, in which a few tasks look, claim, hand over and settle, again and again.

Only wiring: what is decided is decided there. No error ends a task; one that ends all the same ends the program.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import threading
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta

from season_calendar.channels import Channel
from season_calendar.clock import Clock
from season_calendar.daemon.alarm import LONGEST_SLEEP, Alarm
from season_calendar.daemon.desk import Desk
from season_calendar.daemon.looker import Looker
from season_calendar.daemon.sending import BATCH, Sending
from season_calendar.daemon.worker import Worker
from season_calendar.errors import DatabaseLostError, OutdatedError
from season_calendar.storage.hands import Hand
from season_calendar.storage.hands.watch import BEAT_EVERY
from season_calendar.storage.ledger.ledger import SqlLedger
from season_calendar.trouble import Trouble

log = logging.getLogger(__name__)

_FINISH_SECONDS = 3.0
"""How long what is being sent has to finish; all in all the daemon stops within five seconds."""

_SETTLE_SECONDS = 1.0
_CLOSE_SECONDS = 0.5

_PAUSE_SECONDS = 0.5
"""How long to wait after an error before the same is tried again."""

_OUTDATED_SECONDS = 0.05

_PRUNE_EVERY_SECONDS = 600.0

_LATELY_SECONDS = 30.0

_SHORTEST_SLEEP, _FULL_SLEEP = timedelta(milliseconds=2), timedelta(milliseconds=20)


class Daemon:
    """Reminds until it is stopped. ``channels`` are by kind; it closes them at its end, but not the ``hand``.

    ``failed`` is called, in the daemon's thread, where it cannot go on; whoever runs it must end the program then.
    ``prune`` deletes some of the record that is old, and returns whether there may be more.
    """

    def __init__(
        self,
        looker: Looker,
        ledger: SqlLedger,
        hand: Hand,
        clock: Clock,
        channels: Mapping[str, Channel],
        failed: Callable[[], None],
        draw: Callable[[], float] = random.random,
        prune: Callable[[], bool] | None = None,
    ) -> None:
        self._ledger = ledger
        self._hand = hand
        self._clock = clock
        self._channels = channels
        self._failed = failed
        self._draw = draw
        self._prune = prune
        self._looked_at = time.monotonic()
        self._looker = looker
        self._desk = Desk(ledger, hand.id, lambda: looker.agenda, clock, draw)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="daemon", daemon=True)
        self._stopping = asyncio.Event()

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """End: nothing new is begun, what is being sent gets its time to finish, the rest is given back.

        Returns within five seconds, whatever hangs.
        """
        with contextlib.suppress(RuntimeError):  # it ended by itself
            self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(_FINISH_SECONDS + _SETTLE_SECONDS + _CLOSE_SECONDS + 0.2)
        if self._thread.is_alive():
            log.warning("the daemon hangs, and is left behind; what it was sending may come twice")

    @property
    def is_well(self) -> bool:
        """Whether it runs, and has looked at what changed lately."""
        return self._thread.is_alive() and time.monotonic() - self._looked_at < _LATELY_SECONDS

    def _run(self) -> None:
        try:
            self._loop.run_until_complete(self._main())
        except DatabaseLostError as error:
            log.critical("%s", error)
            self._failed()
        except Exception:
            log.critical("the daemon met an error of its own, and ends", exc_info=True)
            self._failed()
        finally:
            self._loop.close()

    async def _main(self) -> None:
        alarm = Alarm()
        looking, writing, beating = (Worker(name, self._loop) for name in ("looker", "ledger", "hand"))

        async def look() -> None:
            if await looking.run(self._looker.look):
                alarm.ring()
            self._looked_at = time.monotonic()

        sending = Sending(self._desk, writing, self._channels, self._clock, self._draw, alarm.ring)
        alarm.start()
        tasks = [
            _begin("claiming what is due", lambda: self._claim(writing, sending, alarm)),
            _begin("showing that this process is still here", lambda: _beat(beating, self._hand)),
            _begin("looking at what changed", lambda: _look_now_and_then(look)),
            _begin("handing over", sending.hand_over),
            _begin("putting on record what was sent", sending.settle),
            _begin("pruning the record", lambda: _prune_now_and_then(looking, self._prune)),
            asyncio.create_task(self._stopping.wait()),
        ]
        try:
            ended, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in ended:
                task.result()  # raises what ended it
            await _finish(sending)
        finally:
            alarm.stop()
            await self._let_go(tasks)
            for worker in (looking, writing, beating):
                worker.close()

    async def _claim(self, writing: Worker, sending: Sending, alarm: Alarm) -> None:
        """Take what is due, if there is room for it, and sleep until there is more."""
        room = min(sending.room, BATCH)
        if room <= 0:
            await alarm.sleep(_FULL_SLEEP)
            return
        claimed = await writing.run(lambda: self._desk.claim(room))
        sending.put(claimed)
        if len(claimed) == room:
            return  # there is more, most likely: to ask when would take as long as to claim some
        wake_at = await writing.run(lambda: self._ledger.next_wake_at(self._looker.agenda.season_keys))
        delay = LONGEST_SLEEP if wake_at is None else self._clock.real_delay(wake_at)
        if delay > timedelta(0):
            await alarm.sleep(max(delay, _SHORTEST_SLEEP))

    async def _let_go(self, tasks: Sequence[asyncio.Task[object]]) -> None:
        for task in tasks:
            task.cancel()
        closing = [asyncio.create_task(channel.close()) for channel in self._channels.values()]
        ended, hanging = await asyncio.wait([*tasks, *closing], timeout=_CLOSE_SECONDS)
        for task in hanging:
            task.cancel()
        await asyncio.sleep(0)
        for task in ended.intersection(closing):
            if (error := task.exception()) is not None:
                log.warning("a channel could not be closed: %s", type(error).__name__)


def _begin(what: str, work: Callable[[], Awaitable[None]]) -> asyncio.Task[object]:
    return asyncio.create_task(_again_and_again(what, work))


async def _finish(sending: Sending) -> None:
    """Begin nothing new, and give what was begun its time."""
    sending.give_back()
    if not await sending.finish(_FINISH_SECONDS):
        log.warning("a receiver or the ledger still hangs; what was being sent may come twice")
    if not await sending.wait_until_settled(_SETTLE_SECONDS):
        log.warning("the ledger could not be written to the end; what it lacks comes again")


async def _again_and_again(what: str, work: Callable[[], Awaitable[None]]) -> None:
    """Do some work for ever. What goes wrong is told, and tried again."""
    trouble = Trouble(log, what)
    while True:
        try:
            await work()
        except OutdatedError:
            await asyncio.sleep(_OUTDATED_SECONDS)  # the next look takes up what was published
        except DatabaseLostError:
            raise
        except Exception as error:
            trouble.tell(error)
            await asyncio.sleep(_PAUSE_SECONDS)
        else:
            trouble.is_over()


async def _look_now_and_then(look: Callable[[], Awaitable[None]]) -> None:
    await look()
    await asyncio.sleep(BEAT_EVERY.total_seconds())


async def _prune_now_and_then(looking: Worker, prune: Callable[[], bool] | None) -> None:
    is_more = prune is not None and await looking.run(prune)
    await asyncio.sleep(_PAUSE_SECONDS if is_more else _PRUNE_EVERY_SECONDS)


async def _beat(beating: Worker, hand: Hand) -> None:
    await beating.run(hand.beat)
    await asyncio.sleep(BEAT_EVERY.total_seconds())
