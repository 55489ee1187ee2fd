"""Files are read whole, within bounds, and known again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from season_calendar import disk
from season_calendar.errors import FileAccessError


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


def test_a_stamp_changes_with_every_replacement_and_only_then(tmp_path: Path) -> None:
    path = tmp_path / "wtcr.ics"
    disk.write_if_changed(path, b"one")
    first = disk.stamp(path)
    assert disk.stamp(path) == first
    disk.write_if_changed(path, b"two")
    assert disk.stamp(path) != first
