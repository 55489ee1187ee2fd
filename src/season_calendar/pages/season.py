"""The page of a season."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from season_calendar.feeds.addresses import feeds_of
from season_calendar.pages.page import Page
from season_calendar.pages.templates import render
from season_calendar.pages.visit import Visit
from season_calendar.publishing.publication import Publication


def show(visit: Visit, series: str, season: str) -> Page:
    """The page of one season. Raises LookupError where there is none."""
    return _show(visit, _by_key(visit.publications)[f"{series}/{season}"])


def show_newest(visit: Visit, series: str) -> Page:
    """The page of a series: its newest season. Raises LookupError where there is none."""
    return _show(visit, feeds_of(visit.publications)[f"/{series}.ics"].publications[-1])


def every_season(publications: Iterable[Publication]) -> Iterator[dict[str, str]]:
    """Of each season the names in its address."""
    return ({"series": its.season.series.id, "season": its.season.id} for its in publications)


def every_series(publications: Iterable[Publication]) -> Iterator[dict[str, str]]:
    """Of each series the name in its address."""
    return ({"series": id_} for id_ in sorted({its.season.series.id for its in publications}))


def _show(visit: Visit, publication: Publication) -> Page:
    return render("season.html", visit, {"publication": publication, "season": publication.season})


def _by_key(publications: Iterable[Publication]) -> dict[str, Publication]:
    return {its.season.key: its for its in publications}
