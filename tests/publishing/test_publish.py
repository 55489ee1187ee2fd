"""The journal's rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace
from datetime import date, timedelta
from typing import Any

import pytest
from support.racing import FIRST_NOW, germany, history, published, season, session

from season_calendar.model import Season, Status
from season_calendar.publishing import publish as rules
from season_calendar.publishing.changes import Aspect
from season_calendar.publishing.facts import uid_of
from season_calendar.publishing.publication import Entry, History
from season_calendar.publishing.publish import publish

HOUR = timedelta(hours=1)
GERMANY = germany()
MACAU = replace(
    germany(sessions=()),
    id="macau",
    name="Race of Macau",
    first_day=date(2021, 11, 19),
    last_day=date(2021, 11, 21),
)
ROUND_UID = uid_of("wtcr", "2021", "germany")
RACE_UID = uid_of("wtcr", "2021", "germany", "race-1")
DAY_ONLY_UID = uid_of("wtcr", "2021", "germany", "race-2")


def with_race(start: str | None, *, day: int = 5, **other: Any) -> Season:
    """The season of one round in which Race 1 starts at a time in UTC, or at one not known."""
    race = session("race-1", "race", "Race 1", date(2021, 6, day), start, **other)
    return season(germany(sessions=(race,)))


def race_of(*states: Season) -> Entry:
    """Race 1 after these states were published one after the other."""
    return published(*states).entries[RACE_UID]


class TestStamps:
    def test_the_first_edition_starts_every_count_at_zero(self) -> None:
        first = published(season(GERMANY))

        assert (first.edition, first.published_at) == (1, FIRST_NOW)
        assert {(entry.sequence, entry.start_revision) for entry in first.entries.values()} == {(0, 0)}
        assert {entry.modified_at for entry in first.entries.values()} == {FIRST_NOW}
        assert first.changed == tuple(first.entries.values())

    def test_what_the_first_edition_holds_is_not_news(self) -> None:
        assert published(season(GERMANY)).changes == ()

    def test_a_round_that_joins_a_published_season_is_told_as_new(self) -> None:
        joined = published(season(GERMANY), season(GERMANY, MACAU))

        assert [(change.aspect, change.facts.uid) for change in joined.changes] == [
            (Aspect.ADDED, uid_of("wtcr", "2021", "macau"))
        ]

    def test_what_changed_since_adopted_events_were_published_is_told_in_the_first_edition_too(self) -> None:
        adopted = replace(history(published(with_race("09:00"))), edition=0)
        first = publish(with_race("10:00"), adopted, FIRST_NOW + HOUR)

        assert [(change.aspect, change.facts.uid) for change in first.changes] == [(Aspect.TIME, RACE_UID)]

    def test_a_change_raises_sequence_and_stamp_of_what_changed_and_nothing_else(self) -> None:
        second = published(with_race("09:00"), with_race("10:00"))

        assert [entry.uid for entry in second.changed] == [RACE_UID]
        race, round_ = second.entries[RACE_UID], second.entries[ROUND_UID]
        assert (race.sequence, race.modified_at, race.first_published_at) == (1, FIRST_NOW + HOUR, FIRST_NOW)
        assert (round_.sequence, round_.modified_at) == (0, FIRST_NOW)

    def test_a_change_and_its_undoing_are_two_changes(self) -> None:
        race = race_of(with_race("09:00"), with_race("10:00"), with_race("09:00"))

        assert race.sequence == 2
        assert race.fingerprint == race_of(with_race("09:00")).fingerprint

    def test_an_entry_knows_what_its_last_change_changed(self) -> None:
        first, second = race_of(with_race("09:00")), race_of(with_race("09:00"), with_race("10:00"))

        assert first.last_changes == ()
        assert [(change.aspect, change.before) for change in second.last_changes] == [(Aspect.TIME, first.facts)]

    def test_stamps_are_whole_seconds(self) -> None:
        now = FIRST_NOW.replace(microsecond=999_999)

        assert publish(season(GERMANY), History(), now).published_at == FIRST_NOW

    @pytest.mark.parametrize("back", [timedelta(0), timedelta(microseconds=1), timedelta(days=365)])
    def test_an_edition_comes_after_the_last_one_also_when_the_clock_went_backwards(self, back: timedelta) -> None:
        first = published(with_race("09:00"))
        second = publish(with_race("10:00"), history(first), FIRST_NOW - back)

        assert second.published_at == second.entries[RACE_UID].modified_at == FIRST_NOW + timedelta(seconds=1)

    def test_events_stand_by_day_a_round_before_its_sessions_and_those_without_a_time_last(self) -> None:
        starts = {"unknown": None, "at-ten": "10:00", "at-nine": "09:00"}
        races = tuple(session(id_, "race", "Race", date(2021, 6, 3), start) for id_, start in starts.items())
        publication = published(season(MACAU, germany(sessions=races)))

        in_order = [entry.facts.session_id or entry.facts.round_id for entry in publication.entries.values()]
        assert in_order == ["germany", "at-nine", "at-ten", "unknown", "macau"]

    def test_that_rounds_change_places_is_no_change(self) -> None:
        second = published(season(GERMANY, MACAU), season(MACAU, GERMANY))

        assert (second.edition, second.changed, second.changes) == (1, (), ())
        assert list(second.entries) == list(published(season(GERMANY, MACAU)).entries)

    def test_publishing_the_same_again_is_the_same_edition(self) -> None:
        first = published(season(GERMANY, MACAU))
        again = publish(season(GERMANY, MACAU), history(first), FIRST_NOW + HOUR)

        assert again == replace(first, changed=())

    def test_an_empty_season_is_published_too_and_once(self) -> None:
        empty = Season(season().series, "2021")

        assert published(empty).edition == published(empty, empty).edition == 1


@pytest.fixture
def show_in_another_form(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Facts are shown in another form from now on."""
    return lambda: monkeypatch.setattr(rules, "RENDER_VERSION", rules.RENDER_VERSION + 1)


