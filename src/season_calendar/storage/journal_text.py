"""The journal as text to be kept in version control: what was published to JSON that diffs well, and back. Pure.

One field of an event or a series stands on one line, as does each driver, and each change at the end of its season,
always in the same order, so that a diff shows what an edition changed and nothing else. What is not known is left out,
and of the facts before a change only those that are others now are told.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from season_calendar.errors import StorageError, TimeExpressionError, UnreadableFactError
from season_calendar.model import Season
from season_calendar.publishing import season_codec, strict_json
from season_calendar.publishing.changes import Aspect, Change
from season_calendar.publishing.facts import EventFacts
from season_calendar.publishing.facts_codec import from_plain, to_plain
from season_calendar.publishing.last import season_of_entries
from season_calendar.publishing.notes_codec import (
    difference_to_plain,
    former_kinds_from_plain,
    former_kinds_to_plain,
    notes_from_plain,
    notes_to_plain,
)
from season_calendar.publishing.publication import Entry, History
from season_calendar.shown_text import shortened
from season_calendar.zoned_time import format_instant, parse_instant

FORMAT = 3
"""The form of the text; any older one is read too. Raise it when older programs would take it for something else."""

_NEWER = "it was written by a newer version of this program (install that version)"

_OF_AN_ENTRY = frozenset({*(field.name for field in fields(Entry)), "before", "changed_at"})
"""What stands in an event's block, in this format or an older one, and is none of its facts."""


@dataclass(frozen=True, slots=True)
class KeptSeason:
    """What the text holds of one season: its history, and every change with the edition that told it."""

    history: History
    changes: tuple[tuple[int, Change], ...] = ()


KeptSeasons = Mapping[tuple[str, str], KeptSeason]
"""By the ids of series and season, in the order in which they were first published."""


def render(seasons: KeptSeasons) -> str:
    """The text, ending with a line break. The same content is always the same text."""
    blocks = [_season_block(series_id, season_id, kept) for (series_id, season_id), kept in seasons.items()]
    return f'{{\n  "format": {FORMAT},\n  "seasons": {_list(blocks, "  ")}\n}}\n'


def parse(content: bytes, path: str) -> KeptSeasons:
    """What ``render`` wrote, in UTF-8. Raises StorageError with the file, the line and what helps."""
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise _broken(path, content.count(b"\n", 0, error.start) + 1, "it is not UTF-8") from None
    try:
        plain = strict_json.load(text)
        if not isinstance(plain, dict) or type(plain.get("format")) is not int or plain["format"] < 1:
            raise _broken(path, 1, "there is no journal in it")
        if plain["format"] > FORMAT:
            raise StorageError(f"{path}: {_NEWER}")
        return _Reader(text, path).seasons(plain)
    except json.JSONDecodeError as error:
        raise _broken(path, error.lineno, _what_stands_there(text, error)) from None
    except ValueError as error:
        what, *written = error.args
        raise _broken(path, _line_of(text, *written), what) from None
    except RecursionError:  # what a message is to show
        raise _broken(path, 1, "brackets in brackets without end") from None


def _season_block(series_id: str, season_id: str, kept: KeptSeason) -> str:
    at, seen_at = kept.history.published_at, kept.history.seen_at
    events = [_block(_entry_lines(entry), "        ") for entry in kept.history.entries.values()]
    changes = [_compact(_plain_change(edition, change)) for edition, change in kept.changes]
    lines = {
        "series_id": _compact(series_id),
        "season_id": _compact(season_id),
        "edition": _compact(kept.history.edition),
        "published_at": _compact(format_instant(at) if at else None),
        **({"seen_at": _compact(format_instant(seen_at))} if seen_at else {}),
        **({"season": _season_lines(kept.history.season)} if kept.history.season else {}),
        "events": _list(events, "      "),
        "changes": _list(changes, "      "),
    }
    return _block(lines, "    ")


def _season_lines(season: Season) -> str:
    lines = {}
    for name, value in season_codec.to_plain(season).items():
        if isinstance(value, dict):
            lines[name] = _block({key: _compact(item) for key, item in value.items()}, "        ")
        else:
            lines[name] = _list([_compact(item) for item in value], "        ")
    return _block(lines, "      ")


def _entry_lines(entry: Entry) -> dict[str, str]:
    entry_only: dict[str, object] = {
        "fingerprint": entry.fingerprint,
        "sequence": entry.sequence,
        "start_revision": entry.start_revision,
        "first_published_at": format_instant(entry.first_published_at),
        "modified_at": format_instant(entry.modified_at),
    }
    if entry.counted_start_at != entry.facts.start_at:
        entry_only["counted_start_at"] = format_instant(entry.counted_start_at) if entry.counted_start_at else None
    if entry.withdrawn_at is not None:
        entry_only["withdrawn_at"] = format_instant(entry.withdrawn_at)
    if entry.former_kinds:
        entry_only["former_kinds"] = former_kinds_to_plain(entry.former_kinds)
    if entry.notes:
        entry_only["notes"] = notes_to_plain(entry.notes, entry.facts)
    return {name: _compact(value) for name, value in (_known(entry.facts) | entry_only).items()}


def _plain_change(edition: int, change: Change) -> dict[str, object]:
    plain: dict[str, object] = {"edition": edition, "at": format_instant(change.at), "aspect": change.aspect.value}
    if change.after is None:
        return plain | {"gone": _known(change.facts)}
    if change.before is None:
        return plain | {"new": _known(change.after)}
    return plain | {"before": difference_to_plain(change.before, change.after), "after": _known(change.after)}


