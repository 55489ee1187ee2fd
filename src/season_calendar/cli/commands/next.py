"""``season-calendar next``: what comes next, with a countdown."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from season_calendar.cli.accents import accent
from season_calendar.cli.completing import complete_kind
from season_calendar.cli.console import Styled, print_json, say
from season_calendar.cli.options.clock import at_option, look_at, zone_option
from season_calendar.cli.options.files import files_option
from season_calendar.publishing.facts import EventFacts
from season_calendar.seasons.loading import read_seasons
from season_calendar.views.season import find_kind
from season_calendar.views.upcoming import countdown, upcoming, when_here
from season_calendar.wording import events as wording
from season_calendar.wording.event_data import event_data
from season_calendar.wording.texts import Texts, texts_for


@click.command()
@files_option
@click.option("-n", "--count", type=click.IntRange(1, 100), default=3, show_default=True, help="How many to show.")
@click.option("--kind", shell_complete=complete_kind, help="Only sessions of this kind, such as race or qualifying.")
@zone_option
@at_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
def next_(
    files: tuple[Path, ...],
    count: int,
    kind: str | None,
    zone: ZoneInfo,
    at: datetime | None,
    as_json: bool,
) -> None:
    """Show what comes next, with a countdown, at the venue's time and yours."""
    now = look_at(at)
    texts = texts_for()
    seasons = read_seasons(files)
    slug = find_kind(seasons, kind) if kind is not None else None
    everything_ahead = upcoming(seasons, now)
    ahead = [facts for facts in everything_ahead if slug in (None, facts.kind)][:count]
    if as_json:
        print_json(
            [
                {**event_data(facts), "starts_in_seconds": int((facts.starts_at - now).total_seconds())}
                for facts in ahead
            ]
        )
    elif not ahead:
        say(f"No {kind} lies ahead." if everything_ahead else _nothing_ahead(kind, at), folded=True)
    else:
        accents = {season.key: accent(season.series) for season in seasons}
        say(Styled(wording.summary(ahead[0], texts), accents[ahead[0].season_key]), folded=True)
        _show_first(ahead[0], now, zone, texts)
        for facts in ahead[1:]:
            say("")
            say(f"{wording.summary(facts, texts)} {countdown(facts, now, texts)}", folded=True)
            say(f"  {texts.at_venue(wording.when_at_venue(facts, texts), facts.zone_name)}", folded=True)


def _show_first(facts: EventFacts, now: datetime, zone: ZoneInfo, texts: Texts) -> None:
    say(Styled(countdown(facts, now, texts), "bold"), folded=True)
    say(f"  {texts.at_venue(wording.when_at_venue(facts, texts), facts.zone_name)}", folded=True)
    here = when_here(facts, zone, texts)
    if here is not None:
        say(f"  For you: {here} ({zone.key})", folded=True)
    say(f"  {wording.location(facts, texts)}", folded=True)
    if facts.note:
        say(f"  {facts.note}", folded=True)


def _nothing_ahead(kind: str | None, at: datetime | None) -> str:
    what = f"no {kind}" if kind else "nothing"
    advice = "" if at else " To look at it as it was, set the clock: --at 2021-06-02T12:00Z"
    return f"The season is over: {what} lies ahead.{advice}"
