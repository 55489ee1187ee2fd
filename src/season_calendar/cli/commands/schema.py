"""``season-calendar schema``: the JSON Schema of season files."""

from __future__ import annotations

import click

from season_calendar.cli.console import say


@click.command()
def schema() -> None:
    """Print the JSON Schema of season files, for editors that complete and check as you type."""
    from season_calendar.season_file.format.json_schema import json_schema_text

    say(json_schema_text(), newline=False)
