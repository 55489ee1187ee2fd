"""What version 0.1.0 kept is understood by this version (see ``fixtures/journals-0.1.0``)."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from season_calendar.choices.choice import Choice, lead_times_of
from season_calendar.model import Season, Series, default_lead_times
from season_calendar.publishing import publish as rules
from season_calendar.publishing.last import last_publication
from season_calendar.publishing.publication import Entry, Publication
from season_calendar.publishing.publish import publish
from season_calendar.reminders.composing import message_key
from season_calendar.reminders.next_step import next_step
from season_calendar.reminders.occasions import subjects_of
from season_calendar.reminders.record import Outcome
from season_calendar.reminders.subscribers import Subscriber
from season_calendar.reminders.wanted import wanted_of
from season_calendar.season_file import read_season
from season_calendar.storage.address import read_address
from season_calendar.storage.engine import open_database
from season_calendar.storage.journal import SqlJournal
from season_calendar.storage.journal_file import FileJournal
from season_calendar.storage.ledger.ledger import SqlLedger
from season_calendar.storage.ledger.record import SqlRecord
from season_calendar.storage.subscribers import SqlSubscribers
from season_calendar.zoned_time import format_instant

FIXTURES = Path(__file__).parents[1] / "fixtures"
KEPT = FIXTURES / "journals-0.1.0"
EXPECTED = json.loads((KEPT / "expected.json").read_text(encoding="utf-8"))
PUBLISHED_AT = datetime(2021, 7, 16, 12, 0, tzinfo=UTC)
SUBSCRIBED_AT = datetime(2021, 7, 1, 6, 0, tzinfo=UTC)
ROUNDS_IN_THE_NEWS = {"hungary", "czech-republic", "france", "south-korea", "italy", "china", "macau", "russia"}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def kept_in_sqlite(folder: Path) -> str:
    path = folder / "kept.sqlite3"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.executescript((KEPT / "sqlite.sql").read_text(encoding="utf-8"))
    return str(path)


def kept_in_postgresql(database: str) -> str:
    other = create_engine(read_address(database).url)
    with other.begin() as connection:
        connection.exec_driver_sql((KEPT / "postgresql.sql").read_text(encoding="utf-8"))
    other.dispose()
    return database


@contextlib.contextmanager
def opened(address: str) -> Iterator[Engine]:
    engine = open_database(address)
    yield engine
    engine.dispose()


def kept_address(kind: str, request: pytest.FixtureRequest, folder: Path) -> str:
    return kept_in_sqlite(folder) if kind == "sqlite" else kept_in_postgresql(request.getfixturevalue("postgresql"))


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """The database of 0.1.0, opened by this version, of each kind in turn."""
    with opened(kept_address(request.param, request, tmp_path)) as engine:
        yield engine


@pytest.fixture(params=["sqlite", "postgresql", "file"])
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlJournal | FileJournal]:
    """The journal of 0.1.0, opened by this version, of each kind in turn."""
    if request.param == "file":
        path = tmp_path / "journal.json"
        path.write_bytes((KEPT / "journal.json").read_bytes())
        yield FileJournal(path)
        return
    with opened(kept_address(request.param, request, tmp_path)) as engine:
        yield SqlJournal(engine)


def in_short(entry: Entry) -> dict[str, object]:
    """An entry as ``expected.json`` has it."""
    return {
        "sequence": entry.sequence,
        "last_modified": format_instant(entry.modified_at),
        "fingerprint": entry.fingerprint,
        "start_revision": entry.start_revision,
        "counted_start_at": entry.counted_start_at and format_instant(entry.counted_start_at),
        "withdrawn_at": entry.withdrawn_at and format_instant(entry.withdrawn_at),
    }


def test_every_event_has_the_stamps_it_had(journal: SqlJournal | FileJournal) -> None:
    with journal.exclusive() as writer:
        history = writer.history("wtcr", "2021")

    assert (history.edition, history.published_at) == (9, PUBLISHED_AT)
    assert {uid: in_short(entry) for uid, entry in history.entries.items()} == EXPECTED


def published(journal: SqlJournal | FileJournal, revision: str, days: int) -> Publication:
    """The publication of one revision, so many days after the last edition of 0.1.0."""
    path = FIXTURES / "wtcr-2021" / f"{revision}.yaml"
    season, _ = read_season(path.read_bytes(), str(path))
    with journal.exclusive() as writer:
        publication = publish(season, writer.history("wtcr", "2021"), PUBLISHED_AT + days * DAY)
        writer.record(publication, path.read_text(encoding="utf-8"))
    return publication


def history_of(journal: SqlJournal | FileJournal) -> dict[str, Entry]:
    with journal.exclusive() as writer:
        return dict(writer.history("wtcr", "2021").entries)


def test_what_an_event_changed_last_changed_when_the_event_was_modified_last(
    journal: SqlJournal | FileJournal,
) -> None:
    entries = history_of(journal).values()

    changed = [entry for entry in entries if entry.notes]
    assert len(changed) == 10
    assert [[note.at for note in entry.notes] for entry in changed] == [[entry.modified_at] for entry in changed]
    assert all(note.before and note.after == entry.facts for entry in changed for note in entry.notes)


def test_a_season_is_known_by_what_its_events_say_until_it_is_published_again(
    journal: SqlJournal | FileJournal,
) -> None:
    with journal.exclusive() as writer:
        before = last_publication(writer.history("wtcr", "2021"))
    assert before.season == Season(Series("wtcr", "WTCR", "WTCR"), "2021", lead_times=default_lead_times())
    assert (before.edition, before.published_at, len(before.entries)) == (9, PUBLISHED_AT, len(EXPECTED))

    publication = published(journal, "rev-06", days=1)
    with journal.exclusive() as writer:
        after = last_publication(writer.history("wtcr", "2021"))
    assert after.season == replace(publication.season, rounds=())
    assert after.entries == publication.entries


def test_as_it_was_shown_then_the_season_published_last_is_new_only_in_sessions_that_know_their_rounds_label(
    journal: SqlJournal | FileJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Facts that 0.1.0 did not have, and an event does not, are no difference. Of the label nobody is told."""
    monkeypatch.setattr(rules, "RENDER_VERSION", 1)
    first, second = published(journal, "rev-06", days=1), published(journal, "rev-06", days=2)

    assert (first.edition, first.changes, second.edition, second.changed) == (10, (), 10, ())
    assert {entry.facts.round_label is None for entry in first.changed} == {False}
    assert {entry.facts.is_round for entry in first.changed} == {False}
    changed = {entry.uid for entry in first.changed}
    same = {uid: in_short(entry) for uid, entry in second.entries.items() if uid not in changed}
    assert same == {uid: EXPECTED[uid] for uid in same}
    assert len(same) > 8


