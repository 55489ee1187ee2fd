"""``season-calendar run``: feeds and reminders in one process."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import click

from season_calendar.cli.commands.serve import Serving, serve_feeds, serve_in_processes
from season_calendar.cli.options.clock import clock_options, trust_clock_option
from season_calendar.cli.options.files import database_option, files_option
from season_calendar.cli.options.services import (
    base_url_option,
    edit_url_option,
    keep_record_option,
    keep_reminding_option,
    listen_options,
    load_options,
    mail_options,
)
from season_calendar.cli.published.adopting import adopt_option
from season_calendar.cli.services.opening import Opening


@click.command()
@files_option
@database_option
@adopt_option
@listen_options
@load_options
@base_url_option
@edit_url_option
@mail_options
@clock_options
@trust_clock_option
@keep_reminding_option
@keep_record_option
def run(
    files: tuple[Path, ...],
    database: str | None,
    adopt: str | None,
    host: str,
    port: int,
    workers: int,
    per_address: int,
    base_url: str | None,
    edit_url: str | None,
    smtp_url: str | None,
    mail_from: str | None,
    at: datetime | None,
    speed: float | None,
    trust_clock: bool,
    keep_reminding: bool,
    keep_record: timedelta,
) -> None:
    """Serve the feeds and send the reminders, until Ctrl-C.

    An edited season file takes effect within seconds. While it is broken, the last good one is used.
    """
    from season_calendar.cli.services.service import check_channels, open_service, reminding, wait_for_signal
    from season_calendar.web.wire.listening import listen

    def remind() -> None:
        again = replace(opening, adopt=None)
        with open_service(again) as service, reminding(service, smtp_url, mail_from, keep_record):
            wait_for_signal()

    opening = Opening(files, database, at, speed, trust_clock, keep_reminding, adopt)
    serving = Serving(host, port, per_address, base_url, edit_url)
    if workers > 1:
        check_channels(smtp_url, mail_from)
        serve_in_processes(workers, opening, serving, beside=[remind])
        return
    with open_service(opening) as service, reminding(service, smtp_url, mail_from, keep_record) as is_reminding:
        serve_feeds(service, listen(host, port), serving, is_reminding=is_reminding)
