"""An edit of a season, done to the text of its file: only the lines that the edit means change.

Bytes in, bytes out. Whether the result is a good season is not checked here: whoever writes it reads it first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from season_calendar.errors import EditRefusedError, UnmovableTimeError
from season_calendar.season_file.editing.find import Fields
from season_calendar.yaml_source import Document, parse_yaml
from season_calendar.yaml_source.editing.apply import apply
from season_calendar.yaml_source.editing.data import Path, mapping_at, mapping_in, plain
from season_calendar.yaml_source.editing.operations import Operation


class Edit(Protocol):
    """Something to be changed in a season file."""

    def operations(self, season: Fields) -> Iterable[Operation]:
        """What to do to the file, nothing where nothing would change; ``season`` is the plain data of the file.

        What it gives is done to ``season`` before it is asked for more.

        Raises UnknownThingError and EditRefusedError.
        """


@dataclass(frozen=True, slots=True)
class Together:
    """Several edits as one: each is meant in the season as those before it leave it, and the file is read back once."""

    edits: tuple[Edit, ...]

    def operations(self, season: Fields) -> Iterator[Operation]:
        """Those of each edit."""
        for edit in self.edits:
            yield from edit.operations(season)


def apply_edit(source: bytes, edit: Edit, path: str) -> bytes:
    """The file after the edit; the very same bytes where there is nothing to change. ``path`` is for messages.

    Raises SeasonFileError for what is no YAML, UnknownThingError for a round, session, venue … that is not there, and
    EditRefusedError where the edit cannot be kept to its own lines.
    """
    document = parse_yaml(source, path)
    try:
        return apply(document, _operations(document, edit)).text.encode()
    except UnmovableTimeError as error:
        raise UnmovableTimeError(error.path, error.text, _line(document, error.path, error.text)) from None


def _operations(document: Document, edit: Edit) -> Iterator[Operation]:
    season = plain(document.root)
    if not isinstance(season, dict):
        raise EditRefusedError(f"{document.path} holds no season", "start it with series, season and venues")
    for operation in edit.operations(season):
        operation.on_data(mapping_in(season, operation.path))
        yield operation


def _line(document: Document, path: Path, text: str) -> int | None:
    """The line of a text; None where the edits before have moved what the path leads to."""
    try:
        entry = mapping_at(document.root, path[:-1]).get(str(path[-1]))
    except LookupError:
        return None
    return entry.key.span.line if entry is not None and plain(entry.value) == text else None
