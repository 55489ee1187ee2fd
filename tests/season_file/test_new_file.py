"""The season file to start from: whole, so that it can be seen what a beginner is met with."""

from __future__ import annotations

from season_calendar.season_file import read_season
from season_calendar.season_file.new_file import NewSeason, new_season_file

FILE = """\
# Formula: Nine 2027. Everything in the calendar comes from this file.
#
#   - Times are local: what the clock at the venue shows.
#   - Time not known yet? Write the day alone:   start: 2027-08-27
#   - Not sure, put off or called off? Add:      status: provisional, postponed or cancelled
#   - Never change an id, not even when a name, a date or a venue changes: calendars know rounds by it.
#     Where one must change all the same, write the old one beside it: was: old-id
#   - Check your work with:                      season-calendar check my events.yaml

schema: 1

series:
  id: f9
  name: 'Formula: Nine'

season: 2027

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
  spa:
    name: Spa, Belgium
    zone: Europe/Brussels
    coordinates: [50.4, 5.9]

# In order of date. The timetable, sessions, may come later:
#    sessions:
#      - id: race
#        kind: race
#        start: 2027-08-29 15:00
rounds:
  - id: belgium
    name: Belgian Grand Prix
    venue: spa
    dates: 2027-08-27 to 2027-08-29
"""


def new_season(*, series_name: str = "Formula: Nine", coordinates: str = "50.4, 5.9") -> NewSeason:
    return NewSeason(
        series="f9",
        series_name=series_name,
        season="2027",
        venue="spa",
        venue_name="Spa, Belgium",
        zone="Europe/Brussels",
        round="belgium",
        round_name="Belgian Grand Prix",
        dates="2027-08-27 to 2027-08-29",
        coordinates=coordinates,
    )


def test_the_new_file_says_what_is_known_and_how_to_go_on() -> None:
    assert new_season_file(new_season(), "my events.yaml").decode() == FILE
    assert read_season(FILE.encode(), "my events.yaml")[1] == ()


def test_a_venue_without_coordinates_has_no_line_for_them() -> None:
    expected = FILE.replace("    coordinates: [50.4, 5.9]\n", "")
    assert new_season_file(new_season(coordinates=""), "my events.yaml").decode() == expected


def test_coordinates_need_not_be_known() -> None:
    assert NewSeason("a", "A", "2027", "v", "V", "UTC", "r", "R", "2027-01-01").coordinates == ""


def test_names_on_several_lines_stay_in_the_comments() -> None:
    text = new_season_file(new_season(series_name="Formula:\nNine"), "my\nevents.yaml").decode()
    assert text == FILE.replace("'Formula: Nine'", '"Formula:\\nNine"')
