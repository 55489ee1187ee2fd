"""A season file to start from: what must be there, and comments that say how to go on."""

from __future__ import annotations

from dataclasses import dataclass

from season_calendar.yaml_source.editing.scalar_text import scalar_text

_TEMPLATE = """\
# {heading}. Everything in the calendar comes from this file.
#
#   - Times are local: what the clock at the venue shows.
#   - Time not known yet? Write the day alone:   start: {first_day}
#   - Not sure, put off or called off? Add:      status: provisional, postponed or cancelled
#   - Never change an id, not even when a name, a date or a venue changes: calendars know rounds by it.
#     Where one must change all the same, write the old one beside it: was: old-id
#   - Check your work with:                      season-calendar check {file}

schema: 1

series:
  id: {series}
  name: {series_name}

season: {season}

# How long a session takes where it says neither its end nor its duration.
durations:
  practice: 1h
  qualifying: 1h
  race: 2h

# How long before it starts to remind: of the whole round, and of its sessions by kind.
reminders:
  round: [7d, 1d]
  qualifying: [30m]
  race: [1h]

# The zone of a venue is what its times are meant in.
venues:
  {venue}:
    name: {venue_name}{country}
    zone: {zone}{coordinates}

# In order of date. The timetable, sessions, may come later:
#    sessions:
#      - id: race
#        kind: race
#        start: {last_day} 15:00
rounds:
  - id: {round}
    name: {round_name}
    venue: {venue}
    dates: {dates}
"""


@dataclass(frozen=True, slots=True)
class NewSeason:
    """What a season file cannot be without, each as it is to be written.

    ``coordinates`` as ``50.3, 6.9``, and ``country`` as its ISO 3166-1 code; either may be empty.
    """

    series: str
    series_name: str
    season: str
    venue: str
    venue_name: str
    zone: str
    round: str
    round_name: str
    dates: str
    coordinates: str = ""
    country: str = ""


def new_season_file(new: NewSeason, file: str) -> bytes:
    """The text of a file that is called ``file``, which its comments name.

    Raises EditRefusedError for what is no text. Whether the values are good is not checked here.
    """
    written = {name: scalar_text(getattr(new, name), flow=False) for name in NewSeason.__slots__}
    written["country"] = f"\n    country: {written['country']}" if new.country else ""
    written["coordinates"] = f"\n    coordinates: [{new.coordinates}]" if new.coordinates else ""
    first_day, last_day = new.dates.split(" to ")[0], new.dates.split(" to ")[-1]
    heading = " ".join(f"{new.series_name} {new.season}".split())  # a comment is one line
    days = {"first_day": first_day, "last_day": last_day}
    return _TEMPLATE.format(**written, **days, heading=heading, file=" ".join(file.split())).encode()
