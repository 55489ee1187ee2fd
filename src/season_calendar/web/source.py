"""What the web needs of the seasons it serves; ``seasons.library.SeasonLibrary`` is one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from season_calendar.publishing.publish import Publication
from season_calendar.seasons.library import SeasonHealth


class SeasonSource(Protocol):
    """The seasons as published now. Asked from several threads."""

    @property
    def publications(self) -> Sequence[Publication]:
        """What is published now."""

    @property
    def health(self) -> Sequence[SeasonHealth]:
        """How each season file stands."""

    def refresh(self, now: datetime) -> None:
        """Publish what was edited since."""
