"""``season-calendar serve``: the feeds over HTTP."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from season_calendar.cli.console import say
from season_calendar.cli.options.clock import clock_options, trust_clock_option
from season_calendar.cli.options.files import database_option, files_option
from season_calendar.cli.options.services import base_url_option, edit_url_option, listen_options, load_options
from season_calendar.cli.published.adopting import adopt_option
from season_calendar.cli.services.opening import Opening

if TYPE_CHECKING:
    from season_calendar.cli.services.service import Service
    from season_calendar.cli.services.workers import Job
    from season_calendar.publishing.publication import Publication
    from season_calendar.web.wire.listening import Listening


@click.command()
@files_option
@database_option
@adopt_option
@listen_options
@load_options
@base_url_option
@edit_url_option
@clock_options
@trust_clock_option
def serve(
    files: tuple[Path, ...],
    database: str | None,
    adopt: str | None,
    host: str,
    port: int,
    workers: int,
    per_address: int,
    base_url: str | None,
    edit_url: str | None,
    at: datetime | None,
    speed: float | None,
    trust_clock: bool,
) -> None:
    """Serve the calendar feeds over HTTP, until Ctrl-C.

    An edited season file is served within two seconds. While it is broken, the last good one is.
    """
    from season_calendar.cli.services.service import open_service
    from season_calendar.web.wire.listening import listen

    serving = Serving(host, port, per_address, base_url, edit_url)
    opening = Opening(files, database, at, speed, trust_clock, adopt=adopt)
    if workers > 1:
        serve_in_processes(workers, opening, serving)
        return
    with open_service(opening) as service:
        serve_feeds(service, listen(host, port), serving)


@dataclass(frozen=True, slots=True)
class Serving:
    """Where feeds are served, and to how many."""

    host: str
    port: int
    per_address: int
    base_url: str | None
    edit_url: str | None

    def pages_at(self, listening: Listening) -> str | None:
        """The address that pages name as theirs; None where only whoever visits them knows it."""
        return self.base_url or (None if listening.is_everywhere else listening.url)


def serve_feeds(
    service: Service,
    listening: Listening,
    serving: Serving,
    *,
    quiet: bool = False,
    is_reminding: Callable[[], bool] | None = None,
) -> None:
    """Serve the feeds of a running service until SIGINT or SIGTERM; unless ``quiet``, say where they are.

    ``is_reminding`` is whether the reminders that this process sends go on.
    """
    from season_calendar.web.answers.making import Maker
    from season_calendar.web.app import create_app
    from season_calendar.web.server import serve as serve_until_signal

    def announce(url: str) -> None:
        if not quiet:
            tell_feeds(service.library.publications, url, serving.base_url)

    maker = Maker(
        serving.base_url,
        serving.pages_at(listening),
        service.library.changes_of,
        service.other_clock,
        serving.edit_url,
    )
    app = create_app(service.library, service.clock, maker, service.count_deliveries, is_reminding)
    serve_until_signal(app, listening, serving.per_address, announce)


def serve_in_processes(workers: int, opening: Opening, serving: Serving, beside: Sequence[Job] = ()) -> None:
    """Serve from several processes, each with its own seasons and database, and run the jobs ``beside`` them.

    What is wrong with the files, the database or the address is told before any of them begins. Raises what
    ``open_service`` and ``listen`` do.
    """
    from season_calendar.cli.services.service import open_service
    from season_calendar.cli.services.workers import supervise
    from season_calendar.web.wire.listening import listen

    if opening.is_elsewhere:
        raise click.UsageError("--at and --speed are for one process: leave --workers out")

    def serve_some() -> None:
        with open_service(replace(opening, adopt=None)) as service:
            serve_feeds(service, listening, serving, quiet=True)

    with open_service(opening) as service:
        listening = listen(serving.host, serving.port)
        tell_feeds(service.library.publications, listening.url, serving.base_url)
    supervise([*beside, *[serve_some] * workers])


def tell_feeds(publications: Sequence[Publication], url: str, base_url: str | None) -> None:
    """Say where the page and the feeds are: under the public address, where there is one, and then also where the
    server listens.
    """
    from season_calendar.feeds.addresses import ALL_PATH, feeds_of

    feeds = [path for path, source in feeds_of(publications).items() if source.followed is None]
    base = (base_url or url).rstrip("/")
    say(f"Look and choose at {base}/")
    say("Subscribe in any calendar:")
    for path in feeds:
        if path != ALL_PATH or len(feeds) > 3:  # of a single season, everything is no third choice
            say(f"  {base}{path}")
    if base_url:
        say(f"What comes there is to be handed on to {url}")
