"""The arguments that name what stands in a season file; a shell completes them."""

from __future__ import annotations

import click

from season_calendar.cli import completing

round_argument = click.argument("round_id", metavar="ROUND", shell_complete=completing.complete_round)
session_argument = click.argument("session_id", metavar="SESSION", shell_complete=completing.complete_session)
venue_argument = click.argument("venue_id", metavar="VENUE", shell_complete=completing.complete_venue)
driver_argument = click.argument("driver_id", metavar="DRIVER", shell_complete=completing.complete_driver)
title_argument = click.argument("title_id", metavar="TITLE", shell_complete=completing.complete_title)
