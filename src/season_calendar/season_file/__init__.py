"""Season files: what they look like, how they are read, and how they are edited. Texts in, values or texts out."""

from season_calendar.season_file.reading.reserved_ids import Published, anything_published, nothing_published
from season_calendar.season_file.reading.season import read_season
from season_calendar.season_file.reading.suggestions import suggest

__all__ = ["Published", "anything_published", "nothing_published", "read_season", "suggest"]
