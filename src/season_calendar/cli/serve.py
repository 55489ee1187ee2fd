"""``season-calendar serve``: the feeds over HTTP."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from season_calendar.cli.console import say
from season_calendar.cli.options import (
    base_url_option,
    clock_options,
    database_option,
    files_option,
    listen_options,
    trust_clock_option,
)

if TYPE_CHECKING:
    from season_calendar.cli.service import Service


@click.command()
@files_option
@database_option
@listen_options
@base_url_option
@clock_options
@trust_clock_option
def serve(
    files: tuple[Path, ...],
    database: str | None,
    host: str,
    port: int,
    base_url: str | None,
    at: datetime | None,
    speed: float | None,
    trust_clock: bool,
) -> None:
    """Serve the calendar feeds over HTTP, until Ctrl-C.

    An edited season file is served within two seconds. While it is broken, the last good one is.
    """
    from season_calendar.cli.service import open_service

    with open_service(files, database, at, speed, trust_clock=trust_clock) as service:
        serve_feeds(service, host, port, base_url)


def serve_feeds(service: Service, host: str, port: int, base_url: str | None) -> None:
    """Serve the feeds of a running service until SIGINT or SIGTERM; say where they are."""
    from season_calendar.feeds.addresses import ALL_PATH, feeds_of
    from season_calendar.web.app import create_app
    from season_calendar.web.listening import listen
    from season_calendar.web.server import MOST_PER_ADDRESS
    from season_calendar.web.server import serve as serve_until_signal

    def announce(url: str) -> None:
        feeds = feeds_of(service.library.publications)
        say("Subscribe in any calendar:")
        for path in feeds:
            if path != ALL_PATH or len(feeds) > 3:  # of a single season, everything is no third choice
                say(f"  {url}{path}")

    serve_until_signal(
        create_app(service.library, service.clock, base_url), listen(host, port), MOST_PER_ADDRESS, announce
    )
