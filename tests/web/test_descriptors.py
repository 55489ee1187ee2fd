"""How many connections a process may have."""

from __future__ import annotations

import resource

import pytest

from season_calendar.web.wire.descriptors import room_for_connections


@pytest.mark.parametrize(
    ("allowed", "most", "room"),
    [
        (1024, 1024, 896),
        (1024, 4096, 1000),
        (256, 700, 572),
        (100, 100, 50),
        (4096, 4096, 1000),
        (1024, resource.RLIM_INFINITY, 1000),
        (resource.RLIM_INFINITY, resource.RLIM_INFINITY, 1000),
    ],
)
def test_there_is_room_for_what_is_wanted_or_for_what_may_be_had(
    monkeypatch: pytest.MonkeyPatch, allowed: int, most: int, room: int
) -> None:
    set_to = [(allowed, most)]
    monkeypatch.setattr(resource, "getrlimit", lambda _: (allowed, most))
    monkeypatch.setattr(resource, "setrlimit", lambda _, limits: set_to.append(limits))
    assert room_for_connections(1000) == room
    assert set_to[-1][0] == resource.RLIM_INFINITY or set_to[-1][0] > room


def test_a_system_that_allows_less_than_it_says_is_taken_at_what_it_does(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: int, limits: tuple[int, int]) -> None:
        raise ValueError("current limit exceeds maximum limit")

    monkeypatch.setattr(resource, "getrlimit", lambda _: (512, resource.RLIM_INFINITY))
    monkeypatch.setattr(resource, "setrlimit", refuse)
    assert room_for_connections(1000) == 384
