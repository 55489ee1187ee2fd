"""Whatever happens to one round, one reader and the clock: what the reader knows from us is true, or is put right.

The reader's mind is a model of its own: it holds what really arrived, in its order, and drops what has a key it has
seen. Nothing of it is read from what the rule keeps.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from support.racing import germany, history, session
from support.reminding import DAY, HOUR, LONG_AGO, MINUTE, anna, at, moved, reminding, subject_of

from season_calendar.model import Round, Status
from season_calendar.publishing.publication import History
from season_calendar.publishing.publish import publish
from season_calendar.reminders.composing import lead_of, message_key
from season_calendar.reminders.knowledge_codec import read_events, write_events
from season_calendar.reminders.known import Hold, Kind, Knowledge, Known, truth_of
from season_calendar.reminders.next_step import Step, Telling, next_step
from season_calendar.reminders.settling import Failure, handed_over, not_told, told
from season_calendar.reminders.wanted import Wanted, wanted_of

START = at("05-20 00:00")
SPANS = [MINUTE, 10 * MINUTE, HOUR, 7 * HOUR, DAY]
INSTANTS = [
    "05-27 12:40",
    "06-01 00:00",
    "06-02 12:40",
    "06-03 12:05",
    "06-03 12:20",
    "06-03 13:20",
    "06-04 09:30",
    "06-05 08:05",
    "06-05 08:55",
    "06-05 09:30",
    "06-20 00:00",
]
MOVES = [-2 * DAY, -HOUR, -6 * MINUTE, -4 * MINUTE, 4 * MINUTE, 14 * MINUTE, 15 * MINUTE, 3 * HOUR, DAY]
CHOICES = ["", "rounds=none", "sessions=race", "rounds=only", "rounds=none&sessions=qualifying"]
LEADS: list[dict[str, tuple[timedelta, ...]]] = [
    {},
    {"race": (2 * HOUR, HOUR, 10 * MINUTE)},
    {"": (7 * DAY, 2 * DAY, DAY, HOUR)},
    {"": (DAY,)},
    {"race": (), "round": (3 * DAY, 2 * HOUR)},
]


def changed(round_: Round, id_: str, **facts: object) -> Round:
    """The round with one session changed, where it has it."""
    sessions = (replace(its, **facts) if its.id == id_ else its for its in round_.sessions)  # type: ignore[arg-type]
    return replace(round_, sessions=tuple(sessions))


def elsewhere(round_: Round, name: str) -> Round:
    return replace(round_, venue=replace(round_.venue, name=name))


def moved_if_timed(round_: Round, id_: str, by: timedelta) -> Round:
    return moved(round_, id_, by) if any(its.id == id_ and its.start_at for its in round_.sessions) else round_


def timed(round_: Round, id_: str, hour: str) -> Round:
    day = next((its.day for its in round_.sessions if its.id == id_), at("06-05 00:00").date())
    its = session(id_, "race", "Race", day, hour)
    return changed(round_, id_, start_at=its.start_at, end_at=its.end_at)


def edits() -> st.SearchStrategy[Callable[[Round], Round]]:
    """Every sort of edit of a round."""
    ids, statuses = st.sampled_from(["qualifying", "race-1", "race-2"]), st.sampled_from(list(Status))
    return st.one_of(
        st.builds(lambda id_, by: lambda its: moved_if_timed(its, id_, by), ids, st.sampled_from(MOVES)),
        st.builds(lambda status: lambda its: replace(its, status=status), statuses),
        st.builds(lambda id_, status: lambda its: changed(its, id_, status=status), ids, statuses),
        st.builds(
            lambda name: lambda its: replace(its, venue=replace(its.venue, name=name)),
            st.sampled_from(["Here", "There"]),
        ),
        st.builds(lambda id_: lambda its: changed(its, id_, start_at=None, end_at=None), ids),
        st.builds(
            lambda id_, hour: lambda its: timed(its, id_, hour), ids, st.sampled_from(["07:00", "09:00", "14:00"])
        ),
        st.builds(
            lambda id_: lambda its: replace(its, sessions=tuple(one for one in its.sessions if one.id != id_)), ids
        ),
        st.just(lambda its: germany()),
        st.builds(lambda kind: lambda its: changed(its, "race-1", kind=kind), st.sampled_from(["race", "sprint"])),
    )


OUTCOMES = [
    "told",
    "crashed before it was sent",
    "crashed after it arrived",
    "failed after it arrived",
    "failed in doubt",
    "throttled",
    "refused",
]


@dataclass
class Mind:
    """What somebody makes of the messages that reach them: of each event the last they heard."""

    keys: set[str] = field(default_factory=set)
    believes: dict[str, Known] = field(default_factory=dict)

    def read(self, key: str, telling: Telling) -> None:
        if key not in self.keys:
            self.keys.add(key)
            self.believes.update({uid: saying.known for uid, saying in telling.says.items()})


def is_otherwise(believed: Known, truth: Known) -> bool:
    """Whether somebody who believes this is wrong. In words of its own, not the rule's."""
    if believed.off != truth.off:
        return True
    return truth.off is None and (believed.venue != truth.venue or starts_otherwise(believed, truth))


