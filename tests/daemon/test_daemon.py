"""The daemon as it runs, with its loop and its threads: it sends, goes on whatever fails, and ends in time."""

from __future__ import annotations

import asyncio
import gc
import logging
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from support.fake_channel import FakeChannel
from support.hand_driven import FakeHand
from support.racing import germany
from support.reminding import LONG_AGO, anna
from support.stage import DUE, Stage, to_races

from season_calendar.clock import ShiftedClock
from season_calendar.daemon import alarm as alarm_module
from season_calendar.daemon import daemon as daemon_module
from season_calendar.daemon.daemon import Daemon
from season_calendar.daemon.desk import Desk
from season_calendar.daemon.in_hand import InHand
from season_calendar.daemon.looker import Looker
from season_calendar.errors import DatabaseLostError, StorageError
from season_calendar.model import Status
from season_calendar.storage.database_file import DatabaseFile

PATIENCE = 30.0


class Played:
    """A daemon on a stage. ``failed`` is set when it says that it cannot go on."""

    def __init__(
        self,
        stage: Stage,
        *channels: FakeChannel,
        hand: FakeHand | None = None,
        prune: Callable[[], bool] | None = None,
    ) -> None:
        self.stage = stage
        self.hand = hand or stage.hand()
        self.failed = threading.Event()
        self.source = stage.source()
        file = DatabaseFile(stage.engine)
        self.daemon = Daemon(
            Looker(self.source, stage.ledger, stage.readers, file, self.hand, stage.clock, "Europe/Berlin"),
            stage.ledger,
            self.hand,
            stage.clock,
            {channel.kind: channel for channel in channels},
            self.failed.set,
            lambda: 0.5,
            prune,
        )
        self.daemon.start()

    def stop(self) -> None:
        self.daemon.stop()
        self.hand.close()


