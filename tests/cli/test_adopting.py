"""Taking over what was published, from a folder or over HTTP, where the journal was lost."""

from __future__ import annotations

import shutil
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import freezegun
import pytest
from icalendar import Calendar
from support.command_line import Command, Result
from support.running import Running

from season_calendar.cli.published import feeds as published_feeds

Served = Callable[[Path], str]


@pytest.fixture(autouse=True)
def _in_season_folder(season_folder: Path) -> None:
    """Every command here runs where the season file is."""


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves a folder, or answers every request with a status of the test, and logs nothing."""

    status: int | None = None
    body = b""
    headers_of_it: Mapping[str, str] = {}

    def do_GET(self) -> None:
        if self.status is None:
            super().do_GET()
            return
        self.send_response(self.status)
        for name, value in {**self.headers_of_it, "Content-Length": str(len(self.body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 the base class's name
        """Say nothing on stderr."""


@pytest.fixture
def serving() -> Iterator[Callable[[type[BaseHTTPRequestHandler] | partial[QuietHandler]], str]]:
    """Serve with a handler until the test ends; the server's address."""
    servers = []

    def serve(handler: type[BaseHTTPRequestHandler] | partial[QuietHandler]) -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return f"http://127.0.0.1:{server.server_address[1]}"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def served(serving: Callable[[partial[QuietHandler]], str]) -> Served:
    """Serve a folder over HTTP, as a web server does; its address."""
    return lambda folder: serving(partial(QuietHandler, directory=str(folder)))


def answering(status: int, body: bytes = b"", **headers: str) -> type[QuietHandler]:
    """A server that answers every request so."""
    return type("Answering", (QuietHandler,), {"status": status, "body": body, "headers_of_it": headers})


def build(command: Command, at: str, *words: str | Path) -> Result:
    """``build public`` with a journal file at an hour of 3 June 2021; no pages, which adopt nothing."""
    with freezegun.freeze_time(f"2021-06-03T{at}:00Z", real_asyncio=True):
        return command("build", "public", "--no-pages", "--journal", "journal.json", *words)


def in_a_clean_checkout() -> None:
    """What a CI begins with: the season file, no feeds, no journal."""
    shutil.rmtree("public")
    Path("journal.json").unlink()


def postpone_portugal() -> None:
    """What a volunteer would write."""
    text = Path("events.yaml").read_text("utf-8")
    Path("events.yaml").write_text(
        text.replace("    dates: 2021-06-26", "    status: postponed\n    dates: 2021-06-26")
    )


def stamps(folder: str = "public") -> dict[str, tuple[int, str]]:
    """SEQUENCE and LAST-MODIFIED of every event in a folder's season feed, by UID."""
    calendar = Calendar.from_ical((Path(folder) / "wtcr/2021.ics").read_bytes())
    return {
        str(event["UID"]): (int(str(event["SEQUENCE"])), f"{event.last_modified:%Y%m%dT%H%M%SZ}")
        for event in calendar.events
    }


