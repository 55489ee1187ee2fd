"""Edits that turn on what is written already: a status, the order of the format, a text that cannot be moved."""

from __future__ import annotations

import pytest

from season_calendar.errors import EditRefusedError
from season_calendar.season_file.editing.edits import Edit, Together, apply_edit
from season_calendar.season_file.editing.rounds import EditRound, MoveRound, RemoveRound, RestoreRound
from season_calendar.season_file.editing.sessions import MoveSession

ROUND = "rounds:\n  - id: spain\n    dates: 2021-07-10\n    status: {status}\n"
SESSION = "rounds:\n  - id: spain\n    sessions:\n      - {{id: race, start: 2021-07-10 12:00, status: {status}}}\n"


def edited(text: str, edit: Edit) -> str:
    return apply_edit(text.encode(), edit, "events.yaml").decode()


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_a_round_that_was_off_is_on_again(status: str) -> None:
    assert edited(ROUND.format(status=status), RestoreRound("spain")) == ROUND.removesuffix("    status: {status}\n")


@pytest.mark.parametrize("status", ["provisional", "confirmed"])
def test_a_round_that_is_on_is_not_put_on_again(status: str) -> None:
    text = ROUND.format(status=status)
    assert edited(text, RestoreRound("spain")) == text


def test_a_cancelled_session_is_not_moved_before_it_is_on_again() -> None:
    with pytest.raises(EditRefusedError) as refused:
        edited(SESSION.format(status="cancelled"), MoveSession("spain", "race", "13:00"))
    command = "season-calendar session restore spain race"
    assert str(refused.value) == f"session 'race' is cancelled (put it on again first: {command})"


def test_a_postponed_session_that_is_moved_is_on_again() -> None:
    after = "rounds:\n  - id: spain\n    sessions:\n      - {id: race, start: 2021-07-10 13:00}\n"
    assert edited(SESSION.format(status="postponed"), MoveSession("spain", "race", "13:00")) == after


def test_a_provisional_session_that_is_moved_stays_so() -> None:
    before = SESSION.format(status="provisional")
    assert edited(before, MoveSession("spain", "race", "13:00")) == before.replace("12:00", "13:00")


def test_keys_change_in_the_order_of_the_format() -> None:
    edit = EditRound("spain", {"note": "Hot", "dates": "2021-07-11", "name": "Spain"})
    operations = edit.operations({"rounds": [{"id": "spain"}]})
    assert [operation.key for operation in operations] == ["name", "dates", "note"]


@pytest.mark.parametrize("session", ["{id: q}", "{id: q, start: 2021-06-11}"])
def test_the_line_of_what_cannot_be_moved_is_not_that_of_a_round_which_is_gone(session: str) -> None:
    text = (
        f"rounds:\n  - id: austria\n    dates: 2021-05-01\n    sessions:\n      - {session}\n"
        "  - id: spain\n    dates: 2021-07-10\n    sessions:\n      - {id: race, start: 2021-06-35}\n"
    )
    with pytest.raises(EditRefusedError) as refused:
        edited(text, Together((RemoveRound("austria"), MoveRound("spain", "2021-07-11"))))
    assert str(refused.value) == "start '2021-06-35' cannot be moved (correct it first)"
