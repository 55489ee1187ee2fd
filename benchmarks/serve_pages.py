"""How fast pages are served, as ratios to nginx serving the same bytes, and how long they take to make and to build.

Run it from the top of the project as ``benchmarks/serve.py``, which says how it measures; exit status 1 below a bar:
``python benchmarks/serve_pages.py [ROUNDS]``.
"""

from __future__ import annotations

import http.client
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from serve import NGINX, compared, fetch, free_port, process, season_text, show

PAGE, FEED = "/en/wtcr/2030/", "/wtcr.ics"
LANGUAGES = ("en", "sv", "de")
SEASONS = ("wtcr", "gt", "f9")
EDITS = 15
SETTLED = 2
"""Seconds after which a server that was started has made ready what people come to first."""

LEAST_RATIO = 0.4
MOST_UNASKED = 10.0
MOST_BUILD = 3.0
"""The bars: of nginx's requests; milliseconds to a page never asked for; seconds to build the site without pictures."""

FIELDS = """
      add_header Cache-Control "no-cache";
      add_header Content-Security-Policy "default-src 'none'; frame-ancestors 'none'";
      add_header Referrer-Policy "strict-origin-when-cross-origin";
      add_header X-Content-Type-Options nosniff;"""


def main(rounds: int) -> bool:
    """Print everything; whether every bar is held."""
    missing = [program for program in ("nginx", "wrk", "taskset") if shutil.which(program) is None]
    if missing:
        sys.exit(f"{', '.join(missing)}: not found (apt-get install nginx-light wrk util-linux)")
    print(f"load average {', '.join(f'{load:.1f}' for load in os.getloadavg())}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)  # nginx reads as another user
        for series in SEASONS:
            text = season_text().replace("id: wtcr,", f"id: {series},")
            (folder / f"{series}.yaml").write_text(text)
        held = served(folder, rounds)
        return built(folder) and held


def served(folder: Path, rounds: int) -> bool:
    """How pages are served that are at hand, and how soon those that are not: all of three seasons, by one process."""
    ports = {"nginx": free_port(), "season-calendar": free_port()}
    urls = {name: f"http://127.0.0.1:{port}{PAGE}" for name, port in ports.items()}
    conf = NGINX.format(folder=folder, port=ports["nginx"], fields=FIELDS)
    (folder / "nginx.conf").write_text(conf.replace("text/calendar ics;", "text/html html;"))
    command = [sys.executable, "-m", "season_calendar", "serve", *files_in(folder)]
    command += ["--database", str(folder / "state.sqlite3"), "--port", str(ports["season-calendar"])]
    command += ["--base-url", "https://example.org"]
    with process(command, urls["season-calendar"]):
        time.sleep(SETTLED)
        unasked = unasked_milliseconds(ports["season-calendar"], pages_never_asked_for())
        pictures = unasked_milliseconds(ports["season-calendar"], pictures_never_asked_for())
        file = folder / "www" / PAGE.strip("/") / "index.html"
        file.parent.mkdir(parents=True)
        file.write_bytes(fetch(urls["season-calendar"])[0])
        file.with_suffix(".html.gz").write_bytes(fetch(urls["season-calendar"], gzip=True)[0])
        with process(["nginx", "-c", str(folder / "nginx.conf")], urls["nginx"]):
            runs = compared(urls, folder, rounds)
        edited = edited_milliseconds(ports["season-calendar"], folder / "wtcr.yaml")
    held = show(runs, least_ratio=LEAST_RATIO)
    print(f"a page never asked for of a season of 60 events: {unasked:.1f} ms, at most {MOST_UNASKED:g}")
    print(f"the first page after an edit of its season: {edited:.1f} ms, at most {MOST_UNASKED:g}")
    print(f"a picture never asked for: {pictures:.1f} ms")
    return held and max(unasked, edited) <= MOST_UNASKED


def files_in(folder: Path) -> list[str]:
    """The options that name the season files."""
    return [part for series in SEASONS for part in ("-f", str(folder / f"{series}.yaml"))]


def pages_never_asked_for() -> list[str]:
    """The pages of the seasons of which nobody asked for anything yet, in each language."""
    return [f"/{tag}/{series}/2030/" for series in SEASONS[1:] for tag in LANGUAGES]


def pictures_never_asked_for() -> list[str]:
    """The picture of each round in each language."""
    return [f"/{tag}/wtcr/2030/round-{number}/card.png" for number in range(1, 11) for tag in LANGUAGES]


def unasked_milliseconds(port: int, paths: Iterable[str]) -> float:
    """The median time over one connection from asking to the last byte."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    times = [asked(connection, path)[0] for path in paths]
    connection.close()
    return statistics.median(times) * 1000


def edited_milliseconds(port: int, file: Path) -> float:
    """The median time to a page of a season that was edited: the first that is asked for of what is published since, in
    each language by turns.
    """
    connection, text, times = http.client.HTTPConnection("127.0.0.1", port), file.read_text(), []
    for number in range(EDITS):
        _, before = asked(connection, FEED)
        file.write_text(text.replace("id: round-1\n", f"id: round-1\n    note: Edit {number}\n"))
        while asked(connection, FEED)[1] == before:
            time.sleep(0.1)
        times.append(asked(connection, f"/{LANGUAGES[number % len(LANGUAGES)]}/wtcr/2030/")[0])
    connection.close()
    return statistics.median(times) * 1000


def asked(connection: http.client.HTTPConnection, path: str) -> tuple[float, str | None]:
    """The seconds from asking to the last byte, and the tag of what is answered. Raises ValueError where nothing is."""
    started = time.perf_counter()
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    taken = time.perf_counter() - started
    if answer.status != 200:
        raise ValueError(f"{path}: {answer.status}")
    return taken, answer.headers["ETag"]


def built(folder: Path) -> bool:
    """How long it takes to build the site: without pictures, with all of them, and once more when they are there."""
    command = [
        sys.executable,
        "-m",
        "season_calendar",
        "build",
        *files_in(folder),
        "--database",
        str(folder / "built.sqlite3"),
    ]
    address = ("--base-url", "https://example.org")
    pages = min(seconds([*command, str(folder / f"site-{number}")]) for number in range(3))
    first = seconds([*command, *address, str(folder / "pictures")])
    again = seconds([*command, *address, str(folder / "pictures")])
    count = sum(1 for _ in (folder / "pictures").rglob("card.png"))
    print(f"to build {len(SEASONS)} seasons in {len(LANGUAGES)} languages: {pages:.2f} s, at most {MOST_BUILD:g}")
    print(f"with {count} pictures for sharing: {first:.2f} s, {again:.2f} s where they are there")
    return pages <= MOST_BUILD


def seconds(command: list[str]) -> float:
    """How long a process takes."""
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(0 if main(int(sys.argv[1]) if len(sys.argv) > 1 else 5) else 1)
