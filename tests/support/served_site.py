"""A real server over a season file in a folder, published through its history, with a clock that runs on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from season_calendar.clock import ShiftedClock
from season_calendar.pages.site import page_paths
from season_calendar.season_file.format.reserved import RESERVED_ROUND_IDS, RESERVED_SERIES_IDS
from season_calendar.seasons.library import SeasonLibrary
from season_calendar.storage.journal_file import FileJournal
from season_calendar.web.app import create_app
from season_calendar.web.server import FeedServer
from season_calendar.web.wire.listening import listen

_REVISIONS = Path(__file__).parents[1] / "fixtures" / "wtcr-2021"

# When each revision of the season became known; every one is told of.
_KNOWN_ON = {1: "2020-11-15", 4: "2021-06-03", 6: "2021-07-16", 7: "2021-08-19", 9: "2021-10-11", 10: "2021-11-01"}

IN_ITALY = datetime(2021, 11, 6, 6, 12, 26, tzinfo=UTC)
"""The morning of the first day in Italy: 2:17:34 before its first session, at 09:30 in Adria."""


@dataclass(frozen=True)
class Site:
    """What is served: where, from which file, by which clock."""

    url: str
    file: Path
    clock: ShiftedClock
    library: SeasonLibrary

    def paths(self) -> list[str]:
        """The address of every page, without a language."""
        return list(page_paths(self.library.publications))

    def one_path_of_each_kind(self) -> list[str]:
        """The first address of each shape: what is an id in it may be any."""
        words = RESERVED_SERIES_IDS | RESERVED_ROUND_IDS
        by_shape: dict[tuple[str, ...], str] = {}
        for path in self.paths():
            by_shape.setdefault(tuple(part if part in words else "*" for part in path.split("/")), path)
        return list(by_shape.values())


def wtcr_2021() -> dict[datetime, bytes]:
    """The season that would not hold still: its file as it was, from when on."""
    return {
        datetime.fromisoformat(f"{day}T12:00:00Z"): (_REVISIONS / f"rev-{revision:02}.yaml").read_bytes()
        for revision, day in _KNOWN_ON.items()
    }


def moved(history: Mapping[datetime, bytes], by: timedelta) -> dict[datetime, bytes]:
    """The same season earlier or later, in whole days."""

    def other_day(found: re.Match[bytes]) -> bytes:
        return (date.fromisoformat(found[0].decode()) + by).isoformat().encode()

    return {known_at + by: re.sub(rb"\d{4}-\d\d-\d\d", other_day, text) for known_at, text in history.items()}


@contextmanager
def served(folder: Path, history: Mapping[datetime, bytes], at: datetime) -> Iterator[Site]:
    """Serve what became of a season file by ``at``, from when on its clock runs."""
    file, journal = folder / "events.yaml", FileJournal(folder / "journal.json")
    library = SeasonLibrary([file], journal, trust_clock=True)
    for known_at, text in history.items():
        if known_at <= at:
            file.write_bytes(text)
            library.open(known_at)
    clock = ShiftedClock(at)
    listening = listen("127.0.0.1", 0)
    app = create_app(library, clock, page_url=listening.url)
    with FeedServer(app, listening) as server:
        yield Site(server.url, file, clock, library)
