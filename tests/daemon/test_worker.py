"""A worker does one thing after the other in its own thread, and nobody waits for it in vain."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from season_calendar.daemon.worker import Worker


def test_what_a_job_returns_or_raises_is_given_back() -> None:
    async def main() -> None:
        worker = Worker("ledger", asyncio.get_running_loop())
        assert await worker.run(lambda: threading.current_thread().name) == "ledger"
        with pytest.raises(ZeroDivisionError):
            await worker.run(lambda: 1 // 0)
        assert await worker.run(lambda: 2) == 2
        worker.close()

    asyncio.run(main())


def test_a_job_that_would_end_its_thread_ends_no_wait() -> None:
    def end() -> None:
        raise SystemExit

    async def main() -> None:
        worker = Worker("ledger", asyncio.get_running_loop())
        with pytest.raises(RuntimeError, match="SystemExit in a job"):
            await worker.run(end)
        assert await worker.run(lambda: 2) == 2
        worker.close()

    asyncio.run(main())


def test_jobs_are_done_in_order_one_at_a_time_while_the_loop_goes_on() -> None:
    done: list[int] = []
    go_on = threading.Event()

    async def main() -> None:
        worker = Worker("ledger", asyncio.get_running_loop())
        first = asyncio.create_task(worker.run(lambda: go_on.wait(30)))
        others = [asyncio.create_task(worker.run(lambda each=each: done.append(each))) for each in range(3)]  # type: ignore[misc]
        await asyncio.sleep(0)
        assert done == []
        go_on.set()
        await asyncio.gather(first, *others)
        assert done == [0, 1, 2]
        worker.close()

    asyncio.run(main())


def test_a_job_is_done_to_its_end_also_where_nobody_waits_any_more(caplog: pytest.LogCaptureFixture) -> None:
    begun, go_on, ended = threading.Event(), threading.Event(), threading.Event()

    def job() -> None:
        begun.set()
        go_on.wait(30)
        ended.set()

    async def main() -> None:
        worker = Worker("ledger", asyncio.get_running_loop())
        waiting = asyncio.create_task(worker.run(job))
        while not begun.is_set():
            await asyncio.sleep(0.001)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        go_on.set()
        assert await worker.run(lambda: 2) == 2
        assert ended.is_set()
        worker.close()

    asyncio.run(main())
    assert caplog.text == ""


def test_a_closed_worker_ends_after_what_was_asked_of_it() -> None:
    async def main() -> threading.Thread:
        worker = Worker("ledger", asyncio.get_running_loop())
        thread = await worker.run(threading.current_thread)
        last = asyncio.create_task(worker.run(lambda: 2))
        await asyncio.sleep(0)
        worker.close()
        assert await last == 2
        return thread

    thread = asyncio.run(main())
    thread.join(30)
    assert not thread.is_alive()


def test_a_worker_whose_loop_was_closed_ends_with_its_job_and_keeps_no_program_alive() -> None:
    begun, go_on = threading.Event(), threading.Event()
    threads: list[threading.Thread] = []

    def job() -> None:
        threads.append(threading.current_thread())
        begun.set()
        go_on.wait(30)

    async def main() -> None:
        waiting = asyncio.create_task(Worker("ledger", asyncio.get_running_loop()).run(job))
        while not begun.is_set():
            await asyncio.sleep(0.001)
        waiting.cancel()

    asyncio.run(main())
    (thread,) = threads
    assert thread.daemon
    go_on.set()
    give_up_at = time.monotonic() + 30
    while thread.is_alive():
        assert time.monotonic() < give_up_at
        time.sleep(0.002)
