"""How fast reminders are: every bar of the ledger and the daemon, beside APScheduler with its SQLite job store.

Run it from the top of the project, on a machine that has nothing else to do:
``python benchmarks/reminders.py [--subscribers 100000] [--due 10000] [NAME …]``; exit status 1 below a bar. Each
measurement has a process, a database and a season of its own, and the first is of the machine alone: plain rows
written by sqlite3, so that a run on a slow or busy machine can be told from a slow program.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import apscheduler_peer
from reminding_stage import LEAD, ByHand, HandClock, NullChannel, Stage, Transactions

from season_calendar.channels.webhook import WebhookChannel
from season_calendar.clock import ShiftedClock
from season_calendar.daemon.garbage import seldom_collected
from season_calendar.daemon.in_hand import Settlement

START = datetime(2030, 6, 1, 12, tzinfo=UTC)
DUE_AT = START - LEAD
SOON = timedelta(seconds=6)
PATIENCE = 300.0
JOBS = 2000


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much of everything: subscribers, how many of them are due at once, webhooks, rows of record."""

    subscribers: int
    due: int
    webhooks: int
    old_rows: int


@dataclass(frozen=True, slots=True)
class Result:
    """One figure and its bar, the least that it is to be where ``more_is_better`` and the most where not."""

    what: str
    figure: float
    unit: str
    bar: float | None = None
    more_is_better: bool = False

    @property
    def ratio(self) -> float:
        """How many times better than its bar it is; below 1 the bar is missed."""
        assert self.bar is not None
        return self.figure / self.bar if self.more_is_better else self.bar / self.figure


