"""Feeds as files: their names, and which there are of a variant."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import parse_qsl

import pytest
from support.racing import WTCR, germany, published, season, session

from season_calendar.choices.options import read_choice
from season_calendar.errors import FeedOptionError, UnknownFeedError
from season_calendar.feeds.files import Variant, feed_files, find_file
from season_calendar.model import Driver, Title

F1 = replace(WTCR, id="f1", short_name="F1")
DRIVER = Driver("bo", "Bo Å")
NIGHT = session("night-practice", "night-practice", "Night Practice", date(2021, 6, 3), "20:00")


def variant(query: str, path: str | None = None) -> Variant:
    return Variant(read_choice(parse_qsl(query)), path)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("sessions=race", "/wtcr/2021.sessions-race.ics"),
        ("SESSIONS=Race", "/wtcr/2021.sessions-race.ics"),
        ("rounds=only&lang=sv", "/wtcr/2021.lang-sv.rounds-only.ics"),
        ("sessions=race,qualifying&alarm=1d,30m", "/wtcr/2021.alarm-1d_30m.sessions-qualifying_race.ics"),
        ("alarm=race:2h,round:none", "/wtcr/2021.alarm-race-2h_round-none.ics"),
        ("round=wtcr/2021/spain", "/wtcr/2021.round-wtcr.2021.spain.ics"),
        ("sessions=night-practice", "/wtcr/2021.sessions-night-practice.ics"),
        ("sessions=night,practice", "/wtcr/2021.sessions-night_practice.ics"),
        ("sessions=övning", "/wtcr/2021.sessions-c3b6vning.ics"),
    ],
)
def test_a_file_is_named_by_what_is_chosen(query: str, name: str) -> None:
    assert variant(query).file_of("/wtcr/2021.ics") == name


@pytest.mark.parametrize("path", ["/wtcr.ics", "/wtcr/2021.ics", "/drivers/bo.ics"])
@pytest.mark.parametrize(
    "query",
    [
        "sessions=race",
        "rounds=only&lang=sv",
        "sessions=race,night-practice&alarm=1d,30m&cancelled=shown",
        "alarm=race:2h,15m,round:none,night-practice:1h",
        "round=wtcr/2021/germany,vila-real,wtcr/2021/vila-real&driver=bo&title=junior",
    ],
)
def test_its_name_is_read_back_as_what_was_chosen(path: str, query: str) -> None:
    rounds = germany(sessions=(NIGHT,)), replace(germany(), id="vila-real")
    season_ = replace(season(*rounds), drivers=(DRIVER,), titles=(Title("junior", "Junior"),))
    chosen = variant(query)

    file = find_file(chosen.file_of(path), [published(season_)])
    assert (file.source.path, file.choice()) == (path, chosen.choice)


@pytest.mark.parametrize(
    "path", ["/wtcr.ics.ics", "/wtcr.race.ics", "/wtrc.sessions-race.ics", "/a.sessions-race/wtcr.ics", "/.lang-sv.ics"]
)
def test_a_name_that_no_file_has_is_no_feed(path: str) -> None:
    with pytest.raises(UnknownFeedError, match=path):
        find_file(path, [published(season(germany()))])


def test_the_name_of_a_long_choice_is_short_and_is_of_no_other_choice() -> None:
    names = ",".join(f"driver-number-{number}" for number in range(40))
    one, other = variant(f"driver={names}").file_of("/wtcr.ics"), variant(f"driver={names},z").file_of("/wtcr.ics")

    assert one.startswith("/wtcr.driver-driver-number-0_driver-number-1_")
    assert max(len(one), len(other)) <= 6 + 120 + 4
    assert one != other


def test_a_variant_is_written_of_every_feed_that_is_offered_and_of_none_that_follows() -> None:
    publications = [published(replace(season(germany()), drivers=(DRIVER,)))]
    files = feed_files(publications, [("lang", "sv")], [variant("sessions=race")])

    assert [(its.path, its.options) for its in files if not its.is_variant] == [
        (path, (("lang", "sv"),)) for path in ("/all.ics", "/wtcr.ics", "/wtcr/2021.ics", "/drivers/bo.ics")
    ]
    assert [(its.path, its.options) for its in files if its.is_variant] == [
        (path, (("sessions", "race"),)) for path in ("/wtcr.sessions-race.ics", "/wtcr/2021.sessions-race.ics")
    ]


def test_of_several_series_there_is_one_of_everything_too() -> None:
    files = feed_files([published(season(germany())), published(season(series=F1))], (), [variant("rounds=only")])

    assert [its.path for its in files if its.is_variant] == [
        f"{path}.rounds-only.ics" for path in ("/all", "/f1", "/f1/2021", "/wtcr", "/wtcr/2021")
    ]


def test_a_variant_of_one_feed_is_written_of_that_alone_and_twice_said_it_is_one_file() -> None:
    publications = [published(replace(season(germany()), drivers=(DRIVER,)))]
    both = [variant("alarm=1d", "/drivers/bo.ics"), variant("alarm=24h", "/drivers/bo.ics")]

    assert [its.path for its in feed_files(publications, (), both) if its.is_variant] == ["/drivers/bo.alarm-1d.ics"]


def test_a_feed_of_which_nothing_is_left_has_no_file() -> None:
    publications = [published(season(germany())), published(season(replace(germany(), id="spain"), series=F1))]
    files = {its.path: its for its in feed_files(publications, (), [variant("round=germany")])}

    assert files["/wtcr.round-germany.ics"].choice().round_ids == frozenset({"germany"})
    with pytest.raises(FeedOptionError, match="no round 'germany'"):
        files["/f1.round-germany.ics"].choice()


def test_a_variant_of_a_feed_that_there_is_not_is_told() -> None:
    with pytest.raises(UnknownFeedError, match=r"/gp2\.ics"):
        feed_files([published(season(germany()))], (), [variant("rounds=only", "/gp2.ics")])
