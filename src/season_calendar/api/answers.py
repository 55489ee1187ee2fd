"""What a program is answered at an address: a status, bytes, and until when they are right."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus

from season_calendar.api.openapi import openapi_document
from season_calendar.api.operations import MOST, OPERATIONS, PREFIX, Operation, find_operation
from season_calendar.api.resources import Asked
from season_calendar.choices.choice import Choice
from season_calendar.choices.offer import Offer
from season_calendar.choices.options import read_choice
from season_calendar.choices.values import known
from season_calendar.errors import FeedOptionError, UnknownThingError
from season_calendar.printable import in_one_line
from season_calendar.publishing.publication import Publication
from season_calendar.views.change_log import ChangesOf, noted_changes
from season_calendar.views.turning import next_turn

JSON = "application/json"
PROBLEM = "application/problem+json"

_DOCUMENT = "/openapi.json"
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ApiAnswer:
    """Bytes and what they are. They are right until before ``until``, unless something else is published."""

    status: HTTPStatus
    body: bytes
    media_type: str = JSON
    until: datetime = _NEVER


def answer(
    path: str,
    query: Iterable[tuple[str, str]],
    publications: Iterable[Publication],
    now: datetime,
    changes_of: ChangesOf = noted_changes,
    base_url: str | None = None,
) -> ApiAnswer | None:
    """What there is for programs at an address (percent-decoded); None where it is none of theirs.

    ``query`` are pairs of option and value. Every address but that of the document may end in ``.json``: so the same
    addresses are good where files lie at them. What cannot be answered is told as a problem (RFC 9457).

    Raises what ``changes_of`` raises.
    """
    if path != PREFIX and not path.startswith(f"{PREFIX}/"):
        return None
    known_ones = tuple(publications)
    rest = path.removeprefix(PREFIX)
    if rest == _DOCUMENT:
        return ApiAnswer(HTTPStatus.OK, _bytes(openapi_document(known_ones, base_url)))
    found = find_operation(rest.removesuffix(".json"))
    if found is None:
        return problem(HTTPStatus.NOT_FOUND, f"there is nothing at {path} (what there is, {PREFIX}{_DOCUMENT} tells)")
    operation, names = found
    try:
        choice, limit = _read_options(operation, query, known_ones)
        data = operation.data(Asked(known_ones, now, changes_of, choice, limit), names)
    except FeedOptionError as error:
        return problem(HTTPStatus.BAD_REQUEST, str(error))
    except UnknownThingError as error:
        return problem(HTTPStatus.NOT_FOUND, str(error))
    return ApiAnswer(HTTPStatus.OK, _bytes(data), until=next_turn(known_ones, now) if operation.turns else _NEVER)


def static_answers(
    publications: Iterable[Publication],
    now: datetime,
    changes_of: ChangesOf = noted_changes,
    base_url: str | None = None,
) -> Iterator[tuple[str, bytes]]:
    """Where each answer lies as a file, such as ``api/v1/seasons/wtcr/2021.json``, and what is in it.

    They are the answers to whoever chooses nothing.
    """
    known_ones = tuple(publications)
    paths = [_DOCUMENT]
    for operation in OPERATIONS:
        paths += (f"{operation.template.format(**names)}.json" for names in operation.every(known_ones))
    for path in paths:
        answered = answer(f"{PREFIX}{path}", (), known_ones, now, changes_of, base_url)
        if answered is None or answered.status is not HTTPStatus.OK:
            raise AssertionError(f"{path} is one of the addresses, and nothing is there")
        yield f"{PREFIX}{path}".removeprefix("/"), answered.body


def _read_options(
    operation: Operation, query: Iterable[tuple[str, str]], publications: tuple[Publication, ...]
) -> tuple[Choice, int]:
    """What is chosen, and how much is wanted. Raises FeedOptionError."""
    names = [*operation.options, *(["limit"] if operation.limit is not None else [])]
    limits: set[int] = set()
    chosen = []
    for name, value in query:
        if not names:
            raise FeedOptionError(f"no option {name!r}", ["none, for this address has no options"])
        if known(name, names, "option") == "limit":
            limits.add(_read_limit(value))
        else:
            chosen.append((name, value))
    if len(limits) > 1:
        raise FeedOptionError(f"limit={','.join(map(str, sorted(limits)))} is more than one choice", [f"1 to {MOST}"])
    choice = read_choice(chosen, Offer.of_files((), publications), may_leave_nothing=True)
    return choice, limits.pop() if limits else operation.limit or MOST


def _read_limit(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(MOST)) and 1 <= int(text) <= MOST):
        raise FeedOptionError(f"limit={text} is no such number", [f"1 to {MOST}"])
    return int(text)


def problem(status: HTTPStatus, detail: str) -> ApiAnswer:
    """That there is no answer, and why (RFC 9457); what was asked for may be quoted in that."""
    told = {"type": "about:blank", "title": status.phrase, "status": int(status), "detail": in_one_line(detail)}
    return ApiAnswer(status, _bytes(told), PROBLEM)


def _bytes(data: Mapping[str, object]) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
