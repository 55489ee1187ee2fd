"""What a season file names, whatever else is wrong in it: ids and names as they are written, nothing of it checked.

For who only wants to be reminded of ids while the file is being worked on.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from season_calendar.yaml_source import parse_yaml
from season_calendar.yaml_source.editing.data import Plain, plain


@dataclass(frozen=True, slots=True)
class Outline:
    """Ids with names, in the order of the file; ``sessions`` by the ids of their rounds.

    A name may be empty; for that of a session its kind stands.
    """

    series: dict[str, str] = field(default_factory=dict)
    rounds: dict[str, str] = field(default_factory=dict)
    sessions: dict[str, dict[str, str]] = field(default_factory=dict)
    kinds: tuple[str, ...] = ()
    venues: dict[str, str] = field(default_factory=dict)
    drivers: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)


def outline(source: bytes, path: str) -> Outline:
    """What the file names. ``path`` is only for messages. Raises SeasonFileError where it is no YAML."""
    root = _mapping(plain(parse_yaml(source, path).root))
    rounds = _items(root.get("rounds"))
    sessions = {_text(round_.get("id")): _items(round_.get("sessions")) for round_ in rounds}
    kinds = [_text(session.get("kind")) for its in sessions.values() for session in its]
    return Outline(
        series=_by_id([_mapping(root.get("series"))]),
        rounds=_by_id(rounds),
        sessions={round_id: _by_id(its) for round_id, its in sessions.items()},
        kinds=tuple(dict.fromkeys(filter(None, kinds))),
        venues=_by_key(root.get("venues")),
        drivers=_by_key(root.get("drivers")),
        titles=_by_key(root.get("titles")),
    )


def _by_id(items: list[dict[str, Plain]]) -> dict[str, str]:
    return {_text(item["id"]): _text(item.get("name") or item.get("kind")) for item in items if _text(item.get("id"))}


def _by_key(data: Plain) -> dict[str, str]:
    """Of things whose ids are keys: their value is the name, or has it."""
    return {id_: _text(its) or _text(_mapping(its).get("name")) for id_, its in _mapping(data).items()}


def _items(data: Plain) -> list[dict[str, Plain]]:
    return [item for item in data if isinstance(item, dict)] if isinstance(data, list) else []


def _mapping(data: Plain) -> dict[str, Plain]:
    return data if isinstance(data, dict) else {}


def _text(data: Plain) -> str:
    return data if isinstance(data, str) else ""
