"""The options of time: where the clock stands and how fast it runs, since when, and in which zone it is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

import click

from season_calendar.errors import TimeExpressionError, UnknownZoneError
from season_calendar.zoned_time import FIRST_YEAR, LAST_YEAR, find_zone, parse_instant

if TYPE_CHECKING:
    from season_calendar.clock import Clock

_Command = TypeVar("_Command", bound=Callable[..., object])

_FASTEST = 1e6
"""How fast a clock may run: a year in half a minute. Beyond it, one wait of a thread is longer than a season."""


def zone_option(command: _Command) -> _Command:
    """``--zone``: the reader's time zone, as ``zone: ZoneInfo``; the machine's own where none is named."""
    return click.option(
        "--zone",
        metavar="ZONE",
        callback=_zone,
        help="Your time zone, such as Europe/Stockholm.  [default: this machine's]",
    )(command)


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


def look_at(at: datetime | None) -> datetime:
    """When a command looks that looks only once: exactly when ``--at`` says, or now."""
    from season_calendar.clock import SystemClock

    return at or SystemClock().now()


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
