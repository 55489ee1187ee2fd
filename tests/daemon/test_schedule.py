"""What begins when: bounds, turns, and that nothing expires without an attempt. Time is a number here."""

from __future__ import annotations

from collections import Counter
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from season_calendar.daemon.schedule import LONGEST_LINE, Reach, Schedule

MUCH = 1000
LAST_CHANCE = 25.0
FAR = 10_000.0


def new_schedule(at_once: int = MUCH) -> Schedule[str]:
    return Schedule(at_once, LAST_CHANCE)


def put(
    schedule: Schedule[str],
    item: str,
    host: str = "host",
    *,
    address: str | None = None,
    expires_at: float = FAR,
    at_once: int = 2,
    was_tried: bool = False,
) -> bool:
    """Each item has an address of its own unless one is given."""
    address = item if address is None else address
    return schedule.put(item, host, address, expires_at, at_once=at_once, was_tried=was_tried)


def begun(schedule: Schedule[str], now: float = 0.0) -> list[str]:
    return schedule.ready(now).begin


def test_the_nearest_expiry_comes_first() -> None:
    schedule = new_schedule()
    put(schedule, "late", expires_at=900)
    put(schedule, "soon", expires_at=300)
    put(schedule, "next", expires_at=600)
    assert begun(schedule) == ["soon", "next"]
    schedule.done("soon", Reach.REACHED, 0)
    assert begun(schedule) == ["late"]


def test_a_host_has_a_bound_and_others_are_not_held_up_by_it() -> None:
    schedule = new_schedule()
    for number in range(100):
        put(schedule, f"hanging {number}", "hanging")
    put(schedule, "healthy", "healthy")
    assert begun(schedule) == ["hanging 0", "healthy", "hanging 1"]


def test_an_address_is_sent_one_message_at_a_time_and_holds_up_no_other_of_its_host() -> None:
    schedule = new_schedule()
    for number in range(3):
        put(schedule, f"ann {number}", address="ann", expires_at=100 + number)
    put(schedule, "ben", address="ben")
    assert begun(schedule) == ["ann 0", "ben"]
    schedule.done("ben", Reach.REACHED, 0)
    assert begun(schedule) == []
    for number in range(2):
        schedule.done(f"ann {number}", Reach.REACHED, 0)
        assert begun(schedule) == [f"ann {number + 1}"]


def test_of_one_address_the_nearest_expiry_comes_first_also_if_it_came_later() -> None:
    schedule = new_schedule()
    put(schedule, "first", address="ann", expires_at=900)
    assert begun(schedule) == ["first"]
    for item, expires_at in (("third", 700.0), ("fourth", 800.0)):
        put(schedule, item, address="ann", expires_at=expires_at)
    assert begun(schedule) == []
    put(schedule, "second", address="ann", expires_at=600)
    for done, following in (("first", "second"), ("second", "third"), ("third", "fourth")):
        schedule.done(done, Reach.REACHED, 0)
        assert begun(schedule) == [following]


def test_hosts_take_turns() -> None:
    schedule = new_schedule(at_once=6)
    for host in "ABC":
        for number in range(10):
            put(schedule, f"{host}{number}", host, at_once=50)
    assert begun(schedule)[:3] == ["A0", "B0", "C0"]


def test_no_host_may_hold_every_place() -> None:
    schedule = new_schedule(at_once=100)
    for host in range(6):
        for number in range(100):
            put(schedule, f"{host}/{number}", f"hanging {host}", at_once=50)
    assert len(begun(schedule)) < 100
    put(schedule, "healthy", "healthy")
    assert begun(schedule) == ["healthy"]


def test_no_hurry_may_hold_every_place_either() -> None:
    schedule = new_schedule(at_once=100)
    for host in range(6):
        for number in range(100):
            put(schedule, f"{host}/{number}", f"hanging {host}", expires_at=10, at_once=50)
    assert len(begun(schedule)) < 100
    put(schedule, "healthy", "healthy")
    assert begun(schedule) == ["healthy"]


def test_who_was_short_of_places_goes_on_when_others_leave_some() -> None:
    schedule = new_schedule(at_once=8)
    others = [f"other {number}" for number in range(4)]
    for item in others:
        put(schedule, item, item)
    begun(schedule)
    for number in range(10):
        put(schedule, f"A{number}", "A", at_once=50)
    assert begun(schedule) == ["A0"]
    for item in others:
        schedule.done(item, Reach.REACHED, 0)
    assert begun(schedule) == ["A1", "A2"]


def test_the_last_place_is_for_a_host_that_has_none_and_then_there_is_none() -> None:
    schedule = new_schedule(at_once=2)
    for host in "ABC":
        put(schedule, host, host)
    assert begun(schedule) == ["A", "B"]
    schedule.done("A", Reach.REACHED, 0)
    assert begun(schedule) == ["C"]


