"""Whatever a season file looks like: an edit keeps every line that is not its own, and re-reads as what was asked."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import date

from hypothesis import event, given
from hypothesis import strategies as st
from support.handwriting import (
    DrawnRound,
    Fields,
    Owner,
    Written,
    days,
    is_subsequence,
    names,
    optional_fields,
    round_fields,
    session_fields,
    statuses,
    written_seasons,
)

from season_calendar.errors import EditRefusedError, UnknownThingError
from season_calendar.season_file.editing.changes import Changes
from season_calendar.season_file.editing.edits import Edit, Together, apply_edit
from season_calendar.season_file.editing.rounds import (
    AddRound,
    CancelRound,
    EditRound,
    MoveRound,
    PostponeRound,
    RemoveRound,
    RestoreRound,
)
from season_calendar.season_file.editing.sessions import AddSession, CancelSession, EditSession, RemoveSession
from season_calendar.yaml_source import parse_yaml
from season_calendar.yaml_source.editing.data import Value, plain

changes_of_round = optional_fields(name=names, status=statuses, note=names, link=names, label=names)
changes_of_session = optional_fields(name=names, status=statuses, note=names, kind=names, end=st.just("16:00"))


whole_rounds = st.builds(
    lambda fields, sessions: {**fields, "sessions": [{"id": id_, **session} for id_, session in sessions.items()]},
    round_fields,
    st.dictionaries(st.sampled_from(["fp1", "race-1"]), session_fields, min_size=1),
)


@st.composite
def edits(draw: st.DrawFn, season: dict[str, DrawnRound]) -> Edit:
    round_id = draw(st.sampled_from(sorted(season)))
    sessions = sorted(season[round_id].sessions)
    choices: list[st.SearchStrategy[Edit]] = [
        st.just(CancelRound(round_id)),
        st.just(PostponeRound(round_id)),
        st.just(RestoreRound(round_id)),
        st.just(RemoveRound(round_id)),
        st.builds(AddRound, st.just("new"), whole_rounds),
        st.builds(EditRound, st.just(round_id), changes_of_round),
        st.builds(EditRound, st.just(round_id), st.just({"note": None})),
        st.builds(MoveRound, st.just(round_id), days, st.booleans()),
        st.builds(AddRound, st.just("new"), round_fields),
        st.builds(AddSession, st.just(round_id), st.just("new"), session_fields),
    ]
    if sessions:
        its_id = st.sampled_from(sessions)
        choices += [
            st.builds(CancelSession, st.just(round_id), its_id),
            st.builds(RemoveSession, st.just(round_id), its_id),
            st.builds(EditSession, st.just(round_id), its_id, changes_of_session),
            st.builds(EditSession, st.just(round_id), its_id, st.just({"note": None})),
        ]
    return draw(draw(st.sampled_from(choices)))


def data_of(season: dict[str, DrawnRound]) -> dict[str, Fields]:
    """All rounds and sessions, by ``round`` and ``round/session``; nobody cares in which order."""
    data: dict[str, Fields] = {}
    for round_id, round_ in season.items():
        data[round_id] = dict(round_.fields)
        data |= {f"{round_id}/{id_}": dict(fields) for id_, fields in round_.sessions.items()}
    return data


def read_data(text: str) -> dict[str, object]:
    root = plain(parse_yaml(text.encode(), "").root)
    assert isinstance(root, dict)
    data: dict[str, object] = {}
    for round_ in root["rounds"] or []:
        assert isinstance(round_, dict)
        sessions = round_.pop("sessions", None) or []
        round_id = str(round_.pop("id"))
        data[round_id] = round_
        for session in sessions:
            assert isinstance(session, dict)
            data[f"{round_id}/{session.pop('id')}"] = session
    return data


def changed(fields: Fields, changes: Changes) -> None:
    for key, value in changes.items():
        if value is None:
            fields.pop(key, None)
        elif isinstance(value, str) and not (key == "status" and value == "confirmed" and "status" not in fields):
            fields[key] = value


def added(data: dict[str, Fields], name: str, fields: Mapping[str, Value]) -> None:
    sessions = fields.get("sessions", [])
    data[name] = {key: text for key, text in fields.items() if isinstance(text, str)}
    for session in sessions:
        assert isinstance(session, dict)
        added(data, f"{name}/{session['id']}", {key: text for key, text in session.items() if key != "id"})


def expected_data(edit: Edit, season: dict[str, DrawnRound]) -> dict[str, Fields]:
    data = copy.deepcopy(data_of(season))
    match edit:
        case RestoreRound(round_id):
            if data[round_id].get("status") in ("cancelled", "postponed"):
                del data[round_id]["status"]
        case RemoveRound(round_id):
            data = {name: fields for name, fields in data.items() if name.split("/")[0] != round_id}
        case CancelSession(round_id, session_id):
            data[f"{round_id}/{session_id}"]["status"] = "cancelled"
        case CancelRound(round_id):
            data[round_id]["status"] = "cancelled"
        case PostponeRound(round_id):
            data[round_id]["status"] = "postponed"
        case EditRound(round_id, changes):
            changed(data[round_id], changes)
        case EditSession(round_id, session_id, changes):
            others = {"duration": None} if "end" in changes else {}
            changed(data[f"{round_id}/{session_id}"], {**changes, **others})
        case AddRound(round_id, fields):
            added(data, round_id, fields)
        case AddSession(round_id, session_id, fields):
            added(data, f"{round_id}/{session_id}", fields)
        case RemoveSession(round_id, session_id):
            del data[f"{round_id}/{session_id}"]
        case MoveRound(round_id, dates, provisional):
            move(data, round_id, dates, provisional=provisional)
    return data


def move(data: dict[str, Fields], round_id: str, dates: str, *, provisional: bool) -> None:
    before = data[round_id].get("dates")
    data[round_id]["dates"] = dates
    if provisional:
        data[round_id]["status"] = "provisional"
    elif data[round_id].get("status") == "postponed":
        del data[round_id]["status"]
    if before is None:
        return
    shift = date.fromisoformat(dates[:10]) - date.fromisoformat(before[:10])
    for name, fields in data.items():
        for key in ("start", "end"):
            if name.startswith(f"{round_id}/") and fields.get(key, "").startswith("2"):
                day = date.fromisoformat(fields[key][:10]) + shift
                fields[key] = f"{day}{fields[key][10:]}"


def may_touch(edit: Edit, owner: Owner) -> bool:
    """Whether a line with that owner may change or go."""
    if not owner:
        return False
    if owner == ("rounds",):  # where the last one goes, [] stays
        return isinstance(edit, RemoveRound)
    round_id, rest = owner[0], owner[1:]
    in_one_line = rest == ("sessions",)
    match edit:
        case AddRound():
            return False
        case RemoveRound(its_id):
            return round_id == its_id
        case CancelRound(its_id) | PostponeRound(its_id) | RestoreRound(its_id):
            return round_id == its_id and rest == ("status",)
        case EditRound(its_id, changes):
            return round_id == its_id and len(rest) == 1 and rest[0] in changes
        case MoveRound(its_id):
            in_braces = bool(rest) and rest[-1] in ("fp1", "fp2", "q", "race-1", "race-2", "sessions")
            return round_id == its_id and (in_braces or rest[-1:] in {("dates",), ("status",), ("start",), ("end",)})
        case AddSession(its_id):
            return round_id == its_id and in_one_line
        case CancelSession(its_id, session_id):
            own_key = rest == (session_id,) or rest == (session_id, "status")
            return round_id == its_id and (in_one_line or own_key)
        case RemoveSession(its_id, session_id):
            return round_id == its_id and (in_one_line or rest[:1] == (session_id,))
        case EditSession(its_id, session_id, changes):
            own_key = rest[-1:] in {(key,) for key in (*changes, "duration")} or rest == (session_id,)
            return round_id == its_id and (in_one_line or (rest[:1] == (session_id,) and own_key))
    raise AssertionError(edit)


def most_new_lines(edit: Edit, written: Written) -> int:
    """How many lines there may be at most that were not there before."""
    match edit:
        case AddRound(_, fields) | AddSession(_, _, fields):
            return len(fields) + 4 + 12 * len(fields.get("sessions", []))
        case EditRound(_, changes) | EditSession(_, _, changes):
            return len(changes) + 2
        case RemoveSession() | RemoveRound():
            return 2
        case MoveRound(round_id):
            return 2 + 3 * len(written.season[round_id].sessions) + 1
    return 2


@given(st.data(), written_seasons())
def test_an_edit_keeps_all_other_lines_and_reads_back_as_what_was_asked(data: st.DataObject, written: Written) -> None:
    assert read_data(written.text) == data_of(written.season)
    for edit in data.draw(st.lists(edits(written.season), min_size=5, max_size=8)):
        event(type(edit).__name__)
        try:
            after = apply_edit(written.text.encode(), edit, "events.yaml").decode()
        except EditRefusedError:
            event(f"{type(edit).__name__} refused")
            continue
        assert read_data(after) == expected_data(edit, written.season)
        assert_only_own_lines_changed(edit, written, after)


@given(st.data(), written_seasons())
def test_edits_together_are_what_they_are_one_after_the_other(data: st.DataObject, written: Written) -> None:
    after = written.text
    together: list[Edit] = []
    for edit in data.draw(st.lists(edits(written.season), min_size=2, max_size=6)):
        try:
            after = apply_edit(after.encode(), edit, "events.yaml").decode()
        except (EditRefusedError, UnknownThingError):
            continue
        together.append(edit)
    at_once = apply_edit(written.text.encode(), Together(tuple(together)), "events.yaml").decode()
    assert read_data(at_once) == read_data(after)
    kept = [line for line, owner in written.lines if line and not any(may_touch(edit, owner) for edit in together)]
    assert is_subsequence(kept, at_once.removeprefix("\ufeff").split(written.line_break))


def assert_only_own_lines_changed(edit: Edit, written: Written, after: str) -> None:
    if read_data(after) == data_of(written.season):
        assert after == written.text
    lines = after.removeprefix("\ufeff").split(written.line_break)
    kept = [line for line, owner in written.lines if not may_touch(edit, owner)]
    if removes(edit):  # one of two empty lines goes with what stood between them
        assert is_subsequence([line for line in kept if line], lines)
        assert lines.count("") >= kept.count("") - 1
    else:
        assert is_subsequence(kept, lines)
        assert after.count(" # why") == written.text.count(" # why")
    # The text after the last line break is one more element where the file ends with a line break.
    assert len(lines) - len(kept) <= 1 + most_new_lines(edit, written) + touched(edit, written)
    assert after.startswith("\ufeff") == written.text.startswith("\ufeff")
    if written.line_break == "\r\n":
        assert after.count("\n") == after.count("\r\n")


def removes(edit: Edit) -> bool:
    match edit:
        case EditRound(_, changes) | EditSession(_, _, changes):
            return None in changes.values() or "end" in changes
        case MoveRound() | RemoveSession() | RestoreRound() | RemoveRound():
            return True
    return False


def touched(edit: Edit, written: Written) -> int:
    return sum(may_touch(edit, owner) for _, owner in written.lines)
