"""A pile gives out what waits in order, some at a time, and loses nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from season_calendar.daemon.pile import Pile


def run(work: Coroutine[Any, Any, None]) -> None:
    async def in_time() -> None:
        async with asyncio.timeout(30.0):
            await work

    asyncio.run(in_time())


def test_what_waits_is_given_out_in_order_and_no_more_at_once_than_may_be() -> None:
    async def main() -> None:
        pile = Pile[int](2)
        pile.add([1])
        pile.add([2, 3])
        assert [await pile.take(), await pile.take()] == [[1, 2], [3]]

    run(main())


def test_what_comes_a_moment_later_is_given_out_together() -> None:
    async def main() -> None:
        pile = Pile[int](10)
        pile.add([1])
        waiting = asyncio.create_task(pile.take(within=0.01))
        await asyncio.sleep(0)
        pile.add([2])
        assert await waiting == [1, 2]

    run(main())


def test_nothing_is_not_given_out() -> None:
    async def main() -> None:
        pile = Pile[int](2)
        waiting = asyncio.create_task(pile.take())
        pile.add([])
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert not waiting.done()
        pile.add([1])
        assert await waiting == [1]
        empty = asyncio.create_task(pile.take())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert not empty.done()
        empty.cancel()

    run(main())


def test_what_is_put_back_comes_before_what_waits() -> None:
    async def main() -> None:
        pile = Pile[int](2)
        pile.add([1, 2, 3])
        pile.put_back(await pile.take())
        assert [await pile.take(), await pile.take()] == [[1, 2], [3]]

    run(main())


def test_a_cancelled_taker_takes_nothing() -> None:
    async def main() -> None:
        pile = Pile[int](2)
        pile.add([1])
        waiting = asyncio.create_task(pile.take(within=10.0))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.sleep(0)
        assert await pile.take() == [1]

    run(main())
