"""What is wrong with the bytes of a feed, found without any calendar library: those read their own mistakes back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

Line = tuple[dict[str, str], str]

TEXT_NAMES = {
    "SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "CATEGORIES", "NAME", "X-WR-CALNAME", "X-WR-CALDESC", "UID",
}  # fmt: skip
ONCE = ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "STATUS", "SEQUENCE", "LAST-MODIFIED", "TRANSP", "LOCATION")
# A value of a parameter may be quoted, and then holds whatever ends one elsewhere (RFC 5545 §3.1).
PARAMETER = r'[A-Z0-9-]+=(?:"[^"]*"|[^";:,]*)'
CONTENT_LINE = re.compile(rf"([A-Z0-9-]+)((?:;{PARAMETER})*):(.*)", re.DOTALL)
SPAN = re.compile(r"-?P(\d+W|(\d+D)?(T(\d+H)?(\d+M)?(\d+S)?)?)")


@dataclass
class Component:
    """A component as it stands in the bytes: values still escaped."""

    kind: str
    lines: dict[str, list[Line]] = field(default_factory=dict)
    parts: list[Component] = field(default_factory=list)

    def all(self, name: str) -> list[str]:
        """Every value of a property."""
        return [value for _, value in self.lines.get(name, [])]

    def one(self, name: str) -> str:
        """The value of a property that stands there once."""
        (value,) = self.all(name)
        return value


def read(body: bytes) -> Component:
    """The VCALENDAR, unfolded and taken apart by hand. Raises ValueError where it cannot be."""
    top = Component("")
    stack = [top]
    for line in re.sub(rb"\r\n[ \t]", b"", body).decode().removesuffix("\r\n").split("\r\n"):
        parts = CONTENT_LINE.fullmatch(line)
        if parts is None:
            raise ValueError(f"no property: {line!r}")
        name, parameters, value = parts.groups()
        if name == "BEGIN":
            component = Component(value)
            stack[-1].parts.append(component)
            stack.append(component)
        elif name == "END":
            if stack.pop().kind != value:
                raise ValueError(f"END:{value} ends something else")
        else:
            pairs = dict(pair.split("=", 1) for pair in re.findall(PARAMETER, parameters))
            stack[-1].lines.setdefault(name, []).append((pairs, value))
    (calendar,) = top.parts
    return calendar


def faults(body: bytes) -> list[str]:
    """Everything that is wrong, in words; nothing where nothing is."""
    try:
        return [*_byte_faults(body), *_calendar_faults(read(body))]
    except ValueError as error:
        return [*_byte_faults(body), str(error)]


def _byte_faults(body: bytes) -> Iterator[str]:
    if re.search(rb"(?<!\r)\n|\r(?!\n)", body) or not body.endswith(b"\r\n"):
        yield "a line does not end with CR LF"
    for line in re.split(rb"\r?\n", body):
        if len(line) > 75:
            yield f"{len(line)} octets in a line: {line!r}"
        if re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", line):
            yield f"control character: {line!r}"
        try:
            text = line.decode()
        except UnicodeDecodeError:
            yield f"folded inside a character, or no UTF-8: {line!r}"
        else:
            if re.search("[\x80-\x9f\u2028\u2029]", text):
                yield f"a line break that only some readers see: {line!r}"


def _calendar_faults(calendar: Component) -> Iterator[str]:
    yield from _text_faults(calendar)
    for name in ("PRODID", "VERSION", "UID", "NAME", "X-WR-CALNAME", "REFRESH-INTERVAL", "X-PUBLISHED-TTL"):
        if len(calendar.all(name)) != 1:
            yield f"{name} must stand once"
    for name in ("METHOD", "X-WR-TIMEZONE"):
        if name in calendar.lines:
            yield f"{name} must not stand"
    uids = [uid for event in calendar.parts for uid in event.all("UID")]
    if len(set(uids)) != len(uids):
        yield "two events with one UID"
    for event in calendar.parts:
        yield from _event_faults(event)


def _event_faults(event: Component) -> Iterator[str]:
    yield from _text_faults(event)
    for name in ONCE:
        if len(event.all(name)) != 1:
            yield f"{event.all('UID')}: {name} must stand once"
            return
    (start_type, start), (end_type, end) = event.lines["DTSTART"][0], event.lines["DTEND"][0]
    if start_type != end_type or not _moment(start_type, start) < _moment(end_type, end):
        yield f"{event.one('UID')}: DTEND {end} is not after DTSTART {start}"
    for name in ("DTSTAMP", "LAST-MODIFIED", "CREATED"):
        _moment({}, event.one(name))
    alarm_uids = [uid for alarm in event.parts for uid in alarm.all("UID")]
    if len(set(alarm_uids)) != len(event.parts):
        yield f"{event.one('UID')}: each alarm must have a UID of its own"
    for alarm in event.parts:
        yield from _text_faults(alarm)
        if alarm.one("ACTION") != "DISPLAY" or not alarm.one("DESCRIPTION") or not SPAN.fullmatch(alarm.one("TRIGGER")):
            yield f"{event.one('UID')}: an alarm without what it must have"


def _moment(parameters: dict[str, str], value: str) -> date:
    if parameters == {"VALUE": "DATE"}:
        return datetime.strptime(value, "%Y%m%d").date()  # noqa: DTZ007
    return datetime.strptime(value, "%Y%m%dT%H%M%SZ")  # noqa: DTZ007


def _text_faults(component: Component) -> Iterator[str]:
    for name in TEXT_NAMES & component.lines.keys():
        for value in component.all(name):
            bare = re.sub(r"\\[\\;,nN]", "", value)
            if re.search(r"[\\;]" if name == "CATEGORIES" else r"[\\;,]", bare):
                yield f"{name}: not escaped: {value!r}"
