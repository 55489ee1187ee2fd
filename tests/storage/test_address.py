"""What people write to name a database."""

from __future__ import annotations

from pathlib import Path

import pytest

from season_calendar.errors import StorageError
from season_calendar.storage.address import read_address, shown


def test_without_an_address_it_is_a_file_in_the_users_data_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))

    path = read_address(None).path

    assert path is not None
    assert path.name == "season-calendar.sqlite3"
    assert path.parent.is_dir()


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("seasons.db", "seasons.db"),
        ("/var/lib/seasons.db", "/var/lib/seasons.db"),
        ("sqlite:///seasons.db", "seasons.db"),
        ("sqlite:////var/lib/seasons.db", "/var/lib/seasons.db"),
    ],
)
def test_a_path_is_an_sqlite_file(text: str, path: str) -> None:
    assert read_address(text).path == Path(path)


def test_a_server_is_spoken_to_through_psycopg() -> None:
    place = read_address("postgresql://anna:secret@db.example:5433/races")

    assert place.path is None
    assert place.url.drivername == "postgresql+psycopg"
    assert (place.url.username, place.url.password) == ("anna", "secret")
    assert (place.url.host, place.url.port, place.url.database) == ("db.example", 5433, "races")
    assert place.url.query == {}


def test_the_short_form_that_hosters_give_is_taken_too() -> None:
    assert read_address("postgres://anna@db.example/races").url.drivername == "postgresql+psycopg"


def test_a_host_that_is_a_directory_is_its_socket() -> None:
    place = read_address("postgresql://anna:@/races?host=/run/postgresql&port=5433")

    assert (place.url.host, place.url.port) == (None, 5433)
    assert place.url.query == {"host": "/run/postgresql"}


def test_libpqs_options_have_libpqs_meaning() -> None:
    place = read_address(
        "postgresql:///?host=db.example&port=5433&user=anna&password=secret&dbname=races"
        "&application_name=seasons&sslmode=verify-full&sslrootcert=system"
    )

    assert (place.url.username, place.url.password) == ("anna", "secret")
    assert (place.url.host, place.url.port, place.url.database) == ("db.example", 5433, "races")
    assert place.url.query == {"application_name": "seasons", "sslmode": "verify-full", "sslrootcert": "system"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("mysql://anna:hunter2@db.example/races", "no database of the kind 'mysql' can be used"),
        ("postgresql://anna:hunter2@db.example:port/races", "cannot be understood"),
        ("://hunter2", "cannot be understood"),
        ("sqlite://", "a database in memory"),
        ("sqlite:///:memory:", "a database in memory"),
        ("sqlite:///seasons.db?mode=ro&key=hunter2", "the address of a file has no options"),
        ("postgresql://anna:hunter2@db.example/races?sslmode=maybe", "unknown sslmode"),
        ("postgresql://anna@db.example/races?password=hunter2&port=many", "the port .* is no number"),
        ("postgresql://anna:hunter2@db.example/races?pasword=hunter2", "unknown option 'pasword'"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_without_showing_its_password(text: str, message: str) -> None:
    with pytest.raises(StorageError, match=message) as refused:
        read_address(text)

    assert "hunter2" not in str(refused.value)
    assert refused.value.__cause__ is None


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://ann:hush@a..b/x",
        f"postgresql://ann:hush@{'a' * 64}.de/x",
        "postgresql://ann:hush@good,a\x9bb/x",
        "postgresql://ann:hush@h\udcff/x",
        "postgresql://ann:hush\udcff@h/x",
        "postgresql://ann\udcff:hush@h/x",
        "postgresql://ann:hush@h/x\udcff",
        "postgresql://ann:hush@h/x?sslkey=\udcff",
        "postgresql://ann:hush@/x?host=a..b",
    ],
)
def test_a_host_that_no_name_can_be_and_bytes_that_are_no_text_are_refused_in_one_line(text: str) -> None:
    with pytest.raises(StorageError) as refused:
        read_address(text)
    assert str(refused.value) == (
        "the database's address has a host, or a letter, that there cannot be "
        "(write it as a file's path, sqlite:///PATH or postgresql://USER:PASSWORD@HOST/DATABASE)"
    )


@pytest.mark.parametrize("host", ["my_db", "db.example.org.", "127.0.0.1", "[::1]", "one,two", "münchen.de"])
def test_a_host_of_any_name_that_can_be_looked_up_is_taken(host: str) -> None:
    assert read_address(f"postgresql://ann:hush@{host}/x").url.host == host.strip("[]")


def test_what_is_shown_of_a_server_holds_no_password() -> None:
    place = read_address("postgresql://anna:hunter2@db.example/races?application_name=hunter2")

    assert shown(place.url) == "postgresql://anna@db.example/races"
