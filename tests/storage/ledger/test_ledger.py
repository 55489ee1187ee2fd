"""What the ledger promises of rows in and out of hand, on SQLite and on PostgreSQL."""

from __future__ import annotations

from sqlalchemy import Engine
from support.reminding import DAY, anna, at

from season_calendar.reminders.known import Knowledge
from season_calendar.reminders.sight import Sighting
from season_calendar.storage.ledger.ledger import SqlLedger
from season_calendar.storage.ledger.readers import SqlReaders
from season_calendar.storage.ledger.rows import Change
from season_calendar.storage.subscribers import SqlSubscribers

NOW = at("06-05 08:00")


def test_smoke(emptied_engine: Engine) -> None:
    ledger, readers, subscribers = SqlLedger(emptied_engine), SqlReaders(emptied_engine), SqlSubscribers(emptied_engine)
    subscribers.add(anna(), NOW)
    ((who, version),) = readers.changed(10)
    s = [Sighting("wtcr/2021/spain", "wtcr/2021", NOW, NOW)]
    readers.take_up(who.id, version, s, NOW)
    assert readers.changed(10) == []
    (choice,) = readers.choices()
    readers.make_rows(choice, s)
    assert readers.has_subscribers()
    assert readers.console_since(NOW) == NOW
    assert readers.console_since(NOW + DAY) == NOW
    assert ledger.next_wake_at({"wtcr/2021", "b"}) == NOW
    with ledger.claiming("me", {"wtcr/2021", "b"}, NOW, 5) as batch:
        (found,) = batch.found
        assert found.subscriber == who
        batch.take([found.row.id])
        assert batch.marks() == {}
    assert ledger.owners() == {"me"}
    assert ledger.next_wake_at({"wtcr/2021", "b"}) is None
    assert ledger.wake(NOW) == 1
    with ledger.holding("me", [found.row.id]) as batch:
        batch.keep([Change(found.row.id, Knowledge(), NOW + DAY)])
    assert ledger.next_wake_at({"wtcr/2021", "b"}) == NOW
