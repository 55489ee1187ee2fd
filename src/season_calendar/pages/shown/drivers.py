"""Who drives in a season, and for which titles."""

from __future__ import annotations

from dataclasses import dataclass

from season_calendar.countries import country_code
from season_calendar.model import Driver, Season, Title


@dataclass(frozen=True, slots=True)
class ShownDriver:
    """A driver; ``country`` is the code of theirs, ``titles`` those that not everybody drives for."""

    driver: Driver
    country: str | None
    titles: tuple[Title, ...]


def shown_drivers(season: Season) -> list[ShownDriver]:
    """The drivers in the order of the file. What all of them can win is not said of each."""
    common = set.intersection(*(set(its.titles) for its in season.drivers)) if season.drivers else set()
    return [_shown(its, season, common) for its in season.drivers]


def _shown(driver: Driver, season: Season, common: set[str]) -> ShownDriver:
    titles = tuple(title for title in season.titles if title.id in driver.titles and title.id not in common)
    return ShownDriver(driver, country_code(driver.country) if driver.country else None, titles)
