"""Files that are locked as long as their process lives."""

from __future__ import annotations

from pathlib import Path

import pytest

from season_calendar.storage.hands import lock_file


def test_a_file_that_is_removed_between_opening_and_locking_is_not_taken_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its lock says nothing any more: whoever made the file anew holds another one."""
    path = tmp_path / "0123456789abcdef"
    path.touch()
    lock = lock_file._try_lock

    def removed_meanwhile(handle: int) -> bool:
        path.unlink()
        path.touch()
        return lock(handle)

    monkeypatch.setattr(lock_file, "_try_lock", removed_meanwhile)

    assert lock_file.take_over(path) is None


def test_a_counter_that_was_not_written_yet_is_none(tmp_path: Path) -> None:
    path = tmp_path / "0123456789abcdef"
    handle = lock_file.create(path)
    assert handle is not None
    assert lock_file.read_counter(path) is None

    lock_file.write_counter(handle, 7)
    lock_file.write_counter(handle, 12)

    assert lock_file.read_counter(path) == 12
    lock_file.remove(path, handle)
    assert not path.exists()
