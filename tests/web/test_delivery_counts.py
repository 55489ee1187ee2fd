"""``/healthz`` tells how deliveries fare, and is answered whatever becomes of the database."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Mapping

import httpx
import pytest
from support.fake_source import FakeSource, StillClock
from support.racing import published, season

from season_calendar.errors import StorageError
from season_calendar.web.app import create_app
from season_calendar.web.deliveries import DeliveryCounts
from season_calendar.web.server import FeedServer
from season_calendar.web.wire.listening import listen

COUNTS = {"sent_in_24_hours": 3, "failing": 1}


def health(count: Callable[[], Mapping[str, int]] | None, is_reminding: bool | None = None) -> dict[str, object]:
    """What a server says of its health."""
    reminding = None if is_reminding is None else lambda: is_reminding
    app = create_app(FakeSource(published(season())), StillClock(), None, count, reminding)
    with FeedServer(app, listen("127.0.0.1", 0)) as server:
        answer = httpx.get(f"{server.url}/healthz")
    assert answer.status_code == 200
    data = answer.json()
    assert isinstance(data, dict)
    return data


def test_counts_are_told_as_they_are() -> None:
    told = health(lambda: COUNTS, is_reminding=True)
    assert (told["status"], told["reminding"], told["deliveries"]) == ("ok", True, COUNTS)


def test_where_nobody_counts_or_reminds_nothing_is_told_of_it() -> None:
    assert not {"reminding", "deliveries"} & health(None).keys()


def test_reminders_that_ended_degrade_it() -> None:
    told = health(lambda: COUNTS, is_reminding=False)
    assert (told["status"], told["reminding"]) == ("degraded", False)


def test_a_database_that_cannot_be_read_degrades_it_and_is_told_to_the_log_alone(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail() -> Mapping[str, int]:
        raise StorageError("database /secret/place: it is locked")

    told = health(fail)
    assert (told["status"], told["deliveries"]) == ("degraded", None)
    assert "secret" not in str(told)
    assert "counting deliveries: database /secret/place: it is locked" in caplog.text


def test_they_are_counted_anew_after_some_seconds_only() -> None:
    async def ask() -> None:
        now, numbers = [100.0], iter(range(10))
        counts = DeliveryCounts(lambda: {"sent": next(numbers)}, lambda: now[0])
        assert [await counts.newest() for _ in range(3)] == [{"sent": 0}] * 3
        now[0] += 4.9
        assert await counts.newest() == {"sent": 0}
        now[0] += 0.2
        assert await counts.newest() == {"sent": 1}

    asyncio.run(ask())


def test_a_database_that_hangs_is_asked_once_and_believed_when_it_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, answering = [], threading.Event()

    def hang() -> Mapping[str, int]:
        asked.append(1)
        answering.wait(30)
        return COUNTS

    async def ask() -> None:
        counts = DeliveryCounts(hang)
        monkeypatch.setattr("season_calendar.web.deliveries._PATIENCE_SECONDS", 0.01)
        assert [await counts.newest() for _ in range(3)] == [None] * 3
        assert len(asked) == 1
        answering.set()
        monkeypatch.setattr("season_calendar.web.deliveries._PATIENCE_SECONDS", 30)
        assert await counts.newest() == COUNTS

    asyncio.run(ask())
