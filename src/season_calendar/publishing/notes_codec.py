"""An entry's notes and former kinds to JSON and back. Facts in a note are told as what differs, so that they stay small
beside those of the entry."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeVar

from season_calendar.errors import TimeExpressionError, UnreadableFactError
from season_calendar.publishing import strict_json
from season_calendar.publishing.facts import EventFacts
from season_calendar.publishing.facts_codec import from_plain, to_plain
from season_calendar.publishing.publication import FormerKind, Note
from season_calendar.zoned_time import format_instant, parse_instant

_Value = TypeVar("_Value")


def difference_to_plain(facts: EventFacts, other: EventFacts) -> dict[str, object]:
    """The facts that are others in ``other``, as JSON has them."""
    plain_other = to_plain(other)
    return {name: value for name, value in to_plain(facts).items() if value != plain_other[name]}


def difference_from_plain(plain: Mapping[str, object], other: EventFacts) -> EventFacts:
    """The facts of which ``difference_to_plain`` gave the difference. Raises UnreadableFactError."""
    return from_plain(to_plain(other) | dict(plain))


def notes_to_plain(notes: Sequence[Note], facts: EventFacts) -> list[dict[str, object]]:
    """The notes of an entry that has these facts, in their order.

    ``after`` is what differs from the entry's facts, ``before`` what differs from those after.
    Each is None where there are none.
    """
    return [
        {
            "at": format_instant(note.at),
            "before": None if note.before is None else difference_to_plain(note.before, note.after or facts),
            "after": None if note.after is None else difference_to_plain(note.after, facts),
        }
        for note in notes
    ]


def notes_from_plain(plain: Sequence[Mapping[str, Any]], facts: EventFacts) -> tuple[Note, ...]:
    """What ``notes_to_plain`` gave of an entry with these facts.

    Raises UnreadableFactError for facts, and ValueError, KeyError or TypeError for what are no notes.
    """
    return tuple(_note(each, facts) for each in plain)


def former_kinds_to_plain(former_kinds: Sequence[FormerKind]) -> dict[str, str]:
    """Until when each counts, by kind."""
    return {former.kind: format_instant(former.until) for former in former_kinds}


def former_kinds_from_plain(plain: Mapping[str, str]) -> tuple[FormerKind, ...]:
    """What ``former_kinds_to_plain`` gave. Raises ValueError, TypeError or AttributeError for what are none."""
    return tuple(FormerKind(kind, parse_instant(until)) for kind, until in plain.items())


def notes_to_json(notes: Sequence[Note], facts: EventFacts) -> str | None:
    """``notes_to_plain`` as text, None where there are no notes."""
    return _dumped(notes_to_plain(notes, facts))


def notes_from_json(text: str | None, facts: EventFacts) -> tuple[Note, ...]:
    """What ``notes_to_json`` gave of an entry with these facts. Raises UnreadableFactError."""
    return _loaded("notes", text, lambda plain: notes_from_plain(plain, facts))


def former_kinds_to_json(former_kinds: Sequence[FormerKind]) -> str | None:
    """``former_kinds_to_plain`` as text, None where there are none."""
    return _dumped(former_kinds_to_plain(former_kinds))


def former_kinds_from_json(text: str | None) -> tuple[FormerKind, ...]:
    """What ``former_kinds_to_json`` gave. Raises UnreadableFactError."""
    return _loaded("former_kinds", text, former_kinds_from_plain)


def _dumped(plain: Collection[object]) -> str | None:
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")) if plain else None


def _loaded(name: str, text: str | None, read: Callable[[Any], tuple[_Value, ...]]) -> tuple[_Value, ...]:
    if text is None:
        return ()
    try:
        return read(strict_json.load(text))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, TimeExpressionError) as error:
        raise UnreadableFactError(name, str(error)) from None


def _note(plain: Mapping[str, Any], facts: EventFacts) -> Note:
    after = None if plain["after"] is None else difference_from_plain(plain["after"], facts)
    before = None if plain["before"] is None else difference_from_plain(plain["before"], after or facts)
    if before is None and after is None:
        raise UnreadableFactError("notes", "one of them tells of nothing")
    return Note(parse_instant(plain["at"]), before, after)
