"""``season-calendar list``: the rounds of the season at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from season_calendar.cli.console import print_json, say, table, to_stdout_is_terminal
from season_calendar.cli.options import clock_options, files_option, make_clock
from season_calendar.model import Season
from season_calendar.publishing.facts import EventFacts, facts_of
from season_calendar.seasons.library import read_seasons
from season_calendar.views import upcoming as agenda
from season_calendar.wording import events as wording
from season_calendar.wording.texts import texts_for


@click.command()
@files_option
@clock_options
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs: every round and session.")
def list_(files: tuple[Path, ...], at: datetime | None, speed: float | None, as_json: bool) -> None:
    """List the rounds of the season: when, where, and whether they are over, on or ahead."""
    now = make_clock(at, speed).now()
    seasons = read_seasons(files)
    if as_json:
        print_json([_season_data(season) for season in seasons])
        return
    for number, season in enumerate(seasons):
        if to_stdout_is_terminal():
            say("\n" * bool(number) + click.style(f"{season.series.name} {season.id}", bold=True))
        _show_rounds(season, now, seasons)


def _show_rounds(season: Season, now: datetime, seasons: Sequence[Season]) -> None:
    texts = texts_for()
    ahead = agenda.upcoming(seasons, now)
    next_up = (ahead[0].season_key, ahead[0].round_id) if ahead else None
    rows = []
    for facts in facts_of(season):
        if facts.is_round:
            standing = "next" if (facts.season_key, facts.round_id) == next_up else _standing(facts, now)
            when = wording.when_at_venue(facts, texts)
            rows.append((facts.round_id, when, facts.round_name, wording.location(facts, texts), standing))
    table(("Round", "When", "Name", "Where", "Status"), rows, cut=("Name", "Where"))


def _standing(facts: EventFacts, now: datetime) -> str:
    if facts.status.is_off or facts.first_day is None:
        return facts.status.value
    return "over" if facts.over_at <= now else facts.status.value


def _season_data(season: Season) -> dict[str, object]:
    return {
        "season": season.key,
        "series": season.series.name,
        "titles": {title.id: title.name for title in season.titles},
        "drivers": [
            {"id": driver.id, "name": driver.name, "country": driver.country, "titles": list(driver.titles)}
            for driver in season.drivers
        ],
        "events": [agenda.as_data(facts) for facts in facts_of(season)],
    }
