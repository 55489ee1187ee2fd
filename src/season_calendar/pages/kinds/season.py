"""The page of a season, and of a series: the season that is on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from season_calendar.errors import UnknownFeedError, UnknownPageError, UnknownThingError
from season_calendar.feeds.addresses import find_feed
from season_calendar.pages.builder.page import subscribe_panel
from season_calendar.pages.page import Page
from season_calendar.pages.shown.changes import changed_lately, shown_changes
from season_calendar.pages.shown.drawings import drawings_of
from season_calendar.pages.shown.drivers import shown_drivers
from season_calendar.pages.shown.programme import programme_of
from season_calendar.pages.shown.rounds import shown_rounds
from season_calendar.pages.shown.structured_data import structured_data
from season_calendar.pages.templates import render
from season_calendar.pages.visit import Visit
from season_calendar.publishing.publication import Publication
from season_calendar.views.change_log import change_log
from season_calendar.views.season import published_season

_MOST_CHANGES = 6


def show(visit: Visit, series: str, season: str) -> Page:
    """The page of one season. Raises UnknownPageError where there is none."""
    return _show(visit, find_season(visit, series, season))


def show_current(visit: Visit, series: str) -> Page:
    """The page of a series: the season of its next round, or else its newest one. Raises UnknownPageError."""
    try:
        publications = find_feed(f"/{series}.ics", visit.publications).publications
    except UnknownFeedError:
        raise UnknownPageError(visit.path) from None
    awaited = {its.season.key: programme_of(shown_rounds(its, visit.now)).awaited_for for its in publications}
    newest_first = reversed(publications)
    return _show(visit, min(newest_first, key=lambda its: awaited[its.season.key]))


def every_season(publications: Iterable[Publication]) -> Iterator[dict[str, str]]:
    """Of each season the names in its address."""
    return ({"series": its.season.series.id, "season": its.season.id} for its in publications)


def every_series(publications: Iterable[Publication]) -> Iterator[dict[str, str]]:
    """Of each series the name in its address."""
    return ({"series": id_} for id_ in sorted({its.season.series.id for its in publications}))


def find_season(visit: Visit, series: str, season: str) -> Publication:
    """The publication of a season. Raises UnknownPageError where there is none."""
    try:
        return published_season(visit.publications, series, season)
    except UnknownThingError:
        raise UnknownPageError(visit.path) from None


def _show(visit: Visit, publication: Publication) -> Page:
    season = publication.season
    seasons = seasons_beside(visit, season.series.id)
    programme = programme_of(shown_rounds(publication, visit.now))
    changes = shown_changes(change_log([publication], visit.texts, visit.changes_of), visit.texts)
    return render(
        "season.html",
        visit,
        {
            "season": season,
            "series": season.series,
            "programme": programme,
            "drivers": shown_drivers(season),
            "drawings": drawings_of(season, programme.rounds, visit),
            "changes": changes[:_MOST_CHANGES],
            "count_of_changes": len(changes),
            "lately": changed_lately(changes, visit.now.date()),
            "seasons": seasons,
            "newer": seasons[0] if seasons[0] is not publication else None,
            "structured_data": structured_data(programme, publication, visit, in_full=False),
            "canonical_path": f"/{season.key}/",
            **subscribe_panel(visit, f"/{season.series.id}.ics"),
        },
    )


def seasons_beside(visit: Visit, series: str) -> list[Publication]:
    """All seasons of a series, the newest first."""
    its = [publication for publication in visit.publications if publication.season.series.id == series]
    return sorted(its, key=lambda publication: publication.season.id, reverse=True)
