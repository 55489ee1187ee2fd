"""A text, a list, keys or nothing where something else belongs: a problem with place and remedy, at every key."""

from __future__ import annotations

import contextlib
import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from support import sampled
from support.reading import check

from season_calendar.errors import SeasonCalendarError, SeasonFileError
from season_calendar.season_file import read_season
from season_calendar.season_file.editing.edits import Edit, Together, apply_edit
from season_calendar.season_file.editing.entries import (
    DRIVERS,
    TITLES,
    VENUES,
    AddEntry,
    EditEntry,
    RemoveEntry,
)
from season_calendar.season_file.editing.rounds import (
    AddRound,
    CancelRound,
    EditRound,
    MoveRound,
    PostponeRound,
    RemoveRound,
    RestoreRound,
)
from season_calendar.season_file.editing.sessions import (
    AddSession,
    CancelSession,
    EditSession,
    MoveSession,
    RemoveSession,
)
from season_calendar.season_file.format.json_schema import json_schema_text

Path = tuple[str | int, ...]

SEASON: dict[str, Any] = {
    "schema": "1",
    "series": {
        "id": "wtcr",
        "name": "Cars",
        "short_name": "TC",
        "link": "https://example.org/",
        "color": "crimson",
        "uid_domain": "example.org",
        "live": "https://example.org/",
    },
    "season": "2021",
    "titles": {"junior": "Junior"},
    "drivers": {"jessica": {"name": "Jessica", "country": "Sweden", "titles": ["junior"]}},
    "durations": {"race": "30m"},
    "reminders": {"race": ["1h"]},
    "venues": {
        "spa": {
            "name": "Spa",
            "place": "B",
            "zone": "Europe/Brussels",
            "country": "BE",
            "coordinates": ["50", "-5"],
            "length_km": "7",
        }
    },
    "rounds": [
        {
            "id": "belgium",
            "was": "spa",
            "name": "Race of Belgium",
            "label": "Round 1",
            "venue": "spa",
            "dates": "2021-10-29",
            "status": "confirmed",
            "note": "Wet",
            "link": "https://example.org/",
            "live": "https://example.org/",
            "sessions": [
                {
                    "id": "race-1",
                    "was": "race-a",
                    "kind": "race",
                    "name": "First",
                    "start": "2021-10-29 10:00",
                    "end": "11:00",
                    "status": "confirmed",
                    "note": "Wet",
                    "link": "https://example.org/",
                    "live": "https://example.org/",
                },
                {"id": "race-2", "kind": "race", "start": "2021-10-29 12:00", "duration": "30m"},
            ],
        }
    ],
}
"""A season with every key there is; JSON is YAML, too."""

WRONG: list[object] = ["text", "", None, [], ["x"], [None], [[]], [{}], {}, {"a": "b"}, {"a": None}, {"a": []}]


EDITS: list[Edit] = [
    AddRound("italy", {"name": "Race of Italy", "venue": "spa", "dates": "2021-10-30"}),
    EditRound("belgium", {"name": "New", "note": None}),
    CancelRound("belgium"),
    PostponeRound("belgium"),
    RestoreRound("belgium"),
    RemoveRound("belgium"),
    MoveRound("belgium", "2021-11-01"),
    AddSession("belgium", "race-3", {"kind": "race", "start": "2021-10-29 14:00"}),
    EditSession("belgium", "race-1", {"start": "09:00"}),
    MoveSession("belgium", "race-1", "09:00"),
    CancelSession("belgium", "race-1"),
    RemoveSession("belgium", "race-2"),
    AddEntry(VENUES, "monza", {"name": "Monza", "zone": "Europe/Rome", "coordinates": ["45.6", "9.3"]}),
    EditEntry(VENUES, "spa", {"place": None, "country": "NL"}),
    RemoveEntry(VENUES, "spa"),
    EditEntry(DRIVERS, "jessica", {"titles": ["junior", "senior"]}),
    RemoveEntry(DRIVERS, "jessica"),
    EditEntry(TITLES, "junior", {"name": "Juniors", "counts": ["belgium"]}),
    RemoveEntry(TITLES, "junior"),
    Together((RestoreRound("belgium"), MoveRound("belgium", "2021-11-01"), RemoveSession("belgium", "race-1"))),
]


