"""The texts of a season file one by one: ids, names, kinds, links … Each read on its own, without the others.

Dates and times are in ``times``.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from season_calendar.countries import country_names, near_countries
from season_calendar.css_colors import CSS_COLORS
from season_calendar.errors import UnreadableValueError, suggestion
from season_calendar.model import ROUND_KIND, Status
from season_calendar.season_file.format.characters import shows_nothing
from season_calendar.season_file.format.reserved import NO_SERIES_IDS
from season_calendar.season_file.format.schema import JsonSchema, Scalar
from season_calendar.shown_text import character_name
from season_calendar.zoned_time import find_zone

SCHEMA_VERSION = 1

LONGEST_ID = 64
LONGEST_KIND = 50
LONGEST_NAME = 200
LONGEST_NOTE = 2000
LONGEST_LINK = 2000
LONGEST_DOMAIN = 253  # RFC 1035 §2.3.4 counts two octets more, of its own

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# Names of hosts (RFC 1123 §2.1), in small letters: the same domain is always the same text.
_DOMAIN = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*")
_AROUND_A_DOMAIN = re.compile(r"^(?:.*://)?(?:.*@)?|[/:?#].*$|\.$")
_NUMBER = re.compile(r"[+-]?\d{1,6}(?:\.\d{1,12})?", re.ASCII)
_LINK = re.compile(r"https?://[^\s/?#\"<>\\]+(?:[/?#][^\s\"<>\\]*)?")
# Marks of direction may not stand in a link (RFC 3987 §4.1); joiners are part of Persian and Hindi words.
_WITHOUT_JOINERS = re.compile("[\u200c\u200d]")
_NOT_OF_A_WORD = re.compile(r"[\W_]+")

_STATUSES = [str(status) for status in Status]

# What YAML makes of a plain text such as 2021, 5.148 or true depends on its version and the editor.
_ANY_TEXT = ["string", "number", "boolean"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of session: as it is compared, and as it was written."""

    slug: str
    text: str = field(compare=False)


def text_of(longest: int, example: str, *, lines: bool = False) -> Scalar[str]:
    """A text of at most that many characters, on one line unless ``lines``; spaces around it do not count."""

    def read(written: str) -> str:
        text = written.strip()
        if shows_nothing(text):
            what = "no letter and no sign stands in the text" if text else "the text is empty"
            raise UnreadableValueError(what, f"write one such as {example}")
        if len(text) > longest:
            raise UnreadableValueError(f"a text of {len(text)} characters", f"at most {longest} fit here")
        _refuse_breaks(text, "\t" if lines else "\t\n")
        return text

    schema: JsonSchema = {"type": _ANY_TEXT, "minLength": 1}
    return Scalar("a text", example, read, schema, is_free=True)


def _refuse_breaks(text: str, breaks: str) -> None:
    for character in text:
        if character in breaks:
            what = f"the text holds the control character {character_name(character)}"
            raise UnreadableValueError(what, "write it on one line" if character == "\n" else "remove it")


def _read_id(text: str) -> str:
    if len(text) > LONGEST_ID:
        raise UnreadableValueError(f"an id of {len(text)} characters", f"at most {LONGEST_ID}")
    if not _ID.fullmatch(text):
        plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
        near = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
        hint = f"did you mean {near!r}?" if near else "such as vila-real"
        raise UnreadableValueError(f"{text!r} is not an id: small letters a-z, digits and single dashes", hint)
    return text


def _read_series_id(text: str) -> str:
    if text in NO_SERIES_IDS:
        raise UnreadableValueError(f"the id {text!r} is taken by the program", "choose another one")
    return _read_id(text)


def _read_schema_version(text: str) -> int:
    if text != str(SCHEMA_VERSION):
        what = f"this program reads season files of schema {SCHEMA_VERSION}, not {text!r}"
        raise UnreadableValueError(what, f"write schema: {SCHEMA_VERSION}, or use a newer program")
    return SCHEMA_VERSION


def kind_slug(text: str) -> str:
    """A kind of session as kinds are compared: ``Free Practice`` is ``free-practice``. Empty where nothing is left."""
    return _NOT_OF_A_WORD.sub("-", text.casefold()).strip("-")


def _read_kind(text: str) -> Kind:
    slug = kind_slug(text)
    if not slug or len(text) > LONGEST_KIND:
        what = f"a kind of {len(text)} characters" if slug else f"{text!r} is not a kind of session"
        raise UnreadableValueError(what, f"one to {LONGEST_KIND} letters, digits and dashes, such as race")
    _refuse_breaks(text, "\t\n")
    return Kind(slug, text.strip())


def _read_session_kind(text: str) -> Kind:
    kind = _read_kind(text)
    if kind.slug == ROUND_KIND:
        raise UnreadableValueError(f"the kind {text!r} stands for a whole round", "call the session something else")
    return kind


