"""Facts of events to JSON and back: the one codec of every journal. It reads what older versions kept as well.

How a fact stands in JSON follows from its type in ``EventFacts``, so that a new optional fact needs no line here. Where
the JSON is kept is the business of ``storage``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date, datetime
from operator import attrgetter
from types import UnionType
from typing import Any, TypeGuard, get_args, get_type_hints

from season_calendar.errors import TimeExpressionError, UnreadableFactError
from season_calendar.model import Coordinates, Status
from season_calendar.publishing import strict_json
from season_calendar.publishing.facts import EventFacts
from season_calendar.zoned_time import FIRST_YEAR, LAST_YEAR, find_zone, format_instant, parse_instant

VERSION = 2
"""The version of facts in ``to_json``; those of version 1 do not say it. Raise it when a fact comes to mean something
else; a fact that is new needs nothing: a program that does not know it refuses it by its name."""

FIRST_FACTS = (
    "uid",
    "series_id",
    "season_id",
    "round_id",
    "session_id",
    "kind",
    "series_name",
    "round_name",
    "session_name",
    "label",
    "first_day",
    "last_day",
    "start_at",
    "end_at",
    "status",
    "venue_name",
    "place",
    "zone_name",
    "coordinates",
    "note",
    "link",
)
"""The facts of version 1: they stand in every event's content, known or not. Those that came later stand there only
where they are known, so that an event which has none of them keeps its content, and with it its fingerprint."""

_DOTS_IN_A_UID = 2
"""In front of its @ at least: between the ids of series, season and round."""

_MOST_NORTH, _MOST_EAST = 90, 180
"""Degrees."""


def to_plain(facts: EventFacts) -> dict[str, object]:
    """The facts as JSON has them, by name and always in the same order; what is not known is None."""
    plain: dict[str, object] = dict(zip(_NAMES, _values(facts), strict=True))
    for name, write in _WRITTEN:
        value = plain[name]
        if value is not None:
            plain[name] = write(value)
    return plain


def from_plain(plain: Mapping[str, object]) -> EventFacts:
    """What ``to_plain`` gave, of this version or an older one; what is missing or None is not known.

    Raises UnreadableFactError for a fact that is not of its type, is missing where every event has it, or is not known.
    """
    unknown = plain.keys() - _FACTS.keys()
    if unknown:
        raise UnreadableFactError(min(unknown), "this version does not know it", is_newer=True)
    values: dict[str, Any] = {}
    for name, (read, may_be_unknown) in _FACTS.items():
        value = plain.get(name)
        if value is not None:
            try:
                values[name] = read(value)
            except (ValueError, TypeError, TimeExpressionError) as error:
                raise UnreadableFactError(name, str(error)) from None
        elif may_be_unknown:
            values[name] = None
        else:
            raise UnreadableFactError(name, "missing")
    return EventFacts(**values)


def content_of(facts: EventFacts) -> str:
    """The facts as JSON on one line: the same for the same facts for ever, whatever facts there will be."""
    text = facts.content
    if text is None:
        # Made once: an edition needs it to compare the facts, and again to keep them.
        plain = to_plain(facts)
        for name in _LATER:
            if plain[name] is None:
                del plain[name]
        text = _encode(plain)
        object.__setattr__(facts, "content", text)
    return text


def to_json(facts: EventFacts) -> str:
    """The content with the version of the facts in it, to be kept by itself."""
    return f'{{"version":{VERSION},{content_of(facts)[1:]}'


def from_json(text: str) -> EventFacts:
    """What ``to_json`` gave, of this version or an older one. Raises UnreadableFactError."""
    try:
        plain = strict_json.load(text)
    except ValueError:
        plain = None
    if not isinstance(plain, dict):
        raise UnreadableFactError("facts", "there are none")
    version = plain.pop("version", 1)
    if version not in range(1, VERSION + 1):
        raise UnreadableFactError("version", f"{version!r}", is_newer=isinstance(version, int) and version > VERSION)
    return from_plain(plain)


def _read_text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no str")
    return value


def _read_uid(value: object) -> str:
    uid = _read_text(value)
    if uid.count(".", 0, max(uid.find("@"), 0)) < _DOTS_IN_A_UID:
        raise ValueError(f"{uid!r} is no UID of this program")
    return uid


def _read_date(value: object) -> date:
    day = date.fromisoformat(_read_text(value))
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"the year {day.year} is out of range")
    return day


def _read_zone(value: object) -> str:
    return find_zone(_read_text(value)).key


def _read_coordinates(value: object) -> Coordinates:
    match value:
        case [latitude, longitude] if _is_degrees(latitude, _MOST_NORTH) and _is_degrees(longitude, _MOST_EAST):
            return Coordinates(latitude, longitude)
        case _:
            raise ValueError(f"{value!r} are no coordinates")


def _is_degrees(value: object, most: int) -> TypeGuard[float]:
    # To Python, true and false are numbers too.
    return isinstance(value, int | float) and not isinstance(value, bool) and -most <= value <= most


_READ: Mapping[object, Callable[[object], object]] = {
    str: _read_text,
    date: _read_date,
    datetime: lambda value: parse_instant(_read_text(value)),
    Status: lambda value: Status(_read_text(value)),
    Coordinates: _read_coordinates,
}

# What is not the same in JSON.
_WRITE: Mapping[object, Callable[[Any], object]] = {
    date: date.isoformat,
    datetime: format_instant,
    Coordinates: lambda place: [place.latitude, place.longitude],
}


def _types() -> dict[str, tuple[type, bool]]:
    """Every fact's type, and whether it may be unknown: ``str | None`` is (str, True)."""
    hints = get_type_hints(EventFacts)
    types = {}
    for its in fields(EventFacts):
        if its.init:
            hint = hints[its.name]
            may_be_unknown = isinstance(hint, UnionType)
            types[its.name] = (get_args(hint)[0] if may_be_unknown else hint, may_be_unknown)
    return types


_TYPES = _types()
_FACTS = {name: (_READ[of], may_be_unknown) for name, (of, may_be_unknown) in _TYPES.items()}
_FACTS |= {"uid": (_read_uid, False), "zone_name": (_read_zone, False)}
_WRITTEN = [(name, _WRITE[of]) for name, (of, _) in _TYPES.items() if of in _WRITE]
_LATER = tuple(name for name in _TYPES if name not in FIRST_FACTS)
_NAMES = (*FIRST_FACTS, *_LATER)
_values = attrgetter(*_NAMES)
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
