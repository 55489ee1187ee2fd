"""Feeds that follow a driver through every series, and a title through the seasons of its series."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from icalendar import Calendar
from support.racing import NORDSCHLEIFE, WTCR, germany, published

from season_calendar.errors import FeedOptionError, UnknownFeedError
from season_calendar.feeds.addresses import feeds_of, find_feed
from season_calendar.feeds.feed import Feed
from season_calendar.model import Driver, Round, Season, Series, Title
from season_calendar.publishing.publication import Publication

FeedOf = Callable[..., Feed]
STCC = Series("stcc", "Scandinavian Touring Car Championship", "STCC")
JESSICA = Driver("jessica-backman", "Jessica Bäckman")
GUEST = Driver("guest", "A Guest", rounds=("spain",))
DRIVERS, TROPHY = Title("drivers", "Drivers' Title"), Title("trophy", "Trophy", counts=("spain",))


def of(series: Series, year: int, *drivers: Driver, titles: tuple[Title, ...] = ()) -> Publication:
    """A season with a round in Germany in June and one in Spain in July."""
    june = germany(first_day=date(year, 6, 3), last_day=date(year, 6, 5), sessions=())
    july = Round("spain", "Race of Spain", NORDSCHLEIFE, date(year, 7, 10), date(year, 7, 11))
    return published(Season(series, str(year), (june, july), titles, drivers))


def uids(feed: Feed) -> list[str]:
    return [str(event["UID"]).partition("@")[0] for event in Calendar.from_ical(feed.body).events]


def test_a_driver_is_followed_through_every_series_by_one_id(feed_of: FeedOf) -> None:
    publications = [of(WTCR, 2021, JESSICA), of(STCC, 2022, JESSICA), of(WTCR, 2022, GUEST)]
    feed = feed_of(*publications, path="/drivers/jessica-backman.ics")
    assert uids(feed) == ["stcc.2022.germany", "stcc.2022.spain", "wtcr.2021.germany", "wtcr.2021.spain"]
    assert str(Calendar.from_ical(feed.body)["X-WR-CALNAME"]) == "Jessica Bäckman"


def test_of_a_driver_who_enters_some_rounds_these_alone_are_shown_and_they_can_be_chosen_further(
    feed_of: FeedOf,
) -> None:
    publications = [of(WTCR, 2021, GUEST, JESSICA), of(STCC, 2021, GUEST)]
    assert uids(feed_of(*publications, path="/drivers/guest.ics")) == ["stcc.2021.spain", "wtcr.2021.spain"]
    assert uids(feed_of(*publications, path="/drivers/guest.ics", series="wtcr")) == ["wtcr.2021.spain"]
    assert uids(feed_of(*publications, path="/drivers/guest.ics", driver="jessica-backman")) == ["wtcr.2021.spain"]
    chosen = find_feed("/drivers/guest.ics", publications)
    with pytest.raises(FeedOptionError, match="no driver 'nobody'"):
        chosen.choice([("driver", "nobody")])


def test_the_events_are_the_very_same_as_in_the_feed_of_their_season(feed_of: FeedOf) -> None:
    publication = of(WTCR, 2021, JESSICA)
    followed = feed_of(publication, path="/drivers/jessica-backman.ics", lang="sv", alarm="1d")
    whole = feed_of(publication, path="/wtcr/2021.ics", lang="sv", alarm="1d")
    assert followed.body.partition(b"BEGIN:VEVENT")[2] == whole.body.partition(b"BEGIN:VEVENT")[2]


def test_a_feed_that_follows_holds_the_newest_seasons_as_that_of_everything_does(feed_of: FeedOf) -> None:
    publications = [of(WTCR, year, JESSICA, titles=(DRIVERS,)) for year in (2020, 2021, 2022)]
    for path in ("/drivers/jessica-backman.ics", "/titles/wtcr/drivers.ics"):
        source = find_feed(path, publications)
        assert [its.season.id for its in source.publications] == ["2021", "2022"]
        assert source.choice([("round", "wtcr/2020/spain")]).round_ids == frozenset({"wtcr/2020/spain"})


def test_who_left_keeps_the_address_while_any_season_knows_them_and_nothing_is_shown(feed_of: FeedOf) -> None:
    publications = [of(WTCR, 2020, JESSICA), of(WTCR, 2021), of(WTCR, 2022)]
    feed = feed_of(*publications, path="/drivers/jessica-backman.ics")
    assert uids(feed) == []
    assert str(Calendar.from_ical(feed.body)["NAME"]) == "Jessica Bäckman"


def test_a_driver_is_called_as_in_the_newest_season() -> None:
    married = replace(JESSICA, name="Jessica Bäckman-Holm")
    publications = [of(WTCR, 2022, JESSICA), of(STCC, 2023, married), of(WTCR, 2021, JESSICA)]
    source = find_feed("/drivers/jessica-backman.ics", publications)
    assert source.followed is not None
    assert source.followed.name == "Jessica Bäckman-Holm"
    assert [its.season.key for its in source.offered] == ["wtcr/2021", "wtcr/2022", "stcc/2023"]


def test_a_title_is_followed_through_the_seasons_of_its_series_with_the_rounds_that_count(feed_of: FeedOf) -> None:
    publications = [
        of(WTCR, 2021, titles=(TROPHY,)),
        of(WTCR, 2022, titles=(TROPHY,)),
        of(STCC, 2021, titles=(TROPHY,)),
    ]
    feed = feed_of(*publications, path="/titles/wtcr/trophy.ics")
    assert uids(feed) == ["wtcr.2021.spain", "wtcr.2022.spain"]
    assert str(Calendar.from_ical(feed.body)["X-WR-CALNAME"]) == "Trophy"
    with pytest.raises(FeedOptionError, match="this feed is of one series"):
        find_feed("/titles/wtcr/trophy.ics", publications).choice([("series", "stcc")])


def test_the_feeds_that_follow_stand_behind_all_others() -> None:
    publications = [of(WTCR, 2021, JESSICA, GUEST, titles=(DRIVERS, TROPHY)), of(STCC, 2021, JESSICA)]
    assert list(feeds_of(publications))[-4:] == [
        "/drivers/guest.ics",
        "/drivers/jessica-backman.ics",
        "/titles/wtcr/drivers.ics",
        "/titles/wtcr/trophy.ics",
    ]


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("/drivers/nobody.ics", "/drivers/jessica-backman.ics"),
        ("/titles/wtcr/nothing.ics", "/titles/wtcr/drivers.ics"),
        ("/titles/f1/drivers.ics", "/titles/wtcr/drivers.ics"),
        ("/wtcr/1999.ics", "/all.ics, /wtcr.ics, /wtcr/2021.ics"),
        ("/drivers.ics", "/all.ics, /wtcr.ics, /wtcr/2021.ics"),
    ],
)
def test_who_is_not_known_is_answered_with_those_of_the_kind_who_are(path: str, named: str) -> None:
    with pytest.raises(UnknownFeedError) as refused:
        find_feed(path, [of(WTCR, 2021, JESSICA, titles=(DRIVERS,))])
    assert str(refused.value) == f"no feed {path} (there are: {named})"


def test_a_series_that_was_published_as_drivers_keeps_its_addresses() -> None:
    former = of(Series("drivers", "Drivers of the World", "DOW"), 2021, Driver("2021", "Number Plate"))
    assert find_feed("/drivers/2021.ics", [former]).followed is None
    assert list(feeds_of([former])) == ["/all.ics", "/drivers.ics", "/drivers/2021.ics"]