def contents(folder: str = "public") -> dict[str, bytes]:
    """Every file of a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in Path(folder).rglob("*.ics")}


def test_build_refuses_a_folder_whose_feeds_the_journal_does_not_know(command: Command) -> None:
    build(command, "08:00")
    before = contents()
    Path("journal.json").unlink()
    postpone_portugal()

    result = build(command, "09:00")

    assert result.exit_code == 1
    assert "public/wtcr/2021.ics: here is wtcr/2021 as it was published, but the journal does not know it" in result.err
    assert "give back the journal" in result.err
    assert "--adopt public" in result.err
    assert contents() == before
    assert not Path("journal.json").exists()


def test_what_is_refused_can_be_adopted_from_the_folder_itself(command: Command) -> None:
    build(command, "08:00")
    Path("journal.json").unlink()
    postpone_portugal()

    result = build(command, "09:00", "--adopt", "public")

    assert result.exit_code == 0
    assert "Adopted 20 events of wtcr/2021." in result.out
    assert "WTCR: Race of Portugal is postponed." in result.out
    assert stamps()["wtcr.2021.portugal@season-calendar"] == (1, "20210603T090000Z")
    assert stamps()["wtcr.2021.germany@season-calendar"] == (0, "20210603T080000Z")


def test_build_refuses_a_folder_whose_feeds_have_a_season_without_file_that_the_journal_does_not_know(
    command: Command,
) -> None:
    other = "schema: 1\nseries: {id: f1, name: F1}\nseason: 2021\nvenues: {spa: {name: Spa, zone: Europe/Brussels}}\n"
    Path("f1.yaml").write_text(other + "rounds: [{id: belgium, name: Belgium, venue: spa, dates: 2021-08-29}]\n")
    both = ("-f", "events.yaml", "-f", "f1.yaml")
    build(command, "08:00", *both)
    before = contents()
    Path("journal.json").unlink()

    result = build(command, "09:00", "--adopt", "public", "--prune")

    assert result.exit_code == 1
    assert "public/all.ics: here is f1/2021 as it was published, but the journal does not know it" in result.err
    assert contents() == before
    assert not Path("journal.json").exists()
    assert build(command, "09:00", "--adopt", "public", *both).exit_code == 0
    assert build(command, "10:00", "--prune").exit_code == 0
    assert contents() == before


def test_other_calendars_in_the_folder_are_nobodys_business(command: Command) -> None:
    mine = b"BEGIN:VCALENDAR\r\nPRODID:-//me//mine//EN\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"
    Path("public").mkdir()
    Path("public/mine.ics").write_bytes(mine)
    assert build(command, "08:00").exit_code == 0
    Path("journal.json").unlink()

    assert build(command, "09:00", "--adopt", "public").exit_code == 0
    assert Path("public/mine.ics").read_bytes() == mine


def test_a_ci_without_journal_builds_the_very_same_feeds_from_those_that_are_served(
    command: Command, served: Served
) -> None:
    build(command, "08:00")
    before = contents()
    shutil.copytree("public", "site")
    in_a_clean_checkout()

    result = build(command, "09:00", "--adopt", served(Path("site")))

    assert result.exit_code == 0
    assert contents() == before


def test_builds_of_a_ci_have_the_uids_and_stamps_of_those_with_a_journal(command: Command, served: Served) -> None:
    build(command, "08:00")
    shutil.copytree("public", "site")
    shutil.copy("journal.json", "kept.json")
    in_a_clean_checkout()
    postpone_portugal()

    build(command, "09:00", "--adopt", served(Path("site")))

    without = stamps()
    Path("kept.json").rename("journal.json")
    build(command, "09:00")
    assert without == stamps()
    assert {sequence for sequence, _ in without.values()} == {0, 1}


def test_the_first_publication_ever_finds_nothing_to_adopt(command: Command, served: Served) -> None:
    Path("site").mkdir()

    result = build(command, "08:00", "--adopt", served(Path("site")))

    assert result.exit_code == 0
    assert "Nothing to adopt for wtcr/2021: it was not published there." in result.out
    assert len(stamps()) == 20


def test_one_address_of_a_feed_is_adopted_too_whatever_is_chosen_there(command: Command, served: Served) -> None:
    build(command, "08:00", "--sessions", "race", "--lang", "sv")
    shutil.copytree("public", "site")
    in_a_clean_checkout()

    result = build(command, "09:00", "--adopt", f"{served(Path('site'))}/all.ics")

    assert "Adopted 12 events of wtcr/2021." in result.out
    assert stamps()["wtcr.2021.portugal.race-1@season-calendar"] == (0, "20210603T080000Z")
    assert stamps()["wtcr.2021.portugal.fp1@season-calendar"] == (0, "20210603T090000Z")


def test_a_journal_that_knows_the_season_is_not_asked_to_adopt(command: Command) -> None:
    build(command, "08:00")
    postpone_portugal()

    result = build(command, "09:00", "--adopt", "http://127.0.0.1:1/")

    assert result.exit_code == 0
    assert "Nothing to adopt: the journal knows every season." in result.out
    assert "WTCR: Race of Portugal is postponed." in result.out


def test_nothing_published_where_it_is_asked_does_not_excuse_what_is_in_the_folder(
    command: Command, served: Served
) -> None:
    build(command, "08:00")
    Path("journal.json").unlink()
    Path("site").mkdir()

    result = build(command, "09:00", "--adopt", served(Path("site")))

    assert result.exit_code == 1
    assert "the journal does not know it" in result.err


@pytest.mark.parametrize(
    ("handler", "what"),
    [
        (answering(500), "the server answered 500 (try again when it gives the feed)"),
        (answering(403), "the server answered 403"),
        (answering(200, b"<!DOCTYPE html><html></html>"), "this is a web page"),
        (answering(200, b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"), "this is no feed of this program"),
        (answering(200, b"x" * 1000), "this is larger than"),
    ],
)
def test_a_server_that_gives_no_feed_stops_the_build_and_nothing_is_published(
    command: Command,
    serving: Callable[[type[QuietHandler]], str],
    handler: type[QuietHandler],
    what: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(published_feeds, "LARGEST_FEED", 100)
    address = serving(handler)

    result = build(command, "08:00", "--adopt", address.replace("http://", "http://user:secret@"))

    assert result.exit_code == 1
    assert f"{address}/wtcr/2021.ics: {what}" in result.err
    assert "secret" not in result.err
    assert not Path("public").exists()
    assert not Path("journal.json").exists()


def test_a_feed_is_followed_to_where_it_went(
    command: Command, served: Served, serving: Callable[[type[QuietHandler]], str]
) -> None:
    build(command, "08:00")
    shutil.copytree("public", "site")
    in_a_clean_checkout()
    address = served(Path("site"))

    result = build(command, "09:00", "--adopt", serving(answering(301, Location=f"{address}/wtcr/2021.ics")))

    assert "Adopted 20 events of wtcr/2021." in result.out


def test_a_server_that_never_comes_to_an_end_stops_the_build(
    command: Command, serving: Callable[[type[QuietHandler]], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(published_feeds, "LONGEST_FETCH_SECONDS", -1.0)

    result = build(command, "08:00", "--adopt", serving(answering(200, b"BEGIN:VCALENDAR")))

    assert result.exit_code == 1
    assert "the server takes too long" in result.err


@pytest.mark.parametrize(
    ("source", "code", "what"),
    [
        ("http://127.0.0.1:1/", 1, "the server cannot be reached: connection refused"),
        ("http://[::1/", 2, "Invalid port"),
        ("webcal://example.org", 2, "not a web address (write it as https://example.org)"),
        ("nowhere", 1, "nowhere: there is no such folder"),
        ("", 2, "the name is empty"),
    ],
)
def test_what_cannot_be_adopted_stops_the_build(command: Command, source: str, code: int, what: str) -> None:
    result = build(command, "08:00", "--adopt", source)

    assert result.exit_code == code
    assert what in result.err
    assert not Path("journal.json").exists()


def test_a_server_with_a_new_database_goes_on_from_what_another_one_serves(command: Command, tmp_path: Path) -> None:
    build(command, "08:00")
    Path("journal.json").unlink()
    with Running(["serve", "--port", "0", "--adopt", "public"], tmp_path) as first:
        first.wait_for("Adopted 20 events of wtcr/2021")
        address = first.wait_for(r"(http://\S+)/wtcr\.ics")[1]
        shutil.rmtree("public")
        shutil.rmtree("data", ignore_errors=True)

        build(command, "09:00", "--adopt", address)
        assert first.end(signal.SIGTERM) == 0

    assert stamps()["wtcr.2021.portugal@season-calendar"] == (0, "20210603T080000Z")
