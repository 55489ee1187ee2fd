"""Edits of rounds: whole files before and after, so that every byte that stays can be seen."""

from __future__ import annotations

import pytest
from support.edited_season import SEASON, assert_edit, edited

from season_calendar.errors import EditRefusedError
from season_calendar.season_file.editing.rounds import AddRound, CancelRound, EditRound, MoveRound, PostponeRound


def test_cancelling_a_round_adds_one_line_after_its_dates() -> None:
    dates = "    dates: 2021-06-03 to 2021-06-05\n"
    assert_edit(CancelRound("germany"), dates, dates + "    status: cancelled\n")


def test_cancelling_a_postponed_round_changes_one_word_and_keeps_the_comment() -> None:
    assert_edit(CancelRound("spain"), "postponed  # 16 July", "cancelled  # 16 July")


def test_postponing_a_round_keeps_its_dates_and_sessions() -> None:
    dates = "    dates: 2021-06-03 to 2021-06-05\n"
    assert_edit(PostponeRound("germany"), dates, dates + "    status: postponed\n")


def test_renaming_a_round_keeps_the_quotes_and_the_comment() -> None:
    edit = EditRound("germany", {"name": 'The "Ring"'})
    assert_edit(edit, '"Race of Germany"   #', '"The \\"Ring\\""   #')


def test_a_moved_round_takes_its_sessions_with_it_and_their_times_stay() -> None:
    after = SEASON.replace("2021-06-03", "2021-06-24").replace("2021-06-05", "2021-06-26")
    assert edited(SEASON, MoveRound("germany", "2021-06-24 to 2021-06-26")) == after


def test_a_postponed_round_that_is_moved_is_on_again() -> None:
    after = SEASON.replace("2021-07-10", "2021-11-06").replace("2021-07-11", "2021-11-07")
    after = after.replace("    status: postponed  # 16 July\n", "")
    assert edited(SEASON, MoveRound("spain", "2021-11-06 to 2021-11-07")) == after


def test_a_move_that_is_not_sure_says_provisional() -> None:
    after = SEASON.replace("2021-07-10", "2021-11-06").replace("2021-07-11", "2021-11-07")
    after = after.replace("postponed  # 16 July", "provisional  # 16 July")
    assert edited(SEASON, MoveRound("spain", "2021-11-06 to 2021-11-07", provisional=True)) == after


def test_a_round_without_dates_gets_them_below_its_venue() -> None:
    text = "rounds:\r\n- id: italy\r\n  name: Race of Italy\r\n  venue: adria\r\n  status: postponed\r\n"
    after = "rounds:\r\n- id: italy\r\n  name: Race of Italy\r\n  venue: adria\r\n  dates: 2021-11-06\r\n"
    assert edited(text, MoveRound("italy", "2021-11-06")) == after


def test_a_session_whose_date_does_not_exist_is_not_moved() -> None:
    for day in ("2021-06-35", "9999-12-31"):
        text = SEASON.replace("start: '2021-06-05'", f"start: '{day}'")
        with pytest.raises(EditRefusedError) as refused:
            edited(text, MoveRound("germany", "2021-06-24 to 2021-06-26"))
        assert str(refused.value) == f"start '{day}' in line 11 cannot be moved (correct it first)"


def test_a_session_without_an_id_that_cannot_be_moved_is_named_by_its_line() -> None:
    nameless = SEASON.replace("{id: race-1, kind: race, start: '2021-06-05'}", "{start: 2021-06-35}")
    with pytest.raises(EditRefusedError, match=r"start '2021-06-35' in line 11 cannot be moved"):
        edited(nameless, MoveRound("germany", "2021-06-10"))


def test_a_new_round_stands_in_its_place_by_date() -> None:
    edit = AddRound("portugal", {"venue": "estoril", "name": "Race of Portugal", "dates": "2021-06-26"})
    new = '  - id: portugal\n    name: "Race of Portugal"\n    venue: estoril\n    dates: 2021-06-26\n\n'
    assert_edit(edit, "  # South now.\n", new + "  # South now.\n")


def test_a_round_before_the_first_one_leaves_the_first_ones_comment_with_it() -> None:
    edit = AddRound("hungary", {"name": "Race of Hungary", "venue": "hungaroring", "dates": "2021-05-14"})
    new = '  - id: hungary\n    name: "Race of Hungary"\n    venue: hungaroring\n    dates: 2021-05-14\n\n'
    assert_edit(edit, "  # The opening.\n", new + "  # The opening.\n")


def test_a_round_without_dates_comes_last() -> None:
    text = "rounds:\n  - {id: a, dates: 2021-06-03}\n  - {id: b}"
    edit = AddRound("c", {"name": "x, y", "venue": "v"})
    assert edited(text, edit) == text + "\n  - {id: c, name: 'x, y', venue: v}"


def test_the_first_round_of_a_season_makes_the_list() -> None:
    text = "schema: 1\nrounds: []   # to be announced\n"
    after = "schema: 1\nrounds:   # to be announced\n  - id: a\n    name: A\n"
    assert edited(text, AddRound("a", {"name": "A"})) == after


def test_a_cancelled_round_is_not_moved_before_it_is_on_again() -> None:
    cancelled = SEASON.replace("status: postponed", "status: cancelled")
    with pytest.raises(EditRefusedError) as refused:
        edited(cancelled, MoveRound("spain", "2021-11-06"))
    assert str(refused.value) == (
        "round 'spain' is cancelled (put it on again first: season-calendar round restore spain)"
    )


@pytest.mark.parametrize(
    ("dates", "new_dates"),
    [("2021-06-03 to 2021-06-05", "soon"), ("to be told", "2021-06-24"), ("2021-06-03", "2021-06-03 to 2021-06-06")],
)
def test_sessions_stay_where_it_cannot_be_told_that_the_first_day_moves(dates: str, new_dates: str) -> None:
    text = SEASON.replace("dates: 2021-06-03 to 2021-06-05", f"dates: {dates}").replace("2021-06-05'}", "2021-06-35'}")
    assert_edit(MoveRound("germany", new_dates), f"dates: {dates}\n", f"dates: {new_dates}\n", text)


def test_an_end_without_a_date_is_left_as_it_is_written_when_its_round_moves() -> None:
    text = SEASON.replace('end: "15:10"', 'end: "15\\x3A10"').replace("South", "2021-06-03: South")
    after = text.replace("dates: 2021-06-03", "dates: 2021-06-24").replace("start: 2021-06-03", "start: 2021-06-24")
    after = after.replace("2021-06-05", "2021-06-26")
    assert edited(text, MoveRound("germany", "2021-06-24 to 2021-06-26")) == after


def test_confirmed_is_written_where_it_was_otherwise_and_is_any_text_elsewhere() -> None:
    assert_edit(EditRound("spain", {"status": "confirmed"}), "postponed  # 16 July", "confirmed  # 16 July")
    name = "    name: Race of Spain\n"
    assert_edit(EditRound("spain", {"label": "confirmed"}), name, name + "    label: confirmed\n")
