"""Deliveries of every kind as the version before kept them, one by one: what becomes of each, on SQLite.

On both databases a whole ledger of before is read in ``test_migration_of_deliveries``.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from support.old_database import make_old_database
from support.racing import germany
from support.reminding import DAY, HOUR, MINUTE, at, editions

from season_calendar.publishing.facts_codec import to_json
from season_calendar.reminders.known import Kind, Knowledge
from season_calendar.reminders.record import Entry
from season_calendar.storage.engine import open_database
from season_calendar.storage.ledger.ledger import SqlLedger
from season_calendar.storage.ledger.record import SqlRecord

PUBLICATION = editions(germany())[0]
ROUND, QUALIFYING, RACE, DAY_ONLY = PUBLICATION.entries
START = at("06-05 09:00")  # of the race


def text_of(value: object) -> str:
    if isinstance(value, datetime):
        return "'" + value.isoformat(timespec="microseconds").removesuffix("+00:00") + "Z'"
    return "NULL" if value is None else str(value) if isinstance(value, int) else "'" + str(value) + "'"


def insert(table: str, **values: object) -> str:
    return f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join(map(text_of, values.values()))})"


def delivery(state: str, **other: object) -> str:
    """A reminder to the console an hour before the race."""
    facts: dict[str, object] = {
        "key": "wtcr/2021/germany/race-1/1h/console/fake/0",
        "subscriber_id": "console",
        "channel": "fake",
        "kind": "reminder",
        "uid": RACE,
        "season_key": "wtcr/2021",
        "lead_minutes": 60,
        "start_revision": 0,
        "start_at": START,
        "due_at": START - HOUR,
        "expires_at": START - 30 * MINUTE,
        "state": state,
        "attempt": 0,
        "next_attempt_at": START - HOUR,
        "created_at": START - HOUR,
        "settled_at": START - HOUR,
    }
    return insert("deliveries", **facts | other)


def correction(revision: int, status: str, **other: object) -> str:
    key = f"wtcr/2021/germany/race-1/correction/console/fake/{revision}-{status}"
    return delivery("sent", key=key, kind="correction", lead_minutes=None, start_revision=revision, **other)


def journal() -> list[str]:
    at_ = PUBLICATION.published_at
    season = insert("published_seasons", series_id="wtcr", season_id="2021", edition=1, published_at=at_)
    rows = [
        insert(
            "journal_entries",
            uid=entry.uid,
            series_id="wtcr",
            season_id="2021",
            position=position,
            fingerprint=entry.fingerprint,
            sequence=0,
            start_revision=0,
            first_published_at=at_,
            modified_at=at_,
            facts=to_json(entry.facts),
        )
        for position, entry in enumerate(PUBLICATION.entries.values())
    ]
    return [season, *rows]


def migrated(folder: Path, *deliveries: str) -> tuple[Knowledge | None, list[Entry]]:
    """What is known of Germany and what is on record, once the database is opened by this version."""
    address = str(folder / "old.sqlite3")
    make_old_database(address, "0005", [*journal(), *deliveries])
    engine = open_database(address)
    with SqlLedger(engine).claiming("me", ["wtcr/2021"], START + 365 * DAY, 10) as batch:
        known = batch.found[0].row.knowledge if batch.found else None
    entries = [its.entry for its in SqlRecord(engine).entries(10)]
    engine.dispose()
    return known, entries


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [("it was no longer of use", "skipped"), ("it could not be handed over while it was of use", "dead")],
)
def test_what_was_left_out_is_on_record_and_known_to_have_passed(tmp_path: Path, reason: str, outcome: str) -> None:
    known, (entry,) = migrated(tmp_path, delivery("skipped", reason=reason))
    assert (entry.outcome, entry.why, entry.kind, entry.lead) == (outcome, reason, Kind.REMINDER, HOUR)
    assert known is not None
    assert known.of(RACE).passed is not None
    assert (known.of(RACE).saying, known.of(RACE).attempts) == (None, ())


@pytest.mark.parametrize("state", ["superseded", "cancelled"])
def test_what_was_withdrawn_leaves_nothing(tmp_path: Path, state: str) -> None:
    assert migrated(tmp_path, delivery(state)) == (None, [])


def test_a_start_that_was_told_and_is_the_journals_no_more_is_all_that_is_known(tmp_path: Path) -> None:
    known, _ = migrated(tmp_path, delivery("sent", start_at=START - 2 * HOUR))
    assert known is not None
    saying = known.of(RACE).saying
    assert saying is not None
    # 09:00 at the venue is what a day without a time was told with.
    assert (saying.known.start_at, saying.known.has_time, saying.known.venue) == (START - 2 * HOUR, False, None)


@pytest.mark.parametrize(
    ("sent_before", "lead"), [(timedelta(minutes=59, seconds=30), HOUR), (2 * HOUR, 2 * HOUR), (-MINUTE, None)]
)
def test_a_correction_said_what_was_due_when_it_was_sent(
    tmp_path: Path, sent_before: timedelta, lead: timedelta | None
) -> None:
    known, _ = migrated(tmp_path, correction(1, "confirmed", settled_at=START - sent_before))
    assert known is not None
    saying = known.of(RACE).saying
    assert saying is not None
    assert (saying.lead, saying.known.off) == (lead, None)


def test_the_last_of_what_was_sent_is_known_and_what_was_refused_before_it_forgotten(tmp_path: Path) -> None:
    known, entries = migrated(
        tmp_path,
        delivery("dead", key="wtcr/2021/germany/race-1/1d/console/fake/0", lead_minutes=1440, settled_at=START - DAY),
        delivery("sent"),
        correction(0, "cancelled", settled_at=START - 5 * MINUTE),
        delivery("dead", key="wtcr/2021/germany/race-1/5m/console/fake/0", lead_minutes=5, settled_at=START - MINUTE),
    )
    assert known is not None
    told = known.of(RACE)
    assert told.saying is not None
    assert (told.saying.known.off, told.saying.lead, told.times) == ("cancelled", None, 3)
    assert [(its.saying.lead, its.was_refused, its.may_have_arrived) for its in told.attempts] == [
        (5 * MINUTE, True, False)
    ]
    assert [entry.at for entry in entries] == [START - MINUTE, START - 5 * MINUTE, START - HOUR, START - DAY]


def test_of_who_is_gone_and_of_what_the_journal_does_not_know_only_the_record_is_kept(tmp_path: Path) -> None:
    known, entries = migrated(
        tmp_path,
        delivery("sent", subscriber_id="gone", key="1"),
        delivery("sent", uid="wtcr.2021.monza+2.race-1@season-calendar", key="2"),
        delivery("sent", uid="wtcr.2021.monza+2@season-calendar", key="3"),
    )
    assert known is None
    assert [entry.subject for entry in entries] == ["wtcr/2021/monza", "wtcr/2021/monza", "wtcr/2021/germany"]


def test_of_what_was_over_for_a_week_when_anything_was_planned_last_only_the_record_is_kept(tmp_path: Path) -> None:
    known, entries = migrated(tmp_path, delivery("sent"), delivery("sent", key="2", created_at=START + 30 * DAY))
    assert known is None
    assert len(entries) == 2


def test_an_empty_database_is_migrated_too(tmp_path: Path) -> None:
    assert migrated(tmp_path) == (None, [])
