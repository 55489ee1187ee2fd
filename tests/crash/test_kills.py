"""A hundred processes killed at random moments, on both databases: nothing is lost, only what was in flight repeats."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from support.kill_run import kill_run

pytestmark = pytest.mark.slow

ANY_MOMENT = (0.0, 0.4)
TWO_SECONDS_APART = (2.0, 2.0)


@pytest.mark.parametrize(
    ("daemons", "kills", "pauses"),
    [(1, 13, ANY_MOMENT), (2, 16, ANY_MOMENT), (4, 18, ANY_MOMENT), (1, 3, TWO_SECONDS_APART)],
)
def test_kills_lose_nothing_and_repeat_only_what_was_in_flight(
    tmp_path: Path, database: str, daemons: int, kills: int, pauses: tuple[float, float]
) -> None:
    seed = int(os.environ.get("KILL_SEED", time.time_ns() % 1_000_000))
    print(f"KILL_SEED={seed}")
    run = kill_run(tmp_path, database, daemons, kills, pauses, subscribers=100, seed=seed)
    assert run.lost == frozenset()
    assert run.of_several_keys == set()
    assert run.doubled_beyond_crashes == {}
    assert len(run.kills) == kills
    print(f"{run.expected} expected, {sum(run.doubled.values())} doubled, {run.in_flight.total()} in flight")
    print(f"answered and not on record {sorted(round(its, 3) for its in run.unsettled_for)[-5:]}")
    print(f"taken over after {sorted(round(its, 2) for its in run.taken_over_after)}")
