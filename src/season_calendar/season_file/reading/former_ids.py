"""Ids that rounds and sessions had before, as ``was`` names them: each can be that of one thing only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from season_calendar.season_file.format import keys
from season_calendar.season_file.format.report import Report
from season_calendar.season_file.format.schema import Key, Placed, Record


def check_former_ids(season: Record, report: Report) -> None:
    """Note every ``was`` of a round or session that names itself, or that another one has, by now or before."""
    rounds = _records(season.get(keys.ROUNDS))
    _check("round", rounds, keys.ROUND_ID, keys.ROUND_WAS, report)
    for round_ in rounds:
        sessions = _records(round_.get(keys.ROUND_SESSIONS))
        _check("session of this round", sessions, keys.SESSION_ID, keys.SESSION_WAS, report)


def _records(placed: Iterable[Placed[Record]] | None) -> list[Record]:
    return [each.value for each in placed or ()]


def _check(thing: str, records: Sequence[Record], id_: Key[str], was: Key[str], report: Report) -> None:
    has = {record.get(id_): record for record in reversed(records)}
    had: dict[str, Record] = {}
    for record in records:
        former = record.get(was)
        if former is None:
            continue
        owner = has.get(former)
        first = had.setdefault(former, record)
        if owner is record:
            report.error(
                record.place(was), f"{former!r} is its id still", "write the id it had before, or remove 'was'"
            )
        elif owner is not None:
            hint = f"it is in line {owner.place(id_).span.line}; remove one of the two"
            report.error(record.place(was), f"a {thing} has the id {former!r} still", hint)
        elif first is not record:
            hint = f"it is in line {first.place(was).span.line}; only one of the two can stay the same event"
            report.error(record.place(was), f"another {thing} was {former!r} too", hint)
