"""The JSON Schema that editors use says what the reader says, and never refuses what the reader takes."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
import yaml

from season_calendar.season_file import read_season
from season_calendar.season_file.format.json_schema import json_schema_text

ROOT = Path(__file__).parents[2]
SCHEMA_FILE = files("season_calendar.season_file.format") / "season.schema.json"
SEASONS = [ROOT / "events.yaml", *sorted((ROOT / "tests/fixtures/wtcr-2021").glob("*.yaml"))]


class Yaml11(yaml.SafeLoader):
    """YAML 1.1 as editors have it: 15:10 is a number, but dates are texts."""


class Yaml12(yaml.SafeLoader):
    """As far as it matters here: nothing but plain decimal numbers is a number."""


Yaml11.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Yaml12.yaml_implicit_resolvers = {}
Yaml12.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"[-+]?\d+$"), list("-+0123456789"))
Yaml12.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"[-+]?\d+\.\d+$"), list("-+0123456789"))

EVERY_FORM = """\
schema: 1
series: {id: 2021, name: 24, color: red, uid_domain: 1.5}
season: 2021
titles: {1: 2, 2: {name: 3, counts: [1]}}
drivers: {7: {name: 007, country: no, titles: [1], rounds: [1]}}
durations: {race: 30m}
reminders: {race: [1h], round: []}
venues:
  99: {name: true, zone: Asia/Macau, country: NO, coordinates: [22, -113.5], length_km: 6}
rounds:
  - id: 1
    was: 2
    name: 1.5
    venue: 99
    dates: 2021-06-05
    sessions:
      - {id: 1, was: 4, kind: 1, start: 2021-06-05}
      - {id: 2, kind: race, start: 2021-06-05 14:30, end: 15:10}
      - {id: 3, kind: race, start: "2021-06-05 14:30+08:00", end: 2021-06-05 15:10}
"""


def validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads(SCHEMA_FILE.read_text("utf-8")))


def test_the_file_is_what_the_description_gives() -> None:
    assert SCHEMA_FILE.read_text("utf-8") == json_schema_text()


def test_it_is_a_good_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(json_schema_text()))


@pytest.mark.parametrize("loader", [Yaml11, Yaml12])
@pytest.mark.parametrize("path", SEASONS, ids=lambda path: path.name)
def test_good_seasons_pass(path: Path, loader: type[yaml.SafeLoader]) -> None:
    errors = validator().iter_errors(yaml.load(path.read_bytes(), loader))
    assert [error.message for error in errors] == []


@pytest.mark.parametrize("loader", [Yaml11, Yaml12])
def test_texts_that_look_like_numbers_pass(loader: type[yaml.SafeLoader]) -> None:
    read_season(EVERY_FORM.encode(), "f")
    data = json.loads(json.dumps(yaml.load(EVERY_FORM, loader)))  # as an editor has it: keys are texts
    assert [error.message for error in validator().iter_errors(data)] == []


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("schema: 1", "schema: 2"),
        ("series:", "serie:"),
        ("color: royalblue", "color: royalblu"),
        ("venue: estoril", "venues: estoril"),
        ("id: germany", "id: Germany"),
        ("dates: 2021-06-03 to 2021-06-05", "dates: 3-5 June"),
        ("start: 2021-06-03 14:30", "start: 14:30 h"),
        ("\n    status: provisional", "\n    status: maybe"),
        ("race: 30m", "race: half an hour"),
        ("        end: 15:10\n", "        end: 15:10\n        duration: 40m\n"),
        ("coordinates: [50.3356, 6.9475]", "coordinates: [50.3356]"),
        ("    zone: Europe/Berlin\n", ""),
        ("id: wtcr", "id: all"),
    ],
)
def test_an_editor_shows_the_common_slips(good: str, bad: str) -> None:
    text = (ROOT / "events.yaml").read_text("utf-8")
    assert good in text
    assert not validator().is_valid(yaml.load(text.replace(good, bad, 1), Yaml12))


def test_every_key_is_explained_where_the_cursor_is() -> None:
    def check(schema: dict[str, object]) -> None:
        properties = schema.get("properties", {})
        assert isinstance(properties, dict)
        for inner in [*properties.values(), schema.get("items"), schema.get("additionalProperties")]:
            if isinstance(inner, dict):
                check(inner)
        assert all(inner["description"] for inner in properties.values())

    check(json.loads(json_schema_text()))
