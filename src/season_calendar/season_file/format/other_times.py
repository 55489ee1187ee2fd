"""Times of day as people write them elsewhere: what each would be in a season file. Only to be told, never taken."""

from __future__ import annotations

import re

from season_calendar.season_file.format.other_dates import day_meant, plain_signs

_LONGEST_TEXT = 60

_CLOCK = re.compile(
    r"(?:(?:at|um|ab|kl\.?|@) ?)?"
    r"(?P<hour>\d{1,2})(?: ?[:.,;h] ?(?P<minute>[0-5]\d)(?::[0-5]\d(?:\.\d+)?)?)?"
    r"(?: ?(?P<half>[ap])\.?m\.?| ?(?P<unit>uhr|hrs|h))?"
    r"(?: ?(?P<offset>z|\+\d\d:?\d\d|(?<=:\d\d:\d\d)-\d\d:?\d\d))?",  # 14:30-15:10 has no offset
    re.ASCII | re.IGNORECASE,
)
_FOUR_DIGITS = re.compile(r"(?P<hour>\d\d)(?P<minute>[0-5]\d)", re.ASCII)
_PERIOD = re.compile(r"(?P<begin>.*\d.*?) ?(?:-|\bto\b|\bbis\b) ?(?P<end>\d.*)")
_WITH_ZONE = re.compile(r"(?P<time>.*\d\S*) \(?(?P<zone>[A-Z]{3,5}|[A-Z][A-Za-z]+/[A-Z][A-Za-z_]+|local(?: time)?)\)?")
_NOT_KNOWN_YET = frozenset({"tbc", "tba", "tbd", "tbc.", "?", "??", "???", "unknown", "offen", "n.n.", "-", "--"})


def is_not_known_yet(text: str) -> bool:
    """Whether a text says that nobody knows yet: ``TBC``."""
    return plain_signs(text).casefold() in _NOT_KNOWN_YET


def moment_meant(text: str) -> list[str]:
    """What a day, a time or both may be: ``28.8.2027 2pm`` is ``2027-08-28 14:00``; of two ways to read it, both."""
    if len(text) > _LONGEST_TEXT:
        return []
    ready = re.sub(r"(?<=\d)[Tt](?=\d)", " ", plain_signs(text))
    alone = day_meant(ready) or _times(ready)
    if alone:
        return alone
    for space in re.finditer(" ", ready):
        left, right = ready[: space.start()].rstrip(","), ready[space.end() :]
        for day, clock in ((left, right), (right, left)):
            times = _times(clock) or _period(clock)
            days = day_meant(day) if times or is_not_known_yet(clock) else []
            if days:
                return [f"{each} {time}" for each in days for time in times] or [f"{days[0]} until the time is known"]
    return []


def _times(text: str) -> list[str]:
    """A time of day as ``14:30``, with what is to be said of it; none where it cannot be read."""
    match = _CLOCK.fullmatch(text) or _FOUR_DIGITS.fullmatch(text)
    if match is not None:
        return _of_clock(match.groupdict())
    zoned = _WITH_ZONE.fullmatch(text)
    times = _times(zoned["time"]) if zoned else []
    return [f"{times[0]}{_without(zoned['zone'])}"] if zoned and times else []


def _of_clock(parts: dict[str, str | None]) -> list[str]:
    hour, half = int(parts["hour"] or 0), (parts.get("half") or "").casefold()
    if parts["minute"] is None and not half and not parts.get("unit"):
        return []  # 14 alone may be anything
    if half:
        hour = hour % 12 + (12 if half == "p" else 0) if 1 <= hour <= 12 else 24
    offset = parts.get("offset")
    return [f"{hour:02}:{parts['minute'] or '00'}{_without(offset) if offset else ''}"] if hour < 24 else []


def _without(zone: str) -> str:
    return f", in the venue's time and without {zone!r}"


def _period(text: str) -> list[str]:
    match = _PERIOD.fullmatch(text)
    begin, end = (_times(match["begin"]), _times(match["end"])) if match else ([], [])
    return [f"{begin[0]}, and the end as end: {end[0]}"] if begin and end else []
