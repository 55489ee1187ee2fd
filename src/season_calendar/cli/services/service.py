"""What the commands that serve and remind share: the clock, the state, the season files, and the log.

It imports what a service needs at once, and is itself imported only by a command that runs: a fast clock must not run
away while modules load.
"""

from __future__ import annotations

import logging
import os
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine

from season_calendar.channels import ChannelSettings, open_channels, what_lacks
from season_calendar.cli.console import say
from season_calendar.cli.options.clock import local_zone_name, make_clock
from season_calendar.cli.published.adopting import Adoption
from season_calendar.cli.published.journal import without_file
from season_calendar.cli.services.log import log_to_stderr
from season_calendar.cli.services.opening import Opening
from season_calendar.clock import Clock, SystemClock
from season_calendar.daemon.daemon import Daemon
from season_calendar.daemon.garbage import seldom_collected
from season_calendar.daemon.looker import Looker
from season_calendar.errors import RemindingError
from season_calendar.pages.visit import OtherClock
from season_calendar.seasons.library import SeasonLibrary
from season_calendar.storage.database_file import DatabaseFile
from season_calendar.storage.engine import opened_database
from season_calendar.storage.hands import open_hand
from season_calendar.storage.journal import SqlJournal
from season_calendar.storage.ledger.ledger import SqlLedger
from season_calendar.storage.ledger.readers import SqlReaders
from season_calendar.storage.ledger.record import SqlRecord
from season_calendar.zoned_time import format_instant

log = logging.getLogger(__name__)

_PRUNED_AT_ONCE = 5000
"""About 0.1 s of the write lock."""

_LONGEST_END_SECONDS = 4.9
"""A little longer than what stops in order takes at most."""


@dataclass(frozen=True, slots=True)
class Service:
    """A running program's clock, state and seasons; ``other_clock`` is how its clock differs from the real one."""

    clock: Clock
    engine: Engine
    library: SeasonLibrary
    other_clock: OtherClock | None = None

    def count_deliveries(self) -> dict[str, int]:
        """How many were sent, skipped and lost in the last day, fail now, and wait to be looked at or sent.

        Raises StorageError.
        """
        now, record = self.clock.now(), SqlRecord(self.engine)
        counts = record.counts(now - timedelta(days=1))
        return {
            **{f"{outcome}_in_24_hours": count for outcome, count in counts.items()},
            "failing": record.count_failing(),
            "waiting": SqlLedger(self.engine).waiting(now),
        }


@contextmanager
def open_state(database: str | None, *, elsewhere: bool) -> Iterator[Engine]:
    """The database; for a clock that stands ``elsewhere`` one that is thrown away, unless it was named.

    A demonstration must never mark a real reminder as sent, or publish a date that is only being tried.

    Raises StorageError.
    """
    with tempfile.TemporaryDirectory(prefix="season-calendar-", ignore_cleanup_errors=True) as folder:
        if database is None and elsewhere:
            database = str(Path(folder) / "state.sqlite3")
        with opened_database(database) as engine:
            yield engine


@contextmanager
def open_service(opening: Opening) -> Iterator[Service]:
    """Open the state, publish the season files, and begin to log.

    Raises SeasonFileError, FileAccessError, AdoptionError and StorageError; nothing has begun then.
    """
    log_to_stderr()
    with open_state(opening.database, elsewhere=opening.is_elsewhere) as engine:
        library = SeasonLibrary(
            opening.files,
            SqlJournal(engine),
            keep_reminding=opening.keep_reminding,
            trust_clock=opening.publishes_by_any_clock,
        )
        adoption = Adoption(opening.adopt)
        library.open(make_clock(opening.at, opening.speed).now(), adoption)
        adoption.tell_if_unused()
        if (warning := without_file(library)) is not None:
            log.warning(warning)
        clock = make_clock(opening.at, opening.speed)  # anew, for opening took its time
        other_clock = None
        if opening.is_elsewhere:
            speed = opening.speed or 1.0
            other_clock = OtherClock(clock.now(), SystemClock().now(), speed)
            pace = "as fast as time" if speed == 1 else f"{speed:g} times as fast as time"
            say(f"The clock starts at {format_instant(clock.now())} and runs {pace}.")
            if opening.database is None:
                say("What this run publishes and sends is forgotten at its end.")
        yield Service(clock, engine, library, other_clock)


@contextmanager
def reminding(
    service: Service, smtp_url: str | None, mail_from: str | None, keep_record: timedelta
) -> Iterator[Callable[[], bool]]:
    """Remind while the block runs, which is given whether that goes well; at its end what is being sent is finished.

    Where reminding cannot go on, the program is ended as by SIGTERM, and this raises RemindingError at its end.
    Raises ChannelError where the mail settings are wrong, and StorageError.
    """
    settings = ChannelSettings(smtp_url, mail_from)
    channels, readers, record = open_channels(settings), SqlReaders(service.engine), SqlRecord(service.engine)
    _tell_who_is_reminded(readers.channels(), settings)
    failed = threading.Event()

    def fail() -> None:
        failed.set()
        signal.raise_signal(signal.SIGTERM)

    with closing(open_hand(service.engine)) as hand:
        ledger, file = SqlLedger(service.engine), DatabaseFile(service.engine)
        looker = Looker(service.library, ledger, readers, file, hand, service.clock, local_zone_name())
        daemon = Daemon(
            looker,
            ledger,
            hand,
            service.clock,
            channels,
            fail,
            prune=lambda: record.prune(service.clock.now() - keep_record, _PRUNED_AT_ONCE) == _PRUNED_AT_ONCE,
        )
        with seldom_collected():
            daemon.start()
            try:
                yield lambda: daemon.is_well
            finally:
                daemon.stop()
    if failed.is_set():
        raise RemindingError("the reminders ended", "see what the log says last, and start again")


def _tell_who_is_reminded(counts: Mapping[str, int], settings: ChannelSettings) -> None:
    """Say where reminders appear without subscribers, and warn of those who cannot be reached as we were started."""
    if not counts:
        say("There is no subscriber yet, so reminders appear here. Add one: season-calendar subscriber add --help")
    for kind, count in counts.items():
        lacks = what_lacks(kind, settings)
        if lacks is not None:
            who = "1 subscriber is" if count == 1 else f"{count} subscribers are"
            log.warning("%s reminded by %s, and nothing is sent to them: %s", who, kind, lacks)


def check_channels(smtp_url: str | None, mail_from: str | None) -> None:
    """Raise ChannelError where the mail settings are wrong."""
    open_channels(ChannelSettings(smtp_url, mail_from))


def wait_for_signal() -> None:
    """Wait until SIGINT or SIGTERM; to be called in the main thread.

    From then on the process has five seconds to end by itself.
    """
    stopped = threading.Event()
    before = {number: signal.signal(number, lambda *_: stopped.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        # On Windows a wait without end cannot be interrupted by Ctrl-C.
        while not stopped.wait(1):
            pass
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        _end_at_last()


def _end_at_last() -> None:
    """End the process in five seconds, should it live: an output that nobody reads holds whoever prints.

    Whoever starts it next frees what it had in hand, as after a crash.
    """
    last_resort = threading.Timer(_LONGEST_END_SECONDS, os._exit, [1])
    last_resort.daemon = True
    last_resort.start()
