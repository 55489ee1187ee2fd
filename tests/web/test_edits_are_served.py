"""From the season file to the client: an edit is served without a restart, a broken one never."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from support.season_text import SEASON

from season_calendar.clock import SystemClock
from season_calendar.seasons.library import SeasonLibrary
from season_calendar.storage.engine import open_database
from season_calendar.storage.journal import SqlJournal
from season_calendar.web.app import create_app
from season_calendar.web.server import FeedServer
from season_calendar.web.wire.listening import listen

Eventually = Callable[[Callable[[], bool]], None]


@pytest.fixture
def season_file(tmp_path: Path) -> Path:
    path = tmp_path / "events.yaml"
    path.write_text(SEASON, "utf-8")
    return path


@pytest.fixture
def client(season_file: Path, migrated_file: Path, tmp_path: Path) -> Iterator[httpx.Client]:
    clock = SystemClock()
    engine = open_database(str(shutil.copy(migrated_file, tmp_path)))
    library = SeasonLibrary([season_file], SqlJournal(engine))
    library.open(clock.now())
    with (
        FeedServer(create_app(library, clock), listen("127.0.0.1", 0)) as server,
        httpx.Client(base_url=server.url) as client,
    ):
        yield client
    engine.dispose()


def test_an_edit_is_served_without_a_restart(client: httpx.Client, season_file: Path, eventually: Eventually) -> None:
    tag = client.get("/wtcr.ics").headers["ETag"]
    season_file.write_text(SEASON.replace("Race of the Czech Republic", "Race of Bohemia"), "utf-8")
    eventually(lambda: client.get("/wtcr.ics", headers={"If-None-Match": tag}).status_code == 200)
    assert "SUMMARY;LANGUAGE=en:WTCR: Race of Bohemia" in client.get("/wtcr.ics").text
    assert client.get("/healthz").json()["status"] == "ok"


@pytest.mark.parametrize("broken", ["rounds: [", SEASON.replace("venue: most", "venue: mots"), None])
def test_a_broken_file_leaves_the_last_good_season_served_and_says_so(
    client: httpx.Client, season_file: Path, eventually: Eventually, broken: str | None
) -> None:
    good = client.get("/wtcr.ics")
    if broken is None:
        season_file.unlink()
    else:
        season_file.write_text(broken, "utf-8")
    eventually(lambda: client.get("/healthz").json()["status"] == "degraded")
    assert client.get("/healthz").json()["seasons"][0]["problems"] != []
    assert client.get("/wtcr.ics").content == good.content
    season_file.write_text(SEASON, "utf-8")
    eventually(lambda: client.get("/healthz").json()["status"] == "ok")
    assert client.get("/wtcr.ics").content == good.content
