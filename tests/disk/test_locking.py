"""Of two that edit in one folder, one waits for the other."""

from __future__ import annotations

import errno
import sys
import threading
from pathlib import Path

import pytest

from season_calendar import disk
from season_calendar.errors import FileAccessError


def test_of_editors_at_the_same_time_none_loses_another_ones_work(tmp_path: Path) -> None:
    path = tmp_path / "count"
    path.write_bytes(b"0")

    def count_up() -> None:
        for _ in range(10):
            with disk.locked(path) as file:
                seen = file.read()
                file.replace(b"%d" % (int(seen.content) + 1), seen.fingerprint)

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert path.read_bytes() == b"40"


def test_of_editors_of_one_file_by_its_names_in_two_folders_none_loses_another_ones_work(tmp_path: Path) -> None:
    """As by a second hard link, or where a file is mounted into two containers."""
    names = [tmp_path / folder / "count" for folder in ("here", "there")]
    for name in names:
        name.parent.mkdir()
    names[0].write_bytes(b"0")
    names[1].hardlink_to(names[0])
    failures: list[Exception] = []

    def count_up(path: Path) -> None:
        try:
            for _ in range(20):
                with disk.locked(path) as file:
                    seen = file.read()
                    file.replace(b"%d" % (int(seen.content) + 1), seen.fingerprint)
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=count_up, args=[name]) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert [name.read_bytes() for name in names] == [b"40", b"40"]


def test_a_file_that_is_edited_by_another_name_is_waited_for_no_longer_than_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, other = tmp_path / "events.yaml", tmp_path / "elsewhere" / "events.yaml"
    path.write_bytes(b"")
    other.parent.mkdir()
    other.hardlink_to(path)
    monkeypatch.setattr(disk.locking, "LONGEST_WAIT", 2 * disk.locking._PAUSE)
    with (
        disk.locked(path),
        pytest.raises(FileAccessError, match=rf"^{other}: is being edited by another process"),
        disk.locked(other),
    ):
        pass


def test_who_waits_too_long_for_the_lock_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "events.yaml"
    path.write_bytes(b"")
    monkeypatch.setattr(disk.locking, "LONGEST_WAIT", 2 * disk.locking._PAUSE)
    with (
        disk.locked(path),
        pytest.raises(FileAccessError, match="is being edited by another process"),
        disk.locked(path),
    ):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="folders are not locked there")
class TestADiskWithoutLocks:
    @pytest.fixture(autouse=True)
    def no_locks(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def flock(handle: int, operation: int) -> None:
            raise OSError(errno.ENOLCK, "No locks available")

        monkeypatch.setattr("fcntl.flock", flock)

    def test_a_file_is_not_edited_there(self, tmp_path: Path) -> None:
        message = (
            r"cannot be locked on this disk, so of two edits one could be lost \(move it to a disk of this computer"
        )
        with pytest.raises(FileAccessError, match=message), disk.locked(tmp_path / "events.yaml"):
            pass

    def test_a_feed_is_written_there_but_nothing_cleaned_that_another_may_be_writing(self, tmp_path: Path) -> None:
        being_written = tmp_path / ".2021.ics.0a1b2c3d.tmp"
        being_written.write_bytes(b"")
        assert disk.write_if_changed(tmp_path / "2021.ics", b"new")
        assert being_written.exists()


def test_a_folder_that_may_not_be_opened_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(path: Path, flags: int) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("os.open", forbidden)
    message = rf"^{tmp_path}: may not be opened \(check the permissions"
    with pytest.raises(FileAccessError, match=message), disk.locked(tmp_path / "events.yaml"):
        pass


def test_what_else_keeps_a_file_from_being_locked_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(handle: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(disk.locking, "_take_lock", broken)
    with pytest.raises(FileAccessError, match="could not be locked: Input/output error"), disk.locked(tmp_path / "a"):
        pass
