"""The commands that run until they are ended: run, serve, remind; in processes of their own."""

from __future__ import annotations

import json
import shutil
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import update
from support.command_line import Command
from support.reminding import DAY
from support.running import PATIENCE_SECONDS, Running
from support.sinks import HttpSink, in_turn, ok, status
from support.told_rows import entry, record

from season_calendar.storage.engine import opened_database, writing
from season_calendar.storage.ledger.record import SqlRecord
from season_calendar.storage.tables import SUBSCRIBERS


def wait_until(condition: Callable[[], bool]) -> None:
    """Look again and again until it is so."""
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < give_up_at
        time.sleep(0.1)


EVENTS = Path(__file__).parents[2] / "events.yaml"
PUBLIC = ("--base-url", "https://example.org/racing/")
OPENING_EVE = ("--at", "2021-06-02T12:05Z", "--speed", "600")  # 25 minutes before a reminder, so that it has begun


def get(url: str) -> bytes:
    """What is served there."""
    with urllib.request.urlopen(url, timeout=30) as response:
        body: bytes = response.read()
    return body


@dataclass(frozen=True, slots=True)
class Served:
    """A ``serve`` that runs, what it said at its start, and where it listens."""

    said: str
    url: str


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One for all tests that only ask it, under a public address, whose clock begins elsewhere."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copy(EVENTS, folder)
    with Running(["serve", "--port", "0", *PUBLIC, "--at", "2021-06-02T12:00Z"], folder) as service:
        url = service.wait_for(r"handed on to (http://127.0.0.1:\d+)$")[1]
        yield Served(service.output, url)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_run_serves_and_reminds_and_ends_cleanly(season_folder: Path, number: signal.Signals) -> None:
    shutil.rmtree(season_folder / "data")
    with Running(["run", "--port", "0", *PUBLIC, *OPENING_EVE], season_folder) as service:
        service.wait_for("What this run publishes and sends is forgotten at its end")
        service.wait_for(r"^  https://example.org/racing/wtcr\.ics$")
        url = service.wait_for(r"handed on to (http://127.0.0.1:\d+)$")[1]
        assert get(f"{url}/wtcr.ics").count(b"BEGIN:VEVENT") == 8 + 12
        if "WTCR: Race of Germany starts in " not in service.output:  # on a busy machine it comes before the server
            service.wait_for("WTCR: Race of Germany starts in ")
        assert service.end(number) == 0
    assert "Traceback" not in service.output
    assert not (season_folder / "data").exists()


def test_a_clock_that_only_begins_elsewhere_runs_as_fast_as_time(served: Served) -> None:
    assert "The clock starts at 2021-06-02T12:00:00Z and runs as fast as time.\n" in served.said


def test_feeds_are_told_under_the_public_address(served: Served) -> None:
    assert "\nLook and choose at https://example.org/racing/\n" in served.said
    assert "\n  https://example.org/racing/wtcr.ics\n" in served.said
    assert b"SOURCE;VALUE=URI:https://example.org/racing/wtcr.ics" in get(f"{served.url}/wtcr.ics")


def test_the_log_tells_of_a_hostile_file_and_steers_no_terminal(season_folder: Path) -> None:
    events = season_folder / "events.yaml"
    with Running(["serve", "--port", "0"], season_folder) as service:
        service.wait_for("Subscribe in any calendar")
        events.write_text(events.read_text("utf-8") + '"\\e[2J\\n\\u202e": x\n', "utf-8")
        service.wait_for(r"control character U\+001B")
        assert not {"\x1b", "\u202e"} & set(service.output)


def test_json_of_reminders_is_of_those_that_lie_ahead(season_folder: Path, command: Command) -> None:
    refused = command("remind", "--json")
    assert refused.exit_code == 2
    assert "--json shows what lies ahead and sends nothing: give --dry-run too" in refused.err


def test_a_broken_season_file_is_refused_at_start(season_folder: Path, command: Command) -> None:
    (season_folder / "events.yaml").write_text("rounds: [", "utf-8")
    for name in ("run", "serve", "remind"):
        result = command(name)
        assert result.exit_code == 1
        assert "1 problem in events.yaml" in result.err


