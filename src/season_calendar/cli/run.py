"""``season-calendar run``: feeds and reminders in one process."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from season_calendar.cli.options import (
    base_url_option,
    clock_options,
    database_option,
    files_option,
    keep_reminding_option,
    listen_options,
    mail_options,
    trust_clock_option,
)
from season_calendar.cli.serve import serve_feeds


@click.command()
@files_option
@database_option
@listen_options
@base_url_option
@mail_options
@clock_options
@trust_clock_option
@keep_reminding_option
def run(
    files: tuple[Path, ...],
    database: str | None,
    host: str,
    port: int,
    base_url: str | None,
    smtp_url: str | None,
    mail_from: str | None,
    at: datetime | None,
    speed: float | None,
    trust_clock: bool,
    keep_reminding: bool,
) -> None:
    """Serve the feeds and send the reminders, until Ctrl-C.

    An edited season file takes effect within seconds. While it is broken, the last good one is used.
    """
    from season_calendar.cli.service import open_service, reminding

    opened = open_service(files, database, at, speed, keep_reminding=keep_reminding, trust_clock=trust_clock)
    with opened as service, reminding(service, smtp_url, mail_from):
        serve_feeds(service, host, port, base_url)
