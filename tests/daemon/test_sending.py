"""Sending: what is in hand is handed over, sent and settled, whatever fails on the way. A real ledger, a real loop."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Coroutine, Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Engine
from support.fake_channel import FakeChannel
from support.racing import germany
from support.reminding import MINUTE
from support.stage import DUE, Stage, to_races
from support.told_rows import wakes

from season_calendar.daemon import schedule, sending
from season_calendar.daemon.desk import Desk
from season_calendar.daemon.in_hand import InHand
from season_calendar.daemon.sending import Sending
from season_calendar.daemon.worker import Worker
from season_calendar.errors import OutdatedError, PermanentChannelError, StorageError, TemporaryChannelError
from season_calendar.model import Status

PATIENCE = 30.0
EXPIRES = DUE + 30 * MINUTE
WORKERS: list[Worker] = []


@pytest.fixture(autouse=True)
def _ended_workers() -> Iterator[None]:
    """Their threads do not outlive the test."""
    yield
    while WORKERS:
        WORKERS.pop().close()


class Desks:
    """A daemon's claims and its sending, of which a test does each step."""

    def __init__(self, stage: Stage, *channels: FakeChannel) -> None:
        self.stage = stage
        self.daemon = stage.daemon()
        self.settled = 0
        self.drawn = itertools.cycle([0.5])
        self._worker = Worker("ledger", asyncio.get_running_loop())
        WORKERS.append(self._worker)
        by_kind = {channel.kind: channel for channel in channels}
        self.sending = Sending(self.daemon.desk, self._worker, by_kind, stage.clock, self.draw, self._settled)

    def claim(self) -> list[InHand]:
        """Claim all that is due, and line it up."""
        self.daemon.look()
        items = self.daemon.desk.claim(100)
        self.sending.put(items)
        return items

    async def settle(self, count: int = 1) -> None:
        """Wait until so many have ended, and put them on record."""
        await until(lambda: self.sending._unsettled >= count)
        while self.sending._unsettled:
            await self.sending.settle()

    def draw(self) -> float:
        """What comes by chance elsewhere."""
        return next(self.drawn)

    def _settled(self) -> None:
        self.settled += 1


def people(count: int) -> list[Any]:
    return [to_races(id=f"p{number}", name=f"p{number}", address=f"address {number}") for number in range(count)]


def run(work: Coroutine[Any, Any, None]) -> None:
    async def in_time() -> None:
        async with asyncio.timeout(PATIENCE):
            await work

    asyncio.run(in_time())


async def until(fulfilled: Callable[[], object]) -> None:
    while not fulfilled():
        await asyncio.sleep(0.002)


