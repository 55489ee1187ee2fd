"""The options of what serves and sends: addresses, connections and processes, mail.

A secret can come by its environment variable, so that it stands neither in the shell's history nor in the list of
processes; no option's help shows a value that came that way.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

import click

from season_calendar.errors import TimeExpressionError, UnreadableValueError
from season_calendar.season_file.format.scalars import LINK
from season_calendar.web.wire.connections import MOST_PER_ADDRESS
from season_calendar.zoned_time import format_span, parse_span

_Command = TypeVar("_Command", bound=Callable[..., object])

_NAMED = re.compile(r"\{[^{}]*\}|[{}]")

_MOST_WORKERS = 64

_SHORTEST_RECORD = timedelta(days=1)
"""``/healthz`` counts as much."""


def base_url_option(command: _Command) -> _Command:
    """``--base-url``, as ``base_url: str | None``."""
    return click.option(
        "--base-url",
        metavar="URL",
        envvar="SEASON_CALENDAR_BASE_URL",
        show_envvar=True,
        callback=_base_url,
        help="Where the feeds are reached from outside, such as https://example.org/calendar; each then says so.",
    )(command)


def edit_url_option(command: _Command) -> _Command:
    """``--edit-url``, as ``edit_url: str | None``."""
    return click.option(
        "--edit-url",
        metavar="URL",
        envvar="SEASON_CALENDAR_EDIT_URL",
        show_envvar=True,
        callback=_edit_url,
        help="Where the season file is edited: pages link there. Of several files, with {series} and {season} for the"
        " ids: https://example.org/edit/{series}-{season}.yaml.",
    )(command)


def listen_options(command: _Command) -> _Command:
    """``--host`` and ``--port``, as ``host: str`` and ``port: int``."""
    host = click.option(
        "--host", default="127.0.0.1", show_default=True, help="The address to listen on; 0.0.0.0 is every one."
    )
    port = click.option(
        "--port", type=click.IntRange(0, 65535), default=8021, show_default=True, help="The port; 0 takes a free one."
    )
    return host(port(command))


def load_options(command: _Command) -> _Command:
    """``--workers`` and ``--per-address``, as ``workers: int`` and ``per_address: int``."""
    workers = click.option(
        "--workers",
        type=click.IntRange(1, _MOST_WORKERS),
        default=1,
        callback=_workers,
        metavar="NUMBER",
        envvar="SEASON_CALENDAR_WORKERS",
        show_default=True,
        show_envvar=True,
        help="How many processes serve, for more requests than one processor can answer: at most one a processor.",
    )
    per_address = click.option(
        "--per-address",
        type=click.IntRange(0),
        default=MOST_PER_ADDRESS,
        metavar="NUMBER",
        envvar="SEASON_CALENDAR_PER_ADDRESS",
        show_default=True,
        show_envvar=True,
        help="How many connections may come to a process from one address; 0, any number, for a server behind a proxy.",
    )
    return workers(per_address(command))


def mail_options(command: _Command) -> _Command:
    """``--smtp-url`` and ``--mail-from``, as ``smtp_url: str | None`` and ``mail_from: str | None``."""
    smtp_url = click.option(
        "--smtp-url",
        metavar="URL",
        envvar="SEASON_CALENDAR_SMTP_URL",
        show_envvar=True,
        help="The mail server: smtp://USER:PASSWORD@HOST:587, smtp+starttls://… or smtps://…",
    )
    mail_from = click.option(
        "--mail-from",
        metavar="ADDRESS",
        envvar="SEASON_CALENDAR_MAIL_FROM",
        show_envvar=True,
        help="Who mail comes from: 'Race calendar <calendar@example.org>'.",
    )
    return smtp_url(mail_from(command))


def keep_reminding_option(command: _Command) -> _Command:
    """``--keep-reminding``, as ``keep_reminding: bool``."""
    return click.option(
        "--keep-reminding",
        is_flag=True,
        help="Also remind of seasons that were published before and whose file is not named now.",
    )(command)


def keep_record_option(command: _Command) -> _Command:
    """``--keep-record``, as ``keep_record: timedelta``."""
    return click.option(
        "--keep-record",
        metavar="SPAN",
        default="365d",
        callback=_keep_record,
        envvar="SEASON_CALENDAR_KEEP_RECORD",
        show_default=True,
        show_envvar=True,
        help="How long `delivery list` knows what became of messages; at least a day.",
    )(command)


def _keep_record(ctx: click.Context, param: click.Parameter, value: str) -> timedelta:
    try:
        span = parse_span(value)
    except TimeExpressionError as error:
        raise click.BadParameter(str(error), ctx, param) from None
    if span < _SHORTEST_RECORD:
        raise click.BadParameter(
            f"{value!r} is too short a time (at least {format_span(_SHORTEST_RECORD)})", ctx, param
        )
    return span


def _workers(ctx: click.Context, param: click.Parameter, value: int) -> int:
    if value > 1 and not hasattr(os, "fork"):
        raise click.BadParameter("on this system a port is served by one process", ctx, param)
    return value


def _edit_url(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    for name in _NAMED.findall(_link(ctx, param, value) or ""):
        if name not in ("{series}", "{season}"):
            raise click.BadParameter(f"{name!r} stands for nothing (write {{series}} or {{season}})", ctx, param)
    return value


def _base_url(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Addresses are put together of it, and what comes behind a question mark or hash would hold their paths."""
    if (mark := re.search("[?#]", _link(ctx, param, value) or "")) is not None:
        raise click.BadParameter(f"an address that feeds are below has no {mark[0]!r} (leave it out)", ctx, param)
    return value


def _link(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    try:
        return LINK.read(value)
    except UnreadableValueError as error:
        raise click.BadParameter(str(error), ctx, param) from None
