"""The text of a small season file, for tests that edit one on the disk."""

from __future__ import annotations

from pathlib import Path

from season_calendar.publishing.publication import Publication

SEASON = """\
schema: 1
series: {id: wtcr, name: World Touring Car Cup}
season: 2021
venues:
  most: {name: Autodrom Most, zone: Europe/Prague}
rounds:
  - id: czech-republic
    name: Race of the Czech Republic
    venue: most
    dates: 2021-10-09 to 2021-10-10
"""


def first_day(publication: Publication) -> str:
    """The day on which the only round there is was published to begin."""
    (entry,) = publication.entries.values()
    return str(entry.facts.first_day)


def change(folder: Path, before: str, after: str) -> None:
    """Write something else in the folder's season file, where it stands first."""
    events = folder / "events.yaml"
    events.write_text(events.read_text("utf-8").replace(before, after, 1), "utf-8")
