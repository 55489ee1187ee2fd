"""A database file that is deleted or replaced under a running program is noticed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from season_calendar.errors import StorageError
from season_calendar.storage.database_file import DatabaseFile
from season_calendar.storage.engine import open_database


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "seasons.db"


@pytest.fixture
def sqlite(path: Path) -> Iterator[Engine]:
    engine = open_database(str(path))
    yield engine
    engine.dispose()


def test_a_file_in_its_place_is_fine_on_both_databases(engine: Engine) -> None:
    DatabaseFile(engine).check()


def test_a_file_that_was_deleted_is_told_with_what_to_do(sqlite: Engine, path: Path) -> None:
    file = DatabaseFile(sqlite)
    path.unlink()

    with pytest.raises(StorageError, match=r"seasons.db: its file was deleted or moved away .* \(end every program"):
        file.check()


def test_a_file_that_was_replaced_is_told(sqlite: Engine, path: Path) -> None:
    file = DatabaseFile(sqlite)
    path.rename(path.with_name("elsewhere.db"))
    path.touch()

    with pytest.raises(StorageError, match=r"seasons.db: its file was replaced by another one"):
        file.check()


def test_a_file_that_was_put_back_is_fine_again(sqlite: Engine, path: Path) -> None:
    file = DatabaseFile(sqlite)
    path.rename(path.with_name("elsewhere.db"))
    with pytest.raises(StorageError):
        file.check()

    path.with_name("elsewhere.db").rename(path)

    file.check()


def test_a_path_is_that_of_the_folder_it_was_opened_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    engine = open_database("seasons.db")
    file = DatabaseFile(engine)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")

    file.check()
    engine.dispose()
