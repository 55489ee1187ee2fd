"""The options that several commands share, each with its name, variable and help in one place.

A secret can come by its environment variable, so that it stands neither in the shell's history nor in the list of
processes; no option's help shows a value that came that way.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

import click
from click.core import ParameterSource

from season_calendar.errors import TimeExpressionError, UnknownZoneError
from season_calendar.web.connections import MOST_PER_ADDRESS
from season_calendar.zoned_time import FIRST_YEAR, LAST_YEAR, find_zone, parse_instant

if TYPE_CHECKING:
    from season_calendar.clock import Clock

_Command = TypeVar("_Command", bound=Callable[..., object])


_FASTEST = 1e6
"""How fast a clock may run: a year in half a minute. Beyond it, one wait of a thread is longer than a season."""


_MOST_WORKERS = 64


class _SeasonFile(click.Path):
    """The name of a season file; whether it can be read is told by whoever reads it, with what is wrong in others."""

    def __init__(self) -> None:
        super().__init__(readable=False, path_type=Path)

    def convert(  # type: ignore[override]
        self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None
    ) -> Path:
        """The path. An empty name would mean the working folder."""
        if not str(value):
            self.fail("the name is empty; write one such as events.yaml", param, ctx)
        return Path(value)


SEASON_FILE = _SeasonFile()
"""The type of every argument and option that names a season file."""


def file_option(command: _Command) -> _Command:
    """``-f/--file``: one season file, as ``file: Path``; where the variable names several, one must be named here."""
    return click.option(
        "-f",
        "--file",
        type=SEASON_FILE,
        default=Path("events.yaml"),
        callback=_one_file,
        envvar="SEASON_CALENDAR_FILE",
        show_default=True,
        show_envvar=True,
        help="The season file.",
    )(command)


def files_option(command: _Command) -> _Command:
    """``-f/--file``, any number of times: season files, as ``files: tuple[Path, ...]``, never none.

    In the variable they are separated as in PATH.
    """
    return click.option(
        "-f",
        "--file",
        "files",
        type=SEASON_FILE,
        multiple=True,
        default=[Path("events.yaml")],
        envvar="SEASON_CALENDAR_FILE",
        show_default=True,
        show_envvar=True,
        help="A season file; can be given several times.",
    )(command)


def database_option(command: _Command) -> _Command:
    """``--database``, as ``database: str | None``; None means none was named."""
    return click.option(
        "--database",
        metavar="URL",
        envvar="SEASON_CALENDAR_DATABASE",
        show_envvar=True,
        help="Where to keep the state: sqlite:///FILE or postgresql://…  [default: a file among this user's data]",
    )(command)


def journal_option(command: _Command) -> _Command:
    """``--journal``, as ``journal_path: Path | None``, for ``open_journal``."""
    return click.option(
        "--journal",
        "journal_path",
        type=click.Path(dir_okay=False, path_type=Path),
        help="The text file that keeps what was published, instead of a database: for a season kept in git.",
    )(command)


def refuse_two_journals(journal_path: Path | None, database: str | None) -> None:
    """Raise click.UsageError where both are named."""
    if journal_path is not None and database is not None:
        raise click.UsageError("--journal and --database both say where to keep what was published; name one")


def zone_option(command: _Command) -> _Command:
    """``--zone``: the reader's time zone, as ``zone: ZoneInfo``; the machine's own where none is named."""
    return click.option(
        "--zone",
        metavar="ZONE",
        callback=_zone,
        help="Your time zone, such as Europe/Stockholm.  [default: this machine's]",
    )(command)


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


def at_option(command: _Command) -> _Command:
    """``--at``, as ``at: datetime | None``, for ``make_clock``."""
    return click.option(
        "--at",
        callback=_instant,
        metavar="INSTANT",
        help="Start the clock at another instant, such as 2021-06-02T12:00Z.",
    )(command)


def trust_clock_option(command: _Command) -> _Command:
    """``--trust-clock``, as ``trust_clock: bool``."""
    return click.option(
        "--trust-clock",
        is_flag=True,
        help="Publish also where the clock is over a day behind the last publication, as --at does anyway.",
    )(command)


def clock_options(command: _Command) -> _Command:
    """``--at`` and ``--speed``, as ``at: datetime | None`` and ``speed: float | None``, for ``make_clock``."""
    speed = click.option(
        "--speed",
        type=float,
        callback=_speed,
        metavar="NUMBER",
        help="Let the clock run that many times as fast: 3600 is an hour a second.",
    )
    return at_option(speed(command))


def since_option(command: _Command) -> _Command:
    """``--since``, as ``since: datetime | None``."""
    return click.option(
        "--since",
        callback=_instant,
        metavar="INSTANT",
        help="Send nothing that fell due before, such as 2021-06-02T12:00Z for a trial with --at.  [default: now]",
    )(command)


def keep_reminding_option(command: _Command) -> _Command:
    """``--keep-reminding``, as ``keep_reminding: bool``."""
    return click.option(
        "--keep-reminding",
        is_flag=True,
        help="Also remind of seasons that were published before and whose file is not named now.",
    )(command)


def local_zone_name() -> str:
    """The machine's time zone as an IANA name; UTC where it has none."""
    from tzlocal import get_localzone_name

    try:
        name = get_localzone_name()
    except LookupError:  # zoneinfo.ZoneInfoNotFoundError is one: the machine names a zone that nobody knows
        return "UTC"
    return "UTC" if name in (None, "Etc/UTC") else name


def make_clock(at: datetime | None, speed: float | None) -> Clock:
    """The machine's clock, or one that stands or runs as ``--at`` and ``--speed`` ask."""
    from season_calendar.clock import ShiftedClock, SystemClock

    clock = SystemClock()
    if at is None and speed is None:
        return clock
    return ShiftedClock(at or clock.now(), 1.0 if speed is None else speed)


def _one_file(ctx: click.Context, param: click.Parameter, value: Path) -> Path:
    from_variable = param.name is not None and ctx.get_parameter_source(param.name) is ParameterSource.ENVIRONMENT
    if from_variable and os.pathsep in str(value):
        raise click.BadParameter(f"{param.envvar} names several files; name one of them with -f", ctx, param)
    return value


def _instant(ctx: click.Context, param: click.Parameter, value: str | None) -> datetime | None:
    if value is None:
        return None
    try:
        instant = parse_instant(value)
    except TimeExpressionError as error:
        raise click.BadParameter(str(error), ctx, param) from None
    if not FIRST_YEAR <= instant.year <= LAST_YEAR:
        raise click.BadParameter(f"the year of {value!r} is not from {FIRST_YEAR} to {LAST_YEAR}", ctx, param)
    return instant


def _workers(ctx: click.Context, param: click.Parameter, value: int) -> int:
    if value > 1 and not hasattr(os, "fork"):
        raise click.BadParameter("on this system a port is served by one process", ctx, param)
    return value


def _base_url(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is not None and not value.startswith(("http://", "https://")):
        raise click.BadParameter(f"{value!r} is not a web address (write it as https://example.org)", ctx, param)
    return value


def _zone(ctx: click.Context, param: click.Parameter, value: str | None) -> ZoneInfo:
    if value is None:
        return find_zone(local_zone_name())
    try:
        return find_zone(value)
    except UnknownZoneError as error:
        raise click.BadParameter(str(error), ctx, param) from None


def _speed(ctx: click.Context, param: click.Parameter, value: float | None) -> float | None:
    if value is not None and not 0 < value <= _FASTEST:  # also refuses "nan", which is neither
        raise click.BadParameter(f"{value:g} is not a speed (more than 0, at most {_FASTEST:g})", ctx, param)
    return value
