"""Feeds that this program wrote, read back: the bytes of a calendar → its events with their UIDs and stamps.

Nothing of a broken feed is taken: half of it would let the other half begin anew.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from icalendar import Calendar, Event

from season_calendar.errors import AdoptionError
from season_calendar.feeds.feed import is_our_feed
from season_calendar.model import Coordinates, Season
from season_calendar.publishing.facts import Ids
from season_calendar.wording.texts import Texts, texts_for
from season_calendar.zoned_time import FIRST_YEAR, LAST_YEAR

_FOLD = re.compile(rb"\r?\n ")
_EVENT = re.compile(rb"^BEGIN:VEVENT\r\n.*?^END:VEVENT\r\n", re.MULTILINE | re.DOTALL)
_ALARM = re.compile(rb"^BEGIN:VALARM\r\n.*?^END:VALARM\r\n", re.MULTILINE | re.DOTALL)
_END = b"END:VCALENDAR\r\n"
_UID = re.compile(
    r"(?P<series>[^.@+]+)\.(?P<season>[^.@+]+)\.(?P<round>[^.@+]+)(?:\.(?P<session>[^.@+]+))?(?:\+(?P<number>\d{1,9}))?@.+"
)
# The UID of an alarm begins with how long before it rings, in capitals: `alarm-P1D.` and then as its event's.
_SEASON_OF_UID = re.compile(rb"^UID:([a-z0-9-]+)\.([a-z0-9-]+)\.", re.MULTILINE)
_MOST_SEQUENCE = 2**31 - 2
"""The next one still fits the INTEGER of RFC 5545 §3.3.8."""


@dataclass(frozen=True, slots=True)
class AdoptedEvent:
    """One event of a feed that was published before, as the feed tells it.

    ``ids`` and ``number`` are what its UID is made of; ``number`` tells apart events that had the same ids one after
    the other. ``start`` and ``end`` are both days, the end the first that no longer belongs to it, or both instants.
    ``content`` are the bytes of its VEVENT without alarms, ``texts`` those of the language it is told in.
    """

    uid: str
    season_key: str
    ids: Ids
    number: int
    sequence: int
    created_at: datetime
    modified_at: datetime
    start: date
    end: date
    summary: str
    status: str
    description: str
    location: str
    series_name: str
    kind_name: str
    coordinates: Coordinates | None
    link: str | None
    live: str | None
    content: bytes
    texts: Texts


def holds_events_of(body: bytes, season: Season) -> bool:
    """Whether this program wrote the calendar, and an event of the season is in it; also where it is broken."""
    return is_our_feed(body) and _is_of(season, body)


def seasons_in(body: bytes) -> set[str]:
    """The keys of all seasons of which a calendar that this program wrote has events; also where it is broken."""
    found = _SEASON_OF_UID.findall(_FOLD.sub(b"", body)) if is_our_feed(body) else []
    return {f"{series_id.decode()}/{season_id.decode()}" for series_id, season_id in found}


def read_events(body: bytes, season: Season, source: str) -> tuple[AdoptedEvent, ...]:
    """The events of a season in a feed that this program wrote, in their order; ``source`` is its name in errors.

    Raises AdoptionError for anything else than such a feed, and where it is not whole.
    """
    if not is_our_feed(body):
        what = "a web page" if body.lstrip()[:1] == b"<" else "no feed of this program"
        raise AdoptionError(source, f"this is {what}", "name where the published feeds are")
    lines = body.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")  # version control may have changed the line ends
    if not lines.endswith(_END):
        raise _broken(source, "its end is missing")
    try:
        lines.decode()
    except UnicodeDecodeError:
        raise _broken(source, "it is not UTF-8") from None
    texts = _texts_of(lines, source)
    return tuple(_read(block, texts, source) for block in _EVENT.findall(lines) if _is_of(season, block))


def _is_of(season: Season, lines: bytes) -> bool:
    uid = f"^UID:{re.escape(season.series.id)}\\.{re.escape(season.id)}\\.".encode()
    return re.search(uid, _FOLD.sub(b"", lines), re.MULTILINE) is not None


def _texts_of(lines: bytes, source: str) -> Texts:
    """The texts of the feed's language, which its own UID names: that is its address."""
    header = lines.partition(b"BEGIN:VEVENT\r\n")[0].removesuffix(_END)
    try:
        address, _, _ = str(Calendar.from_ical(header + _END).get("UID", "")).rpartition("@")
    except ValueError as error:
        raise _broken(source, str(error)) from None
    return texts_for(parse_qs(urlsplit(address).query).get("lang", ["en"])[-1])


