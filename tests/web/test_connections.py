"""Which connection is let go where there are too many."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from season_calendar.web.wire.connections import Connections, counted_as


def connections(most: int, *, per_address: int = 0, from_: str = "abc") -> Connections[str]:
    """Three connections from as many addresses, in the order of the alphabet; none has asked for anything."""
    connections: Connections[str] = Connections(most, per_address)
    for name in from_:
        connections.admit(name, f"192.0.2.{ord(name)}")
        connections.silent(name)
    return connections


def test_while_there_is_room_nobody_is_let_go() -> None:
    assert connections(4).admit("d", "192.0.2.1") is None


def test_the_oldest_that_never_asked_is_let_go_first() -> None:
    full = connections(3)
    full.asked("a")
    full.answered("a")
    assert full.admit("d", "192.0.2.1") == "b"
    assert full.admit("e", "192.0.2.1") == "c"
    assert len(full) == 3


def test_then_the_one_that_has_been_idle_for_longest() -> None:
    full = connections(3)
    for name in ("a", "b", "c", "a"):
        full.asked(name)
        full.answered(name)
    assert full.admit("d", "192.0.2.1") == "b"


def test_then_the_one_that_has_read_nothing_of_its_answer_for_longest() -> None:
    full = connections(3)
    for name in "abc":
        full.asked(name)
        full.slow(name)
    full.slow("a")
    assert full.admit("d", "192.0.2.1") == "b"


def test_whoever_reads_slowly_but_never_sent_a_whole_request_is_still_the_first_to_go() -> None:
    full = connections(3)
    full.slow("a")
    assert full.admit("d", "192.0.2.1") == "a"


def test_whoever_has_only_just_come_is_let_go_after_those_who_had_their_time() -> None:
    full = connections(3)
    assert full.admit("d", "192.0.2.1") == "a"
    full.asked("b")
    full.answered("b")
    assert [full.admit(name, "192.0.2.1") for name in "efg"] == ["c", "b", "d"]


def test_where_all_are_busy_the_newcomer_is_refused() -> None:
    full = connections(3)
    for name in "abc":
        full.asked(name)
    assert full.admit("d", "192.0.2.1") == "d"
    full.answered("b")
    assert full.admit("e", "192.0.2.1") == "b"


def test_an_address_that_has_all_it_may_have_makes_room_itself() -> None:
    capped: Connections[str] = Connections(10, 2)
    capped.admit("other", "192.0.2.1")
    capped.admit("first", "192.0.2.2")
    capped.admit("second", "192.0.2.2")
    assert capped.admit("third", "192.0.2.2") == "first"
    assert capped.admit("fourth", "192.0.2.3") is None


def test_an_address_whose_only_connection_is_let_go_for_its_next_is_still_counted() -> None:
    capped: Connections[str] = Connections(10, 1)
    assert [capped.admit(name, "192.0.2.1") for name in "abc"] == [None, "a", "b"]


def test_what_a_connection_does_after_it_was_let_go_is_of_no_account() -> None:
    full = connections(1, from_="a")
    assert full.admit("b", "192.0.2.1") == "a"
    full.asked("a")
    full.answered("a")
    full.gone("a")
    assert len(full) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("fe80::1%eth0", "fe80::2%eth0"),
        ("", "a.socket"),
    ],
)
def test_addresses_that_are_counted_as_one(one: str, other: str) -> None:
    assert counted_as(one) == counted_as(other)


@pytest.mark.parametrize(
    ("one", "other"), [("192.0.2.1", "192.0.2.2"), ("2001:db8:1:2::1", "2001:db8:1:3::1"), ("::1", "127.0.0.1")]
)
def test_addresses_that_are_counted_apart(one: str, other: str) -> None:
    assert counted_as(one) != counted_as(other)


NUMBERS = st.integers(0, 11)
MOMENTS = st.lists(
    st.tuples(st.sampled_from(["admit", "silent", "asked", "slow", "answered", "gone"]), NUMBERS), max_size=80
)


@given(most=st.integers(1, 5), per_address=st.integers(0, 3), moments=MOMENTS)
def test_the_limits_hold_and_the_busy_stay_whatever_happens(
    most: int, per_address: int, moments: list[tuple[str, int]]
) -> None:
    held: Connections[int] = Connections(most, per_address)
    open_: dict[int, str] = {}
    for name, number in moments:
        if name == "admit" and number not in open_:
            let_go = held.admit(number, f"192.0.2.{number % 3}")
            assert open_.get(let_go if let_go is not None else -1) != "asked"
            open_[number] = "new"
            open_.pop(let_go if let_go is not None else -1, None)
        elif name == "gone":
            held.gone(number)
            open_.pop(number, None)
        elif name != "admit":
            {"silent": held.silent, "asked": held.asked, "slow": held.slow, "answered": held.answered}[name](number)
            if number in open_ and name != "silent":
                open_[number] = name
        assert len(held) == len(open_) <= most
        for address in range(3):
            assert not per_address or sum(number % 3 == address for number in open_) <= per_address
