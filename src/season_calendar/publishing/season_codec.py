"""What a season is beside its rounds, to JSON and back: its series, titles, drivers and lead times.

A journal keeps it, so that a season can be shown whose file is not at hand. The ids of series and season stand beside
it there. Fields follow from their types in the model: one that may be left out needs no line here. Where the JSON is
kept is the business of ``storage``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import MISSING, Field, fields
from typing import Any, TypeVar, get_type_hints

from season_calendar.errors import TimeExpressionError, UnreadableFactError
from season_calendar.model import Driver, Season, Series, Title
from season_calendar.publishing import strict_json
from season_calendar.zoned_time import format_span, parse_span

VERSION = 1
"""Raise it when a field comes to mean something else; a new one needs nothing: who does not know it refuses it."""

_Part = TypeVar("_Part", Series, Title, Driver)


def to_plain(season: Season) -> dict[str, dict[str, object] | list[dict[str, object]]]:
    """The season without its rounds and ids as JSON has it, always in the same order; what is usual is left out."""
    plain: dict[str, dict[str, object] | list[dict[str, object]]] = {
        "series": {name: value for name, value in _plain(season.series).items() if name != "id"},
        "titles": [_plain(title) for title in season.titles],
        "drivers": [_plain(driver) for driver in season.drivers],
        "lead_times": {kind: [*map(format_span, spans)] for kind, spans in sorted(season.lead_times.items())},
    }
    return {name: value for name, value in plain.items() if value}


def from_plain(plain: object, series_id: str, season_id: str) -> Season:
    """The season, without rounds, of what ``to_plain`` gave. Raises UnreadableFactError."""
    known = _mapping("season", plain, _PARTS)
    if "series" not in known:
        raise UnreadableFactError("series", "missing")
    series = _mapping("series", known["series"], _fields(Series).keys() - {"id"})
    return Season(
        _read(Series, {**series, "id": series_id}),
        season_id,
        titles=tuple(_read(Title, title) for title in _listed("titles", known.get("titles", []))),
        drivers=tuple(_read(Driver, driver) for driver in _listed("drivers", known.get("drivers", []))),
        lead_times=_lead_times(known.get("lead_times", {})),
    )


def to_json(season: Season) -> str:
    """What ``to_plain`` gives, as JSON on one line that says its version: always the same text for the same season."""
    return json.dumps({"version": VERSION, **to_plain(season)}, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str, series_id: str, season_id: str) -> Season:
    """What ``to_json`` gave. Raises UnreadableFactError."""
    try:
        plain = strict_json.load(text)
    except ValueError:
        plain = None
    if not isinstance(plain, dict):
        raise UnreadableFactError("season", "there is none")
    version = plain.pop("version", None)
    if version != VERSION:
        raise UnreadableFactError("version", f"{version!r}", is_newer=isinstance(version, int) and version > VERSION)
    return from_plain(plain, series_id, season_id)


def _plain(part: Series | Title | Driver) -> dict[str, object]:
    values = {its.name: (getattr(part, its.name), its.default) for its in fields(part)}
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, (value, usual) in values.items()
        if value != usual
    }


def _read(kind: type[_Part], plain: object) -> _Part:
    its_fields = _fields(kind)
    known = _mapping(kind.__name__.lower(), plain, its_fields)
    values: dict[str, Any] = {}
    for name, (field, read) in its_fields.items():
        if name in known:
            values[name] = read(name, known[name])
        elif field.default is MISSING:
            raise UnreadableFactError(name, "missing")
    return kind(**values)


def _fields(kind: type[Series] | type[Title] | type[Driver]) -> dict[str, tuple[Field[Any], Callable[..., object]]]:
    """Every field of a part of the season by name, and what reads it: a text or a list of texts."""
    hints = get_type_hints(kind)
    return {its.name: (its, _texts if "tuple" in str(hints[its.name]) else _text) for its in fields(kind)}


def _mapping(name: str, value: object, known: Collection[str]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise UnreadableFactError(name, f"{value!r} is no mapping")
    unknown = value.keys() - set(known)
    if unknown:
        raise UnreadableFactError(min(unknown), "this version does not know it", is_newer=True)
    return value


def _listed(name: str, value: object) -> list[object]:
    if not isinstance(value, list):
        raise UnreadableFactError(name, f"{value!r} is no list")
    return value


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise UnreadableFactError(name, f"{value!r} is no text")
    return value


def _texts(name: str, value: object) -> tuple[str, ...]:
    return tuple(_text(name, its) for its in _listed(name, value))


def _lead_times(plain: object) -> dict[str, tuple[Any, ...]]:
    if not isinstance(plain, dict):
        raise UnreadableFactError("lead_times", f"{plain!r} is no mapping")
    try:
        return {kind: tuple(map(parse_span, _texts("lead_times", spans))) for kind, spans in plain.items()}
    except TimeExpressionError as error:
        raise UnreadableFactError("lead_times", str(error)) from None


_PARTS = frozenset({"series", "titles", "drivers", "lead_times"})
