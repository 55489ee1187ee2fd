"""The format of a season file, as data: its keys, what stands behind each, and what it means to the person writing it.

The reader's checks and the JSON Schema both come from here; neither knows a key that is not here.
"""

from __future__ import annotations

from season_calendar.season_file.format import scalars, times
from season_calendar.season_file.format.schema import Key, ListOf, MapOf, Shape, TextOr

ID_DOC = "Its name for ever in addresses and calendars: small letters, digits and dashes. Never change it."
WAS_DOC = "The id it was published under before, where that had to change all the same: so it stays the same event."

SCHEMA = Key("schema", scalars.VERSION, "The version of this file's format.", "1", required=True)

SERIES_ID = Key("id", scalars.SERIES_ID, ID_DOC, "wtcr", required=True)
SERIES_NAME = Key("name", scalars.NAME, "The full name of the series.", "FIA World Touring Car Cup", required=True)
SERIES_SHORT_NAME = Key(
    "short_name",
    scalars.text_of(scalars.LONGEST_KIND, "WTCR"),
    "The name in front of every calendar title. If left out: the id in capitals.",
    "WTCR",
)
SERIES_LINK = Key(
    "link", scalars.LINK, "The series' web page, for every event without a link of its own.", "https://example.org/"
)
SERIES_LIVE = Key(
    "live",
    scalars.LINK,
    "A link to where its sessions can be watched, for every event without one of its own.",
    "https://example.org/live",
)
SERIES_COLOR = Key("color", scalars.COLOR, "The color of the calendar: a CSS color name.", "crimson")
SERIES_UID_DOMAIN = Key(
    "uid_domain",
    scalars.DOMAIN,
    "A domain of yours that new events' UIDs end in: two publishers of a series stay apart in one calendar.",
    "example.org",
)
SERIES = Shape(
    "series",
    [
        SERIES_ID,
        SERIES_NAME,
        SERIES_SHORT_NAME,
        SERIES_LINK,
        SERIES_LIVE,
        SERIES_COLOR,
        SERIES_UID_DOMAIN,
    ],
)

DRIVER_NAME = Key("name", scalars.NAME, "The driver's name.", "Jessica Bäckman", required=True)
DRIVER_COUNTRY = Key("country", scalars.NAME, "The country the driver races for.", "Sweden")
DRIVER_TITLES = Key(
    "titles",
    ListOf("title", scalars.ID, "[junior, trophy]"),
    "Which titles the driver can win: their ids under titles.",
    "[junior, trophy]",
)
DRIVER_ROUNDS = Key(
    "rounds",
    ListOf("round", scalars.ID, "[spain, portugal]"),
    "Which rounds the driver enters: their ids under rounds. All of them if left out.",
    "[spain, portugal]",
)
DRIVER = Shape("driver", [DRIVER_NAME, DRIVER_COUNTRY, DRIVER_TITLES, DRIVER_ROUNDS])

TITLE_NAME = Key("name", scalars.NAME, "What the title is called.", "Junior Driver Title", required=True)
TITLE_COUNTS = Key(
    "counts",
    ListOf("round", scalars.ID, "[spain, portugal]"),
    "Which rounds count towards the title: their ids under rounds. All of them if left out.",
    "[spain, portugal]",
)
TITLE = Shape("title", [TITLE_NAME, TITLE_COUNTS])

VENUE_NAME = Key("name", scalars.NAME, "The name of the track.", "Nürburgring Nordschleife", required=True)
VENUE_PLACE = Key("place", scalars.NAME, "Where it is: town, country.", "Nürburg, Germany")
VENUE_ZONE = Key(
    "zone",
    scalars.ZONE,
    "The IANA time zone there. Every time of a session at this venue is meant in it.",
    "Europe/Berlin",
    required=True,
)
VENUE_COORDINATES = Key(
    "coordinates",
    ListOf("coordinate", scalars.NUMBER, "[50.3356, 6.9475]", length=2),
    "Latitude and longitude in degrees; south and west are negative.",
    "[50.3356, 6.9475]",
)
VENUE_COUNTRY = Key("country", scalars.COUNTRY, "The country it is in: its ISO 3166-1 code of two capitals.", "DE")
VENUE_LENGTH = Key("length_km", scalars.LENGTH, "The length of a lap in kilometres.", "25.378")
VENUE = Shape("venue", [VENUE_NAME, VENUE_PLACE, VENUE_COUNTRY, VENUE_ZONE, VENUE_COORDINATES, VENUE_LENGTH])

