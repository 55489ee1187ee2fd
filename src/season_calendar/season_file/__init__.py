"""Season files: what they look like, how they are read, and how they are edited. Texts in, values or texts out."""

from season_calendar.season_file.reading.published import (
    ANYTHING_PUBLISHED,
    NOTHING_PUBLISHED,
    Published,
    PublishedRound,
    PublishedSession,
)
from season_calendar.season_file.reading.same_driver import other_names_of_drivers
from season_calendar.season_file.reading.same_season import same_season
from season_calendar.season_file.reading.season import read_season
from season_calendar.season_file.reading.suggestions import suggest

__all__ = [
    "ANYTHING_PUBLISHED",
    "NOTHING_PUBLISHED",
    "Published",
    "PublishedRound",
    "PublishedSession",
    "other_names_of_drivers",
    "read_season",
    "same_season",
    "suggest",
]
