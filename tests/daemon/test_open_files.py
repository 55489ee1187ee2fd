"""How many sends there may be at once follows from how many files may be open."""

from __future__ import annotations

import resource

import pytest

from season_calendar.daemon.open_files import most_sends_at_once


@pytest.mark.parametrize(
    ("soft", "hard", "raised_to", "sends"),
    [
        (1024, 1_048_576, 8192, (8192 - 256) // 2),
        (1024, resource.RLIM_INFINITY, 8192, (8192 - 256) // 2),
        (1024, 4096, 4096, (4096 - 256) // 2),
        (20_000, 20_000, None, (8192 - 256) // 2),
        (resource.RLIM_INFINITY, resource.RLIM_INFINITY, None, (8192 - 256) // 2),
        (256, 256, None, 8),
    ],
)
def test_the_soft_limit_is_raised_as_far_as_it_may_be_and_half_of_what_is_left_over_is_used(
    monkeypatch: pytest.MonkeyPatch, soft: int, hard: int, raised_to: int | None, sends: int
) -> None:
    limits = [(soft, hard)]
    monkeypatch.setattr(resource, "getrlimit", lambda which: limits[-1])
    monkeypatch.setattr(resource, "setrlimit", lambda which, limit: limits.append(limit))
    assert most_sends_at_once() == sends
    assert limits[-1] == (soft if raised_to is None else raised_to, hard)


@pytest.mark.parametrize("refusal", [ValueError("not allowed to raise maximum limit"), PermissionError("EPERM")])
def test_where_the_limit_may_not_be_raised_it_is_kept_to(refusal: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(which: int, limit: tuple[int, int]) -> None:
        raise refusal

    monkeypatch.setattr(resource, "getrlimit", lambda which: (1024, 4096))
    monkeypatch.setattr(resource, "setrlimit", refuse)
    assert most_sends_at_once() == (1024 - 256) // 2
