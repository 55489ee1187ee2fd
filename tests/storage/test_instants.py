"""Instants in the database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine, insert, select
from sqlalchemy.exc import StatementError

from season_calendar.storage.engine import reading, writing
from season_calendar.storage.tables import DAEMON_STATE

NOON = datetime(2021, 6, 3, 12, 0, tzinfo=UTC)


def kept(engine: Engine, *instants: datetime) -> list[datetime]:
    """The instants as they come out of the database again, the earliest first."""
    with writing(engine) as connection:
        connection.execute(insert(DAEMON_STATE), [{"name": str(n), "at": at} for n, at in enumerate(instants)])
    with reading(engine) as connection:
        return list(connection.execute(select(DAEMON_STATE.c.at).order_by(DAEMON_STATE.c.at)).scalars())


def test_an_instant_comes_back_to_the_microsecond_and_in_utc(engine: Engine) -> None:
    at = NOON + timedelta(microseconds=1)

    assert kept(engine, at) == [at]
    with reading(engine) as connection:
        assert connection.execute(select(DAEMON_STATE.c.at)).scalar_one().tzinfo is UTC


def test_an_instant_of_another_zone_is_the_same_instant(engine: Engine) -> None:
    in_macau = NOON.astimezone(timezone(timedelta(hours=8)))

    assert kept(engine, in_macau) == [NOON]


def test_instants_are_sorted_as_time_goes(engine: Engine) -> None:
    in_order = [NOON, NOON + timedelta(microseconds=1), NOON + timedelta(seconds=1), NOON + timedelta(days=9_999)]

    assert kept(engine, *reversed(in_order)) == in_order


def test_instants_are_compared_as_time_goes(engine: Engine) -> None:
    kept(engine, NOON - timedelta(microseconds=1), NOON, NOON + timedelta(days=1))

    with reading(engine) as connection:
        due = select(DAEMON_STATE.c.name).where(DAEMON_STATE.c.at <= NOON).order_by(DAEMON_STATE.c.at)
        assert connection.execute(due).scalars().all() == ["0", "1"]


def test_a_wall_time_is_refused(engine: Engine) -> None:
    with pytest.raises(StatementError, match="has no time zone: only instants are stored"):
        kept(engine, NOON.replace(tzinfo=None))
