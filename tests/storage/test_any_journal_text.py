"""Whatever stands anywhere in a journal's text, it is read or refused with a message that can be shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest
from support.racing import FIRST_NOW, germany, history, published, season, session

from season_calendar.errors import StorageError
from season_calendar.publishing.publish import publish
from season_calendar.storage.journal_text import KeptSeason, parse, render

RACE = session("race-1", "race", "Race 1", date(2021, 6, 5), "09:00")
BEFORE = season(germany(sessions=(RACE,)))
AFTER = season(germany(sessions=(replace(RACE, start_at=FIRST_NOW.replace(day=5, hour=7)),)))
SECOND_NOW = FIRST_NOW.replace(day=2)

HOSTILE = [
    *("1e400", "NaN", "-Infinity", "1" * 5000, "-1", "2147483648", "0.5", "true", "null", "[]", "{}", "[1, 2]"),
    *("[" * 900 + "]" * 900, "[" * 99_999 + "]" * 99_999, '{"a":' * 900 + "1" + "}" * 900),
    *('""', '"x"', f'"{"x" * 99_999}"', r'"\u001b[31m"', r'"\ud800"', r'"\u0000"', r'"\u202e"'),
    *('"99999-01-01"', '"9999-12-31"', '"9999-12-31T23:59:59Z"', '"0001-01-01T00:00:00+14:00"'),
]


def journal() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(journal_text())
    return read


@cache
def journal_text() -> str:
    first = published(BEFORE)
    second = publish(AFTER, history(first), SECOND_NOW)
    changes = tuple((2, change) for change in second.changes)
    return render({("wtcr", "2021"): KeptSeason(history(second), changes)})


def paths(node: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """To every value, but of the items of a list only to the first."""
    if path:
        yield path
    inner = node.items() if isinstance(node, dict) else enumerate(node[:1]) if isinstance(node, list) else ()
    for key, value in inner:
        yield from paths(value, (*path, key))


def with_value(path: tuple[str | int, ...], written: str) -> bytes:
    plain = journal()
    node = plain
    for key in path[:-1]:
        node = node[key]  # type: ignore[index]
    node[path[-1]] = "HERE"  # type: ignore[index]
    return json.dumps(plain).replace('"HERE"', written).encode()


def refusal_of(content: bytes) -> str | None:
    """The message with which a text is refused; None where it is read, published upon and written again."""
    try:
        kept = parse(content, "journal.json")
    except StorageError as error:
        return str(error)
    for its in kept.values():
        assert list(publish(BEFORE, its.history, FIRST_NOW.replace(day=3)).entries_at(FIRST_NOW))
    assert render(kept).encode()
    return None


@pytest.mark.parametrize("path", list(paths(journal())), ids=lambda path: "/".join(map(str, path)))
def test_a_hostile_value_is_refused_in_one_short_line_or_can_be_published_upon(path: tuple[str | int, ...]) -> None:
    refusals = [refusal_of(with_value(path, written)) for written in HOSTILE]
    for refusal in filter(None, refusals):
        assert refusal.startswith("journal.json:")
        assert refusal.isprintable()
        assert len(refusal) < 400
    assert any(refusals)
