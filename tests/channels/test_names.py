"""Names are looked up each on its own, so that those that do not resolve delay nobody."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Coroutine, Iterator
from datetime import timedelta
from typing import Any

import pytest

from season_calendar.channels import names
from season_calendar.channels.names import Names
from season_calendar.errors import TemporaryChannelError


class NameServer:
    """Knows all names but those of ``hanging``, for which whoever asks waits until ``release``."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self._released = threading.Event()

    def release(self) -> None:
        self._released.set()

    def getaddrinfo(self, host: str, port: object, type: int = 0) -> list[object]:  # noqa: A002 the socket's name
        self.asked.append(host)
        if host.startswith("hanging"):
            self._released.wait(10)
        if host.startswith(("hanging", "unknown")):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 0))]


@pytest.fixture
def name_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[NameServer]:
    server = NameServer()
    monkeypatch.setattr(socket, "getaddrinfo", server.getaddrinfo)
    yield server
    server.release()


async def found(known: Names, host: str) -> list[str]:
    return [info[4][0] for info in await known.addresses(host, 443)]


def in_loop(work: Callable[[Names], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(work(Names()))


@pytest.mark.parametrize("count", [12, 200])
def test_names_that_do_not_resolve_do_not_delay_one_that_does(name_server: NameServer, count: int) -> None:
    async def work(known: Names) -> None:
        stuck = [asyncio.create_task(found(known, f"hanging-{number}.example")) for number in range(count)]
        await asyncio.sleep(0)
        assert await found(known, "healthy.example") == ["127.0.0.1"]
        assert not any(task.done() for task in stuck)
        name_server.release()
        outcomes = await asyncio.gather(*stuck, return_exceptions=True)
        assert all(isinstance(outcome, socket.gaierror) for outcome in outcomes)

    in_loop(work)


def test_who_asks_for_the_same_name_shares_one_look_up(name_server: NameServer) -> None:
    async def work(known: Names) -> None:
        stuck = [asyncio.create_task(found(known, "hanging.example")) for _ in range(50)]
        await found(known, "healthy.example")
        stuck[0].cancel()  # who gives up takes nothing away from the others
        name_server.release()
        outcomes = await asyncio.gather(*stuck, return_exceptions=True)
        assert isinstance(outcomes[0], asyncio.CancelledError)
        assert all(isinstance(outcome, socket.gaierror) for outcome in outcomes[1:])

    in_loop(work)
    assert name_server.asked.count("hanging.example") == 1


def test_a_good_answer_is_used_for_half_a_minute(name_server: NameServer) -> None:
    clock = iter((100.0, 129.9, 130.1, 130.1))

    async def work() -> None:
        known = Names(monotonic=lambda: next(clock))
        for asked in (1, 1, 2):
            assert await found(known, "healthy.example") == ["127.0.0.1"]
            assert len(name_server.asked) == asked

    asyncio.run(work())


def test_a_bad_answer_is_asked_for_again(name_server: NameServer) -> None:
    async def work(known: Names) -> None:
        for _ in range(2):
            with pytest.raises(socket.gaierror):
                await found(known, "unknown.example")

    in_loop(work)
    assert len(name_server.asked) == 2


def test_beyond_the_bound_a_look_up_fails_at_once_and_known_names_go_on(
    name_server: NameServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(names, "MOST_LOOK_UPS", 3)

    async def work(known: Names) -> None:
        await found(known, "healthy.example")
        stuck = [asyncio.create_task(found(known, f"hanging-{number}.example")) for number in range(3)]
        await asyncio.sleep(0)
        with pytest.raises(TemporaryChannelError, match="too many other names") as caught:
            await found(known, "another.example")
        assert not caught.value.unreachable
        assert not caught.value.may_have_arrived
        assert await found(known, "healthy.example") == ["127.0.0.1"]
        name_server.release()
        await asyncio.gather(*stuck, return_exceptions=True)
        assert await found(known, "another.example") == ["127.0.0.1"]

    in_loop(work)


def test_the_system_is_asked_so_that_its_hosts_file_holds() -> None:
    async def work(known: Names) -> None:
        assert set(await found(known, "localhost")) <= {"127.0.0.1", "::1"}

    in_loop(work)


def test_a_look_up_that_never_ends_keeps_no_loop_and_no_process(name_server: NameServer) -> None:
    async def work(known: Names) -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(timedelta(milliseconds=10).total_seconds()):
                await found(known, "hanging.example")

    in_loop(work)
    assert all(thread.daemon for thread in threading.enumerate() if thread.name == "season-calendar-names")
