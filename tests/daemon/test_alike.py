"""Whoever is looked at together with thousands who are nearly alike is told what they would be told alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete
from support.hand_driven import FakeHand, HandClock, HandDaemon, Source
from support.racing import germany
from support.reminding import DAY, HOUR, MINUTE, anna, at, editions, moved

from season_calendar.errors import PermanentChannelError, TemporaryChannelError
from season_calendar.reminders.subscribers import Subscriber
from season_calendar.storage.engine import writing
from season_calendar.storage.journal import SqlJournal
from season_calendar.storage.ledger.ledger import SqlLedger
from season_calendar.storage.ledger.readers import SqlReaders
from season_calendar.storage.subscribers import SqlSubscribers
from season_calendar.storage.tables import METADATA

BEGIN = at("06-05 07:20")
AS_IT_WAS, AS_IT_IS = editions(germany(), moved(germany(), "race-1", 2 * HOUR))
MOVED_AT = at("06-05 08:40")
LOOKS = [BEGIN + number * 40 * MINUTE for number in range(12)]

FAILURES = [
    None,
    None,
    TemporaryChannelError("no answer"),
    TemporaryChannelError("busy", retry_after=HOUR, throttled=True, may_have_arrived=False),
    PermanentChannelError("gone"),
]

# Few ways to differ, so that of some readers many agree in all but one.
wishes = st.fixed_dictionaries(
    {
        "since": st.sampled_from([BEGIN - 30 * DAY, BEGIN - 30 * MINUTE, BEGIN - 10 * MINUTE]),
        "lead_times": st.sampled_from([{"race": (2 * HOUR,)}, {"race": (2 * HOUR, HOUR)}]),
        "choice": st.sampled_from(["", "lang=sv"]),
    }
)


@contextmanager
def emptied(engine: Engine) -> Iterator[Engine]:
    with writing(engine) as connection:
        for table in reversed(METADATA.sorted_tables):
            connection.execute(delete(table))
    yield engine


def told(engine: Engine, readers: list[Subscriber], failures: dict[str, Exception | None]) -> list[str]:
    """All that these are told, each message on a line with when it was sent. The first to each fails so."""
    with emptied(engine):
        journal, published, clock = SqlJournal(engine), [AS_IT_WAS], HandClock(BEGIN)
        with journal.exclusive() as writer:
            writer.record(AS_IT_WAS)
        for reader in readers:
            SqlSubscribers(engine).add(reader, BEGIN)
        daemon = HandDaemon(
            Source(published, journal), SqlLedger(engine), SqlReaders(engine), FakeHand("1", set()), clock
        )
        failed: set[str] = set()
        lines: list[str] = []
        for now in LOOKS:
            if now == MOVED_AT:
                published.append(AS_IT_IS)
                with journal.exclusive() as writer:
                    writer.record(AS_IT_IS)
            clock.instant = now
            lines += _told_now(daemon, now, failures, failed)
        return lines


def _told_now(
    daemon: HandDaemon, now: datetime, failures: dict[str, Exception | None], failed: set[str]
) -> Iterator[str]:
    daemon.look()
    daemon.claim()
    daemon.hand_over()
    while daemon.handed_over:
        id_ = daemon.handed_over[0].subscriber.id
        sent = daemon.send(None if id_ in failed else failures[id_])
        failed.add(id_)
        assert sent is not None
        yield f"{id_} {now:%d %H:%M} {sent.message.key} {sent.message.title} {sent.message.text}"
    daemon.settle()


@settings(
    max_examples=settings().max_examples // 5,  # each is told in up to nine databases
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(crowd=st.lists(st.tuples(wishes, st.sampled_from(FAILURES)), min_size=4, max_size=8))
def test_each_of_a_crowd_is_told_what_they_would_be_told_alone(
    quick_engine: Engine, crowd: list[tuple[dict[str, object], Exception | None]]
) -> None:
    readers = [anna(id=f"a{number}", name=f"anna {number}", **wish) for number, (wish, _) in enumerate(crowd)]
    failures = {reader.id: failure for reader, (_, failure) in zip(readers, crowd, strict=True)}

    together = told(quick_engine, readers, failures)

    alone = [line for reader in readers for line in told(quick_engine, [reader], failures)]
    assert sorted(together) == sorted(alone)
