"""``season-calendar delivery``: what was sent, what failed, and another try."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

import click

from season_calendar.cli.console import print_json, say, table
from season_calendar.cli.helpful_group import HelpfulGroup
from season_calendar.cli.options.clock import clock_options, make_clock
from season_calendar.cli.options.files import database_option
from season_calendar.errors import UnknownThingError
from season_calendar.reminders.delivery import Delivery, State
from season_calendar.zoned_time import format_instant

if TYPE_CHECKING:
    from season_calendar.storage.ledger import SqlLedger


@click.group("delivery", cls=HelpfulGroup)
def delivery_group() -> None:
    """See what was sent, what failed, and send it again."""


@delivery_group.command("list")
@click.option(
    "--state",
    type=click.Choice([state.value for state in State]),
    help="Only those in this state; dead ones were refused for good.",
)
@click.option("-n", "--count", type=click.IntRange(1), default=20, show_default=True, help="How many, newest first.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@database_option
def list_(state: str | None, count: int, as_json: bool, database: str | None) -> None:
    """List deliveries, newest first, and how many there are in each state."""
    with _open(database) as ledger:
        deliveries = ledger.latest(count, None if state is None else State(state))
        counts = ledger.counts()
    if as_json:
        print_json({"counts": counts, "deliveries": [_as_data(delivery) for delivery in deliveries]})
        return
    table(("Due", "State", "Key", "Tries failed", "Why"), [_as_row(delivery) for delivery in deliveries])
    told = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    say(told or "Nothing was sent yet.", stream=sys.stderr)


@delivery_group.command()
@click.argument("keys", metavar="[KEY]...", nargs=-1)
@click.option("--all", "all_dead", is_flag=True, help="Every dead one that is still of use.")
@database_option
@clock_options
def resend(
    keys: tuple[str, ...], all_dead: bool, database: str | None, at: datetime | None, speed: float | None
) -> None:
    """Try dead deliveries again: those of these keys, or --all. A running daemon sends them."""
    if bool(keys) == all_dead:
        raise click.UsageError("Name the keys that `delivery list --state dead` shows, or --all.")
    now = make_clock(at, speed).now()
    with _open(database) as ledger:
        dead = [delivery.key for delivery in ledger.dead_letters()]
        for key in keys:
            if key not in dead:
                raise UnknownThingError("dead delivery", key, dead)
        resent = [key for key in keys or dead if ledger.resend(key, now)]
    for key in resent:
        say(f"to be sent again: {key}")
    late = len(keys or dead) - len(resent)
    if late:
        say(f"no longer of use, so not sent: {late}")


@contextmanager
def _open(database: str | None) -> Iterator[SqlLedger]:
    from season_calendar.storage.engine import opened_database
    from season_calendar.storage.ledger import SqlLedger

    with opened_database(database) as engine:
        yield SqlLedger(engine)


def _as_row(delivery: Delivery) -> tuple[str, ...]:
    why = delivery.last_error if delivery.state is not State.SENT else None
    return (
        format_instant(delivery.due_at),
        delivery.state.value,
        delivery.key,
        str(delivery.attempt),
        delivery.reason or why or "",
    )


def _as_data(delivery: Delivery) -> dict[str, object]:
    return {
        "key": delivery.key,
        "kind": delivery.kind.value,
        "state": delivery.state.value,
        "channel": delivery.channel,
        "uid": delivery.uid,
        "due_at": format_instant(delivery.due_at),
        "expires_at": format_instant(delivery.expires_at),
        "start_at": format_instant(delivery.start_at),
        "failed_attempts": delivery.attempt,
        "reason": delivery.reason,
        "last_error": delivery.last_error,
        "settled_at": format_instant(delivery.settled_at) if delivery.settled_at else None,
    }