def test_the_new_form_raises_every_sequence_by_one_and_is_told_as_no_change(journal: SqlJournal | FileJournal) -> None:
    before = history_of(journal)
    publication = published(journal, "rev-06", days=1)

    assert (publication.edition, publication.changes) == (10, ())
    assert publication.entries.keys() == before.keys()
    for uid, entry in publication.entries.items():
        assert (entry.sequence, entry.modified_at) == (before[uid].sequence + 1, PUBLISHED_AT + DAY)
        assert entry.last_changes == before[uid].last_changes
        assert (entry.start_revision, entry.counted_start_at) == (
            before[uid].start_revision,
            before[uid].counted_start_at,
        )
    assert history_of(journal) == publication.entries
    assert len(journal.changes("wtcr", "2021")) == 34


def test_once_in_the_new_form_the_same_season_is_no_new_edition(journal: SqlJournal | FileJournal) -> None:
    published(journal, "rev-06", days=1)
    again = published(journal, "rev-06", days=2)

    assert (again.edition, again.changed) == (10, ())


def test_the_next_revision_changes_what_it_changed_and_nothing_else(journal: SqlJournal | FileJournal) -> None:
    in_new_form = published(journal, "rev-06", days=1)
    next_one = published(journal, "rev-07", days=20)

    changed = {entry.uid for entry in next_one.changed}
    assert {change.facts.round_id for change in next_one.changes} == ROUNDS_IN_THE_NEWS
    assert {change.facts.uid for change in next_one.changes} == changed
    for uid, entry in in_new_form.entries.items():
        if uid not in changed:
            assert next_one.entries[uid] == entry