def test_a_full_line_says_no() -> None:
    schedule = new_schedule()
    assert all(put(schedule, str(number)) for number in range(LONGEST_LINE))
    assert not put(schedule, "one more")
    assert put(schedule, "elsewhere", "another host")
    begun(schedule)
    assert put(schedule, "one more")


def test_what_was_never_tried_gets_its_attempt_beyond_the_bound_before_it_expires() -> None:
    schedule = new_schedule()
    for number in range(2):
        put(schedule, f"hanging {number}", expires_at=FAR)
    begun(schedule)
    put(schedule, "waits", expires_at=100)
    put(schedule, "waits for its address", address="hanging 0", expires_at=100)
    put(schedule, "was tried", expires_at=100, was_tried=True)
    assert begun(schedule, 74.9) == []
    assert schedule.next_at == 75.0
    assert begun(schedule, 75.0) == ["waits", "waits for its address"]
    assert schedule.next_at == 100.0
    assert schedule.ready(100.0) == ([], ["was tried"])
    assert schedule.waiting == 0


def test_an_address_is_busy_until_all_that_hurried_to_it_are_done() -> None:
    schedule = new_schedule()
    for number in range(2):
        put(schedule, f"hurried {number}", address="ann", expires_at=10)
    assert begun(schedule) == ["hurried 0", "hurried 1"]
    put(schedule, "can wait", address="ann")
    schedule.done("hurried 0", Reach.REACHED, 0)
    assert begun(schedule) == []
    schedule.done("hurried 1", Reach.REACHED, 0)
    assert begun(schedule) == ["can wait"]


def test_what_expired_does_not_hold_up_what_waits_behind_it_for_the_same_address() -> None:
    schedule = new_schedule()
    put(schedule, "runs", address="ann")
    begun(schedule)
    for number in range(3):
        put(schedule, f"ann {number}", address="ann", expires_at=100 + number, was_tried=True)
    begun(schedule)
    schedule.done("runs", Reach.REACHED, 0)
    assert schedule.ready(101.5) == (["ann 2"], ["ann 0", "ann 1"])


def test_what_expired_while_its_address_was_busy_does_not_hold_up_what_waits_behind_it() -> None:
    schedule = new_schedule()
    put(schedule, "runs", address="ann")
    begun(schedule)
    for number in range(2):
        put(schedule, f"ann {number}", address="ann", expires_at=100 + number, was_tried=True)
    begun(schedule)
    assert schedule.ready(100.0) == ([], ["ann 0"])
    schedule.done("runs", Reach.REACHED, 100.0)
    assert begun(schedule, 100.0) == ["ann 1"]


def opened_circuit(schedule: Schedule[str], at: float = 0.0) -> None:
    for number in range(3):
        put(schedule, f"failed {number}", at_once=3)
    for item in begun(schedule, at):
        schedule.done(item, Reach.UNREACHABLE, at)


def test_a_host_that_cannot_be_reached_rests_and_is_probed_with_the_nearest_expiry() -> None:
    schedule = new_schedule()
    opened_circuit(schedule)
    put(schedule, "late", expires_at=900)
    put(schedule, "soon", expires_at=300)
    assert begun(schedule, 4.9) == []
    assert schedule.next_at == 5.0
    assert begun(schedule, 5.0) == ["soon"]
    schedule.done("soon", Reach.REACHED, 5.1)
    assert begun(schedule, 5.1) == ["late"]


def test_what_waits_for_a_busy_address_can_be_the_probe() -> None:
    schedule = new_schedule()
    put(schedule, "hanging", address="ann", at_once=4)
    begun(schedule)
    opened_circuit(schedule)
    put(schedule, "probe", address="ann")
    assert begun(schedule, 5.0) == ["probe"]


def test_a_failed_probe_is_followed_by_the_next_after_a_longer_rest() -> None:
    schedule = new_schedule()
    opened_circuit(schedule)
    for number in range(3):
        put(schedule, f"probe {number}")
    for at, item in ((5.0, "probe 0"), (15.0, "probe 1"), (35.0, "probe 2")):
        begun(schedule, at - 0.1)
        assert schedule.next_at == at
        assert begun(schedule, at) == [item]
        schedule.done(item, Reach.UNREACHABLE, at)


def test_a_probe_that_was_not_sent_after_all_is_followed_at_once() -> None:
    schedule = new_schedule()
    opened_circuit(schedule)
    put(schedule, "untrue by now", expires_at=300)
    put(schedule, "still true", expires_at=600)
    assert begun(schedule, 5.0) == ["untrue by now"]
    schedule.done("untrue by now", Reach.UNKNOWN, 5.0)
    assert begun(schedule, 5.0) == ["still true"]


