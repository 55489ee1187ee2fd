"""``season-calendar delivery``: what was sent, what was lost, and another try."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from season_calendar.cli.console import print_json, say, table
from season_calendar.cli.helpful_group import HelpfulGroup
from season_calendar.cli.options.clock import clock_options, make_clock, zone_option
from season_calendar.cli.options.files import database_option
from season_calendar.cli.terminal import to_stdout_is_terminal
from season_calendar.errors import RemindingError, UnknownThingError
from season_calendar.reminders.record import Outcome
from season_calendar.zoned_time import format_instant, format_span

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from season_calendar.daemon.resending import WhyNotAgain
    from season_calendar.storage.ledger.record import Failing, Recorded, SqlRecord

_FAILING = "failing"
_STATES = (*(str(outcome) for outcome in Outcome), _FAILING)

_COUNTED = timedelta(days=30)
_MOST_DEAD = 10_000


@click.group("delivery", cls=HelpfulGroup)
def delivery_group() -> None:
    """See what was sent, what was lost, and send it again."""


@delivery_group.command("list")
@click.option(
    "--state",
    type=click.Choice(_STATES),
    help="Only these. Dead ones were lost: refused for good, or of no use any more before they could be delivered. "
    "Failing ones are tried again. Skipped ones had no need to be sent, or nobody was there to send them.",
)
@click.option("-n", "--count", type=click.IntRange(1), default=20, show_default=True, help="How many, newest first.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@zone_option
@database_option
@clock_options
def list_(
    state: str | None,
    count: int,
    as_json: bool,
    zone: ZoneInfo,
    database: str | None,
    at: datetime | None,
    speed: float | None,
) -> None:
    """List what became of messages, newest first, and how many there were of each kind in the last 30 days.

    Those that are tried again come first, with when that is. In a pipe, the last cell of a line is its key.
    """
    from season_calendar.storage.ledger.record import SqlRecord

    with _open(database) as engine:
        listing = _look(SqlRecord(engine), state, count, make_clock(at, speed).now())
    if as_json:
        print_json(listing.as_data())
    elif to_stdout_is_terminal():
        _show(listing, zone)
    else:
        table((), listing.as_lines())
        say(listing.in_all, stream=sys.stderr)


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
    from season_calendar.daemon.resending import Resending
    from season_calendar.seasons.publishing import last_publications
    from season_calendar.storage.journal import SqlJournal
    from season_calendar.storage.ledger.record import SqlRecord

    if bool(keys) == all_dead:
        raise click.UsageError("Name the keys that `delivery list --state dead` shows, or --all.")
    now = make_clock(at, speed).now()
    with _open(database) as engine:
        record = SqlRecord(engine)
        resending = Resending(record, last_publications(SqlJournal(engine)))
        dead = _all_dead(record) if all_dead else [_dead(record, key) for key in keys]
        if not dead:
            say("Nothing is dead.")
        refused: list[tuple[Recorded, WhyNotAgain]] = []
        for its in dead:
            why = resending.resend(its, now)
            if why is None:
                say(f"to be sent again: {its.entry.key}")
            else:
                refused.append((its, why))
    if refused and not all_dead:
        what = "; ".join(f"{its.entry.key} is not sent again: {why}" for its, why in refused)
        raise RemindingError(what, ", ".join(dict.fromkeys(why.remedy for _, why in refused)))
    for why, count in Counter(why for _, why in refused).items():
        say(f"not sent again: {count}, because {why}", stream=sys.stderr)


@dataclass(frozen=True, slots=True)
class _Listing:
    """What was asked for: those that fail and are tried again, and entries of the record; and how many there are."""

    failing: Sequence[Failing]
    entries: Sequence[Recorded]
    counts: Mapping[str, int]

    @property
    def in_all(self) -> str:
        """The counts as a line."""
        counts = dict(self.counts)
        failing = counts.pop(_FAILING)
        told = ", ".join(f"{number} {name}" for name, number in counts.items() if number)
        line = f"In the last 30 days: {told}." if told else "Nothing was sent in the last 30 days."
        return f"{line} Failing now: {failing}." if failing else line

    def as_lines(self) -> Iterator[tuple[str, ...]]:
        """A line each, for a pipe: when, state, who, what, why not, and the key."""
        for failing in self.failing:
            again_at = "now" if failing.wake_at is None else format_instant(failing.wake_at)
            yield again_at, _FAILING, failing.who, _what_fails(failing), failing.last_error or "", ""
        for its in self.entries:
            entry = its.entry
            cells = format_instant(entry.at), str(entry.outcome), its.who, _what(its)
            yield *cells, entry.why or "", entry.key or ""

    def as_data(self) -> dict[str, object]:
        """As JSON values."""
        return {
            "counts": self.counts,
            "failing": [_failing_data(failing) for failing in self.failing],
            "deliveries": [_data(its) for its in self.entries],
        }


def _look(record: SqlRecord, state: str | None, count: int, now: datetime) -> _Listing:
    counts = {str(outcome): number for outcome, number in record.counts(now - _COUNTED).items()}
    return _Listing(
        failing=record.failing(count) if state in (None, _FAILING) else (),
        entries=() if state == _FAILING else record.entries(count, None if state is None else Outcome(state)),
        counts={**counts, _FAILING: record.count_failing()},
    )


def _show(listing: _Listing, zone: ZoneInfo) -> None:
    """For a person: why something was not sent stands below what it was, and keys where they can be copied."""
    rows: list[tuple[str, ...]] = []
    for failing in listing.failing:
        again_at = "now" if failing.wake_at is None else _local(failing.wake_at, zone)
        rows += _row(again_at, _FAILING, failing.who, _what_fails(failing), failing.last_error)
    for its in listing.entries:
        entry = its.entry
        rows += _row(_local(entry.at, zone), str(entry.outcome), its.who, _what(its), entry.why)
    if rows:
        table((f"When ({zone.key})", "State", "Who", "What"), rows)
        say("")
    say(listing.in_all)
    keys = dict.fromkeys(its.entry.key for its in listing.entries if its.entry.outcome is Outcome.DEAD)
    if keys:
        say("Send again what is dead, where it is still true and of use, all of it or by key:")
        say("  season-calendar delivery resend --all")
        for key in filter(None, keys):
            say(f"  season-calendar delivery resend {key}")


def _row(when: str, state: str, who: str, what: str, why: str | None) -> list[tuple[str, ...]]:
    return [(when, state, who, what), *([("", "", "", why)] if why else [])]


def _local(instant: datetime, zone: ZoneInfo) -> str:
    return f"{instant.astimezone(zone):%Y-%m-%d %H:%M:%S}"


def _what(its: Recorded) -> str:
    entry = its.entry
    event = entry.uid.partition("@")[0].replace(".", "/")
    return f"{event}, {'correction' if entry.lead is None else f'{format_span(entry.lead)} before'}"


def _what_fails(failing: Failing) -> str:
    return f"{failing.subject}, try {failing.tries + 1}"


def _data(its: Recorded) -> dict[str, object]:
    entry = its.entry
    return {
        "at": format_instant(entry.at),
        "state": str(entry.outcome),
        "subscriber": its.name,
        "subscriber_id": entry.subscriber_id,
        "channel": entry.channel,
        "kind": str(entry.kind),
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


def _all_dead(record: SqlRecord) -> list[Recorded]:
    """Every dead message once, as it was lost last."""
    by_key: dict[str, Recorded] = {}
    for its in record.entries(_MOST_DEAD, Outcome.DEAD):
        if its.entry.key is not None:
            by_key.setdefault(its.entry.key, its)
    return list(by_key.values())


def _dead(record: SqlRecord, key: str) -> Recorded:
    found = record.dead(key)
    if found is None:
        raise UnknownThingError("dead delivery", key, [str(its.entry.key) for its in _all_dead(record)])
    return found


@contextmanager
def _open(database: str | None) -> Iterator[Engine]:
    from season_calendar.storage.engine import opened_database

    with opened_database(database) as engine:
        yield engine
