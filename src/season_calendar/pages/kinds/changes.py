"""The pages of what changed: in one season, in all of a series, and in all of them."""

from __future__ import annotations

from collections.abc import Sequence

from season_calendar.errors import UnknownPageError
from season_calendar.feeds.addresses import age_of
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


def show_series(visit: Visit, series: str) -> Page:
    """Everything that ever changed in the seasons of a series. Raises UnknownPageError where there is none."""
    seasons = seasons_beside(visit, series)
    if not seasons:
        raise UnknownPageError(visit.path)
    return _show(visit, seasons, None, {"series": seasons[0].season.series, "seasons": seasons})


def show_all(visit: Visit) -> Page:
    """What changed last in all seasons."""
    every_series = {its.season.series.id: its.season.series for its in sorted(visit.publications, key=age_of)}
    by_name = sorted(every_series.values(), key=lambda its: its.short_name)
    return _show(visit, visit.publications, _MOST_OF_ALL, {"every_series": by_name})


def _show(visit: Visit, publications: Sequence[Publication], most: int | None, shown: dict[str, object]) -> Page:
    log = change_log(publications, visit.texts, visit.changes_of, most=most)
    return render("changes.html", visit, {**shown, "changes": shown_changes(log, visit.texts)})
