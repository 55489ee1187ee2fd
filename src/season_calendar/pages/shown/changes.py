"""What changed, as a list that can be read at a glance: a timetable that comes out is one thing, not ten sessions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby, pairwise

from season_calendar.model import Status
from season_calendar.publishing.changes import Aspect, is_off
from season_calendar.publishing.facts import EventFacts
from season_calendar.views.change_log import LoggedChange
from season_calendar.wording.events import when_at_venue
from season_calendar.wording.texts import Texts

LATELY = timedelta(days=14)
"""How long a change is told beside what it changed."""

_MOST_SESSIONS = 3
"""Of a timetable, told beside what changed."""

_DETAILS = frozenset(aspect.value for aspect in Aspect if not aspect.is_weighty)


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One change of a round, or of one of its sessions.

    ``what`` names it: an aspect, ``again`` for what takes place after all, or ``timetable`` where ``sessions`` joined a
    round. ``before`` and ``after`` are values; either is None where there is none to be told.
    """

    at: datetime
    what: str
    facts: EventFacts
    before: str | None = None
    after: str | None = None
    sessions: tuple[EventFacts, ...] = ()

    @property
    def is_detail(self) -> bool:
        """It says nothing of whether, when or where to be."""
        return self.what in _DETAILS

    @property
    def outline(self) -> list[tuple[EventFacts, str]]:
        """Of the sessions when it begins and when the races are, each with the sign that follows it: "…" where some are
        left out."""
        races = [its for its in self.sessions[1:] if its.kind == "race"]
        all_fit = len(self.sessions) <= _MOST_SESSIONS
        told = (self.sessions if all_fit or not races else (self.sessions[0], *races))[:_MOST_SESSIONS]
        places = [*(self.sessions.index(its) for its in told), len(self.sessions)]
        signs = ["…" if after - place > 1 else "·" for place, after in pairwise(places)]
        return [(its, "" if its is self.sessions[-1] else sign) for its, sign in zip(told, signs, strict=True)]

    @property
    def told_until(self) -> date:
        """The day (in UTC) on which it is no longer told beside what it changed."""
        return self.at.date() + LATELY

    @property
    def path(self) -> str:
        """The address of the round's page, without a language."""
        return f"/{self.facts.season_key}/{self.facts.round_id}/"


def shown_changes(log: Iterable[LoggedChange], texts: Texts) -> list[ShownChange]:
    """The log of changes, the newest first; of what changed at once, details stand behind what matters."""
    by_edition = groupby(log, key=lambda its: (its.at, its.season_key))
    return [
        shown
        for _, of_edition in by_edition
        for shown in sorted(_of_edition(list(of_edition), texts), key=lambda its: its.is_detail)
    ]


def changed_lately(changes: Iterable[ShownChange], today: date) -> dict[str, list[ShownChange]]:
    """Those of the last two weeks, by the id of their round."""
    lately: dict[str, list[ShownChange]] = {}
    for change in changes:
        if change.at.date() <= today < change.told_until:
            lately.setdefault(change.facts.round_id, []).append(change)
    return lately


def _of_edition(log: Sequence[LoggedChange], texts: Texts) -> Iterator[ShownChange]:
    """Sessions that join a round at once stand where the first of them does."""
    joining: dict[str, list[EventFacts]] = {}
    for its in log:
        if its.before is None and its.after is not None and not its.after.is_round:
            joining.setdefault(its.round_id, []).append(its.after)
    told = set()
    for its in log:
        sessions = joining.get(its.round_id, [])
        if its.after not in sessions or len(sessions) == 1:
            yield _shown(its, texts)
        elif its.round_id not in told:
            told.add(its.round_id)
            yield ShownChange(its.at, "timetable", sessions[0], sessions=tuple(sessions))


def _shown(its: LoggedChange, texts: Texts) -> ShownChange:
    facts = its.after or its.before
    if facts is None:
        raise ValueError("a change has facts before or after")
    aspect, status = its.aspects[0], facts.status.value
    if aspect is not Aspect.STATUS or its.before is None or its.after is None:
        return ShownChange(its.at, aspect.value, facts, its.before_text, its.after_text)
    if is_off(its.after):
        return ShownChange(
            its.at, status, facts, before=None if is_off(its.before) else when_at_venue(its.before, texts)
        )
    if is_off(its.before):
        before, after = when_at_venue(its.before, texts), when_at_venue(its.after, texts)
        if its.before.status is Status.POSTPONED and before != after:
            return ShownChange(its.at, Aspect.TIME, facts, before, after)
        return ShownChange(its.at, "again", facts, after=after)
    return ShownChange(its.at, status, facts)
