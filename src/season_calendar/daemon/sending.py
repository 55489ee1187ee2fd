"""The way of a message from the line it waits in to the record of it: asyncio, in one loop.

A message waits for its receiver's turn, is noted as handed over together with others, sent on its own, and settled
together with others. What the ledger cannot take is tried again, and meanwhile nothing is sent.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from typing import TypeVar

from season_calendar.channels import Channel
from season_calendar.clock import Clock
from season_calendar.daemon.desk import Desk, InHand, OutdatedError, Settlement
from season_calendar.daemon.lanes import Lanes
from season_calendar.daemon.word_store import WordStore
from season_calendar.daemon.worker import Worker
from season_calendar.errors import ChannelError, TemporaryChannelError

log = logging.getLogger(__name__)

BATCH = 500
"""How many messages are noted in one transaction."""

_SETTLE_WITHIN_SECONDS = 0.02
"""How long a message that was sent waits for others to be settled with: what a crash within it hits may come twice."""

_FENCE_SECONDS = 10.0
"""So long after it was noted as handed over, others may soon take its sender for gone: then it is handed over anew."""

_OVERFLOW = timedelta(seconds=5)
"""For how long a message goes back into the ledger whose receiver's host has too many waiting."""

_NO_CHANNEL = timedelta(minutes=5)

_T = TypeVar("_T")


class Sending:
    """Sends what is put in. ``look`` is awaited where something was published that is not on the agenda yet."""

    def __init__(
        self,
        desk: Desk,
        ledger_thread: Worker,
        channels: Mapping[str, Channel],
        clock: Clock,
        look: Callable[[], Awaitable[object]],
        settled: Callable[[], None],
    ) -> None:
        self._desk = desk
        self._ledger_thread = ledger_thread
        self._channels = channels
        self._clock = clock
        self._look = look
        self._settled = settled
        self._words = WordStore()
        self._to_hand_over: asyncio.Queue[InHand] = asyncio.Queue()
        self._to_settle: asyncio.Queue[Settlement] = asyncio.Queue()
        self._lanes: Lanes[InHand] = Lanes(self._begin)
        self._sends: set[asyncio.Task[None]] = set()
        self._begun = 0
        self._unsettled = 0

    @property
    def room(self) -> int:
        """How many more messages may be put in."""
        return self._lanes.room

    def put(self, items: Sequence[InHand]) -> None:
        """Line up messages, each for its receiver."""
        for item in items:
            channel = self._channels.get(item.subscriber.channel)
            if channel is None:
                what = f"there is no channel {item.subscriber.channel!r}"
                error = TemporaryChannelError(what, retry_after=_NO_CHANNEL, may_have_arrived=False)
                self._settle(Settlement(item, error))
            elif not self._lanes.put(
                item,
                destination=f"{channel.kind} {channel.destination(item.subscriber.address)}",
                address=item.subscriber.address,
                use_left=self._clock.real_delay(item.telling.expires_at),
            ):
                self._settle(Settlement(item, put_back_for=_OVERFLOW))

    async def hand_over(self) -> None:
        """Note as handed over what has its turn, one batch of it, and begin to send it.

        Raises StorageError; the next call tries again.
        """
        items = await _some(self._to_hand_over)
        try:
            while True:
                try:
                    begun = await self._ledger_thread.run(lambda: self._desk.hand_over(items))
                    break
                except OutdatedError:
                    await self._look()
        except BaseException:
            _put_back(self._to_hand_over, items)
            raise
        handed_over_at, ids = time.monotonic(), {item.row.id for item in begun}
        self._begun -= len(items)
        for item in items:
            if item.row.id not in ids:
                self._lanes.finished(item)
        for item in begun:
            task = asyncio.create_task(self._send(item, handed_over_at))
            self._sends.add(task)
            task.add_done_callback(self._sends.discard)

    async def settle(self) -> None:
        """Put on record what was sent, one batch of it. Raises StorageError; the next call tries again."""
        settlements = await _some(self._to_settle, within=_SETTLE_WITHIN_SECONDS)
        try:
            await self._ledger_thread.run(lambda: self._desk.settle(settlements))
        except BaseException:
            _put_back(self._to_settle, settlements)
            raise
        self._unsettled -= len(settlements)
        self._settled()

    def give_back(self) -> None:
        """Begin nothing any more; what was not begun goes back into the ledger."""
        for item in self._lanes.take_back():
            self._settle(Settlement(item, put_back_for=timedelta(0)))

    async def finish(self, seconds: float) -> bool:
        """Wait for what was begun; False where some of it hangs for longer, and is left behind."""
        if await _within(seconds, lambda: not self._begun and not self._sends):
            return True
        for task in self._sends:
            task.cancel()
        return False

    async def wait_until_settled(self, seconds: float) -> bool:
        """Wait until everything that was sent is on record; False where that takes longer."""
        return await _within(seconds, lambda: not self._unsettled)

    async def _send(self, item: InHand, handed_over_at: float) -> None:
        if time.monotonic() - handed_over_at > _FENCE_SECONDS:  # stopped in between
            self._begin(item)
            return
        error: Exception | None = None
        try:
            channel = self._channels[item.subscriber.channel]
            await channel.send(item.subscriber.address, self._words.message(item, self._clock.now()))
        except ChannelError as its_error:
            error = its_error
        except Exception as its_error:
            # Not the receiver: a fault of ours, the same at every try until somebody mends it. Use bounds it.
            log.exception("%s cannot be sent", item.key)
            error = its_error
        self._lanes.finished(item, unreachable=isinstance(error, TemporaryChannelError) and error.unreachable)
        self._settle(Settlement(item, error))

    def _begin(self, item: InHand) -> None:
        self._begun += 1
        self._to_hand_over.put_nowait(item)

    def _settle(self, settlement: Settlement) -> None:
        self._unsettled += 1
        self._to_settle.put_nowait(settlement)


async def _some(queue: asyncio.Queue[_T], within: float = 0.0) -> list[_T]:
    """What waits in a queue, at least one, at most a batch; what comes ``within`` so many seconds too."""
    items = [await queue.get()]
    if queue.qsize() < BATCH - 1:
        await asyncio.sleep(within)
    while len(items) < BATCH and not queue.empty():
        items.append(queue.get_nowait())
    return items


def _put_back(queue: asyncio.Queue[_T], items: Sequence[_T]) -> None:
    for item in items:
        queue.put_nowait(item)


async def _within(seconds: float, is_done: Callable[[], bool]) -> bool:
    give_up_at = time.monotonic() + seconds
    while not is_done():
        if time.monotonic() >= give_up_at:
            return False
        await asyncio.sleep(_SETTLE_WITHIN_SECONDS)
    return True
