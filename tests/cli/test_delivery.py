"""``delivery``: what the operator is shown of messages, and which can be sent again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import click
import pytest
from sqlalchemy import Engine
from support.command_line import Command
from support.reminding import DAY
from support.told_rows import NOW, SPAIN, UID, claim, entry, make_rows, record, subscribe

from season_calendar.reminders.known import Hold, Kind, Knowledge
from season_calendar.reminders.record import Outcome
from season_calendar.storage.engine import opened_database
from season_calendar.storage.ledger.ledger import SqlLedger
from season_calendar.storage.ledger.rows import Change

AT = ("--at", "2021-06-05T12:00Z")
KEY = str(entry(2).key)


@pytest.fixture
def engine(command: Command, monkeypatch: pytest.MonkeyPatch, migrated_file: Path, tmp_path: Path) -> Iterator[Engine]:
    """A database that the commands use, with anna subscribed in it."""
    address = str(shutil.copy(migrated_file, tmp_path))
    monkeypatch.setenv("SEASON_CALENDAR_DATABASE", address)
    with opened_database(address) as engine:
        subscribe(engine, "anna")
        yield engine


def fail(engine: Engine, tries: int = 2) -> None:
    """Anna's messages of Spain fail, and are tried again in a minute."""
    make_rows(engine, "anna")
    (found,) = claim(engine)
    failed = Knowledge(tries=tries, hold=Hold(NOW, timedelta(minutes=1)), last_error="mail.example.org: mailbox full")
    with SqlLedger(engine).holding("me", [found.row.id]) as batch:
        batch.keep([Change([found.row.id], failed, NOW + timedelta(minutes=1))])


def test_what_fails_comes_first_then_what_became_of_messages_newest_first(engine: Engine, command: Command) -> None:
    record(
        engine,
        entry(0),
        entry(1, Outcome.SKIPPED, why="its time had passed", key=None),
        entry(2, Outcome.DEAD),
        entry(3, uid="wtcr.2021.spain@season-calendar", kind=Kind.CORRECTION, lead=None, subscriber_id="gone"),
    )
    fail(engine)
    shown = command("delivery", "list", *AT)
    failing = (
        "2021-06-05T08:01:00Z",
        "failing",
        "anna",
        f"{SPAIN}, try 3",
        "mail.example.org: mailbox full",
    )
    race = "wtcr/2021/spain/race-1, 1d before"
    assert [line.split("\t") for line in shown.out.splitlines()] == [
        [*failing, ""],
        ["2021-06-05T11:00:00Z", "sent", "gone", "wtcr/2021/spain, correction", "", str(entry(3).key)],
        ["2021-06-05T10:00:00Z", "dead", "anna", race, "no such address", KEY],
        ["2021-06-05T09:00:00Z", "skipped", "anna", race, "its time had passed", ""],
        ["2021-06-05T08:00:00Z", "sent", "anna", race, "", str(entry(0).key)],
    ]
    assert shown.err == "In the last 30 days: 2 sent, 1 dead, 1 skipped. Failing now: 1.\n"


def test_programs_are_told_the_same(engine: Engine, command: Command) -> None:
    record(engine, entry(2, Outcome.DEAD))
    fail(engine)
    assert command("delivery", "list", "--json", *AT).json() == {
        "counts": {"sent": 0, "dead": 1, "skipped": 0, "failing": 1},
        "failing": [
            {
                "subscriber": "anna",
                "subscriber_id": "anna",
                "round": SPAIN,
                "tries": 2,
                "last_error": "mail.example.org: mailbox full",
                "next_try_at": "2021-06-05T08:01:00Z",
            }
        ],
        "deliveries": [
            {
                "at": "2021-06-05T10:00:00Z",
                "state": "dead",
                "subscriber": "anna",
                "subscriber_id": "anna",
                "channel": "fake",
                "kind": "reminder",
                "round": SPAIN,
                "uid": UID,
                "lead": "1d",
                "key": KEY,
                "why": "no such address",
            }
        ],
    }


