"""Whatever was published and whatever the file says now: adopting lets no stamp fall, and none rise for nothing."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from support.any_season import seasons
from support.racing import FIRST_NOW, published

from season_calendar.feeds.addresses import find_feed
from season_calendar.feeds.adopting.history import adopted_history
from season_calendar.feeds.adopting.reading import read_events
from season_calendar.feeds.feed import build_feed
from season_calendar.feeds.render import Renderer
from season_calendar.model import Season
from season_calendar.publishing.publication import History, Publication
from season_calendar.publishing.publish import publish
from season_calendar.wording.events import describe_change
from season_calendar.wording.texts import texts_for

NOW = FIRST_NOW + timedelta(days=40)
LANGUAGES = st.sampled_from(["en", "sv", "de"])


def feed_of(publication: Publication, language: str) -> bytes:
    """The season's feed in a language, long before any tombstone leaves it."""
    source = find_feed("/wtcr/2021.ics", [publication])
    return build_feed(source, source.choice([("lang", language)]), FIRST_NOW, renderer=Renderer()).body


def adopted(season: Season, feed: bytes) -> History:
    """The history that a feed tells; an empty one where it has no events."""
    return adopted_history(season, read_events(feed, season, "feed.ics")) or History()


def events(feed: bytes) -> dict[str, bytes]:
    """Each event's lines by its UID."""
    return {str(event["UID"]): event.to_ical(sorted=False) for event in Calendar.from_ical(feed).events}


@given(season=seasons(), language=LANGUAGES)
def test_any_season_that_did_not_change_has_the_very_same_feed(season: Season, language: str) -> None:
    feed = feed_of(published(season), language)

    again = publish(season, adopted(season, feed), NOW)

    assert feed_of(again, language) == feed


@given(before=st.lists(seasons(), min_size=1, max_size=3), now=seasons(), language=LANGUAGES)
def test_stamps_rise_where_an_event_changed_and_stand_still_where_it_did_not(
    before: list[Season], now: Season, language: str
) -> None:
    feed = feed_of(published(*before), language)
    history = adopted(now, feed)

    after = publish(now, history, NOW)

    was, there = events(feed), events(feed_of(after, language))
    assert was.keys() <= there.keys()
    for uid in was:
        old, new = history.entries[uid], after.entries[uid]
        risen = (new.sequence - old.sequence, new.modified_at > old.modified_at)
        assert risen == ((0, False) if was[uid] == there[uid] else (1, True))


@given(before=st.lists(seasons(), min_size=1, max_size=3), language=LANGUAGES)
def test_adopted_twice_is_the_same_as_adopted_once(before: list[Season], language: str) -> None:
    once = publish(before[-1], adopted(before[-1], feed_of(published(*before), language)), NOW)

    twice = publish(before[-1], adopted(before[-1], feed_of(once, language)), NOW + timedelta(days=1))

    assert feed_of(twice, language) == feed_of(once, language)


@given(before=seasons(), now=seasons())
def test_every_change_that_is_told_is_told_with_the_journal_too(before: Season, now: Season) -> None:
    texts, published_before = texts_for(), published(before)

    kept = publish(now, History(1, FIRST_NOW, published_before.entries), NOW)
    after = publish(now, adopted(now, feed_of(published_before, "en")), NOW)

    told, told_with_journal = (
        {describe_change(change, texts) for change in publication.changes} for publication in (after, kept)
    )
    assert told <= told_with_journal