def the_machine(_: Sizes, folder: Path) -> list[Result]:
    """Rows a second that plain sqlite3 writes, by one transaction for 500."""
    connection = sqlite3.connect(folder / "plain.sqlite3", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE plain (id INTEGER PRIMARY KEY, one TEXT, other TEXT)")
    rows = [("x" * 50, "y" * 50)] * 500
    began = time.perf_counter()
    for _number in range(200):
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO plain (one, other) VALUES (?, ?)", rows)
        connection.execute("COMMIT")
    return [Result("the machine: plain rows, 500 a transaction", 200 * 500 / (time.perf_counter() - began), "/s")]


def ledger(sizes: Sizes, folder: Path) -> list[Result]:
    """Messages a second that are claimed, handed over, settled and put on record."""
    clock = HandClock(DUE_AT - timedelta(minutes=1))
    daemon = ByHand(Stage(folder, START).fill(sizes.due * 3), clock)
    daemon.looker.look()
    clock.instant = DUE_AT
    began = time.perf_counter()
    count = daemon.tell_all()
    assert count == sizes.due * 3, count
    what = "claimed, handed over, settled and on record"
    return [Result(what, count / (time.perf_counter() - began), "/s", 15_000, more_is_better=True)]


def on_time(sizes: Sizes, folder: Path) -> list[Result]:
    """How long after they are due all of many due at one instant are first tried, by a channel that costs nothing."""
    stage = Stage(folder, START).fill(sizes.due)
    clock = ShiftedClock(DUE_AT - SOON)
    channel = NullChannel(clock, DUE_AT)
    with stage.daemon(clock, channel):
        _wait_until(lambda: len(channel.late) >= sizes.due)
    assert len(channel.late) == sizes.due
    return [Result(f"{sizes.due:,} due at one instant: first try, p99", _p99(channel.late), "s", 1.0)]


def webhooks(sizes: Sizes, folder: Path) -> list[Result]:
    """Webhooks a second to receivers in another process, as they see it; of a hundred hosts, and of one.

    How fast one host is sent to has no bar: it is spared, and sent no more than ``WebhookChannel.at_once``.
    """
    to_many = _webhooks_a_second(folder, "http://127.0.0.{}", sizes.webhooks)
    to_one = _webhooks_a_second(folder, "http://127.0.0.1", sizes.webhooks)
    return [
        Result("webhooks, durable, to 100 hosts", to_many, "/s", 1000, more_is_better=True),
        Result(f"webhooks, durable, to one host, {WebhookChannel.at_once} at once", to_one, "/s"),
    ]


def _webhooks_a_second(folder: Path, hosts: str, count: int) -> float:
    place = folder / f"to {hosts.count('{}')}"
    place.mkdir()
    command = [sys.executable, str(Path(__file__).with_name("receiver.py"))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as receiver:
        assert receiver.stdout is not None
        port = receiver.stdout.readline().strip()
        stage = Stage(place, START).fill(count, "webhook", f"{hosts}:{port}")
        with stage.daemon(ShiftedClock(DUE_AT - SOON), WebhookChannel(timedelta(seconds=20))):
            _wait_until(lambda: stage.count_on_record() >= count)
        came, repeated, seconds = receiver.communicate()[0].split()
    assert (int(came), int(repeated)) == (count, 0), (came, repeated)
    return count / float(seconds)


def planning(sizes: Sizes, folder: Path) -> list[Result]:
    """How long it takes to make the rows of everybody's next day, and the most memory meanwhile."""
    clock = HandClock(DUE_AT - timedelta(hours=20), speed=24 * 3600 / 10)
    stage = Stage(folder, START).fill(sizes.subscribers)
    daemon = ByHand(stage, clock)
    transactions = Transactions(stage.engine)
    began = time.perf_counter()
    daemon.looker.look()
    seconds = time.perf_counter() - began
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    assert stage.count_rows() == sizes.subscribers
    who = f"{sizes.subscribers:,} subscribers' next day"
    return [
        Result(f"{who}: planned", seconds, "s", 2.0),
        Result(f"{who}: longest transaction", transactions.longest, "s", 1.0),
        Result(f"{who}: memory of the process", megabytes, "MB", 150),
    ]


def correcting(sizes: Sizes, folder: Path) -> list[Result]:
    """How long it takes after an edit until every correction of those who were told is decided and noted."""
    clock = HandClock(DUE_AT - timedelta(minutes=1))
    stage = Stage(folder, START).fill(sizes.subscribers)
    daemon = ByHand(stage, clock)
    daemon.looker.look()
    clock.instant = DUE_AT
    assert daemon.tell_all() == sizes.subscribers
    clock.instant += timedelta(minutes=1)
    stage.write_season("cancelled")
    Stage(folder, START)  # another process publishes it
    transactions = Transactions(stage.engine)
    count, settling, began = 0, 0.0, time.perf_counter()
    daemon.take_up()
    for items in daemon.batches():
        count += len(items)
        handed_over = time.perf_counter()
        daemon.desk.settle([Settlement(item) for item in items])
        settling += time.perf_counter() - handed_over
    seconds = time.perf_counter() - began
    assert count == sizes.subscribers, count
    return [
        Result(f"{count:,} corrected: decided and noted", seconds - settling, "s", 5.0),
        Result(f"{count:,} corrected: settled and on record too", seconds, "s"),
        Result(f"{count:,} corrected: longest transaction", transactions.longest, "s", 1.0),
    ]


def sign_up(sizes: Sizes, folder: Path) -> list[Result]:
    """How long it takes after one more signed up until the row of what comes next is made."""
    clock = HandClock(DUE_AT - timedelta(seconds=20))
    stage = Stage(folder, START).fill(sizes.subscribers)
    daemon = ByHand(stage, clock)
    daemon.looker.look()
    times = []
    for number in range(20):
        stage.sign_up(f"new {number}")
        began = time.perf_counter()
        daemon.looker.look()
        times.append(time.perf_counter() - began)
    clock.instant = DUE_AT
    assert daemon.tell_all() == sizes.subscribers + 20
    return [Result(f"one sign-up among {sizes.subscribers:,}, median of 20", sorted(times)[10] * 1000, "ms", 20)]


def starting(sizes: Sizes, folder: Path) -> list[Result]:
    """How long a start takes over many old rows: open the database, publish the file, look for the first time."""
    clock = HandClock(DUE_AT)
    stage = Stage(folder, START).fill(sizes.subscribers)
    daemon = ByHand(stage, clock)
    daemon.looker.look()
    daemon.tell_all()
    stage.fill_record(sizes.old_rows - sizes.subscribers)
    stage.engine.dispose()
    clock.instant += timedelta(minutes=1)
    began = time.perf_counter()
    again = ByHand(Stage(folder, START), clock)
    again.looker.look()
    again.desk.claim(500)
    seconds = time.perf_counter() - began
    return [Result(f"a start over {sizes.old_rows:,} rows of record", seconds, "s", 1.0)]


def apscheduler(_: Sizes, folder: Path) -> list[Result]:
    """The same as ``on_time``, of fewer, by APScheduler 3 with its SQLite job store: one date job a message."""
    added, late = apscheduler_peer.late_by(folder, JOBS, PATIENCE)
    assert len(late) == JOBS, len(late)
    return [
        Result(f"APScheduler: {JOBS:,} due at one instant: first try, p99", _p99(late), "s"),
        Result("APScheduler: jobs added, each before it is due", JOBS / added, "/s"),
        Result("APScheduler: jobs taken and run once they are due", JOBS / max(late), "/s"),
    ]


MEASUREMENTS: dict[str, Callable[[Sizes, Path], list[Result]]] = {
    "machine": the_machine,
    "ledger": ledger,
    "on-time": on_time,
    "apscheduler": apscheduler,
    "webhooks": webhooks,
    "planning": planning,
    "correcting": correcting,
    "sign-up": sign_up,
    "starting": starting,
}


def measured(name: str, sizes: Sizes) -> list[Result]:
    """The results of one measurement, in a folder of its own."""
    with tempfile.TemporaryDirectory(dir=".") as folder, seldom_collected():  # as in a service
        return MEASUREMENTS[name](sizes, Path(folder))


def main(names: Sequence[str], sizes: Sizes) -> bool:
    """Print everything; whether every bar is held."""
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}, load {load:.1f}")
    print(f"{'':66}{'measured':>12}{'bar':>10}{'ratio':>8}")
    held = True
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context, max_tasks_per_child=1) as fresh_process:
        for name in names:
            for result in fresh_process.submit(measured, name, sizes).result():
                held = show(result) and held
    return held


