"""The webhook channel: a message as JSON, POSTed to an HTTP address.

The address is a secret from its path on, so errors and logs name only its host.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache, partial
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from season_calendar import __version__
from season_calendar.channels.addresses import masked_url
from season_calendar.errors import ChannelError, PermanentChannelError, TemporaryChannelError
from season_calendar.own_thread import LoadedOnce
from season_calendar.reminders.message import Message

if TYPE_CHECKING:
    from season_calendar.channels.http_post import Answer, HttpPoster

_NOT_TAKEN = (
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.TOO_EARLY,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
"""Worth another try, and by their meaning said before the message was taken (RFC 9110 §15, RFC 8470, RFC 6585)."""

_LONGEST_WAIT = timedelta(days=7)


class WebhookChannel:
    """POSTs each message; the connections are opened when the first one is sent."""

    kind = "webhook"
    at_once = 50

    def __init__(self, send_timeout: timedelta) -> None:
        self.send_timeout = send_timeout
        self._opened: HttpPoster | None = None
        self._opener = LoadedOnce("season-calendar-webhook", self._load)

    async def send(self, address: str, message: Message) -> None:
        """POST the message's data with its key, title and text beside it; any 2xx is success.

        The key is the header ``Idempotency-Key`` too, the same at every attempt. Redirects are not followed: that
        a webhook has moved is for its owner to notice.

        Raises TemporaryChannelError for 408, 425, 429, 5xx and a failing network, PermanentChannelError for any
        other status.
        """
        body = {**message.data, "key": message.key, "title": message.title, "text": message.text}
        headers = {"Idempotency-Key": message.key, "User-Agent": f"season-calendar/{__version__}"}
        url = self.check_address(address)
        poster = await self._poster()
        failure = _judge(await poster.post(url, body, headers), url)
        if failure is not None:
            raise failure

    def destination(self, address: str) -> str:
        """The host and port."""
        return _host_and_port(address)

    def check_address(self, address: str) -> str:
        """The URL without its fragment. Raises PermanentChannelError where it is no http or https URL."""
        url = address.strip()
        try:
            parts = urlsplit(url)
            usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        except ValueError:  # its text quotes the URL
            usable = False
        if not usable or any(char.isspace() or not char.isprintable() for char in url):
            raise PermanentChannelError("this is no webhook address (write it as https://example.org/path)")
        return urlunsplit(parts._replace(fragment=""))

    async def close(self) -> None:
        """Close the connections."""
        if self._opened is not None:
            opened, self._opened = self._opened, None
            await opened.close()

    async def _poster(self) -> HttpPoster:
        if self._opened is None:
            open_ = await self._opener.get()
            self._opened = self._opened or open_()  # another may have come first
        return self._opened

    def _load(self) -> Callable[[], HttpPoster]:
        from season_calendar.channels.http_post import HttpPoster, our_trust

        return partial(HttpPoster, self.send_timeout, our_trust())


_host_and_port = lru_cache(maxsize=4096)(masked_url)
"""Asked of every message whenever it is lined up; to take an address to pieces takes as long as to line up two."""


def _judge(answer: Answer, url: str) -> ChannelError | None:
    """What a status means: nothing wrong, a reason to try again, or the end of it (RFC 9110 §15)."""
    status = answer.status
    if 200 <= status < 300:
        return None
    said = f"{masked_url(url)} answered {status}{_phrase(status)}"
    if status in _NOT_TAKEN or status >= 500:
        return TemporaryChannelError(
            said,
            retry_after=_retry_after(answer),
            throttled=status == HTTPStatus.TOO_MANY_REQUESTS,
            may_have_arrived=status not in _NOT_TAKEN,
        )
    if 300 <= status < 400:
        return PermanentChannelError(f"{said}, and redirects are not followed (give the subscriber the new address)")
    return PermanentChannelError(f"{said} (give the subscriber an address that takes POST requests with JSON)")


def _retry_after(answer: Answer) -> timedelta | None:
    """How long we are asked to wait (RFC 9110 §10.2.3): a number of seconds, or a date.

    A date is counted from the answer's own Date, so that two clocks that differ do no harm.
    """
    value = answer.headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdigit():
        return timedelta(seconds=min(int(value[:9]), _LONGEST_WAIT.total_seconds()))
    until, sent_at = _http_date(value), _http_date(answer.headers.get("Date", ""))
    if until is None or sent_at is None:
        return None
    return min(max(until - sent_at, timedelta(0)), _LONGEST_WAIT)


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def _phrase(status: int) -> str:
    """The status's usual name; the receiver's own words may repeat what it was sent."""
    try:
        return f" {HTTPStatus(status).phrase}"
    except ValueError:
        return ""
