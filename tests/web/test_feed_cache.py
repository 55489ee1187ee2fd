"""Feeds that were built are kept: no longer than they are right, and no more than there is room for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from support.racing import FIRST_NOW, WTCR, germany, published, season

from season_calendar.choices.choice import Choice, Rounds
from season_calendar.feeds.addresses import find_feed
from season_calendar.model import Driver
from season_calendar.publishing.publication import Publication
from season_calendar.web.feed_cache import FeedCache, Served


def feed_cache(capacity: int = 1_000_000) -> FeedCache:
    return FeedCache(capacity=capacity)


def take(
    feed_cache: FeedCache, publication: Publication, rounds: Rounds = Rounds.WITH, after: timedelta = timedelta(0)
) -> Served:
    source = find_feed("/wtcr.ics", [publication])
    return feed_cache.feed(source, Choice(rounds=rounds), FIRST_NOW + after)


def test_the_same_choice_of_the_same_edition_is_built_once() -> None:
    kept, publication = feed_cache(), published(season())
    first = take(kept, publication)
    assert take(kept, replace(publication), after=timedelta(days=1)) is first
    assert take(kept, publication, Rounds.ONLY) is not first


def test_a_new_edition_and_a_tombstones_end_are_new_feeds() -> None:
    kept = feed_cache()
    second = published(season(), season(germany(sessions=())))
    feeds = [
        take(kept, published(season())),
        take(kept, second, after=timedelta(hours=1)),
        take(kept, second, after=timedelta(days=60)),
    ]
    assert len({served.feed.etag for served in feeds}) == 3


def test_a_series_new_color_shows_though_no_event_changed() -> None:
    kept = feed_cache()
    before = take(kept, published(season()))
    green = season(series=replace(WTCR, color="green"))
    after = take(kept, published(season(), green))
    assert b"COLOR:green\r\n" in after.feed.body
    assert before.feed.etag != after.feed.etag


def test_the_feeds_asked_for_longest_ago_make_room() -> None:
    publication = published(season())
    sizes = {rounds: take(feed_cache(), publication, rounds).size for rounds in Rounds}
    kept = feed_cache(capacity=sizes[Rounds.WITH] + sizes[Rounds.NONE])
    everything = take(kept, publication)
    sessions = take(kept, publication, Rounds.NONE)
    assert take(kept, publication) is everything
    take(kept, publication, Rounds.ONLY)
    assert take(kept, publication) is everything
    assert take(kept, publication, Rounds.NONE) is not sessions


def test_a_feed_larger_than_the_room_is_served_all_the_same() -> None:
    kept, publication = feed_cache(capacity=1), published(season())
    assert take(kept, publication) is take(kept, publication)


def test_a_choice_in_another_language_is_a_feed_of_its_own() -> None:
    kept, source = feed_cache(), find_feed("/wtcr.ics", [published(season())])
    english = kept.feed(source, Choice(language="en"), FIRST_NOW)
    assert kept.feed(source, Choice(), FIRST_NOW) is not english
    assert kept.feed(source, Choice(language="en"), FIRST_NOW) is english


def test_a_driver_who_enters_fewer_rounds_shows_though_no_event_changed() -> None:
    kept, guest = feed_cache(), Choice(drivers=frozenset({"guest"}))
    publication = published(season(germany(), replace(germany(), id="spain")))

    def events(*rounds: str) -> int:
        entered = replace(publication.season, drivers=(Driver("guest", "A Guest", rounds=rounds),))
        source = find_feed("/wtcr.ics", [replace(publication, season=entered)])
        return kept.feed(source, guest, FIRST_NOW).feed.body.count(b"BEGIN:VEVENT")

    assert (events("germany", "spain"), events("spain")) == (8, 4)
