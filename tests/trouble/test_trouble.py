"""Trouble is told at once, then once a minute, and when it is over."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from season_calendar.errors import StorageError
from season_calendar.trouble import Trouble

log = logging.getLogger("season_calendar.of_this_test")


class Keeping(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def told() -> Iterator[list[logging.LogRecord]]:
    """What is logged, as it comes."""
    handler = Keeping()
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    yield handler.records
    log.removeHandler(handler)


def lines(told: list[logging.LogRecord]) -> list[str]:
    return [f"{record.levelname} {record.getMessage()}" for record in told]


def test_the_same_trouble_is_told_at_once_and_once_a_minute(told: list[logging.LogRecord]) -> None:
    clock = Clock()
    trouble = Trouble(log, "settling", clock)
    for seconds, count in [(0, 1), (0, 1), (59.9, 1), (0.1, 2), (59.9, 2), (0.2, 3)]:
        clock.now += seconds
        trouble.tell(StorageError("the disk is full"))
        assert len(told) == count
    assert set(lines(told)) == {"ERROR settling: the disk is full"}


def test_another_trouble_is_told_at_once(told: list[logging.LogRecord]) -> None:
    trouble = Trouble(log, "settling", Clock())
    trouble.tell(StorageError("the disk is full"))
    trouble.tell(StorageError("the database is locked"))
    trouble.tell(OSError("the database is locked"))
    assert len(told) == 3


def test_what_is_over_is_told_once_and_only_where_there_was_trouble(told: list[logging.LogRecord]) -> None:
    trouble = Trouble(log, "settling", Clock())
    trouble.is_over()
    assert told == []
    trouble.tell(StorageError("the disk is full"))
    trouble.is_over()
    trouble.is_over()
    assert lines(told) == ["ERROR settling: the disk is full", "INFO settling: it works again"]
    trouble.tell(StorageError("the disk is full"))
    assert len(told) == 3


def test_an_error_of_our_own_is_told_with_where_it_came_from(told: list[logging.LogRecord]) -> None:
    trouble = Trouble(log, "settling", Clock())
    try:
        raise ZeroDivisionError
    except ZeroDivisionError as error:
        trouble.tell(error)
    assert lines(told) == ["ERROR settling: an error of its own, and it goes on"]
    assert told[0].exc_info is not None
    assert told[0].exc_info[0] is ZeroDivisionError


def test_an_error_raised_on_purpose_is_told_in_a_line(told: list[logging.LogRecord]) -> None:
    Trouble(log, "settling", Clock()).tell(StorageError("the disk is full"))
    assert not told[0].exc_info


def test_trouble_goes_on_until_it_is_over(told: list[logging.LogRecord]) -> None:
    trouble = Trouble(log, "settling", Clock())
    seen = [trouble.goes_on]
    for _ in range(2):
        trouble.tell(StorageError(""))
        seen.append(trouble.goes_on)
    trouble.is_over()
    assert [*seen, trouble.goes_on] == [False, True, True, False]
