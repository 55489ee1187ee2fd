"""Edits of venues, drivers and titles: what is so already, what is written otherwise, and what is in use."""

from __future__ import annotations

import pytest

from season_calendar.errors import EditRefusedError
from season_calendar.season_file.editing.edits import Edit, apply_edit
from season_calendar.season_file.editing.entries import DRIVERS, TITLES, VENUES, AddEntry, EditEntry, RemoveEntry
from season_calendar.season_file.editing.rounds import AddRound
from season_calendar.season_file.editing.sessions import AddSession


def edited(text: str, edit: Edit) -> str:
    return apply_edit(text.encode(), edit, "events.yaml").decode()


def test_the_first_venue_of_a_file_of_one_key_stands_apart_from_it() -> None:
    added = edited("schema: 1\n", AddEntry(VENUES, "spa", {"zone": "Europe/Brussels", "name": "Spa"}))
    assert added == "schema: 1\n\nvenues:\n  spa:\n    name: Spa\n    zone: Europe/Brussels\n"


def test_a_second_venue_stands_apart_from_the_first_and_a_second_driver_does_not() -> None:
    fields = {"name": "B", "country": "DE"}
    text = "{key}:\n  a:\n    name: A\n"
    lines = "  b:\n    name: B\n    country: DE\n"
    assert edited(text.format(key="venues"), AddEntry(VENUES, "b", fields)) == f"venues:\n  a:\n    name: A\n\n{lines}"
    assert edited(text.format(key="drivers"), AddEntry(DRIVERS, "b", fields)) == f"drivers:\n  a:\n    name: A\n{lines}"


@pytest.mark.parametrize(
    ("edit", "thing"),
    [
        (AddEntry(VENUES, "a", {"name": "A"}), "venue 'a'"),
        (AddRound("a"), "round 'a'"),
        (AddSession("a", "race"), "session 'race' in the round 'a'"),
    ],
)
def test_an_id_is_taken_once(edit: Edit, thing: str) -> None:
    with pytest.raises(EditRefusedError) as refused:
        edited("venues: {a: {name: A}}\nrounds: [{id: a, sessions: [{id: race}]}]\n", edit)
    assert str(refused.value) == f"there is a {thing} already (choose another id, or edit that one)"


def test_a_title_keeps_the_way_in_which_its_name_is_written_where_that_stays() -> None:
    text = "titles:\n  junior: >-\n    Junior\n    Trophy\n"
    assert edited(text, EditEntry(TITLES, "junior", {"name": "Junior Trophy"})) == text
    assert edited(text, EditEntry(TITLES, "junior", {"rounds": None})) == text


@pytest.mark.parametrize(
    ("text", "edit", "message"),
    [
        (
            "drivers:\n  anna: Anna\n",
            EditEntry(DRIVERS, "anna", {"name": "Anna B"}),
            "the driver 'anna' has no keys below it (write them by hand first)",
        ),
        (
            "titles:\n  junior: [Junior]\n",
            EditEntry(TITLES, "junior", {"name": "Junior"}),
            "the title 'junior' has no keys below it (write them by hand first)",
        ),
        (
            "venues:\n  - spa\n",
            AddEntry(VENUES, "monza", {"name": "Monza"}),
            "venues holds no venue by id (write venues as keys with values)",
        ),
    ],
)
def test_what_is_written_in_no_form_of_the_format_is_left_to_the_hand(text: str, edit: Edit, message: str) -> None:
    with pytest.raises(EditRefusedError) as refused:
        edited(text, edit)
    assert str(refused.value) == message


def test_a_driver_is_not_in_use_because_a_title_has_the_same_id() -> None:
    text = "titles:\n  anna: Anna's Trophy\ndrivers:\n  anna:\n    name: Anna\n  bea:\n    titles: [anna]\n"
    expected = "titles:\n  anna: Anna's Trophy\ndrivers:\n  bea:\n    titles: [anna]\n"
    assert edited(text, RemoveEntry(DRIVERS, "anna")) == expected
    with pytest.raises(EditRefusedError) as refused:
        edited(text, RemoveEntry(TITLES, "anna"))
    assert str(refused.value) == "the title 'anna' is in use: driver 'bea' (change it first)"


def test_drivers_without_titles_or_keys_use_no_title() -> None:
    text = "titles:\n  junior: Junior\n  pro: Pro\ndrivers:\n  anna: Anna\n  bea: {titles: junior}\n  cleo: {}\n"
    assert edited(text, RemoveEntry(TITLES, "junior")) == text.replace("  junior: Junior\n", "")
