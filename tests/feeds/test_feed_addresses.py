"""Which feeds there are, and what each is called."""

from __future__ import annotations

import pytest
from support.racing import WTCR, published, season

from season_calendar.errors import FeedOptionError, UnknownFeedError
from season_calendar.feeds.addresses import feeds_of, find_feed
from season_calendar.model import Series
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
    with pytest.raises(FeedOptionError, match=r"^this feed is of one series; only /all\.ics has the option 'series'"):
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


def test_an_address_without_a_feed_is_told_which_there_are() -> None:
    with pytest.raises(UnknownFeedError, match=r"no feed /wtcr/2020\.ics \(there are: /all\.ics, /wtcr\.ics"):
        find_feed("/wtcr/2020.ics", PUBLICATIONS[:1])


def test_without_a_publication_there_is_no_feed_at_all() -> None:
    assert feeds_of([]) == {}
