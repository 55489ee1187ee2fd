"""The way of a message from the line it waits in to the record of it: asyncio, in one loop.

A message waits for its receiver's turn, is noted as handed over together with others, sent on its own, and settled
together with others. What the ledger cannot take is tried again, and meanwhile nothing is sent.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from season_calendar.channels import Channel
from season_calendar.clock import Clock
from season_calendar.daemon.desk import Desk
from season_calendar.daemon.in_hand import InHand, Settlement
from season_calendar.daemon.lanes import Lanes, shown_by
from season_calendar.daemon.open_files import most_sends_at_once
from season_calendar.daemon.pile import Pile
from season_calendar.daemon.schedule import Reach, Schedule
from season_calendar.daemon.word_store import WordStore
from season_calendar.daemon.worker import Worker
from season_calendar.errors import ChannelError, TemporaryChannelError
from season_calendar.memo import Memo
from season_calendar.reminders.next_step import Telling

log = logging.getLogger(__name__)

BATCH = 1000
"""How many messages are noted in one transaction."""

_SETTLE_WITHIN_SECONDS = 0.02
"""How long a message that was sent waits for others to be settled with: what a crash within it hits may come twice."""

_FENCE_SECONDS = 10.0
"""So long after a message was handed over others may soon take its sender for gone: then it is handed over anew."""

_MOST_IN_MEMORY = 4000
"""How many messages may be on their way; more stay in the ledger, where any daemon may take them."""

_MARGIN = timedelta(seconds=10)
"""How long the words before a send, and the ledger after it, may take."""

_OVERFLOW = timedelta(seconds=5)
"""For how long at most a message goes back into the ledger whose receiver's host has too many waiting.

