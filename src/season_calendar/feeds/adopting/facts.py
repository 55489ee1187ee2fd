"""What an event of a feed tells, as facts: its sentences taken apart again, by the texts of its language.

What no sentence tells for certain is taken from the season file or, of an event that is not in it, left unknown: to
say nothing of a change is better than to say what is not so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from season_calendar.errors import UnknownZoneError
from season_calendar.feeds.adopting.reading import AdoptedEvent
from season_calendar.feeds.lines import uri_line
from season_calendar.model import ROUND_KIND, SESSION_KINDS, Status, default_session_name
from season_calendar.publishing.facts import EventFacts
from season_calendar.wording.events import kind_name, location, session_name, title
from season_calendar.wording.texts import Texts
from season_calendar.zoned_time import find_zone

_A, _B = "\ue000", "\ue001"
"""Stand in a sentence where any words may stand; neither is a character of any language."""

_SOME_DAY = date(2021, 6, 3)
_NO_ZONE = "UTC"


@dataclass(frozen=True, slots=True)
class _Described:
    """What stands in an event's description, and of its links as they were written."""

    label: str | None
    zone_name: str
    note: str | None
    link: str | None
    live: str | None


def told_facts(event: AdoptedEvent, round_name: str | None = None) -> EventFacts:
    """The facts that an event was published with, as far as it tells them itself.

    ``round_name`` is the name that the event of a session's round tells. The place stands in the venue's name, where it
    is shown the same.
    """
    series_id, season_id = event.season_key.split("/")
    round_id, session_id = event.ids
    described = _described(event)
    facts = EventFacts(
        uid=event.uid,
        series_id=series_id,
        season_id=season_id,
        round_id=round_id,
        session_id=session_id,
        kind=_kind(event),
        series_name=event.series_name,
        round_name="",
        session_name=None,
        label=described.label if session_id is None else None,
        first_day=None,
        last_day=None,
        start_at=None,
        end_at=None,
        status=_status(event),
        venue_name=event.location,
        place=None,
        zone_name=described.zone_name,
        coordinates=event.coordinates,
        note=described.note,
        link=described.link,
        live=described.live,
        round_label=described.label if session_id is not None else None,
    )
    return _with_names(_with_times(facts, event), event, round_name)


def facts_before(told: EventFacts, in_file: EventFacts, event: AdoptedEvent) -> EventFacts:
    """The facts of an event before the change to those ``in_file``, as a subscriber was shown them.

    What is shown the same is the same. Label, links and note are those of the file: of them no change is told.
    """
    texts = event.texts
    shown_the_same = ["note", "link", "live", "label", "round_label", "round_id", "session_id"]
    if title(told, texts) == title(in_file, texts):
        shown_the_same += ["series_name", "round_name", "session_name"]
    # Behind a venue's name stands its place or its country: which of them is gone nobody can tell.
    was_named_more = in_file.place is None and told.venue_name.startswith(f"{in_file.venue_name}, ")
    if was_named_more or location(told, texts) == location(in_file, texts):
        shown_the_same += ["venue_name", "place", "country", "coordinates"]
    if told.start_at == in_file.start_at:
        shown_the_same += ["zone_name"] if told.start_at is None else ["zone_name", "first_day", "last_day"]
    if kind_name(in_file, texts) == event.kind_name:
        shown_the_same += ["kind"]
    if not told.is_round and told.start_at is None and not told.status.is_off and not in_file.status.is_off:
        shown_the_same += ["status"]  # a day without a time is TBC, whether provisional or not
    if event.status == "CANCELLED" and not told.status.is_off:
        shown_the_same += ["status"]  # it is off for another reason, and says nothing of its status
    return replace(told, **{name: getattr(in_file, name) for name in shown_the_same})


def is_shown_removed(event: AdoptedEvent) -> bool:
    """Whether it is shown as off, but not as called off: it left the season, and all that is known is that."""
    return _parts(event.texts.removed(_A), event.summary) is not None


def _with_times(facts: EventFacts, event: AdoptedEvent) -> EventFacts:
    start, end = event.start, event.end
    if isinstance(start, datetime) and isinstance(end, datetime):
        day = start.astimezone(facts.zone).date()
        return replace(facts, first_day=day, last_day=day, start_at=start, end_at=end)
    return replace(facts, first_day=start, last_day=end - timedelta(days=1))


