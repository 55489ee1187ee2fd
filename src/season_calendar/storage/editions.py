"""The rule by which every journal keeps editions: one after the other, each once."""

from __future__ import annotations

from datetime import datetime

from season_calendar.errors import StorageError
from season_calendar.publishing.publication import Publication


def is_new(publication: Publication, edition: int, published_at: datetime | None) -> bool:
    """Whether to keep a publication after the last ``edition`` kept, which came to be at ``published_at``.

    Raises StorageError where it was made from an older history than what is kept by now.
    """
    if (publication.edition, publication.published_at) == (edition, published_at):
        return False
    if publication.edition != edition + 1:
        raise StorageError(
            f"edition {publication.edition} of {publication.season.key} cannot follow edition {edition}, "
            "which was published meanwhile (publish it again)"
        )
    return True
