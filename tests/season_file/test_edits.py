"""Edits of a season: what holds for all of them, and for several as one."""

from __future__ import annotations

import pytest
from support.edited_season import SEASON, assert_edit, edited

from season_calendar.errors import EditRefusedError, SeasonFileError, UnknownThingError
from season_calendar.season_file.editing.edits import Edit, Together
from season_calendar.season_file.editing.entries import DRIVERS, TITLES, VENUES, AddEntry
from season_calendar.season_file.editing.rounds import (
    AddRound,
    CancelRound,
    EditRound,
    MoveRound,
    PostponeRound,
    RemoveRound,
)
from season_calendar.season_file.editing.sessions import AddSession, EditSession, RemoveSession


def test_several_keys_can_change_at_once() -> None:
    edit = EditRound("spain", {"label": "Rounds 5 and 6 of 16", "link": "https://example.org/", "status": None})
    after = SEASON.replace("    name: Race of Spain\n", "    name: Race of Spain\n    label: Rounds 5 and 6 of 16\n")
    after = after.replace("    status: postponed  # 16 July\n", "")
    after = after.replace("      water.\n", "      water.\n    link: https://example.org/\n")
    assert edited(SEASON, edit) == after


def test_a_key_that_is_removed_takes_all_its_lines_and_no_other() -> None:
    assert_edit(EditRound("spain", {"note": None}), "    note: |\n      Bring\n      water.\n", "")


@pytest.mark.parametrize(
    ("starts", "new", "place"),
    [
        (["", ""], "2021-06-03", 2),
        (["2021-06-03", ""], "2021-06-01", 0),
        (["2021-06-03", "", "2021-06-10"], "2021-06-10", 3),
        (["2021-06-03", "2021-06-10", "2021-06-17"], "2021-06-24", 3),
        (["2021-06-03", "2021-06-10", "soon"], "", 3),
    ],
)
def test_a_new_one_comes_after_the_last_that_does_not_start_later(starts: list[str], new: str, place: int) -> None:
    rounds = [f"  - {{id: r{n}, name: R, dates: {start or '~'}}}\n" for n, start in enumerate(starts)]
    dates = {"dates": new} if new else {}
    added = "  - {id: new" + (f", dates: {new}" if new else "") + "}\n"
    after = [*rounds[:place], added, *rounds[place:]]
    assert edited("rounds:\n" + "".join(rounds), AddRound("new", dates)) == "rounds:\n" + "".join(after)

    sessions = [f"      - {{id: s{n}, start: {start or '~'}}}\n" for n, start in enumerate(starts)]
    round_ = "rounds:\n  - id: a\n    sessions:\n"
    added = "      - {id: new" + (f", start: {new}" if new else "") + "}\n"
    after = [*sessions[:place], added, *sessions[place:]]
    edit = AddSession("a", "new", {"start": new} if new else {})
    assert edited(round_ + "".join(sessions), edit) == round_ + "".join(after)


@pytest.mark.parametrize(
    "edit",
    [
        PostponeRound("spain"),
        EditRound("spain", {"note": "Bring\nwater.\n"}),
        EditRound("germany", {"status": "confirmed", "name": "Race of Germany", "note": None}),
        MoveRound("germany", "2021-06-03 to 2021-06-05"),
        EditSession("germany", "fp1", {"end": "15:10", "start": "14:30", "status": "confirmed"}),
    ],
)
def test_what_is_so_already_leaves_the_file_as_it_is(edit: Edit) -> None:
    assert edited(SEASON, edit) == SEASON


def test_a_misspelt_round_or_session_is_met_with_the_near_one() -> None:
    with pytest.raises(UnknownThingError, match=r"no round 'germani' \(did you mean 'germany'\?\)"):
        edited(SEASON, CancelRound("germani"))
    with pytest.raises(UnknownThingError, match=r"no session 'fp' in the round 'germany' \(did you mean 'fp1'\?\)"):
        edited(SEASON, RemoveSession("germany", "fp"))
    with pytest.raises(UnknownThingError, match=r"no round 'x' \(there are: b\)"):
        edited("rounds: [what, {id: ~}, {id: [a]}, {id: b}]", CancelRound("x"))
    with pytest.raises(UnknownThingError, match=r"there is no round at all yet"):
        edited("rounds: []", CancelRound("germany"))