def paths(node: object, path: Path = ()) -> Iterator[Path]:
    """The way to each value of a tree, from the outside in."""
    yield path
    if isinstance(node, dict):
        for key, value in node.items():
            yield from paths(value, (*path, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from paths(value, (*path, index))


def season_with(value: object, at: Path) -> object:
    if not at:
        return value
    season = node = copy.deepcopy(SEASON)
    for key in at[:-1]:
        node = node[key]  # type: ignore[index]
    node[at[-1]] = value  # type: ignore[index]
    return season


def in_block_style(node: object, indentation: int = 0) -> str:
    """The same data a key or a dash a line, as people write it."""
    before = "\n" + " " * indentation
    if isinstance(node, dict) and node:
        lines = (f"{before}{json.dumps(key)}:{in_block_style(value, indentation + 2)}" for key, value in node.items())
        return "".join(lines)
    if isinstance(node, list) and node:
        return "".join(f"{before}-{in_block_style(value, indentation + 2)}" for value in node)
    return f" {json.dumps(node)}"


def texts(season: object) -> list[bytes]:
    return [json.dumps(season).encode(), f"{in_block_style(season)}\n".encode()]


EVERYWHERE = list(paths(SEASON))


def properties(schema: dict[str, Any]) -> Iterator[str]:
    """The names of all keys in a JSON Schema."""
    for name, below in schema.get("properties", {}).items():
        yield name
        yield from properties(below)
    for below in (schema.get("items"), schema.get("additionalProperties")):
        if isinstance(below, dict):
            yield from properties(below)


def test_the_season_here_is_good_and_has_every_key_of_the_format() -> None:
    for text in texts(SEASON):
        _, warnings = read_season(text, "f")
        assert warnings == ()
    written = {key for path in EVERYWHERE for key in path}
    assert set(properties(json.loads(json_schema_text()))) <= written


@sampled.one_in(4)
@pytest.mark.parametrize("path", EVERYWHERE, ids=lambda path: ".".join(map(str, path)) or "all of it")
def test_whatever_stands_there_is_read_or_a_problem(path: Path, one_in: int) -> None:
    for turn, value in enumerate(WRONG, EVERYWHERE.index(path)):
        for number, text in enumerate(texts(season_with(value, path))):
            if (turn + 2 * number) % one_in == 0:
                check(text)


@sampled.one_in(9)
@pytest.mark.parametrize(
    "path",
    [path for path in EVERYWHERE if not path or path[0] in ("rounds", "venues", "drivers", "titles")],
    ids=lambda path: str(path),
)
def test_whatever_stands_there_an_edit_is_made_or_refused(path: Path, one_in: int) -> None:
    for turn, value in enumerate(("text", None, [], ["x"], {}, {"a": "b"})):
        styles = texts(season_with(value, path))
        for number, edit in enumerate(EDITS):  # in one style and the other by turns: both take twice as long
            if (EVERYWHERE.index(path) + turn + number) % one_in == 0:
                with contextlib.suppress(SeasonCalendarError):
                    apply_edit(styles[(turn + number) % 2], edit, "f")


def test_a_venue_that_is_a_text_is_one_problem_and_its_rounds_are_read_on() -> None:
    season = """\
schema: 1
series: {id: wtcr, name: Touring Cars}
season: 2021
venues: {spa: Spa-Francorchamps}
rounds:
  - {id: a, name: A, venue: spa, dates: 2021-10-29, sessions: [{id: r, kind: race, start: 2021-10-29 12:00, end: x}]}
"""
    with pytest.raises(SeasonFileError) as refused:
        read_season(season.encode(), "f")
    assert [str(problem) for problem in refused.value.problems] == [
        "f:4:15: venue 'spa' must be keys with values, not a text (write its keys below it: "
        "name: Nürburgring Nordschleife)",
        "f:6:114: 'x' is not a time (write it as 15:10, or with its date as 2021-06-04 01:30)",
    ]
