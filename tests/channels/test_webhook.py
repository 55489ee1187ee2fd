"""The webhook channel against real sockets: what it sends, and what it makes of each way a receiver can fail."""

from __future__ import annotations

import asyncio
import queue
import socket
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from support import sinks
from support.driven import Driven
from support.sinks import Behaviour, FullListener, HttpSink

from season_calendar.channels.webhook import WebhookChannel
from season_calendar.errors import ChannelError, PermanentChannelError, TemporaryChannelError
from season_calendar.reminders.message import Message


def failure_of(channel: Driven, address: str, message: Message) -> ChannelError:
    with pytest.raises(ChannelError) as caught:
        channel.send(address, message)
    return caught.value


def temporary(channel: Driven, address: str, message: Message) -> TemporaryChannelError:
    error = failure_of(channel, address, message)
    assert isinstance(error, TemporaryChannelError)
    return error


def test_a_message_is_posted_as_json_with_its_key(sink: HttpSink, webhook: Driven, message: Message) -> None:
    webhook.send(sink.url, message)
    (request,) = sink.requests
    assert request.json == {**message.data, "key": message.key, "title": message.title, "text": message.text}
    assert request.headers["Content-Type"] == "application/json"
    assert request.headers["User-Agent"].startswith("season-calendar/")
    assert sink.keys == (message.key,)


@pytest.mark.parametrize("code", [200, 201, 202, 204, 299])
def test_any_2xx_is_success(sink: HttpSink, webhook: Driven, message: Message, code: int) -> None:
    sink.behave(sinks.status(code))
    webhook.send(sink.url, message)
    assert sink.keys == (message.key,)


def test_user_and_password_of_the_address_become_basic_authentication(
    sink: HttpSink, webhook: Driven, message: Message
) -> None:
    webhook.send(sink.url.replace("http://", "http://ann:hush@"), message)
    assert sink.requests[0].headers["Authorization"] == "Basic YW5uOmh1c2g="


def test_one_subscribers_cookies_are_not_sent_for_another(sink: HttpSink, webhook: Driven, message: Message) -> None:
    sink.behave(sinks.status(200, Set_Cookie="session=ann"))
    webhook.send(sink.url, message)
    webhook.send(sink.url, message)
    assert "Cookie" not in sink.requests[1].headers


@pytest.mark.parametrize("code", [408, 425, 429, 500, 502, 503, 504, 599])
def test_these_statuses_are_worth_another_try(sink: HttpSink, webhook: Driven, message: Message, code: int) -> None:
    sink.behave(sinks.status(code))
    error = temporary(webhook, sink.url, message)
    assert f"http://{sink.host}/… answered {code}" in str(error)
    assert error.throttled == (code == 429)
    assert error.may_have_arrived == (code not in (408, 425, 429, 503))
    assert not error.unreachable


@pytest.mark.parametrize("code", [301, 302, 307, 308, 400, 401, 403, 404, 405, 410, 413])
def test_these_statuses_are_for_ever(sink: HttpSink, webhook: Driven, message: Message, code: int) -> None:
    sink.behave(sinks.status(code, Location=sink.url))
    assert isinstance(failure_of(webhook, sink.url, message), PermanentChannelError)
    assert len(sink.requests) == 1


def test_a_redirect_is_named_as_what_it_is(sink: HttpSink, webhook: Driven, message: Message) -> None:
    sink.behave(sinks.status(308, Location=sink.url))
    assert "redirects are not followed" in str(failure_of(webhook, sink.url, message))


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"Retry_After": "7"}, timedelta(seconds=7)),
        ({"Retry_After": "0"}, timedelta(0)),
        ({"Retry_After": "999999999999999999999"}, timedelta(days=7)),
        ({"Retry_After": "soon"}, None),
        ({"Retry_After": "-5"}, None),
        ({"Retry_After": "³"}, None),
        ({}, None),
    ],
)
@pytest.mark.parametrize("code", [429, 503])
def test_the_wait_that_is_asked_for_is_passed_on(
    sink: HttpSink,
    webhook: Driven,
    message: Message,
    code: int,
    headers: dict[str, str],
    expected: timedelta | None,
) -> None:
    sink.behave(sinks.status(code, **headers))
    assert temporary(webhook, sink.url, message).retry_after == expected


@pytest.mark.parametrize(
    ("retry_after", "expected"),
    [
        (b"Sat, 05 Jun 2021 08:02:00 GMT", timedelta(minutes=2)),
        (b"Sat, 05 Jun 2021 07:00:00 GMT", timedelta(0)),
        (b"Sat, 05 Jun 2091 07:00:00 GMT", timedelta(days=7)),
        (b"Sat, 99 Jun 2021", None),
        (b"Sat, 05 Jun 2021 99999999999999999999:00:00 GMT", None),
    ],
)
def test_a_date_to_retry_after_is_counted_from_the_receivers_own_clock(
    sink: HttpSink, webhook: Driven, message: Message, retry_after: bytes, expected: timedelta | None
) -> None:
    answer = b"HTTP/1.1 503 Later\r\nDate: Sat, 05 Jun 2021 08:00:00 GMT\r\nRetry-After: " + retry_after
    sink.behave(lambda exchange, *_: _raw(exchange, answer + b"\r\nContent-Length: 0\r\n\r\n"))
    assert temporary(webhook, sink.url, message).retry_after == expected