def _read_color(text: str) -> str:
    if text not in CSS_COLORS:
        near = suggestion(text.casefold(), CSS_COLORS)
        hint = f"did you mean {near!r}?" if near else "a CSS color name such as crimson"
        raise UnreadableValueError(f"unknown color {text!r}", hint)
    return text


def _read_link(text: str) -> str:
    if len(text) > LONGEST_LINK:
        raise UnreadableValueError(f"a link of {len(text)} characters", f"at most {LONGEST_LINK}")
    if not _LINK.fullmatch(text) or not _WITHOUT_JOINERS.sub("", text).isprintable():
        raise UnreadableValueError(f"{text!r} is not a link", "write it as https://example.org/page, without spaces")
    return text


def _read_domain(text: str) -> str:
    if len(text) > LONGEST_DOMAIN:
        raise UnreadableValueError(f"a domain of {len(text)} characters", f"at most {LONGEST_DOMAIN}")
    if not _DOMAIN.fullmatch(text):
        near = _AROUND_A_DOMAIN.sub("", text.casefold())
        hint = f"did you mean {near!r}?" if _DOMAIN.fullmatch(near) else "one of yours, such as example.org"
        raise UnreadableValueError(f"{text!r} is not a domain in small letters", hint)
    return text


def _read_country(text: str) -> str:
    names = country_names()
    if text not in names:
        near = [text.upper()] if text.upper() in names else near_countries(text)
        meant = " or ".join(f"{code} ({names[code]})" for code in near)
        raise UnreadableValueError(
            f"unknown country {text!r}", f"did you mean {meant}?" if meant else "its ISO 3166-1 code such as DE"
        )
    return text


def _read_status(text: str) -> Status:
    if text not in _STATUSES:
        near = suggestion(text.casefold(), _STATUSES)
        hint = f"did you mean {near!r}?" if near else f"one of {', '.join(_STATUSES)}"
        raise UnreadableValueError(f"unknown status {text!r}", hint)
    return Status(text)


def _read_zone(text: str) -> str:
    return find_zone(text).key


def _read_number(text: str) -> float:
    if not _NUMBER.fullmatch(text):
        raise UnreadableValueError(f"{text!r} is not a number", "write it with a point: 50.3356")
    return float(text)


def _read_length(text: str) -> float:
    length = _read_number(text)
    if not 0 < length <= 10_000:
        raise UnreadableValueError(f"a length of {text} km", "more than 0, at most 10000")
    return length


ID = Scalar("an id", "vila-real", _read_id, {"type": _ANY_TEXT, "pattern": f"^{_ID.pattern}$", "maxLength": LONGEST_ID})
SERIES_ID = Scalar("an id", "wtcr", _read_series_id, ID.schema | {"not": {"enum": sorted(NO_SERIES_IDS)}})
VERSION = Scalar("a number", str(SCHEMA_VERSION), _read_schema_version, {"enum": [SCHEMA_VERSION, str(SCHEMA_VERSION)]})
NAME = text_of(LONGEST_NAME, "Race of Germany")
NOTE = text_of(LONGEST_NOTE, "3 laps", lines=True)
SESSION_KIND = Scalar(
    "a kind of session", "race", _read_session_kind, {"type": _ANY_TEXT, "maxLength": LONGEST_KIND}, is_free=True
)
REMINDED_KIND = Scalar(
    "a kind of session, or round", "race", _read_kind, {"type": _ANY_TEXT, "maxLength": LONGEST_KIND}
)
COLOR = Scalar("a color", "crimson", _read_color, {"enum": list(CSS_COLORS)})
LINK = Scalar(
    "a link",
    "https://example.org/",
    _read_link,
    {"type": "string", "pattern": "^https?://", "maxLength": LONGEST_LINK},
)
DOMAIN = Scalar(
    "a domain",
    "example.org",
    _read_domain,
    {"type": _ANY_TEXT, "pattern": f"^{_DOMAIN.pattern}$", "maxLength": LONGEST_DOMAIN},
)
COUNTRY = Scalar(
    "a country",
    "DE",
    _read_country,
    {"type": ["string", "boolean"], "pattern": "^[A-Z]{2}$"},  # NO is false to an editor that follows YAML 1.1
)
STATUS = Scalar("a status", "provisional", _read_status, {"enum": _STATUSES})
ZONE = Scalar("a time zone", "Europe/Berlin", _read_zone, {"type": "string", "minLength": 1})
NUMBER = Scalar("a number", "50.3356", _read_number, {"type": ["number", "string"]})
LENGTH = Scalar("a length in kilometres", "25.378", _read_length, {"type": ["number", "string"]})
