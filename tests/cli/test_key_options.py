"""The keys of a thing in the format are the options of its commands, whatever they are."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

from season_calendar.cli.edits.key_options import Given, changes_of, key_options, new_fields_of
from season_calendar.season_file.format import keys, scalars
from season_calendar.season_file.format.schema import Key, ListOf, Shape
from season_calendar.yaml_source.editing.data import Value

THING = Shape(
    "thing",
    [
        Key("id", scalars.ID, "Its id.", "a", required=True),
        Key("name", scalars.NAME, "Its name.", "A thing", required=True),
        Key("lap_record", scalars.NAME, "Who was fastest.", "Anna"),
        Key("medals", ListOf("medal", scalars.ID, "[gold, silver]"), "What it won.", "[gold, silver]"),
        Key("size", ListOf("number", scalars.NUMBER, "[1, 2]", length=2), "How large.", "[1, 2]"),
        Key("parts", ListOf("part", Shape("part", []), "[]"), "No option: its values are no texts.", "[]"),
    ],
)


def add(*words: str) -> dict[str, Value]:
    taken: list[dict[str, Value]] = []

    @click.command()
    @key_options(THING)
    def command(**options: Given) -> None:
        taken.append(new_fields_of(options, THING))

    CliRunner().invoke(command, words, catch_exceptions=False, standalone_mode=False)
    return taken[0]


def edit(*words: str) -> dict[str, Value | None]:
    taken: list[dict[str, Value | None]] = []

    @click.command()
    @key_options(THING, removable=True)
    def command(**options: Given) -> None:
        taken.append(changes_of(options, THING))

    CliRunner().invoke(command, words, catch_exceptions=False, standalone_mode=False)
    return taken[0]


def test_a_key_is_an_option_and_a_list_one_that_can_be_given_several_times() -> None:
    assert add("--name", "A", "--lap-record", "Anna") == {"name": "A", "lap_record": "Anna"}
    assert add("--name", "A", "--medal", "gold", "--medal", "tin")["medals"] == ["gold", "tin"]
    assert add("--name", "A", "--medals", "gold, tin")["medals"] == ["gold", "tin"]
    assert add("--name", "A", "--size", "-1.5,2")["size"] == ["-1.5", "2"]


def test_what_a_new_thing_must_have_is_asked_for() -> None:
    with pytest.raises(click.UsageError, match="Missing option '--name'"):
        add("--lap-record", "Anna")


def test_a_key_that_need_not_be_there_can_be_removed() -> None:
    assert edit("--no-lap-record", "--medal", "tin") == {"lap_record": None, "medals": ["tin"]}
    with pytest.raises(click.NoSuchOption):
        edit("--no-name")
    with pytest.raises(click.UsageError, match="--lap-record and --no-lap-record exclude each other"):
        edit("--no-lap-record", "--lap-record", "Anna")


def test_what_is_nested_is_no_option() -> None:
    with pytest.raises(click.NoSuchOption):
        add("--parts", "x")


@pytest.mark.parametrize(("shape", "key"), [(keys.VENUE, "country"), (keys.ROUND, "live"), (keys.SESSION, "live")])
def test_what_the_format_knows_of_venues_rounds_and_sessions_can_be_given_and_removed(shape: Shape, key: str) -> None:
    taken: list[dict[str, Value | None]] = []

    @click.command()
    @key_options(shape, removable=True)
    def command(**options: Given) -> None:
        taken.append(changes_of(options, shape))

    for words in ([f"--{key}", "x"], [f"--no-{key}"]):
        CliRunner().invoke(command, words, catch_exceptions=False, standalone_mode=False)
    assert taken == [{key: "x"}, {key: None}]
