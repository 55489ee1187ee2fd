"""Which UID an event has: that under which it was published, whatever its ids were then, else one made of its ids."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from itertools import count

from season_calendar.model import Round, Season, Session
from season_calendar.publishing.facts import Ids, uid_of
from season_calendar.publishing.publication import Entry

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class PublishedUids:
    """The UIDs that were published of a season, by the ids that their events had last.

    That is how a round which is called otherwise by now keeps its UID after ``was`` is no longer written.
    """

    def __init__(self, season: Season, entries: Collection[Entry]) -> None:
        self._season = season
        self._uids: dict[Ids, str] = {}
        self._round_ids: dict[str, str] = {}
        # Of two with the same ids, the one that is there counts; of two that are gone, the later.
        for entry in sorted(entries, key=lambda entry: last_is_there(entry.withdrawn_at)):
            self._uids[entry.facts.ids] = entry.uid
            self._round_ids[entry.facts.round_id] = entry.facts.round_id_in_uid
        self._taken = {entry.uid for entry in entries}

    def uid(self, round_: Round, session: Session | None = None) -> str:
        """The UID of a round or of one of its sessions."""
        for ids in _ids_then_and_now(round_, session):
            if ids in self._uids:
                return self._uids[ids]
        round_id = round_.was or round_.id
        # A new session goes with its round, whose old address is to show it too.
        known = self._round_ids.get(round_id) or self._round_ids.get(round_.id)
        return self._new_uid(known or round_id, (session.was or session.id) if session else None)

    def _new_uid(self, round_id: str, session_id: str | None) -> str:
        """One that no other event has: a round may get the id that another one had before."""
        series = self._season.series
        uids = (
            uid_of(series.id, self._season.id, round_id, session_id, domain=series.uid_domain, number=number)
            for number in count(1)
        )
        return next(uid for uid in uids if uid not in self._taken)


def _ids_then_and_now(round_: Round, session: Session | None) -> Iterator[Ids]:
    """The ids under which an event may have been published, the oldest first."""
    rounds = [id_ for id_ in (round_.was, round_.id) if id_]
    sessions = [None] if session is None else [id_ for id_ in (session.was, session.id) if id_]
    return ((round_id, session_id) for session_id in sessions for round_id in rounds)


def last_is_there(withdrawn_at: datetime | None) -> tuple[bool, datetime]:
    """Sorts events by when they became tombstones, and what is none behind all of these."""
    return withdrawn_at is None, withdrawn_at or _LONG_AGO