def test_an_address_in_use_is_refused_with_a_remedy(served: Served, season_folder: Path, command: Command) -> None:
    port = served.url.rpartition(":")[2]
    result = command("serve", "--port", port)
    assert result.exit_code == 1
    assert port in result.err


def test_serve_gives_what_build_writes_byte_for_byte(season_folder: Path, command: Command) -> None:
    command("build", "site", "--no-pages", "--alarm", "1h")
    with Running(["serve", "--port", "0"], season_folder) as service:
        base = service.wait_for(r"(http://127.0.0.1:\d+)/")[1]
        for path in ("all.ics", "wtcr.ics", "wtcr/2021.ics"):
            assert get(f"{base}/{path}?alarm=1h") == Path("site", path).read_bytes()
        assert service.end(signal.SIGTERM) == 0


@pytest.mark.slow
def test_a_season_whose_file_is_not_named_any_more_is_served_until_it_is_forgotten(
    season_folder: Path, command: Command
) -> None:
    command("build", "site", "--no-pages", "--database", "state.sqlite3")
    (season_folder / "2021.yaml").write_bytes((season_folder / "events.yaml").read_bytes())
    (season_folder / "events.yaml").write_text(
        "schema: 1\nseries: {id: stcc, name: Swedish Touring Cars}\nseason: 2022\nrounds: []\n", "utf-8"
    )
    with Running(["serve", "--port", "0", "--database", "state.sqlite3"], season_folder) as service:
        service.wait_for("WARNING no season file named here is of wtcr/2021: it stays in the feeds as last published")
        base = service.wait_for(r"(http://127.0.0.1:\d+)/")[1]
        for path in ("wtcr.ics", "wtcr/2021.ics"):
            assert get(f"{base}/{path}") == Path("site", path).read_bytes()
        assert get(f"{base}/all.ics?series=stcc,wtcr").count(b"BEGIN:VEVENT") == 20
        health = json.loads(get(f"{base}/healthz"))
        assert [(its["key"], its["file"]) for its in health["seasons"]] == [
            ("stcc/2022", "events.yaml"),
            ("wtcr/2021", None),
        ]
        assert command("forget", "wtcr/2021", "--database", "state.sqlite3").exit_code == 0
        service.wait_for("wtcr/2021: edition 2 was published elsewhere")
        assert get(f"{base}/wtcr.ics").count(b"BEGIN:VEVENT") == 0
        assert get(f"{base}/all.ics?series=stcc,wtcr").count(b"BEGIN:VEVENT") == 0
    assert "Traceback" not in service.output


@pytest.mark.slow
@pytest.mark.parametrize(("option", "reminded"), [((), False), (("--keep-reminding",), True)])
def test_a_season_without_its_file_is_reminded_of_only_when_asked(
    season_folder: Path, command: Command, option: tuple[str, ...], reminded: bool
) -> None:
    command("build", "site", "--no-pages", "--database", "state.sqlite3")
    (season_folder / "events.yaml").write_text(
        "schema: 1\nseries: {id: stcc, name: Swedish Touring Cars}\nseason: 2022\nrounds: []\n", "utf-8"
    )
    ahead = command("remind", "--dry-run", "--at", "2021-06-02T12:00Z", "--database", "state.sqlite3", *option)
    assert ("WTCR: Race of Germany" in ahead.out) is reminded
    with Running(["remind", "--database", "state.sqlite3", *OPENING_EVE, *option], season_folder) as service:
        service.wait_for("Reminding")
        if reminded:
            service.wait_for("WTCR: Race of Germany starts in ")
        assert ("no longer reminded of" in service.output) is not reminded


@pytest.mark.slow
def test_a_file_that_breaks_while_served_leaves_the_last_good_season(season_folder: Path) -> None:
    events = season_folder / "events.yaml"
    good = events.read_text("utf-8")
    with Running(["serve", "--port", "0"], season_folder) as service:
        base = service.wait_for(r"(http://127.0.0.1:\d+)/")[1]
        before = get(f"{base}/wtcr.ics")
        events.write_text(good.replace("venue: guia", "venue: gia"), "utf-8")
        service.wait_for("keeping the last good wtcr/2021")
        assert get(f"{base}/wtcr.ics") == before
        health = json.loads(get(f"{base}/healthz"))
        assert health["status"] == "degraded"
        assert "there is no venue 'gia'" in health["seasons"][0]["problems"][0]
        events.write_text(good.replace("name: Race of Macau", "name: Guia Race"), "utf-8")
        service.wait_for("published edition 2 of wtcr/2021")
        assert b"SUMMARY;LANGUAGE=en:WTCR: Guia Race" in get(f"{base}/wtcr.ics")


