"""The page of one round: its timetable, what changed of it, and where it stands in its season."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from season_calendar.errors import UnknownPageError
from season_calendar.pages.kinds.season import find_season, seasons_beside
from season_calendar.pages.page import Page
from season_calendar.pages.shown.changes import changed_lately, shown_changes
from season_calendar.pages.shown.programme import programme_of
from season_calendar.pages.shown.rounds import ShownRound, ids_of_rounds, shown_rounds
from season_calendar.pages.shown.structured_data import structured_data
from season_calendar.pages.templates import render
from season_calendar.pages.visit import Visit
from season_calendar.publishing.publication import Publication
from season_calendar.views.change_log import change_log


def show(visit: Visit, series: str, season: str, round_id: str) -> Page:
    """The page of a round, also under an id that it had before. Raises UnknownPageError where there is none."""
    publication = find_season(visit, series, season)
    rounds = programme_of(shown_rounds(publication, visit.now, also_gone=True)).rounds
    place = _place_of(round_id, rounds)
    if place is None:
        raise UnknownPageError(visit.path)
    round_ = rounds[place]
    programme = programme_of([round_])
    changes = shown_changes(change_log([publication], visit.texts, visit.changes_of), visit.texts)
    its_changes = [its for its in changes if its.facts.round_id in round_.facts.round_ids]
    return render(
        "round.html",
        visit,
        {
            "season": publication.season,
            "series": publication.season.series,
            "round": round_,
            "on_its_page": True,
            "programme": programme,
            "before": next((its for its in reversed(rounds[:place]) if not its.state.is_off), None),
            "after": next((its for its in rounds[place + 1 :] if not its.state.is_off), None),
            "changes": its_changes,
            "lately": changed_lately(its_changes, visit.now.date()),
            "seasons": seasons_beside(visit, series),
            "structured_data": structured_data(programme, publication, visit, in_full=True),
            "canonical_path": round_.path,
        },
    )


def every_round(publications: Iterable[Publication]) -> Iterator[dict[str, str]]:
    """Of each round that is shown the names in its address."""
    for publication in publications:
        season = publication.season
        for id_ in ids_of_rounds(publication):
            yield {"series": season.series.id, "season": season.id, "round_id": id_}


def _place_of(round_id: str, rounds: Sequence[ShownRound]) -> int | None:
    """Where a round stands, by the id that it has or else by one that it had; None for nowhere."""
    by_id = {its.facts.round_id_in_uid: place for place, its in enumerate(rounds)}
    by_id.update({its.facts.round_id: place for place, its in enumerate(rounds)})
    return by_id.get(round_id)