def refuse_once(monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """The ledger is locked when the desk does this the next time."""
    real = getattr(Desk, step)

    def locked(*_: object) -> None:
        monkeypatch.setattr(Desk, step, real)
        raise StorageError("locked")

    monkeypatch.setattr(Desk, step, locked)


def test_what_is_put_in_is_handed_over_sent_and_settled(quick_engine: Engine) -> None:
    stage, channel = Stage(quick_engine, *people(3)), FakeChannel()

    async def main() -> None:
        desks = Desks(stage, channel)
        items = desks.claim()
        await desks.sending.hand_over()
        await until(lambda: len(channel.sent) == 3)
        assert {message.key for message in channel.sent} == {item.key for item in items}
        await desks.settle(3)
        assert desks.settled
        assert stage.outcomes() == ["sent reminder"] * 3
        assert stage.ledger.owners() == frozenset()

    run(main())


def test_there_is_as_much_room_as_is_not_on_its_way(quick_engine: Engine) -> None:
    stage, channel = Stage(quick_engine, *people(3)), FakeChannel(at_once=2)
    channel.hang()

    async def main() -> None:
        desks = Desks(stage, channel)
        room = desks.sending.room
        desks.claim()
        assert desks.sending.room == room - 3
        await desks.sending.hand_over()
        await until(lambda: len(channel.begun) == 2)
        assert desks.sending.room == room - 3
        channel.let_go()
        await until(lambda: len(channel.sent) == 2)
        assert desks.sending.room == room - 3
        await desks.settle(2)
        assert desks.sending.room == room - 1

    run(main())


def test_who_is_reached_otherwise_by_now_is_not_sent_to_and_leaves_their_place(quick_engine: Engine) -> None:
    stage, channel = Stage(quick_engine, *people(2)), FakeChannel(at_once=1)

    async def main() -> None:
        desks = Desks(stage, channel)
        desks.claim()
        for name in ("p0", "p1"):
            stage.subscribers.edit(name, to_races(name=name, address="elsewhere"))
        await desks.sending.hand_over()
        await desks.sending.hand_over()  # the second had no place before
        assert desks.sending.room == sending._MOST_IN_MEMORY
        assert channel.begun == []

    run(main())


def test_what_is_not_on_the_agenda_yet_is_sent_after_the_next_look(quick_engine: Engine) -> None:
    stage, channel = Stage(quick_engine), FakeChannel()

    async def main() -> None:
        desks = Desks(stage, channel)
        desks.claim()
        stage.publish(germany(note="bring a chair"))
        with pytest.raises(OutdatedError):
            await desks.sending.hand_over()
        assert channel.begun == []
        desks.daemon.look()
        await desks.sending.hand_over()
        await until(lambda: channel.sent)

    run(main())


def test_where_the_ledger_is_locked_nothing_is_sent_until_it_is_handed_over(
    quick_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage, channel = Stage(quick_engine, *people(2)), FakeChannel()

    async def main() -> None:
        desks = Desks(stage, channel)
        desks.claim()
        refuse_once(monkeypatch, "hand_over")
        with pytest.raises(StorageError):
            await desks.sending.hand_over()
        assert channel.begun == []
        await desks.sending.hand_over()
        await until(lambda: len(channel.sent) == 2)

    run(main())


def test_what_was_sent_while_the_ledger_was_locked_is_settled_and_sent_once(
    quick_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage, channel = Stage(quick_engine, *people(2)), FakeChannel()

    async def main() -> None:
        desks = Desks(stage, channel)
        desks.claim()
        await desks.sending.hand_over()
        await until(lambda: len(channel.sent) == 2)
        refuse_once(monkeypatch, "settle")
        with pytest.raises(StorageError):
            await desks.sending.settle()
        assert desks.claim() == []
        await desks.settle(2)
        assert stage.outcomes() == ["sent reminder"] * 2
        assert desks.claim() == []

    run(main())


class Stopping:
    """A monotonic clock that stands still but where a test says that the process was stopped."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def stopping(monkeypatch: pytest.MonkeyPatch) -> Stopping:
    stopping = Stopping()
    monkeypatch.setattr(sending, "time", SimpleNamespace(monotonic=stopping.monotonic))
    return stopping


def stopped_in_hand_over(monkeypatch: pytest.MonkeyPatch, stopping: Stopping, seconds: float) -> None:
    """The process is stopped just after the next hand over was written."""
    real = Desk.hand_over

    def hand_over(desk: Desk, items: list[InHand]) -> list[InHand]:
        begun = real(desk, items)
        monkeypatch.setattr(Desk, "hand_over", real)
        stopping.now += seconds
        return begun

    monkeypatch.setattr(Desk, "hand_over", hand_over)


@pytest.mark.parametrize(("seconds", "sent_at_once"), [(10.0, 1), (10.1, 0)])
def test_what_was_handed_over_before_a_long_stop_is_handed_over_anew(
    quick_engine: Engine, monkeypatch: pytest.MonkeyPatch, stopping: Stopping, seconds: float, sent_at_once: int
) -> None:
    stage, channel = Stage(quick_engine), FakeChannel()

    async def main() -> None:
        desks = Desks(stage, channel)
        (item,) = desks.claim()
        stopped_in_hand_over(monkeypatch, stopping, seconds)
        await desks.sending.hand_over()
        await asyncio.sleep(0.01)
        assert len(channel.sent) == sent_at_once
        if not sent_at_once:
            await desks.sending.hand_over()
        await until(lambda: channel.sent)
        assert [message.key for message in channel.sent] == [item.key]
        assert await desks.sending.finish(PATIENCE)
        await desks.settle()
        assert desks.sending.room == sending._MOST_IN_MEMORY

    run(main())


def test_what_others_took_during_a_long_stop_is_not_sent(
    quick_engine: Engine, monkeypatch: pytest.MonkeyPatch, stopping: Stopping
) -> None:
    stage, channel = Stage(quick_engine), FakeChannel()

    async def main() -> None:
        desks = Desks(stage, channel)
        desks.claim()
        stopped_in_hand_over(monkeypatch, stopping, 40.0)
        await desks.sending.hand_over()
        desks.daemon.kill()
        other = stage.daemon()
        other.look()
        other.claim()
        assert len(other.claimed) == 1
        await desks.sending.hand_over()
        assert await desks.sending.finish(PATIENCE)
        assert channel.begun == []
        assert desks.sending.room == sending._MOST_IN_MEMORY

    run(main())


def test_what_a_line_has_no_room_for_comes_back_little_by_little(
    quick_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schedule, "LONGEST_LINE", 1)
    stage, channel = Stage(quick_engine, *people(3)), FakeChannel()

    async def main() -> None:
        desks = Desks(stage, channel)
        desks.drawn = itertools.cycle([0.2, 0.8])
        desks.claim()
        await desks.settle(2)
        assert set(wakes(quick_engine).values()) == {None, DUE + timedelta(seconds=1), DUE + timedelta(seconds=4)}
        assert stage.entries() == []
        await desks.sending.hand_over()
        await until(lambda: len(channel.sent) == 1)

    run(main())


def test_what_comes_back_at_about_the_same_time_comes_back_at_one_instant(
    quick_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schedule, "LONGEST_LINE", 1)
    stage = Stage(quick_engine, *people(3))

    async def main() -> None:
        desks = Desks(stage, FakeChannel())
        desks.drawn = itertools.cycle([0.51, 0.6])
        desks.claim()
        await desks.settle(2)
        assert set(wakes(quick_engine).values()) == {None, DUE + timedelta(seconds=3)}

    run(main())


def test_a_channel_that_does_not_exist_is_told_and_tried_again_later(quick_engine: Engine) -> None:
    stage = Stage(quick_engine, to_races(channel="pigeon"))

    async def main() -> None:
        desks = Desks(stage, FakeChannel())
        desks.claim()
        await desks.settle()
        ((failing),) = stage.record.failing(10)
        assert (failing.tries, failing.last_error) == (1, "there is no channel 'pigeon'")
        assert failing.wake_at == DUE + 5 * MINUTE
        ((found),) = stage.rows()
        ((told),) = found.row.knowledge.events.values()
        assert list(told.beliefs()) == []  # it certainly did not arrive

    run(main())


def test_a_channel_that_does_not_exist_keeps_nobody_else_waiting(quick_engine: Engine) -> None:
    stage, channel = Stage(quick_engine, to_races(channel="pigeon"), *people(1)), FakeChannel()

    async def main() -> None:
        desks = Desks(stage, channel)
        desks.claim()
        await desks.sending.hand_over()
        await until(lambda: channel.sent)

    run(main())


@pytest.mark.parametrize(("left", "begun"), [(31.0, 1), (25.0, 2)])
def test_what_was_never_tried_begins_beyond_its_bound_when_a_send_and_a_margin_are_left(
    quick_engine: Engine, left: float, begun: int
) -> None:
    stage, channel = Stage(quick_engine, *people(2)), FakeChannel(at_once=1)
    channel.hang()

    async def main() -> None:
        desks = Desks(stage, channel)
        stage.clock.instant = EXPIRES - timedelta(seconds=left)
        desks.claim()
        await desks.sending.hand_over()
        await until(lambda: len(channel.begun) == begun)
        await asyncio.sleep(0.01)
        assert len(channel.begun) == begun
        channel.let_go()
        desks.sending.give_back()
        assert await desks.sending.finish(PATIENCE)

    run(main())


def test_no_more_is_noted_at_once_than_a_batch(quick_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "BATCH", 2)
    stage, channel = Stage(quick_engine, *people(3)), FakeChannel()

    async def main() -> None:
        desks = Desks(stage, channel)
        desks.claim()
        for begun in (2, 3):
            await desks.sending.hand_over()
            await until(lambda begun=begun: len(channel.sent) == begun)  # type: ignore[misc]
        for sent in (2, 3):
            await desks.sending.settle()
            assert len(stage.entries()) == sent

    run(main())


def test_what_waits_for_a_busy_receiver_until_it_is_of_no_use_is_lost_for_want_of_room(quick_engine: Engine) -> None:
    stage, channel = Stage(quick_engine, *people(2)), FakeChannel(at_once=1)

    def busy() -> None:
        raise TemporaryChannelError("busy", retry_after=timedelta(0), may_have_arrived=False)

    async def main() -> None:
        desks = Desks(stage, channel)
        channel.outcome = busy
        desks.claim()
        for _ in range(2):
            await desks.sending.hand_over()
            await until(lambda: desks.sending._unsettled)
            await desks.settle()
        channel.hang()
        stage.clock.instant = EXPIRES - timedelta(milliseconds=50)
        desks.claim()
        await desks.sending.hand_over()
        await until(lambda: desks.sending._unsettled)
        stage.clock.instant = EXPIRES
        await desks.settle()
        (entry,) = stage.entries()
        assert (entry.outcome, entry.why) == ("dead", "fake.example had no room for it in time")
        assert len(channel.begun) == 3
        channel.let_go()
        assert await desks.sending.finish(PATIENCE)

    run(main())


def test_what_waits_for_a_host_that_cannot_be_reached_is_lost_for_that_reason(quick_engine: Engine) -> None:
    stage, channel = Stage(quick_engine, *people(4)), FakeChannel(at_once=3)

    def unreachable() -> None:
        raise TemporaryChannelError("refused", unreachable=True, may_have_arrived=False)

    async def main() -> None:
        desks = Desks(stage, channel)
        channel.outcome = unreachable
        stage.clock.instant = EXPIRES - timedelta(milliseconds=500)
        channel.hang()
        desks.claim()
        await desks.sending.hand_over()  # in a hurry, all at once
        await until(lambda: len(channel.begun) == 4)
        channel.let_go()
        await until(lambda: desks.sending._unsettled == 4)
        await desks.settle(4)
        stage.clock.instant = EXPIRES - timedelta(milliseconds=30)
        assert len(desks.claim()) == 4
        await until(lambda: desks.sending._unsettled == 4)
        stage.clock.instant = EXPIRES
        await desks.settle(4)
        assert {(entry.outcome, entry.why) for entry in stage.entries()} == {("dead", "fake.example cannot be reached")}
        assert len(channel.begun) == 4

    run(main())


def test_a_refusal_and_a_failure_are_settled_as_what_they_are(quick_engine: Engine) -> None:
    stage, channel = Stage(quick_engine, *people(2)), FakeChannel(at_once=1)
    errors: list[Exception] = [PermanentChannelError("gone"), TemporaryChannelError("busy")]

    def fail() -> None:
        raise errors.pop(0)

    async def main() -> None:
        desks = Desks(stage, channel)
        channel.outcome = fail
        desks.claim()
        await desks.sending.hand_over()
        await desks.sending.hand_over()
        await desks.settle(2)
        assert stage.outcomes() == ["dead reminder"]
        assert [its.last_error for its in stage.record.failing(10)] == ["busy"]

    run(main())


def test_a_fault_of_a_channel_is_told_without_its_text_and_tried_again(
    quick_engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    stage, channel = Stage(quick_engine), FakeChannel()
    text = f"https://hooks.example/{'secret'}"

    def fault() -> None:
        raise ValueError(text)

    async def main() -> None:
        desks = Desks(stage, channel)
        channel.outcome = fault
        (item,) = desks.claim()
        await desks.sending.hand_over()
        await desks.settle()
        assert f"{item.key} cannot be sent: ValueError" in caplog.text
        assert "in fault" in caplog.text
        assert "hooks.example/secret" not in caplog.text
        assert stage.ledger.next_wake_at({"wtcr/2021"}) == DUE + timedelta(seconds=5)

    run(main())


def test_what_was_given_back_is_free_at_once_and_what_was_begun_is_finished(quick_engine: Engine) -> None:
    stage, channel = Stage(quick_engine, *people(3)), FakeChannel(at_once=1)
    channel.hang()

    async def main() -> None:
        desks = Desks(stage, channel)
        desks.claim()
        await desks.sending.hand_over()
        await until(lambda: channel.begun)
        desks.sending.give_back()
        channel.let_go()
        assert await desks.sending.finish(PATIENCE)
        assert len(channel.sent) == 1
        await desks.settle(3)
        assert await desks.sending.wait_until_settled(PATIENCE)
        assert stage.outcomes() == ["sent reminder"]
        assert stage.ledger.owners() == frozenset()
        assert stage.ledger.next_wake_at({"wtcr/2021"}) == DUE

    run(main())


def test_what_has_its_turn_and_is_not_handed_over_yet_is_waited_for(quick_engine: Engine) -> None:
    stage, channel = Stage(quick_engine), FakeChannel()

    async def main() -> None:
        desks = Desks(stage, channel)
        desks.claim()
        await asyncio.sleep(0)
        desks.sending.give_back()
        assert not await desks.sending.finish(0)
        await desks.sending.hand_over()
        assert await desks.sending.finish(PATIENCE)
        assert len(channel.sent) == 1

    run(main())


def test_what_hangs_is_left_behind_and_stays_in_hand(quick_engine: Engine) -> None:
    stage, channel = Stage(quick_engine), FakeChannel()
    channel.hang()

    async def main() -> None:
        desks = Desks(stage, channel)
        desks.claim()
        await desks.sending.hand_over()
        await until(lambda: channel.begun)
        assert not await desks.sending.finish(0)
        channel.let_go()
        await asyncio.sleep(0.02)
        assert channel.sent == []
        assert stage.ledger.owners() == {desks.daemon.hand.id}

    run(main())


def test_it_is_known_whether_all_is_on_record(quick_engine: Engine) -> None:
    stage, channel = Stage(quick_engine), FakeChannel()

    async def main() -> None:
        desks = Desks(stage, channel)
        desks.claim()
        await desks.sending.hand_over()
        await until(lambda: channel.sent)
        assert not await desks.sending.wait_until_settled(0)
        await desks.settle()
        assert await desks.sending.wait_until_settled(0)

    run(main())


def test_what_is_said_is_true_when_it_is_sent(quick_engine: Engine) -> None:
    stage, channel = Stage(quick_engine), FakeChannel()

    async def main() -> None:
        desks = Desks(stage, channel)
        desks.claim()
        stage.publish(germany(status=Status.CANCELLED))
        desks.daemon.look()
        await desks.sending.hand_over()
        assert await desks.sending.finish(PATIENCE)
        assert channel.begun == []  # they were told nothing, so there is nothing to put right

    run(main())