class TestAnotherForm:
    """When only the form changes in which facts are shown."""

    def test_every_stamp_rises_and_nothing_is_told(self, show_in_another_form: Callable[[], None]) -> None:
        before = published(season(GERMANY, MACAU), season(GERMANY))
        show_in_another_form()
        shown_anew = publish(season(GERMANY), history(before), FIRST_NOW + 2 * HOUR)

        assert (shown_anew.edition, shown_anew.changes) == (3, ())
        assert shown_anew.changed == tuple(shown_anew.entries.values())
        for uid, entry in shown_anew.entries.items():
            old = before.entries[uid]
            assert entry == replace(
                old, fingerprint=entry.fingerprint, sequence=old.sequence + 1, modified_at=FIRST_NOW + 2 * HOUR
            )

    def test_the_last_change_stays_with_its_own_day(self, show_in_another_form: Callable[[], None]) -> None:
        moved = published(with_race("09:00"), with_race("10:00"))
        show_in_another_form()
        race = publish(with_race("10:00"), history(moved), FIRST_NOW + 48 * HOUR).entries[RACE_UID]

        assert race.last_changes == moved.entries[RACE_UID].last_changes
        assert (race.notes[0].at, race.modified_at) == (FIRST_NOW + HOUR, FIRST_NOW + 48 * HOUR)

    def test_what_changes_in_the_same_edition_is_told(self, show_in_another_form: Callable[[], None]) -> None:
        before = published(with_race("09:00"))
        show_in_another_form()
        second = publish(with_race("10:00"), history(before), FIRST_NOW + HOUR)

        assert [(change.aspect, change.facts.uid) for change in second.changes] == [(Aspect.TIME, RACE_UID)]
        assert {entry.sequence for entry in second.entries.values()} == {1}

    def test_what_comes_back_as_it_left_is_told_of_to_nobody(self, show_in_another_form: Callable[[], None]) -> None:
        off = replace(MACAU, status=Status.CANCELLED)
        before = published(season(GERMANY, off), season(GERMANY))
        show_in_another_form()

        assert publish(season(GERMANY, off), history(before), FIRST_NOW + 2 * HOUR).changes == ()