Each for a random part of it: were all back at one instant, most would have to wait anew, and then the line stood empty.
"""

_RETURNS = 10
"""At how many instants within that they are back. Those of one instant are put back and claimed together; were each
back at one of its own, the ledger would do little else than ask who is back.
"""

_NO_CHANNEL = timedelta(minutes=5)


class Sending:
    """Sends what is put in. ``settled`` is called when something is on record, and there may be room for more.

    ``draw`` is random, from 0 to 1.
    """

    def __init__(
        self,
        desk: Desk,
        ledger_thread: Worker,
        channels: Mapping[str, Channel],
        clock: Clock,
        draw: Callable[[], float],
        settled: Callable[[], None],
    ) -> None:
        self._desk = desk
        self._ledger_thread = ledger_thread
        self._channels = channels
        self._clock = clock
        self._draw = draw
        self._settled = settled
        self._words = WordStore()
        self._to_hand_over = Pile[InHand](BATCH)
        self._to_settle = Pile[Settlement](BATCH)
        last_chance = max(channel.send_timeout for channel in channels.values()) + _MARGIN
        schedule = Schedule[InHand](most_sends_at_once(), last_chance.total_seconds())
        self._lanes = Lanes(schedule, self._begin, self._expire)
        self._sends: dict[InHand, asyncio.Task[None]] = {}
        self._begun = 0
        self._unsettled = 0
        self._takes_more = True

    @property
    def room(self) -> int:
        """How many more messages may be put in; none at the end."""
        if not self._takes_more:
            return 0
        return _MOST_IN_MEMORY - self._lanes.waiting - self._lanes.running - self._unsettled

    def put(self, items: Sequence[InHand]) -> None:
        """Line up messages, each for its receiver; at the end they go back into the ledger."""
        expires_at = Memo(self._expires_at)
        for item in items:
            if not self._takes_more:
                self._settle(Settlement(item, put_back_for=timedelta(0)))
                continue
            channel = self._channels.get(item.subscriber.channel)
            if channel is None:
                self._fail(item, f"there is no channel {item.subscriber.channel!r}", retry_after=_NO_CHANNEL)
                continue
            address, by = item.subscriber.address, expires_at(item.telling)
            host = channel.destination(address)
            was_tried = item.before.tries > 0
            if not self._lanes.put(item, host, address, by, at_once=channel.at_once, was_tried=was_tried):
                self._settle(Settlement(item, put_back_for=_OVERFLOW * self._return()))

    async def hand_over(self) -> None:
        """Note as handed over what has its turn, one batch of it, and begin to send it.

        Raises OutdatedError and StorageError; the next call tries again.
        """
        items = await self._to_hand_over.take()
        try:
            began_at, begun = await self._ledger_thread.run(lambda: (time.monotonic(), self._desk.hand_over(items)))
        except BaseException:
            self._to_hand_over.put_back(items)
            raise
        ids = {item.row.id for item in begun}
        self._begun -= len(items)
        for item in items:
            if item.row.id not in ids:
                self._lanes.done(item, Reach.UNKNOWN)
        now, begin = self._clock.now(), asyncio.get_running_loop().create_task
        for item in begun:
            self._sends[item] = begin(self._send(item, began_at, now))

    async def settle(self) -> None:
        """Put on record what was sent, one batch of it. Raises StorageError; the next call tries again."""
        settlements = await self._to_settle.take(within=_SETTLE_WITHIN_SECONDS)
        try:
            await self._ledger_thread.run(lambda: self._desk.settle(settlements))
        except BaseException:
            self._to_settle.put_back(settlements)
            raise
        self._unsettled -= len(settlements)
        self._settled()

    def give_back(self) -> None:
        """Begin nothing any more; what was not begun goes back into the ledger."""
        self._takes_more = False
        for item in self._lanes.take_back():
            self._settle(Settlement(item, put_back_for=timedelta(0)))

    async def finish(self, seconds: float) -> bool:
        """Wait for what was begun; False where some of it hangs for longer, and is left behind."""
        # What is being claimed just now comes before it, and is put in to go back.
        claimed = asyncio.ensure_future(self._ledger_thread.run(lambda: None))
        if await _within(seconds, lambda: claimed.done() and not self._begun and not self._sends):
            return True
        for task in (claimed, *self._sends.values()):
            task.cancel()
        return False

    async def wait_until_settled(self, seconds: float) -> bool:
        """Wait until everything that was sent is on record; False where that takes longer."""
        return await _within(seconds, lambda: not self._unsettled)

    async def _send(self, item: InHand, handed_over_at: float, now: datetime) -> None:
        if time.monotonic() - handed_over_at > _FENCE_SECONDS:  # stopped in between
            del self._sends[item]
            self._begin([item])
            return
        error: Exception | None = None
        reach = Reach.UNKNOWN
        try:
            channel = self._channels[item.subscriber.channel]
            await channel.send(item.subscriber.address, self._words.message(item, now))
            reach = Reach.REACHED
        except ChannelError as its_error:
            error, reach = its_error, shown_by(its_error)
        except Exception as its_error:
            # Not the receiver: a fault of ours, the same at every try until somebody mends it. Use bounds it.
            # Where it was raised is told, not its text: that may hold the address.
            where = "".join(traceback.format_tb(its_error.__traceback__))
            log.error("%s cannot be sent: %s\n%s", item.key, type(its_error).__name__, where)
            error = its_error
        finally:
            del self._sends[item]
            self._lanes.done(item, reach)
        self._settle(Settlement(item, error))

    def _return(self) -> float:
        """A random one of the instants at which messages are back for which there is no room, as a part of all time."""
        return math.ceil(self._draw() * _RETURNS) / _RETURNS

    def _expires_at(self, telling: Telling) -> float:
        """When it is of no use any more, in the loop's time."""
        use_left = self._clock.real_delay(telling.expires_at)
        return asyncio.get_running_loop().time() + use_left.total_seconds()

    def _begin(self, items: list[InHand]) -> None:
        self._begun += len(items)
        self._to_hand_over.add(items)

    def _expire(self, items: list[InHand]) -> None:
        """They waited until they were of no use any more."""
        for item in items:
            host = self._channels[item.subscriber.channel].destination(item.subscriber.address)
            why = "cannot be reached" if self._lanes.rests(host) else "had no room for it in time"
            self._fail(item, f"{host} {why}")

    def _fail(self, item: InHand, why: str, retry_after: timedelta = timedelta(0)) -> None:
        error = TemporaryChannelError(why, retry_after=retry_after, may_have_arrived=False)
        self._settle(Settlement(item, error))

    def _settle(self, settlement: Settlement) -> None:
        self._unsettled += 1
        self._to_settle.add([settlement])


async def _within(seconds: float, is_done: Callable[[], bool]) -> bool:
    give_up_at = time.monotonic() + seconds
    while not is_done():
        if time.monotonic() >= give_up_at:
            return False
        await asyncio.sleep(_SETTLE_WITHIN_SECONDS)
    return True