def subscribe(command: Command, sink: HttpSink) -> tuple[str, str]:
    """Have the sink reminded; returns the option that names the database."""
    state = ("--database", "state.sqlite3")
    words = ["add", "club", "--channel", "webhook", "--to", sink.url, "--since", "2021-06-01T00:00Z"]
    assert command("subscriber", *words, *state).exit_code == 0
    return state


def test_remind_sends_to_its_subscribers(season_folder: Path, command: Command) -> None:
    with HttpSink() as sink:
        state = subscribe(command, sink)
        at = ("--at", "2021-06-04T11:34Z", "--speed", "60")
        with Running(["remind", *at, *state], season_folder) as service:
            (request,) = sink.wait_for(1)
            assert service.end(signal.SIGTERM) == 0
    assert str(request.json["title"]).startswith("WTCR Qualifying: Race of Germany starts in ")
    assert request.headers["Idempotency-Key"] == request.json["key"]
    shown = command("delivery", "list", "--json", "--at", "2021-06-04T12:00Z", *state).json()
    assert shown["counts"]["sent"] == 1
    assert [delivery["uid"] for delivery in shown["deliveries"] if delivery["state"] == "sent"] == [
        "wtcr.2021.germany.qualifying@season-calendar"
    ]


@pytest.mark.slow
def test_a_refused_delivery_can_be_sent_again(season_folder: Path, command: Command) -> None:
    with HttpSink() as sink:
        state = subscribe(command, sink)
        sink.behave(in_turn(status(410), ok))
        with Running(["remind", "--at", "2021-06-04T11:34:50Z", *state], season_folder) as service:
            sink.wait_for(1)
            service.wait_for("WARNING 1 lost; the first: a reminder of wtcr/2021/germany, by webhook: .* answered 410")
            listing = ("delivery", "list", "--state", "dead", "--json", *state)
            wait_until(lambda: bool(command(*listing).json()["deliveries"]))
            (dead,) = command(*listing).json()["deliveries"]
            assert (dead["subscriber"], "410" in dead["why"], sink.url in str(dead)) == ("club", True, False)
            result = command("delivery", "resend", dead["key"], "--at", "2021-06-04T11:35Z", *state)
            assert result.out == f"to be sent again: {dead['key']}\n"
            assert [request.key for request in sink.wait_for(2)] == [dead["key"]] * 2


def test_a_changed_wish_takes_effect_in_a_running_daemon(season_folder: Path, command: Command) -> None:
    with HttpSink() as sink:
        state = subscribe(command, sink)
        with Running(["remind", "--at", "2021-06-04T10:00Z", *state], season_folder) as service:
            service.wait_for("Reminding")
            command("subscriber", "edit", "club", "--lead", "qualifying=3h", *state)
            (request,) = sink.wait_for(1)
    assert request.json["lead"] == "3h"


@pytest.mark.slow
def test_a_database_that_is_deleted_ends_the_reminders_with_a_word(season_folder: Path) -> None:
    for words in (["remind"], ["run", "--port", "0"]):
        with Running([*words, "--database", "state.sqlite3"], season_folder) as service:
            service.wait_for("Reminding" if words == ["remind"] else "wtcr.ics")
            (season_folder / "state.sqlite3").unlink()
            service.wait_for("CRITICAL database .*state.sqlite3: its file was deleted or moved away while it was open")
            service.wait_for(r"the reminders ended \(see what the log says last, and start again\)")
            assert service.wait() == 1
        assert "Traceback" not in service.output
        for left in season_folder.glob("state.sqlite3*"):
            shutil.rmtree(left) if left.is_dir() else left.unlink()


