"""How wide columns are where there is little room."""

from __future__ import annotations

from season_calendar.cli.columns import columns_of, room_of, widths

NAMES = ["Race of Spain"] * 7 + ["Race of the United Provinces"]
TRACKS = ["Circuito do Estoril"] * 8
ROWS = list(zip(NAMES, TRACKS, strict=True))


def test_with_room_for_all_each_column_is_as_wide_as_its_widest_cell() -> None:
    assert widths(columns_of(ROWS), 100) == {0: 28, 1: 19}


def test_the_few_cells_that_are_longer_than_most_give_way_first() -> None:
    assert widths(columns_of(ROWS), 40) == {0: 19, 1: 19}
    assert widths(columns_of(ROWS), 34) == {0: 13, 1: 19}


def test_below_what_most_cells_need_none_is_narrower_than_its_longest_word() -> None:
    assert widths(columns_of(ROWS), 24) == {0: 11, 1: 11}
    assert widths(columns_of(ROWS), 1) == {0: 9, 1: 8}


def test_a_column_that_is_to_stay_whole_does() -> None:
    assert widths(columns_of(ROWS, whole=[0]), 1) == {0: 28, 1: 8}


def test_a_column_without_text_takes_no_room_whatever_is_above_it() -> None:
    columns = columns_of([("a", "", "b")], ["Id", "Error", "Name"])
    assert widths(columns, 100) == {0: 2, 2: 4}
    assert room_of(its.widest for its in columns.values()) == 8


def test_cells_are_measured_as_a_terminal_shows_them() -> None:
    assert widths(columns_of([("\u9234\u9e7f", "e\u0301te\u0301")]), 100) == {0: 4, 1: 3}
