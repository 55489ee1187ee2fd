"""What a subscriber chose, as it is typed and as it is shown: their choice, zone and address.

Nothing here opens a database or sends anything.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TextIO

import click

from season_calendar.channels import ChannelSettings, open_channel
from season_calendar.choices.choice import Choice, lead_times_of
from season_calendar.choices.offer import Offer
from season_calendar.choices.options import OPTIONS, read_choice
from season_calendar.cli.console import warn
from season_calendar.cli.options.choices import pairs_of
from season_calendar.errors import (
    FeedOptionError,
    SeasonFileError,
    TimeExpressionError,
    UnknownZoneError,
    UnreadableValueError,
    suggestion,
)
from season_calendar.model import ROUND_KIND, SESSION_KINDS
from season_calendar.season_file.format.scalars import ID, kind_slug
from season_calendar.seasons.loading import read_seasons
from season_calendar.zoned_time import find_zone, format_span, parse_span

LeadTimes = Mapping[str, tuple[timedelta, ...]]

_LONGEST_NAME = 100
_ID_OPTIONS = ("round", "driver", "title")


def parse_name(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """A click callback: a name of one line that is not empty."""
    if value is None:
        return None
    name = value.strip()
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise click.BadParameter(f"a name is one line of 1 to {_LONGEST_NAME} characters", ctx, param)
    return name


def parse_zone(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """A click callback: the name of an IANA zone."""
    try:
        return None if value is None else find_zone(value).key
    except UnknownZoneError as error:
        raise click.BadParameter(str(error), ctx, param) from None


def parse_language(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """A click callback: the tag of a language there are texts in."""
    if value is None:
        return None
    try:
        return read_choice([("lang", value)], Offer((), tuple)).language
    except FeedOptionError as error:
        raise click.BadParameter(str(error), ctx, param) from None


def parse_leads(ctx: click.Context, param: click.Parameter, values: Sequence[str]) -> LeadTimes:
    """A click callback: ``race=2h,30m`` and ``qualifying=none`` become lead times by kind, longest first."""
    leads: dict[str, tuple[timedelta, ...]] = {}
    for value in values:
        kind, equals, spans = value.partition("=")
        kind = kind_slug(kind)
        if not equals or not kind:
            raise click.BadParameter(f"{value!r} is no lead time (write it as race=2h or round=7d,1d)", ctx, param)
        if kind in leads:
            raise click.BadParameter(f"{kind!r} is given twice (write {kind}=7d,1d)", ctx, param)
        try:
            parsed = () if spans.strip() == "none" else tuple(parse_span(span) for span in spans.split(","))
        except TimeExpressionError as error:
            raise click.BadParameter(f"{kind}: {error}", ctx, param) from None
        leads[kind] = tuple(sorted(set(parsed), reverse=True))
        _doubt(kind)
    return leads


def changed_choice(
    before: Choice,
    chosen: Mapping[str, Sequence[str]],
    language: str | None,
    leads: LeadTimes,
    forgotten: Collection[str] = (),
) -> Choice:
    """What is chosen after some options were given; the rest is kept, but for the options ``forgotten``.

    Which seasons there will be is not known here, so that any id will do. Raises click.UsageError.
    """
    usual = Choice()
    try:
        given = read_choice(pairs_of(chosen))
        _check_ids(given)
        kept = replace(before, **{OPTIONS[name].field: getattr(usual, OPTIONS[name].field) for name in forgotten})
        said = {OPTIONS[name].field: getattr(given, OPTIONS[name].field) for name, values in chosen.items() if values}
        lead_times = lead_times_of({**dict(kept.lead_times), **leads})
        return replace(kept, **said, lead_times=lead_times, language=language or kept.language)
    except FeedOptionError as error:
        raise click.UsageError(str(error)) from None


def doubt_names(chosen: Mapping[str, Sequence[str]], files: Sequence[Path]) -> None:
    """Say of what was chosen that the season files do not know it, where they can be read.

    It may be right: this may not be the machine with the seasons, and others may be to come.
    """
    if not any(chosen.values()):
        return
    try:
        offer = Offer.of_files(read_seasons(files))
    except SeasonFileError:
        return
    for name, values in chosen.items():
        try:
            read_choice(pairs_of({name: values}), offer)
        except FeedOptionError as error:
            warn(f"in {', '.join(map(str, files))} there is {error}")


def leads_in_text(choice: Choice) -> dict[str, list[str]]:
    """Lead times by kind as ``parse_leads`` reads them; the list is empty for "none"."""
    return {kind or "every kind": [format_span(lead) for lead in spans] for kind, spans in choice.lead_times}


def take_address(channel_kind: str, address: str | None, source: TextIO | None) -> str:
    """The address given by ``--to`` or ``--to-file``, checked and in the form in which it is kept.

    Raises click.UsageError where it is missing or given twice, and PermanentChannelError where it is none.
    """
    if address is not None and source is not None:
        raise click.UsageError("--to and --to-file both give the address: leave one out.")
    if source is not None:
        address = source.readline()
    channel = open_channel(channel_kind, ChannelSettings())
    if address is None and channel_kind != "console":
        raise click.UsageError(f"The address is missing: where the {channel_kind} goes, with --to or --to-file.")
    return channel.check_address(address or "")


def _check_ids(choice: Choice) -> None:
    """Whoever types a name where an id is meant would never be reminded."""
    for name in _ID_OPTIONS:
        for word in getattr(choice, OPTIONS[name].field) or ():
            try:
                for part in word.split("/"):
                    ID.read(part)
            except UnreadableValueError as error:
                raise click.UsageError(f"--{name}: {error}") from None


def _doubt(kind: str) -> None:
    """Say that a kind is unusual. It may be right: a season file has whatever kinds its author wants."""
    usual = (ROUND_KIND, *SESSION_KINDS)
    if kind not in usual:
        near = suggestion(kind, usual)
        hint = f"did you mean {near!r}?" if near else f"usual are: {', '.join(usual)}"
        warn(f"{kind!r} is no usual kind of session ({hint})")
