"""Connections of one address, each of which goes its own way."""

from __future__ import annotations

from season_calendar.web.wire.connections import Connections


def test_when_one_of_an_address_is_gone_the_others_are_still_counted() -> None:
    held: Connections[str] = Connections(10, 2)
    for name in "ab":
        held.admit(name, "192.0.2.1")
    held.gone("a")
    held.asked("b")
    held.answered("b")
    assert held.admit("c", "192.0.2.1") is None
    assert held.admit("d", "192.0.2.1") == "b"


def test_whoever_has_asked_is_not_taken_for_silent_when_its_time_is_over() -> None:
    held: Connections[str] = Connections(2, 0)
    for name in "ab":
        held.admit(name, "192.0.2.1")
        held.asked(name)
    held.silent("a")
    assert held.admit("c", "192.0.2.1") == "c"
    held.answered("a")
    held.answered("b")
    held.silent("b")
    assert held.admit("c", "192.0.2.1") == "a"