def _read(block: bytes, texts: Texts, source: str) -> AdoptedEvent:
    content = _ALARM.sub(b"", block)
    try:
        vevent = Event.from_ical(content)
        if vevent.errors:
            name, what = vevent.errors[0]
            raise ValueError(f"{name}: {what}")
        return _event(vevent, content, texts)
    except KeyError as error:
        raise _broken(source, f"an event has no {error.args[0]}") from None
    except ValueError as error:
        raise _broken(source, str(error)) from None


def _event(vevent: Mapping[str, Any], content: bytes, texts: Texts) -> AdoptedEvent:
    """Raises KeyError for a property that is not there, ValueError for one that no event of ours has."""
    uid = str(vevent["UID"])
    ids = _UID.fullmatch(uid)
    if ids is None:
        raise ValueError(f"no event of a season has the UID {uid!r}")
    sequence = vevent["SEQUENCE"]
    if not 0 <= sequence <= _MOST_SEQUENCE:
        raise ValueError(f"the SEQUENCE {sequence} of {uid}")
    series_name, kind_name = (str(name) for name in vevent["CATEGORIES"].cats)
    start, end = _times(vevent)
    place = vevent.get("GEO")
    return AdoptedEvent(
        uid=uid,
        season_key=f"{ids['series']}/{ids['season']}",
        ids=(ids["round"], ids["session"]),
        number=int(ids["number"] or 1),
        sequence=int(sequence),
        created_at=_instant(vevent["CREATED"].dt),
        modified_at=_instant(vevent["LAST-MODIFIED"].dt),
        start=start,
        end=end,
        summary=str(vevent["SUMMARY"]),
        status=str(vevent["STATUS"]),
        description=str(vevent["DESCRIPTION"]),
        location=str(vevent["LOCATION"]),
        series_name=series_name,
        kind_name=kind_name,
        coordinates=Coordinates(place.latitude, place.longitude) if place else None,
        link=_link(vevent, "URL"),
        live=_link(vevent, "CONFERENCE"),
        content=content,
        texts=texts,
    )


def _times(vevent: Mapping[str, Any]) -> tuple[date, date]:
    start, end = vevent["DTSTART"].dt, vevent["DTEND"].dt
    if isinstance(start, datetime) and isinstance(end, datetime):
        start, end = _instant(start), _instant(end)
    elif isinstance(start, datetime) or isinstance(end, datetime):
        raise ValueError("of start and end, one is a day and one is not")
    if not start < end:
        raise ValueError(f"it ends before it starts, at {start}")
    return start, end


def _instant(value: object) -> datetime:
    if not isinstance(value, datetime) or value.tzinfo is None or not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError(f"{value} is no instant of our time")
    return value.astimezone(UTC)


def _link(vevent: Mapping[str, Any], name: str) -> str | None:
    """A link as a season file has them: pages lead wherever it says. Raises ValueError for one that it cannot have."""
    if name not in vevent:
        return None
    link = str(vevent[name])
    if not link.startswith(("https://", "http://")):
        raise ValueError(f"the {name} of {vevent['UID']} leads to no web page")
    return link


def _broken(source: str, what: str) -> AdoptionError:
    return AdoptionError(source, f"this feed is broken: {what}", "take it from where it is whole")
