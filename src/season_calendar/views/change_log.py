"""What changed since seasons were first published, event by event, the newest first. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TypeAlias

from season_calendar.publishing.changes import Aspect, Change, told_once
from season_calendar.publishing.facts import EventFacts
from season_calendar.publishing.publication import Publication
from season_calendar.wording.events import describe_change, old_and_new, title
from season_calendar.wording.texts import Texts

ChangesOf: TypeAlias = Callable[[Publication], Iterable[Change]]
"""Every change ever told of a season, those of one edition behind one another, the oldest first: a journal knows."""


@dataclass(frozen=True, slots=True)
class LoggedChange:
    """What changed of one event in one edition, as it was told; what it only shares with its round is not.

    ``at`` is when that was published by the clock. ``round_id`` is the round's id of today, and ``round_name`` what it
    was called from then on. ``before_text`` and ``after_text`` are the weightiest of what changed as values, either
    None where there was, or is, none; ``before`` and ``after`` are all facts.
    """

    at: datetime
    season_key: str
    uid: str
    round_id: str
    round_name: str
    event_title: str
    aspects: tuple[Aspect, ...]
    sentences: tuple[str, ...]
    before_text: str | None
    after_text: str | None
    before: EventFacts | None
    after: EventFacts | None


def noted_changes(publication: Publication) -> list[Change]:
    """The changes that a publication's entries note: the last ones, but not which events joined."""
    notes = (note for entry in publication.entries.values() for note in entry.notes)
    return sorted((change for note in notes for change in note.changes), key=lambda change: change.at)


def change_log(
    publications: Iterable[Publication],
    texts: Texts,
    changes_of: ChangesOf = noted_changes,
    *,
    most: int | None = None,
) -> tuple[LoggedChange, ...]:
    """What changed in all of these seasons, the newest first, and what changed at once in the order of the season.

    ``changes_of`` is asked for one season after the other, and of those that were published last alone where ``most``
    are wanted.
    """
    log: list[LoggedChange] = []
    for publication in sorted(publications, key=lambda its: its.last_seen_at, reverse=True):
        if most is not None and len(log) >= most and log[most - 1].at > publication.last_seen_at:
            break
        log += _logged(publication, changes_of(publication), texts)
        log = sorted(log, key=lambda its: its.at, reverse=True)[:most]
    return tuple(log)


def _logged(publication: Publication, changes: Iterable[Change], texts: Texts) -> Iterator[LoggedChange]:
    for at, of_edition in groupby(changes, lambda change: change.at):
        by_event: dict[str, list[Change]] = {}
        for change in told_once(of_edition):
            by_event.setdefault(change.facts.uid, []).append(change)
        for uid, its in by_event.items():
            entry = publication.entries.get(uid)
            round_id = entry.facts.round_id if entry is not None else its[0].facts.round_id
            yield _logged_change(at, publication.season.key, round_id, its, texts)


def _logged_change(at: datetime, season_key: str, round_id: str, changes: list[Change], texts: Texts) -> LoggedChange:
    first = changes[0]
    values = (old_and_new(change, texts) for change in changes)
    before_text, after_text = next(((old, new) for old, new in values if old != new), (None, None))
    return LoggedChange(
        at=at,
        season_key=season_key,
        uid=first.facts.uid,
        round_id=round_id,
        round_name=first.facts.round_name,
        event_title=title(first.facts, texts),
        aspects=tuple(change.aspect for change in changes),
        sentences=tuple(dict.fromkeys(describe_change(change, texts) for change in changes)),
        before_text=before_text,
        after_text=after_text,
        before=first.before,
        after=first.after,
    )
