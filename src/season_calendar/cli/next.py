"""``season-calendar next``: what comes next, with a countdown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from season_calendar.cli.console import print_json, say
from season_calendar.cli.options import clock_options, files_option, make_clock, zone_option
from season_calendar.errors import UnknownThingError
from season_calendar.model import ROUND_KIND, SESSION_KINDS, Season
from season_calendar.publishing.facts import EventFacts
from season_calendar.season_file.format.scalars import kind_slug
from season_calendar.seasons.library import read_seasons
from season_calendar.views import upcoming as agenda
from season_calendar.wording import events as wording
from season_calendar.wording.texts import Texts, texts_for


@click.command()
@files_option
@click.option("-n", "--count", type=click.IntRange(1, 100), default=3, show_default=True, help="How many to show.")
@click.option("--kind", help="Only sessions of this kind, such as race or qualifying.")
@zone_option
@clock_options
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
def next_(
    files: tuple[Path, ...],
    count: int,
    kind: str | None,
    zone: ZoneInfo,
    at: datetime | None,
    speed: float | None,
    as_json: bool,
) -> None:
    """Show what comes next, with a countdown, at the venue's time and yours."""
    now = make_clock(at, speed).now()
    texts = texts_for()
    seasons = read_seasons(files)
    slug = _slug(kind, seasons) if kind is not None else None
    everything_ahead = agenda.upcoming(seasons, now)
    ahead = [facts for facts in everything_ahead if slug in (None, facts.kind)][:count]
    if as_json:
        print_json(
            [
                {**agenda.as_data(facts), "starts_in_seconds": int((facts.starts_at - now).total_seconds())}
                for facts in ahead
            ]
        )
    elif not ahead:
        say(f"No {kind} lies ahead." if everything_ahead else _nothing_ahead(kind, at))
    else:
        _show_first(ahead[0], now, zone, texts)
        for facts in ahead[1:]:
            say(f"\n{wording.summary(facts, texts)} {agenda.countdown(facts, now, texts)}")
            say(f"  {texts.at_venue(wording.when_at_venue(facts, texts), facts.zone_name)}")


def _slug(kind: str, seasons: Sequence[Season]) -> str:
    """The kind as kinds are compared, of those that every season knows or one of these has."""
    slug = kind_slug(kind)
    in_use = {session.kind for season in seasons for round_ in season.rounds for session in round_.sessions}
    known = dict.fromkeys([*SESSION_KINDS, ROUND_KIND, *sorted(in_use)])
    if slug not in known:
        raise UnknownThingError("kind", kind, known)
    return slug


def _show_first(facts: EventFacts, now: datetime, zone: ZoneInfo, texts: Texts) -> None:
    say(click.style(wording.summary(facts, texts), bold=True))
    say(click.style(agenda.countdown(facts, now, texts), fg="green", bold=True))
    say(f"  {texts.at_venue(wording.when_at_venue(facts, texts), facts.zone_name)}")
    here = agenda.when_here(facts, zone, texts)
    if here is not None:
        say(f"  For you: {here} ({zone.key})")
    say(f"  {wording.location(facts, texts)}")
    if facts.note:
        say(f"  {facts.note}")


def _nothing_ahead(kind: str | None, at: datetime | None) -> str:
    what = f"no {kind}" if kind else "nothing"
    advice = "" if at else " To look at it as it was, set the clock: --at 2021-06-02T12:00Z"
    return f"The season is over: {what} lies ahead.{advice}"
