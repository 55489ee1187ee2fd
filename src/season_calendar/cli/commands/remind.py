"""``season-calendar remind``: the reminders, or a look at those that lie ahead."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from season_calendar.cli.console import print_json, say, table
from season_calendar.cli.options.clock import (
    clock_options,
    local_zone_name,
    make_clock,
    trust_clock_option,
    zone_option,
)
from season_calendar.cli.options.files import database_option, files_option
from season_calendar.cli.options.services import keep_record_option, keep_reminding_option, mail_options
from season_calendar.cli.published.adopting import adopt_option
from season_calendar.cli.services.opening import Opening
from season_calendar.reminders.subscribers import console_subscriber
from season_calendar.seasons.loading import read_seasons
from season_calendar.views.reminders_ahead import Reminder, reminder_data, reminders_ahead
from season_calendar.wording import events as wording
from season_calendar.wording.texts import texts_for


@click.command()
@files_option
@database_option
@adopt_option
@mail_options
@clock_options
@trust_clock_option
@keep_reminding_option
@keep_record_option
@click.option("--dry-run", is_flag=True, help="Only show which reminders lie ahead, and when; send and keep nothing.")
@click.option(
    "-n", "--count", type=click.IntRange(1), default=40, show_default=True, help="With --dry-run: how many to show."
)
@zone_option
@click.option("--json", "as_json", is_flag=True, help="With --dry-run: print JSON for programs.")
def remind(
    files: tuple[Path, ...],
    database: str | None,
    adopt: str | None,
    smtp_url: str | None,
    mail_from: str | None,
    at: datetime | None,
    speed: float | None,
    trust_clock: bool,
    keep_reminding: bool,
    keep_record: timedelta,
    dry_run: bool,
    count: int,
    zone: ZoneInfo,
    as_json: bool,
) -> None:
    """Send the reminders, until Ctrl-C.

    What somebody was told is put right where it is no longer true. `delivery list` shows what became of each message.
    """
    from season_calendar.cli.services.service import open_service, reminding, wait_for_signal

    if as_json and not dry_run:
        raise click.UsageError("--json shows what lies ahead and sends nothing: give --dry-run too")
    opening = Opening(files, database, at, speed, trust_clock, keep_reminding, adopt)
    if dry_run:
        _show_ahead(_reminders_ahead(opening), count, zone, as_json=as_json)
        return
    with open_service(opening) as service, reminding(service, smtp_url, mail_from, keep_record):
        say("Reminding. Ctrl-C ends it.")
        wait_for_signal()


def _reminders_ahead(opening: Opening) -> list[Reminder]:
    from season_calendar.cli.services.service import open_state
    from season_calendar.seasons.publishing import last_publications
    from season_calendar.storage.journal import SqlJournal
    from season_calendar.storage.subscribers import SqlSubscribers

    now, seasons = make_clock(opening.at, opening.speed).now(), read_seasons(opening.files)
    with open_state(opening.database, elsewhere=False) as engine:
        subscribers = SqlSubscribers(engine).list() or (console_subscriber(local_zone_name(), now),)
        kept = last_publications(SqlJournal(engine)) if opening.keep_reminding else ()
    return reminders_ahead(seasons, subscribers, now, kept)


def _show_ahead(reminders: list[Reminder], count: int, zone: ZoneInfo, *, as_json: bool) -> None:
    texts = texts_for()
    shown = reminders[:count]
    if as_json:
        print_json([reminder_data(reminder) for reminder in shown])
        return
    if not reminders:
        say(
            "No reminder lies ahead. To look at a season that is over, set the clock: --at 2021-06-02T12:00Z",
            folded=True,
        )
        return
    headers = (f"Due ({zone.key})", "Before", "What", "Starts at the venue", "Who", "How")
    rows = [
        (
            texts.moment(reminder.due_at.astimezone(zone)),
            texts.span(reminder.lead),
            wording.summary(reminder.occasion.facts, texts),
            _start_at_venue(reminder),
            reminder.subscriber.name,
            reminder.subscriber.channel,
        )
        for reminder in shown
    ]
    table(headers, rows)
    if len(reminders) > count:
        say(f"… and {len(reminders) - count} more (--count shows them)", stream=sys.stderr)


def _start_at_venue(reminder: Reminder) -> str:
    occasion, texts = reminder.occasion, texts_for()
    local = occasion.start_at.astimezone(occasion.facts.zone)
    return texts.moment(local) if occasion.has_time else texts.time_not_known(texts.day(local.date()))
