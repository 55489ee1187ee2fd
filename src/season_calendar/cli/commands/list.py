"""``season-calendar list``: the rounds of the season at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from season_calendar.cli.console import Styled, print_json, say, table, to_stdout_is_terminal
from season_calendar.cli.options.clock import clock_options, make_clock
from season_calendar.cli.options.files import files_option
from season_calendar.publishing.facts import EventFacts
from season_calendar.seasons.loading import read_seasons
from season_calendar.views.season import rounds_standing, season_data
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
        print_json([season_data(season) for season in seasons])
        return
    for number, (season, rounds) in enumerate(rounds_standing(seasons, now)):
        if to_stdout_is_terminal():
            say("\n" * bool(number), Styled(f"{season.series.name} {season.id}", "bold"))
        _show_rounds(rounds)


def _show_rounds(rounds: Sequence[tuple[EventFacts, str]]) -> None:
    texts = texts_for()
    rows = [
        (
            facts.round_id,
            wording.when_at_venue(facts, texts),
            facts.round_name,
            wording.location(facts, texts),
            standing,
        )
        for facts, standing in rounds
    ]
    table(("Round", "When", "Name", "Where", "Status"), rows)
