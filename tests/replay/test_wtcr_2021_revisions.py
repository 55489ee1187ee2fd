"""The ten states of the WTCR 2021 season, published one after the other as they became known.

The season would not hold still: rounds moved, left, joined, were postponed and cancelled. What subscribers should have
seen stands here and in ``wtcr_2021_changes.txt``, checked by hand against what was announced.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from support.calendar_readers import READERS, Seen, told
from support.ics_lint import faults

from season_calendar.feeds.addresses import find_feed
from season_calendar.feeds.feed import Feed, build_feed
from season_calendar.feeds.render import Renderer
from season_calendar.model import Season, Status
from season_calendar.publishing.facts import EventFacts
from season_calendar.publishing.publication import Entry, History, Publication
from season_calendar.publishing.publish import publish
from season_calendar.season_file import read_season
from season_calendar.storage.journal import SqlJournal
from season_calendar.storage.journal_file import FileJournal
from season_calendar.wording.events import describe_change
from season_calendar.wording.texts import texts_for

FIXTURES = Path(__file__).parents[1] / "fixtures" / "wtcr-2021"
TEXTS = texts_for("en")

# The revisions and the days on which they became known, and the changes each made.
KNOWN_AT: dict[int, datetime] = {}
EXPECTED_CHANGES: dict[int, list[str]] = {}
for line in (Path(__file__).parent / "wtcr_2021_changes.txt").read_text(encoding="utf-8").splitlines():
    if heading := re.fullmatch(r"\[(\d+)\] (\S+)", line):
        revision = int(heading[1])
        KNOWN_AT[revision] = datetime.fromisoformat(f"{heading[2]}T12:00:00Z")
        EXPECTED_CHANGES[revision] = []
    elif line and not line.startswith("#"):
        EXPECTED_CHANGES[revision].append(line)

# Every round at the end: its days, status, SEQUENCE, and how many sessions are known of it.
ROUNDS_IN_THE_END = {
    "germany": ("2021-06-03", "2021-06-05", "confirmed", 1, 5),
    "portugal": ("2021-06-26", "2021-06-27", "confirmed", 2, 7),
    "spain": ("2021-07-10", "2021-07-11", "confirmed", 1, 5),
    "hungary": ("2021-08-21", "2021-08-22", "confirmed", 2, 5),
    "czech-republic": ("2021-10-08", "2021-10-10", "confirmed", 1, 5),
    "france": ("2021-10-16", "2021-10-17", "confirmed", 0, 5),
    "south-korea": ("2021-10-16", "2021-10-17", "cancelled", 2, 0),
    "italy": ("2021-11-06", "2021-11-07", "confirmed", 2, 5),
    "china": ("2021-11-06", "2021-11-07", "cancelled", 2, 0),
    "macau": ("2021-11-19", "2021-11-21", "cancelled", 1, 0),
    "russia": ("2021-11-27", "2021-11-28", "confirmed", 0, 0),
    "slovakia": ("2021-05-21", "2021-05-23", "confirmed", 1, 0),
}


def season_of(revision: int) -> Season:
    path = FIXTURES / f"rev-{revision:02}.yaml"
    return read_season(path.read_bytes(), str(path))[0]


def short(facts: EventFacts) -> str:
    """An event's name in the tables above: ``germany.race-1``."""
    return facts.round_id if facts.session_id is None else f"{facts.round_id}.{facts.session_id}"


def uid(name: str) -> str:
    return f"wtcr.2021.{name}@season-calendar"


def feed_of(publication: Publication, now: datetime) -> Feed:
    source = find_feed("/wtcr/2021.ics", [publication])
    return build_feed(source, source.choice([]), now, renderer=Renderer())


@pytest.fixture(scope="module")
def publications() -> dict[int, Publication]:
    """Every revision's publication, with the history handed on by hand."""
    history, published = History(), {}
    for revision, now in KNOWN_AT.items():
        publication = published[revision] = publish(season_of(revision), history, now)
        history = History(publication.edition, publication.published_at, publication.entries)
    return published


@pytest.mark.parametrize("revision", KNOWN_AT)
def test_subscribers_are_told_what_changed_and_nothing_else(
    publications: dict[int, Publication], revision: int
) -> None:
    changes = publications[revision].changes
    said = [f"{short(change.facts)} {change.aspect.value}: {describe_change(change, TEXTS)}" for change in changes]

    assert sorted(said) == sorted(EXPECTED_CHANGES[revision])


def test_a_round_that_stays_the_same_round_keeps_its_uid(publications: dict[int, Publication]) -> None:
    for before, after in pairwise(publications.values()):
        assert before.entries.keys() <= after.entries.keys()
    for revision, publication in publications.items():
        in_file = {uid(round_.id) for round_ in season_of(revision).rounds}
        assert {entry.uid for entry in rounds_in_season(publication)} == in_file


