"""Where this user's own database is, for whoever names no other. Known without the libraries that would open it."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_data_path


def own_database(*, ensure_folder: bool = False) -> Path:
    """The SQLite file among the user's data, there or not; with ``ensure_folder`` its folder is made."""
    return user_data_path("season-calendar", appauthor=False, ensure_exists=ensure_folder) / "season-calendar.sqlite3"
