"""The cycle: what is planned, claimed and sent when; and what a death at any point of it leaves behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from support.hand_driven import FakeChannel, HandClock, HandDaemon, Source
from support.racing import germany
from support.reminding import DAY, HOUR, anna, at, editions, moved

from season_calendar.daemon.pump import HORIZON
from season_calendar.errors import PermanentChannelError, TemporaryChannelError
from season_calendar.model import Round, Status
from season_calendar.publishing.publication import Publication
from season_calendar.reminders.delivery import Reason, State
from season_calendar.reminders.subscribers import Subscriber
from season_calendar.storage.engine import open_database
from season_calendar.storage.ledger import SqlLedger
from season_calendar.storage.subscribers import SqlSubscribers

LEASE = timedelta(seconds=30)


class World:
    """One ledger, one clock, one channel; as many daemons as a test wants."""

    def __init__(self, engine: Engine, *rounds: Round, channel: str = "fake") -> None:
        self.published: list[Publication] = editions(*(rounds or (germany(),)))
        self.clock = HandClock(at("06-03 11:00"))
        self.channel = FakeChannel(channel)
        self.engine = engine
        self.ledger = SqlLedger(engine)
        self.subscribers = SqlSubscribers(engine)

    def daemon(self, edition: int | None = None) -> HandDaemon:
        published = self.published if edition is None else self.published[:edition]
        return HandDaemon(Source(published), self.subscribers, self.ledger, self.clock, self.channel)

    def arrived(self) -> list[str]:
        return [message.key.removeprefix("wtcr/2021/germany/") for message in self.channel.sent]

    def states(self) -> dict[State, int]:
        return {state: count for state, count in self.ledger.counts().items() if count}


@pytest.fixture
def world(quick_engine: Engine) -> World:
    world = World(quick_engine)
    world.subscribers.add(anna(), world.clock.instant)
    return world


@pytest.fixture
def postgresql_world(postgresql: str) -> Iterator[World]:
    """Where others write while a transaction is open."""
    engine = open_database(postgresql)
    yield World(engine)
    engine.dispose()


def test_a_reminder_is_sent_when_it_is_due_and_recorded_before(world: World) -> None:
    daemon = world.daemon()
    assert daemon.run() == at("06-03 12:00")
    world.clock.instant = at("06-03 12:00") - HORIZON
    daemon.run()
    assert (world.arrived(), world.states()) == ([], {State.PENDING: 1})
    world.clock.instant = at("06-03 12:00")
    assert daemon.run() == at("06-05 08:00")
    assert world.arrived() == ["qualifying/30m/a1/fake/0"]


def test_where_nobody_subscribed_the_console_is_reminded_from_the_first_start_on(quick_engine: Engine) -> None:
    world = World(quick_engine, channel="console")
    world.daemon().run()
    world.clock.instant = at("06-05 08:10")
    world.daemon().run()  # it was down when the qualifying's reminder fell due, and the race's
    assert world.arrived() == ["race-1/1h/console/console/0"]
    assert world.states() == {State.SENT: 1, State.SKIPPED: 1}


def test_when_somebody_subscribes_the_console_falls_silent(quick_engine: Engine) -> None:
    world = World(quick_engine, channel="console")
    daemon = world.daemon()
    world.clock.instant = at("06-03 11:59")
    daemon.run()
    world.subscribers.add(anna(channel="console"), world.clock.instant)
    world.clock.instant = at("06-03 12:00")
    daemon.run()
    assert world.arrived() == ["qualifying/30m/a1/console/0"]
    assert world.states() == {State.SENT: 1, State.CANCELLED: 1}


def test_an_edit_takes_effect_with_the_next_tick(world: World) -> None:
    daemon = world.daemon()
    world.clock.instant = at("06-03 11:59")
    daemon.run()
    world.published[:] = editions(germany(), moved(germany(), "qualifying", 2 * HOUR))
    world.clock.instant = at("06-03 12:00")
    assert daemon.run() == at("06-03 14:00")
    assert world.arrived() == []
    assert world.states() == {State.SUPERSEDED: 1}


def test_it_wakes_to_see_whether_a_changed_file_stands_still(world: World) -> None:
    class ChangingSource(Source):
        def refresh(self, now: datetime) -> timedelta:
            return timedelta(seconds=0.5)

    class FastClock(HandClock):
        def to_clock_time(self, real: timedelta) -> timedelta:
            return 60 * real

    clock = FastClock(at("06-01 00:00"))
    daemon = HandDaemon(ChangingSource(world.published), world.subscribers, world.ledger, clock, world.channel)
    assert daemon.pump.tick() == at("06-01 00:00") + timedelta(seconds=30)


def test_what_was_claimed_is_looked_at_again_before_it_is_sent(world: World) -> None:
    world.clock.instant = at("06-03 12:00")
    daemon = world.daemon()
    daemon.pump.tick()
    world.published[:] = editions(germany(), germany(status=Status.CANCELLED))
    daemon.pump.tick()
    daemon.work()
    daemon.settle()
    assert world.arrived() == []
    assert world.states() == {State.CANCELLED: 1}


def test_a_claimed_delivery_that_waited_past_its_use_is_not_sent(world: World) -> None:
    world.clock.instant = at("06-03 12:00")
    daemon = world.daemon()
    daemon.pump.tick()
    world.clock.instant = at("06-03 12:15")
    daemon.work()
    daemon.settle()
    assert world.arrived() == []
    assert world.states() == {State.SKIPPED: 1}


@pytest.mark.parametrize(
    ("dies_after", "arrivals"),
    [
        (lambda daemon: None, 1),
        (lambda daemon: daemon.pump.tick(), 1),
        (lambda daemon: (daemon.pump.tick(), daemon.work()), 2),
        (lambda daemon: (daemon.pump.tick(), daemon.work(), daemon.settle()), 1),
    ],
    ids=["before the claim", "claimed", "sent", "settled"],
)
def test_a_death_at_any_point_loses_nothing_and_repeats_only_what_was_in_flight(
    world: World, dies_after: Callable[[HandDaemon], object], arrivals: int
) -> None:
    world.clock.instant = at("06-03 12:00")
    dies_after(world.daemon())
    next_one = world.daemon()
    next_one.run()
    world.clock.instant += LEASE
    next_one.run()
    assert world.arrived() == ["qualifying/30m/a1/fake/0"] * arrivals


def test_two_daemons_on_one_ledger_send_each_once(world: World) -> None:
    for number in range(50):
        world.subscribers.add(anna(id=f"s{number}", name=f"s{number}"), world.clock.instant)
    daemons = [world.daemon(), world.daemon()]
    world.clock.instant = at("06-03 12:00")
    for daemon in daemons:
        daemon.pump.tick()
    for daemon in daemons:
        daemon.run()
    assert len(world.arrived()) == len(set(world.arrived())) == 51


def test_who_knows_only_an_older_edition_does_not_undo_the_newer(quick_engine: Engine) -> None:
    world = World(quick_engine, germany(), germany(status=Status.CANCELLED))
    world.subscribers.add(anna(), world.clock.instant)
    world.clock.instant = at("06-03 12:00")
    world.daemon(edition=1).pump.tick()  # claims, and dies
    world.daemon().run()
    behind = world.daemon(edition=1)
    world.clock.instant += LEASE
    behind.run()
    assert world.arrived() == []
    world.daemon().run()
    assert world.states() == {State.CANCELLED: 1}


def test_who_falls_behind_while_running_leaves_the_season_to_the_others(quick_engine: Engine) -> None:
    world = World(quick_engine, germany(), moved(germany(), "qualifying", HOUR))
    world.subscribers.add(anna(), world.clock.instant)
    behind = world.daemon(edition=1)
    behind.run()
    world.daemon().run()
    assert behind.run() is None
    world.clock.instant = at("06-03 12:00")
    behind.run()
    assert world.arrived() == []


def test_a_daemon_leaves_the_seasons_it_does_not_know_alone(world: World) -> None:
    world.clock.instant = at("06-03 11:59")
    world.daemon().run()
    other = [replace(its, season=replace(its.season, id="2022"), entries={}) for its in world.published]
    HandDaemon(Source(other), world.subscribers, world.ledger, world.clock, world.channel).run()
    assert world.states() == {State.PENDING: 1}


def test_a_failure_that_passes_is_tried_again_and_one_that_does_not_is_a_dead_letter(world: World) -> None:
    daemon = world.daemon()
    world.clock.instant = at("06-03 12:00")
    world.channel.failure = TemporaryChannelError("host answered 503")
    wake_at = daemon.run()
    assert wake_at is not None
    assert timedelta(0) < wake_at - world.clock.instant <= timedelta(seconds=2)
    world.clock.instant = wake_at
    world.channel.failure = PermanentChannelError("host answered 410")
    daemon.run()
    (dead,) = world.ledger.dead_letters()
    assert (dead.attempt, dead.last_error) == (2, "host answered 410")
    world.channel.failure = None
    assert world.ledger.resend(dead.key, world.clock.instant)
    daemon.run()
    assert world.arrived() == ["qualifying/30m/a1/fake/0"]


def test_a_failure_that_lasts_ends_with_the_use(world: World) -> None:
    daemon = world.daemon()
    world.clock.instant = at("06-03 12:00")
    world.channel.failure = TemporaryChannelError("host does not answer")
    daemon.run_on(at("06-03 12:30"))
    with world.ledger.planning() as book:
        rows = book.rows_about({"wtcr/2021"}, [], at("06-03 12:00"))
    failed = [row for row in rows if "qualifying" in row.key]
    assert [row.reason for row in failed] in ([Reason.UNDELIVERED], [Reason.TOO_LATE])
    assert failed[0].last_error == "host does not answer"


def test_a_clock_set_back_brings_back_what_was_skipped_too_early(world: World) -> None:
    daemon = world.daemon()
    world.clock.instant = at("06-20 00:00")
    daemon.run()
    assert world.arrived() == []
    world.clock.instant = at("06-03 12:01")
    daemon.run()
    assert world.arrived() == ["qualifying/30m/a1/fake/0"]


def test_a_move_after_the_reminder_is_told_and_the_new_start_reminded_of(world: World) -> None:
    daemon = world.daemon()
    world.clock.instant = at("06-03 12:00")
    daemon.run()
    world.published[:] = editions(germany(), moved(germany(), "qualifying", DAY))
    world.clock.instant = at("06-03 12:10")
    daemon.run_on(at("06-04 20:00"))
    assert world.arrived() == [
        "qualifying/30m/a1/fake/0",
        "qualifying/correction/a1/fake/1-confirmed",
        "-/1d/a1/fake/0",  # the round begins a day later too
        "qualifying/30m/a1/fake/1",
    ]


@pytest.mark.parametrize(
    ("edited", "told"),
    [
        (moved(germany(), "qualifying", DAY), "qualifying/correction/a1/fake/1-confirmed"),
        (germany(status=Status.CANCELLED), "qualifying/correction/a1/fake/0-cancelled"),
    ],
    ids=["moved", "cancelled"],
)
def test_what_changes_while_it_is_being_sent_is_corrected_once(world: World, edited: Round, told: str) -> None:
    world.clock.instant = at("06-03 12:00")
    daemon = world.daemon()
    daemon.pump.tick()
    daemon.work()  # it has left, and the answer is awaited
    world.published[:] = editions(germany(), edited)
    daemon.pump.tick()
    daemon.settle()
    daemon.run()
    assert world.arrived() == ["qualifying/30m/a1/fake/0", told]
    daemon.run_on(at("06-03 20:00"))
    assert [key for key in world.arrived() if "correction" in key] == [told]


def test_what_is_still_true_when_it_is_recorded_needs_no_other_planning(world: World) -> None:
    world.clock.instant = at("06-03 12:00")
    daemon = world.daemon()
    daemon.pump.tick()
    (claimed,) = daemon.held
    world.published[:] = editions(germany(), moved(germany(), "race-1", DAY))
    daemon.pump.tick()
    assert not daemon.pump.check_told(claimed)


def test_who_subscribes_while_a_daemon_plans_is_reminded_too(postgresql_world: World) -> None:
    world = postgresql_world
    world.subscribers.add(anna(), world.clock.instant)
    newcomers = [anna(id="b2", name="bo")]

    class Subscribers(SqlSubscribers):
        def list(self) -> tuple[Subscriber, ...]:
            found = super().list()
            if newcomers:  # another process, between the list and the end of the planning
                world.subscribers.add(newcomers.pop(), world.clock.instant)
            return found

    daemon = HandDaemon(Source(world.published), Subscribers(world.engine), world.ledger, world.clock, world.channel)
    daemon.run_on(at("06-03 12:00"))
    assert sorted(world.arrived()) == ["qualifying/30m/a1/fake/0", "qualifying/30m/b2/fake/0"]


def test_a_subscriber_of_an_unknown_channel_is_told_of_in_the_log(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.subscribers.add(anna(id="b2", name="bo", channel="pigeon"), world.clock.instant)
    world.daemon().run()
    assert "'bo' is not reminded: there is no channel 'pigeon'" in caplog.text
    assert "secret-address" not in caplog.text
