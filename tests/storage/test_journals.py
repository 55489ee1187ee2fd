"""What every journal does: in SQLite, in PostgreSQL, in a text file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import Engine, func, inspect, update
from support.racing import FIRST_NOW, germany, season, session

from season_calendar.errors import StorageError
from season_calendar.model import Coordinates, Driver, Season, Series, Status, Title, Venue
from season_calendar.publishing.changes import Aspect, Change
from season_calendar.publishing.publication import History, Publication
from season_calendar.publishing.publish import publish
from season_calendar.storage.engine import open_as_it_is, open_database, writing
from season_calendar.storage.journal import SqlJournal
from season_calendar.storage.journal_as_it_is import JournalAsItIs
from season_calendar.storage.journal_file import FileJournal
from season_calendar.storage.tables import CHANGES, JOURNAL_ENTRIES, PUBLISHED_SEASONS

OpenJournal = Callable[[], SqlJournal | FileJournal]
DAY = timedelta(days=1)

PORTUGAL = replace(
    germany(),
    id="portugal",
    name="Race of Portugal",
    venue=Venue("estoril", "Circuito do Estoril", "Europe/Lisbon", "Estoril, Portugal", Coordinates(38.75, -9.39)),
    first_day=date(2021, 6, 26),
    last_day=date(2021, 6, 27),
    note="„Açores“ — 葡萄牙 🏁",
    sessions=(),
)


def record(journal: SqlJournal | FileJournal, state: Season, days: int = 0) -> Publication:
    """Publish one state of the season, so many days after the first, as the library does."""
    with journal.exclusive() as writer:
        publication = publish(state, writer.history(state.series.id, state.id), FIRST_NOW + days * DAY)
        writer.record(publication)
    return publication


def history_of(journal: SqlJournal | FileJournal, series_id: str = "wtcr") -> History:
    with journal.exclusive() as writer:
        return writer.history(series_id, "2021")


def assert_kept(journal: SqlJournal | FileJournal, publication: Publication) -> None:
    history = history_of(journal)
    assert (history.edition, history.published_at) == (publication.edition, publication.published_at)
    assert list(history.entries.items()) == list(publication.entries.items())


def test_what_was_ever_published_is_known_by_its_ids(open_journal: OpenJournal) -> None:
    journal = open_journal()
    record(journal, season())
    record(journal, season(PORTUGAL), days=1)
    with journal.exclusive() as writer:
        assert (writer.has_series("wtcr"), writer.has_series("f1")) == (True, False)
        left = {facts.ids: at for facts, at in writer.events("wtcr", "2021")}
        assert left[("portugal", None)] is None
        assert left[("germany", "race-1")] == FIRST_NOW + DAY  # it left the season, and is still in calendars
        assert list(writer.events("wtcr", "2022")) == []


def test_what_was_published_is_told_of_a_database_without_making_its_tables(database: str) -> None:
    published = JournalAsItIs(database)
    assert (published.has_series("wtcr"), published.events("wtcr", "2021")) == (False, [])
    engine = open_as_it_is(database)
    if engine is not None:  # a server's database is there before we come
        assert inspect(engine).get_table_names() == []
        engine.dispose()
    engine = open_database(database)
    record(SqlJournal(engine), season())
    engine.dispose()
    assert (published.has_series("wtcr"), published.has_series("f1")) == (True, False)
    assert {facts.round_id for facts, _ in published.events("wtcr", "2021")} == {"germany"}


def test_what_is_in_a_journal_file_is_told_without_making_or_locking_it(tmp_path: Path) -> None:
    journal = FileJournal(tmp_path / "journal.json")
    assert (journal.has_series("wtcr"), list(journal.events("wtcr", "2021"))) == (False, [])
    assert list(tmp_path.iterdir()) == []
    record(journal, season())
    with journal.exclusive():
        assert journal.has_series("wtcr")
        assert {facts.round_id for facts, _ in journal.events("wtcr", "2021")} == {"germany"}


def test_before_the_first_publication_there_is_no_history(open_journal: OpenJournal) -> None:
    journal = open_journal()

    assert history_of(journal) == History()
    assert journal.changes("wtcr", "2021") == []


def test_a_publication_is_there_for_whoever_opens_the_journal_next(open_journal: OpenJournal) -> None:
    publication = record(open_journal(), season(germany(), PORTUGAL))

    assert_kept(open_journal(), publication)
    assert history_of(open_journal()).edition == 1


def test_a_changed_event_is_kept_with_what_it_was_before(open_journal: OpenJournal) -> None:
    journal = open_journal()
    record(journal, season(germany(), PORTUGAL))
    cancelled = record(journal, season(germany(), replace(PORTUGAL, status=Status.CANCELLED)), days=1)

    assert_kept(journal, cancelled)
    entry = history_of(journal).entries["wtcr.2021.portugal@season-calendar"]
    assert (entry.sequence, entry.facts.status) == (1, Status.CANCELLED)
    assert [note.before and note.before.status for note in entry.notes] == [Status.CONFIRMED]


def test_what_was_not_known_before_and_is_now_is_kept_as_unknown(open_journal: OpenJournal) -> None:
    """And the other way round: a note that was there and is gone."""
    journal = open_journal()
    timed = (session("race-1", "race", "Race 1", date(2021, 6, 5), "09:00"),)
    record(
        journal,
        season(germany(note="Doors at nine", sessions=(session("race-1", "race", "Race 1", date(2021, 6, 5)),))),
    )
    known = record(journal, season(germany(note=None, sessions=timed)), days=1)

    assert_kept(journal, known)
    race = history_of(journal).entries["wtcr.2021.germany.race-1@season-calendar"]
    assert [note.before and note.before.start_at for note in race.notes] == [None]
    assert journal.changes("wtcr", "2021") == list(known.changes)


def test_a_withdrawn_event_stays_as_a_tombstone(open_journal: OpenJournal) -> None:
    journal = open_journal()
    record(journal, season(germany(), PORTUGAL))
    without = record(journal, season(PORTUGAL), days=1)

    assert_kept(journal, without)
    entries = history_of(journal).entries
    assert [entry.facts.round_id for entry in entries.values() if entry.withdrawn_at is None] == ["portugal"]
    assert entries["wtcr.2021.germany@season-calendar"].withdrawn_at == FIRST_NOW + DAY


def test_an_event_that_stands_at_another_place_because_of_others_is_kept_there(open_journal: OpenJournal) -> None:
    journal = open_journal()
    record(journal, season(germany(sessions=()), PORTUGAL))
    earlier = replace(PORTUGAL, first_day=date(2021, 6, 1), last_day=date(2021, 6, 2))
    moved = record(journal, season(germany(sessions=()), earlier), days=1)

    assert_kept(journal, moved)
    assert [entry.facts.round_id for entry in moved.changed] == ["portugal"]
    assert [entry.facts.round_id for entry in history_of(journal).entries.values()] == ["portugal", "germany"]


def test_changes_are_kept_for_ever_oldest_first(open_journal: OpenJournal) -> None:
    journal = open_journal()
    record(journal, season(germany(sessions=())))
    joins = record(journal, season(germany(sessions=()), PORTUGAL), days=1)
    moved = replace(PORTUGAL, name="Race of Estoril", first_day=date(2021, 6, 25))
    moves = record(journal, season(germany(sessions=()), moved), days=2)
    leaves = record(journal, season(germany(sessions=())), days=3)

    changes = open_journal().changes("wtcr", "2021")
    assert [change.aspect for change in changes] == [Aspect.ADDED, Aspect.TIME, Aspect.NAME, Aspect.WITHDRAWN]
    told: tuple[Change, ...] = (*joins.changes, *moves.changes, *leaves.changes)
    assert changes == list(told)


@pytest.mark.parametrize(
    ("starts", "revisions"),
    [
        (("09:00", "09:10", "09:20"), [0, 0, 1]),
        (("09:00", None, "09:10", "09:20"), [0, 0, 0, 1]),
        (("09:00", "09:20", "09:30", "09:35"), [0, 1, 1, 2]),
    ],
)
def test_small_moves_add_up_also_where_another_process_publishes_each(
    open_journal: OpenJournal, starts: tuple[str | None, ...], revisions: list[int]
) -> None:
    """From 15 minutes on a start has moved, counted from the one that was last a new start."""
    race_uid = "wtcr.2021.germany.race-1@season-calendar"

    def state(start: str | None) -> Season:
        return season(germany(sessions=(session("race-1", "race", "Race 1", date(2021, 6, 5), start),)))

    editions = [record(open_journal(), state(start), days=days) for days, start in enumerate(starts)]

    assert [edition.entries[race_uid].start_revision for edition in editions] == revisions
    assert_kept(open_journal(), editions[-1])


def test_a_season_is_kept_without_its_rounds_also_where_no_event_changed(open_journal: OpenJournal) -> None:
    journal = open_journal()
    first = record(journal, season(germany()))
    assert history_of(journal).season == replace(first.season, rounds=())

    driver = Driver("jane-doe", "Jane Doe", titles=("cup",), rounds=("germany",))
    more = replace(
        season(germany(), series=Series("wtcr", "Kumho FIA TCR World Tour", "WTCR", first.season.series.link, "red")),
        titles=(Title("cup", "Cup", counts=("germany",)),),
        drivers=(driver,),
        lead_times={"race": (2 * DAY, DAY / 24)},
    )
    before = journal.marks()
    again = record(journal, more, days=1)

    assert (again.edition, again.published_at) == (1, FIRST_NOW)
    assert history_of(open_journal()).season == replace(more, rounds=())
    assert journal.marks().keys() == before.keys() == {"wtcr/2021"}
    assert journal.marks() != before


def test_a_mark_is_another_once_a_season_is_published_and_stays_till_then(open_journal: OpenJournal) -> None:
    journal = open_journal()
    assert journal.marks() == {}
    record(journal, season(germany()))
    record(journal, season(germany(), series=Series("fe", "Formula E", "FE")))
    before = journal.marks()
    record(journal, season(germany()), days=1)
    assert open_journal().marks() == before

    record(journal, season(germany(), PORTUGAL), days=2)
    now = journal.marks()
    assert now["wtcr/2021"] != before["wtcr/2021"]
    assert now["fe/2021"] == before["fe/2021"]


def test_publishing_the_same_again_changes_nothing(open_journal: OpenJournal) -> None:
    journal = open_journal()
    first = record(journal, season(germany(), PORTUGAL))
    again = record(journal, season(germany(), PORTUGAL), days=1)

    assert (again.edition, again.published_at, again.changed) == (1, first.published_at, ())
    assert_kept(journal, first)


def test_recording_one_publication_twice_is_recording_it_once(open_journal: OpenJournal) -> None:
    journal = open_journal()
    record(journal, season(germany()))
    second = record(journal, season(germany(), PORTUGAL), days=1)
    with journal.exclusive() as writer:
        writer.record(second)

    assert len(journal.changes("wtcr", "2021")) == 1


def test_seasons_share_a_journal_without_touching_each_other(open_journal: OpenJournal) -> None:
    journal = open_journal()
    formula_e = season(PORTUGAL, series=Series("fe", "Formula E", "FE"))
    wtcr = record(journal, season(germany()))
    record(journal, formula_e, days=1)
    record(journal, replace(formula_e, rounds=()), days=2)

    assert_kept(journal, wtcr)
    assert journal.changes("wtcr", "2021") == []
    assert history_of(journal, "fe").edition == 2
    assert len(journal.changes("fe", "2021")) == 1


def test_after_an_exception_nothing_of_the_publication_is_kept(open_journal: OpenJournal) -> None:
    journal = open_journal()
    first = record(journal, season(germany()))

    def fail() -> None:
        with journal.exclusive() as writer:
            writer.record(publish(season(PORTUGAL), writer.history("wtcr", "2021"), FIRST_NOW + DAY))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert_kept(journal, first)
    assert journal.changes("wtcr", "2021") == []


@pytest.mark.parametrize("days", [1, 2])
def test_a_publication_made_from_an_older_history_is_refused(open_journal: OpenJournal, days: int) -> None:
    journal = open_journal()
    record(journal, season(germany()))
    stale = publish(season(PORTUGAL), history_of(journal), FIRST_NOW + days * DAY)
    meanwhile = record(journal, season(germany(), PORTUGAL), days=3)

    with (
        pytest.raises(StorageError, match="edition 2 of wtcr/2021 cannot follow edition 2"),
        journal.exclusive() as writer,
    ):
        writer.record(stale)
    assert_kept(journal, meanwhile)


def test_writers_take_turns_so_that_no_edition_is_lost(open_journal: OpenJournal) -> None:
    """Four writers at once; each of their twelve publications is a change to the one before."""
    open_journal()

    def write(number: int) -> None:
        journal = open_journal()
        for step in range(3):
            record(journal, season(germany(note=f"writer {number} was here, step {step}")))

    writers = [Thread(target=write, args=(number,)) for number in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert history_of(open_journal()).edition == 12
    assert history_of(open_journal()).entries["wtcr.2021.germany@season-calendar"].sequence == 11


def test_a_database_keeps_with_each_edition_the_text_it_came_from(engine: Engine) -> None:
    journal = SqlJournal(engine)
    first, second = season(germany()), season(germany(), PORTUGAL)
    for day, (state, text) in enumerate(
        [(first, "schema: 1  # erste\n"), (first, "# again\n"), (second, "schema: 1\r\n")]
    ):
        with journal.exclusive() as writer:
            publication = publish(state, writer.history("wtcr", "2021"), FIRST_NOW + day * DAY)
            writer.record(publication, text)

    assert [journal.source("wtcr", "2021", edition) for edition in (1, 2, 3)] == [
        "schema: 1  # erste\n",
        "schema: 1\r\n",
        None,
    ]
    assert journal.source("wtcr", "2021") == "schema: 1\r\n"
    assert journal.source("fe", "2021") is None


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('"status":"confirmed"', '"status":"secret"', "cannot be understood"),
        ('"round_name":', '"coordinates":["secret"],"place":', "cannot be understood"),
        ('{"version":2', "secret", "cannot be understood"),
        ('"version":2', '"version":3', "is of a newer version of this program"),
        ('"note":null', '"weather":"secret"', "is of a newer version of this program"),
    ],
)
def test_what_cannot_be_read_in_a_row_is_told_by_event_and_fact_without_its_values(
    engine: Engine, old: str, new: str, what: str
) -> None:
    journal = SqlJournal(engine)
    record(journal, season(germany()))
    record(journal, season(germany(note="New")), days=1)
    for column in (JOURNAL_ENTRIES.c.facts, CHANGES.c.before):
        with writing(engine) as connection:
            connection.execute(update(column.table).values({column: func.replace(column, old, new)}))

    for read in (history_of, lambda journal: journal.changes("wtcr", "2021")):
        with pytest.raises(StorageError, match=rf"'\w+' of the event wtcr\.2021\.germany.* {what}") as told:
            read(journal)
        assert "secret" not in str(told.value)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('{"version":1', "secret", "'season' of the season wtcr/2021 cannot be understood"),
        ('"version":1', '"version":2', "'version' of the season wtcr/2021 is of a newer version of this program"),
        ('"series":', '"weather":"secret","series":', "'weather' of the season wtcr/2021 is of a newer version"),
        ('"short_name":"WTCR"', '"short_name":["secret"]', "'short_name' of the season wtcr/2021 cannot be understood"),
    ],
)
def test_what_cannot_be_read_of_a_season_is_told_without_its_values(
    engine: Engine, old: str, new: str, what: str
) -> None:
    journal = SqlJournal(engine)
    record(journal, season(germany()))
    with writing(engine) as connection:
        kept = PUBLISHED_SEASONS.c.season
        connection.execute(update(PUBLISHED_SEASONS).values(season=func.replace(kept, old, new)))

    with pytest.raises(StorageError, match=what) as told:
        history_of(journal)
    assert "secret" not in str(told.value)


def test_a_change_of_a_kind_that_only_a_newer_version_knows_is_told_as_such(engine: Engine) -> None:
    journal = SqlJournal(engine)
    record(journal, season(germany()))
    record(journal, season(germany(note="New")), days=1)
    with writing(engine) as connection:
        connection.execute(update(CHANGES).values(aspect="weather"))

    with pytest.raises(StorageError, match=r"'aspect' of the event wtcr\.2021\.germany.* is of a newer version"):
        journal.changes("wtcr", "2021")
