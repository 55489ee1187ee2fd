"""What was published before, for the commands that check and edit a season file and open no database for it."""

from __future__ import annotations

from season_calendar.season_file import Published


def published_in(database: str | None) -> Published:
    """What was published in the database that a command is given; it is opened only when asked, and never made."""

    def published(ids: tuple[str, ...]) -> bool:
        from season_calendar.storage.journal import has_published

        return has_published(database, ids)

    return published
