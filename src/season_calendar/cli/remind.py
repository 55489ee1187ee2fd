"""``season-calendar remind``: the reminders, or a look at those that lie ahead."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from season_calendar.cli.console import print_json, say, table
from season_calendar.cli.options import (
    clock_options,
    database_option,
    files_option,
    local_zone_name,
    mail_options,
    make_clock,
    zone_option,
)
from season_calendar.seasons.library import read_seasons
from season_calendar.wording import events as wording
from season_calendar.wording.texts import texts_for
from season_calendar.zoned_time import find_zone, format_instant, format_span, to_wall

if TYPE_CHECKING:
    from season_calendar.reminders.plan import Reminder

_FAR_AHEAD = timedelta(days=10_000)


@click.command()
@files_option
@database_option
@mail_options
@clock_options
@click.option("--dry-run", is_flag=True, help="Only show which reminders lie ahead, and when; send and keep nothing.")
@click.option(
    "-n", "--count", type=click.IntRange(1), default=40, show_default=True, help="With --dry-run: how many to show."
)
@zone_option
@click.option("--json", "as_json", is_flag=True, help="With --dry-run: print JSON for programs.")
def remind(
    files: tuple[Path, ...],
    database: str | None,
    smtp_url: str | None,
    mail_from: str | None,
    at: datetime | None,
    speed: float | None,
    dry_run: bool,
    count: int,
    zone: ZoneInfo,
    as_json: bool,
) -> None:
    """Send the reminders, until Ctrl-C.

    Every one is recorded before it is sent, and none is sent twice: see `delivery list`.
    """
    from season_calendar.cli.service import open_service, reminding, wait_for_signal

    if dry_run:
        _show_ahead(_reminders_ahead(files, database, at, speed), count, zone, as_json=as_json)
        return
    with open_service(files, database, at, speed) as service, reminding(service, smtp_url, mail_from):
        say("Reminding. Ctrl-C ends it.")
        wait_for_signal()


def _reminders_ahead(
    files: tuple[Path, ...], database: str | None, at: datetime | None, speed: float | None
) -> list[Reminder]:
    """Every reminder that lies ahead, by when it is due; nothing is published and nothing recorded."""
    from season_calendar.cli.service import open_state
    from season_calendar.publishing.publish import History, publish
    from season_calendar.reminders.occasions import occasions_of
    from season_calendar.reminders.plan import plan
    from season_calendar.reminders.subscribers import Audience, console_subscriber
    from season_calendar.storage.subscribers import SqlSubscribers

    now = make_clock(at, speed).now()
    publications = [publish(season, History(), now) for season in read_seasons(files)]
    with open_state(database, elsewhere=False) as engine:
        subscribers = SqlSubscribers(engine).list() or (console_subscriber(local_zone_name(), now),)
    # On another clock, what is shown is what they would be told if they had subscribed by then.
    audience = Audience(replace(subscriber, since=min(subscriber.since, now)) for subscriber in subscribers)
    return plan(occasions_of(publications).values(), audience, now, now + _FAR_AHEAD)


def _show_ahead(reminders: list[Reminder], count: int, zone: ZoneInfo, *, as_json: bool) -> None:
    texts = texts_for()
    shown = reminders[:count]
    if as_json:
        print_json([_as_data(reminder) for reminder in shown])
        return
    if not reminders:
        say("No reminder lies ahead. To look at a season that is over, set the clock: --at 2021-06-02T12:00Z")
        return
    headers = (f"Due ({zone.key})", "Before", "What", "Starts at the venue", "Who", "How")
    rows = [
        (
            texts.moment(to_wall(reminder.due_at, zone)),
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
        click.echo(f"… and {len(reminders) - count} more (--count shows them)", err=True)


def _start_at_venue(reminder: Reminder) -> str:
    occasion, texts = reminder.occasion, texts_for()
    wall = to_wall(occasion.start_at, find_zone(occasion.facts.zone_name))
    return texts.moment(wall) if occasion.has_time else texts.time_not_known(texts.day(wall.date()))


def _as_data(reminder: Reminder) -> dict[str, object]:
    return {
        "key": reminder.key,
        "uid": reminder.occasion.uid,
        "due_at": format_instant(reminder.due_at),
        "lead": format_span(reminder.lead),
        "start_at": format_instant(reminder.occasion.start_at),
        "start_is_known": reminder.occasion.has_time,
        "subscriber": reminder.subscriber.name,
        "channel": reminder.subscriber.channel,
    }
