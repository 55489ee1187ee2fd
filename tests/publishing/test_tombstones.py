"""What stays of events that leave the season, or lose their date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from support.racing import FIRST_NOW, germany, published, season

from season_calendar.model import Round, Season, Status
from season_calendar.publishing.changes import Aspect
from season_calendar.publishing.facts import facts_of, uid_of
from season_calendar.publishing.publication import TOMBSTONE_TIME, Entry

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
MACAU_UID = uid_of("wtcr", "2021", "macau")


def dateless(round_: Round, status: Status = Status.CONFIRMED) -> Round:
    return replace(round_, first_day=None, last_day=None, sessions=(), status=status)


def race_of(*states: Season) -> Entry:
    """Race 1 after these states were published one after the other."""
    return published(*states).entries[RACE_UID]


class TestTombstones:
    def test_a_round_that_leaves_the_season_stays_removed_with_its_sessions(self) -> None:
        second = published(season(GERMANY, MACAU), season(MACAU))

        tombstones = [entry for entry in second.entries.values() if entry.withdrawn_at is not None]
        assert [entry.uid for entry in second.entries.values()] == [*(entry.uid for entry in tombstones), MACAU_UID]
        assert len(tombstones) == 4
        assert [entry.facts for entry in tombstones] == list(facts_of(season(GERMANY)))
        assert all(entry.is_removed and entry.is_off for entry in tombstones)
        assert {(entry.sequence, entry.withdrawn_at) for entry in tombstones} == {(1, FIRST_NOW + HOUR)}

    def test_subscribers_are_told_that_it_left(self) -> None:
        second = published(season(GERMANY, MACAU), season(GERMANY))

        assert [(change.aspect, change.facts.uid) for change in second.changes] == [(Aspect.WITHDRAWN, MACAU_UID)]

    def test_a_tombstone_is_left_alone_by_later_editions(self) -> None:
        states = [season(GERMANY, MACAU), season(GERMANY), season(replace(GERMANY, name="Race of the Eifel"))]

        assert published(*states).entries[MACAU_UID] == published(*states[:2]).entries[MACAU_UID]

    def test_what_was_cancelled_before_it_left_is_a_tombstone_that_nobody_is_told_of(self) -> None:
        off = replace(MACAU, status=Status.CANCELLED)
        states = [season(GERMANY, MACAU), season(GERMANY, off), season(GERMANY)]
        cancelled, gone = published(*states[:2]), published(*states)

        assert gone.entries[MACAU_UID] == replace(cancelled.entries[MACAU_UID], withdrawn_at=gone.published_at)
        assert (gone.edition, gone.changes) == (3, ())

    def test_a_tombstone_is_shown_until_30_days_after_its_date(self) -> None:
        second = published(season(GERMANY, MACAU), season(MACAU))
        end_of_5_june_in_germany = datetime.fromisoformat("2021-06-05T22:00:00Z")
        burial = end_of_5_june_in_germany + TOMBSTONE_TIME

        def shown(now: datetime) -> set[str]:
            return {entry.uid for entry in second.entries_at(now)}

        assert timedelta(days=30) == TOMBSTONE_TIME
        assert shown(burial - timedelta(seconds=1)) >= {ROUND_UID, MACAU_UID}
        assert shown(burial) == {MACAU_UID}

    def test_what_stays_in_the_season_is_shown_for_ever(self) -> None:
        first = published(season(GERMANY))

        assert list(first.entries_at(FIRST_NOW + timedelta(days=9_999))) == list(first.entries.values())

    def test_what_is_shown_changes_with_each_burial(self) -> None:
        second = published(season(GERMANY, MACAU), season(MACAU))
        burials = {until for entry in second.entries.values() if (until := entry.tombstone_until) is not None}

        assert burials
        assert set(second.leavings()) == burials

    def test_what_comes_back_keeps_its_uid_counts_on_and_is_told_as_new(self) -> None:
        third = published(season(GERMANY, MACAU), season(GERMANY), season(GERMANY, MACAU))

        entry = third.entries[MACAU_UID]
        assert (entry.sequence, entry.withdrawn_at, entry.facts.status) == (2, None, Status.CONFIRMED)
        assert entry.first_published_at == FIRST_NOW
        assert [(change.aspect, change.facts.uid) for change in third.changes] == [(Aspect.ADDED, MACAU_UID)]

    def test_what_comes_back_cancelled_is_told_to_be_cancelled_once(self) -> None:
        off = replace(MACAU, status=Status.CANCELLED)
        states = [season(GERMANY, MACAU), season(GERMANY), season(GERMANY, off)]
        back = published(*states)

        assert [(change.aspect, change.after.status) for change in back.changes if change.after] == [
            (Aspect.STATUS, Status.CANCELLED)
        ]
        assert (back.entries[MACAU_UID].sequence, back.entries[MACAU_UID].is_removed) == (2, False)
        for later in (published(*states, states[-1]), published(*states, states[-1], states[-1])):
            assert (later.edition, later.changed, later.entries) == (3, (), back.entries)

    def test_what_left_cancelled_and_comes_back_so_is_back_in_one_edition_that_nobody_is_told_of(self) -> None:
        off = replace(MACAU, status=Status.CANCELLED)
        states = [season(GERMANY, off), season(GERMANY), season(GERMANY, off)]
        gone, back = published(*states[:2]), published(*states)

        assert back.entries[MACAU_UID] == replace(gone.entries[MACAU_UID], withdrawn_at=None)
        assert (back.edition, back.changes) == (3, ())

    def test_what_leaves_for_good_having_come_back_cancelled_is_a_tombstone_since_then(self) -> None:
        off = replace(MACAU, status=Status.CANCELLED)
        states = [season(GERMANY, MACAU), season(GERMANY), season(GERMANY, off), season(GERMANY)]

        assert published(*states).entries[MACAU_UID].withdrawn_at == FIRST_NOW + 3 * HOUR


class TestRoundsWithoutADate:
    def test_one_that_never_had_a_date_is_not_published_yet(self) -> None:
        assert MACAU_UID not in published(season(GERMANY, dateless(MACAU))).entries

    def test_one_that_loses_its_date_keeps_the_last_one_postponed(self) -> None:
        second = published(season(GERMANY, MACAU), season(GERMANY, dateless(MACAU)))

        entry = second.entries[MACAU_UID]
        assert (entry.facts.first_day, entry.facts.last_day) == (MACAU.first_day, MACAU.last_day)
        assert (entry.facts.status, entry.withdrawn_at) == (Status.POSTPONED, None)
        assert [change.aspect for change in second.changes] == [Aspect.STATUS]

    def test_one_that_is_cancelled_without_a_date_is_cancelled(self) -> None:
        second = published(season(GERMANY, MACAU), season(GERMANY, dateless(MACAU, Status.CANCELLED)))

        assert second.entries[MACAU_UID].facts.status is Status.CANCELLED

    def test_the_sessions_of_a_postponed_round_that_went_with_its_date_are_postponed(self) -> None:
        second = published(season(GERMANY), season(dateless(GERMANY, Status.POSTPONED)))

        assert {entry.facts.status for entry in second.entries.values()} == {Status.POSTPONED}
        assert second.entries[RACE_UID].withdrawn_at is not None

    def test_a_session_that_went_with_the_date_of_a_provisional_round_is_postponed_as_that_is(self) -> None:
        second = published(season(GERMANY), season(dateless(GERMANY, Status.PROVISIONAL)))

        assert {entry.facts.status for entry in second.entries.values()} == {Status.POSTPONED}
        assert {change.aspect for change in second.changes} == {Aspect.STATUS}

    def test_a_session_that_leaves_a_round_that_stands_is_removed_also_while_another_is_postponed(self) -> None:
        without = replace(GERMANY, sessions=())
        second = published(season(GERMANY, MACAU), season(without, dateless(MACAU, Status.POSTPONED)))

        assert second.entries[RACE_UID].is_removed

    @pytest.mark.parametrize("status", [Status.POSTPONED, Status.CANCELLED, Status.CONFIRMED])
    def test_a_session_that_left_before_its_round_was_called_off_stays_removed(self, status: Status) -> None:
        left, later = season(replace(GERMANY, sessions=())), season(dateless(GERMANY, status))

        race = race_of(season(GERMANY), left, later)
        assert (race.is_removed, race.sequence, race.withdrawn_at) == (True, 1, FIRST_NOW + HOUR)

    def test_a_session_that_left_with_its_postponed_round_stays_so_until_that_is_cancelled(self) -> None:
        off = season(dateless(GERMANY, Status.POSTPONED))
        on, cancelled = season(replace(GERMANY, sessions=())), season(dateless(GERMANY, Status.CANCELLED))

        assert race_of(season(GERMANY), off, on).facts.status is Status.POSTPONED
        race = race_of(season(GERMANY), off, on, cancelled)
        assert (race.facts.status, race.sequence, race.withdrawn_at) == (Status.CANCELLED, 2, FIRST_NOW + HOUR)
        assert race_of(season(GERMANY), off, cancelled, on) == race_of(season(GERMANY), off, cancelled)

    def test_one_that_gets_a_new_date_takes_place_then(self) -> None:
        later = replace(MACAU, first_day=date(2021, 12, 3), last_day=date(2021, 12, 5))
        third = published(season(MACAU), season(dateless(MACAU)), season(later))

        entry = third.entries[MACAU_UID]
        assert (entry.facts.first_day, entry.facts.status) == (date(2021, 12, 3), Status.CONFIRMED)
        assert [change.aspect for change in third.changes] == [Aspect.STATUS, Aspect.TIME]
