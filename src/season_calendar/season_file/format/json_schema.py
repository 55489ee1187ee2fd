"""The JSON Schema of season files, for editors, from the same description that the reader checks by."""

from __future__ import annotations

import json

from season_calendar.season_file.format import keys
from season_calendar.season_file.format.scalars import SCHEMA_VERSION

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema_text() -> str:
    """The text of ``season.schema.json``, which lies beside this module and is named in a season file's first line.

    A file that is good passes it. It cannot tell everything the reader can: unknown ids, or times that do not exist.
    """
    schema = {
        "$schema": DIALECT,
        "title": f"A season file (schema {SCHEMA_VERSION})",
        "description": "A race season: its rounds, their venues and timetables.",
    } | keys.SEASON.json_schema()
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