def test_an_id_that_is_taken_is_refused() -> None:
    with pytest.raises(EditRefusedError) as refused:
        edited(SEASON, AddRound("spain"))
    assert str(refused.value) == "there is a round 'spain' already (choose another id, or edit that one)"
    with pytest.raises(EditRefusedError, match="there is a session 'late' in the round 'spain' already"):
        edited(SEASON, AddSession("spain", "late"))


def test_what_is_no_season_file_is_not_edited() -> None:
    with pytest.raises(EditRefusedError) as refused:
        edited("# nothing yet\n", AddRound("a"))
    assert str(refused.value) == "events.yaml holds no season (start it with series, season and venues)"
    with pytest.raises(SeasonFileError):
        edited("a: [", AddRound("a"))


def test_things_that_are_no_rounds_and_sessions_are_passed_over() -> None:
    text = "rounds:\n  - what\n  - id: a\n    sessions: [x, {id: b, start: 2021-02-30}]\n"
    after = text.replace("2021-02-30", "2021-03-02")
    assert edited(text, EditSession("a", "b", {"start": "2021-03-02"})) == after
    dated = "rounds: [{id: a, dates: 2021-06-03, sessions: [x, {start: 2021-06-03}]}]\n"
    assert edited(dated, MoveRound("a", "2021-06-04")) == dated.replace("06-03", "06-04")


def test_a_whole_season_is_written_at_once_in_the_order_of_the_format() -> None:
    edits: list[Edit] = [
        AddRound("spain", {"name": "Race of Spain", "venue": "aragon", "dates": "2021-07-10"}),
        AddEntry(VENUES, "aragon", {"zone": "Europe/Madrid", "name": "Aragón", "coordinates": ["41.07", "-0.2"]}),
        AddEntry(VENUES, "spa", {"name": "Spa", "zone": "Europe/Brussels"}),
        AddEntry(DRIVERS, "anna", {"name": "Anna", "titles": ["drivers"]}),
        AddEntry(TITLES, "drivers", {"name": "Drivers' Title"}),
        AddRound("belgium", {"name": "Race of Belgium", "venue": "spa", "sessions": [{"id": "q", "kind": "q"}]}),
        AddSession("spain", "race", {"kind": "race", "start": "2021-07-10 15:00"}),
        EditRound("belgium", {"dates": "2021-07-17", "note": "At night"}),
    ]
    text = "schema: 1\n\nseries: {id: wtcr, name: WTCR}\nseason: 2021\nrounds: []\n"
    assert edited(text, Together(tuple(edits))) == (
        "schema: 1\n\nseries: {id: wtcr, name: WTCR}\nseason: 2021\n"
        "titles:\n  drivers: Drivers' Title\n"
        "drivers:\n  anna:\n    name: Anna\n    titles: [drivers]\n"
        "venues:\n  aragon:\n    name: Aragón\n    zone: Europe/Madrid\n    coordinates: [41.07, -0.2]\n\n"
        "  spa:\n    name: Spa\n    zone: Europe/Brussels\n"
        "rounds:\n"
        "  - id: spain\n    name: Race of Spain\n    venue: aragon\n    dates: 2021-07-10\n"
        "    sessions:\n      - id: race\n        kind: race\n        start: 2021-07-10 15:00\n\n"
        "  - id: belgium\n    name: Race of Belgium\n    venue: spa\n    dates: 2021-07-17\n    note: At night\n"
        "    sessions:\n      - id: q\n        kind: q\n"
    )


def test_edits_that_build_on_one_another_are_refused_where_one_is_not_possible() -> None:
    edits = Together((AddRound("italy", {"name": "Italy"}), CancelRound("italy"), AddRound("italy")))
    with pytest.raises(EditRefusedError, match="there is a round 'italy' already"):
        edited(SEASON, edits)
    with pytest.raises(UnknownThingError, match="no round 'spain'"):
        edited(SEASON, Together((RemoveRound("spain"), CancelRound("spain"))))


def test_the_line_is_not_named_where_an_edit_before_may_have_moved_it() -> None:
    text = SEASON.replace("start: '2021-06-05'", "start: '2021-06-35'")
    earlier = AddRound("austria", {"name": "Race of Austria", "dates": "2021-05-01"})
    with pytest.raises(EditRefusedError) as refused:
        edited(text, Together((earlier, MoveRound("germany", "2021-06-24 to 2021-06-26"))))
    assert str(refused.value) == "start '2021-06-35' cannot be moved (correct it first)"