def _raw(exchange: sinks.Exchange, answer: bytes) -> None:
    exchange.wfile.write(answer)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 503 \x1b[2J\xe2\x80\xae\xff\r\nRetry-After: \x1b\r\nContent-Length: 3\r\n\r\n\x1b[2",
        b"HTTP/1.1 503 Later\r\nRetry-After: 99999999999999999999999999\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 503 Later\r\nRetry-After: \xd9\xa1\r\nDate: \x1b\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 302 Go\r\nLocation: http://\x1b[2J/\xe2\x80\xae\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 999 \x9b2J\r\nSet-Cookie: \x1b=\x9b\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 \x1b[2J No\r\n\r\n",
        b"\x1b[2J\x9b\xff\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n\x1b[2J: \x9b\r\nTransfer-Encoding: \x1b\r\n\r\nzz\r\n",
    ],
)
def test_nothing_that_a_receiver_answers_is_quoted(
    sink: HttpSink,
    webhook: Driven,
    message: Message,
    answer: bytes,
    everything_said: Callable[[BaseException | None], str],
) -> None:
    sink.behave(lambda exchange, *_: _raw(exchange, answer))
    error = failure_of(webhook, sink.url, message)
    assert str(error).isprintable()
    assert not {"\x1b", "\x9b", "\u202e"} & set(everything_said(None))
    wait = getattr(error, "retry_after", None)
    assert wait is None or wait <= timedelta(days=7)


def test_a_refused_connection_is_worth_another_try(webhook: Driven, message: Message) -> None:
    port = sinks.unused_port()
    error = temporary(webhook, f"http://127.0.0.1:{port}/hook", message)
    assert str(error) == f"http://127.0.0.1:{port}/… cannot be reached: connection refused"
    assert error.unreachable
    assert not error.may_have_arrived