def test_every_change_is_still_told(journal: SqlJournal | FileJournal) -> None:
    changes = journal.changes("wtcr", "2021")
    last = [(change.aspect.value, change.facts.uid) for change in changes if change.at == PUBLISHED_AT]

    assert len(changes) == 34
    assert last == [
        ("time", "wtcr.2021.spain.fp1@season-calendar"),
        ("withdrawn", "wtcr.2021.spain.autographs@season-calendar"),
        ("status", "wtcr.2021.italy@season-calendar"),
    ]


def test_every_journal_holds_the_same(tmp_path: Path, postgresql: str) -> None:
    text = tmp_path / "journal.json"
    text.write_bytes((KEPT / "journal.json").read_bytes())
    with opened(kept_in_sqlite(tmp_path)) as sqlite, opened(kept_in_postgresql(postgresql)) as server:
        in_file = everything_in(FileJournal(text))
        assert everything_in(SqlJournal(sqlite)) == in_file
        assert everything_in(SqlJournal(server)) == in_file


def everything_in(journal: SqlJournal | FileJournal) -> tuple[object, ...]:
    with journal.exclusive() as writer:
        history = writer.history("wtcr", "2021")
    return history.edition, history.published_at, list(history.entries.items()), journal.changes("wtcr", "2021")


def test_of_the_editions_before_no_source_is_known_and_of_those_since_it_is(engine: Engine) -> None:
    journal = SqlJournal(engine)
    assert journal.source("wtcr", "2021") is None

    published(journal, "rev-07", days=20)
    text = (FIXTURES / "wtcr-2021" / "rev-07.yaml").read_text(encoding="utf-8")
    assert journal.source("wtcr", "2021") == journal.source("wtcr", "2021", 10) == text
    assert journal.source("wtcr", "2021", 9) is None


def test_subscribers_keep_their_choices(engine: Engine) -> None:
    anna = Subscriber(
        id="0a11a0000001",
        name="anna",
        channel="email",
        address="anna@example.org",
        zone_name="Europe/Stockholm",
        since=SUBSCRIBED_AT,
        choice=Choice(
            series=frozenset({"wtcr"}),
            lead_times=lead_times_of({"round": (30 * DAY, 7 * DAY), "race": (DAY, HOUR), "qualifying": ()}),
        ),
    )
    bo = Subscriber(
        id="0b0b00000002",
        name="bo",
        channel="webhook",
        address="https://hooks.example.org/not-a-real-token",
        zone_name="UTC",
        since=SUBSCRIBED_AT,
    )

    assert SqlSubscribers(engine).list() == (anna, bo)


def test_what_was_sent_or_refused_is_on_record(engine: Engine) -> None:
    record = SqlRecord(engine)
    (dead,) = record.entries(10, Outcome.DEAD)

    assert record.counts(SUBSCRIBED_AT - 365 * DAY) == {Outcome.SENT: 10, Outcome.DEAD: 1, Outcome.SKIPPED: 0}
    assert (dead.name, dead.entry.key) == ("bo", "wtcr/2021/spain/-/7d/0b0b00000002/webhook/1")
    assert dead.entry.why == "hooks.example.org answered 404"


def said(engine: Engine, now: datetime) -> list[str]:
    """The keys of what is said then."""
    with SqlJournal(engine).exclusive() as journal:
        subjects = subjects_of([last_publication(journal.history("wtcr", "2021"))])
    keys = []
    with SqlLedger(engine).claiming("me", {"wtcr/2021"}, now, 100) as batch:
        for found in batch.found:
            assert found.subscriber is not None
            wanted = wanted_of(subjects[found.row.subject], found.subscriber.choice)
            telling = next_step(found.row.knowledge, wanted, found.subscriber.since, now).telling
            if telling is not None:
                keys.append(message_key(telling, wanted.subject, found.subscriber.id))
    return sorted(keys)


def test_what_waited_is_said_when_it_is_due_and_with_its_key_where_it_was_tried(engine: Engine) -> None:
    (correction,) = said(engine, PUBLISHED_AT + timedelta(minutes=1))
    assert correction == "wtcr/2021/italy/-/correction/0a11a0000001/email/0-postponed"

    first, second = said(engine, datetime(2021, 8, 14, 7, 0, tzinfo=UTC))
    assert first.startswith("wtcr/2021/hungary/-/7d/0a11a0000001/")
    assert second.startswith("wtcr/2021/hungary/-/7d/0b0b00000002/")
