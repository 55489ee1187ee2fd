"""The garbage collector while reminders are sent, and afterwards."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from season_calendar.daemon.garbage import seldom_collected


@pytest.fixture(autouse=True)
def _as_in_a_process_of_its_own() -> Iterator[None]:
    """The tests' own process has what it collected frozen."""
    gc.unfreeze()
    yield
    gc.freeze()


class Circle:
    """Only the collector finds out that nobody needs it any more."""

    def __init__(self) -> None:
        self.itself = self


def test_what_is_alive_is_not_walked_and_what_comes_to_life_seldom_until_it_ends() -> None:
    before = gc.get_threshold(), gc.get_freeze_count()
    with seldom_collected():
        assert gc.get_freeze_count() > before[1]
        assert gc.get_threshold()[0] > before[0][0]
        assert gc.get_threshold()[1:] == before[0][1:]
    assert (gc.get_threshold(), gc.get_freeze_count()) == before


def test_it_ends_with_an_error_too() -> None:
    before = gc.get_threshold(), gc.get_freeze_count()
    with pytest.raises(KeyError), seldom_collected():
        raise KeyError
    assert (gc.get_threshold(), gc.get_freeze_count()) == before


def test_what_nobody_needs_any_more_is_not_kept_for_all_that_time() -> None:
    circle = weakref.ref(Circle())
    with seldom_collected():
        assert circle() is None
