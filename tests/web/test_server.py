"""The server's life: where it listens, and how it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys

import httpx
import pytest
from support.fake_source import FakeSource
from support.racing import published, season

from season_calendar.cli.commands.serve import Serving
from season_calendar.clock import SystemClock
from season_calendar.errors import ServerAddressError
from season_calendar.web.app import create_app
from season_calendar.web.server import FeedServer, serve
from season_calendar.web.wire.listening import listen

PROGRAM = """
import logging
from support.racing import published, season
from season_calendar.clock import SystemClock
from season_calendar.web.app import create_app
from season_calendar.web.wire.listening import listen
from season_calendar.web.server import serve

class Source:
    publications = [published(season())]
    health = ()
    def refresh(self, now): pass

logging.basicConfig(level=logging.INFO)
serve(create_app(Source(), SystemClock()), listen("127.0.0.1", 0), 64, lambda url: print(url, flush=True))
print("ended", flush=True)
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_with_status_0(number: signal.Signals) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            url = process.stdout.readline().strip()
            with httpx.Client(base_url=url) as client:  # its kept connection must not hold the end up
                assert client.get("/wtcr.ics").status_code == 200
                process.send_signal(number)
                output, log = process.communicate(timeout=20)
        finally:
            process.kill()
    assert (process.returncode, output) == (0, "ended\n")
    assert "Traceback" not in log


def test_serving_leaves_the_signals_as_they_were() -> None:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    app = create_app(FakeSource(published(season())), SystemClock())
    serve(app, listen("127.0.0.1", 0), 64, on_started=lambda url: os.kill(os.getpid(), signal.SIGTERM))
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before


def test_a_port_in_use_is_told_with_a_remedy() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(
            ServerAddressError, match=rf"^cannot listen on 127.0.0.1 port {port}: [^(]* in use \(another"
        ):
            listen("127.0.0.1", port)


@pytest.mark.parametrize(
    ("host", "port", "remedy"),
    [
        ("no.such.host.invalid", 0, "check --host"),
        ("192.0.2.1", 0, "check --host"),
        ("2001:db8::1", 0, "check --host"),
        ("odd\x9bname", 0, "check --host"),
        ("127.0.0.1", 70000, "another --port"),
    ],
)
def test_an_address_that_is_not_ours_is_told(host: str, port: int, remedy: str) -> None:
    with pytest.raises(ServerAddressError, match=rf"^cannot listen on {host} port {port}: [^(]+ \({remedy}"):
        listen(host, port)


@pytest.mark.parametrize(
    ("host", "base_url", "named"),
    [
        ("127.0.0.1", None, "http://127.0.0.1:"),
        ("0.0.0.0", None, None),
        ("", None, None),
        ("0.0.0.0", "https://example.org", "https://example.org"),
    ],
)
def test_pages_name_no_address_that_only_this_machine_has_where_others_come_too(
    host: str, base_url: str | None, named: str | None
) -> None:
    listening = listen(host, 0)
    with listening.socket:
        address = Serving(host, 0, 64, base_url, None).pages_at(listening)
        assert address is None if named is None else address is not None and address.startswith(named)


@pytest.mark.parametrize(("host", "shown"), [("0.0.0.0", "localhost"), ("127.0.0.1", "127.0.0.1"), ("::1", "[::1]")])
def test_its_url_can_be_opened_and_has_the_real_port(host: str, shown: str) -> None:
    if ":" in host and not socket.has_ipv6:
        pytest.skip("no IPv6 on this machine")
    told: list[str] = []
    app = create_app(FakeSource(published(season())), SystemClock())
    with FeedServer(app, listen(host, 0), on_started=told.append) as server:
        assert told == [server.url]
        assert server.url.startswith(f"http://{shown}:")
        assert httpx.get(server.url).status_code == 200


def test_the_parts_of_an_answer_do_not_wait_for_each_other() -> None:
    with listen("127.0.0.1", 0).socket as listening, socket.create_connection(listening.getsockname()):
        accepted, _ = listening.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_the_system_keeps_little_of_what_a_client_does_not_read() -> None:
    listening = listen("127.0.0.1", 0)
    with listening.socket, socket.create_connection(listening.socket.getsockname()):
        accepted, _ = listening.socket.accept()
        with accepted:
            assert accepted.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) <= 512 * 1024
