"""``season-calendar delivery``: what was sent, what was lost, and another try."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import click

from season_calendar.cli.console import print_json, say, table
from season_calendar.cli.helpful_group import HelpfulGroup
from season_calendar.cli.options.clock import clock_options, make_clock
from season_calendar.cli.options.files import database_option
from season_calendar.errors import RemindingError, UnknownThingError
from season_calendar.reminders.record import Outcome
from season_calendar.zoned_time import format_instant, format_span

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from season_calendar.storage.ledger.record import Failing, Recorded

_FAILING = "failing"


@click.group("delivery", cls=HelpfulGroup)
def delivery_group() -> None:
    """See what was sent, what was lost, and send it again."""


@delivery_group.command("list")
@click.option(
    "--state",
    type=click.Choice([*(outcome.value for outcome in Outcome), _FAILING]),
    help="Only these. Dead ones were lost: refused for good, or of no use any more before they could be delivered. "
    "Failing ones are tried again.",
)
@click.option("-n", "--count", type=click.IntRange(1), default=20, show_default=True, help="How many, newest first.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@database_option
@clock_options
def list_(
    state: str | None, count: int, as_json: bool, database: str | None, at: datetime | None, speed: float | None
) -> None:
    """List what became of messages, newest first, and how many there were of each kind in the last 30 days."""
    from season_calendar.storage.ledger.record import SqlRecord

    with _open(database) as engine:
        record = SqlRecord(engine)
        wants_failing = state in (None, _FAILING)
        failing = record.failing(count) if wants_failing else []
        outcome = None if state in (None, _FAILING) else Outcome(state)
        entries = [] if state == _FAILING else record.entries(count, outcome)
        counts = record.counts(make_clock(at, speed).now() - timedelta(days=30))
    if as_json:
        print_json(
            {
                "counts": counts,
                "failing": [_failing_data(its) for its in failing],
                "deliveries": [_data(its) for its in entries],
            }
        )
        return
    headers = ("When", "State", "Who", "What", "Why")
    table(headers, [*(_failing_row(its) for its in failing), *(_row(its) for its in entries)])
    told = ", ".join(f"{number} {name}" for name, number in counts.items() if number)
    say(f"Last 30 days: {told}" if told else "Nothing was sent in the last 30 days.", stream=sys.stderr)


@delivery_group.command()
@click.argument("keys", metavar="[KEY]...", nargs=-1)
@click.option("--all", "all_dead", is_flag=True, help="Every dead one that is still true and of use.")
@database_option
@clock_options
def resend(
    keys: tuple[str, ...], all_dead: bool, database: str | None, at: datetime | None, speed: float | None
) -> None:
    """Try dead deliveries again, under the same key: those of these keys, or --all. A running daemon sends them.

    What would not be true any more, or comes too late, is refused.
    """
    from season_calendar.daemon.resending import resend as send_again
    from season_calendar.seasons.publishing import last_publications
    from season_calendar.storage.journal import SqlJournal
    from season_calendar.storage.ledger.record import SqlRecord

    if bool(keys) == all_dead:
        raise click.UsageError("Name the keys that `delivery list --state dead --json` shows, or --all.")
    now = make_clock(at, speed).now()
    with _open(database) as engine:
        record, publications = SqlRecord(engine), last_publications(SqlJournal(engine))
        dead = list(dict.fromkeys(its.entry.key for its in record.entries(_MOST_DEAD, Outcome.DEAD) if its.entry.key))
        if not dead:
            say("Nothing is dead.")
        for key in keys or dead:
            entry = record.dead(key)
            if entry is None:
                raise UnknownThingError("dead delivery", key, dead)
            try:
                send_again(record, publications, entry, now)
            except RemindingError as error:
                if not all_dead:
                    raise
                say(f"not sent again: {error}")
            else:
                say(f"to be sent again: {key}")


_MOST_DEAD = 10_000


@contextmanager
def _open(database: str | None) -> Iterator[Engine]:
    from season_calendar.storage.engine import opened_database

    with opened_database(database) as engine:
        yield engine


def _row(recorded: Recorded) -> tuple[str, ...]:
    entry = recorded.entry
    what = entry.uid.partition("@")[0].replace(".", "/")
    lead = "correction" if entry.lead is None else f"{format_span(entry.lead)} before"
    who = recorded.name or entry.subscriber_id
    return format_instant(entry.at), entry.outcome.value, who, f"{what}, {lead}", entry.why or ""


def _failing_row(failing: Failing) -> tuple[str, ...]:
    again_at = "now" if failing.wake_at is None else format_instant(failing.wake_at)
    who = failing.name or failing.subscriber_id
    return again_at, _FAILING, who, f"{failing.subject}, {failing.tries} tries failed", failing.last_error or ""


def _data(recorded: Recorded) -> dict[str, object]:
    entry = recorded.entry
    return {
        "at": format_instant(entry.at),
        "state": entry.outcome.value,
        "subscriber": recorded.name,
        "subscriber_id": entry.subscriber_id,
        "channel": entry.channel,
        "kind": entry.kind.value,
        "round": entry.subject,
        "uid": entry.uid,
        "lead": None if entry.lead is None else format_span(entry.lead),
        "key": entry.key,
        "why": entry.why,
    }


def _failing_data(failing: Failing) -> dict[str, object]:
    return {
        "subscriber": failing.name,
        "subscriber_id": failing.subscriber_id,
        "round": failing.subject,
        "tries": failing.tries,
        "last_error": failing.last_error,
        "next_try_at": None if failing.wake_at is None else format_instant(failing.wake_at),
    }
