"""A real server on a free port, over seasons that a test can change."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import httpx
import pytest
from support.fake_source import FakeSource, StillClock
from support.racing import FIRST_NOW, published, season

from season_calendar.web.answers.making import Maker
from season_calendar.web.answers.resources import Resources
from season_calendar.web.app import create_app
from season_calendar.web.server import FeedServer
from season_calendar.web.wire.listening import listen


@pytest.fixture(scope="module")
def _served() -> Iterator[tuple[FakeSource, StillClock, FeedServer]]:
    """One server for all tests of a file: it takes longer to end than most of them.

    It must not run on beside the tests of other folders: where one of them freezes the time, it never ends.
    """
    source, clock = FakeSource(), StillClock()
    app = create_app(source, clock, Maker("https://example.org"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Resources, "make_ready", _make_nothing)
        with FeedServer(app, listen("127.0.0.1", 0)) as server:
            yield source, clock, server


async def _make_nothing(_: Resources) -> None:
    """What is at hand, and what is still to be made, would be a matter of time."""


@pytest.fixture
def source(_served: tuple[FakeSource, StillClock, FeedServer]) -> FakeSource:
    """The server's source, with one season."""
    source = _served[0]
    source.publications = (published(season()),)
    source.problems = ()
    source.refreshing = lambda: False
    return source


@pytest.fixture
def clock(_served: tuple[FakeSource, StillClock, FeedServer]) -> StillClock:
    """The server's clock, at the time of the first publication."""
    clock = _served[1]
    clock.at = FIRST_NOW
    return clock


@pytest.fixture
def server(_served: tuple[FakeSource, StillClock, FeedServer], source: FakeSource, clock: StillClock) -> FeedServer:
    """The server, as if it had just been started."""
    return _served[2]


@pytest.fixture
def client(server: FeedServer) -> Iterator[httpx.Client]:
    """A client that asks for no coding unless a test says so."""
    with httpx.Client(base_url=server.url, headers={"Accept-Encoding": "identity"}) as client:
        yield client


@pytest.fixture
def eventually() -> Callable[[Callable[[], bool]], None]:
    """Wait until something is so, at most ten seconds."""

    def wait(is_so: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 10
        while not is_so():
            assert time.monotonic() < deadline, "it never came to be"
            time.sleep(0.02)

    return wait
