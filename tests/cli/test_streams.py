"""The streams a command prints on."""

from __future__ import annotations

import io
import sys

import click
import pytest

from season_calendar.cli.streams import prepare_streams


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