def test_a_rest_outlives_what_waited_when_it_began() -> None:
    schedule = new_schedule()
    opened_circuit(schedule)
    assert schedule.next_at is None
    put(schedule, "new", expires_at=300)
    assert begun(schedule, 3.0) == []
    assert schedule.next_at == 5.0
    assert begun(schedule, 5.0) == ["new"]


def test_where_the_circuit_was_open_all_the_while_things_expire_without_an_attempt() -> None:
    schedule = new_schedule()
    opened_circuit(schedule, at=10.0)
    put(schedule, "in vain", expires_at=12)
    assert schedule.ready(12.0) == ([], ["in vain"])
    assert schedule.circuits.open_since("host") == 10.0


def test_failures_after_the_host_was_reached_open_no_circuit() -> None:
    schedule = new_schedule()
    for number in range(20):
        put(schedule, f"bad mailbox {number}")
        assert begun(schedule) == [f"bad mailbox {number}"]
        schedule.done(f"bad mailbox {number}", Reach.REACHED, 0)
    put(schedule, "healthy mailbox")
    assert begun(schedule) == ["healthy mailbox"]


def test_taken_back_is_what_was_not_begun() -> None:
    schedule = new_schedule()
    for item in ("ann 1", "ann 2", "ben", "carl"):
        put(schedule, item, address=item[:3])
    assert begun(schedule) == ["ann 1", "ben"]
    assert sorted(schedule.take_back()) == ["ann 2", "carl"]
    schedule.done("ann 1", Reach.REACHED, 0)
    assert begun(schedule) == []
    assert (schedule.waiting, schedule.running, schedule.next_at) == (0, 1, None)


def test_nothing_is_remembered_of_hosts_without_work() -> None:
    schedule = new_schedule()
    for number in range(100):
        put(schedule, str(number), f"host {number}", expires_at=50 if number % 2 else FAR)
        for item in begun(schedule):
            schedule.done(item, Reach.REACHED, 0)
    opened_circuit(schedule)
    put(schedule, "in vain", expires_at=1)
    assert schedule.ready(1).expired == ["in vain"]
    assert not schedule._hosts


ITEMS = st.lists(
    st.tuples(
        st.sampled_from(["A", "B", "C"]),  # host
        st.integers(0, 3),  # address there
        st.integers(1, 400),  # expires in
        st.booleans(),  # was tried before
    ),
    max_size=60,
)


@given(ITEMS, st.randoms(use_true_random=False), st.integers(1, 12))
def test_whatever_comes_all_bounds_hold_and_each_item_ends_exactly_once(
    items: list[tuple[str, int, int, bool]], random: Random, at_once: int
) -> None:
    schedule = new_schedule(at_once)
    now, running, ended = 0.0, set[str](), Counter[str]()
    for number, (host, address, expires_in, was_tried) in enumerate(items):
        item = f"{host}{number}"
        assert put(schedule, item, host, address=f"{host}{address}", expires_at=now + expires_in, was_tried=was_tried)
        ready = schedule.ready(now)
        running.update(ready.begin)
        ended.update(ready.expired)
        assert len(running) <= at_once
        if running and random.random() < 0.6:
            done = random.choice(sorted(running))
            running.remove(done)
            ended[done] += 1
            schedule.done(done, random.choice(list(Reach)), now)
        now += random.choice([0, 1, 30])
    while running or schedule.waiting:
        ready = schedule.ready(now)
        running.update(ready.begin)
        ended.update(ready.expired)
        for done in sorted(running):
            schedule.done(done, Reach.REACHED, now)
            ended[done] += 1
        running.clear()
        now += 1
    assert ended == Counter(f"{host}{number}" for number, (host, *_) in enumerate(items))


@given(
    st.lists(st.tuples(st.sampled_from(["A", "B"]), st.integers(0, 2), st.integers(26, 200)), max_size=40),
    st.integers(1, 20),
)
def test_nothing_expires_without_an_attempt_where_hosts_can_be_reached_however_long_each_send_takes(
    items: list[tuple[str, int, int]], send_lasts: int
) -> None:
    schedule = new_schedule()
    for number, (host, address, expires_at) in enumerate(items):
        put(schedule, str(number), host, address=f"{host}{address}", expires_at=expires_at, at_once=1)
    ends: dict[str, int] = {}
    for now in range(201):
        for item in [item for item, ends_at in ends.items() if ends_at <= now]:
            del ends[item]
            schedule.done(item, Reach.REACHED, now)
        ready = schedule.ready(now)
        assert ready.expired == []
        ends.update(dict.fromkeys(ready.begin, now + send_lasts))
    assert schedule.waiting == 0
