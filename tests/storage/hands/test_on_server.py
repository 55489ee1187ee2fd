"""Hands on a PostgreSQL server whose connections are reset, and behind a pooler."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select, text
from support.hand_processes import Stopwatch, hand_process, look_for, wait_until
from support.pooler import Pooler, pooler_before
from support.tcp_proxy import TcpProxy, proxy_before

from season_calendar.errors import StorageError
from season_calendar.storage.engine import open_as_it_is, open_database, reading
from season_calendar.storage.hands import Hand, open_hand
from season_calendar.storage.tables import HANDS


@pytest.fixture
def engine(emptied_on_server: tuple[str, Engine]) -> Engine:
    return emptied_on_server[1]


@pytest.fixture
def proxied(database: str) -> Iterator[tuple[TcpProxy, Hand]]:
    """A hand whose connection can be reset."""
    with proxy_before(database) as (proxy, address):
        engine = open_database(address)
        hand = open_hand(engine)
        yield proxy, hand
        proxy.is_away = False
        hand.close()
        engine.dispose()


def has_lock(engine: Engine, hand: str) -> bool:
    with reading(engine) as connection:
        locks = connection.execute(text("SELECT classid, objid FROM pg_locks WHERE locktype = 'advisory'"))
        return hand in {f"{lock.classid:08x}{lock.objid:08x}" for lock in locks}


def rows(engine: Engine) -> set[str]:
    with reading(engine) as connection:
        return set(connection.execute(select(HANDS.c.id)).scalars())


def test_one_that_is_killed_is_gone_two_seconds_and_a_beat_after_its_lock(
    engine: Engine, database: str, observer: Hand, clock: Stopwatch
) -> None:
    with hand_process(database) as other:
        other.signal(signal.SIGKILL)
        wait_until(lambda: not has_lock(engine, other.id))

        assert look_for(2, observer, clock, {other.id}) == frozenset()
        assert look_for(0.25, observer, clock, {other.id}) == {other.id}


def test_one_that_is_reset_for_less_than_two_seconds_is_not_gone_and_locks_anew(
    engine: Engine, observer: Hand, clock: Stopwatch, proxied: tuple[TcpProxy, Hand]
) -> None:
    proxy, other = proxied
    proxy.reset()
    wait_until(lambda: not has_lock(engine, other.id))
    assert look_for(1.75, observer, clock, {other.id}) == frozenset()
    with pytest.raises(StorageError):
        other.beat()

    other.beat()

    assert has_lock(engine, other.id)
    assert look_for(25, observer, clock, {other.id}) == frozenset()


def test_one_that_goes_on_beating_before_its_lost_lock_is_seen_is_not_gone(
    engine: Engine, observer: Hand, clock: Stopwatch
) -> None:
    """The server ends the session: that is a connection that was reset, not a process that ended."""
    other = open_hand(engine)
    end = text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = :low")
    for _ in range(3):
        with reading(engine) as connection:
            connection.execute(end, {"low": int(other.id[8:], 16)})
        wait_until(lambda: not has_lock(engine, other.id))
        with pytest.raises(StorageError, match="terminating connection due to administrator command"):
            other.beat()
        other.beat()

        assert look_for(2.25, observer, clock, {other.id}) == frozenset()
    other.close()


def test_one_that_is_kept_away_for_longer_is_gone_and_back_with_its_next_beat(
    engine: Engine, observer: Hand, clock: Stopwatch, proxied: tuple[TcpProxy, Hand]
) -> None:
    proxy, other = proxied
    proxy.is_away = True
    proxy.reset()
    wait_until(lambda: not has_lock(engine, other.id))
    for _ in range(3):
        with pytest.raises(StorageError):
            other.beat()
    assert look_for(2.25, observer, clock, {other.id}) == {other.id}

    proxy.is_away = False
    other.beat()

    assert look_for(0.25, observer, clock, {other.id}) == frozenset()
    assert has_lock(engine, other.id)


def test_an_error_of_a_beat_tells_no_password_and_what_to_do(proxied: tuple[TcpProxy, Hand]) -> None:
    proxy, other = proxied
    proxy.is_away = True
    proxy.reset()

    with pytest.raises(
        StorageError, match=r"database postgresql://postgres@127.0.0.1.*\(is the server running"
    ) as told:
        other.beat()

    assert told.value.__cause__ is None


def test_rows_of_those_that_are_gone_and_have_nothing_in_hand_are_removed(
    engine: Engine, database: str, observer: Hand, clock: Stopwatch
) -> None:
    with hand_process(database) as idle, hand_process(database) as busy:
        for other in (idle, busy):
            other.signal(signal.SIGKILL)
            wait_until(lambda id_=other.id: not has_lock(engine, id_))  # type: ignore[misc]

        assert look_for(3, observer, clock, {busy.id}) == {busy.id}
        assert rows(engine) == {observer.id, busy.id}


def test_closing_removes_the_row_and_frees_the_lock(engine: Engine) -> None:
    hand = open_hand(engine)
    hand.close()

    assert rows(engine) == set()
    wait_until(lambda: not has_lock(engine, hand.id))


def test_a_row_that_was_removed_is_there_again_with_the_next_beat(
    engine: Engine, observer: Hand, clock: Stopwatch, proxied: tuple[TcpProxy, Hand]
) -> None:
    proxy, other = proxied
    proxy.reset()
    wait_until(lambda: not has_lock(engine, other.id))
    look_for(3, observer, clock, set())
    assert other.id not in rows(engine)
    with pytest.raises(StorageError):
        other.beat()

    other.beat()

    assert other.id in rows(engine)
    assert observer.gone({other.id}) == frozenset()


@pytest.fixture
def pooled(engine: Engine, database: str) -> Iterator[tuple[Pooler, Engine]]:
    """A database, with its tables, behind a pooler."""
    with pooler_before(database) as (pooler, address):
        pooled = open_as_it_is(address)
        assert pooled is not None
        yield pooler, pooled
        pooled.dispose()


def test_a_pooler_that_works_by_sessions_is_fine(pooled: tuple[Pooler, Engine]) -> None:
    _, engine = pooled
    hand = open_hand(engine)

    hand.beat()

    hand.close()


def test_a_pooler_that_lets_connections_share_a_session_is_refused(pooled: tuple[Pooler, Engine]) -> None:
    pooler, engine = pooled
    pooler.by_sessions = False

    with pytest.raises(StorageError, match=r"a pooler .* no lock holds \(name the server itself"):
        open_hand(engine)


def test_a_pooler_that_gives_a_beat_to_another_session_is_noticed(pooled: tuple[Pooler, Engine]) -> None:
    pooler, engine = pooled
    with reading(engine):
        hand = open_hand(engine)
    pooler.by_sessions = False
    hand.beat()

    with pytest.raises(StorageError, match=r"a pooler .* no lock holds"):
        hand.beat()
    hand.close()
