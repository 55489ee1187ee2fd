"""What the answers for programs look like, as JSON Schemas (draft 2020-12, as OpenAPI 3.1 has them)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from season_calendar.model import Status
from season_calendar.publishing.changes import Aspect
from season_calendar.views.season import Standing

Schema: TypeAlias = dict[str, object]

ID: Schema = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
"""An id of a season file."""

_KEY: Schema = {"type": "string", "description": "A season: the ids of series and season, such as wtcr/2021."}
_TEXT: Schema = {"type": "string"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_INSTANT: Schema = {"type": "string", "format": "date-time", "description": "In UTC."}


def _or_null(schema: Schema, description: str | None = None) -> Schema:
    said: Schema = {} if description is None else {"description": description}
    return {**schema, "type": [schema["type"], "null"], **said}


def _list(items: Schema, description: str | None = None) -> Schema:
    said: Schema = {} if description is None else {"description": description}
    return {"type": "array", "items": items, **said}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(description: str, properties: Mapping[str, Schema], *optional: str) -> Schema:
    """An object that has all of these, but for those that are optional. There may be more of them with time."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "description": description, "properties": dict(properties), "required": required}


_DAY = _or_null({"type": "string", "format": "date"}, "A day at the venue, null while none is known.")
_AT = _or_null(_INSTANT, "In UTC; null where the time is not known, and of whole rounds.")
_MAYBE = _or_null(_TEXT)

_EVENT: dict[str, Schema] = {
    "uid": {"type": "string", "description": "The event's UID in every calendar: it never changes."},
    "season": _KEY,
    "round": ID,
    "session": _or_null(ID, "Null for the round itself."),
    "kind": {"type": "string", "description": "round, or a kind of session: race, qualifying, practice, …"},
    "round_name": _TEXT,
    "session_name": _MAYBE,
    "status": {"type": "string", "enum": [status.value for status in Status]},
    "first_day": _DAY,
    "last_day": _DAY,
    "start_at": _AT,
    "end_at": _AT,
    "venue": _TEXT,
    "country": _or_null(_TEXT, "ISO 3166-1."),
    "zone": {"type": "string", "description": "The IANA time zone of the venue."},
    "label": _MAYBE,
    "note": _MAYBE,
    "link": _MAYBE,
    "live": _or_null(_TEXT, "Where it can be watched."),
}
_STANDING = _list(
    {"type": "string", "enum": [standing.value for standing in Standing]},
    "Of rounds: how it stands by now. Nothing where it lies ahead, as confirmed.",
)
_SEASON: dict[str, Schema] = {
    "season": _KEY,
    "series": {"type": "string", "description": "The name of the series."},
    "short_name": _TEXT,
    "color": _or_null(_TEXT, "As CSS writes colours."),
    "link": _MAYBE,
    "edition": {**_COUNT, "description": "Counts how often the season was published."},
    "published_at": {**_INSTANT, "description": "When this edition was, in UTC."},
}
_DRIVER: dict[str, Schema] = {"id": ID, "name": _TEXT, "country": _MAYBE}

SCHEMAS: Mapping[str, Schema] = {
    "Event": _object("A round or a session.", {**_EVENT, "standing": _STANDING}, "standing"),
    "Round": _object("A round with its sessions.", {**_EVENT, "standing": _STANDING, "sessions": _list(_ref("Event"))}),
    "SeasonSummary": _object(
        "A season without its events.", {**_SEASON, "first_day": _DAY, "last_day": _DAY, "rounds": _COUNT}
    ),
    "Season": _object(
        "A season with all its rounds and sessions.",
        {
            **_SEASON,
            "titles": {"type": "object", "additionalProperties": _TEXT, "description": "Names by ids."},
            "drivers": _list(_object("A driver in the season.", {**_DRIVER, "titles": _list(ID)})),
            "events": _list(_ref("Event"), "By date, each round before its sessions."),
        },
    ),
    "Seasons": _object("Every season.", {"seasons": _list(_ref("SeasonSummary"))}),
    "Next": _object("What comes next, by its start.", {"events": _list(_ref("Event"))}),
    "Change": _object(
        "What changed of one event when an edition was published.",
        {
            "at": _INSTANT,
            "season": _KEY,
            "round": {**ID, "description": "The round's id of today."},
            "round_name": _TEXT,
            "uid": _TEXT,
            "title": _TEXT,
            "aspects": _list({"type": "string", "enum": [aspect.value for aspect in Aspect]}, "The weightiest first."),
            "sentences": _list(_TEXT),
            "before_text": _or_null(_TEXT, "The weightiest of what changed, as it was."),
            "after_text": _or_null(_TEXT, "The same as it is instead."),
            "before": {"anyOf": [_ref("Event"), {"type": "null"}], "description": "Null where it joined."},
            "after": {"anyOf": [_ref("Event"), {"type": "null"}], "description": "Null where it left."},
        },
    ),
    "Changes": _object(
        "What changed, the newest first.",
        {"language": {"type": "string", "description": "That of the texts."}, "changes": _list(_ref("Change"))},
    ),
    "Drivers": _object("Every driver.", {"drivers": _list(_object("A driver.", {**_DRIVER, "seasons": _list(_KEY)}))}),
    "Driver": _object(
        "A driver in every series.",
        {
            **_DRIVER,
            "seasons": _list(
                _object("A season of theirs.", {"season": _KEY, "titles": _list(ID), "rounds": _list(ID)}),
                "The oldest first, with the rounds that they enter.",
            ),
            "next": _list(_ref("Event"), "What comes next for them, ten events at most."),
        },
    ),
    "Problem": _object(
        "Why there is no such answer (RFC 9457).",
        {"type": _TEXT, "title": _TEXT, "status": {"type": "integer"}, "detail": _TEXT},
    ),
}
"""Every schema by its name."""
