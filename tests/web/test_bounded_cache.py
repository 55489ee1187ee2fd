"""What is kept stays within its bytes, and what was asked for last stays longest."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from season_calendar.web.answers.bounded_cache import BoundedCache


def cache(capacity: int) -> BoundedCache[str, bytes]:
    return BoundedCache(capacity, lambda key, value: len(key) + len(value))


def test_what_was_asked_for_longest_ago_makes_room() -> None:
    kept = cache(2 * 1400)
    kept.keep("a", b"x" * 1000)
    kept.keep("b", b"x" * 1000)
    assert kept.get("a") is not None
    kept.keep("c", b"x" * 1000)
    assert kept.get("b") is None
    assert kept.get("a") is not None


def test_a_look_without_asking_keeps_nothing_longer() -> None:
    kept = cache(2 * 1400)
    kept.keep("a", b"x" * 1000)
    kept.keep("b", b"x" * 1000)
    assert kept.peek("a") is not None
    kept.keep("c", b"x" * 1000)
    assert kept.peek("a") is None


def test_what_is_larger_than_all_the_room_is_not_kept() -> None:
    kept = cache(1000)
    kept.keep("a", b"x" * 1001)
    assert (kept.get("a"), kept.size) == (None, 0)


def test_what_nobody_asked_for_yet_makes_room_before_all_others_that_which_was_kept_last_first() -> None:
    kept = cache(10_000)
    kept.keep("a", b"a")
    for key in "bc":
        kept.keep(key, b"x", is_asked_for=False)
    assert [key for key, _ in kept.latest(3)] == ["a", "b", "c"]
    kept.get("c")
    assert [key for key, _ in kept.latest(3)] == ["c", "a", "b"]


def test_the_latest_is_what_was_asked_for_last() -> None:
    kept = cache(10_000)
    for key in "abc":
        kept.keep(key, key.encode())
    kept.get("a")
    assert kept.latest(2) == [("a", b"a"), ("c", b"c")]
    assert len(kept.latest(9)) == 3


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.binary(max_size=2000))))
def test_it_never_counts_more_than_its_capacity_nor_less_than_is_kept(items: list[tuple[str, bytes]]) -> None:
    kept = cache(3000)
    for key, value in items:
        kept.keep(key, value)
        found = [kept.peek(key) or b"" for key in "abcdef"]
        assert sum(map(len, found)) <= kept.size <= 3000
    kept.clear()
    assert kept.size == 0
