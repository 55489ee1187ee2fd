"""``python -m season_calendar``: the command line."""

from season_calendar.cli.main import main

main()