def _known(facts: EventFacts) -> dict[str, object]:
    return {name: value for name, value in to_plain(facts).items() if value is not None}


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _block(lines: Mapping[str, str], indent: str) -> str:
    inner = ",\n".join(f'{indent}  "{name}": {value}' for name, value in lines.items())
    return f"{{\n{inner}\n{indent}}}"


def _list(items: Sequence[str], indent: str) -> str:
    if not items:
        return "[]"
    inner = ",\n".join(f"{indent}  {item}" for item in items)
    return f"[\n{inner}\n{indent}]"


class _Reader:
    """Takes parsed JSON apart again, and knows the line of what it finds wrong there."""

    def __init__(self, text: str, path: str) -> None:
        self._text = text
        self._path = path

    def seasons(self, plain: Mapping[str, Any]) -> dict[tuple[str, str], KeptSeason]:
        with self._naming("the list of seasons", '"seasons"'):
            return dict(self._season(season) for season in plain["seasons"])

    def _season(self, plain: Mapping[str, Any]) -> tuple[tuple[str, str], KeptSeason]:
        with self._naming("a season", f'"season_id": {_compact(plain.get("season_id"))}'):
            ids = _text(plain["series_id"]), _text(plain["season_id"])
            entries = [self._entry(event) for event in plain["events"]]
            history = History(
                edition=_count(plain, "edition"),
                published_at=parse_instant(plain["published_at"]),
                entries={entry.uid: entry for entry in entries},
                # Format 2 and older kept nothing of a season but its events.
                season=season_codec.from_plain(plain["season"], *ids)
                if "season" in plain
                else season_of_entries(*ids, entries),
                seen_at=_instant(plain.get("seen_at")),
            )
            changes = tuple(self._change(change) for change in plain["changes"])
            return ids, KeptSeason(history, changes)

    def _entry(self, plain: Mapping[str, Any]) -> Entry:
        with self._naming("an event", f'"uid": {_compact(plain.get("uid"))}'):
            facts = from_plain({name: value for name, value in plain.items() if name not in _OF_AN_ENTRY})
            return Entry(
                facts=facts,
                fingerprint=_text(plain["fingerprint"]),
                sequence=_count(plain, "sequence"),
                start_revision=_count(plain, "start_revision"),
                first_published_at=parse_instant(plain["first_published_at"]),
                modified_at=parse_instant(plain["modified_at"]),
                counted_start_at=_instant(plain.get("counted_start_at", plain.get("start_at"))),
                notes=notes_from_plain(plain.get("notes", _notes_of_format_2(plain)), facts),
                former_kinds=former_kinds_from_plain(plain.get("former_kinds", {})),
                withdrawn_at=_instant(plain.get("withdrawn_at")),
            )

    def _change(self, plain: Mapping[str, Any]) -> tuple[int, Change]:
        with self._naming("a change", _compact(plain)):
            before = after = None
            if "gone" in plain:
                before = from_plain(plain["gone"])
            elif "new" in plain:
                after = from_plain(plain["new"])
            else:
                before, after = from_plain(plain["after"] | plain["before"]), from_plain(plain["after"])
            return _count(plain, "edition"), Change(Aspect(plain["aspect"]), parse_instant(plain["at"]), before, after)

    @contextmanager
    def _naming(self, thing: str, marker: str) -> Iterator[None]:
        """Tell what is wrong in a thing with the line on which it has ``marker``."""
        try:
            yield
        except (ValueError, KeyError, TypeError, AttributeError, TimeExpressionError, UnreadableFactError) as error:
            line = _line_of(self._text, marker)
            what = f"{thing} cannot be understood: {_what_is_wrong(error)}"
            if isinstance(error, UnreadableFactError) and error.is_newer:
                raise StorageError(f"{self._path}:{line}: {what}; {_NEWER}") from None
            raise _broken(self._path, line, what) from None


def _what_is_wrong(error: Exception) -> str:
    """An error met in taking JSON apart, for people who do not know Python."""
    if isinstance(error, KeyError):
        return f"{error} is missing"
    if isinstance(error, AttributeError):
        return "there is a text or a list for its keys and values"
    return str(error)


def _notes_of_format_2(plain: Mapping[str, Any]) -> list[dict[str, object]]:
    """The one note that an event had, in the parts in which it stood."""
    if "before" not in plain:
        return []
    return [{"at": plain.get("changed_at", plain["modified_at"]), "before": plain["before"], "after": {}}]


def _instant(text: str | None) -> datetime | None:
    return None if text is None else parse_instant(text)


def _count(plain: Mapping[str, Any], name: str) -> int:
    value = plain[name]
    try:
        return strict_json.count(value)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name!r}: {error}") from None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no str")
    return value


def _what_stands_there(text: str, error: json.JSONDecodeError) -> str:
    line = text.split("\n")[error.lineno - 1]
    return "git could not merge two versions of it" if line.startswith(("<<<<<<<", "=======", ">>>>>>>")) else error.msg


def _line_of(text: str, marker: str = "") -> int:
    """The line on which a marker stands first; the first where it is nowhere."""
    return text.count("\n", 0, max(text.find(marker), 0)) + 1


def _broken(path: str, line: int, what: str) -> StorageError:
    remedy = "it is written by the program alone: take its last good state from version control"
    return StorageError(f"{path}:{line}: {shortened(what)} ({remedy})")
