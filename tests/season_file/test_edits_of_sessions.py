"""Edits of sessions: whole files before and after, so that every byte that stays can be seen."""

from __future__ import annotations

import textwrap

import pytest
from support.edited_season import SEASON, assert_edit, edited

from season_calendar.season_file.editing.sessions import AddSession, EditSession, RemoveSession


def test_a_new_session_stands_in_its_place_by_start_and_looks_like_its_neighbours() -> None:
    edit = AddSession("germany", "q", {"kind": "qualifying", "start": "2021-06-04 14:05", "duration": "40m"})
    new = "      - {id: q, kind: qualifying, start: 2021-06-04 14:05, duration: 40m}\n"
    assert_edit(edit, "      # Only the day", new + "      # Only the day")


def test_the_first_session_of_a_round_looks_like_those_of_the_others() -> None:
    text = "rounds:\n- id: a\n  sessions:\n  - {id: fp1}\n\n- id: b\n  name: B\n"
    after = text + "  sessions:\n  - {id: race-1, kind: race, start: 2021-06-05}\n"
    assert edited(text, AddSession("b", "race-1", {"kind": "race", "start": "2021-06-05"})) == after


def test_an_empty_list_of_sessions_gets_its_first_one_below_it() -> None:
    text = "rounds:\n  - id: a\n    sessions: []  # soon\n    note: n\n"
    after = "rounds:\n  - id: a\n    sessions:  # soon\n      - id: r\n        kind: race\n    note: n\n"
    assert edited(text, AddSession("a", "r", {"kind": "race"})) == after


def test_a_new_end_takes_the_place_of_a_duration_and_the_other_way_round() -> None:
    end = "        end: 2021-07-11 00:10+02:00\n"
    assert_edit(EditSession("spain", "late", {"duration": "40m"}), end, "        duration: 40m\n")
    edit = EditSession("germany", "fp1", {"duration": "40m"})
    assert_edit(edit, 'end: "15:10"', "duration: 40m")
    with_duration = SEASON.replace('end: "15:10"', "duration: 40m")
    assert_edit(EditSession("germany", "fp1", {"end": "15:10"}), "duration: 40m", "end: 15:10", with_duration)


def test_a_start_without_a_date_stays_on_its_day() -> None:
    edit = EditSession("germany", "race-1", {"start": "11:00"})
    assert_edit(edit, "'2021-06-05'", "'2021-06-05 11:00'")


def test_a_session_without_a_start_gets_one_as_it_is_given_and_its_end_stays() -> None:
    text = SEASON.replace("start: 2021-06-03 14:30, ", "")
    edit = EditSession("germany", "fp1", {"start": "11:00"})
    assert_edit(edit, "kind: practice, ", "kind: practice, start: '11:00', ", text)


def test_a_session_is_removed_with_its_line_and_without_the_comment_above() -> None:
    line = "      - {id: race-1, kind: race, start: '2021-06-05'}\n"
    assert_edit(RemoveSession("germany", "race-1"), line, "")


def test_the_last_session_that_is_removed_leaves_an_empty_list() -> None:
    text = "rounds:\n  - id: a\n    sessions: # TBC\n      - id: x\n        kind: race\n    note: n\n"
    after = "rounds:\n  - id: a\n    sessions: [] # TBC\n    note: n\n"
    assert edited(text, RemoveSession("a", "x")) == after


def test_sessions_of_a_day_stand_in_order_of_time_however_it_is_written() -> None:
    text = "rounds:\n- id: a\n  sessions:\n  - {start: 2021-06-05}\n  - {start: ' 2021-06-05T9:00'}\n"
    last = "  - {start: 2021-06-05 10:30}\n"
    new = "  - {id: new, start: 2021-06-05 10:00}\n"
    assert edited(text + last, AddSession("a", "new", {"start": "2021-06-05 10:00"})) == text + new + last


NEW_SESSION = {"kind": "race", "start": "2021-06-05"}


