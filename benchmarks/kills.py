"""Kills reminding processes, many times, on both databases, and prints a table of what became of every reminder.

Run it from the top of the project: ``python benchmarks/kills.py --kills 1000``. Each row is a third of the kills of its
database with so many processes: half of these at any moment, the others two and five seconds apart.

``lost``: reminders that did not arrive. ``in flight``: sends begun and not on record when their sender was killed.
``doubled``: how many of these arrived twice, with the same key; any other double is ``astray``. ``unsettled``: how long
before the kill an answered message was answered that was not on record, the 99th percentile. ``others go on``: how long
after a kill the first message came that had waited in the killed one's hand, median and longest.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from support.kill_run import KillRun, kill_run
from support.postgres import fresh_database, postgresql_server

SUBSCRIBERS = 100
PAUSES = {"any moment": ((0.0, 0.8), 0.8), "2 s apart": ((2.0, 2.0), 0.12), "5 s apart": ((5.0, 5.0), 0.08)}
"""How long to wait before each kill, and the share of kills that do."""

COLUMNS = (
    "database",
    "processes",
    "kills",
    "expected",
    "lost",
    "astray",
    "in flight",
    "doubled",
    "unsettled",
    "others go on",
)

MOST_KILLS_A_RUN = 60
"""So that a run lasts no longer than a minute or so of the same day's sessions."""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    options = parser.parse_args()
    print(f"seed {options.seed}, {SUBSCRIBERS} subscribers, a reminder to each in every second\n")
    print(
        "| database | processes | kills | expected | lost | astray | in flight | doubled | unsettled | others go on |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    with postgresql_server() as server:
        for kind in ("SQLite", "PostgreSQL"):
            for daemons in (1, 2, 4):
                runs = list(_runs(kind, server, daemons, options.kills / 6, options.seed))
                print(_row(kind, daemons, runs), flush=True)


def _runs(kind: str, server: str, daemons: int, kills: float, seed: int) -> Iterator[KillRun]:
    for pauses, share in PAUSES.values():
        left = max(round(kills * share), 1)
        while left:
            some = min(left, MOST_KILLS_A_RUN)
            with _database(kind, server) as (folder, address):
                yield kill_run(folder, address, daemons, some, pauses, SUBSCRIBERS, seed + left)
            left -= some


@contextmanager
def _database(kind: str, server: str) -> Iterator[tuple[Path, str]]:
    with tempfile.TemporaryDirectory(prefix="kills") as folder:
        if kind == "SQLite":
            yield Path(folder), str(Path(folder) / "state.sqlite3")
        else:
            with fresh_database(server) as address:
                yield Path(folder), address


def _row(kind: str, daemons: int, runs: Sequence[KillRun]) -> str:
    unsettled = sorted(its for run in runs for its in run.unsettled_for)
    go_on = [its for run in runs for its in run.taken_over_after]
    cells = (
        kind,
        daemons,
        sum(len(run.kills) for run in runs),
        sum(run.expected for run in runs),
        sum(len(run.lost) for run in runs),
        sum(sum(run.doubled_beyond_crashes.values()) + len(run.of_several_keys) for run in runs),
        sum(run.in_flight.total() for run in runs),
        sum(sum(run.doubled.values()) for run in runs),
        f"{unsettled[int(len(unsettled) * 0.99)] * 1000:.0f} ms" if unsettled else "-",
        f"{statistics.median(go_on):.1f} s, {max(go_on):.1f} s ({len(go_on)})" if go_on else "-",
    )
    return f"| {' | '.join(str(cell) for cell in cells)} |"


if __name__ == "__main__":
    main()
