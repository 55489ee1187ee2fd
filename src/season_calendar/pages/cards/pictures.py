"""Which picture is at which address, ``card.png`` beside the page that it is of, and which one is shown for a page.

What they show follows from what is published alone, and never from the clock.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from urllib.parse import urlsplit

from markupsafe import Markup

from season_calendar.countries import country_code
from season_calendar.errors import UnknownFeedError, UnknownThingError
from season_calendar.feeds.addresses import age_of, find_feed
from season_calendar.feeds.source import FeedSource
from season_calendar.model import Season
from season_calendar.pages.cards.board import round_card
from season_calendar.pages.cards.calendar import driver_card, season_card, site_card
from season_calendar.pages.cards.png import can_draw
from season_calendar.pages.visit import Visit
from season_calendar.publishing.facts import EventFacts
from season_calendar.publishing.publication import Publication
from season_calendar.views.season import published_events, published_season
from season_calendar.wording.texts import Texts

NAME = "card.png"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as others show it: its whole address, and of what it is."""

    address: str
    of: str


@dataclass(frozen=True, slots=True)
class _Card:
    svg: Markup
    of: str


_LONGEST_SITE = 40
_VERSION_LENGTH = 8


def draw(visit: Visit) -> Markup | None:
    """The picture at the address of a visit, as SVG; None where there is none."""
    card = _card(visit, visit.path)
    return None if card is None else card.svg


def picture_for(visit: Visit) -> Picture | None:
    """The picture of a page: its own, or that of the nearest page above it; a title's is that of its series.

    Its address is another one when the picture changes, for whoever shows it keeps it for weeks. None where no picture
    can be drawn, or nobody knows where the site is.
    """
    if visit.base_url is None or not can_draw():
        return None
    folder = visit.path.removeprefix("/titles").rpartition("/")[0]
    while (card := _card(visit, f"{folder}/{NAME}")) is None and folder:
        folder = folder.rpartition("/")[0]
    if card is None:
        return None
    version = hashlib.sha256(card.svg.encode()).hexdigest()[:_VERSION_LENGTH]
    return Picture(f"{visit.base_url.rstrip('/')}/{visit.tag}{folder}/{NAME}?v={version}", card.of)


def lasting_pictures(visit: Visit, publication: Publication) -> Mapping[str, str]:
    """The whole address of the picture of each round of a season that has one, by the round's id.

    It stays the same when the picture changes: for search engines, that look again by themselves.
    """
    if visit.base_url is None or not can_draw():
        return {}
    folder = f"{visit.base_url.rstrip('/')}/{visit.tag}/{publication.season.key}"
    return {its.round_id: f"{folder}/{its.round_id}/{NAME}" for its in _rounds(publication)}


def picture_paths(publications: Sequence[Publication]) -> Iterator[str]:
    """The address of every picture, without a language."""
    yield f"/{NAME}"
    seasons = [its.season for its in publications]
    yield from (f"/{id_}/{NAME}" for id_ in sorted({season.series.id for season in seasons}))
    yield from (f"/drivers/{id_}/{NAME}" for id_ in sorted({its.id for season in seasons for its in season.drivers}))
    for publication in publications:
        yield f"/{publication.season.key}/{NAME}"
        for facts in _rounds(publication):
            yield f"/{publication.season.key}/{facts.round_id}/{NAME}"


def _card(visit: Visit, path: str) -> _Card | None:
    try:
        match path.split("/"):
            case ["", "card.png"]:
                return _site(visit)
            case ["", "drivers", driver_id, "card.png"]:
                return _driver(visit, driver_id)
            case ["", series, "card.png"]:
                return _season(visit, _newest(visit, f"/{series}.ics"))
            case ["", series, season, "card.png"]:
                return _season(visit, published_season(visit.publications, series, season))
            case ["", series, season, round_id, "card.png"]:
                return _round(visit, published_season(visit.publications, series, season), round_id)
    except (LookupError, UnknownFeedError, UnknownThingError):
        pass
    return None


# To draw one takes up to a millisecond. The same is named by a page under each of its addresses, and asked for.
_round_card, _season_card, _driver_card, _site_card = (
    lru_cache(maxsize=128)(draw_it) for draw_it in (round_card, season_card, driver_card, site_card)
)


def _site(visit: Visit) -> _Card:
    newest = {its.season.series.id: its.season for its in sorted(visit.publications, key=age_of)}
    heads = tuple(_head(newest[id_]) for id_ in sorted(newest))
    return _Card(_site_card(heads, visit.texts, _site_name(visit.base_url)), visit.texts.all_series())


def _season(visit: Visit, publication: Publication) -> _Card:
    head, texts = _head(publication.season), visit.texts
    svg = _season_card(head, _rounds(publication), texts, _site_name(visit.base_url))
    return _Card(svg, _season_name(head, texts))


def _round(visit: Visit, publication: Publication, round_id: str) -> _Card:
    """That of a round under the id that it has or else one that it had. Raises LookupError."""
    events, rounds = published_events(publication), _rounds(publication)
    by_id = {id_: its for its in rounds for id_ in its.round_ids} | {its.round_id: its for its in rounds}
    whole = by_id[round_id]
    sessions = tuple(its for its in events if its.round_id == whole.round_id and not its.is_round)
    head, texts = _head(publication.season), visit.texts
    svg = _round_card(head, whole, sessions, texts, _site_name(visit.base_url))
    return _Card(svg, texts.round_title(_season_name(head, texts), whole.round_name))


def _driver(visit: Visit, driver_id: str) -> _Card:
    """That of a driver in the newest season of each of their series. Raises UnknownFeedError."""
    source = find_feed(f"/drivers/{driver_id}.ics", visit.publications)
    newest = {its.season.series.id: its for its in source.publications or source.offered[-1:]}
    theirs = sorted(newest.values(), key=age_of)
    driver = next(its for its in theirs[-1].season.drivers if its.id == driver_id)
    rounds = (its for publication in theirs for its in _rounds_of(source, publication))
    by_date = tuple(sorted(rounds, key=lambda its: its.first_day or date.max))
    flag = country_code(driver.country) if driver.country else None
    seasons = tuple(_head(its.season) for its in theirs)
    svg = _driver_card(driver.name, flag, seasons, by_date, visit.texts, _site_name(visit.base_url))
    return _Card(svg, driver.name)


def _rounds_of(source: FeedSource, publication: Publication) -> Iterator[EventFacts]:
    """The rounds of a season that are theirs whom a feed follows."""
    theirs = source.rounds_of(publication.season)
    return (its for its in _rounds(publication) if theirs is None or theirs.has(its))


def _newest(visit: Visit, feed: str) -> Publication:
    return find_feed(feed, visit.publications).publications[-1]


def _season_name(season: Season, texts: Texts) -> str:
    return texts.calendar_name(season.series.short_name, season.id)


def _head(season: Season) -> Season:
    """What a picture shows of a season beside its rounds."""
    return Season(season.series, season.id)


def _rounds(publication: Publication) -> tuple[EventFacts, ...]:
    return tuple(facts for facts in published_events(publication) if facts.is_round)


def _site_name(base_url: str | None) -> str:
    """Where the site is, as people say it; nothing where that is not known, or too long."""
    address = urlsplit(base_url or "")
    name = f"{address.hostname or ''}{address.path}".strip("/")
    return name if len(name) <= _LONGEST_SITE else ""
