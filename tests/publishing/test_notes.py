"""What an event remembers of its changes: the newest, and the weighty ones shortly before it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.any_season import seasons
from support.racing import FIRST_NOW, germany, history, published, season, session

from season_calendar.errors import UnreadableFactError
from season_calendar.model import Season, Status
from season_calendar.publishing.changes import Aspect
from season_calendar.publishing.facts import uid_of
from season_calendar.publishing.notes_codec import (
    former_kinds_from_json,
    former_kinds_to_json,
    notes_from_json,
    notes_to_json,
)
from season_calendar.publishing.publication import Entry, FormerKind, History
from season_calendar.publishing.publish import publish

DAY = timedelta(days=1)
RACE_UID = uid_of("wtcr", "2021", "germany", "race-1")


def race(start: str = "09:00", **other: Any) -> Season:
    """A season with one race on 5 June; the kind is ``kind``."""
    kind = other.pop("kind", "race")
    return season(germany(sessions=(session("race-1", kind, "Race 1", date(2021, 6, 5), start, **other),)))


def race_after(*states: tuple[int, Season]) -> Entry:
    """Race 1 after these states were published, each so many days after the first."""
    publication = published(race())
    for days, state in states:
        publication = publish(state, history(publication), FIRST_NOW - 90 * DAY + days * DAY)
    return publication.entries[RACE_UID]


def noted(entry: Entry) -> list[tuple[int, Aspect]]:
    """The day of each note, and what weighs most in it."""
    return [((note.at - FIRST_NOW + 90 * DAY).days, note.changes[0].aspect) for note in entry.notes]


def test_a_move_is_noted_through_the_details_of_the_14_days_after_it() -> None:
    details = [(day, race("10:00", note=f"note {day}")) for day in (2, 9, 15, 16)]

    assert noted(race_after((1, race("10:00")), *details[:1])) == [(2, Aspect.NOTE), (1, Aspect.TIME)]
    assert noted(race_after((1, race("10:00")), *details[:3])) == [(15, Aspect.NOTE), (1, Aspect.TIME)]
    assert noted(race_after((1, race("10:00")), *details)) == [(16, Aspect.NOTE)]


def test_another_end_is_noted_as_long_as_a_move() -> None:
    longer = race_after((1, race(minutes=90)), (2, race(minutes=90, note="15 laps")))

    assert noted(longer) == [(2, Aspect.NOTE), (1, Aspect.END)]


def test_a_weighty_change_is_noted_as_long_where_a_detail_changed_with_it() -> None:
    both, link = race(minutes=90, note="15 laps"), "https://example.org/"

    assert noted(race_after((1, both), (2, race(minutes=90, note="15 laps", link=link)))) == [
        (2, Aspect.LINK),
        (1, Aspect.END),
    ]


def test_of_weighty_changes_the_last_three_are_noted_newest_first() -> None:
    moves = [(day, race(f"1{day}:00")) for day in range(1, 6)]

    assert noted(race_after(*moves)) == [(5, Aspect.TIME), (4, Aspect.TIME), (3, Aspect.TIME)]


def test_a_detail_displaces_no_weighty_change() -> None:
    moves = [(day, race(f"1{day}:00")) for day in range(1, 4)]
    detail = race("13:00", link="https://example.org/")

    assert noted(race_after(*moves, (4, detail))) == [(4, Aspect.LINK), *((day, Aspect.TIME) for day in (3, 2, 1))]


def test_each_note_tells_from_what_to_what() -> None:
    entry = race_after((1, race("10:00")), (2, race("11:00")))

    starts = [(note.before and note.before.start_at, note.after and note.after.start_at) for note in entry.notes]
    nine = FIRST_NOW.replace(day=5, hour=9)
    assert starts == [(nine.replace(hour=10), nine.replace(hour=11)), (nine, nine.replace(hour=10))]


def test_what_left_and_came_back_is_noted_as_both() -> None:
    entry = race_after((1, season(germany(sessions=()))), (2, race()))

    assert noted(entry) == [(2, Aspect.ADDED), (1, Aspect.WITHDRAWN)]


def test_a_note_has_the_day_of_the_clock_also_where_the_stamps_are_ahead_of_it() -> None:
    """A clock that once stood in 2036 is not told of for ever."""
    ahead = publish(race("10:00"), history(published(race())), FIRST_NOW.replace(year=2036))
    put_right = publish(race("11:00"), history(ahead), FIRST_NOW + DAY).entries[RACE_UID]

    assert put_right.modified_at == ahead.published_at + timedelta(seconds=1)
    assert put_right.notes[0].at == FIRST_NOW + DAY


def test_what_a_clock_far_ahead_has_seen_is_not_noted_beside_what_a_right_one_sees_later() -> None:
    assert noted(race_after((5000, race("10:00")), (2, race("11:00")))) == [(2, Aspect.TIME)]


def test_the_label_of_its_round_raises_a_sessions_stamps_and_is_noted_at_the_round_alone() -> None:
    before = published(race())
    after = publish(
        season(germany(label="Round 1", sessions=race().rounds[0].sessions)), history(before), FIRST_NOW + DAY
    )

    assert {entry.sequence for entry in after.entries.values()} == {1}
    assert after.entries[RACE_UID].notes == ()
    assert [change.facts.is_round for change in after.changes] == [True]


class TestFormerKinds:
    def test_a_kind_that_an_event_was_of_counts_for_30_days(self) -> None:
        entry = race_after((1, race(kind="sprint")))

        assert entry.former_kinds == (FormerKind("race", FIRST_NOW - 90 * DAY + 31 * DAY),)

    def test_one_that_it_is_of_again_counts_no_more(self) -> None:
        entry = race_after((1, race(kind="sprint")), (2, race()))

        assert entry.former_kinds == (FormerKind("sprint", FIRST_NOW - 90 * DAY + 32 * DAY),)

    def test_several_count_each_for_its_time_and_are_known_for_ever(self) -> None:
        sprint, qualifying = (1, race(kind="sprint")), (20, race(kind="qualifying"))

        assert [former.kind for former in race_after(sprint, qualifying).former_kinds] == ["sprint", "race"]
        later = race_after(sprint, qualifying, (40, race("10:00", kind="qualifying")))
        assert [former.kind for former in later.former_kinds] == ["sprint", "race"]

    def test_what_is_shown_changes_when_its_time_is_over(self) -> None:
        second = publish(race(kind="sprint"), history(published(race())), FIRST_NOW + DAY)
        until = FIRST_NOW + 31 * DAY

        assert list(second.leavings()) == [until]


class TestCodec:
    @given(st.lists(seasons(), min_size=2, max_size=4))
    def test_notes_and_former_kinds_are_read_as_they_were_written(self, states: list[Season]) -> None:
        before = History()
        for days, state in enumerate(states):
            before = history(publish(state, before, FIRST_NOW + days * DAY))

        for entry in before.entries.values():
            assert notes_from_json(notes_to_json(entry.notes, entry.facts), entry.facts) == entry.notes
            assert former_kinds_from_json(former_kinds_to_json(entry.former_kinds)) == entry.former_kinds

    def test_a_note_holds_only_what_differs(self) -> None:
        entry = race_after((1, race("10:00")))
        cancelled = race_after((1, race("10:00")), (2, race("10:00", status=Status.CANCELLED)))

        assert notes_to_json(entry.notes, entry.facts) == (
            '[{"at":"2021-03-04T08:00:00Z","before":'
            '{"start_at":"2021-06-05T09:00:00Z","end_at":"2021-06-05T10:00:00Z"},"after":{}}]'
        )
        assert notes_to_json(cancelled.notes[1:], cancelled.facts) == (
            '[{"at":"2021-03-04T08:00:00Z","before":'
            '{"start_at":"2021-06-05T09:00:00Z","end_at":"2021-06-05T10:00:00Z"},"after":{"status":"confirmed"}}]'
        )

    def test_that_it_left_and_that_it_came_back_are_read_as_they_were_written(self) -> None:
        entry = race_after((1, season(germany(sessions=()))), (2, race()))

        assert [(note.before is None, note.after is None) for note in entry.notes] == [(True, False), (False, True)]
        assert notes_from_json(notes_to_json(entry.notes, entry.facts), entry.facts) == entry.notes

    def test_where_there_are_none_nothing_is_kept(self) -> None:
        entry = race_after()

        assert notes_to_json(entry.notes, entry.facts) is None
        assert former_kinds_to_json(entry.former_kinds) is None

    def test_a_former_kind_is_read_as_it_was_written(self) -> None:
        text = '{"race":"2021-04-03T08:00:00Z"}'

        assert former_kinds_to_json(race_after((1, race(kind="sprint"))).former_kinds) == text
        assert former_kinds_from_json(text) == race_after((1, race(kind="sprint"))).former_kinds

    def test_words_are_kept_as_they_are_written(self) -> None:
        entry = race_after((1, race(note="Boxengasse öffnet um neun")), (2, race()))

        assert '{"note":"Boxengasse öffnet um neun"}' in (notes_to_json(entry.notes, entry.facts) or "")

    @pytest.mark.parametrize(
        "text",
        [
            *("", "7", "[7]", "[{}]", '[{"at":"x","before":{},"after":{}}]', "[" * 9999),
            '[{"at":"2021-06-01T08:00:00Z","before":null,"after":null}]',
        ],
    )
    def test_what_are_no_notes_is_refused(self, text: str) -> None:
        with pytest.raises(UnreadableFactError) as refused:
            notes_from_json(text, race_after().facts)
        assert refused.value.fact == "notes"

    @pytest.mark.parametrize("text", ["", "7", "[7]", '{"race":7}', '{"race":"soon"}'])
    def test_what_are_no_former_kinds_is_refused(self, text: str) -> None:
        with pytest.raises(UnreadableFactError) as refused:
            former_kinds_from_json(text)
        assert refused.value.fact == "former_kinds"


def test_a_renamed_round_is_noted_in_its_sessions_too() -> None:
    renamed = season(replace(race().rounds[0], name="Race of the Eifel"))

    assert noted(race_after((1, renamed))) == [(1, Aspect.NAME)]
