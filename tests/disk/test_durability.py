"""In which order bytes and names reach the disk, so that a power cut at any time leaves the old content or the new."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from season_calendar import disk

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="folders are not flushed there")


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is asked of the disk, as it is asked: ``flush`` and ``name`` with what the file holds, ``flush folder``."""
    calls: list[str] = []
    fsync, replace, unlink = os.fsync, os.replace, os.unlink

    def noted_fsync(handle: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(handle).st_mode)
        calls.append("flush folder" if is_folder else f"flush {Path(f'/dev/fd/{handle}').read_text()}")
        fsync(handle)

    def noted_replace(source: Path, target: Path) -> None:
        calls.append(f"name {source.read_text()} as {'copy' if target.suffix == '.before' else 'file'}")
        replace(source, target)

    def noted_unlink(path: Path) -> None:
        if path.exists():
            calls.append(f"unname {path.read_text()}")
        unlink(path)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(os, "replace", noted_replace)
    monkeypatch.setattr(os, "unlink", noted_unlink)
    return calls


def edit(path: Path) -> None:
    with disk.locked(path) as file:
        file.replace(b"new", file.read().fingerprint)


def test_a_new_file_is_on_the_disk_before_it_takes_the_name_and_then_the_name_is(
    tmp_path: Path, calls: list[str]
) -> None:
    path = tmp_path / "events.yaml"
    path.write_bytes(b"old")
    edit(path)
    assert calls == ["flush new", "name new as file", "flush folder"]


def test_a_file_is_overwritten_only_once_its_copy_is_on_the_disk_and_until_it_is_there_itself(
    tmp_path: Path, calls: list[str]
) -> None:
    path = tmp_path / "events.yaml"
    path.write_bytes(b"old")
    path.with_name("wtcr.yaml").hardlink_to(path)
    edit(path)
    assert calls == ["flush old", "name old as copy", "flush folder", "flush new", "unname old"]


def open_files() -> set[str]:
    return {each.name for each in Path("/dev/fd").iterdir()}


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="nobody tells here which files are open")
def test_no_file_stays_open(tmp_path: Path) -> None:
    path, linked = tmp_path / "events.yaml", tmp_path / "linked.yaml"
    before = open_files()
    disk.create(path, b"old")
    edit(path)
    linked.hardlink_to(path)
    path.write_bytes(b"old")
    edit(path)
    disk.write_if_changed(path, b"newer")
    assert open_files() == before
