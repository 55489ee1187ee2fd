"""A replaced file keeps what belongs to it: owner, permissions, attributes, and every name it has."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from season_calendar import disk

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="Python sees attributes of files on Linux only")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "events.yaml"
    path.write_bytes(b"old")
    return path


@pytest.fixture
def attributes(monkeypatch: pytest.MonkeyPatch) -> dict[int, dict[str, bytes]]:
    """The attributes of each file by its inode, on a file system that has some."""
    kept: dict[int, dict[str, bytes]] = {}

    def of(file: Path) -> dict[str, bytes]:
        return kept.setdefault(file.stat().st_ino, {})

    monkeypatch.setattr(os, "listxattr", lambda file: list(of(file)))
    monkeypatch.setattr(os, "getxattr", lambda file, name: of(file)[name])
    monkeypatch.setattr(os, "setxattr", lambda file, name, value: of(file).update({name: value}))
    monkeypatch.setattr(os, "removexattr", lambda file, name: of(file).pop(name))
    return kept


def edit(path: Path) -> None:
    with disk.locked(path) as file:
        file.replace(b"new", file.read().fingerprint)
    assert path.read_bytes() == b"new"
    assert [each.name for each in path.parent.iterdir() if each.name.startswith(".")] == []


def forbid(number: int = errno.EPERM) -> Callable[..., None]:
    def forbidden(*arguments: object) -> None:
        raise OSError(number, os.strerror(number))

    return forbidden


@pytest.mark.parametrize("mode", [0o640, 0o600, 0o664, 0o755])
def test_the_permissions_stay(path: Path, mode: int) -> None:
    path.chmod(mode)
    edit(path)
    assert path.stat().st_mode & 0o7777 == mode


def test_the_new_content_of_a_private_file_is_never_for_others_to_read(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.chmod(0o600)
    seen: list[int] = []
    fsync = os.fsync

    def look(handle: int) -> None:
        seen.extend(each.stat().st_mode & 0o777 for each in path.parent.glob(".*.tmp"))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", look)
    edit(path)
    assert set(seen) == {0o600}


@pytest.mark.skipif(not hasattr(os, "chown"), reason="files have no owners here")
class TestOwner:
    @pytest.fixture(autouse=True)
    def somebody_elses(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """The file is another one's, though the tests' user made it."""
        stat = Path.stat
        inode = path.stat().st_ino

        def owned(file: Path, *, follow_symlinks: bool = True) -> os.stat_result:
            status = stat(file, follow_symlinks=follow_symlinks)
            return os.stat_result((*status[:4], 4711, 4712, *status[6:])) if status.st_ino == inode else status

        monkeypatch.setattr(Path, "stat", owned)

    def test_the_new_file_is_given_to_the_owner_and_group_of_the_old_one(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        given: list[tuple[int, int]] = []
        monkeypatch.setattr(os, "chown", lambda file, owner, group: given.append((owner, group)))
        edit(path)
        assert given == [(4711, 4712)]

    def test_where_it_may_not_be_given_away_the_old_file_is_overwritten_and_stays_whose_it_is(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(os, "chown", forbid())
        edit(path)
        assert path.stat().st_uid == 4711


def test_nothing_is_given_away_where_the_owner_is_the_same(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inode = path.stat().st_ino
    monkeypatch.setattr(os, "chown", forbid(), raising=False)
    edit(path)
    assert path.stat().st_ino != inode


@linux_only
class TestOfThisDisk:
    """Nothing stands in for the disk here."""

    @pytest.fixture
    def attribute(self, path: Path) -> bytes:
        try:
            os.setxattr(path, "user.origin", b"mail of 3 June")
        except OSError as error:
            pytest.xfail(f"files have no attributes on this disk ({error.strerror})")  # nothing could be installed
        return b"mail of 3 June"

    def test_an_attribute_stays_with_a_file_that_is_replaced(self, path: Path, attribute: bytes) -> None:
        inode = path.stat().st_ino
        edit(path)
        assert path.stat().st_ino != inode
        assert os.getxattr(path, "user.origin") == attribute

    def test_an_attribute_stays_with_a_file_of_two_names_that_is_overwritten(
        self, path: Path, attribute: bytes
    ) -> None:
        other = path.with_name("wtcr.yaml")
        other.hardlink_to(path)
        edit(path)
        assert other.samefile(path)
        assert os.getxattr(other, "user.origin") == attribute

    def test_an_attribute_of_the_file_stays_where_a_link_to_it_is_edited(self, path: Path, attribute: bytes) -> None:
        link = path.with_name("link.yaml")
        link.symlink_to(path.name)
        edit(link)
        assert link.is_symlink()
        assert os.getxattr(path, "user.origin") == attribute

    def test_owner_group_and_permissions_stay(self, path: Path) -> None:
        mine = (os.getuid(), os.getgid())
        with contextlib.suppress(PermissionError):  # only root can give a file away
            os.chown(path, 4711, 4712)
            mine = (4711, 4712)
        path.chmod(0o2664)
        edit(path)
        assert (path.stat().st_uid, path.stat().st_gid) == mine
        assert path.stat().st_mode & 0o7777 == 0o2664


@linux_only
class TestAttributes:
    def test_the_attributes_stay(self, path: Path, attributes: dict[int, dict[str, bytes]]) -> None:
        mine = {"user.origin": b"mail of 3 June", "system.posix_acl_access": b"\2\0"}
        attributes[path.stat().st_ino] = dict(mine)
        edit(path)
        assert attributes[path.stat().st_ino] == mine

    def test_what_its_folder_gives_to_every_new_file_is_taken_away(
        self, path: Path, attributes: dict[int, dict[str, bytes]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        attributes[path.stat().st_ino] = {"security.selinux": b"label"}
        from_folder = {"security.selinux": b"label", "system.posix_acl_access": b"everybody"}
        listed = os.listxattr
        monkeypatch.setattr(
            os,
            "listxattr",
            lambda file: listed(file) if attributes.setdefault(file.stat().st_ino, dict(from_folder)) else [],
        )
        edit(path)
        assert attributes[path.stat().st_ino] == {"security.selinux": b"label"}

    def test_a_label_that_is_the_same_already_is_not_set(
        self, path: Path, attributes: dict[int, dict[str, bytes]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(os, "listxattr", lambda file: ["security.selinux"])
        monkeypatch.setattr(os, "getxattr", lambda file, name: b"label")
        monkeypatch.setattr(os, "setxattr", forbid())
        inode = path.stat().st_ino
        edit(path)
        assert path.stat().st_ino != inode

    @pytest.mark.parametrize("number", [errno.EPERM, errno.ENOTSUP, errno.ENOSPC])
    def test_where_they_cannot_be_set_the_old_file_is_overwritten_and_keeps_them(
        self, path: Path, attributes: dict[int, dict[str, bytes]], monkeypatch: pytest.MonkeyPatch, number: int
    ) -> None:
        inode = path.stat().st_ino
        attributes[inode] = {"security.selinux": b"label"}
        monkeypatch.setattr(os, "setxattr", forbid(number))
        edit(path)
        assert path.stat().st_ino == inode

    def test_a_file_system_without_attributes_is_none_the_worse(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        inode = path.stat().st_ino
        monkeypatch.setattr(os, "listxattr", forbid(errno.ENOTSUP))
        edit(path)
        assert path.stat().st_ino != inode

    def test_where_they_cannot_be_read_the_old_file_is_overwritten(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        inode = path.stat().st_ino
        monkeypatch.setattr(os, "listxattr", forbid(errno.EACCES))
        edit(path)
        assert path.stat().st_ino == inode


def test_a_file_with_two_names_has_both_of_them_after_an_edit(path: Path) -> None:
    other = path.with_name("wtcr.yaml")
    other.hardlink_to(path)
    edit(path)
    assert other.read_bytes() == b"new"
    assert other.samefile(path)


def test_a_link_to_a_link_stays_and_the_file_itself_is_edited(path: Path) -> None:
    first, second = path.with_name("first"), path.with_name("second")
    first.symlink_to(path.name)
    second.symlink_to(first)
    edit(second)
    assert (first.is_symlink(), second.is_symlink(), path.is_symlink()) == (True, True, False)


def test_another_name_of_a_feed_goes_on_to_hold_the_feed_as_it_was(tmp_path: Path) -> None:
    """Whoever keeps older builds by hard links must find them as they were."""
    feed, kept = tmp_path / "2021.ics", tmp_path / "yesterday.ics"
    feed.write_bytes(b"old")
    kept.hardlink_to(feed)
    disk.write_if_changed(feed, b"new")
    assert (feed.read_bytes(), kept.read_bytes()) == (b"new", b"old")
