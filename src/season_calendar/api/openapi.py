"""The OpenAPI 3.1 document of what programs can ask for, made of the same description as the answers."""

from __future__ import annotations

from collections.abc import Sequence

from season_calendar import __version__
from season_calendar.api.operations import MOST, OPERATIONS, PREFIX, Operation
from season_calendar.api.schemas import ID, SCHEMAS, Schema
from season_calendar.choices.offer import Offer
from season_calendar.choices.options import OPTIONS
from season_calendar.choices.values import Names
from season_calendar.publishing.publication import Publication

_PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}


def openapi_document(publications: Sequence[Publication], base_url: str | None = None) -> dict[str, object]:
    """The document; the names that can be chosen now are in it. ``base_url`` is where the service is reached."""
    offer = Offer.of_files((), publications)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "season-calendar",
            "version": __version__,
            "summary": "Race seasons, what comes next and what changed.",
            "description": "Keys are never taken away from an answer; new ones may come. Each address may end in .json;"
            " on a site of files it has to, and nothing can be chosen by a query.",
        },
        **({"servers": [{"url": base_url.rstrip("/")}]} if base_url else {}),
        "paths": {f"{PREFIX}{its.template}": {"get": _operation(its, offer)} for its in OPERATIONS},
        "components": {"schemas": dict(SCHEMAS)},
    }


def _operation(operation: Operation, offer: Offer) -> dict[str, object]:
    return {
        "operationId": operation.id,
        "summary": operation.summary,
        "parameters": [
            *(_in_path(name) for name in operation.names),
            *(_option(name, offer) for name in operation.options),
            *([] if operation.limit is None else [_limit(operation.limit)]),
        ],
        "responses": {
            "200": {
                "description": "As asked for.",
                "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{operation.schema}"}}},
            },
            "400": {"description": "An option that cannot be had; it says which can.", "content": _PROBLEM},
            **({"404": {"description": "There is none of that name.", "content": _PROBLEM}} if operation.names else {}),
        },
    }


def _in_path(name: str) -> dict[str, object]:
    return {"name": name, "in": "path", "required": True, "schema": ID, "description": f"The id of a {name}."}


def _option(name: str, offer: Offer) -> dict[str, object]:
    option = OPTIONS[name]
    names = list(dict.fromkeys(option.names(offer))) if option.names else []
    one: Schema = {"type": "string", **({"enum": names} if names else {})}
    many = isinstance(option.value, Names)
    return {
        "name": name,
        "in": "query",
        "description": f"{option.help} Such as {name}={option.example}.",
        **({"style": "form", "explode": False} if many else {}),
        "schema": {"type": "array", "items": one, "minItems": 1} if many else one,
    }


def _limit(usual: int) -> dict[str, object]:
    return {
        "name": "limit",
        "in": "query",
        "description": "How many at most.",
        "schema": {"type": "integer", "minimum": 1, "maximum": MOST, "default": usual},
    }
