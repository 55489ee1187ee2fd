"""``season-calendar show ROUND``: one round and its timetable."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import click

from season_calendar.cli.console import Styled, print_json, say, table, to_stdout_is_terminal
from season_calendar.cli.options.clock import zone_option
from season_calendar.cli.options.files import files_option
from season_calendar.publishing.facts import EventFacts
from season_calendar.seasons.loading import read_seasons
from season_calendar.views.season import find_round
from season_calendar.views.upcoming import when_here
from season_calendar.wording import events as wording
from season_calendar.wording.event_data import event_data
from season_calendar.wording.texts import Texts, texts_for


@click.command()
@click.argument("round_id", metavar="ROUND")
@files_option
@zone_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
def show(round_id: str, files: tuple[Path, ...], zone: ZoneInfo, as_json: bool) -> None:
    """Show a round and its timetable, at the venue's time and yours. `list` tells the rounds' ids."""
    whole, sessions = find_round(read_seasons(files), round_id)
    if as_json:
        print_json({**event_data(whole), "sessions": [event_data(facts) for facts in sessions]})
        return
    texts = texts_for()
    _show_round(whole, texts)
    if not sessions:
        say("No timetable yet.")
        return
    say("")
    zones = {facts.zone_name for facts in sessions}
    here = [when_here(facts, zone, texts) for facts in sessions]
    headers = ["Session", "Name", f"At the venue ({zones.pop()})", f"For you ({zone.key})", "Status"]
    rows = [
        [
            facts.session_id or "",
            facts.session_name or "",
            wording.when_at_venue(facts, texts),
            yours or "",
            _status(facts, whole),
        ]
        for facts, yours in zip(sessions, here, strict=True)
    ]
    if to_stdout_is_terminal() and not any(here):  # the reader's clock shows the venue's time; a pipe's columns stay
        headers.pop(3)
        for row in rows:
            row.pop(3)
    table(headers, rows)


def _show_round(whole: EventFacts, texts: Texts) -> None:
    say(Styled(wording.summary(whole, texts), "bold"))
    lines = [
        whole.label,
        wording.when_at_venue(whole, texts),
        wording.location(whole, texts),
        whole.note,
        wording.watch_live(whole, texts),
        whole.link,
    ]
    for line in lines:
        if line:
            say(line)


def _status(facts: EventFacts, whole: EventFacts) -> str:
    """How a session stands, with what is to be said of it alone."""
    live = facts.live if facts.live != whole.live else None
    return " · ".join(part for part in (facts.status.value, facts.note, live) if part)
