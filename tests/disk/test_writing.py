"""Files are replaced as a whole, and never over what someone else saved meanwhile."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

import pytest

from season_calendar import disk
from season_calendar.errors import EditRefusedError, FileAccessError


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
    with pytest.raises(FileAccessError, match=r"events\.yaml: could not be read"):
        disk.write_if_changed(link, b"new")
    with pytest.raises(FileAccessError, match=r"events\.yaml: "), disk.locked(link) as file:
        file.read()


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
    message = r"events\.yaml: is write-protected \(allow writing to it, or mount it for writing\)$"
    with disk.locked(path) as file, pytest.raises(FileAccessError, match=message):
        file.replace(b"new", file.read().fingerprint)
    assert path.read_bytes() == b"old"


def test_errors_call_a_file_by_the_name_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A link in a folder of its own, so that whoever follows it can be told from whoever does not."""
    target, link = tmp_path / "real" / "wtcr.yaml", tmp_path / "events.yaml"
    target.parent.mkdir()
    target.write_bytes(b"old")
    link.symlink_to(target)

    def full_disk(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(disk.locking, "LONGEST_WAIT", 2 * disk.locking._PAUSE)
    busy = rf"^{link}: is being edited by another process \(try again when that has ended\)$"
    with disk.locked(target), pytest.raises(FileAccessError, match=busy), disk.locked(link):
        pass
    with disk.locked(target), pytest.raises(FileAccessError, match=busy):
        disk.write_if_changed(link, b"new")
    monkeypatch.setattr(os, "fsync", full_disk)
    full = rf"^{link}: could not be written: No space left on device \(check the disk and the path\)$"
    with disk.locked(link) as file, pytest.raises(FileAccessError, match=full):
        file.replace(b"new", file.read().fingerprint)
    with pytest.raises(FileAccessError, match=full):
        disk.write_if_changed(link, b"new")
    copy = target.with_name(f".wtcr.yaml.{disk.fingerprint(b'new')[:16]}.before")
    copy.write_bytes(b"older")
    with pytest.raises(FileAccessError, match=rf"^{link}: an edit of it was killed half way"), disk.locked(link):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="a folder gives no permissions there")
def test_a_new_file_that_may_not_be_made_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_ = os.open

    def open_or_not(name: Path, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_CREAT:
            raise PermissionError(errno.EACCES, "Permission denied")
        return open_(name, flags, mode)

    monkeypatch.setattr(os, "open", open_or_not)
    message = r"may not be written \(check the permissions of the file and its folder\)$"
    with pytest.raises(FileAccessError, match=message):
        disk.write_if_changed(tmp_path / "2021.ics", b"new")
    with pytest.raises(FileAccessError, match=message):
        disk.create(tmp_path / "events.yaml", b"new")
    (tmp_path / "2021.ics").write_bytes(b"old")
    with pytest.raises(FileAccessError, match=message):  # its folder could be written to, so that is not the cause
        disk.write_if_changed(tmp_path / "2021.ics", b"new")


def test_only_where_a_file_may_not_be_put_beside_another_is_the_folder_to_blame(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, failures = tmp_path / "2021.ics", [errno.EACCES, errno.ENOSPC]

    def failing(handle: int, content: bytes) -> int:
        number = failures.pop()
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "write", failing)
    monkeypatch.setattr(os, "access", lambda name, mode: False)
    path.write_bytes(b"old")
    with pytest.raises(FileAccessError, match="could not be written: No space left on device"):
        disk.write_if_changed(path, b"new")
    path.unlink()
    with pytest.raises(FileAccessError, match="may not be written"):
        disk.write_if_changed(path, b"new")


def test_a_file_is_removed_and_one_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "2021.ics"
    path.write_bytes(b"")
    disk.remove(path)
    assert not path.exists()
    with pytest.raises(FileAccessError, match="there is no such file or folder"):
        disk.remove(path)


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
    with pytest.raises(FileAccessError, match=r": is there already \(choose another name\)$"):
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


def test_writing_what_stands_there_already_touches_nothing(tmp_path: Path) -> None:
    path = tmp_path / "feeds" / "wtcr" / "2021.ics"
    assert disk.write_if_changed(path, b"BEGIN:VCALENDAR")
    first = disk.stamp(path)
    assert not disk.write_if_changed(path, b"BEGIN:VCALENDAR")
    assert disk.stamp(path) == first


def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    disk.write_if_changed(tmp_path / "ours", b"x")
    disk.create(tmp_path / "created", b"x")
    modes = {name: (tmp_path / name).stat().st_mode for name in ("plain", "ours", "created")}
    assert set(modes.values()) == {modes["plain"]}


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FileAccessError, match="could not be read: Not a directory"):
        disk.write_if_changed(tmp_path / "file" / "wtcr.ics", b"x")
    monkeypatch.setattr(Path, "mkdir", lambda path, **_: os.close(-1))
    with pytest.raises(FileAccessError, match="feeds: could not be created: Bad file descriptor"):
        disk.write_if_changed(tmp_path / "feeds" / "wtcr.ics", b"x")
