"""The pages of a driver and of a title: their rounds in every series and season, and the feed that follows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from season_calendar.countries import country_code
from season_calendar.errors import UnknownFeedError, UnknownPageError
from season_calendar.feeds.addresses import find_feed
from season_calendar.feeds.source import FeedSource
from season_calendar.model import Driver, Season
from season_calendar.pages.page import Page
from season_calendar.pages.shown.drivers import shown_drivers
from season_calendar.pages.shown.programme import Programme, programme_of
from season_calendar.pages.shown.rounds import shown_rounds
from season_calendar.pages.templates import render
from season_calendar.pages.visit import Visit
from season_calendar.publishing.publication import Publication


def show_driver(visit: Visit, driver_id: str) -> Page:
    """The page of a driver. Raises UnknownPageError where no season has them."""
    source = _find(f"/drivers/{driver_id}.ics", visit)
    programme = _programme(source, visit)
    season = _season_of(programme, source)
    driver = _driver(season, driver_id)
    titles = [
        (its.season, title)
        for its in source.offered
        for title in its.season.titles
        if title.id in _driver(its.season, driver_id).titles
    ]
    country = country_code(driver.country) if driver.country else None
    shown = {"driver": driver, "country": country, "titles": titles}
    return _show("driver.html", visit, source.path, season, programme, shown)


def show_title(visit: Visit, series: str, title_id: str) -> Page:
    """The page of a title. Raises UnknownPageError where no season of the series has it."""
    source = _find(f"/titles/{series}/{title_id}.ics", visit)
    programme = _programme(source, visit)
    season = _season_of(programme, source)
    title = next(its for its in season.titles if its.id == title_id)
    drivers = [replace(its, titles=()) for its in shown_drivers(season) if title_id in its.driver.titles]
    shown = {"title": title, "drivers": drivers, "series": season.series}
    return _show("title.html", visit, source.path, season, programme, shown)


def every_driver(publications: Iterable[Publication]) -> Iterator[dict[str, str]]:
    """Of each driver the name in their address."""
    ids = {driver.id for publication in publications for driver in publication.season.drivers}
    return ({"driver_id": id_} for id_ in sorted(ids))


def every_title(publications: Iterable[Publication]) -> Iterator[dict[str, str]]:
    """Of each title the names in its address."""
    ids = {(its.season.series.id, title.id) for its in publications for title in its.season.titles}
    return ({"series": series, "title_id": id_} for series, id_ in sorted(ids))


def _find(path: str, visit: Visit) -> FeedSource:
    try:
        return find_feed(path, visit.publications)
    except UnknownFeedError:
        raise UnknownPageError(visit.path) from None


def _show(
    template: str, visit: Visit, feed: str, season: Season, programme: Programme, shown: Mapping[str, object]
) -> Page:
    is_in_several = len({its.facts.season_key for its in programme.rounds}) > 1
    frame = {"feed": feed, "season": season, "programme": programme, "is_in_several": is_in_several}
    return render(template, visit, {**shown, **frame})


def _season_of(programme: Programme, source: FeedSource) -> Season:
    """The season that the page goes with: of the next round, or else of the last one."""
    seasons = {its.season.key: its.season for its in source.offered}
    last = programme.next_round or next(reversed(programme.rounds), None)
    return source.offered[-1].season if last is None else seasons[last.facts.season_key]


def _driver(season: Season, driver_id: str) -> Driver:
    return next(its for its in season.drivers if its.id == driver_id)


def _programme(source: FeedSource, visit: Visit) -> Programme:
    """The rounds of every season that whom the feed follows is in, older ones too."""
    rounds = []
    for publication in source.offered:
        theirs = source.rounds_of(publication.season)
        rounds += [its for its in shown_rounds(publication, visit.now) if theirs is None or theirs.has(its.facts)]
    return programme_of(rounds)