def rounds_in_season(publication: Publication) -> list[Entry]:
    return [entry for entry in publication.entries.values() if entry.facts.is_round and entry.withdrawn_at is None]


def test_sequence_and_stamps_rise_for_what_changed_and_stand_still_for_the_rest(
    publications: dict[int, Publication],
) -> None:
    for (_, before), (revision, after) in pairwise(publications.items()):
        changed = {change.split()[0] for change in EXPECTED_CHANGES[revision]}
        for entry in before.entries.values():
            now = after.entries[entry.uid]
            if short(entry.facts) in changed:
                assert (now.sequence, now.modified_at) == (entry.sequence + 1, KNOWN_AT[revision])
                assert now.first_published_at == entry.first_published_at
            else:
                assert now == entry


def test_the_season_in_the_end(publications: dict[int, Publication]) -> None:
    entries = publications[10].entries.values()
    rounds = {
        entry.facts.round_id: (
            str(entry.facts.first_day),
            str(entry.facts.last_day),
            entry.facts.status.value,
            entry.sequence,
            sum(other.facts.round_id == entry.facts.round_id for other in entries) - 1,
        )
        for entry in entries
        if entry.facts.is_round
    }

    assert rounds == ROUNDS_IN_THE_END
    assert {entry.sequence for entry in entries if not entry.facts.is_round} == {0}


def test_slovakia_is_a_tombstone_from_january_until_30_days_after_its_date(
    publications: dict[int, Publication],
) -> None:
    assert publications[2].entries[uid("slovakia")].withdrawn_at == KNOWN_AT[2]
    slovakia = b"UID:" + uid("slovakia").encode()
    shown = [slovakia in feed_of(publications[revision], now).body for revision, now in KNOWN_AT.items()]

    assert shown == [True, True, True, True, False, False, False, False, False, False]
    end_of_22_june_at_the_slovakia_ring = datetime(2021, 6, 22, 22, 0, tzinfo=UTC)
    assert slovakia in feed_of(publications[4], end_of_22_june_at_the_slovakia_ring - timedelta(seconds=1)).body
    assert slovakia not in feed_of(publications[4], end_of_22_june_at_the_slovakia_ring).body


def test_the_asian_rounds_stay_in_the_feed_as_cancelled(publications: dict[int, Publication]) -> None:
    seen = {event.uid: event for event in told(publications[10], KNOWN_AT[10])}

    assert seen[uid("macau")] == Seen(
        uid("macau"),
        date(2021, 11, 19),
        date(2021, 11, 22),
        "Cancelled: WTCR: Race of Macau",
        "Circuito da Guia, Macau",
        "CANCELLED",
        1,
    )
    assert {seen[uid(name)].status for name in ("south-korea", "china", "macau")} == {"CANCELLED"}


def test_italy_keeps_its_last_date_while_it_has_none_and_then_moves_to_november(
    publications: dict[int, Publication],
) -> None:
    told_of_italy = []
    for revision in (5, 6, 7, 10):
        entry = publications[revision].entries[uid("italy")]
        told_of_italy.append((entry.facts.status, entry.facts.first_day, entry.start_revision))

    assert told_of_italy == [
        (Status.CONFIRMED, date(2021, 7, 31), 0),
        (Status.POSTPONED, date(2021, 7, 31), 0),
        (Status.CONFIRMED, date(2021, 11, 6), 1),
        (Status.CONFIRMED, date(2021, 11, 6), 1),
    ]


def test_every_journal_hands_each_edition_on_as_it_was(
    open_journal: Callable[[], SqlJournal | FileJournal], publications: dict[int, Publication]
) -> None:
    """Each revision is published by a process that knows of the ones before only what the journal kept."""
    for revision, now in KNOWN_AT.items():
        with open_journal().exclusive() as journal:
            publication = publish(season_of(revision), journal.history("wtcr", "2021"), now)
            journal.record(publication)
        assert publication == publications[revision]
        assert feed_of(publication, now) == feed_of(publications[revision], now)

    journal_in_the_end = open_journal()
    with journal_in_the_end.exclusive() as journal:
        kept = journal.history("wtcr", "2021").entries
    assert list(kept.items()) == list(publications[10].entries.items())
    assert journal_in_the_end.changes("wtcr", "2021") == [
        change for publication in publications.values() for change in publication.changes
    ]


@pytest.mark.parametrize("revision", KNOWN_AT)
def test_every_feed_is_without_fault(publications: dict[int, Publication], revision: int) -> None:
    assert faults(feed_of(publications[revision], KNOWN_AT[revision]).body) == []


@pytest.mark.parametrize("reader", READERS)
def test_every_reader_sees_the_final_feed_as_the_season_is(
    publications: dict[int, Publication], reader: Callable[[bytes], list[Seen]]
) -> None:
    expected = told(publications[10], KNOWN_AT[10])

    assert len(expected) == 48
    assert reader(feed_of(publications[10], KNOWN_AT[10]).body) == expected