def starts_otherwise(believed: Known, truth: Known) -> bool:
    if believed.day != truth.day or (believed.has_time and not truth.has_time):
        return True
    first_days = {believed.first_session_day, truth.first_session_day} - {None}
    if len(first_days) == 2:
        return True
    minutes = (truth.start_at - believed.start_at) / MINUTE
    return believed.has_time and (minutes <= -5 or minutes >= 15)


def misleads(believed: Known, truth: Known, now: datetime) -> bool:
    """Whether somebody who believes this misses something, or goes in vain."""
    if not is_otherwise(believed, truth):
        return False
    if believed.off != truth.off or believed.venue != truth.venue:
        return now < max(over(believed), over(truth))
    return now < max(believed.start_at, truth.start_at)


def over(known: Known) -> datetime:
    assert known.ends_at is not None
    return known.ends_at


class AnyReader(RuleBasedStateMachine):
    """Edits, wishes, clocks, crashes and receivers of every sort, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.subscriber = anna()
        self.round = germany()
        self.publication = publish(reminding(self.round), History(), LONG_AGO)
        self.knowledge = Knowledge()
        self.mind = Mind()
        self.uncertain: set[str] = set()
        self.reminded: dict[tuple[str, timedelta], Known] = {}

    @initialize(
        leads=st.sampled_from(LEADS),
        until=st.sampled_from(["05-20", "05-28", "06-01", "06-02", "06-03", "06-04", "06-05"]),
        hour=st.sampled_from(["00:00", "07:30", "08:05", "12:05"]),
    )
    def begin(self, leads: dict[str, tuple[timedelta, ...]], until: str, hour: str) -> None:
        """Up to some instant all went well."""
        self.subscriber = anna(lead_times=leads)
        end = at(f"{until} {hour}")
        while self.now < end:
            self.try_to_tell("told", timedelta(0))
            self.now = min(self.step().wake_at or end, end)

    @property
    def wanted(self) -> Wanted:
        return wanted_of(subject_of(self.publication), self.subscriber.choice)

    def step(self, now: datetime | None = None) -> Step:
        return next_step(self.knowledge, self.wanted, self.subscriber.since, self.now if now is None else now)

    def key(self, telling: Telling) -> str:
        return message_key(telling, subject_of(self.publication), self.subscriber.id)

    # What happens to the round

    def publish(self, round_: Round) -> None:
        self.round = round_
        at_ = self.publication.published_at + MINUTE
        self.publication = publish(reminding(round_), history(self.publication), at_)
        truths = {uid: truth_of(its) for uid, its in subject_of(self.publication).occasions.items()}
        self.reminded = {
            (uid, lead): known for (uid, lead), known in self.reminded.items() if not is_otherwise(known, truths[uid])
        }

    @rule(edit=edits())
    def edit(self, edit: Callable[[Round], Round]) -> None:
        self.publish(edit(self.round))

    # What happens to the reader and the clock

    @rule(choice=st.sampled_from(CHOICES), leads=st.sampled_from(LEADS))
    def wish(self, choice: str, leads: dict[str, tuple[timedelta, ...]]) -> None:
        self.subscriber = anna(choice=choice, lead_times=leads)

    @rule(to=st.sampled_from(INSTANTS))
    def set_clock(self, to: str) -> None:
        self.now = at(to)

    @rule(span=st.sampled_from(SPANS))
    def let_time_pass(self, span: timedelta) -> None:
        self.now += span

    def wait(self) -> None:
        step = self.step()
        self.knowledge = step.knowledge
        self.now = step.wake_at or self.now

    # What happens to a message

    def hand_over(self) -> tuple[Knowledge, Telling] | None:
        step = self.step()
        self.knowledge = step.knowledge
        if step.telling is None:
            return None
        self.check_telling(step.telling)
        before, self.knowledge = self.knowledge, handed_over(self.knowledge, step.telling)
        return before, step.telling

    def arrive(self, telling: Telling, *, is_certain: bool) -> None:
        key = self.key(telling)
        assert key not in self.mind.keys or key in self.uncertain, f"{key} arrived twice"
        if not is_certain:
            self.uncertain.add(key)
        self.mind.read(key, telling)

    @rule(outcome=st.sampled_from(OUTCOMES), held=st.sampled_from([timedelta(0), MINUTE, 2 * HOUR, 3 * DAY]))
    def try_to_tell(self, outcome: str, held: timedelta) -> None:
        if (handed := self.hand_over()) is None:
            return
        before, telling = handed
        hold = Hold(self.now, held)
        match outcome:
            case "told":
                self.arrive(telling, is_certain=True)
                self.knowledge = told(before, telling)
                self.note_reminders(telling)
            case "crashed after it arrived":
                self.arrive(telling, is_certain=False)
            case "failed after it arrived":
                self.arrive(telling, is_certain=False)
                self.knowledge = not_told(before, telling, Failure("no answer", hold))
            case "failed in doubt":
                self.knowledge = not_told(before, telling, Failure("no answer", hold))
            case "throttled":
                failure = Failure("429", hold, may_have_arrived=False, costs_try=False)
                self.knowledge = not_told(before, telling, failure)
            case "refused":
                self.knowledge = not_told(before, telling, Failure("410", may_have_arrived=False))
            case "crashed before it was sent":
                pass

    @rule(times=st.integers(1, 3))
    def wait_and_tell(self, times: int) -> None:
        for _ in range(times):
            self.wait()
            self.try_to_tell("told", timedelta(0))

    def note_reminders(self, telling: Telling) -> None:
        if (lead := lead_of(telling)) is not None:
            self.reminded.update({(uid, lead): saying.known for uid, saying in telling.says.items()})

    # What is promised

    def check_telling(self, telling: Telling) -> None:
        assert self.now < telling.expires_at
        for uid, saying in telling.says.items():
            assert saying.known == self.wanted.events[uid].truth
        lead = lead_of(telling)
        if telling.kind is Kind.REMINDER and lead is not None:
            (uid,) = telling.says
            truth = telling.says[uid].known
            assert self.now < truth.start_at
            assert truth.off is None
            assert self.now - (truth.start_at - lead) < min(lead / 2, 12 * HOUR)
            assert (uid, lead) not in self.reminded, "reminded twice of the same"

    @invariant()
    def the_same_question_has_the_same_answer(self) -> None:
        step = self.step()
        assert step == self.step()
        again = next_step(step.knowledge, self.wanted, self.subscriber.since, self.now)
        assert (again.telling, again.wake_at, again.passed) == (step.telling, step.wake_at, ())

    @invariant()
    def nothing_happens_before_it_wakes(self) -> None:
        step = self.step()
        if step.telling is not None:
            return
        if step.wake_at is None:
            assert all(self.now >= over(known) + 7 * DAY for known in self.mind.believes.values())
        end = step.wake_at or self.now + 400 * DAY
        assert end > self.now
        for part in (0.0001, 0.3, 0.7, 0.9999):
            between = self.now + (end - self.now) * part
            later = next_step(step.knowledge, self.wanted, self.subscriber.since, between)
            assert (later.telling, later.passed) == (None, ())

    @invariant()
    def what_is_kept_is_read_as_it_was_written(self) -> None:
        assert read_events(write_events(self.knowledge.events)) == self.knowledge.events

    @rule()
    def calm(self) -> None:
        """All that is to be said is delivered: then nobody is misled, and every reminder was said or is on record."""
        for _ in range(20):
            hold = self.knowledge.hold
            self.now = (hold and hold.until(self.now)) or self.now
            if self.step().telling is None:
                break
            self.try_to_tell("told", timedelta(0))
        step = self.step()
        assert step.telling is None
        for uid, event in self.wanted.events.items():
            refused = any(its.was_refused for its in step.knowledge.of(uid).attempts)
            if not refused and uid in self.mind.believes:
                believed, attempts = self.mind.believes[uid], step.knowledge.of(uid).attempts
                assert not misleads(believed, event.truth, self.now), uid
                if is_otherwise(believed, event.truth):  # when they were to hear of it, it was too late
                    assert any(its.kind is Kind.CORRECTION and its.is_on_record for its in attempts), uid
            for slot in event.slots:
                if slot.due_at <= self.now and not refused:
                    its = step.knowledge.of(uid)
                    assert its.has_said(slot.lead, event.truth) or (
                        its.passed is not None and its.passed.covers(slot.lead, event.truth)
                    )


def test_whatever_happens_a_reader_is_told_what_is_true() -> None:
    _run(max_examples=10)


@pytest.mark.slow
def test_whatever_happens_a_reader_is_told_what_is_true_looked_at_for_longer() -> None:
    _run(max_examples=500)


def _run(max_examples: int) -> None:
    run_state_machine_as_test(
        AnyReader,
        settings=settings(
            max_examples=max_examples,
            stateful_step_count=50,
            derandomize=False,  # each run looks at other orders, and prints what repeats one that failed
            print_blob=True,
            database=None,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
