"""Which feeds there are, and what each is called."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from support.racing import WTCR, germany, published, season

from season_calendar.errors import FeedOptionError, UnknownFeedError
from season_calendar.feeds.addresses import feeds_of, find_feed
from season_calendar.model import Driver, Series
from season_calendar.publishing.publication import Publication
from season_calendar.wording.texts import texts_for

F1 = Series("f1", "Formula One World Championship", "F1")
PUBLICATIONS = [
    published(season(id_="2022")),
    published(season(series=F1)),
    published(season(series=WTCR, id_="2021")),
]


def test_there_is_one_feed_of_everything_and_one_of_each_series_and_season() -> None:
    assert list(feeds_of(PUBLICATIONS)) == [
        "/all.ics",
        "/f1.ics",
        "/f1/2021.ics",
        "/wtcr.ics",
        "/wtcr/2021.ics",
        "/wtcr/2022.ics",
    ]


@pytest.mark.parametrize(
    ("path", "seasons", "name"),
    [
        ("/all.ics", ["f1/2021", "wtcr/2021", "wtcr/2022"], "All race series"),
        ("/wtcr.ics", ["wtcr/2021", "wtcr/2022"], "WTCR"),
        ("/wtcr/2021.ics", ["wtcr/2021"], "WTCR 2021"),
    ],
)
def test_a_feed_shows_its_seasons_in_order_and_has_a_name(path: str, seasons: list[str], name: str) -> None:
    source = find_feed(path, PUBLICATIONS)
    assert [publication.season.key for publication in source.publications] == seasons
    assert source.name(texts_for("en")) == name


def test_the_feed_of_everything_can_be_of_chosen_series_and_is_called_after_them() -> None:
    source = find_feed("/all.ics", PUBLICATIONS)
    both = source.chosen(source.choice([("series", "wtcr,f1")]))
    one = source.chosen(source.choice([("series", "wtcr")]))
    assert both.name(texts_for("en")) == "F1 and WTCR"
    assert [publication.season.key for publication in one.publications] == ["wtcr/2021", "wtcr/2022"]


@pytest.mark.parametrize("path", ["/wtcr.ics", "/wtcr/2021.ics"])
def test_a_feed_of_one_series_has_no_choice_of_series(path: str) -> None:
    with pytest.raises(
        FeedOptionError, match=r"^this feed is of one series; only /all\.ics and those of drivers have the"
    ):
        find_feed(path, PUBLICATIONS).choice([("series", "wtcr")])


def test_a_series_called_all_has_feeds_of_its_seasons_and_does_not_hide_the_others() -> None:
    everything = [*PUBLICATIONS, published(season(series=Series("all", "All Stars", "All Stars")))]
    feeds = feeds_of(everything)
    assert list(feeds)[:2] == ["/all.ics", "/all/2021.ics"]
    assert len(feeds["/all.ics"].publications) == 4
    assert feeds["/all.ics"].name(texts_for("en")) == "All race series"


def test_a_series_is_called_as_its_last_season_calls_it() -> None:
    renamed = published(season(series=Series("wtcr", "Kumho FIA TCR World Tour", "TCR"), id_="2023"))
    assert find_feed("/wtcr.ics", [renamed, *PUBLICATIONS]).name(texts_for("en")) == "TCR"


def of_year(year: int, series: Series = WTCR) -> Publication:
    """A season of one round in June of a year."""
    round_ = germany(first_day=date(year, 6, 3), last_day=date(year, 6, 5), sessions=())
    its = season(round_, series=series, id_=str(year))
    return published(replace(its, drivers=(Driver(f"champion-of-{year}", "Anna"),)))


def without_events(year: int) -> Publication:
    """A season of a round that has no date yet."""
    return published(season(germany(first_day=None, last_day=None, sessions=()), id_=str(year)))


def withdrawn(year: int) -> Publication:
    """A season of which only a tombstone is left."""
    return published(season(germany(sessions=()), id_=str(year)), replace(season(id_=str(year)), rounds=()))


def seasons_at(path: str, *publications: Publication) -> list[str]:
    return [publication.season.key for publication in find_feed(path, publications).publications]


def test_the_feed_of_a_series_and_that_of_everything_hold_its_newest_two_seasons() -> None:
    seasons = [of_year(2022), of_year(2020), of_year(2021), of_year(2019, F1)]
    assert seasons_at("/wtcr.ics", *seasons) == ["wtcr/2021", "wtcr/2022"]
    assert seasons_at("/all.ics", *seasons) == ["f1/2019", "wtcr/2021", "wtcr/2022"]


def test_an_older_season_keeps_its_own_address() -> None:
    assert seasons_at("/wtcr/2020.ics", of_year(2020), of_year(2021), of_year(2022)) == ["wtcr/2020"]


def test_seasons_are_as_old_as_their_first_day_whatever_they_are_called() -> None:
    autumn = published(season(germany(first_day=date(2021, 9, 3), last_day=date(2021, 9, 5), sessions=()), id_="1st"))
    assert seasons_at("/wtcr.ics", autumn, of_year(2022), of_year(2021)) == ["wtcr/1st", "wtcr/2022"]


def test_of_seasons_that_begin_on_one_day_their_ids_tell_which_is_newer() -> None:
    begin_alike = [published(season(germany(sessions=()), id_=id_)) for id_ in ("b", "c", "a")]
    assert seasons_at("/wtcr.ics", *begin_alike) == ["wtcr/b", "wtcr/c"]


def test_a_season_without_dates_is_the_newest_and_takes_the_place_of_none() -> None:
    source = find_feed("/wtcr.ics", [without_events(2023), of_year(2020), of_year(2021), of_year(2022)])
    assert [its.season.id for its in source.publications] == ["2021", "2022", "2023"]


def test_the_tombstones_of_a_season_that_was_withdrawn_are_shown_and_it_takes_the_place_of_none() -> None:
    assert seasons_at("/wtcr.ics", of_year(2020), of_year(2021), withdrawn(2022)) == [
        "wtcr/2022",
        "wtcr/2020",
        "wtcr/2021",
    ]


@pytest.mark.parametrize("path", ["/wtcr.ics", "/all.ics"])
def test_names_of_older_seasons_stay_good_in_an_address(path: str) -> None:
    source = find_feed(path, [of_year(2020), of_year(2021), of_year(2022)])
    choice = source.choice([("driver", "champion-of-2020"), ("round", "wtcr/2020/germany")])
    assert (choice.drivers, choice.round_ids) == (frozenset({"champion-of-2020"}), frozenset({"wtcr/2020/germany"}))
    with pytest.raises(FeedOptionError, match="no driver 'champion-of-2019'"):
        source.choice([("driver", "champion-of-2019")])


def test_every_series_ever_published_can_be_chosen_of_everything_and_a_mistyped_one_cannot() -> None:
    source = find_feed("/all.ics", [of_year(2021, F1), withdrawn(2021)])
    chosen = source.chosen(source.choice([("series", "wtcr,f1")]))
    assert chosen.name(texts_for("en")) == "F1 and WTCR"
    assert source.chosen(source.choice([("series", "wtcr")])).name(texts_for("en")) == "WTCR"
    with pytest.raises(FeedOptionError, match="no series 'wtrc'; did you mean 'wtcr'"):
        source.choice([("series", "wtrc,f1")])


def test_an_address_without_a_feed_is_told_which_there_are() -> None:
    with pytest.raises(UnknownFeedError, match=r"no feed /wtcr/2020\.ics \(there are: /all\.ics, /wtcr\.ics"):
        find_feed("/wtcr/2020.ics", PUBLICATIONS[:1])


def test_without_a_publication_there_is_no_feed_at_all() -> None:
    assert feeds_of([]) == {}
