"""Files are read whole, replaced atomically, and never over what someone else saved meanwhile."""

from __future__ import annotations

import errno
import os
import stat
import sys
import threading
from pathlib import Path

import pytest

from season_calendar import disk
from season_calendar.errors import EditRefusedError, FileAccessError


def test_a_file_is_read_as_it_is_with_the_fingerprint_of_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "events.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\n")
    read = disk.read(path)
    assert read.content == b"\xef\xbb\xbfa: 1\r\n"
    assert read.fingerprint == disk.fingerprint(b"\xef\xbb\xbfa: 1\r\n")
    assert read.fingerprint != disk.fingerprint(b"a: 1\n")


def test_what_cannot_be_read_is_named_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(FileAccessError, match=r"gone\.yaml: there is no such file or folder \(check the path\)"):
        disk.read(tmp_path / "gone.yaml")
    with pytest.raises(FileAccessError, match=r"is a folder \(name a file\)"):
        disk.read(tmp_path)
    with pytest.raises(FileAccessError, match="there is no such file"):
        disk.stamp(tmp_path / "gone.yaml")
    with pytest.raises(FileAccessError, match="there is no such file or folder"), disk.locked(tmp_path / "a" / "b"):
        pass


def test_what_never_ends_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FileAccessError, match="is no regular file"):
        disk.read(Path("/dev/zero"))
    monkeypatch.setattr(disk.reading, "LARGEST_FILE", 1 << 20)
    (tmp_path / "log.txt").write_bytes(b"x" * ((1 << 20) + 1))
    with pytest.raises(FileAccessError, match="is larger than 1 MiB"):
        disk.read(tmp_path / "log.txt")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(FileAccessError, match="is no regular file"):
        disk.read(tmp_path / "pipe")


def test_a_file_that_may_not_be_read_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(path: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", forbidden)
    with pytest.raises(FileAccessError, match=r"may not be read \(check the permissions"):
        disk.read(tmp_path / "events.yaml")


def test_replacing_keeps_the_permissions_and_leaves_nothing_beside(tmp_path: Path) -> None:
    path = tmp_path / "events.yaml"
    path.write_bytes(b"old")
    path.chmod(0o640)
    with disk.locked(path) as file:
        file.replace(b"new", file.read().fingerprint)
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_saved_by_an_editor_meanwhile_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "events.yaml"
    path.write_bytes(b"old")
    with disk.locked(path) as file:
        seen = file.read().fingerprint
        path.write_bytes(b"saved in an editor")
        with pytest.raises(EditRefusedError, match=r"was changed meanwhile \(run the command again\)"):
            file.replace(b"new", seen)
    assert path.read_bytes() == b"saved in an editor"


def test_a_link_stays_a_link_and_its_target_is_replaced(tmp_path: Path) -> None:
    target, link = tmp_path / "real" / "wtcr.yaml", tmp_path / "events.yaml"
    target.parent.mkdir()
    target.write_bytes(b"old")
    link.symlink_to(target)
    with disk.locked(link) as file:
        file.replace(b"new", file.read().fingerprint)
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_a_link_that_leads_to_itself_is_named(tmp_path: Path) -> None:
    link = tmp_path / "events.yaml"
    link.symlink_to(link)
    with pytest.raises(FileAccessError, match=r"events\.yaml"):
        disk.write_if_changed(link, b"new")


def test_when_the_new_file_cannot_take_its_place_the_old_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "events.yaml"
    path.write_bytes(b"old")

    def full_disk(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with (
        disk.locked(path) as file,
        pytest.raises(FileAccessError, match="could not be written: No space left on device"),
    ):
        file.replace(b"new", file.read().fingerprint)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_write_protected_file_stays_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "events.yaml"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with disk.locked(path) as file, pytest.raises(FileAccessError, match="is write-protected"):
        file.replace(b"new", file.read().fingerprint)
    assert path.read_bytes() == b"old"


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


def test_what_else_keeps_a_file_from_being_locked_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(handle: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(disk.locking, "_take_lock", broken)
    with pytest.raises(FileAccessError, match="could not be locked: Input/output error"), disk.locked(tmp_path / "a"):
        pass


def test_of_a_new_file_that_does_not_fit_on_the_disk_nothing_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(handle: int, content: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", full_disk)
    with pytest.raises(FileAccessError, match="could not be written: No space left on device"):
        disk.create(tmp_path / "events.yaml", b"new")
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_new_file_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        disk.create(tmp_path / "events.yaml", b"new")
    assert list(tmp_path.iterdir()) == []


def test_a_new_file_takes_the_place_of_none(tmp_path: Path) -> None:
    path = tmp_path / "events.yaml"
    disk.create(path, b"first")
    with pytest.raises(FileAccessError, match=r"is there already \(choose another name\)"):
        disk.create(path, b"second")
    assert path.read_bytes() == b"first"


def test_a_folder_that_cannot_be_flushed_makes_no_error_of_what_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsync = os.fsync

    def only_files(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        fsync(handle)

    monkeypatch.setattr(os, "fsync", only_files)
    assert disk.write_if_changed(tmp_path / "2021.ics", b"new")


def test_a_stamp_changes_with_every_replacement_and_only_then(tmp_path: Path) -> None:
    path = tmp_path / "wtcr.ics"
    disk.write_if_changed(path, b"one")
    first = disk.stamp(path)
    assert disk.stamp(path) == first
    disk.write_if_changed(path, b"two")
    assert disk.stamp(path) != first


def test_writing_what_stands_there_already_touches_nothing(tmp_path: Path) -> None:
    path = tmp_path / "feeds" / "wtcr" / "2021.ics"
    assert disk.write_if_changed(path, b"BEGIN:VCALENDAR")
    first = disk.stamp(path)
    assert not disk.write_if_changed(path, b"BEGIN:VCALENDAR")
    assert disk.stamp(path) == first


def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    disk.write_if_changed(tmp_path / "ours", b"x")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FileAccessError, match="could not be"):
        disk.write_if_changed(tmp_path / "file" / "wtcr.ics", b"x")