def test_a_host_that_cannot_be_found_is_worth_another_try(
    webhook: Driven, message: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_name_server(*args: object, **options: object) -> object:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", no_name_server)
    error = temporary(webhook, "https://hooks.example.org/hook", message)
    assert "cannot be found" in str(error)
    assert error.unreachable
    assert not error.may_have_arrived


def test_tls_with_someone_who_speaks_none_is_worth_another_try(
    sink: HttpSink, webhook: Driven, message: Message
) -> None:
    assert "TLS" in str(temporary(webhook, sink.url.replace("http:", "https:"), message))


def test_https_goes_to_a_receiver_with_a_trusted_certificate(
    webhook: Driven, message: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(sinks.CERTIFICATE))
    with HttpSink(tls=True) as sink:
        webhook.send(sink.url, message)
    assert sink.keys == (message.key,)


def test_https_goes_to_no_receiver_whose_certificate_nobody_vouches_for(
    webhook: Driven, message: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with HttpSink(tls=True) as sink:
        assert "has a certificate that cannot be trusted: self" in str(temporary(webhook, sink.url, message))
    assert sink.requests == ()


@pytest.mark.parametrize("behaviour", [sinks.hang, sinks.drip_headers])
def test_nobody_can_hold_a_send_beyond_its_timeout(
    sink: HttpSink, impatient: Driven, message: Message, behaviour: Behaviour
) -> None:
    sink.behave(behaviour)
    error = temporary(impatient, sink.url, message)
    assert "did not answer in time" in str(error)
    assert error.may_have_arrived
    assert not error.unreachable


def test_a_host_that_takes_no_connection_is_unreachable(impatient: Driven, message: Message) -> None:
    """Its line of connections to be taken is full, as it is where a machine hangs or a firewall swallows."""
    with FullListener() as listener:
        error = temporary(impatient, f"http://127.0.0.1:{listener.port}/hook", message)
    assert "did not answer in time" in str(error)
    assert error.unreachable
    assert not error.may_have_arrived


def test_a_name_server_that_hangs_does_not_hold_a_send_either(
    impatient: Driven, message: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who would wait for the name server all the same waits in vain: it says at last that it failed."""
    asked, released = threading.Event(), threading.Event()

    def hanging(*args: object, **options: object) -> object:
        asked.set()
        released.wait(10)
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", hanging)
    try:
        assert "did not answer in time" in str(temporary(impatient, "https://hooks.example.org/hook", message))
        assert asked.is_set()
    finally:
        released.set()


def test_a_dropped_reply_is_worth_another_try_with_the_same_key(
    sink: HttpSink, webhook: Driven, message: Message
) -> None:
    sink.behave(sinks.in_turn(sinks.drop_reply, sinks.ok))
    error = temporary(webhook, sink.url, message)
    assert "broke the connection off" in str(error)
    assert error.may_have_arrived
    assert not error.unreachable
    webhook.send(sink.url, message)
    assert sink.keys == (message.key, message.key)


@pytest.mark.parametrize("behaviour", [sinks.reset_mid_body, sinks.drip_body])
def test_what_comes_after_a_good_status_does_not_matter(
    sink: HttpSink, webhook: Driven, message: Message, behaviour: Behaviour
) -> None:
    sink.behave(behaviour)
    webhook.send(sink.url, message)
    assert sink.keys == (message.key,)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\nok",
        b"HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok, taken",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nok",
    ],
)
def test_a_body_that_does_not_fit_a_good_status_does_not_matter(
    sink: HttpSink, webhook: Driven, message: Message, answer: bytes
) -> None:
    sink.behave(lambda exchange, *_: _raw(exchange, answer))
    webhook.send(sink.url, message)
    webhook.send(sink.url, message)  # and not on that connection
    assert len(sink.requests) == len(sink.connections) == 2


def test_of_a_long_answer_only_the_beginning_is_read(sink: HttpSink, webhook: Driven, message: Message) -> None:
    was_read: queue.Queue[bool] = queue.Queue()

    def answer_at_length(exchange: sinks.Exchange, *_: object) -> None:
        # Little waits here, so what this gets rid of the client has read.
        exchange.connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 64 * 1024)
        try:
            exchange.answer(200, body=b"x" * 20_000_000)
        except OSError:
            was_read.put(False)
        else:
            was_read.put(True)

    sink.behave(answer_at_length)
    webhook.send(sink.url, message)
    assert sink.keys == (message.key,)
    assert not was_read.get(timeout=10)


def test_a_receiver_that_hangs_delays_no_other(sink: HttpSink, webhook: Driven, message: Message) -> None:
    async def send_to_both() -> None:
        stuck = asyncio.create_task(webhook.channel.send(hanging.url, message))
        await asyncio.to_thread(hanging.wait_for, 1)
        await webhook.channel.send(sink.url, message)
        assert not stuck.done()
        hanging.closing.set()
        with pytest.raises(TemporaryChannelError):
            await stuck

    with HttpSink() as hanging:
        hanging.behave(sinks.hang)
        webhook.run(send_to_both())


def test_many_messages_are_sent_at_once(sink: HttpSink, webhook: Driven, message: Message) -> None:
    messages = [Message(f"key-{number}", message.title, message.text, message.data) for number in range(50)]
    assert webhook.send_at_once((sink.url, each) for each in messages) == [None] * 50
    assert sorted(sink.keys) == sorted(each.key for each in messages)


def test_a_connection_is_used_again(sink: HttpSink, webhook: Driven, message: Message) -> None:
    webhook.send(sink.url, message)
    webhook.send(sink.url, message)
    assert len(sink.connections) == 1


def test_a_connection_that_was_closed_while_nothing_was_sent_fails_no_message(
    sink: HttpSink, webhook: Driven, message: Message
) -> None:
    """Also where the loop has had no time since to notice: this test holds it up until the connection is closed."""

    async def send_twice() -> None:
        await webhook.channel.send(sink.url, message)
        sink.wait_until_closed(1)
        await webhook.channel.send(sink.url, message)

    sink.behave(sinks.close_after_reply)
    webhook.run(send_twice())
    assert sink.keys == (message.key, message.key)


@pytest.mark.parametrize("variable", ["http_proxy", "ALL_PROXY"])
def test_a_proxy_of_the_environment_is_used(
    sink: HttpSink, webhook: Driven, message: Message, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, f"http://{sink.host}")
    webhook.send("http://hooks.example.org/hook", message)
    (request,) = sink.requests
    assert request.path == "http://hooks.example.org/hook"


def test_no_proxy_is_used_for_who_is_excepted(
    sink: HttpSink, webhook: Driven, message: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{sinks.unused_port()}")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    webhook.send(sink.url, message)
    assert sink.keys == (message.key,)


def test_an_address_is_sent_as_it_is_written(sink: HttpSink, webhook: Driven, message: Message) -> None:
    """A signature may be of these very characters."""
    path = "/a%2Fb/./c%7e?sig=x%2Fy+z%3D&t=1%202"
    webhook.send(sink.url.replace("/hook", path), message)
    assert sink.requests[0].path == path


def test_other_letters_in_an_address_are_encoded(sink: HttpSink, webhook: Driven, message: Message) -> None:
    webhook.send(sink.url.replace("/hook", "/bücher"), message)
    assert sink.requests[0].path == "/b%C3%BCcher"


def test_a_channel_that_never_sent_has_started_nothing_not_even_to_close_it(monkeypatch: pytest.MonkeyPatch) -> None:
    started, start = [], threading.Thread.start

    def note(thread: threading.Thread) -> None:
        started.append(thread.name)
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", note)
    with Driven(WebhookChannel(timedelta(seconds=10))) as driven:
        assert driven.channel.destination("https://example.org/hook")
    assert started == []
