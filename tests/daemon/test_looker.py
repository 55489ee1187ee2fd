"""The looker: what changed wakes those whom it concerns, and rows are there when they are due."""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, update
from support.hand_driven import HandClock, HandDaemon
from support.racing import NORDSCHLEIFE, germany
from support.reminding import DAY, HOUR, LONG_AGO, MINUTE, anna, moved
from support.stage import DUE, Stage, to_races
from support.told_rows import statements_of

from season_calendar.daemon import looker
from season_calendar.daemon.looker import HORIZON, Looker
from season_calendar.errors import DatabaseLostError, StorageError
from season_calendar.model import Round, Status
from season_calendar.reminders.subscribers import CONSOLE_ID
from season_calendar.storage.database_file import DatabaseFile
from season_calendar.storage.engine import writing
from season_calendar.storage.ledger.ledger import SqlLedger
from season_calendar.storage.tables import SUBSCRIBERS

SECOND = timedelta(seconds=1)


def looking(stage: Stage) -> HandDaemon:
    """A daemon that has looked, and found nothing to do."""
    daemon = stage.daemon()
    daemon.run()
    return daemon


def next_wake_at(stage: Stage) -> datetime | None:
    return stage.ledger.next_wake_at({"wtcr/2021"})


def readers_of_rows(stage: Stage) -> list[str]:
    return [found.row.subscriber_id for found in stage.rows()]


# Rows


@pytest.mark.parametrize(("ahead", "rows"), [(HORIZON + SECOND, []), (HORIZON, ["a1"])])
def test_rows_are_made_a_minute_ahead(quick_engine: Engine, ahead: timedelta, rows: list[str]) -> None:
    stage = Stage(quick_engine)
    stage.have_planned()
    stage.clock.instant = DUE - ahead
    looking(stage)
    assert readers_of_rows(stage) == rows
    assert next_wake_at(stage) == (DUE if rows else None)


def test_rows_come_into_sight_as_time_goes_by(quick_engine: Engine) -> None:
    stage = Stage(quick_engine)
    stage.clock.instant = DUE - 2 * HOUR
    daemon = looking(stage)
    assert not daemon.looker.look()
    while stage.clock.instant < DUE - MINUTE:
        assert readers_of_rows(stage) == []
        stage.clock.instant += MINUTE / 4
        daemon.look()
    assert readers_of_rows(stage) == ["a1"]


