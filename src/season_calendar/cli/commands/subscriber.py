"""``subscriber``: who is reminded. Addresses are never shown as they are; a webhook's is as good as a password."""

from __future__ import annotations

import asyncio
import secrets
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeVar

import click

from season_calendar.channels import CHANNEL_KINDS, Channel, ChannelSettings, open_channel
from season_calendar.channels.addresses import mask
from season_calendar.choices.choice import Choice
from season_calendar.choices.options import OPTIONS, write_choice
from season_calendar.cli.console import print_json, say, table
from season_calendar.cli.helpful_group import HelpfulGroup
from season_calendar.cli.options.choices import choice_options
from season_calendar.cli.options.clock import local_zone_name, make_clock, since_option
from season_calendar.cli.options.files import database_option, files_option
from season_calendar.cli.options.services import mail_options
from season_calendar.cli.options.subscriber_choices import (
    LeadTimes,
    changed_choice,
    doubt_names,
    leads_in_text,
    parse_language,
    parse_leads,
    parse_name,
    parse_zone,
    take_address,
)
from season_calendar.reminders.message import Message
from season_calendar.reminders.subscribers import Subscriber
from season_calendar.wording.catalogues import languages
from season_calendar.zoned_time import format_instant

if TYPE_CHECKING:
    from season_calendar.storage.subscribers import SqlSubscribers

_Command = TypeVar("_Command", bound=Callable[..., object])

_USUAL_LANGUAGE = languages()[0]

_REMINDED_BY = [name for name, option in OPTIONS.items() if not option.of_feeds]
"""The options that say of what, and how, somebody is reminded."""

_CHOSEN = [name for name in _REMINDED_BY if name not in ("alarm", "lang")]
"""The options that are the same as those of a feed; lead times and the language have other names here."""


@click.group("subscriber", cls=HelpfulGroup)
def subscriber_group() -> None:
    """Add, edit, list or remove who is reminded."""


def _choice_options(command: _Command) -> _Command:
    """The options that ``add`` and ``edit`` share; what is not given is None or empty."""
    for option in reversed(
        (
            click.option("--to", metavar="ADDRESS", help="A mail address, or a webhook's URL."),
            click.option(
                "--to-file",
                type=click.File(encoding="utf-8"),
                help="A file whose first line is the address, or - for standard input; not kept by the shell.",
            ),
            click.option(
                "--zone", metavar="ZONE", callback=parse_zone, help="Their time zone, such as Europe/Stockholm."
            ),
            click.option("--language", metavar="TAG", callback=parse_language, help="The language of what they read."),
            choice_options(_CHOSEN),
            click.option(
                "--lead",
                "leads",
                metavar="KIND=SPAN,…",
                multiple=True,
                callback=parse_leads,
                help="When to remind, instead of the season's lead times: race=2h, round=7d,1d, qualifying=none.",
            ),
            since_option,
            files_option,
            database_option,
        )
    ):
        command = option(command)
    return command


@subscriber_group.command()
@click.argument("name", callback=parse_name)
@click.option("--channel", type=click.Choice(CHANNEL_KINDS), required=True, help="How they are told.")
@_choice_options
def add(
    name: str,
    channel: str,
    to: str | None,
    to_file: TextIO | None,
    zone: str | None,
    language: str | None,
    leads: LeadTimes,
    since: datetime | None,
    files: tuple[Path, ...],
    database: str | None,
    **chosen: tuple[str, ...],
) -> None:
    """Remind someone from now on.

    Without --series of every series, without --lead when the season file says, without --zone in this machine's time.
    """
    from season_calendar.storage.subscribers import new_subscriber_id

    now = make_clock(None, None).now()
    subscriber = Subscriber(
        id=new_subscriber_id(),
        name=name,
        channel=channel,
        address=take_address(channel, to, to_file),
        zone_name=zone or local_zone_name(),
        since=since or now,
        choice=changed_choice(Choice(), chosen, language, leads),
    )
    doubt_names(chosen, files)
    with _open(database) as subscribers:
        subscribers.add(subscriber, now)
    say(f"{name} is reminded {_where(subscriber)}")
    say(f"Try it: season-calendar subscriber test {shlex.quote(name)}")


@subscriber_group.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@database_option
def list_(as_json: bool, database: str | None) -> None:
    """List who is reminded, by name."""
    with _open(database) as subscribers:
        everyone = subscribers.list()
    if as_json:
        print_json([_as_data(subscriber) for subscriber in everyone])
        return
    if not everyone:
        say("There is no subscriber yet: reminders are printed where the daemon runs.", stream=sys.stderr)
        return
    table(("Name", "Channel", "Address", "Zone", "Language", "Series", "Lead times", "Only"), map(_as_row, everyone))


