"""The pages of what changed: in one season, and in all of them."""

from __future__ import annotations

from collections.abc import Sequence

from season_calendar.pages.kinds.season import find_season, seasons_beside
from season_calendar.pages.page import Page
from season_calendar.pages.shown.changes import shown_changes
from season_calendar.pages.templates import render
from season_calendar.pages.visit import Visit
from season_calendar.publishing.publication import Publication
from season_calendar.views.change_log import change_log

_MOST_OF_ALL = 200


def show(visit: Visit, series: str, season: str) -> Page:
    """Everything that ever changed in one season. Raises UnknownPageError where there is none."""
    publication = find_season(visit, series, season)
    its_season = publication.season
    shown = {"series": its_season.series, "season": its_season, "seasons": seasons_beside(visit, series)}
    return _show(visit, [publication], None, shown)


def show_all(visit: Visit) -> Page:
    """What changed last in all seasons."""
    return _show(visit, visit.publications, _MOST_OF_ALL, {"season": None})


def _show(visit: Visit, publications: Sequence[Publication], most: int | None, shown: dict[str, object]) -> Page:
    log = change_log(publications, visit.texts, visit.changes_of, most=most)
    return render("changes.html", visit, {**shown, "changes": shown_changes(log, visit.texts)})
