"""The pages of a driver and of a title: their rounds in every series and season, and the feed that follows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from season_calendar.countries import country_code
from season_calendar.errors import UnknownFeedError
from season_calendar.feeds.addresses import find_feed
from season_calendar.feeds.source import FeedSource
from season_calendar.model import Driver
from season_calendar.pages.page import Page
from season_calendar.pages.shown.drivers import shown_drivers
from season_calendar.pages.shown.programme import Programme, programme_of
from season_calendar.pages.shown.rounds import shown_rounds
from season_calendar.pages.templates import render
from season_calendar.pages.visit import Visit
from season_calendar.publishing.publication import Publication


def show_driver(visit: Visit, driver_id: str) -> Page:
    """The page of a driver. Raises LookupError where no season has them."""
    source = _find(f"/drivers/{driver_id}.ics", visit)
    known: list[tuple[Publication, Driver]] = [
        (publication, driver)
        for publication in source.offered
        for driver in publication.season.drivers
        if driver.id == driver_id
    ]
    newest, driver = known[-1]
    titles = [
        (publication.season, title)
        for publication, its in reversed(known)
        for title in publication.season.titles
        if title.id in its.titles
    ]
    country = country_code(driver.country) if driver.country else None
    return _show(
        "driver.html", visit, source, newest, {"driver": driver, "country": country, "titles": titles, "title": None}
    )


def show_title(visit: Visit, series: str, title_id: str) -> Page:
    """The page of a title. Raises LookupError where no season of the series has it."""
    source = _find(f"/titles/{series}/{title_id}.ics", visit)
    newest = source.offered[-1]
    title = next(its for its in newest.season.titles if its.id == title_id)
    drivers = [replace(its, titles=()) for its in shown_drivers(newest.season) if title_id in its.driver.titles]
    return _show(
        "title.html", visit, source, newest, {"title": title, "drivers": drivers, "series": newest.season.series}
    )


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
        raise LookupError(path) from None


def _show(template: str, visit: Visit, source: FeedSource, newest: Publication, shown: dict[str, object]) -> Page:
    programme = _programme(source, visit)
    return render(
        template,
        visit,
        {
            **shown,
            "feed": source.path,
            "season": newest.season,
            "programme": programme,
            "is_in_several": len({its.facts.season_key for its in programme.rounds}) > 1,
        },
    )


def _programme(source: FeedSource, visit: Visit) -> Programme:
    """The rounds of every season that whom the feed follows is in, older ones too."""
    rounds = []
    for publication in source.offered:
        theirs = source.rounds_of(publication.season)
        rounds += [its for its in shown_rounds(publication, visit.now) if theirs is None or theirs.has(its.facts)]
    return programme_of(rounds)
