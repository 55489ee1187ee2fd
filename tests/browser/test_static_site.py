"""The site as files works in any folder of any host that serves files, with all that needs no server of ours."""

from __future__ import annotations

import functools
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from support.browsing import axe_findings, links_of, sideways, visiting
from support.served_site import IN_ITALY, wtcr_2021

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BUILD = [sys.executable, "-m", "season_calendar", "build"]


class QuietHandler(SimpleHTTPRequestHandler):
    """What ``python -m http.server`` serves by, without its log."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Where the built site is served, below the root of a host, and its folder."""
    work = tmp_path_factory.mktemp("static")
    target = work / "www" / "club" / "calendar"
    for known_at, files in wtcr_2021().items():
        for name, text in files.items():
            (work / name).write_bytes(text)
        moment = ["--journal", str(work / "journal.json"), "--at", known_at.isoformat()]
        given = [word for name in sorted(work.glob("*.yaml")) for word in ("--file", str(name))]
        pages = [] if known_at == max(wtcr_2021()) else ["--no-pages"]  # the last ones are looked at
        subprocess.run([*BUILD, str(target), *given, *moment, *pages], check=True, capture_output=True)
    handler = functools.partial(QuietHandler, directory=str(work / "www"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/club/calendar", target
        server.shutdown()
        thread.join()


def test_every_page_of_it_loads_whole_and_links_to_what_is_there(root: tuple[str, Path], chromium: Browser) -> None:
    url, folder = root
    pages = [f"/{file.parent.relative_to(folder).as_posix()}/" for file in sorted(folder.rglob("index.html"))]
    links: set[str] = set()
    with visiting(chromium, url, IN_ITALY, viewport={"width": 360, "height": 640}) as visited:
        for page in pages:
            visited.go(page.replace("/./", "/"))
            links |= links_of(visited.page)
            for fault in sideways(visited.page):
                visited.note(fault)
        assert len(pages) > 10
        visited.assert_faultless()

    own = {link for link in links if link.startswith("http://127.0.0.1")}
    with httpx.Client() as client:
        assert sorted(link for link in own if client.get(link).status_code != 200) == []


def test_its_pages_are_accessible(root: tuple[str, Path], chromium: Browser) -> None:
    url, _ = root
    with visiting(chromium, url, IN_ITALY) as visited:
        for page in ("/", "/wtcr/2021/", "/sv/wtcr/2021/italy/"):
            visited.go(page)
            for fault in axe_findings(visited.page):
                visited.note(fault)
        visited.assert_faultless()
