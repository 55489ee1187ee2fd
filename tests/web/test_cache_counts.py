"""What a cache counts: each item once, however often it is kept, and all the room there is."""

from __future__ import annotations

from season_calendar.web.answers.bounded_cache import BoundedCache


def cache(capacity: int) -> BoundedCache[str, bytes]:
    return BoundedCache(capacity, lambda key, value: len(key) + len(value))


def size_of(*keys: str) -> int:
    """What so many items of a kilobyte take."""
    kept = cache(1_000_000)
    for key in keys:
        kept.keep(key, b"x" * 1000)
    return kept.size


def test_an_item_that_is_kept_again_is_counted_once_and_pushes_nothing_out() -> None:
    kept = cache(size_of("a", "b"))
    kept.keep("a", b"x" * 1000)
    for _ in range(10):
        kept.keep("b", b"x" * 1000)
    assert kept.size == size_of("a", "b")
    assert kept.peek("a") is not None


def test_what_fills_the_room_exactly_is_kept() -> None:
    kept = cache(size_of("a", "b"))
    for key in "ab":
        kept.keep(key, b"x" * 1000)
    assert (kept.peek("a"), kept.peek("b")) == (b"x" * 1000, b"x" * 1000)
    kept.keep("c", b"x" * 1000)
    assert kept.peek("a") is None
    assert kept.size == size_of("b", "c")
