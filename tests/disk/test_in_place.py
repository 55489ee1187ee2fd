"""A file whose place no other can take is overwritten, and what it held is never lost meanwhile."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support.season_text import SEASON

from season_calendar import disk
from season_calendar.errors import EditRefusedError, FileAccessError

NOT_THIS_WAY = [errno.EBUSY, errno.EXDEV, errno.EPERM, errno.EACCES]
"""A file that is mounted by itself, two ways; a folder in which only an owner may rename."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "events.yaml"
    path.write_bytes(b"the old season")
    return path


@pytest.fixture
def mount(path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Lets a rename over the file end with an error, as it does where the file is mounted by itself."""
    rename = os.replace

    def mount(number: int = errno.EBUSY) -> None:
        def replace(source: Path, target: Path) -> None:
            if Path(target) == path:
                raise OSError(number, os.strerror(number))
            rename(source, target)

        monkeypatch.setattr(os, "replace", replace)

    return mount


IN_A_NAMESPACE = ["unshare", "--map-root-user", "--mount"]
DYING_EDIT = Path(__file__).parent.parent / "support" / "dying_edit.py"


def edit(path: Path, content: bytes = b"new") -> None:
    with disk.locked(path) as file:
        file.replace(content, file.read().fingerprint)


def beside(path: Path) -> list[Path]:
    return [each for each in path.parent.iterdir() if each != path]


@pytest.mark.parametrize("content", [b"new", b"a season that is longer than the old one"])
@pytest.mark.parametrize("number", NOT_THIS_WAY)
def test_a_file_that_is_mounted_by_itself_is_overwritten(
    path: Path, mount: Callable[..., None], number: int, content: bytes
) -> None:
    mount(number)
    inode = path.stat().st_ino
    edit(path, content)
    assert path.read_bytes() == content
    assert path.stat().st_ino == inode
    assert beside(path) == []


def test_a_real_mount_of_a_single_file_is_overwritten(path: Path) -> None:
    if not shutil.which("unshare") or subprocess.run([*IN_A_NAMESPACE, "true"], check=False).returncode:
        pytest.xfail("nothing may be mounted here")  # not for want of something that could be installed
    mounted = path.with_name("mounted.yaml")
    mounted.write_bytes(b"")
    inode = path.stat().st_ino
    bind = 'mount --bind "$0" "$1" && ! mv -T "$0.x" "$1" 2>/dev/null && exec "$2" "$3" "$1" 1000'
    path.with_name("events.yaml.x").touch()
    subprocess.run([*IN_A_NAMESPACE, "sh", "-c", bind, path, mounted, sys.executable, DYING_EDIT], check=True)
    assert path.read_bytes() == b"a new one"
    assert path.stat().st_ino == inode
    assert sorted(each.name for each in beside(path)) == ["events.yaml.x", "mounted.yaml"]


def test_a_feed_that_is_mounted_by_itself_is_overwritten(path: Path, mount: Callable[..., None]) -> None:
    mount()
    inode = path.stat().st_ino
    assert disk.write_if_changed(path, b"new")
    assert (path.read_bytes(), path.stat().st_ino) == (b"new", inode)


@pytest.mark.parametrize("number", [errno.EBUSY, errno.EPERM])
def test_a_new_file_that_cannot_be_named_is_an_error(tmp_path: Path, mount: Callable[..., None], number: int) -> None:
    path = tmp_path / "events.yaml"
    path.unlink()
    mount(number)
    with pytest.raises(FileAccessError, match=r"events\.yaml: (could|may) not be written"):
        disk.write_if_changed(path, b"new")
    assert list(tmp_path.iterdir()) == []


def test_any_other_error_of_the_rename_overwrites_nothing(path: Path, mount: Callable[..., None]) -> None:
    mount(errno.EIO)
    with pytest.raises(FileAccessError, match="could not be written"):
        edit(path)
    assert path.read_bytes() == b"the old season"
    assert beside(path) == []


def test_while_it_is_overwritten_a_whole_copy_lies_beside_that_only_its_owner_may_read(
    path: Path, mount: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    mount()
    seen: list[tuple[bytes, int]] = []
    truncate = os.ftruncate

    def look(handle: int, length: int) -> None:
        if path.read_bytes()[:3] == b"new":
            seen.extend((each.read_bytes(), each.stat().st_mode & 0o777) for each in path.parent.glob(".*.before"))
        truncate(handle, length)

    monkeypatch.setattr(os, "ftruncate", look)
    edit(path)
    assert seen == [(b"the old season", 0o600)]


def fill_disk(path: Path, monkeypatch: pytest.MonkeyPatch, *, times: int) -> None:
    """Let only the first bytes of what is written into the file find room, so many times."""
    inode, write, failures = path.stat().st_ino, os.write, [errno.ENOSPC] * times

    def write_some(handle: int, content: bytes) -> int:
        if os.fstat(handle).st_ino != inode or not failures:
            return write(handle, content)
        if os.lseek(handle, 0, os.SEEK_CUR) == 0 and len(failures) == times:
            return write(handle, content[:3])
        raise OSError(failures.pop(), "No space left on device")

    monkeypatch.setattr(os, "write", write_some)


def test_what_does_not_fit_is_taken_back(
    path: Path, mount: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    mount()
    fill_disk(path, monkeypatch, times=1)
    with pytest.raises(FileAccessError, match="could not be written: No space left on device"):
        edit(path, b"new, and a lot more than there was")
    assert path.read_bytes() == b"the old season"
    assert beside(path) == []


def test_where_it_cannot_be_taken_back_the_copy_is_named_and_the_next_edit_names_it_too(
    path: Path, mount: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    mount()
    with monkeypatch.context() as full:
        fill_disk(path, full, times=2)
        with pytest.raises(FileAccessError) as failed:
            edit(path, b"new, and a lot more than there was")
    [copy] = beside(path)
    assert copy.read_bytes() == b"the old season"
    assert str(failed.value) == (
        f"{path}: could be written only in part (No space left on device); what stood there before is in {copy} "
        "(make room on the disk and copy that back)"
    )
    with pytest.raises(FileAccessError) as refused, disk.locked(path):
        pass
    assert str(refused.value) == (
        f"{path}: an edit of it was killed half way, and what stood there before is in {copy} "
        "(copy that back; or remove it, if the file is as it should be)"
    )
    path.write_bytes(copy.read_bytes())
    edit(path)
    assert (path.read_bytes(), beside(path)) == (b"new", [])


def test_an_interrupted_edit_puts_back_what_was_there(
    path: Path, mount: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    mount()
    truncate = os.ftruncate
    inode, interrupts = path.stat().st_ino, [KeyboardInterrupt()]

    def interrupted(handle: int, length: int) -> None:
        if os.fstat(handle).st_ino == inode and interrupts:
            raise interrupts.pop()
        truncate(handle, length)

    monkeypatch.setattr(os, "ftruncate", interrupted)
    with pytest.raises(KeyboardInterrupt):
        edit(path)
    assert (path.read_bytes(), beside(path)) == (b"the old season", [])


@pytest.mark.skipif(sys.platform == "win32", reason="folders are not protected like this there")
def test_in_a_folder_that_is_really_write_protected_an_edit_says_so_and_leaves_the_file_as_it_was(path: Path) -> None:
    path.write_text(SEASON, "utf-8")
    path.parent.chmod(0o555)
    try:
        edited = subprocess.run(
            [
                *as_anybody(),
                sys.executable,
                "-m",
                "season_calendar",
                "round",
                "cancel",
                "czech-republic",
                "--file",
                path,
            ],
            env={**os.environ, "SEASON_CALENDAR_DATABASE": os.devnull},
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        path.parent.chmod(0o755)
    assert edited.returncode == 1
    assert edited.stderr.splitlines()[-1] == (
        f"error: {path}: its folder {path.parent} is write-protected, and a copy must be kept there while it is "
        "written (allow writing to the folder; in a container, mount the folder instead of the file)"
    )
    assert (path.read_text("utf-8"), beside(path)) == (SEASON, [])


def as_anybody() -> list[str]:
    """What lets a program run without what root may do more than others."""
    if os.geteuid() != 0:
        return []
    drop = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]
    if not shutil.which("setpriv") or subprocess.run([*drop, "true"], check=False).returncode:
        pytest.xfail("root cannot give up its rights here")  # not for want of something that could be installed
    return drop


def test_a_folder_that_may_not_be_written_to_is_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_ = os.open

    def open_or_not(name: Path, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_CREAT:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return open_(name, flags, mode)

    monkeypatch.setattr(os, "open", open_or_not)
    monkeypatch.setattr(os, "access", lambda name, mode: Path(name) == path)
    with pytest.raises(FileAccessError) as refused:
        edit(path)
    assert str(refused.value) == (
        f"{path}: its folder {path.parent} is write-protected, and a copy must be kept there while it is written "
        "(allow writing to the folder; in a container, mount the folder instead of the file)"
    )
    assert path.read_bytes() == b"the old season"


def test_a_file_saved_by_an_editor_while_the_new_one_was_flushed_is_kept(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsync = os.fsync

    def slow(handle: int) -> None:
        fsync(handle)
        path.write_bytes(b"saved in an editor")

    monkeypatch.setattr(os, "fsync", slow)
    with pytest.raises(EditRefusedError, match="was changed meanwhile"):
        edit(path)
    assert path.read_bytes() == b"saved in an editor"
    assert beside(path) == []
