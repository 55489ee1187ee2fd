"""How long the same sight of a hand has lasted, on the observer's clock."""

from __future__ import annotations

from datetime import timedelta

from support.hand_processes import Stopwatch

from season_calendar.storage.hands.watch import Sight, Watch

HALF_A_SECOND = 0.5


def beating(beat: int | None, seconds: float = 2) -> dict[str, Sight]:
    return {"other": Sight(beat, timedelta(seconds=seconds))}


def test_one_that_beats_is_never_gone() -> None:
    clock = Stopwatch()
    watch = Watch(clock)

    for beat in range(100):
        clock.seconds += HALF_A_SECOND
        assert watch.gone(beating(beat)) == frozenset()


def test_one_that_does_not_is_gone_once_that_has_lasted() -> None:
    clock = Stopwatch()
    watch = Watch(clock)
    verdicts = []
    for _ in range(6):
        verdicts.append("other" in watch.gone(beating(7)))
        clock.seconds += HALF_A_SECOND

    assert verdicts == [False, False, False, False, True, True]


def test_a_new_beat_begins_it_anew() -> None:
    clock = Stopwatch()
    watch = Watch(clock)
    verdicts = []
    for beat in (7, 7, 7, 7, 8, 8):
        verdicts.append("other" in watch.gone(beating(beat)))
        clock.seconds += HALF_A_SECOND

    assert verdicts == [False] * 6


def test_what_may_last_less_long_begins_anew() -> None:
    """One that beat a while ago and loses its lock now has all the time to take it again."""
    clock = Stopwatch()
    watch = Watch(clock)
    for _ in range(10):
        clock.seconds += HALF_A_SECOND
        watch.gone(beating(7, seconds=30))

    assert watch.gone(beating(7, seconds=2)) == frozenset()


def test_what_needs_no_time_is_gone_at_first_sight() -> None:
    assert Watch(Stopwatch()).gone(beating(None, seconds=0)) == {"other"}


def test_time_in_which_nobody_looked_counts_as_a_second() -> None:
    """Whoever was stopped or cut off may have been so together with those it looks at."""
    clock = Stopwatch()
    watch = Watch(clock)
    watch.gone(beating(7))
    clock.seconds += 3600

    assert watch.gone(beating(7)) == frozenset()
    clock.seconds += 3600
    assert watch.gone(beating(7)) == {"other"}