class TestStartRevisions:
    @pytest.mark.parametrize(
        ("start", "revision"), [("09:14", 0), ("08:46", 0), ("09:15", 1), ("08:45", 1), ("11:00", 1)]
    )
    def test_a_start_has_moved_from_15_minutes_on(self, start: str, revision: int) -> None:
        assert race_of(with_race("09:00"), with_race(start)).start_revision == revision

    def test_small_moves_add_up_until_they_are_a_move(self) -> None:
        """Who was reminded of 09:00 needs no other reminder for 09:10, but one for 09:20."""
        assert race_of(with_race("09:00"), with_race("09:10")).start_revision == 0
        assert race_of(with_race("09:00"), with_race("09:10"), with_race("09:20")).start_revision == 1
        assert race_of(with_race("09:00"), with_race("09:10"), with_race("09:00")).start_revision == 0

    def test_after_a_move_small_ones_are_counted_from_the_new_start(self) -> None:
        assert race_of(with_race("09:00"), with_race("10:00"), with_race("10:10")).start_revision == 1

    def test_a_time_that_was_taken_back_for_a_while_still_counts(self) -> None:
        assert race_of(with_race("09:00"), with_race(None), with_race("09:10")).start_revision == 0
        assert race_of(with_race("09:00"), with_race(None), with_race("11:00")).start_revision == 1

    def test_what_moves_while_it_is_off_starts_anew_once(self) -> None:
        off, still_off = with_race("09:00", status=Status.POSTPONED), with_race("11:00", status=Status.POSTPONED)
        assert race_of(with_race("09:00"), off, still_off).start_revision == 0
        assert race_of(with_race("09:00"), off, still_off, with_race("11:00")).start_revision == 1

    def test_what_is_called_off_and_moved_at_once_has_not_moved_until_it_is_back(self) -> None:
        off = with_race("11:00", status=Status.POSTPONED)
        assert race_of(with_race("09:00"), off).start_revision == 0
        assert race_of(with_race("09:00"), off, with_race("11:00")).start_revision == 1

    def test_a_time_that_became_known_is_what_moves_are_counted_from(self) -> None:
        assert race_of(with_race(None), with_race("09:00"), with_race("11:00")).start_revision == 1
        assert race_of(with_race(None), with_race("09:00"), with_race("09:10"), with_race("09:20")).start_revision == 1

    def test_a_change_of_anything_else_is_no_move(self) -> None:
        race = race_of(with_race("09:00"), with_race("09:00", minutes=90), with_race("09:00", note="Wet"))

        assert (race.sequence, race.start_revision) == (2, 0)

    def test_that_the_time_of_a_known_day_becomes_known_is_no_move(self) -> None:
        assert race_of(with_race(None), with_race("09:00")).start_revision == 0
        assert race_of(with_race("09:00"), with_race(None)).start_revision == 0

    def test_another_day_is_a_move_also_where_no_time_is_known(self) -> None:
        assert race_of(with_race(None), with_race(None, day=4)).start_revision == 1
        assert race_of(with_race(None), with_race("09:00", day=4)).start_revision == 1

    @pytest.mark.parametrize("off", [Status.CANCELLED, Status.POSTPONED])
    def test_what_is_called_off_has_not_moved_and_what_takes_place_again_starts_anew(self, off: Status) -> None:
        on, called_off = with_race("09:00"), with_race("09:00", status=off)

        assert race_of(on, called_off).start_revision == 0
        assert race_of(on, called_off, on).start_revision == 1

    def test_what_left_the_season_and_came_back_starts_anew(self) -> None:
        assert race_of(with_race("09:00"), season(MACAU), with_race("09:00")).start_revision == 1


def test_what_was_published_cannot_be_changed() -> None:
    second = published(with_race("09:00"), with_race("10:00"))

    for value, name in [
        (second, "edition"),
        (second.entries[RACE_UID], "sequence"),
        (second.changes[0], "at"),
        (history(second), "edition"),
    ]:
        with pytest.raises(FrozenInstanceError):
            setattr(value, name, None)
