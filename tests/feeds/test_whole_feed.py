"""A feed as a whole: its header, its bytes, and that nothing but its content changes them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace
from datetime import timedelta
from pathlib import Path

import pytest
from support.ics_lint import faults, read
from support.racing import FIRST_NOW, WTCR, germany, published, season

from season_calendar.css_colors import CSS_COLORS
from season_calendar.feeds.addresses import find_feed
from season_calendar.feeds.alarms import alarm_set
from season_calendar.feeds.feed import Feed
from season_calendar.feeds.render import render_event
from season_calendar.feeds.shown import Shown
from season_calendar.model import Series, Status
from season_calendar.publishing.publish import RENDER_VERSION
from season_calendar.wording.texts import texts_for

FeedOf = Callable[..., Feed]
GOLDEN = Path(__file__).parent / "golden.ics"
F1 = Series("f1", "Formula One World Championship", "F1")

BUILD = """
from support.racing import FIRST_NOW, germany, published, season
from season_calendar.feeds.addresses import find_feed
from season_calendar.feeds.feed import build_feed
from season_calendar.feeds.render import Renderer
source = find_feed("/wtcr.ics", [published(season())])
choice = source.choice([("sessions", "race,sprint,qualifying,test"), ("alarm", "1d,30m")])
print(build_feed(source, choice, FIRST_NOW, renderer=Renderer()).etag)
"""


def test_a_small_season_is_these_bytes(feed_of: FeedOf) -> None:
    """Where this fails because rendering changed on purpose, raise RENDER_VERSION: clients then take the new form."""
    publication = published(
        season(), season(germany(status=Status.PROVISIONAL, note="Nach dem 24h-Rennen; Eintritt frei"))
    )
    feed = feed_of(publication, path="/wtcr/2021.ics", alarm="1d,30m", base_url="https://example.org/calendar/")
    assert RENDER_VERSION == 3
    assert feed.body == GOLDEN.read_bytes()


def test_the_header_says_what_each_calendar_looks_for(feed_of: FeedOf) -> None:
    feed = feed_of(published(season()), base_url="https://example.org")
    assert faults(feed.body) == []
    lines = {name: values[0] for name, values in read(feed.body).lines.items()}
    assert lines == {
        "VERSION": ({}, "2.0"),
        "PRODID": ({}, "-//season-calendar//season-calendar//EN"),
        "CALSCALE": ({}, "GREGORIAN"),
        "UID": ({}, "wtcr.ics@season-calendar"),
        "NAME": ({}, "WTCR"),
        "X-WR-CALNAME": ({}, "WTCR"),
        "DESCRIPTION": ({}, r"WTCR: every round and session\, kept up to date."),
        "X-WR-CALDESC": ({}, r"WTCR: every round and session\, kept up to date."),
        "COLOR": ({}, "dodgerblue"),
        "X-APPLE-CALENDAR-COLOR": ({}, "#1E90FF"),
        "URL": ({}, "https://www.fiawtcr.com/"),
        "SOURCE": ({"VALUE": "URI"}, "https://example.org/wtcr.ics"),
        "REFRESH-INTERVAL": ({"VALUE": "DURATION"}, "PT1H"),
        "X-PUBLISHED-TTL": ({}, "PT1H"),
    }


def test_an_address_that_is_not_known_is_not_made_up(feed_of: FeedOf) -> None:
    assert b"SOURCE" not in feed_of(published(season())).body


def test_a_choice_is_a_calendar_of_its_own(feed_of: FeedOf) -> None:
    header = read(feed_of(published(season()), base_url="https://example.org", sessions="race,qualifying").body)
    assert header.one("UID") == r"wtcr.ics?sessions=qualifying\,race@season-calendar"
    assert header.one("SOURCE") == "https://example.org/wtcr.ics?sessions=qualifying,race"
    assert header.one("X-WR-CALDESC") == r"WTCR: the rounds and sessions you chose\, kept up to date."


def test_the_calendar_of_a_series_with_a_domain_for_uids_has_its_own_there_too(feed_of: FeedOf) -> None:
    publication = published(season(series=replace(WTCR, uid_domain="example.org")))
    assert read(feed_of(publication).body).one("UID") == "wtcr.ics@example.org"


def test_a_feed_of_several_series_has_the_color_and_link_of_none(feed_of: FeedOf) -> None:
    header = read(feed_of(published(season()), published(season(series=F1)), path="/all.ics").body)
    assert not {"COLOR", "X-APPLE-CALENDAR-COLOR", "URL"} & header.lines.keys()
    assert header.one("NAME") == "All race series"


def test_a_series_has_the_color_and_link_of_its_last_season(feed_of: FeedOf) -> None:
    old = season(series=replace(WTCR, color="crimson", link="https://old.example/"))
    header = read(feed_of(published(season(id_="2022")), published(old)).body)
    assert header.one("COLOR") == "dodgerblue"
    assert header.one("URL") == "https://www.fiawtcr.com/"


def test_a_feed_of_chosen_series_shows_those_only(feed_of: FeedOf) -> None:
    publications = published(season()), published(season(series=F1))
    body = feed_of(*publications, path="/all.ics", series="f1").body
    assert body.count(b"UID:f1.2021.") == 4
    assert b"UID:wtcr.2021." not in body


@pytest.mark.parametrize("name", ["A, B; C\\N\\n", "two\nlines", "C:\\Nord", '"quoted": x'])
def test_a_name_is_escaped_wherever_it_stands(feed_of: FeedOf, name: str) -> None:
    feed = feed_of(published(season(series=replace(WTCR, short_name=name))))
    assert faults(feed.body) == []
    in_bytes = name.replace("\\", r"\\").replace(",", r"\,").replace(";", r"\;").replace("\n", r"\n")
    header = read(feed.body)
    assert header.one("NAME") == header.one("X-WR-CALNAME") == in_bytes


def test_every_css_color_has_its_hex_value() -> None:
    assert len(CSS_COLORS) == 147
    assert (CSS_COLORS["navy"], CSS_COLORS["darkorange"]) == ("#000080", "#ff8c00")


def test_the_tag_is_of_the_bytes(feed_of: FeedOf) -> None:
    publication = published(season())
    assert re.fullmatch('"[0-9a-f]{32}"', feed_of(publication).etag)
    assert feed_of(publication).etag == feed_of(publication).etag
    assert feed_of(publication).etag != feed_of(publication, rounds="only").etag


def test_what_is_kept_to_be_served_again_cannot_be_changed(feed_of: FeedOf) -> None:
    publication = published(season())
    event = render_event(Shown(next(iter(publication.entries.values())), texts_for("en")))
    for value, name in [
        (feed_of(publication), "body"),
        (find_feed("/wtcr.ics", [publication]), "path"),
        (event, "opening"),
        (alarm_set([timedelta(hours=1)]), "timed"),
    ]:
        with pytest.raises(FrozenInstanceError):
            setattr(value, name, None)


def test_the_hour_changes_nothing_until_a_tombstone_leaves(feed_of: FeedOf) -> None:
    publication = published(season(), season(germany(sessions=())))
    now = FIRST_NOW + timedelta(hours=2)
    first, later = feed_of(publication, now=now), feed_of(publication, now=now + timedelta(days=9, hours=5))
    assert first == later
    much_later = feed_of(publication, now=now + timedelta(days=300))
    assert much_later.body != first.body


def test_another_hash_seed_gives_the_same_bytes() -> None:
    paths = os.pathsep.join(path for path in sys.path if path)
    tags = {
        subprocess.run(
            [sys.executable, "-c", BUILD],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": paths},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(tags) == 1


def test_a_choice_of_nothing_there_is_still_a_calendar(feed_of: FeedOf) -> None:
    feed = feed_of(published(season()), sessions="warm-up", rounds="none")
    assert faults(feed.body) == []
    assert read(feed.body).parts == []
