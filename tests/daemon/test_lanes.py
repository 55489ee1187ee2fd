"""Lanes with real channels and receivers that fail in every way: none of them harms a healthy one.

A healthy one is not held up where its message is through while all that others hold up is still under way.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta

import pytest
from support import sinks
from support.sinks import HttpSink, SmtpSink

from season_calendar.channels import Channel
from season_calendar.channels.email import EmailChannel
from season_calendar.channels.webhook import WebhookChannel
from season_calendar.daemon.lanes import Lanes, shown_by
from season_calendar.daemon.schedule import Reach, Schedule
from season_calendar.errors import ChannelError, PermanentChannelError, TemporaryChannelError
from season_calendar.reminders.message import Message

PATIENCE = timedelta(seconds=20)
HOUR = 3600.0


@dataclass(frozen=True)
class Letter:
    """A message by its key, for one address of a channel."""

    key: str
    channel: Channel
    address: str


class Post:
    """Sends letters through lanes, as the daemon does, and notes what became of each."""

    def __init__(self) -> None:
        self.outcomes: dict[str, ChannelError | None] = {}
        self.expired: list[str] = []
        self.lanes = Lanes(Schedule[Letter](500, PATIENCE.total_seconds()), self._begin, self._expire)
        self._sends: set[asyncio.Task[None]] = set()
        self._changed = asyncio.Event()

    def put(self, *letters: Letter, expires_in: float = HOUR) -> None:
        expires_at = asyncio.get_running_loop().time() + expires_in
        for letter in letters:
            host = letter.channel.destination(letter.address)
            assert self.lanes.put(letter, host, letter.address, expires_at, at_once=letter.channel.at_once)

    async def ended(self, *keys: str) -> None:
        """Wait until these have ended."""
        async with asyncio.timeout(30):
            while not self.outcomes.keys() >= {*keys}:
                self._changed.clear()
                await self._changed.wait()

    async def give_up(self) -> None:
        self.lanes.take_back()
        for send in self._sends:
            send.cancel()
        await asyncio.gather(*self._sends, return_exceptions=True)

    def _begin(self, letters: list[Letter]) -> None:
        for letter in letters:
            self._sends.add(asyncio.create_task(self._send(letter)))

    async def _send(self, letter: Letter) -> None:
        failure = None
        try:
            await letter.channel.send(letter.address, Message(letter.key, "title", "text", {}))
        except ChannelError as error:
            failure = error
        self.outcomes[letter.key] = failure
        self.lanes.done(letter, shown_by(failure))
        self._changed.set()

    def _expire(self, letters: list[Letter]) -> None:
        self.expired += [letter.key for letter in letters]
        self._changed.set()


@pytest.fixture
def no_name_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Who looks up a name other than localhost's waits until the test's end."""
    released, look_up = threading.Event(), socket.getaddrinfo

    def hanging(host: str, *args: object, **options: object) -> object:
        if host.endswith(".example"):
            released.wait(30)
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return look_up(host, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", hanging)
    yield
    released.set()


@pytest.mark.usefixtures("no_name_server")
def test_hosts_that_hang_and_names_that_do_not_resolve_hold_up_no_healthy_receiver() -> None:
    async def work() -> None:
        post, webhook = Post(), WebhookChannel(PATIENCE)
        for number, sink in enumerate(hanging):
            post.put(*(Letter(f"hanging {number}/{each}", webhook, f"{sink.url}/{each}") for each in range(60)))
        for number in range(12):
            post.put(Letter(f"unknown {number}", webhook, f"http://host-{number}.example/hook"))
        await asyncio.to_thread(lambda: [sink.wait_for(50) for sink in hanging])
        post.put(*(Letter(f"healthy {each}", webhook, f"{by_name}/{each}") for each in range(3)))
        await post.ended("healthy 0", "healthy 1", "healthy 2")
        assert post.outcomes == {f"healthy {each}": None for each in range(3)}
        assert post.lanes.running == 6 * 50 + 12
        assert post.lanes.waiting == 6 * 10
        await post.give_up()
        await webhook.close()

    with ExitStack() as stack:
        healthy = stack.enter_context(HttpSink())
        by_name = healthy.url.replace("127.0.0.1", "localhost")  # its own name is looked up, too
        hanging = [stack.enter_context(HttpSink()) for _ in range(6)]
        for sink in hanging:
            sink.behave(sinks.hang)
        asyncio.run(work())


def test_bad_mailboxes_take_no_reminder_from_the_healthy_ones_of_their_server() -> None:
    bad = {f"RCPT bad-{number}@example.org": "450 4.2.1 full" for number in range(2)}
    refused = {"RCPT bad-2@example.org": "550 5.1.1 no such mailbox"}

    async def work() -> None:
        post = Post()
        email = EmailChannel(sink.url, "calendar@example.org", PATIENCE)
        for attempt in range(4):
            post.put(*(Letter(f"bad {attempt}/{each}", email, f"bad-{each}@example.org") for each in range(3)))
        post.put(Letter("healthy", email, "ann@example.org"))
        await post.ended("healthy", *(f"bad {attempt}/{each}" for attempt in range(4) for each in range(3)))
        assert post.outcomes["healthy"] is None
        assert isinstance(post.outcomes["bad 0/2"], PermanentChannelError)
        await email.close()

    with SmtpSink({**bad, **refused}) as sink:
        asyncio.run(work())
    assert [mail["To"] for mail in sink.mails] == ["ann@example.org"]


@pytest.mark.parametrize(
    "behaviour",
    [
        sinks.status(429, Retry_After="60"),
        sinks.status(503, Retry_After="60"),
        sinks.status(500),
        sinks.status(404),
        sinks.drop_reply,
    ],
)
def test_bad_hooks_take_no_reminder_from_the_healthy_ones_of_their_host(behaviour: sinks.Behaviour) -> None:
    def by_path(exchange: sinks.Exchange, request: sinks.Request, number: int) -> None:
        (behaviour if request.path.startswith("/bad") else sinks.ok)(exchange, request, number)

    async def work() -> None:
        post, webhook = Post(), WebhookChannel(PATIENCE)
        bad = [Letter(f"bad {each}", webhook, f"http://{sink.host}/bad/{each}") for each in range(10)]
        post.put(*bad)
        await post.ended(*(letter.key for letter in bad))
        post.put(Letter("healthy", webhook, f"http://{sink.host}/healthy"))
        await post.ended("healthy")
        assert post.outcomes["healthy"] is None
        await webhook.close()

    with HttpSink() as sink:
        sink.behave(by_path)
        asyncio.run(work())


def test_a_host_that_refuses_connections_rests_and_what_waits_there_is_not_tried_in_vain() -> None:
    async def work() -> None:
        post, webhook = Post(), WebhookChannel(PATIENCE)
        url = f"http://127.0.0.1:{sinks.unused_port()}"
        tried = [Letter(f"tried {each}", webhook, f"{url}/{each}") for each in range(3)]
        post.put(*tried)
        await post.ended(*(letter.key for letter in tried))
        post.put(Letter("in vain", webhook, f"{url}/3"), expires_in=0.05)
        async with asyncio.timeout(10):
            while not post.expired:
                await asyncio.sleep(0.01)
        assert post.expired == ["in vain"]
        assert post.lanes.rests(webhook.destination(url))
        await webhook.close()

    asyncio.run(work())


@pytest.mark.parametrize(
    ("failure", "reach"),
    [
        (None, Reach.REACHED),
        (PermanentChannelError("404"), Reach.REACHED),
        (TemporaryChannelError("reset"), Reach.REACHED),
        (TemporaryChannelError("refused", unreachable=True), Reach.UNREACHABLE),
    ],
)
def test_only_a_host_that_cannot_be_reached_is_held_against_it(failure: ChannelError | None, reach: Reach) -> None:
    assert shown_by(failure) is reach
