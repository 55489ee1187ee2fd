"""Withdraws on purpose what was published and is in no season file any more: a season, a round or a session."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from season_calendar.errors import EditRefusedError, UnknownThingError
from season_calendar.model import Season
from season_calendar.publishing.facts import EventFacts
from season_calendar.publishing.publication import Entry, History, Publication
from season_calendar.publishing.publish import forget as withdraw
from season_calendar.seasons.publishing import Journal, refuse_clock_behind


def forget(
    journal: Journal,
    ids: Sequence[str],
    files: Iterable[tuple[Path, Season]],
    now: datetime,
    *,
    trust_clock: bool = False,
    dry_run: bool = False,
) -> Publication:
    """Publish that a season is withdrawn, or a round or session of it; with ``dry_run`` only find out what that is.

    ``ids`` are those of series and season, and of the round and the session if one is meant. ``files`` are the season
    files at hand: what stands there is not withdrawn, for it would come back with the next publication.

    Raises UnknownThingError for what was never published, EditRefusedError for what is still in a file, and
    StorageError and FileAccessError; ClockBehindError, unless the clock is to be trusted.
    """
    _refuse_what_is_in_a_file(ids, files)
    series_id, season_id, *of_round = ids
    seasons = journal.marks().keys()
    key = f"{series_id}/{season_id}"
    if key not in seasons:
        raise UnknownThingError("published season", key, seasons)
    with journal.exclusive() as writer:
        history = writer.history(series_id, season_id)
        publication = withdraw(history, [entry.uid for entry in _meant(history, key, of_round)], now)
        if not trust_clock:
            refuse_clock_behind(publication, history, now)
        if not dry_run:
            writer.record(publication)
    return publication


def _refuse_what_is_in_a_file(ids: Sequence[str], files: Iterable[tuple[Path, Season]]) -> None:
    for path, season in files:
        if season.key == "/".join(ids[:2]) and _is_in(season, ids[2:]):
            remedy = "remove it there first" if len(ids) > 2 else "take that file out of --file first, everywhere"
            raise EditRefusedError(f"{'/'.join(ids)} is still in {path}", remedy)


def _is_in(season: Season, ids: Sequence[str]) -> bool:
    """Whether a season has a round or session, also by the id that it was published with before."""
    if not ids:
        return True
    rounds = [round_ for round_ in season.rounds if ids[0] in (round_.id, round_.was)]
    sessions = [session for round_ in rounds for session in round_.sessions]
    return bool(rounds) if len(ids) == 1 else any(ids[1] in (session.id, session.was) for session in sessions)


def _meant(history: History, key: str, ids: Sequence[str]) -> list[Entry]:
    """The events of the round or session that ``ids`` name, or all. Raises UnknownThingError."""
    meant = list(history.entries.values())
    where = f"in {key}"
    for kind, id_, id_of in zip(("round", "session"), ids, (_round_id, _session_id), strict=False):
        known = dict.fromkeys(known_id for entry in meant if (known_id := id_of(entry.facts)) is not None)
        if id_ not in known:
            raise UnknownThingError(kind, id_, known, where)
        meant = [entry for entry in meant if id_of(entry.facts) == id_]
        where = f"in {key}/{id_}"
    return meant


def _round_id(facts: EventFacts) -> str | None:
    return facts.round_id


def _session_id(facts: EventFacts) -> str | None:
    return facts.session_id
