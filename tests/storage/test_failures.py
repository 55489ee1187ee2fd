"""What is told of a database that fails."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, insert, select, text
from support.racing import FIRST_NOW
from support.tcp_proxy import TcpProxy, proxy_before

from season_calendar.errors import StorageError
from season_calendar.storage.engine import open_database, reading, writing
from season_calendar.storage.tables import PUBLISHED_SEASONS

SECRET = {"series_id": "hunter2", "season_id": "2021", "edition": 1, "published_at": FIRST_NOW}


@pytest.fixture
def through_proxy(postgresql: str) -> Iterator[tuple[TcpProxy, Engine]]:
    """A database behind a proxy that can reset its connections."""
    with proxy_before(postgresql) as (proxy, address):
        engine = open_database(address)
        yield proxy, engine
        engine.dispose()


def seasons_in(engine: Engine) -> list[str]:
    with reading(engine) as connection:
        return list(connection.execute(select(PUBLISHED_SEASONS.c.series_id)).scalars())


def write_secret(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(insert(PUBLISHED_SEASONS), [SECRET])


@pytest.mark.parametrize("when", [b"INSERT", b"COMMIT"])
def test_a_connection_that_is_reset_is_told_without_values_and_the_next_transaction_has_another(
    when: bytes, through_proxy: tuple[TcpProxy, Engine]
) -> None:
    proxy, engine = through_proxy
    proxy.resets_at = when

    with pytest.raises(StorageError, match=r"the connection was lost: [^(]+ \(is the server running") as failed:
        write_secret(engine)

    assert "hunter2" not in str(failed.value)
    assert failed.value.__cause__ is None
    assert seasons_in(engine) == []


def test_a_connection_that_was_reset_while_nobody_used_it_is_replaced_and_nobody_is_told(
    through_proxy: tuple[TcpProxy, Engine],
) -> None:
    proxy, engine = through_proxy
    proxy.reset()

    write_secret(engine)

    assert seasons_in(engine) == ["hunter2"]


def test_a_server_that_resets_every_newcomer_is_told_as_one_that_cannot_be_reached(
    through_proxy: tuple[TcpProxy, Engine],
) -> None:
    proxy, engine = through_proxy
    proxy.is_away = True
    proxy.reset()

    with pytest.raises(StorageError, match=r"it cannot be reached: [^(]+ \(is the server running"):
        seasons_in(engine)


def test_a_full_disk_is_told_with_its_remedy(tmp_path: Path) -> None:
    engine = open_database(str(tmp_path / "seasons.db"))
    engine.dispose()
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA max_page_count = 1"))

    def fill() -> None:
        with writing(engine) as connection:
            connection.execute(text("CREATE TABLE filler (content)"))
            connection.execute(text("INSERT INTO filler VALUES (zeroblob(1000000))"))

    with pytest.raises(StorageError, match=r"seasons.db: database or disk is full \(make room on the disk\)"):
        fill()
    engine.dispose()
