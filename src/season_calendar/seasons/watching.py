"""Notices that a season file changed, and reads it once it stands still. Never sleeps: whoever asks comes again.

Time is the machine's monotonic time: a season's own clock may stand elsewhere and run faster, a copy does not.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from season_calendar import disk
from season_calendar.season_file import Published
from season_calendar.seasons.loading import LoadedSeason, load


class FileWatch:
    """One file that is looked at again and again. Not safe to share between threads."""

    def __init__(self, path: Path, monotonic: Callable[[], float]) -> None:
        self._path = path
        self._monotonic = monotonic
        self._taken_up: disk.Stamp | None = None
        self._seen: disk.Stamp | None = None
        self._seen_since = 0.0
        self._loaded: LoadedSeason | None = None

    def look(self) -> timedelta | None:
        """How long the file has stood still since it changed; None where it is as it was taken up.

        Raises FileAccessError.
        """
        stamp = disk.stamp(self._path)
        if stamp == self._taken_up:
            return None
        if stamp != self._seen:
            self._seen, self._seen_since = stamp, self._monotonic()
        return timedelta(seconds=self._monotonic() - self._seen_since)

    def load(self, published: Published) -> LoadedSeason | None:
        """The season in the file, read anew but parsed once; None where the file has changed since the last look.

        Raises SeasonFileError and FileAccessError.
        """
        content = disk.read(self._path).content
        if disk.stamp(self._path) != self._seen:
            return None
        if self._loaded is None or self._loaded.content != content:
            self._loaded = load(content, self._path, published)
        return self._loaded

    def take_up(self) -> None:
        """What was last seen is dealt with: only another change is looked at."""
        self._taken_up, self._loaded = self._seen, None

    def leave_open(self) -> None:
        """What was last seen is not dealt with, and neither is what was taken up, should it come back."""
        self._taken_up = None

    def begin_anew(self) -> None:
        """Whatever the next look finds is a change, and is to stand still from then on: also what was taken up."""
        self._taken_up = self._seen = None
