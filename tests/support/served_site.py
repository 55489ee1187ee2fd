"""A real server over season files in a folder, published through their history, with a clock that runs on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from season_calendar.clock import ShiftedClock, SystemClock
from season_calendar.pages.site import page_paths
from season_calendar.pages.visit import OtherClock
from season_calendar.season_file.format.reserved import RESERVED_ROUND_IDS, RESERVED_SERIES_IDS
from season_calendar.seasons.library import SeasonLibrary
from season_calendar.storage.journal_file import FileJournal
from season_calendar.web.answers.making import Maker
from season_calendar.web.app import create_app
from season_calendar.web.server import FeedServer
from season_calendar.web.wire.listening import listen

_ROOT = Path(__file__).parents[2]
_REVISIONS = _ROOT / "tests" / "fixtures" / "wtcr-2021"

# When each revision of the season became known; every one is told of.
_KNOWN_ON = {
    1: "2020-11-15",
    2: "2021-01-22",
    4: "2021-06-03",
    6: "2021-07-16",
    7: "2021-08-19",
    9: "2021-10-11",
    10: "2021-11-01",
}

IN_ITALY = datetime(2021, 11, 6, 6, 12, 26, tzinfo=UTC)
"""The morning of the first day in Italy: 2:17:34 before its first session, at 09:30 in Adria."""


@dataclass(frozen=True)
class Site:
    """What is served: where, from which folder, by which clock."""

    url: str
    folder: Path
    clock: ShiftedClock
    library: SeasonLibrary

    def paths(self) -> list[str]:
        """The address of every page for people, without a language; feeds of changes are for programs."""
        return [path for path in page_paths(self.library.publications) if path.endswith("/")]

    def one_path_of_each_kind(self) -> list[str]:
        """The first address of each shape: what is an id in it may be any."""
        words = RESERVED_SERIES_IDS | RESERVED_ROUND_IDS
        by_shape: dict[tuple[str, ...], str] = {}
        for path in self.paths():
            by_shape.setdefault(tuple(part if part in words else "*" for part in path.split("/")), path)
        return list(by_shape.values())


History = Mapping[datetime, Mapping[str, bytes]]
"""The files that were written, by their names, from when on."""


def wtcr_2021() -> History:
    """The season that would not hold still, and the cup that two of its drivers enter too."""
    history: dict[datetime, dict[str, bytes]] = {
        datetime.fromisoformat(f"{day}T12:00:00Z"): {"wtcr.yaml": (_REVISIONS / f"rev-{revision:02}.yaml").read_bytes()}
        for revision, day in _KNOWN_ON.items()
    }
    first = min(history)
    history[first]["cup.yaml"] = (_ROOT / "examples" / "norrland-cup-2021.yaml").read_bytes()
    return history


@contextmanager
def served(folder: Path, history: History, at: datetime, *, to_real_browsers: bool = False) -> Iterator[Site]:
    """Serve what became of season files by ``at``, from when on the clock runs.

    ``to_real_browsers`` are those that show the present: pages tell them by which clock they are to count.
    """
    library = _publish(folder, {known_at: files for known_at, files in history.items() if known_at <= at})
    clock = ShiftedClock(at)
    other_clock = OtherClock(at, SystemClock().now(), 1) if to_real_browsers else None
    listening = listen("127.0.0.1", 0)
    app = create_app(
        library, clock, Maker(page_url=listening.url, changes_of=library.changes_of, other_clock=other_clock)
    )
    with FeedServer(app, listening) as server:
        yield Site(server.url, folder, clock, library)


def _publish(folder: Path, history: History) -> SeasonLibrary:
    journal = FileJournal(folder / "journal.json")
    for known_at, files in sorted(history.items()):
        for name, text in files.items():
            (folder / name).write_bytes(text)
        library = SeasonLibrary(sorted(folder.glob("*.yaml"), reverse=True), journal, trust_clock=True)
        library.open(known_at)
    return library
