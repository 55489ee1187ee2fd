"""The streams a command prints on."""

from __future__ import annotations

import io
import logging
import sys

import click
import pytest

from season_calendar.cli.console import LogLines
from season_calendar.cli.streams import PrintableStream, prepare_streams


def test_others_print_there_as_printably_as_we_do(monkeypatch: pytest.MonkeyPatch) -> None:
    beneath = io.StringIO()
    monkeypatch.setattr("sys.stdout", beneath)
    prepare_streams()
    print("a\x1b[2J")
    click.echo("b\x9b")
    assert beneath.getvalue() == "a\\x1b[2J\nb\\x9b\n"


def test_a_stream_is_prepared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout", io.StringIO())
    prepare_streams()
    prepared = sys.stdout
    prepare_streams()
    assert sys.stdout is prepared


def test_a_line_of_the_log_is_one_line_whatever_it_tells_of() -> None:
    beneath = io.StringIO()
    handler = logging.StreamHandler(PrintableStream(beneath))
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
    handler = logging.StreamHandler(PrintableStream(beneath))
    handler.setFormatter(LogLines("%(message)s"))
    handler.emit(record)
    first, *below = beneath.getvalue().splitlines()
    assert first == "failed"
    assert below[-2:] == ["  ValueError: odd\\x1b", "  12:00:00 INFO all is well"]
    assert {line[:2] for line in below} == {"  "}