@pytest.mark.parametrize("state", ["sent", "dead", "skipped", "failing"])
def test_those_of_one_state_can_be_asked_for(engine: Engine, command: Command, state: str) -> None:
    record(engine, entry(0), entry(1, Outcome.SKIPPED), entry(2, Outcome.DEAD))
    fail(engine)
    lines = command("delivery", "list", "--state", state).out.splitlines()
    assert [line.split("\t")[1] for line in lines] == [state]


def test_what_is_on_its_way_is_tried_now(engine: Engine, command: Command) -> None:
    fail(engine, tries=1)
    claim(engine, now=NOW + DAY)
    assert command("delivery", "list").out.startswith(f"now\tfailing\tanna\t{SPAIN}, try 2\t")


def test_only_so_many_are_shown_and_only_the_last_month_is_counted(engine: Engine, command: Command) -> None:
    record(engine, *(entry(number) for number in range(4)))
    shown = command("delivery", "list", "-n", "3", "--at", "2021-09-01T00:00Z")
    assert len(shown.out.splitlines()) == 3
    assert shown.err == "Nothing was sent in the last 30 days.\n"


@pytest.mark.parametrize("columns", ["80", "120"])
def test_on_a_terminal_each_line_fits_and_how_to_send_again_can_be_copied(
    engine: Engine, command: Command, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    why = "hook.example.org answered 404 (make sure that the address is right, and that it is still there)"
    record(engine, entry(0), entry(2, Outcome.DEAD, why=why))
    fail(engine)
    lines = click.unstyle(command("delivery", "list", "--zone", "Europe/Berlin", *AT).out).splitlines()
    assert all(len(line) <= int(columns) for line in lines)
    assert lines[0].split("  ")[0] == "When (Europe/Berlin)"
    assert lines[1].split() == f"2021-06-05 10:01:00 failing anna {SPAIN}, try 3".split()
    assert lines[-4] == "In the last 30 days: 1 sent, 1 dead. Failing now: 1."
    assert lines[-1] == f"  season-calendar delivery resend {KEY}"


def test_a_wrong_key_is_told_with_the_nearest(engine: Engine, command: Command) -> None:
    record(engine, entry(2, Outcome.DEAD))
    refused = command("delivery", "resend", KEY[:-1] + "3")
    assert refused.exit_code == 1
    assert f"did you mean '{KEY}'?" in refused.err


def test_what_was_sent_is_not_dead(engine: Engine, command: Command) -> None:
    record(engine, entry(2))
    refused = command("delivery", "resend", KEY)
    assert (refused.exit_code, "there is no dead delivery at all yet" in refused.err) == (1, True)


def test_resend_needs_a_key_or_all(engine: Engine, command: Command) -> None:
    assert command("delivery", "resend").exit_code == 2
    assert command("delivery", "resend", KEY, "--all").exit_code == 2
    assert command("delivery", "resend", "--all").out == "Nothing is dead.\n"


def test_one_that_cannot_be_sent_again_says_why_and_stops_no_other(engine: Engine, command: Command) -> None:
    record(engine, entry(2, Outcome.DEAD), entry(2, Outcome.DEAD), entry(3, Outcome.DEAD, key=None))
    alone = command("delivery", "resend", KEY)
    assert alone.exit_code == 1
    assert f"{KEY} is not sent again: its round is over, or not in the season any more" in alone.err
    together = command("delivery", "resend", "--all")
    assert (together.exit_code, together.out) == (0, "")
    assert together.err == "not sent again: 1, because its round is over, or not in the season any more\n"


def test_of_several_keys_each_that_cannot_be_sent_again_is_named_and_stops_no_other(
    engine: Engine, command: Command
) -> None:
    others = "wtcr/2021/spain/race-1/1h/b2/0-b", "wtcr/2021/spain/race-1/1h/c3/0-c"
    record(engine, entry(2, Outcome.DEAD), *(entry(2, Outcome.DEAD, key=key) for key in others))
    several = command("delivery", "resend", *others, KEY)
    assert several.exit_code == 1
    assert [f"{key} is not sent again: " in several.err for key in (*others, KEY)] == [True, True, True]
    assert several.err.count("what is true is told when it is due") == 1
