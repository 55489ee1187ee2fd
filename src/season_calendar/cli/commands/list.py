"""``season-calendar list``: the rounds of the season at a glance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import click

from season_calendar.cli.accents import accent
from season_calendar.cli.console import Part, Styled, print_json, say, table
from season_calendar.cli.options.clock import at_option, look_at
from season_calendar.cli.options.files import files_option
from season_calendar.cli.pages import Layout, fitting, said_of, show_heading, style_of, without_accent
from season_calendar.cli.terminal import to_stdout_is_terminal
from season_calendar.publishing.facts import EventFacts
from season_calendar.seasons.loading import read_seasons
from season_calendar.views.season import Standings, StandingSeason, season_data, standing_seasons
from season_calendar.wording import events as wording
from season_calendar.wording.texts import Texts, texts_for


@click.command()
@files_option
@at_option
@click.option("--ids", is_flag=True, help="Show the ids that other commands take, too; in a pipe they always are.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs: every round and session.")
def list_(files: tuple[Path, ...], at: datetime | None, ids: bool, as_json: bool) -> None:
    """List the rounds of the season: when, where, and whether they are over, on or ahead."""
    standing, texts = standing_seasons(read_seasons(files), look_at(at)), texts_for()
    if as_json:
        print_json([season_data(its) for its in standing])
        return
    for number, its in enumerate(standing):
        if not to_stdout_is_terminal():
            accented = accent(its.season.series)
            table((), [_in_a_pipe(facts, standings, accented, texts) for facts, standings in its.rounds])
            continue
        if number:
            say("")
        _show(its, texts, ids=ids)


def _in_a_pipe(facts: EventFacts, standings: Standings, accented: str, texts: Texts) -> tuple[Part, ...]:
    """Always the same columns, with all that is known; what there is of colours is not in what is cut out and used."""
    style, when, where = (
        style_of(standings, accented),
        wording.when_at_venue(facts, texts),
        wording.location(facts, texts),
    )
    said = ", ".join(standings) or facts.status.value
    return facts.round_id, when, Styled(facts.round_name, style), where, Styled(said, style)


def _show(its: StandingSeason, texts: Texts, *, ids: bool) -> None:
    accented = accent(its.season.series)
    layout = _laid_out([line if ids else line._replace(id="") for line in _lines(its, accented, texts)])
    aside = "on now" if its.is_on else f"next in {texts.span(its.next_in)}" if its.next_in else ""
    show_heading(Styled(f"{its.season.series.name} {its.season.id}", accented), aside, layout.width())
    if its.rounds:
        layout.show()
    else:
        say("No rounds yet.")


class _Line(NamedTuple):
    """What is told of a round. A year that begins has a line of its own, with nothing else."""

    id: Part
    days: Part
    name: Part = ""
    standing: Part = ""
    track: Part = ""
    place: Part = ""


def _lines(its: StandingSeason, accented: str, texts: Texts) -> Iterator[_Line]:
    """The rounds, and before the first one of each year that year, unless the heading has it."""
    told = ""
    for facts, standings in its.rounds:
        year = str(facts.first_day.year) if facts.first_day else told
        if year != told and (told or year not in its.season.id):
            yield _Line("", Styled(year, "bold"))
        told = year
        style = style_of(standings, accented)
        days = texts.days_of_year(facts.first_day, facts.last_day) if facts.first_day and facts.last_day else ""
        yield _Line(
            Styled(facts.round_id, style),
            Styled(days or texts.no_date(), style),
            Styled(facts.round_name, style),
            Styled(said_of(facts, standings), style),
            Styled(facts.venue_name, without_accent(style)),
            Styled(wording.location(facts, texts), without_accent(style)),
        )


def _laid_out(lines: Sequence[_Line]) -> Layout:
    """The widest form that the terminal has room for: with places, with tracks, without, or with ids below the days."""
    with_places = [(its.id, its.days, its.name, its.place, its.standing) for its in lines]
    with_tracks = [(its.id, its.days, its.name, its.track, its.standing) for its in lines]
    without = [(its.id, its.days, its.name, its.standing) for its in lines]
    ids_below = [row for its in lines for row in ((its.days, its.name, its.standing), (its.id, "", ""))]
    return fitting(
        Layout(with_places, right=1, whole=range(5)),
        Layout(with_tracks, right=1, whole=(0, 1, 4)),
        Layout(without, right=1, whole=(0, 1, 3)),
        Layout([row for row in ids_below if any(row)], right=0, whole=(0, 2)),
    )