def test_the_words_of_a_language_are_made_ready_when_somebody_who_reads_it_has_a_row(
    quick_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready: list[str] = []
    monkeypatch.setattr(looker, "make_ready", lambda texts, _: ready.append(texts.language))
    stage = Stage(
        quick_engine, to_races(choice="lang=de"), anna(id="b2", name="bo", choice="lang=sv", lead_times={"": ()})
    )
    stage.have_planned()
    stage.clock.instant = DUE - HORIZON - SECOND
    daemon = looking(stage)
    assert ready == []
    stage.clock.instant += MINUTE / 2
    daemon.look()
    assert ready == ["de"]


def test_at_a_start_rows_are_made_once_and_not_for_what_is_published_and_for_what_is_ahead(
    quick_engine: Engine,
) -> None:
    daemon = Stage(quick_engine).daemon()
    said = [statement for statement, _ in statements_of(quick_engine, daemon.look)]
    assert sum(statement.startswith("INSERT INTO told") and "SELECT" in statement for statement in said) == 1


def test_what_came_while_nothing_ran_is_seen_if_it_is_of_use_still(quick_engine: Engine) -> None:
    stage = Stage(quick_engine)
    stage.clock.instant = DUE + 29 * MINUTE
    assert len(stage.daemon().run()) == 1


def test_a_look_that_finds_something_new_says_so(quick_engine: Engine) -> None:
    stage = Stage(quick_engine)
    stage.clock.instant = DUE - HOUR
    daemon = stage.daemon()
    assert daemon.looker.look()
    assert not daemon.looker.look()
    stage.clock.instant += HORIZON / 2 + SECOND
    assert daemon.looker.look()


class Ticking:
    """A monotonic clock by which whatever is timed takes so many seconds."""

    def __init__(self, step: float) -> None:
        self.now, self.step = 0.0, step

    def __call__(self) -> float:
        self.now += self.step
        return self.now


@pytest.mark.parametrize(("ahead", "rows"), [(232 * SECOND, []), (231 * SECOND, ["a1"])])
def test_the_longer_a_look_takes_the_further_it_sees(quick_engine: Engine, ahead: timedelta, rows: list[str]) -> None:
    stage = Stage(quick_engine)
    stage.have_planned()
    stage.clock.instant = DUE - ahead
    daemon = stage.daemon()
    file = daemon.looker._database_file
    slow = Looker(
        daemon.source, stage.ledger, stage.readers, file, daemon.hand, stage.clock, "UTC", monotonic=Ticking(10.0)
    )
    slow.look()
    assert stage.rows() == []
    stage.clock.instant += HORIZON / 2 + SECOND
    slow.look()  # it took ten seconds before, so this one sees 200 ahead
    assert readers_of_rows(stage) == rows


class Fast(HandClock):
    """Runs a thousand times as fast as time."""

    def to_clock_time(self, real: timedelta) -> timedelta:
        return 1000 * real


def test_a_clock_that_runs_fast_sees_ten_real_seconds_ahead(quick_engine: Engine) -> None:
    stage = Stage(quick_engine)
    stage.have_planned()
    stage.clock = Fast(DUE - 10_000 * SECOND)
    looking(stage)
    assert readers_of_rows(stage) == ["a1"]


def test_a_choice_that_cannot_be_read_hides_nobody_elses_reminders(quick_engine: Engine) -> None:
    stage = Stage(quick_engine, anna(choice="series=wtcr"), to_races(id="b2", name="bo"))
    with writing(quick_engine) as connection:
        connection.execute(
            update(SUBSCRIBERS).where(SUBSCRIBERS.c.id == "a1").values(choice="nonsense=1", planned_version=1)
        )
    stage.clock.instant = DUE - HOUR
    daemon = looking(stage)
    stage.clock.instant = DUE - 10 * SECOND
    daemon.look()
    assert readers_of_rows(stage) == ["b2"]


# Start, and a clock that is put back


def test_a_start_wakes_all_that_sleep(quick_engine: Engine) -> None:
    stage = Stage(quick_engine, anna())
    looking(stage)
    assert next_wake_at(stage) != DUE
    assert stage.daemon().looker.look()
    assert next_wake_at(stage) == DUE


@pytest.mark.parametrize(("back", "is_woken"), [(SECOND, False), (2 * SECOND, True)])
def test_a_clock_put_back_by_more_than_a_second_wakes_all(
    quick_engine: Engine, back: timedelta, is_woken: bool
) -> None:
    stage = Stage(quick_engine)
    daemon = looking(stage)
    daemon.look()
    stage.clock.instant -= back
    assert daemon.looker.look() == is_woken
    assert (next_wake_at(stage) == DUE - back) == is_woken


def test_a_clock_put_back_makes_rows_that_are_gone_anew(quick_engine: Engine) -> None:
    stage = Stage(quick_engine)
    stage.clock.instant = DUE + 20 * DAY
    daemon = looking(stage)
    assert stage.rows() == []
    stage.clock.instant = DUE
    assert len(daemon.run()) == 1


def test_a_start_that_could_not_wake_anybody_does_at_the_next_look(
    quick_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = Stage(quick_engine)
    looking(stage)
    daemon = stage.daemon()
    with monkeypatch.context() as patch:
        _refuse(patch, "wake")
        with pytest.raises(StorageError, match="locked"):
            daemon.look()
    daemon.look()
    assert next_wake_at(stage) == DUE


# Publications


def test_an_edit_wakes_only_those_whom_it_concerns(quick_engine: Engine) -> None:
    italy = Round("italy", "Race of Italy", NORDSCHLEIFE, date(2021, 6, 12), date(2021, 6, 13))
    stage = Stage(quick_engine, anna(lead_times={"round": (7 * DAY,), "race": (HOUR,)}))
    stage.published.clear()
    stage.publish(germany(), italy)
    daemon = looking(stage)
    assert {found.row.subject for found in stage.rows()} == {"wtcr/2021/germany", "wtcr/2021/italy"}
    stage.clock.instant += SECOND
    stage.publish(germany(note="bring a chair"), italy)
    stage.publish(germany(note="bring a chair", status=Status.CANCELLED), italy)
    assert daemon.looker.look()
    batch = daemon.ledger.claiming("me", {"wtcr/2021"}, stage.clock.instant, 10)
    with batch as due:
        assert [found.row.subject for found in due.found] == ["wtcr/2021/germany"]


def test_what_is_published_is_decided_by_as_soon_as_anybody_is_woken(
    quick_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = Stage(quick_engine)
    daemon = looking(stage)
    wake, agenda_when_woken = SqlLedger.wake, []

    def spy(ledger: SqlLedger, now: datetime, subjects: Collection[str] | None = None) -> int:
        agenda_when_woken.append(daemon.looker.agenda)
        return wake(ledger, now, subjects)

    monkeypatch.setattr(SqlLedger, "wake", spy)
    before = daemon.looker.agenda
    stage.publish(germany(status=Status.CANCELLED))
    daemon.look()
    assert daemon.looker.agenda is not before
    assert agenda_when_woken == [daemon.looker.agenda]


def test_nothing_is_made_anew_where_nothing_was_published(quick_engine: Engine) -> None:
    stage = Stage(quick_engine)
    daemon = looking(stage)
    before = daemon.looker.agenda
    daemon.look()
    assert daemon.looker.agenda is before


def test_a_session_moved_into_sight_has_its_rows_at_once(quick_engine: Engine) -> None:
    stage = Stage(quick_engine)
    stage.clock.instant = DUE - 5 * HOUR
    daemon = looking(stage)
    assert stage.rows() == []
    stage.publish(moved(germany(), "race-1", -5 * HOUR))
    daemon.look()
    assert next_wake_at(stage) == DUE - 5 * HOUR


@pytest.mark.parametrize("step", ["wake", "make_rows"])
def test_an_edit_that_could_not_be_followed_up_is_at_the_next_look(
    quick_engine: Engine, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    stage = Stage(quick_engine)
    daemon = looking(stage)
    stage.publish(germany(status=Status.CANCELLED))
    with monkeypatch.context() as patch:
        _refuse(patch, step)
        with pytest.raises(StorageError, match="locked"):
            daemon.look()
    (sent,) = daemon.run()
    assert sent.message.key.startswith("wtcr/2021/germany/race-1/correction/")


def _refuse(patch: pytest.MonkeyPatch, step: str) -> None:
    def locked(*_: object, **__: object) -> None:
        raise StorageError("the database is locked")

    name = "SqlReaders" if step.startswith("make") else "SqlLedger"
    module = "readers" if step.startswith("make") else "ledger"
    patch.setattr(f"season_calendar.storage.ledger.{module}.{name}.{step}", locked)


# Subscribers


def test_a_changed_subscriber_is_woken_and_nobody_else(quick_engine: Engine) -> None:
    stage = Stage(quick_engine, to_races(), to_races(id="b2", name="bo"))
    daemon = looking(stage)
    stage.clock.instant += MINUTE
    daemon.look()
    stage.subscribers.edit("bo", to_races(id="b2", name="bo", zone_name="Europe/Lisbon"))
    assert daemon.looker.look()
    with daemon.ledger.claiming("me", {"wtcr/2021"}, stage.clock.instant, 10) as due:
        assert [found.row.subscriber_id for found in due.found] == ["b2"]


def test_who_subscribes_has_rows_for_what_is_in_sight_already(quick_engine: Engine) -> None:
    stage = Stage(quick_engine)
    stage.clock.instant = DUE - 20 * SECOND
    daemon = looking(stage)
    stage.subscribers.add(to_races(id="b2", name="bo", since=DUE - 10 * SECOND), stage.clock.instant)
    assert daemon.looker.look()
    assert readers_of_rows(stage) == ["a1", "b2"]


def test_who_subscribes_has_rows_for_all_that_a_fast_clock_has_in_sight(quick_engine: Engine) -> None:
    stage = Stage(quick_engine)
    stage.clock = Fast(DUE - 9_000 * SECOND)
    daemon = looking(stage)
    stage.subscribers.add(to_races(id="b2", name="bo"), LONG_AGO)
    daemon.look()
    assert readers_of_rows(stage) == ["a1", "b2"]


def test_who_subscribes_is_not_told_what_came_before(quick_engine: Engine) -> None:
    stage = Stage(quick_engine)
    daemon = looking(stage)
    stage.subscribers.add(to_races(id="b2", name="bo", since=DUE + MINUTE), DUE + MINUTE)
    stage.clock.instant = DUE + 2 * MINUTE
    assert daemon.run() == []


def test_who_was_taken_up_by_one_that_died_is_reminded_by_one_that_had_seen_further(quick_engine: Engine) -> None:
    stage = Stage(quick_engine)
    stage.clock.instant = DUE - 70 * SECOND
    first = looking(stage)
    stage.clock.instant = DUE - 55 * SECOND
    second = looking(stage)  # has seen what is due by now; the first has not
    stage.subscribers.add(to_races(id="b2", name="bo", since=LONG_AGO), LONG_AGO)
    first.look()
    first.kill()
    stage.clock.instant = DUE
    assert sorted(sent.item.subscriber.id for sent in second.run()) == ["a1", "b2"]


def test_who_was_taken_up_by_one_that_reminds_of_other_seasons_is_reminded_of_all(quick_engine: Engine) -> None:
    stage = Stage(quick_engine)
    daemon = looking(stage)
    of_others = stage.daemon()
    of_others.source.is_of_others = True
    of_others.look()
    stage.subscribers.add(to_races(id="b2", name="bo"), stage.clock.instant)
    of_others.look()
    assert [sent.item.subscriber.id for sent in daemon.run()] == ["b2"]


# Other hands


def test_what_a_hand_that_is_gone_had_is_free(quick_engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    stage = Stage(quick_engine)
    daemon, other = looking(stage), stage.daemon()
    stage.subscribers.add(to_races(id="b2", name="bo"), LONG_AGO)
    other.look()
    other.claim()
    assert not daemon.looker.look()
    other.kill()
    assert daemon.looker.look()
    assert "1 messages were in the hands of a process that is gone; others send them" in caplog.text
    assert stage.ledger.owners() == frozenset()
    assert next_wake_at(stage) == DUE


def test_nobody_takes_away_from_himself(quick_engine: Engine) -> None:
    stage = Stage(quick_engine)
    daemon = stage.daemon()
    daemon.look()
    daemon.claim()
    stage.gone.add(daemon.hand.id)
    daemon.look()
    assert stage.ledger.owners() == {daemon.hand.id}


# The console


def test_where_nobody_subscribes_the_console_has_a_row_from_when_it_was_asked_first(quick_engine: Engine) -> None:
    stage = Stage(quick_engine)
    stage.subscribers.remove("anna")
    stage.clock.instant = DUE - HOUR
    daemon = looking(stage)
    console = daemon.looker.agenda.console
    assert console is not None
    assert console.since == DUE - HOUR
    stage.clock.instant = DUE - 10 * SECOND
    other = looking(stage)
    assert readers_of_rows(stage) == [CONSOLE_ID]
    assert other.looker.agenda.console == console


def test_the_console_ends_with_the_first_subscriber_and_begins_with_the_last(quick_engine: Engine) -> None:
    stage = Stage(quick_engine)
    daemon = looking(stage)
    assert daemon.looker.agenda.console is None
    stage.subscribers.remove("anna")
    daemon.look()
    assert daemon.looker.agenda.console is not None
    stage.subscribers.add(to_races(), LONG_AGO)
    daemon.look()
    assert daemon.looker.agenda.console is None


# The database's file


def test_a_database_whose_file_is_gone_is_lost(quick_engine: Engine) -> None:
    stage = Stage(quick_engine)
    daemon = stage.daemon()
    file = DatabaseFile(quick_engine)
    looker = Looker(daemon.source, stage.ledger, stage.readers, file, daemon.hand, stage.clock, "UTC")
    looker.look()
    Path(str(quick_engine.url.database)).unlink()
    with pytest.raises(DatabaseLostError, match="deleted or moved away"):
        looker.look()