@pytest.fixture
def play() -> Iterator[Callable[..., Played]]:
    """Starts daemons, and stops those that a test has not stopped."""
    playing: list[Played] = []

    def play(*of: Any, **other: Any) -> Played:
        playing.append(Played(*of, **other))
        return playing[-1]

    yield play
    for played in playing:
        played.daemon.stop()
    for thread in threading.enumerate():
        if thread.name in ("looker", "ledger", "hand"):
            thread.join(PATIENCE)  # it may be in the middle of a job, with a connection


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What hangs is left behind soon."""
    monkeypatch.setattr(daemon_module, "_FINISH_SECONDS", 0.1)
    monkeypatch.setattr(daemon_module, "_SETTLE_SECONDS", 0.1)
    monkeypatch.setattr(daemon_module, "_CLOSE_SECONDS", 0.1)


@pytest.fixture
def unpaused(monkeypatch: pytest.MonkeyPatch) -> None:
    """What failed is tried again at once."""
    monkeypatch.setattr(daemon_module, "_PAUSE_SECONDS", 0.002)


def wait_until(fulfilled: Callable[[], object]) -> None:
    give_up_at = time.monotonic() + PATIENCE
    while not fulfilled():
        assert time.monotonic() < give_up_at
        time.sleep(0.002)


def fail_times(monkeypatch: pytest.MonkeyPatch, owner: type, step: str, count: int, error: BaseException) -> list[int]:
    """The next so many calls of a step fail; gives what is as long as there were calls."""
    real, calls = getattr(owner, step), list[int]()

    def failing(*of: Any, **other: Any) -> Any:
        calls.append(len(calls))
        if len(calls) <= count:
            raise error
        return real(*of, **other)

    monkeypatch.setattr(owner, step, failing)
    return calls


def test_it_sends_what_is_due_once_and_puts_it_on_record(quick_engine: Engine, play: Callable[..., Played]) -> None:
    stage, channel = Stage(quick_engine, to_races(), to_races(id="b2", name="bo")), FakeChannel()
    played = play(stage, channel)
    wait_until(lambda: len(stage.entries()) == 2)
    played.stop()
    assert stage.outcomes() == ["sent reminder"] * 2
    assert len({message.key for message in channel.sent}) == len(channel.sent) == 2
    assert channel.is_closed
    assert not played.failed.is_set()
    assert stage.ledger.owners() == frozenset()


def test_the_record_is_pruned_until_there_is_no_more_to_prune(
    quick_engine: Engine, play: Callable[..., Played], unpaused: None
) -> None:
    left = [True, True, False, True]
    play(Stage(quick_engine), FakeChannel(), prune=lambda: left.pop(0))
    wait_until(lambda: left == [True])


def test_it_is_well_while_it_runs_and_looks(
    quick_engine: Engine, play: Callable[..., Played], monkeypatch: pytest.MonkeyPatch
) -> None:
    played = play(Stage(quick_engine), FakeChannel())
    assert played.daemon.is_well
    monkeypatch.setattr(daemon_module, "_LATELY_SECONDS", 0.0)
    assert not played.daemon.is_well
    monkeypatch.setattr(daemon_module, "_LATELY_SECONDS", 30.0)
    played.stop()
    assert not played.daemon.is_well


def test_what_is_edited_while_it_runs_is_corrected(quick_engine: Engine, play: Callable[..., Played]) -> None:
    stage, channel = Stage(quick_engine), FakeChannel()
    play(stage, channel)
    wait_until(lambda: stage.entries())
    stage.publish(germany(status=Status.CANCELLED))
    wait_until(lambda: len(stage.entries()) == 2)
    assert stage.outcomes() == ["sent reminder", "sent correction"]


def test_more_than_there_is_room_for_is_sent_all_the_same(
    quick_engine: Engine, play: Callable[..., Played], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("season_calendar.daemon.sending._MOST_IN_MEMORY", 3)
    stage, channel = Stage(quick_engine, *(to_races(id=f"p{n}", name=f"p{n}") for n in range(8))), FakeChannel()
    play(stage, channel)
    wait_until(lambda: len(stage.entries()) == 8)
    assert len(channel.sent) == 8


def test_two_daemons_send_each_message_once(engine: Engine, play: Callable[..., Played]) -> None:
    stage = Stage(engine, *(to_races(id=f"p{n}", name=f"p{n}") for n in range(60)))
    channels = [FakeChannel(), FakeChannel()]
    for channel in channels:
        play(stage, channel)
    wait_until(lambda: len(stage.entries()) == 60)
    keys = [message.key for channel in channels for message in channel.sent]
    assert len(keys) == len(set(keys)) == 60


def test_what_comes_due_is_sent_then_and_not_at_the_end_of_a_long_sleep(
    quick_engine: Engine, play: Callable[..., Played], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (daemon_module, alarm_module):
        monkeypatch.setattr(module, "LONGEST_SLEEP", timedelta(days=1))
    stage, channel = Stage(quick_engine), FakeChannel()
    stage.clock = ShiftedClock(DUE - timedelta(milliseconds=300))  # type: ignore[assignment]
    play(stage, channel)
    wait_until(lambda: channel.sent)
    assert stage.clock.now() >= DUE


def test_what_is_published_in_the_middle_of_a_long_sleep_is_told_at_once(
    quick_engine: Engine, play: Callable[..., Played], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (daemon_module, alarm_module):
        monkeypatch.setattr(module, "LONGEST_SLEEP", timedelta(days=1))
    stage, channel = Stage(quick_engine), FakeChannel()
    play(stage, channel)
    wait_until(stage.entries)
    time.sleep(0.1)  # by now it sleeps
    stage.publish(germany(status=Status.CANCELLED))
    wait_until(lambda: len(channel.sent) == 2)


def test_a_daemon_that_has_nothing_to_do_does_not_ask_the_ledger_all_the_time(
    quick_engine: Engine, play: Callable[..., Played], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = fail_times(monkeypatch, Desk, "claim", 0, StorageError("never"))
    stage = Stage(quick_engine)
    play(stage, FakeChannel())
    wait_until(stage.entries)
    before = len(calls)
    time.sleep(0.3)
    assert len(calls) <= before + 5


def test_a_daemon_that_waits_for_what_is_due_in_an_hour_does_not_ask_the_ledger_all_the_time(
    quick_engine: Engine, play: Callable[..., Played], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = fail_times(monkeypatch, Desk, "claim", 0, StorageError("never"))
    stage = Stage(quick_engine)
    stage.clock.instant = DUE - timedelta(hours=1)
    play(stage, FakeChannel())
    wait_until(stage.rows)
    before = len(calls)
    time.sleep(0.3)
    assert len(calls) <= before + 5


def test_a_daemon_that_has_no_room_does_not_ask_the_ledger_at_all(
    quick_engine: Engine, play: Callable[..., Played], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("season_calendar.daemon.sending._MOST_IN_MEMORY", 1)
    calls = fail_times(monkeypatch, Desk, "claim", 0, StorageError("never"))
    stage, channel = Stage(quick_engine, to_races(), to_races(id="b2", name="bo")), FakeChannel()
    channel.hang()
    play(stage, channel)
    wait_until(lambda: channel.begun)
    before = len(calls)
    time.sleep(0.1)
    assert len(calls) == before
    channel.let_go()
    wait_until(lambda: len(stage.entries()) == 2)


def test_a_channel_that_hangs_delays_no_other(quick_engine: Engine, play: Callable[..., Played]) -> None:
    stage = Stage(
        quick_engine,
        *(to_races(id=f"h{n}", name=f"h{n}", channel="hanging", address=f"{n}") for n in range(40)),
        to_races(id="z", name="z"),
    )
    hanging, healthy = FakeChannel("hanging"), FakeChannel()
    hanging.hang()
    play(stage, hanging, healthy)
    wait_until(lambda: healthy.sent)
    assert hanging.sent == []
    hanging.let_go()
    wait_until(lambda: len(hanging.sent) == 40)


# Its end


def test_stopping_finishes_what_is_being_sent_and_gives_back_the_rest(
    quick_engine: Engine, play: Callable[..., Played]
) -> None:
    stage = Stage(quick_engine, *(to_races(id=f"p{n}", name=f"p{n}", address=f"{n}") for n in range(5)))
    channel = FakeChannel(at_once=1)
    channel.hang()
    played = play(stage, channel)
    wait_until(lambda: channel.begun)
    threading.Timer(0.1, channel.let_go).start()
    played.stop()
    assert len(channel.sent) == 1
    assert stage.outcomes() == ["sent reminder"]
    assert stage.ledger.owners() == frozenset()
    assert stage.daemon().ledger.next_wake_at({"wtcr/2021"}) == stage.clock.now()


def test_stopping_takes_nothing_new(quick_engine: Engine, play: Callable[..., Played]) -> None:
    stage, channel = Stage(quick_engine), FakeChannel()
    channel.hang()
    played = play(stage, channel)
    wait_until(lambda: channel.begun)
    stopping = threading.Thread(target=played.stop)
    stopping.start()
    wait_until(lambda: played.daemon._loop.is_closed() or played.daemon._stopping.is_set())
    stage.subscribers.add(to_races(id="b2", name="bo"), LONG_AGO)
    time.sleep(0.6)  # as long as a daemon that has not seen that it is to stop needs to take it up
    channel.let_go()
    stopping.join()
    assert len(channel.begun) == 1


@pytest.mark.usefixtures("impatient")
def test_what_hangs_at_the_end_is_left_behind_and_told(
    quick_engine: Engine, play: Callable[..., Played], caplog: pytest.LogCaptureFixture
) -> None:
    stage, channel = Stage(quick_engine), FakeChannel()
    channel.hang()
    played = play(stage, channel)
    wait_until(lambda: channel.begun)
    played.stop()
    assert not played.daemon._thread.is_alive()
    assert "what was being sent may come twice" in caplog.text
    other, healthy = stage.daemon(), caplog.text
    (sent,) = other.run()
    assert sent.message.key == channel.begun[0].key
    assert "destroyed" not in healthy


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("step", ["claim", "hand_over", "settle"])
def test_a_ledger_that_hangs_does_not_keep_it_from_ending(
    quick_engine: Engine,
    play: Callable[..., Played],
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    hanging, go_on = threading.Event(), threading.Event()

    def hang(*_: object) -> None:
        hanging.set()
        go_on.wait(PATIENCE)
        raise StorageError("locked")

    monkeypatch.setattr(Desk, step, hang)
    stage, channel = Stage(quick_engine), FakeChannel()
    played = play(stage, channel)
    wait_until(hanging.is_set)
    played.stop()
    assert not played.daemon._thread.is_alive()
    go_on.set()
    assert len(channel.sent) == (step == "settle")
    assert ("the ledger could not be written to the end" in caplog.text) == (step == "settle")


@pytest.mark.usefixtures("impatient")
def test_a_looker_that_hangs_at_the_start_does_not_keep_it_from_ending(
    quick_engine: Engine, play: Callable[..., Played], monkeypatch: pytest.MonkeyPatch
) -> None:
    hanging, go_on = threading.Event(), threading.Event()

    def hang(_: object) -> bool:
        hanging.set()
        go_on.wait(PATIENCE)
        return False

    monkeypatch.setattr(Looker, "look", hang)
    played = play(Stage(quick_engine), FakeChannel())
    wait_until(hanging.is_set)
    played.stop()
    assert not played.daemon._thread.is_alive()
    go_on.set()


@pytest.mark.usefixtures("impatient")
def test_a_channel_that_does_not_close_does_not_keep_it_from_ending(
    quick_engine: Engine, play: Callable[..., Played], caplog: pytest.LogCaptureFixture
) -> None:
    stage, hanging, failing = Stage(quick_engine), FakeChannel("hanging"), FakeChannel("failing")
    hanging.close_hangs = True
    failing.close_fails = True
    played = play(stage, hanging, failing)
    wait_until(lambda: played.daemon._looker.agenda.subjects)
    played.stop()
    wait_until(lambda: not played.daemon._thread.is_alive())  # on a busy machine a moment later
    assert not played.failed.is_set()
    assert "a channel could not be closed: RuntimeError" in caplog.text
    gc.collect()
    assert "destroyed" not in caplog.text  # what hung was ended, too


def test_a_channel_has_a_moment_to_close(quick_engine: Engine, play: Callable[..., Played]) -> None:
    class Closing(FakeChannel):
        async def close(self) -> None:
            await asyncio.sleep(0.001)
            self.is_closed = True

    channel = Closing()
    play(Stage(quick_engine), channel).stop()
    assert channel.is_closed


def test_its_end_is_waited_for_five_seconds_at_most(
    quick_engine: Engine, play: Callable[..., Played], monkeypatch: pytest.MonkeyPatch
) -> None:
    daemon, waited = play(Stage(quick_engine), FakeChannel()).daemon, list[float]()
    with monkeypatch.context() as patched:
        patched.setattr(daemon._thread, "join", waited.append)
        daemon.stop()
    (seconds,) = waited
    assert seconds <= 5


def test_a_daemon_that_has_ended_may_be_stopped(quick_engine: Engine, play: Callable[..., Played]) -> None:
    played = play(Stage(quick_engine), FakeChannel())
    played.stop()
    played.stop()


def test_a_thread_that_does_not_end_is_left_behind_and_told(
    quick_engine: Engine, play: Callable[..., Played], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("_FINISH_SECONDS", "_SETTLE_SECONDS", "_CLOSE_SECONDS"):
        monkeypatch.setattr(daemon_module, name, 0.0)
    stage, channel = Stage(quick_engine), FakeChannel()
    blocked, go_on = threading.Event(), threading.Event()

    def block() -> None:
        blocked.set()
        go_on.wait(PATIENCE)

    channel.outcome = block
    played = play(stage, channel)
    wait_until(blocked.is_set)
    played.stop()
    assert "the daemon hangs, and is left behind" in caplog.text
    go_on.set()
    played.daemon._thread.join(PATIENCE)


# What goes wrong


@pytest.mark.usefixtures("unpaused")
@pytest.mark.parametrize(
    ("owner", "step", "what"),
    [
        (FakeHand, "beat", "showing that this process is still here"),
        (Looker, "look", "looking at what changed"),
        (Desk, "claim", "claiming what is due"),
        (Desk, "hand_over", "handing over"),
        (Desk, "settle", "putting on record what was sent"),
    ],
)
@pytest.mark.parametrize("error", [StorageError("the disk is full"), OSError("reset")])
def test_an_error_is_told_once_and_the_work_is_tried_again(
    quick_engine: Engine,
    play: Callable[..., Played],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    owner: type,
    step: str,
    what: str,
    error: Exception,
) -> None:
    caplog.set_level(logging.INFO)
    fail_times(monkeypatch, owner, step, 5, error)
    stage, channel = Stage(quick_engine), FakeChannel()
    played = play(stage, channel)
    wait_until(lambda: f"{what}: it works again" in caplog.text)
    wait_until(stage.entries)
    played.stop()
    errors = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    told = "the disk is full" if isinstance(error, StorageError) else "an error of its own, and it goes on"
    assert errors == [f"{what}: {told}"]
    assert len(channel.sent) == 1


def test_what_fails_again_and_again_is_not_tried_all_the_time(
    quick_engine: Engine, play: Callable[..., Played], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = fail_times(monkeypatch, Desk, "claim", 10**9, StorageError("the disk is full"))
    play(Stage(quick_engine), FakeChannel())
    wait_until(lambda: calls)
    time.sleep(0.3)
    assert len(calls) <= 3


def test_what_is_published_and_cannot_be_taken_up_yet_holds_all_and_is_no_error(
    quick_engine: Engine, play: Callable[..., Played], caplog: pytest.LogCaptureFixture
) -> None:
    stage, channel = Stage(quick_engine), FakeChannel()
    stage.clock.instant = DUE - timedelta(seconds=30)
    played = play(stage, channel)
    wait_until(lambda: stage.rows())
    played.source.is_stale = True
    stage.publish(germany(note="bring a chair"))
    stage.clock.instant = DUE
    time.sleep(0.1)
    assert channel.begun == []
    played.source.is_stale = False
    wait_until(stage.entries)
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_a_lost_database_ends_it_and_says_so(
    quick_engine: Engine, play: Callable[..., Played], caplog: pytest.LogCaptureFixture
) -> None:
    stage, channel = Stage(quick_engine), FakeChannel()
    played = play(stage, channel)
    wait_until(stage.entries)
    Path(str(quick_engine.url.database)).unlink()
    wait_until(played.failed.is_set)
    played.stop()
    (critical,) = [record for record in caplog.records if record.levelno == logging.CRITICAL]
    assert "its file was deleted or moved away" in critical.getMessage()
    assert critical.exc_info is None
    assert channel.is_closed


@pytest.mark.parametrize("step", ["claim", "hand_over", "settle"])
def test_a_database_found_lost_by_any_work_ends_it(
    quick_engine: Engine, play: Callable[..., Played], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    fail_times(monkeypatch, Desk, step, 1, DatabaseLostError("it is gone"))
    played = play(Stage(quick_engine), FakeChannel())
    wait_until(played.failed.is_set)


@pytest.mark.usefixtures("unpaused")
def test_what_would_end_a_thread_ends_no_task(
    quick_engine: Engine, play: Callable[..., Played], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    fail_times(monkeypatch, Desk, "settle", 1, SystemExit(1))
    stage = Stage(quick_engine)
    played = play(stage, FakeChannel())
    wait_until(stage.entries)
    assert not played.failed.is_set()
    assert "SystemExit in a job" in caplog.text


def test_what_it_cannot_begin_with_ends_it_with_a_word(
    quick_engine: Engine, play: Callable[..., Played], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    fail_times(monkeypatch, daemon_module.Alarm, "__init__", 1, RuntimeError("no alarm"))  # type: ignore[attr-defined]
    played = play(Stage(quick_engine), FakeChannel())
    wait_until(played.failed.is_set)
    assert "the daemon met an error of its own, and ends" in caplog.text


def test_the_log_of_a_quiet_day_is_quiet_and_holds_no_address(
    quick_engine: Engine, play: Callable[..., Played], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    stage, channel = Stage(quick_engine, anna()), FakeChannel()
    played = play(stage, channel)
    wait_until(lambda: "sent reminder" in stage.outcomes())
    played.stop()
    assert "secret-address" not in caplog.text
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_what_is_being_claimed_when_it_stops_is_put_back(
    quick_engine: Engine, play: Callable[..., Played], monkeypatch: pytest.MonkeyPatch
) -> None:
    real, claimed, go_on = Desk.claim, threading.Event(), threading.Event()

    def claim_slowly(desk: Desk, limit: int) -> list[InHand]:
        if items := real(desk, limit):
            claimed.set()
            assert go_on.wait(PATIENCE)
        return items

    monkeypatch.setattr(Desk, "claim", claim_slowly)
    stage, channel = Stage(quick_engine), FakeChannel()
    played = play(stage, channel)
    assert claimed.wait(PATIENCE)
    threading.Timer(0.2, go_on.set).start()
    played.stop()
    assert channel.sent == []
    assert stage.ledger.owners() == frozenset()
