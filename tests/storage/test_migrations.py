"""What older versions of the program wrote is kept when the tables change, on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine, inspect, text
from support.old_database import make_old_database

from season_calendar.choices.choice import Choice, lead_times_of
from season_calendar.choices.options import write_choice
from season_calendar.storage.address import read_address
from season_calendar.storage.engine import open_database, reading
from season_calendar.storage.subscribers import SqlSubscribers
from season_calendar.zoned_time import parse_span

AT = "2021-06-01T08:00:00.000000Z"


@pytest.fixture
def old_engine(database: str) -> Iterator[Engine]:
    """A database as the first version of the program made it, without a row."""
    make_old_database(database, "0001")
    engine = create_engine(read_address(database).url)
    yield engine
    engine.dispose()


def add_as_before(engine: Engine, name: str, language: str, series: list[str], leads: dict[str, list[int]]) -> None:
    """A subscriber as the first version of the program wrote one."""
    values = {
        "id": f"id-of-{name}",
        "name": name,
        "language": language,
        "series": json.dumps(series),
        "leads": json.dumps(leads),
        "at": AT,
    }
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO subscribers (id, name, channel, address, zone_name, language, series, lead_times, since,"
                " created_at) VALUES (:id, :name, 'email', 'a@b.c', 'Europe/Stockholm', :language, :series, :leads,"
                " :at, :at)"
            ),
            values,
        )


def migrated(database: str) -> dict[str, Choice]:
    """What each subscriber chose, by name, once the database is opened by this version."""
    engine = open_database(database)
    with reading(engine) as connection:
        rows = connection.execute(text("SELECT name, choice FROM subscribers")).all()
    choices = {subscriber.name: subscriber.choice for subscriber in SqlSubscribers(engine).list()}
    assert {name: write_choice(choice) for name, choice in choices.items()} == {row.name: row.choice for row in rows}
    engine.dispose()
    return choices


def leads(**spans: str) -> dict[str, list[int]]:
    """Lead times in minutes by kind, as they were stored."""
    return {
        kind.replace("_", "-"): [int(parse_span(span).total_seconds()) // 60 for span in its.split()]
        for kind, its in spans.items()
    }


def test_series_lead_times_and_language_become_a_choice(old_engine: Engine, database: str) -> None:
    add_as_before(old_engine, "usual", "en", [], {})
    add_as_before(old_engine, "alike", "en", [], {})
    add_as_before(old_engine, "swede", "sv", ["wtcr", "stcc"], leads(race="30m 2h 1d1h30m", round="", warm_up="5m"))
    add_as_before(old_engine, "six", "pt-BR", ["wtcr"], leads(race="1m 2m 3m 4m 5m 6m"))
    choices = migrated(database)
    assert choices["usual"] == choices["alike"] == Choice()
    assert choices["swede"] == Choice(
        series=frozenset({"wtcr", "stcc"}),
        lead_times=lead_times_of(
            {
                "race": [parse_span(span) for span in ("1d1h30m", "2h", "30m")],
                "round": [],
                "warm-up": [parse_span("5m")],
            }
        ),
        language="sv",
    )
    assert write_choice(choices["six"]) == "alarm=race:6m,5m,4m,3m,2m,1m&lang=pt-BR&series=wtcr"


def test_what_was_typed_out_of_the_ordinary_is_taken_as_it_was_meant(old_engine: Engine, database: str) -> None:
    odd = {"Race": [60], "race": [120], "Größte Rennen": [60], " ": [60]}
    add_as_before(old_engine, "odd", "en", ["wtcr,f1", " wec ", ""], odd)
    assert write_choice(migrated(database)["odd"]) == "alarm=gr%C3%B6sste-rennen:1h,race:2h,1h&series=f1,wec,wtcr"


def test_the_rest_of_a_subscriber_stays_and_the_old_columns_go(old_engine: Engine, database: str) -> None:
    add_as_before(old_engine, "ann", "sv", [], {})
    engine = open_database(database)
    (ann,) = SqlSubscribers(engine).list()
    assert (ann.id, ann.channel, ann.address, ann.zone_name) == ("id-of-ann", "email", "a@b.c", "Europe/Stockholm")
    assert ann.since.isoformat() == "2021-06-01T08:00:00+00:00"
    with reading(engine) as connection:
        columns = {column["name"]: column for column in inspect(connection).get_columns("subscribers")}
        assert not {"language", "series", "lead_times"} & columns.keys()
        assert (columns["choice"]["nullable"], columns["choice"]["default"]) == (False, None)
        assert inspect(connection).get_unique_constraints("subscribers")[0]["name"] == "uq_subscribers_name"
        assert inspect(connection).get_pk_constraint("subscribers")["name"] == "pk_subscribers"
    engine.dispose()