@subscriber_group.command()
@click.argument("name")
@click.option("--rename", metavar="NAME", callback=parse_name, help="Their new name.")
@click.option("--channel", type=click.Choice(CHANNEL_KINDS), help="How they are told.")
@click.option("--all-series", is_flag=True, help="Of every series again.")
@click.option(
    "--forget",
    type=click.Choice(_REMINDED_BY),
    multiple=True,
    help="Forget what they chose by this option, such as driver.",
)
@click.option("--default-leads", is_flag=True, help="Forget their lead times, before --lead sets new ones.")
@_choice_options
def edit(
    name: str,
    rename: str | None,
    channel: str | None,
    all_series: bool,
    default_leads: bool,
    forget: tuple[str, ...],
    to: str | None,
    to_file: TextIO | None,
    zone: str | None,
    language: str | None,
    leads: LeadTimes,
    since: datetime | None,
    files: tuple[Path, ...],
    database: str | None,
    **chosen: tuple[str, ...],
) -> None:
    """Change what is given, and keep the rest."""
    if chosen["series"] and all_series:
        raise click.UsageError("--series and --all-series are opposites: leave one out.")
    forgotten = {*forget, *(["series"] if all_series else []), *(["alarm"] if default_leads else [])}
    doubt_names(chosen, files)
    with _open(database) as subscribers:
        before = subscribers.get(name)
        after = replace(
            before,
            name=rename or before.name,
            zone_name=zone or before.zone_name,
            since=since or before.since,
            choice=changed_choice(before.choice, chosen, language, leads, forgotten),
        )
        if to is not None or to_file is not None or channel not in (None, before.channel):
            after = _moved(after, channel or before.channel, to, to_file)
        if after == before:
            raise click.UsageError("Nothing to change: see --help for what can be given.")
        subscribers.edit(name, after)
    say(f"{after.name} is reminded {_where(after)}")


@subscriber_group.command()
@click.argument("name")
@database_option
def remove(name: str, database: str | None) -> None:
    """Remind someone no more, and forget their address."""
    with _open(database) as subscribers:
        subscribers.remove(name)
    say(f"{name} is reminded no more.")


@subscriber_group.command()
@click.argument("name")
@mail_options
@database_option
def test(name: str, smtp_url: str | None, mail_from: str | None, database: str | None) -> None:
    """Send someone a test message now, and say whether it was taken."""
    with _open(database) as subscribers:
        subscriber = subscribers.get(name)
    channel = open_channel(subscriber.channel, ChannelSettings(smtp_url, mail_from))
    asyncio.run(_send_one(channel, subscriber.address, _test_message(subscriber, make_clock(None, None).now())))
    say(f"The test message for {name} was sent {_where(subscriber)}")


async def _send_one(channel: Channel, address: str, message: Message) -> None:
    try:
        await channel.send(address, message)
    finally:
        await channel.close()


@contextmanager
def _open(database: str | None) -> Iterator[SqlSubscribers]:
    from season_calendar.storage.engine import opened_database
    from season_calendar.storage.subscribers import SqlSubscribers

    with opened_database(database) as engine:
        yield SqlSubscribers(engine)


def _moved(subscriber: Subscriber, channel: str, to: str | None, to_file: TextIO | None) -> Subscriber:
    return replace(subscriber, channel=channel, address=take_address(channel, to, to_file))


def _test_message(subscriber: Subscriber, now: datetime) -> Message:
    texts = subscriber.choice.texts
    # A key of its own each time: a receiver that drops repeats must not drop the second test.
    key = f"test/{subscriber.id}/{secrets.token_hex(8)}"
    data = {"kind": "test", "sent_at": format_instant(now)}
    return Message(key, texts.test_title(), texts.test_text(subscriber.name), data)


def _where(subscriber: Subscriber) -> str:
    address = mask(subscriber.channel, subscriber.address)
    return f"by {subscriber.channel} to {address}" if address else "on the console"


def _as_row(subscriber: Subscriber) -> tuple[str, ...]:
    choice = subscriber.choice
    return (
        subscriber.name,
        subscriber.channel,
        mask(subscriber.channel, subscriber.address),
        subscriber.zone_name,
        choice.language or _USUAL_LANGUAGE,
        ", ".join(sorted(choice.series or ())) or "all",
        " ".join(f"{kind}={','.join(spans) or 'none'}" for kind, spans in leads_in_text(choice).items()) or "default",
        write_choice(replace(choice, series=None, lead_times=(), language=None)) or "everything",
    )


def _as_data(subscriber: Subscriber) -> dict[str, object]:
    return {
        "name": subscriber.name,
        "channel": subscriber.channel,
        "address": mask(subscriber.channel, subscriber.address),
        "zone": subscriber.zone_name,
        "language": subscriber.choice.language or _USUAL_LANGUAGE,
        "series": sorted(subscriber.choice.series or ()),
        "lead_times": leads_in_text(subscriber.choice),
        "choice": write_choice(subscriber.choice),
        "since": format_instant(subscriber.since),
    }
