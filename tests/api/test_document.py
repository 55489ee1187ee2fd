"""The document describes what is answered, and all of it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from support.published_site import two_series
from support.reminding import at

from season_calendar.api.answers import answer, static_answers
from season_calendar.api.openapi import openapi_document
from season_calendar.api.operations import OPERATIONS
from season_calendar.api.schemas import ID
from season_calendar.choices.options import OPTIONS
from season_calendar.errors import TimeExpressionError
from season_calendar.zoned_time import parse_instant

SITE = two_series()
NOW = at("06-04 12:00")
DOCUMENT: Any = openapi_document(SITE.publications, "https://example.org/calendar/")


def strictly(schema: Any) -> Any:
    """The same schemas, by which an object has nothing that is not described."""
    if isinstance(schema, list):
        return [strictly(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    strict = {name: strictly(value) for name, value in schema.items()}
    if "properties" in strict and "required" in strict:
        strict["additionalProperties"] = False
    return strict


FORMATS = FormatChecker()


@FORMATS.checks("date-time", raises=TimeExpressionError)
def _is_instant(text: object) -> bool:
    return not isinstance(text, str) or parse_instant(text) is not None


def problems_of(data: object, schema: str) -> list[str]:
    """Where data is not of the form of a schema of the document."""
    described = {"$ref": f"#/components/schemas/{schema}", "components": strictly(DOCUMENT["components"])}
    errors = Draft202012Validator(described, format_checker=FORMATS).iter_errors(data)
    return [f"{error.json_path}: {error.message}" for error in errors]


FILES = {
    name.removeprefix("api/v1").removesuffix(".json"): json.loads(body)
    for name, body in static_answers(SITE.publications, NOW, SITE.changes_of)
}


FILES_AT = {f"/api/v1{path}.json" for path in FILES}


@pytest.mark.parametrize("path", [path for path in FILES if path != "/openapi"])
def test_every_answer_is_of_the_form_that_the_document_tells(path: str) -> None:
    (operation,) = (its for its in OPERATIONS if its.names_in(path) is not None)
    assert problems_of(FILES[path], operation.schema) == []


@pytest.mark.parametrize("path", ["/nothing", "/drivers/nobody", "/seasons/wtcr/1999"])
def test_a_problem_is_of_its_form(path: str) -> None:
    answered = answer(f"/api/v1{path}", (), SITE.publications, NOW)
    assert answered is not None
    assert problems_of(json.loads(answered.body), "Problem") == []


def test_a_wrong_form_would_be_seen() -> None:
    season = FILES["/seasons/wtcr/2021"]
    assert problems_of({**season, "more": 1}, "Season")
    assert problems_of({**season, "edition": "1"}, "Season")
    assert problems_of({**season, "published_at": "yesterday"}, "Season") or not FormatChecker().checkers.get(
        "date-time"
    )
    assert problems_of({"events": [{**FILES["/next"]["events"][0], "uid": None}]}, "Next")


def test_every_schema_is_one() -> None:
    for schema in DOCUMENT["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_it_says_when_something_is_null_and_in_which_order_a_list_is() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    assert schemas["Event"]["properties"]["first_day"]["description"].startswith("A day at the venue, null while")
    assert schemas["Season"]["properties"]["events"]["description"] == "By date, each round before its sessions."


def test_every_address_is_described_with_its_options_and_the_names_there_are() -> None:
    assert list(DOCUMENT["paths"]) == [f"/api/v1{operation.template}" for operation in OPERATIONS]
    (series, sessions, driver, title, limit) = DOCUMENT["paths"]["/api/v1/next"]["get"]["parameters"]
    assert series["schema"]["items"]["enum"] == ["wtcr", "norrland"]
    assert {"race", "qualifying"} <= set(sessions["schema"]["items"]["enum"])
    assert driver["schema"]["items"]["enum"] == ["jessica-backman", "guest"]
    assert title["description"] == f"{OPTIONS['title'].help} Such as title=junior."
    assert (limit["schema"]["default"], limit["schema"]["maximum"]) == (10, 100)


def test_the_names_in_an_address_must_be_said_and_are_ids() -> None:
    for path, at_path in DOCUMENT["paths"].items():
        names = [its for its in at_path["get"]["parameters"] if its["in"] == "path"]
        assert [its["name"] for its in names] == re.findall(r"{(\w+)}", path)
        assert all(its["required"] and its["schema"] == ID for its in names)


@pytest.mark.parametrize("path", DOCUMENT["paths"])
def test_whatever_may_be_asked_by_the_document_is_answered(path: str) -> None:
    asked = path.format(series="wtcr", season="2021", round="spain", driver="guest")
    for its in DOCUMENT["paths"][path]["get"]["parameters"]:
        if its["in"] != "query":
            continue
        schema = its["schema"]
        if schema["type"] == "array":
            assert (its["style"], its["explode"]) == ("form", False)  # that is, with commas between them
            said = ",".join(schema["items"]["enum"])
        else:
            said = str(schema.get("maximum") or schema["enum"][0])
        answered = answer(asked, [(its["name"], said)], SITE.publications, NOW)
        assert answered is not None
        assert answered.status == 200, answered.body


def test_it_tells_where_it_is_served_if_that_is_known() -> None:
    assert DOCUMENT["servers"] == [{"url": "https://example.org/calendar"}]
    assert "servers" not in openapi_document(SITE.publications)


def test_it_is_true_of_a_site_of_files_too() -> None:
    assert "may end in .json; on a site of files it has to" in DOCUMENT["info"]["description"]
    assert all(f"{path}.json" in FILES_AT for path in DOCUMENT["paths"] if "{" not in path)


def test_where_nothing_is_published_any_name_may_come() -> None:
    series = openapi_document(())["paths"]["/api/v1/next"]["get"]["parameters"][0]  # type: ignore[index]
    assert series["schema"]["items"] == {"type": "string"}
