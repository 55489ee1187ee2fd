"""What comes of an edit, as a value; what stands in the file afterwards."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.season_text import SEASON

from season_calendar.errors import EditRefusedError
from season_calendar.publishing.changes import Aspect
from season_calendar.season_file.editing.rounds import CancelRound, EditRound, MoveRound
from season_calendar.season_file.editing.sessions import AddSession, EditSession
from season_calendar.seasons.editing import edit_file

NOW = datetime(2021, 6, 1, tzinfo=UTC)

CANCELLED = SEASON + "    status: cancelled\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "events.yaml"
    path.write_text(SEASON, "utf-8")
    return path


def test_an_edit_is_written_and_its_result_says_what_subscribers_see(file: Path) -> None:
    result = edit_file(file, CancelRound("czech-republic"), NOW)
    assert file.read_text("utf-8") == CANCELLED
    assert (result.before, result.after, result.written) == (SEASON, CANCELLED, True)
    assert result.season_before is not None
    assert result.season_after is not None
    assert result.season_before.rounds[0].status != result.season_after.rounds[0].status
    assert [change.aspect for change in result.changes or ()] == [Aspect.STATUS]


def test_a_dry_run_has_the_same_result_and_writes_nothing(file: Path) -> None:
    dry = edit_file(file, CancelRound("czech-republic"), NOW, dry_run=True)
    assert file.read_text("utf-8") == SEASON
    wet = edit_file(file, CancelRound("czech-republic"), NOW)
    assert (dry.written, wet.written) == (False, True)
    assert (dry.after, dry.changes, dry.new_warnings) == (wet.after, wet.changes, wet.new_warnings)


def test_where_nothing_is_to_change_nothing_is_written(file: Path) -> None:
    before = file.stat()
    result = edit_file(file, EditRound("czech-republic", {"status": "confirmed"}), NOW)
    assert (result.is_changed, result.written, result.changes) == (False, False, ())
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_of_a_file_that_had_problems_it_is_not_known_what_subscribers_see(file: Path) -> None:
    file.write_text(SEASON.replace("venue: most", "venue: mots"), "utf-8")
    result = edit_file(file, EditRound("czech-republic", {"venue": "most"}), NOW)
    assert (result.season_before, result.changes, result.written) == (None, None, True)


def test_only_new_warnings_are_told(file: Path) -> None:
    italy = "  - {id: italy, name: Race of Italy, venue: most, dates: 2021-07-31}\n"
    file.write_text(SEASON.replace("rounds:\n", "rounds:\n" + italy), "utf-8")
    out_of_order = edit_file(file, MoveRound("italy", "2021-11-20"), NOW)
    assert len(out_of_order.new_warnings) == 1
    assert edit_file(file, EditRound("czech-republic", {"note": "x"}), NOW).new_warnings == ()


def test_an_edit_that_would_break_the_season_is_refused_with_its_problems(file: Path) -> None:
    with pytest.raises(EditRefusedError) as refused:
        edit_file(file, EditRound("czech-republic", {"venue": "mots"}), NOW)
    what = f"with this edit {file} would have problems (nothing was written; change the values)"
    assert str(refused.value).splitlines()[0] == what
    assert "did you mean 'most'?" in str(refused.value.problems[0])
    assert refused.value.new_lines == {9: "    venue: mots"}
    assert file.read_text("utf-8") == SEASON


def test_a_refused_edit_tells_every_line_that_it_would_have_brought_by_its_number_then(file: Path) -> None:
    with pytest.raises(EditRefusedError) as refused:
        edit_file(file, EditRound("czech-republic", {"name": "Czechia", "link": "x", "note": "y"}), NOW)
    lines = {8: "    name: Czechia", 11: "    note: y", 12: "    link: x"}
    assert refused.value.new_lines == lines
    assert [(problem.line, problem.source_line) for problem in refused.value.problems] == [(12, lines[12])]


def test_an_edit_of_a_file_that_keeps_its_problems_is_refused_and_says_that_they_were_there(file: Path) -> None:
    broken = SEASON.replace("venue: most", "venue: mots")
    file.write_text(broken, "utf-8")
    with pytest.raises(EditRefusedError) as refused:
        edit_file(file, EditRound("czech-republic", {"note": "x"}), NOW)
    what = f"{file} has problems, with this edit too (nothing was written; mend the file first)"
    assert str(refused.value).splitlines()[0] == what
    assert file.read_text("utf-8") == broken


def test_a_warning_that_was_there_before_is_not_told_where_an_edit_is_refused(file: Path) -> None:
    file.write_text(SEASON.replace("Europe/Prague", "EST"), "utf-8")
    with pytest.raises(EditRefusedError) as refused:
        edit_file(file, AddSession("czech-republic", "q", {"kind": "qualy", "start": "2021-10-09 25:00"}), NOW)
    assert [problem.message for problem in refused.value.problems] == [
        "the kind 'qualy' is not one of the common ones",
        "there is no time 25:00",
    ]


def test_in_a_long_file_only_the_lines_of_the_edit_are_new(file: Path) -> None:
    sessions = "".join(
        f"      - id: race-{number}\n        kind: race\n        start: 2021-10-09\n" for number in range(100)
    )
    file.write_text(SEASON + "    sessions:\n" + sessions, "utf-8")
    with pytest.raises(EditRefusedError) as refused:
        edit_file(file, EditSession("czech-republic", "race-50", {"kind": "", "start": "2021-10-10"}), NOW)
    assert refused.value.new_lines == {163: "        kind: ''", 164: "        start: 2021-10-10"}


def test_of_a_file_with_problems_those_are_told_that_the_edit_leaves_where_they_stand_now(file: Path) -> None:
    file.write_text(SEASON.replace("    venue: most\n", "    link: x\n    venue: mots\n"), "utf-8")
    with pytest.raises(EditRefusedError, match="has problems, with this edit too") as refused:
        edit_file(file, EditRound("czech-republic", {"link": None}), NOW)
    assert [(problem.line, problem.source_line) for problem in refused.value.problems] == [(10, "    venue: mots")]
    assert refused.value.new_lines is None


def test_a_new_warning_does_not_make_old_problems_the_edits_own(file: Path) -> None:
    sessions = "    link: x\n    sessions: [{id: fp1, kind: practice, start: 2021-10-09}]\n"
    file.write_text(SEASON + sessions, "utf-8")
    with pytest.raises(EditRefusedError, match="has problems, with this edit too") as refused:
        edit_file(file, EditSession("czech-republic", "fp1", {"kind": "practise"}), NOW)
    assert [problem.line for problem in refused.value.problems] == [11]


def test_a_new_problem_beside_one_that_was_there_is_told_as_new(file: Path) -> None:
    file.write_text(SEASON.replace("venue: most", "venue: mots"), "utf-8")
    with pytest.raises(EditRefusedError, match=r"with this edit .* would have problems") as refused:
        edit_file(file, EditRound("czech-republic", {"link": "x"}), NOW)
    assert [problem.line for problem in refused.value.problems] == [9, 11]
    assert refused.value.new_lines == {11: "    link: x"}
