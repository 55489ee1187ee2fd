"""What people write to name a database, understood: a file, or a PostgreSQL server. Connects to nothing.

Whatever is shown of an address holds no password, nor any of its options, among which one may stand.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from season_calendar.errors import StorageError
from season_calendar.storage.own_database import own_database

FORMS = "write it as a file's path, sqlite:///PATH or postgresql://USER:PASSWORD@HOST/DATABASE"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a database is, ready for SQLAlchemy. ``path`` is the file of an SQLite database, None for a server."""

    url: URL
    path: Path | None = None


def read_address(text: str | None) -> Address:
    """The database that ``text`` names; None means the one file in the user's data directory, which is created.

    A server's address may have some of libpq's options in its query, such as ``host`` (also a socket's directory)
    and ``sslmode``, with libpq's meaning. What it leaves out, libpq looks for in its usual places (``~/.pgpass`` …).

    Raises StorageError.
    """
    if text is None:
        return _file(own_database(ensure_folder=True))
    if "://" not in text:
        return _file(Path(text))
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):  # their messages repeat the address, password and all
        raise StorageError(f"the database's address cannot be understood ({FORMS})") from None
    match url.get_backend_name():
        case "sqlite":
            if url.query:
                raise StorageError(f"the address of a file has no options ({FORMS})")
            if not url.database or url.database == ":memory:":
                raise StorageError("a database in memory would be another one for every thread (name a file)")
            return _file(Path(url.database))
        case "postgresql" | "postgres":
            return _server(url)
        case other:
            raise StorageError(f"no database of the kind {other!r} can be used ({FORMS})")


def shown(url: URL) -> str:
    """The address as messages may show it: the file, or the server without password and options."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return URL.create(
        "postgresql", username=url.username, host=url.host, port=url.port, database=url.database
    ).render_as_string()


def _file(path: Path) -> Address:
    return Address(URL.create("sqlite", database=str(path)), path)


def _server(url: URL) -> Address:
    options = {name: value if isinstance(value, str) else value[-1] for name, value in url.query.items()}
    unknown = options.keys() - set(_OPTIONS)
    if unknown:
        raise StorageError(f"the database's address has an unknown option {min(unknown)!r} ({', '.join(_OPTIONS)})")
    if "sslmode" in options and options["sslmode"] not in _SSL_MODES:
        raise StorageError(f"the database's address has an unknown sslmode ({', '.join(_SSL_MODES)})")
    host = options.pop("host", url.host)
    if host is not None and host.startswith("/"):  # a socket's directory: an option, for it is no host to be shown
        options["host"], host = host, None
    _refuse_no_text(host, url)
    server = URL.create(
        "postgresql+psycopg",
        username=options.pop("user", url.username),
        password=options.pop("password", url.password),
        host=host,
        port=_port(options.pop("port")) if "port" in options else url.port,
        database=options.pop("dbname", url.database),
        query=options,
    )
    return Address(server)


_OPTIONS = (
    "host", "port", "user", "password", "dbname", "sslmode", "sslrootcert", "sslcert", "sslkey", "application_name"
)  # fmt: skip
_SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")


def _refuse_no_text(host: str | None, url: URL) -> None:
    """Refuse what Python itself falls over when it looks up the host, or hands the rest to the driver."""
    try:
        for each in (host or "").split(","):  # libpq tries one after the other
            each.encode("idna")
        str(url).encode()  # its password stands in it as ***
        (url.password or "").encode()
    except UnicodeError:
        raise StorageError(f"the database's address has a host, or a letter, that there cannot be ({FORMS})") from None


def _port(text: str) -> int:
    if not text.isdecimal():
        raise StorageError("the port in the database's address is no number (5432 is the usual one)")
    return int(text)
