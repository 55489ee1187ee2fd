"""Edits of the season at the root of the project: each is the lines it means, and the season is good afterwards."""

from __future__ import annotations

import difflib
from pathlib import Path

from support.edited_season import edited

from season_calendar.model import Round, Season, Status
from season_calendar.season_file import read_season
from season_calendar.season_file.editing.rounds import AddRound, CancelRound, EditRound, MoveRound, PostponeRound
from season_calendar.season_file.editing.sessions import AddSession, EditSession, RemoveSession

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
