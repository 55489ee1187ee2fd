"""Two processes, one with an older season file: both go on by what was published last, and nobody is left out."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from support.busy_season import ROUNDS, RoundState, busy_season
from support.fleet import Fleet, Slowly
from support.sinks import HttpSink

pytestmark = pytest.mark.slow

SESSIONS = 14


def test_nobody_falls_mute_where_one_process_has_an_older_season_file(tmp_path: Path, database: str) -> None:
    receiver = Slowly(0.1)
    old_copy = tmp_path / "old.yaml"
    old_copy.write_text(busy_season(SESSIONS))
    later = {round_: RoundState(timedelta(minutes=20), note="later") for round_ in range(ROUNDS)}
    with HttpSink() as sink, Fleet(tmp_path, database, sink, SESSIONS, subscribers=10) as fleet:
        sink.behave(receiver)
        (of_today,) = fleet.start()
        fleet.wait_for(lambda: len(receiver.arrivals) >= 10)
        fleet.edit(busy_season(SESSIONS, later))
        fleet.wait_for(lambda: any("/correction/" in arrival.key for arrival in receiver.arrivals))
        (of_old,) = fleet.start(season_file=old_copy)
        assert "an old copy?" in fleet.log
        seen = len(receiver.arrivals)
        fleet.wait_for(lambda: len(receiver.arrivals) > seen)
        fleet.stop(of_today)
        seen = len(receiver.arrivals)
        fleet.wait_for(lambda: len(receiver.arrivals) > seen)
        fleet.start()
        fleet.stop(of_old)
        fleet.wait_for_all(receiver)
        fleet.stop()
