"""Edits of a season: whole files before and after, so that every byte that stays can be seen."""

from __future__ import annotations

import difflib
import textwrap
from pathlib import Path

import pytest

from season_calendar.errors import EditRefusedError, SeasonFileError, UnknownThingError
from season_calendar.model import Round, Season, Status
from season_calendar.season_file import read_season
from season_calendar.season_file.editing.edits import Edit, Together, apply_edit
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

SEASON = """\
schema: 1
rounds:
  # The opening.
  - id: germany
    name: "Race of Germany"   # 24 hours later: the 24 hours
    venue: nurburgring
    dates: 2021-06-03 to 2021-06-05
    sessions:
      - {id: fp1, kind: practice, start: 2021-06-03 14:30, end: "15:10"}
      # Only the day is known.
      - {id: race-1, kind: race, start: '2021-06-05'}

  # South now.
  - id: spain
    name: Race of Spain
    venue: aragon
    dates: 2021-07-10 to 2021-07-11
    status: postponed  # 16 July
    note: |
      Bring
      water.
    sessions:
      - id: late
        kind: race
        start: 2021-07-10 23:30+02:00
        end: 2021-07-11 00:10+02:00
"""


def edited(text: str, edit: Edit) -> str:
    return apply_edit(text.encode(), edit, "events.yaml").decode()


def assert_edit(edit: Edit, old: str, new: str, text: str = SEASON) -> None:
    """The file is as it was, but for the one place where ``old`` stood and ``new`` is now."""
    assert text.count(old) == 1
    assert edited(text, edit) == text.replace(old, new)


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


def test_a_key_that_is_removed_takes_all_its_lines_and_no_other() -> None:
    assert_edit(EditRound("spain", {"note": None}), "    note: |\n      Bring\n      water.\n", "")


def test_several_keys_can_change_at_once() -> None:
    edit = EditRound("spain", {"label": "Rounds 5 and 6 of 16", "link": "https://example.org/", "status": None})
    after = SEASON.replace("    name: Race of Spain\n", "    name: Race of Spain\n    label: Rounds 5 and 6 of 16\n")
    after = after.replace("    status: postponed  # 16 July\n", "")
    after = after.replace("      water.\n", "      water.\n    link: https://example.org/\n")
    assert edited(SEASON, edit) == after


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


def test_the_line_is_not_named_where_an_edit_before_may_have_moved_it() -> None:
    text = SEASON.replace("start: '2021-06-05'", "start: '2021-06-35'")
    earlier = AddRound("austria", {"name": "Race of Austria", "dates": "2021-05-01"})
    with pytest.raises(EditRefusedError) as refused:
        edited(text, Together((earlier, MoveRound("germany", "2021-06-24 to 2021-06-26"))))
    assert str(refused.value) == "start '2021-06-35' cannot be moved (correct it first)"


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


REAL_FILE = Path(__file__).parents[2] / "events.yaml"


def real_season() -> tuple[str, Season]:
    source = REAL_FILE.read_bytes()
    season, _ = read_season(source, "events.yaml")
    return source.decode(), season


def changed_lines(before: str, after: str) -> tuple[list[str], list[str]]:
    diff = list(difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm=""))[2:]
    return [line[1:] for line in diff if line[0] == "-"], [line[1:] for line in diff if line[0] == "+"]


def reread(text: str, round_id: str) -> Round:
    season, _ = read_season(text.encode(), "events.yaml")
    round_ = season.round(round_id)
    assert round_ is not None
    return round_


def test_in_the_real_season_a_cancelled_renamed_or_postponed_round_is_one_line() -> None:
    text, season = real_season()
    for round_ in season.rounds:
        for edit, said in (
            (CancelRound(round_.id), "    status: cancelled"),
            (PostponeRound(round_.id), "    status: postponed"),
            (EditRound(round_.id, {"name": "Another name"}), "    name: Another name"),
        ):
            after = edited(text, edit)
            gone, come = changed_lines(text, after)
            assert come == [said]
            assert len(gone) <= 1
            read_season(after.encode(), "events.yaml")
        assert reread(edited(text, CancelRound(round_.id)), round_.id).status is Status.CANCELLED


def test_in_the_real_season_a_session_is_changed_removed_and_put_back_where_it_was() -> None:
    text, season = real_season()
    for round_ in season.rounds:
        for session in round_.sessions:
            after = edited(text, EditSession(round_.id, session.id, {"status": "cancelled"}))
            assert changed_lines(text, after) == ([], ["        status: cancelled"])
            without = edited(text, RemoveSession(round_.id, session.id))
            gone, come = changed_lines(text, without)
            assert come == []
            fields = dict(line.strip().removeprefix("- ").split(": ", 1) for line in gone)
            del fields["id"]
            again = edited(without, AddSession(round_.id, session.id, fields))
            assert sorted(reread(again, round_.id).sessions, key=lambda each: each.id) == sorted(
                round_.sessions, key=lambda each: each.id
            )


def test_in_the_real_season_a_round_moves_with_its_sessions_and_nothing_else_does() -> None:
    text, season = real_season()
    for round_ in season.rounds:
        after = edited(text, MoveRound(round_.id, "2021-12-03 to 2021-12-05"))
        gone, come = changed_lines(text, after)
        assert len(gone) == len(come) == 1 + len(round_.sessions)
        assert {line.split(":")[0].strip() for line in come} <= {"dates", "start"}
        moved = reread(after, round_.id)
        assert round_.first_day is not None
        assert moved.first_day is not None
        shift = moved.first_day - round_.first_day
        assert [each.day - shift for each in moved.sessions] == [each.day for each in round_.sessions]


def test_in_the_real_season_a_new_round_is_its_lines_and_an_empty_one() -> None:
    text, _ = real_season()
    fields = {"name": "Race of Most", "venue": "adria", "dates": "2021-10-08 to 2021-10-10"}
    gone, come = changed_lines(text, edited(text, AddRound("most", fields)))
    assert gone == []
    assert sorted(come) == [
        "",
        "    dates: 2021-10-08 to 2021-10-10",
        "    name: Race of Most",
        "    venue: adria",
        "  - id: most",
    ]


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


def test_an_end_moves_where_the_edit_only_removes_a_duration_that_is_not_there() -> None:
    after = edited(SEASON, EditSession("germany", "fp1", {"start": "10:00", "duration": None}))
    assert '{id: fp1, kind: practice, start: 2021-06-03 10:00, end: "10:40"}' in after
