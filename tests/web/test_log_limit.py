"""How often the log says the same."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from season_calendar.web.wire.log_limit import LogLimit

log = logging.getLogger("test.of.requests")


@pytest.fixture
def limit() -> Iterator[LogLimit]:
    with LogLimit().on([log.name]) as limit:
        yield limit


def at(seconds: float, message: str, *values: object) -> None:
    """Log a line at a time of our own."""
    record = log.makeRecord(log.name, logging.WARNING, "here", 1, message, values, None)
    record.created = seconds
    log.handle(record)


def test_of_lines_that_are_alike_the_first_is_logged_and_then_one_a_minute(
    limit: LogLimit, caplog: pytest.LogCaptureFixture
) -> None:
    for second in range(130):
        at(second, "no request from %s", second)
    assert caplog.messages == [
        "no request from 0",
        "no request from 60 (and 59 more like it)",
        "no request from 120 (and 59 more like it)",
    ]


def test_lines_of_another_kind_do_not_wait(limit: LogLimit, caplog: pytest.LogCaptureFixture) -> None:
    for message in ("one", "other", "one"):
        at(0, message)
    assert caplog.messages == ["one", "other"]


def test_where_no_more_come_the_last_says_how_many_there_were(
    limit: LogLimit, caplog: pytest.LogCaptureFixture
) -> None:
    for second in (0, 1, 2, 3):
        at(second, "no request from %s", second)
    for now in (59, 60, 120, 180):
        limit.tell_withheld(now)
    assert caplog.messages == ["no request from 0", "no request from 3 (and 2 more like it)"]


def test_a_clock_that_was_set_back_silences_nothing(limit: LogLimit, caplog: pytest.LogCaptureFixture) -> None:
    at(1_000_000, "one")
    at(5, "one")
    assert caplog.messages == ["one", "one"]


def test_errors_of_different_types_are_of_different_kinds(limit: LogLimit, caplog: pytest.LogCaptureFixture) -> None:
    for error in (ValueError("a"), KeyError("b"), ValueError("c")):
        log.error("failed", exc_info=error)
    assert [record.exc_info[1].args for record in caplog.records if record.exc_info and record.exc_info[1]] == [
        ("a",),
        ("b",),
    ]


def test_after_the_block_nothing_is_withheld(caplog: pytest.LogCaptureFixture) -> None:
    with LogLimit().on([log.name]):
        pass
    at(0, "one")
    at(0, "one")
    assert caplog.messages == ["one", "one"]