def _status(event: AdoptedEvent) -> Status:
    texts = event.texts
    if _parts(texts.postponed(_A), event.summary) is not None:
        return Status.POSTPONED
    if _parts(texts.cancelled(_A), event.summary) is not None:
        return Status.CANCELLED
    is_timed_or_round = isinstance(event.start, datetime) or event.ids[1] is None
    # A session of which only the day is known is tentative by itself.
    return Status.PROVISIONAL if event.status == "TENTATIVE" and is_timed_or_round else Status.CONFIRMED


def _kind(event: AdoptedEvent) -> str:
    if event.ids[1] is None:
        return ROUND_KIND
    kinds = {event.texts.kind(kind.name): id_ for id_, kind in SESSION_KINDS.items()}
    return kinds.get(event.kind_name, event.kind_name)


def _with_names(facts: EventFacts, event: AdoptedEvent, round_name: str | None) -> EventFacts:
    """The names that the title is made of, without what the status adds."""
    plain = _plain_title(event)
    if facts.session_id is None:
        names = _parts(event.texts.round_title(facts.series_name, _A), plain)
        return replace(facts, round_name=names[_A] if names else plain)
    its_round, its_name = _session_names(facts.series_name, plain, round_name, event.texts)
    named = replace(facts, round_name=its_round, session_name=its_name)
    kind = SESSION_KINDS.get(facts.kind)
    if kind is None:
        return named
    # In a feed of another language, a session without a name of its own has that of its kind.
    unnamed = replace(named, session_name=default_session_name(facts.session_id, facts.kind, kind.name))
    return unnamed if session_name(unnamed, event.texts) == named.session_name else named


def _session_names(series: str, plain: str, round_name: str | None, texts: Texts) -> tuple[str, str]:
    """The names of a session's round and of itself."""
    if round_name is not None:
        names = _parts(texts.session_title(series, round_name, _A), plain)
        if names is not None:
            return round_name, names[_A]
    # No feed has the round itself, or not by this name.
    names = _parts(texts.session_title(series, _B, _A), plain) or {_A: plain, _B: round_name or ""}
    return names[_B], names[_A]


def _plain_title(event: AdoptedEvent) -> str:
    texts = event.texts
    statuses = [sentence(_A) for sentence in (texts.cancelled, texts.postponed, texts.removed, texts.to_be_confirmed)]
    for sentence in (*statuses, texts.left_choice(_A, event.kind_name)):
        parts = _parts(sentence, event.summary)
        if parts is not None:
            return parts[_A]
    return event.summary


def _described(event: AdoptedEvent) -> _Described:
    """Takes the description apart: lines before that of the time at the venue, and lines after it."""
    texts, lines = event.texts, event.description.split("\n")
    for place, line in enumerate(lines):
        parts = _parts(texts.at_venue(_A, _B), line)
        if parts is not None and _is_zone(parts[_B]):
            after = [line for line in lines[place + 1 :] if not _tells_change(line, texts)]
            links = {_as_uri(link): link for link in after}
            lives = {_as_uri(live[_A]): live[_A] for line in after if (live := _parts(texts.watch_live(_A), line))}
            # As properties they are percent-encoded; in the description they stand as they were written.
            link, live_link = links.get(event.link or "", event.link), lives.get(event.live or "", event.live)
            elsewhere = {link, live_link and texts.watch_live(live_link)}
            note = _joined(line for line in after if line not in elsewhere)
            return _Described(_joined(lines[:place]), parts[_B], note, link, live_link)
    return _Described(None, _NO_ZONE, None, event.link, event.live)


def _as_uri(text: str) -> str:
    return uri_line("", text).removeprefix(":")


def _tells_change(line: str, texts: Texts) -> bool:
    sentence = texts.updated_on(_SOME_DAY, _A).replace(texts.day(_SOME_DAY), _B)
    return _parts(sentence, line) is not None


def _is_zone(name: str) -> bool:
    try:
        find_zone(name)
    except UnknownZoneError:
        return False
    return True


def _joined(lines: Iterable[str]) -> str | None:
    return "\n".join(lines) or None


def _parts(sentence: str, text: str) -> dict[str, str] | None:
    """The words that stand in a text where the sentence has marks; None where the text is another sentence.

    Where it could be taken apart in several ways, the first part is as short as can be.
    """
    names = {_A: "a", _B: "b"}
    pattern = re.escape(sentence)
    for mark, name in names.items():
        pattern = pattern.replace(mark, f"(?P<{name}>.+?)", 1)
    match = re.fullmatch(pattern, text)
    return None if match is None else {mark: match[name] for mark, name in names.items() if name in match.groupdict()}