SESSION_ID = Key("id", scalars.ID, ID_DOC + " Another one for each session of the round.", "race-1", required=True)
SESSION_WAS = Key("was", scalars.ID, WAS_DOC, "race-a")
SESSION_KIND = Key(
    "kind",
    scalars.SESSION_KIND,
    "practice, qualifying, race, sprint, warm-up, test, ceremony, or any words of your own.",
    "race",
    required=True,
)
SESSION_NAME = Key(
    "name", scalars.NAME, "If left out, from id and kind: race-1 of the kind race is Race 1.", "Superpole"
)
SESSION_START = Key(
    "start",
    times.START,
    "Date and time on the clock at the venue, or the date alone while the time is not known.",
    "2021-06-03 14:30",
    required=True,
)
SESSION_END = Key(
    "end", times.END, "The time it ends, on the same day unless a date is written. Or write duration.", "15:10"
)
SESSION_DURATION = Key(
    "duration", times.SPAN, "How long it takes. If there is no end either, what is usual for its kind.", "40m"
)
SESSION_STATUS = Key("status", scalars.STATUS, "confirmed if left out.", "cancelled")
SESSION_NOTE = Key("note", scalars.NOTE, "A remark for everyone who has the calendar.", "15 laps")
SESSION_LINK = Key("link", scalars.LINK, "A web page of this session.", "https://example.org/race-1")
SESSION_LIVE = Key("live", scalars.LINK, "A link to where it can be watched.", "https://example.org/race-1/live")
SESSION = Shape(
    "session",
    [
        SESSION_ID,
        SESSION_WAS,
        SESSION_KIND,
        SESSION_NAME,
        SESSION_START,
        SESSION_END,
        SESSION_DURATION,
        SESSION_STATUS,
        SESSION_NOTE,
        SESSION_LINK,
        SESSION_LIVE,
    ],
    one_of=("end", "duration"),
)

ROUND_ID = Key("id", scalars.ID, ID_DOC, "germany", required=True)
ROUND_WAS = Key("was", scalars.ID, WAS_DOC, "nurburgring")
ROUND_NAME = Key("name", scalars.NAME, "What the round is called.", "Race of Germany", required=True)
ROUND_LABEL = Key("label", scalars.NAME, "How the series counts it.", "Rounds 1 and 2 of 16")
ROUND_VENUE = Key("venue", scalars.ID, "Where it is: the id of one of venues.", "nurburgring", required=True)
ROUND_DATES = Key(
    "dates",
    times.DAYS,
    "The first and last day at the venue, or one day. May be left out while postponed, provisional or cancelled.",
    "2021-06-03 to 2021-06-05",
)
ROUND_STATUS = Key("status", scalars.STATUS, "confirmed if left out.", "provisional")
ROUND_NOTE = Key("note", scalars.NOTE, "A remark for everyone who has the calendar.", "No spectators")
ROUND_LINK = Key("link", scalars.LINK, "A web page of this round.", "https://example.org/germany")
ROUND_LIVE = Key(
    "live",
    scalars.LINK,
    "A link to where the sessions of this round can be watched.",
    "https://example.org/germany/live",
)
ROUND_SESSIONS = Key("sessions", ListOf("session", SESSION, "- id: race-1"), "The timetable, as far as known.", "[]")
ROUND = Shape(
    "round",
    [
        ROUND_ID,
        ROUND_WAS,
        ROUND_NAME,
        ROUND_LABEL,
        ROUND_VENUE,
        ROUND_DATES,
        ROUND_STATUS,
        ROUND_NOTE,
        ROUND_LINK,
        ROUND_LIVE,
        ROUND_SESSIONS,
    ],
)

SEASON_SERIES = Key("series", SERIES, "The series this is a season of.", "{id: wtcr, name: WTCR}", required=True)
SEASON_ID = Key("season", scalars.ID, "The season's id, most often its year.", "2021", required=True)
TITLES = Key(
    "titles",
    MapOf("title", scalars.ID, TextOr(scalars.NAME, TITLE)),
    "What can be won, by id: its name, or its name and which rounds count.",
    "{drivers: Drivers' Title}",
)
DRIVERS = Key(
    "drivers", MapOf("driver", scalars.ID, DRIVER), "Who races, by id.", "{jessica-backman: {name: Jessica Bäckman}}"
)
DURATIONS = Key(
    "durations",
    MapOf("duration", scalars.SESSION_KIND, times.SPAN),
    "How long sessions take where they do not say it, by kind.",
    "{race: 30m}",
)
REMINDERS = Key(
    "reminders",
    MapOf("reminder", scalars.REMINDED_KIND, ListOf("lead time", times.SPAN, "[7d, 1h]")),
    "How long before its start to remind of a session, by kind, or of a whole round. An empty list: not at all.",
    "{race: [1h]}",
)
VENUES = Key(
    "venues",
    MapOf("venue", scalars.ID, VENUE),
    "The places of the rounds, by id.",
    "{spa: {name: Spa, zone: Europe/Brussels}}",
)
ROUNDS = Key("rounds", ListOf("round", ROUND, "- id: germany"), "The rounds in order of date.", "[]", required=True)
SEASON = Shape(
    "season",
    [SCHEMA, SEASON_SERIES, SEASON_ID, TITLES, DRIVERS, DURATIONS, REMINDERS, VENUES, ROUNDS],
)
