"""Subscribers in the database, on SQLite and on PostgreSQL."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, update
from support.reminding import DAY, HOUR, anna, at

from season_calendar.errors import StorageError, UnknownThingError
from season_calendar.storage.engine import writing
from season_calendar.storage.subscribers import SqlSubscribers, new_subscriber_id
from season_calendar.storage.tables import SUBSCRIBERS

NOW = at("06-01 08:00")


@pytest.fixture
def subscribers(engine: Engine) -> SqlSubscribers:
    return SqlSubscribers(engine)


def test_a_subscriber_comes_back_as_added(subscribers: SqlSubscribers) -> None:
    full = anna(choice="series=wtcr,wec&driver=guest&lang=sv", lead_times={"race": (DAY, HOUR), "round": ()}, since=NOW)
    subscribers.add(full, NOW)
    assert subscribers.get("anna") == full
    assert subscribers.list() == (full,)


def test_they_are_listed_by_name(subscribers: SqlSubscribers) -> None:
    for name in ("bo", "anna"):
        subscribers.add(anna(id=new_subscriber_id(), name=name), NOW)
    assert [subscriber.name for subscriber in subscribers.list()] == ["anna", "bo"]


def test_a_name_is_given_once(subscribers: SqlSubscribers) -> None:
    subscribers.add(anna(), NOW)
    with pytest.raises(StorageError, match="already") as caught:
        subscribers.add(anna(id="b2"), NOW)
    assert "secret-address" not in str(caught.value)
    subscribers.add(anna(id="b2", name="bo"), NOW)
    with pytest.raises(StorageError, match="already"):
        subscribers.edit("bo", anna())


def test_a_name_of_bytes_that_are_no_text_is_nobodys_and_told_so(subscribers: SqlSubscribers) -> None:
    message = r"^database .*: what is looked for holds bytes that are no text \(type it anew\)$"
    for ask in (subscribers.get, subscribers.remove):
        with pytest.raises(StorageError, match=message):
            ask("anna\udcff")


def test_an_edited_subscriber_keeps_their_id_also_under_a_new_name(subscribers: SqlSubscribers) -> None:
    subscribers.add(anna(), NOW)
    subscribers.edit("anna", anna(id="whatever", name="anni", channel="email"))
    assert subscribers.list() == (anna(name="anni", channel="email"),)


def test_who_is_removed_is_forgotten(subscribers: SqlSubscribers) -> None:
    subscribers.add(anna(), NOW)
    subscribers.remove("anna")
    assert subscribers.list() == ()


@pytest.mark.parametrize("written", ["{", "secret=1", "alarm=race:soon"])
def test_a_choice_that_cannot_be_read_is_told_with_whose_it_is_and_not_shown(
    subscribers: SqlSubscribers, engine: Engine, written: str
) -> None:
    subscribers.add(anna(), NOW)
    with writing(engine) as connection:
        connection.execute(update(SUBSCRIBERS).values(choice=written))
    for read in (subscribers.list, lambda: subscribers.get("anna")):
        with pytest.raises(StorageError, match=r"^database .*: the choice of the subscriber 'anna'") as caught:
            read()
        assert written not in str(caught.value)
        assert "season-calendar subscriber remove anna" in str(caught.value)


def test_an_unknown_name_is_told_with_a_near_one(subscribers: SqlSubscribers) -> None:
    subscribers.add(anna(), NOW)
    with pytest.raises(UnknownThingError, match="did you mean 'anna'"):
        subscribers.get("ana")
    with pytest.raises(UnknownThingError):
        subscribers.edit("ana", anna())
    with pytest.raises(UnknownThingError):
        subscribers.remove("ana")
