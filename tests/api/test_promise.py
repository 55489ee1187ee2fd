"""What programs were promised of /api/v1: its addresses and keys stay. New ones may be written in here, none out."""

from __future__ import annotations

from typing import Any

import pytest

from season_calendar.api.operations import OPERATIONS
from season_calendar.api.schemas import SCHEMAS

_EVENT = (
    "uid season round session kind round_name session_name status first_day last_day start_at end_at venue country zone"
    " label note link live"
)
_SEASON = "season series short_name color link edition published_at"
PROMISED = {
    "Event": _EVENT,
    "Round": f"{_EVENT} standing sessions",
    "SeasonSummary": f"{_SEASON} first_day last_day rounds",
    "Season": f"{_SEASON} titles drivers events",
    "Seasons": "seasons",
    "Next": "events",
    "Change": "at season round round_name uid title aspects sentences before_text after_text before after",
    "Changes": "language changes",
    "Drivers": "drivers",
    "Driver": "id name country seasons next",
    "Problem": "type title status detail",
}


@pytest.mark.parametrize("name", PROMISED)
def test_no_key_is_ever_taken_away(name: str) -> None:
    schema: Any = SCHEMAS[name]
    assert set(PROMISED[name].split()) <= set(schema["required"])


def test_no_key_inside_is_ever_taken_away() -> None:
    schemas: Any = SCHEMAS
    inside = {
        "driver in a season": schemas["Season"]["properties"]["drivers"],
        "driver": schemas["Drivers"]["properties"]["drivers"],
        "season of a driver": schemas["Driver"]["properties"]["seasons"],
    }
    promised = {
        "driver in a season": {"id", "name", "country", "titles"},
        "driver": {"id", "name", "country", "seasons"},
        "season of a driver": {"season", "titles", "rounds"},
    }
    for name, keys in promised.items():
        assert keys <= set(inside[name]["items"]["required"])


def test_every_address_and_option_stays() -> None:
    promised = {
        "/seasons": [],
        "/seasons/{series}/{season}": [],
        "/seasons/{series}/{season}/rounds/{round}": [],
        "/next": ["series", "sessions", "driver", "title", "limit"],
        "/changes": ["series", "lang", "limit"],
        "/drivers": [],
        "/drivers/{driver}": [],
    }
    options = {its.template: [*its.options, *(["limit"] if its.limit else [])] for its in OPERATIONS}
    for template, names in promised.items():
        assert set(names) <= set(options[template])
