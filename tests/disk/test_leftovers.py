"""A killed edit loses nothing, and what it left is cleaned by the next one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from season_calendar import disk
from season_calendar.errors import EditRefusedError, FileAccessError

OLD, NEW = b"the old season", b"a new one"
DYING_EDIT = Path(__file__).parent.parent / "support" / "dying_edit.py"


def killed_edit(path: Path, calls: int) -> bool:
    """An edit that is killed before one of its calls of the system; False where it was not, for it needs fewer."""
    process = subprocess.run([sys.executable, DYING_EDIT, path, str(calls)], check=False)
    assert process.returncode in (0, -signal.SIGKILL)
    return process.returncode != 0


def beside(path: Path) -> list[Path]:
    return sorted(each for each in path.parent.iterdir() if each.name.startswith("."))


def edit(path: Path) -> None:
    with disk.locked(path) as file:
        file.replace(b"the next season", file.read().fingerprint)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_wherever_an_edit_is_killed_the_file_is_whole_and_the_next_edit_cleans(tmp_path: Path) -> None:
    path = tmp_path / "events.yaml"
    seen = set()
    for calls in range(100):
        path.write_bytes(OLD)
        was_killed = killed_edit(path, calls)
        assert path.read_bytes() in (OLD, NEW)
        assert len(beside(path)) <= 1
        seen.add((path.read_bytes(), len(beside(path))))
        edit(path)
        assert path.read_bytes() == b"the next season"
        assert beside(path) == []
        if not was_killed:
            break
    assert seen == {(OLD, 0), (OLD, 1), (NEW, 0)}


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_wherever_an_edit_is_killed_that_overwrites_the_old_content_is_there_until_the_new_one_is(
    tmp_path: Path,
) -> None:
    path = tmp_path / "events.yaml"
    path.write_bytes(OLD)
    path.with_name("wtcr.yaml").hardlink_to(path)
    seen = set()
    for calls in range(100):
        path.write_bytes(OLD)
        was_killed = killed_edit(path, calls)
        content, left = path.read_bytes(), [each.read_bytes() for each in beside(path) if each.suffix == ".before"]
        seen.add((content, *left))
        if content not in (OLD, NEW):
            with pytest.raises(FileAccessError, match="killed half way"):
                edit(path)
            path.write_bytes(left[0])
        edit(path)
        assert path.read_bytes() == b"the next season"
        assert beside(path) == []
        if not was_killed:
            break
    half_written = NEW + OLD[len(NEW) :]
    assert seen == {(OLD,), (OLD, OLD), (half_written, OLD), (NEW, OLD), (NEW,)}


def leave(path: Path, ending: str, content: bytes = b"") -> Path:
    left = path.with_name(f".{path.name}.{ending}")
    left.write_bytes(content)
    return left


def test_only_what_is_ours_and_this_files_is_cleaned(tmp_path: Path) -> None:
    path = tmp_path / "events.yaml"
    path.write_bytes(OLD)
    ours = leave(path, "0a1b2c3d.tmp")
    others = {
        leave(path, "swp"),
        leave(path, "0A1B2C3D.tmp"),
        leave(path, "0a1b2c3d4.tmp"),
        leave(path, "0a1b2c3d.tmp~"),
        leave(path, "0123456789abcdef.tmp"),
        leave(path, "0a1b2c3d.before"),
        leave(tmp_path / "events-yaml", "0a1b2c3d.tmp"),
        leave(tmp_path / "my.events.yaml", "0a1b2c3d.tmp"),
    }
    edit(path)
    assert not ours.exists()
    assert set(beside(path)) == others


def test_the_temporary_file_of_a_feed_is_cleaned_when_the_feed_is_written_the_next_time(tmp_path: Path) -> None:
    path = tmp_path / "2021.ics"
    path.write_bytes(OLD)
    leave(path, "0a1b2c3d.tmp", NEW[:5])
    disk.write_if_changed(path, NEW)
    assert beside(path) == []


def test_nobody_cleans_what_another_edit_is_still_writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "events.yaml"
    path.write_bytes(OLD)
    fsync, written, go_on = os.fsync, threading.Event(), threading.Event()
    leave(path, "0a1b2c3d.tmp")

    def slow(handle: int) -> None:
        if threading.current_thread() is first:
            written.set()
            go_on.wait()
        fsync(handle)

    monkeypatch.setattr(os, "fsync", slow)
    first = threading.Thread(target=edit, args=[path])
    first.start()
    written.wait()
    [being_written] = beside(path)  # the one that lay there is gone
    monkeypatch.setattr(disk.locking, "LONGEST_WAIT", disk.locking._PAUSE)
    with pytest.raises(FileAccessError, match="is being edited by another process"):
        edit(path)
    assert beside(path) == [being_written]
    go_on.set()
    first.join()
    assert (path.read_bytes(), beside(path)) == (b"the next season", [])


def test_a_new_file_cleans_what_was_left_of_an_earlier_try(tmp_path: Path) -> None:
    path = tmp_path / "journal.json"
    leave(path, "0a1b2c3d.tmp", NEW[:5])
    with disk.locked(path) as file:
        file.replace(NEW, None)
    assert (path.read_bytes(), beside(path)) == (NEW, [])


def test_what_cannot_be_cleaned_is_in_nobodys_way(tmp_path: Path) -> None:
    path = tmp_path / "events.yaml"
    path.write_bytes(OLD)
    path.with_name(".events.yaml.0a1b2c3d.tmp").mkdir()
    edit(path)
    assert path.read_bytes() == b"the next season"


def test_a_folder_that_may_not_be_looked_into_is_in_nobodys_way_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(folder: Path) -> None:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "events.yaml"
    path.write_bytes(OLD)
    monkeypatch.setattr(Path, "iterdir", forbidden)
    edit(path)
    assert path.read_bytes() == b"the next season"


def test_a_file_that_an_edit_left_half_written_is_refused_until_somebody_looks(tmp_path: Path) -> None:
    path = tmp_path / "events.yaml"
    path.write_bytes(NEW[:9] + OLD[9:])
    copy = leave(path, f"{disk.fingerprint(NEW)[:16]}.before", OLD)
    with pytest.raises(FileAccessError, match=f"killed half way, and what stood there before is in {copy}"):
        edit(path)
    assert (path.read_bytes(), copy.read_bytes()) == (NEW[:9] + OLD[9:], OLD)
    copy.unlink()
    edit(path)
    assert path.read_bytes() == b"the next season"


@pytest.mark.parametrize("content", [OLD, NEW])
def test_a_copy_of_what_is_whole_is_cleaned_without_a_word(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "events.yaml"
    path.write_bytes(content)
    leave(path, f"{disk.fingerprint(NEW)[:16]}.before", OLD)
    edit(path)
    assert beside(path) == []


def test_the_copy_of_a_file_that_is_gone_is_not_cleaned(tmp_path: Path) -> None:
    path = tmp_path / "journal.json"
    copy = leave(path, f"{disk.fingerprint(NEW)[:16]}.before", OLD)
    with pytest.raises(FileAccessError, match=f"what stood there before is in {copy}"), disk.locked(path):
        pass
    assert copy.read_bytes() == OLD


def test_a_copy_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "events.yaml"
    path.write_bytes(OLD)
    copy = path.with_name(f".{path.name}.{disk.fingerprint(NEW)[:16]}.before")
    copy.mkdir()
    with pytest.raises(FileAccessError, match=f"{copy.name}: is a folder"), disk.locked(path):
        pass


def test_a_file_that_came_or_went_since_it_was_looked_for_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "journal.json"
    with disk.locked(path) as file:
        path.write_bytes(OLD)
        with pytest.raises(EditRefusedError, match="was changed meanwhile"):
            file.replace(NEW, None)
        seen = file.read().fingerprint
        path.unlink()
        with pytest.raises(EditRefusedError, match="was changed meanwhile"):
            file.replace(NEW, seen)
    assert list(tmp_path.iterdir()) == []