def test_whoever_cannot_be_reached_as_it_was_started_is_told_of(season_folder: Path, command: Command) -> None:
    state = ("--database", "state.sqlite3")
    for name in ("anna", "bo"):
        command("subscriber", "add", name, "--channel", "email", "--to", f"{name}@example.org", *state)
    with Running(["remind", "--mail-from", "calendar@example.org", *state], season_folder) as service:
        told = "2 subscribers are reminded by email, and nothing is sent to them: no mail server is set"
        service.wait_for(rf"WARNING {told} \(--smtp-url\)$")
    with opened_database("state.sqlite3") as engine, writing(engine) as connection:
        connection.execute(update(SUBSCRIBERS).where(SUBSCRIBERS.c.name == "bo").values(channel="pigeon"))
    with Running(["remind", *state], season_folder) as service:
        service.wait_for("WARNING 1 subscriber is reminded by email.* no sender of mail is set")
        service.wait_for(r"WARNING 1 subscriber is reminded by pigeon.*there is no such channel \(one of console,")


@pytest.mark.slow
def test_health_counts_deliveries_and_says_whether_reminders_go_on(season_folder: Path, command: Command) -> None:
    with HttpSink() as sink:
        state = subscribe(command, sink)
        words = ["run", "--port", "0", "--at", "2021-06-04T11:34:55Z", *state]
        with Running(words, season_folder) as service:
            base = service.wait_for(r"(http://127.0.0.1:\d+)/")[1]
            sink.wait_for(1)
            wait_until(lambda: json.loads(get(f"{base}/healthz"))["deliveries"]["sent_in_24_hours"] == 1)
            text = get(f"{base}/healthz").decode()
    assert "club" not in text
    health = json.loads(text)
    assert (health["status"], health["reminding"]) == ("ok", True)
    assert health["deliveries"] == {
        "sent_in_24_hours": 1,
        "dead_in_24_hours": 0,
        "skipped_in_24_hours": health["deliveries"]["skipped_in_24_hours"],
        "failing": 0,
        "waiting": 0,
    }
    with Running(["serve", "--port", "0", *state], season_folder) as service:
        base = service.wait_for(r"(http://127.0.0.1:\d+)/")[1]
        health = json.loads(get(f"{base}/healthz"))
        assert ("reminding" in health, health["deliveries"]["sent_in_24_hours"]) == (False, 0)


def test_the_record_is_pruned_by_age(season_folder: Path) -> None:
    with opened_database("state.sqlite3") as engine:
        record(engine, *(replace(entry(number), at=datetime.now(UTC) - number * DAY) for number in range(4)))
        options = ["--database", "state.sqlite3", "--keep-record", "2d"]
        with Running(["remind", *options], season_folder):
            wait_until(lambda: len(SqlRecord(engine).entries(10)) == 2)


@pytest.mark.parametrize(("span", "said"), [("soon", "is not a length of time"), ("12h", "at least 1d")])
def test_a_record_is_kept_for_a_day_at_least(season_folder: Path, command: Command, span: str, said: str) -> None:
    refused = command("remind", "--keep-record", span)
    assert (refused.exit_code, said in refused.err) == (2, True)


def test_a_dry_run_shows_what_is_due_and_keeps_nothing(season_folder: Path, command: Command) -> None:
    lines = command("remind", "--dry-run", "--at", "2021-06-02T12:00Z", "--zone", "UTC").out.splitlines()
    assert lines[0] == (
        "Wed, 2 Jun 2021, 12:30\t1 day\tWTCR: Race of Germany\tThu, 3 Jun 2021, 14:30\tconsole\tconsole"
    )
    assert lines[1].startswith("Fri, 4 Jun 2021, 11:35\t30 minutes\tWTCR Qualifying: Race of Germany\t")
    counts = command("delivery", "list", "--json").json()["counts"]
    assert not any(counts.values())


def test_a_dry_run_of_a_season_that_is_over_says_so(season_folder: Path, command: Command) -> None:
    assert command("remind", "--dry-run").out.startswith("No reminder lies ahead.")


def test_an_unknown_feed_tells_which_there_are(served: Served) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        get(f"{served.url}/wtrc.ics")
    assert refused.value.code == 404
    assert "/wtcr.ics" in refused.value.read().decode()
    refused.value.close()
