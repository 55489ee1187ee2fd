"""``season-calendar show ROUND``: one round and its timetable."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from season_calendar.cli.accents import accent
from season_calendar.cli.console import Part, Styled, print_json, say, table
from season_calendar.cli.options.clock import at_option, look_at, zone_option
from season_calendar.cli.options.files import files_option
from season_calendar.cli.options.ids import round_argument
from season_calendar.cli.pages import Layout, said_of, show_heading, style_of
from season_calendar.cli.terminal import to_stdout_is_terminal
from season_calendar.publishing.facts import EventFacts
from season_calendar.seasons.loading import read_seasons
from season_calendar.views.season import Standing, StandingRound, standing_round
from season_calendar.views.upcoming import when_here
from season_calendar.wording import events as wording
from season_calendar.wording.event_data import event_data
from season_calendar.wording.texts import Texts, texts_for


@click.command()
@round_argument
@files_option
@zone_option
@at_option
@click.option("--ids", is_flag=True, help="Show the sessions' ids too; in a pipe they always are.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
def show(round_id: str, files: tuple[Path, ...], zone: ZoneInfo, at: datetime | None, ids: bool, as_json: bool) -> None:
    """Show a round and its timetable, at the venue's time and yours. `list --ids` tells the rounds' ids."""
    its, texts = standing_round(read_seasons(files), round_id, look_at(at)), texts_for()
    if as_json:
        print_json({**event_data(its.facts), "sessions": [event_data(facts) for facts, _ in its.sessions]})
    elif to_stdout_is_terminal():
        _show(its, zone, texts, ids=ids)
    else:
        _print(its, zone, texts)


def _show(its: StandingRound, zone: ZoneInfo, texts: Texts, *, ids: bool) -> None:
    whole, accented = its.facts, accent(its.season.series)
    rows = list(_timetable(its, zone, accented, texts, ids=ids))
    clocks = ("", "", _city(whole.zone), f"{_city(zone)} (you)", "", "") if any(row[3] for row in rows) else ()
    timetable = Layout(rows, clocks, right=1, whole=(0, 1, 2, 4))
    said = said_of(whole, tuple(word for word in its.standings if word is not Standing.NEXT))
    aside = [f"starts in {texts.span(its.next_in)}" if its.next_in else "", said]
    show_heading(Styled(wording.title(whole, texts), accented), ", ".join(filter(None, aside)), timetable.width())
    when = wording.when_at_venue(whole, texts)
    for line in _about(whole, texts.in_zone(when, whole.zone_name) if whole.first_day else when, texts):
        say(line, folded=True)
    say("")
    if rows:
        timetable.show()
    else:
        say("No timetable yet.")


def _timetable(
    its: StandingRound, zone: ZoneInfo, accented: str, texts: Texts, *, ids: bool
) -> Iterator[tuple[Part, ...]]:
    """For each session: id, day (unless it stands above), time there, time here where it is another, name, details."""
    told: date | None = None
    for facts, standings in its.sessions:
        style = style_of(standings, accented)
        day = texts.day_of_year(facts.first_day) if facts.first_day and facts.first_day != told else ""
        told = facts.first_day
        there = wording.hours_beside_day(facts, facts.zone, texts)
        here = wording.hours_beside_day(facts, zone, texts)
        yield (
            Styled(facts.session_id or "", style) if ids else "",
            day,
            Styled(there or ("" if facts.status.is_off else "TBC"), style),
            Styled(here, style) if here and here != there else "",
            Styled(wording.session_name(facts, texts), style),
            Styled(_details(facts, its.facts, said_of(facts, standings)), style),
        )


def _city(zone: ZoneInfo) -> str:
    """What the clock of a zone is called for short: Los Angeles."""
    return zone.key.rpartition("/")[2].replace("_", " ")


def _print(its: StandingRound, zone: ZoneInfo, texts: Texts) -> None:
    """For a pipe: what there is to say of the round, a line each, and its sessions, always in the same columns."""
    say(Styled(wording.summary(its.facts, texts), accent(its.season.series)))
    for line in _about(its.facts, wording.when_at_venue(its.facts, texts), texts):
        say(line)
    if not its.sessions:
        say("No timetable yet.")
        return
    say("")
    rows = [
        (
            facts.session_id or "",
            facts.session_name or "",
            wording.when_at_venue(facts, texts),
            when_here(facts, zone, texts) or "",
            _details(facts, its.facts, facts.status.value),
        )
        for facts, _ in its.sessions
    ]
    table((), rows)


def _about(whole: EventFacts, when: str, texts: Texts) -> list[str]:
    where, live = wording.location(whole, texts), wording.watch_live(whole, texts)
    return [line for line in (whole.label, when, where, whole.note, live, whole.link) if line]


def _details(facts: EventFacts, whole: EventFacts, standing: str) -> str:
    """How a session stands, with what is to be said of it alone."""
    live = facts.live if facts.live != whole.live else None
    return " · ".join(part for part in (standing, facts.note, live) if part)
