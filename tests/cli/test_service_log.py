"""The log of a service: one line each, in a pipe that somebody reads, and in one that nobody does."""

from __future__ import annotations

import io
import logging
import os
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import TextIO

import pytest

from season_calendar.cli.services.log import LogLines, UnheldHandler

PATIENCE_SECONDS = 30


class Pipe:
    """A pipe whose writer is ``stream``."""

    def __init__(self) -> None:
        self.read_end, write_end = os.pipe()
        self.stream: TextIO = os.fdopen(write_end, "w", encoding="utf-8")
        self.handler = UnheldHandler(self.stream)

    def log(self, text: str) -> None:
        """To be done within any time."""
        record = logging.makeLogRecord({"msg": text})
        logs = threading.Thread(target=self.handler.handle, args=[record], daemon=True)
        logs.start()
        logs.join(PATIENCE_SECONDS)
        assert not logs.is_alive(), "it waits for who reads"

    def fill(self) -> None:
        """Leave no room for a single byte."""
        os.set_blocking(self.stream.fileno(), False)
        for size in (4096, 1):
            with suppress(BlockingIOError):
                while os.write(self.stream.fileno(), b"x" * size):
                    pass
        os.set_blocking(self.stream.fileno(), True)

    def read(self) -> str:
        """All that is in it, but what it was filled with."""
        os.set_blocking(self.read_end, False)
        read = b""
        with suppress(BlockingIOError):
            while True:
                read += os.read(self.read_end, 1 << 20)
        os.set_blocking(self.read_end, True)
        return read.decode().lstrip("x")


@pytest.fixture
def pipe() -> Iterator[Pipe]:
    made = Pipe()
    yield made
    made.read()
    made.handler.close()
    made.stream.close()
    os.close(made.read_end)


def test_each_record_is_in_the_pipe_once_it_is_logged(pipe: Pipe) -> None:
    pipe.log("one")
    pipe.log("zwei \N{DOUBLE EXCLAMATION MARK}")
    assert pipe.read() == "one\nzwei \N{DOUBLE EXCLAMATION MARK}\n"


def test_who_logs_is_held_by_nobody_who_does_not_read_and_it_is_said_how_much_was_left_out(pipe: Pipe) -> None:
    pipe.fill()
    for text in ("one", "two", "three"):
        pipe.log(text)
    assert pipe.read() == ""
    pipe.log("four")
    assert pipe.read() == "3 records were left out here: nobody read the log\nfour\n"
    pipe.log("five")
    assert pipe.read() == "five\n"


def test_a_record_of_which_only_the_beginning_had_room_is_left_out_on_a_line_of_its_own(pipe: Pipe) -> None:
    pipe.log("é" * 1_000_000)
    begun = pipe.read()
    assert set(begun) == {"é"}
    pipe.log("two")
    assert pipe.read() == "\n1 record was left out here: nobody read the log\ntwo\n"


def test_a_record_that_is_longer_than_the_pipe_is_whole_for_who_reads(pipe: Pipe) -> None:
    long = "é" * 1_000_000
    said: list[str] = []

    def read() -> None:
        with open(pipe.read_end, encoding="utf-8", closefd=False) as reader:
            said.extend([reader.readline(), reader.readline()])

    reads = threading.Thread(target=read, daemon=True)
    reads.start()
    pipe.log(long)
    pipe.log("two")
    reads.join(PATIENCE_SECONDS)
    assert said == [f"{long}\n", "two\n"]


def test_at_the_end_it_is_said_too_how_much_was_left_out(pipe: Pipe) -> None:
    pipe.fill()
    pipe.log("one")
    pipe.read()
    pipe.handler.close()
    assert pipe.read() == "1 record was left out here: nobody read the log\n"


def test_a_line_of_the_log_is_one_line_whatever_it_tells_of() -> None:
    beneath = io.StringIO()
    handler = UnheldHandler(beneath)
    handler.setFormatter(LogLines("%(levelname)s %(message)s"))
    handler.emit(
        logging.makeLogRecord({"msg": "refused: %s", "args": ("\x1b[2J\nINFO all is well",), "levelname": "ERROR"})
    )
    assert beneath.getvalue() == "ERROR refused: \\x1b[2J\\nINFO all is well\n"


def test_the_traceback_of_a_defect_stands_below_its_line_and_no_line_of_an_error_passes_for_another_record() -> None:
    try:
        raise ValueError("odd\x1b\n12:00:00 INFO all is well")
    except ValueError as error:
        record = logging.makeLogRecord({"msg": "failed", "exc_info": (ValueError, error, error.__traceback__)})
    beneath = io.StringIO()
    handler = UnheldHandler(beneath)
    handler.setFormatter(LogLines("%(message)s"))
    handler.emit(record)
    first, *below = beneath.getvalue().splitlines()
    assert first == "failed"
    assert below[-2:] == ["  ValueError: odd\\x1b", "  12:00:00 INFO all is well"]
    assert {line[:2] for line in below} == {"  "}
