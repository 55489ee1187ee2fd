"""When a kept connection has been idle for too long."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from season_calendar.web.wire.kept_alive import KeptAlive


@dataclass
class Timer:
    at: float
    call: Callable[[], object]
    is_cancelled: bool = False

    def cancel(self) -> None:
        self.is_cancelled = True


@dataclass
class Loop:
    """As much of a loop as there is to it: its time goes on when it is told."""

    seconds: float = 0.0
    timers: list[Timer] = field(default_factory=list)

    def time(self) -> float:
        return self.seconds

    def call_at(self, at: float, call: Callable[[], object]) -> Timer:
        self.timers.append(Timer(at, call))
        return self.timers[-1]

    def go_on_to(self, seconds: float) -> None:
        while due := [its for its in self.timers if its.at <= seconds and not its.is_cancelled]:
            timer = min(due, key=lambda its: its.at)
            self.timers.remove(timer)
            self.seconds = timer.at
            timer.call()
        self.seconds = seconds


@pytest.fixture
def loop() -> Loop:
    return Loop()


@pytest.fixture
def ended(loop: Loop) -> list[float]:
    """When the connection was ended."""
    return []


@pytest.fixture
def kept(loop: Loop, ended: list[float]) -> KeptAlive:
    """One that may be idle for fifteen seconds."""
    its: asyncio.AbstractEventLoop = loop  # type: ignore[assignment]
    return KeptAlive(its, 15, lambda: ended.append(loop.seconds))


def test_it_is_ended_fifteen_seconds_after_its_last_answer(kept: KeptAlive, loop: Loop, ended: list[float]) -> None:
    kept.answered()
    loop.go_on_to(10)
    kept.cancel()
    kept.answered()
    loop.go_on_to(60)
    assert ended == [25]


def test_it_is_not_ended_while_something_that_it_asked_is_answered(
    kept: KeptAlive, loop: Loop, ended: list[float]
) -> None:
    kept.answered()
    kept.cancel()
    loop.go_on_to(60)
    assert ended == []
    kept.answered()
    loop.go_on_to(100)
    assert ended == [75]


def test_there_is_one_timer_however_many_answers_there_are(kept: KeptAlive, loop: Loop) -> None:
    for second in range(1000):
        loop.go_on_to(second)
        kept.answered()
        assert len(loop.timers) == 1
        kept.cancel()


def test_nothing_is_kept_of_a_connection_that_is_gone(kept: KeptAlive, loop: Loop, ended: list[float]) -> None:
    kept.answered()
    kept.gone()
    assert all(timer.is_cancelled for timer in loop.timers)
    loop.go_on_to(60)
    assert ended == []
