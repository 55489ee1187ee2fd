"""Content lines as bytes: icalendar escapes and folds them, and the bytes are checked. Knows nothing of events.

``Component.add`` parses and guesses at each value, at several times the cost of the line itself; its vText and
Contentline alone make the very same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from urllib.parse import quote

from icalendar.parser import Contentline
from icalendar.prop import vText

from season_calendar.errors import BrokenFeedError

CRLF = b"\r\n"
LONGEST_LINE = 75
"""Octets of a line without its CRLF (RFC 5545 §3.1)."""

_MARKED = re.compile("[\\\\;,\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_LINE_BREAKS = re.compile("\r\n|[\r\x85\u2028\u2029]")
# Half of a surrogate pair has no UTF-8 form; a YAML escape can write one.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_CONTROLS = bytes({*range(0x20), 0x7F} - set(b"\t\r\n"))
_URI_MARKS = "%/:?#[]@!$&'()*+,;=~"


def text_line(name: str, value: str) -> str:
    """A line of type TEXT (RFC 5545 §3.3.11)."""
    return f"{name}:{escaped(value)}"


def uri_line(name: str, uri: str) -> str:
    """A line of type URI: not escaped (RFC 5545 §3.3.13); what no URI may hold is percent-encoded (RFC 3986 §2.1)."""
    return f"{name}:{quote(_UNWRITABLE.sub('', uri), safe=_URI_MARKS)}"


def parameter(value: str) -> str:
    """The value of a property's parameter: quoted where RFC 5545 §3.1 wants it, with the carets of RFC 6868 §3.2."""
    clean = _UNWRITABLE.sub("", _LINE_BREAKS.sub("\n", value))
    careted = clean.replace("^", "^^").replace("\n", "^n").replace('"', "^'")
    return f'"{careted}"' if any(mark in careted for mark in ":;,") else careted


def escaped(value: str) -> str:
    """A TEXT value: control characters are dropped, whatever breaks a line anywhere becomes a line break."""
    if _MARKED.search(value) is None:
        return value  # most values are plain, and vText takes its time
    clean = _UNWRITABLE.sub("", _LINE_BREAKS.sub("\n", value))
    # vText takes a backslash before a capital N for a line break, so it must not see one.
    return r"\\".join(vText(part).to_ical().decode() for part in clean.split("\\"))


def instant_stamp(instant: datetime) -> str:
    """A DATE-TIME in UTC, such as ``20210603T123000Z`` (RFC 5545 §3.3.5, form 2)."""
    return f"{instant.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def day_stamp(day: date) -> str:
    """A DATE, such as ``20210603`` (RFC 5545 §3.3.4)."""
    return f"{day:%Y%m%d}"


def to_bytes(lines: Iterable[str]) -> bytes:
    """Whole lines, folded, each with its CRLF.

    They are checked after everything, and any row of checked bytes is as good as its parts: each begins and ends
    a line. Raises BrokenFeedError.
    """
    body = b"".join([_folded(line) for line in lines])
    check_bytes(body)
    return body


def check_bytes(body: bytes) -> None:
    """Raise BrokenFeedError unless ``body`` is CRLF lines of at most 75 octets, each of them UTF-8 by itself.

    A fold inside a UTF-8 sequence leaves bytes before and after it that are no UTF-8, so that reading the whole
    finds it.
    """
    lines = body.split(CRLF)
    if len(body.splitlines()) != len(lines) - 1:
        raise BrokenFeedError("a line does not end with CR LF")
    if max(map(len, lines)) > LONGEST_LINE:
        raise BrokenFeedError(f"a line is longer than {LONGEST_LINE} octets")
    if len(body.translate(None, _CONTROLS)) != len(body):
        raise BrokenFeedError("a line holds a control character")
    try:
        body.decode()
    except UnicodeDecodeError as error:
        raise BrokenFeedError("a line is not UTF-8, or is folded inside a character") from error


def _folded(line: str) -> bytes:
    plain = line.encode()
    # Contentline leaves a line alone that is shorter, but looks at each of its characters to find out.
    if len(plain) < LONGEST_LINE:
        return plain + CRLF
    folded: bytes = Contentline(line).to_ical()  # type: ignore[no-untyped-call]
    return folded + CRLF