def show(result: Result) -> bool:
    """Print one line of the table; whether its bar is held."""
    line = f"{result.what:66}{_number(result.figure):>8} {result.unit:3}"
    if result.bar is None:
        print(line, flush=True)
        return True
    print(f"{line}{_number(result.bar):>10}{result.ratio:8.2f}", flush=True)
    return result.ratio >= 1


def _number(figure: float) -> str:
    return f"{figure:,.0f}" if figure >= 100 else f"{figure:.3g}"


def _p99(values: Sequence[float]) -> float:
    return sorted(values)[len(values) * 99 // 100]


def _wait_until(is_done: Callable[[], bool]) -> None:
    give_up_at = time.monotonic() + PATIENCE
    while not is_done():
        if time.monotonic() > give_up_at:
            raise TimeoutError("it takes too long")
        time.sleep(0.05)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(MEASUREMENTS))
    parser.add_argument("--subscribers", type=int, default=100_000)
    parser.add_argument("--due", type=int, default=10_000)
    parser.add_argument("--webhooks", type=int, default=10_000)
    parser.add_argument("--old-rows", type=int, default=1_000_000)
    args = parser.parse_args()
    sizes = Sizes(args.subscribers, args.due, args.webhooks, args.old_rows)
    sys.exit(0 if main(args.names or list(MEASUREMENTS), sizes) else 1)