NEW_LINES = "sessions:\n{0}- id: new\n{0}  kind: race\n{0}  start: 2021-06-05\n"
"""The lines of a round's first session, with the space before their dash."""


@pytest.mark.parametrize(
    ("others", "new"),
    [
        (["id: a"], NEW_LINES.format("  ")),
        (["x", "{id: a, sessions: []}"], NEW_LINES.format("  ")),
        (["sessions: [{id: r}]", "sessions: soon", "sessions:\n    - id: r"], NEW_LINES.format("")),
        (["sessions:\n        - x"], NEW_LINES.format("  ")),
        (["sessions:\n     - {id: r}"], "sessions:\n - {id: new, kind: race, start: 2021-06-05}\n"),
    ],
    ids=["there is none", "those are none", "in lines, below two others", "a list of texts", "in braces"],
)
def test_the_first_session_of_a_round_is_written_as_those_of_the_first_list_in_lines(
    others: list[str], new: str
) -> None:
    text = "rounds:\n" + "".join(f"  - {other}\n" for other in [*others, "id: b"])
    assert edited(text, AddSession("b", "new", NEW_SESSION)) == text + textwrap.indent(new, "    ")


@pytest.mark.parametrize("before_dash", ["", "  ", "     "])
def test_where_there_are_no_sessions_yet_they_stand_as_far_to_the_right_as_the_rounds_do(before_dash: str) -> None:
    text = f"rounds:\n{before_dash}- id: b\n"
    new = textwrap.indent(NEW_LINES.format(before_dash), before_dash + "  ")
    assert edited(text, AddSession("b", "new", NEW_SESSION)) == text + new


@pytest.mark.parametrize(
    ("start", "new_start", "end", "new_end"),
    [
        ("2021-07-10 09:00", "10:30", "09:40", "11:10"),
        ("2021-07-10 09:00", "2021-07-11 08:00", "09:40", "08:40"),
        ("2021-07-10 09:00", "23:30", "09:40", "2021-07-11 00:10"),
        ("2021-07-10 23:30", "2021-07-10 09:00", "2021-07-11T00:10", "2021-07-10T09:40"),
        ("2021-07-10 23:30+02:00", "22:30", "2021-07-11 00:10+02:00", "2021-07-10 23:10+02:00"),
        ("2021-07-10", "09:00", "09:40", "09:40"),  # nothing tells how long it was to take
        ("2021-07-10 09:00", "2021-07-11", "09:40", "09:40"),
        ("2021-07-10 09:00", "soon", "09:40", "09:40"),
        ("soon", "2021-07-10 10:00", "09:40", "09:40"),
        ("2021-07-10 09:00", "10:30", "25:00", "25:00"),
    ],
)
def test_a_session_that_starts_at_another_time_takes_as_long_as_before(
    start: str, new_start: str, end: str, new_end: str
) -> None:
    text = f"rounds:\n  - id: spain\n    sessions:\n      - id: late\n        start: {start}\n        end: {end}\n"
    after = edited(text, EditSession("spain", "late", {"start": new_start}))
    assert after.endswith(f"        end: {new_end}\n")


@pytest.mark.parametrize("change", [{"end": "12:00"}, {"end": None}, {"duration": "1h"}])
def test_an_end_does_not_move_where_the_edit_says_how_long_it_takes(change: dict[str, str | None]) -> None:
    session = '{id: fp1, kind: practice, start: 2021-06-03 14:30, end: "15:10"}'
    after = edited(SEASON, EditSession("germany", "fp1", {"start": "10:00", **change}))
    assert session in SEASON
    assert "10:40" not in after


def test_an_end_moves_where_the_edit_only_removes_a_duration_that_is_not_there() -> None:
    after = edited(SEASON, EditSession("germany", "fp1", {"start": "10:00", "duration": None}))
    assert '{id: fp1, kind: practice, start: 2021-06-03 10:00, end: "10:40"}' in after
