"""Whatever happens in whatever order, the promises hold: Hypothesis looks for an order in which they do not.

Two daemons share one ledger. The season is edited, the clock jumps both ways, sends fail in every way, daemons die
with messages in hand, one of them may not have seen the newest edition.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import Engine, delete
from support.hand_driven import FakeHand, HandClock, HandDaemon, Sent, Source
from support.racing import germany, history, session
from support.reminding import DAY, HOUR, LONG_AGO, MINUTE, anna, at, moved, reminding

from season_calendar.errors import PermanentChannelError, TemporaryChannelError
from season_calendar.model import Round, Status
from season_calendar.publishing.publication import History, Publication
from season_calendar.publishing.publish import publish
from season_calendar.reminders.known import Kind, Known, truth_of
from season_calendar.reminders.occasions import subjects_of
from season_calendar.storage.engine import writing
from season_calendar.storage.journal import SqlJournal
from season_calendar.storage.ledger.ledger import SqlLedger
from season_calendar.storage.ledger.readers import SqlReaders
from season_calendar.storage.subscribers import SqlSubscribers
from season_calendar.storage.tables import METADATA

BEGIN = at("06-02 00:00")

JUMPS = [MINUTE, 10 * MINUTE, 16 * MINUTE, 31 * MINUTE, HOUR, 6 * HOUR, DAY, -MINUTE, -HOUR, -DAY]
SHIFTS = [timedelta(0), 5 * MINUTE, 20 * MINUTE, 3 * HOUR, DAY, -5 * MINUTE, -20 * MINUTE]
CERTAINLY_NOT = TemporaryChannelError("refused", unreachable=True, may_have_arrived=False)
FAILURES = [
    None,
    None,
    None,
    TemporaryChannelError("no answer"),
    CERTAINLY_NOT,
    TemporaryChannelError("busy", retry_after=40 * timedelta(seconds=1), may_have_arrived=False),
    TemporaryChannelError("slow down", retry_after=HOUR, throttled=True, may_have_arrived=False),
    PermanentChannelError("gone"),
    RuntimeError("a fault of ours"),
]
WANTS = [{}, {"race": (2 * HOUR, HOUR, 10 * MINUTE)}, {"round": (), "race": (DAY,)}]

either = st.sampled_from([0, 1])


def weekend() -> Round:
    return germany(
        sessions=(
            session("qualifying", "qualifying", "Qualifying", at("06-03 00:00").date(), "12:30", 40),
            session("race-1", "race", "Race 1", at("06-05 00:00").date(), "09:00"),
        ),
        last_day=at("06-08 00:00").date(),
    )


class Daemons(RuleBasedStateMachine):
    engine: Engine  # set by the test

    @initialize()
    def begin(self) -> None:
        with writing(self.engine) as connection:
            for table in reversed(METADATA.sorted_tables):
                connection.execute(delete(table))
        self.round = weekend()
        self.published: list[Publication] = []
        self.journal = SqlJournal(self.engine)
        self.clock = HandClock(BEGIN)
        self.ledger, self.readers = SqlLedger(self.engine), SqlReaders(self.engine)
        self.subscribers = SqlSubscribers(self.engine)
        self.subscribers.add(anna(), BEGIN)
        self.subscribers.add(anna(id="b2", name="bo", lead_times=WANTS[1]), BEGIN)
        self.gone: set[str] = set()
        self.hands = 0
        self.publish(self.round)
        self.daemons = [self.new_daemon(), self.new_daemon()]
        self.may_come_again: Counter[str] = Counter()
        self.arrived: Counter[str] = Counter()
        self.mind: dict[tuple[str, str], Known] = {}
        self.refused: set[tuple[str, str]] = set()

    def new_daemon(self) -> HandDaemon:
        self.hands += 1
        hand = FakeHand(f"hand {self.hands}", self.gone)
        return HandDaemon(Source(self.published, self.journal), self.ledger, self.readers, hand, self.clock)

    # What may happen

    @rule(session_id=st.sampled_from(["qualifying", "race-1"]), by=st.sampled_from(SHIFTS))
    def move(self, session_id: str, by: timedelta) -> None:
        self.publish(moved(weekend(), session_id, by))

    @rule(status=st.sampled_from(Status), of_race=st.booleans())
    def change_status(self, status: Status, of_race: bool) -> None:
        if of_race:
            qualifying, race = self.round.sessions
            self.publish(replace(self.round, sessions=(qualifying, replace(race, status=status))))
        else:
            self.publish(replace(self.round, status=status))

    @rule()
    def drop_the_race(self) -> None:
        self.publish(replace(weekend(), sessions=weekend().sessions[:1]))

    def publish(self, round_: Round) -> None:
        if len(round_.sessions) == 2:
            self.round = round_
        before = self.published[-1] if self.published else None
        at_ = LONG_AGO + len(self.published) * MINUTE
        publication = publish(reminding(round_), History() if before is None else history(before), at_)
        if before is None or publication.edition != before.edition:
            self.published.append(publication)
            with self.journal.exclusive() as writer:
                writer.record(publication)

    @rule(wants=st.sampled_from(WANTS))
    def want(self, wants: dict[str, tuple[timedelta, ...]]) -> None:
        self.subscribers.edit("anna", anna(lead_times=wants))

    @rule(by=st.sampled_from(JUMPS))
    def jump(self, by: timedelta) -> None:
        self.clock.instant += by

    @rule(which=either, late=st.sampled_from([timedelta(0), timedelta(0), MINUTE, 20 * MINUTE]))
    def wake(self, which: int, late: timedelta) -> None:
        """As time goes by itself: to when there is something to do, or later."""
        self.daemons[which].look()
        wake_at = self.ledger.next_wake_at(self.daemons[which].looker.agenda.season_keys)
        if wake_at is not None:
            self.clock.instant = max(wake_at, self.clock.instant) + late

    @rule(which=either, sees_edits=st.booleans())
    def look(self, which: int, sees_edits: bool) -> None:
        self.daemons[which].source.is_stale = not sees_edits
        self.daemons[which].look()

    @rule(which=either)
    def claim(self, which: int) -> None:
        self.daemons[which].claim()

    @rule(which=either)
    def hand_over(self, which: int) -> None:
        self.daemons[which].hand_over()

    @rule(which=either, failure=st.sampled_from(FAILURES), arrives=st.booleans())
    def send(self, which: int, failure: Exception | None, arrives: bool) -> None:
        sent = self.daemons[which].send(failure)
        if sent is None:
            return
        is_uncertain = getattr(failure, "may_have_arrived", isinstance(failure, RuntimeError))
        if failure is None or (is_uncertain and arrives):
            self.note(sent)
        if failure is not None:
            self.may_come_again[sent.message.key] += 1

    @rule(which=either)
    def settle(self, which: int) -> None:
        self.daemons[which].settle()

    @rule(which=either)
    def kill(self, which: int) -> None:
        """It dies; what it was sending may be sent again."""
        daemon = self.daemons[which]
        self.may_come_again.update(item.key for item in daemon.handed_over)
        self.may_come_again.update(settlement.item.key for settlement in daemon.unsettled)
        daemon.kill()
        self.daemons[which] = self.new_daemon()

    @rule()
    def all_is_well_for_a_while(self) -> None:
        for daemon in self.daemons:
            daemon.source.is_stale = False
            self.note_all(daemon.run())

    # What must hold

    def note(self, sent: Sent) -> None:
        """A message arrives: what its reader believes now, and whether they may be told that."""
        message, telling = sent.message, sent.item.telling
        self.arrived[message.key] += 1
        assert self.arrived[message.key] <= 1 + self.may_come_again[message.key], f"{message.key} came twice"
        if telling.kind is Kind.REMINDER:
            assert isinstance(message.data["starts_in_seconds"], int)
            assert message.data["starts_in_seconds"] > 0, f"{message.key} came after the start"
        for uid, saying in telling.says.items():
            self.mind[sent.item.subscriber.id, uid] = saying.known

    def note_all(self, sent: list[Sent]) -> None:
        for its in sent:
            self.note(its)

    @invariant()
    def no_row_is_in_two_hands(self) -> None:
        held = Counter(item.row.id for daemon in self.daemons for item in daemon.in_hand)
        assert all(count == 1 for count in held.values())

    def teardown(self) -> None:
        """Then all is well again: nobody is left with what is not true, and nothing is in anybody's hand."""
        for daemon in self.daemons:
            self.may_come_again.update(item.key for item in daemon.in_hand)
            daemon.kill()
        daemon = self.new_daemon()
        self.note_all(daemon.run_on(self.clock.instant + HOUR + MINUTE))  # as long as a receiver asked us to wait
        assert self.ledger.owners() == frozenset()
        self.check_beliefs()
        self.note_all(daemon.run_on(self.clock.instant + 6 * DAY))
        self.check_beliefs()

    def check_beliefs(self) -> None:
        now = self.clock.instant
        refused = self.ledger_refused()
        for (subscriber_id, uid), known in self.mind.items():
            for subject in subjects_of(self.published[-1:]).values():
                occasion = subject.occasions.get(uid)
                if occasion is not None and (subscriber_id, subject.key) not in refused:
                    until = known.matters_until(truth_of(occasion))
                    assert until is None or now >= until, (
                        f"{subscriber_id} believes of {uid} at {now}: {known}, and true is {truth_of(occasion)}"
                    )

    def ledger_refused(self) -> set[tuple[str, str]]:
        """Who refused to be told: a dead letter waits for the operator; and those who want to hear of it no more."""
        refused = set()
        for item in self.readers_rows():
            if any(its.was_refused for told in item.row.knowledge.events.values() for its in told.attempts):
                refused.add((item.row.subscriber_id, item.row.subject))
        return refused

    def readers_rows(self) -> list:  # type: ignore[type-arg]
        from season_calendar.storage.engine import reading
        from season_calendar.storage.ledger.rows import FOUND, read_found

        with reading(self.engine) as connection:
            return [read_found(row, self.engine.url) for row in connection.execute(FOUND)]


def test_no_order_of_events_breaks_a_promise(quick_engine: Engine) -> None:
    Daemons.engine = quick_engine
    _run(max_examples=6)


@pytest.mark.slow
def test_no_order_of_events_breaks_a_promise_looked_at_for_longer(quick_engine: Engine) -> None:
    Daemons.engine = quick_engine
    _run(max_examples=200)


def _run(max_examples: int) -> None:
    run_state_machine_as_test(
        Daemons,
        settings=settings(
            max_examples=max_examples,
            derandomize=False,  # in CI too: each run looks at other orders, and prints what repeats one that failed
            print_blob=True,
            stateful_step_count=30,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
