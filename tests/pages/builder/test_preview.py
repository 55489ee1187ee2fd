"""The preview tells of the calendar what the calendar holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from support.any_season import seasons
from support.feeds import events
from support.racing import FIRST_NOW, germany, published, season
from support.visiting import SPAIN, builder_visit, f1, wtcr

from season_calendar.feeds.feed import build_feed
from season_calendar.feeds.render import Renderer
from season_calendar.model import Season, Status
from season_calendar.pages.builder.asked import Asked, ask, ask_usual
from season_calendar.pages.builder.preview import Preview, preview_of
from season_calendar.publishing.publication import Publication
from season_calendar.wording.texts import texts_for


def previewed(query: str, *publications: Publication, now: datetime = FIRST_NOW, tag: str = "en") -> Preview:
    return preview_of(ask(builder_visit(query, *publications)), now, texts_for(tag))


def count(asked: Asked) -> int:
    return len(events(build_feed(asked.source, asked.choice, FIRST_NOW, renderer=Renderer())))


@pytest.mark.parametrize(
    "query",
    [
        "feed=/wtcr.ics",
        "feed=/all.ics&series=f1",
        "feed=/wtcr.ics&sessions=race",
        "feed=/wtcr.ics&rounds=only&driver=bo",
        "feed=/wtcr/2021.ics&rounds=none&round=spain",
        "feed=/all.ics&title=trophy&sessions=warm-up",
    ],
)
def test_it_counts_the_events_of_the_feed(query: str) -> None:
    asked = ask(builder_visit(query, wtcr(), f1()))

    assert preview_of(asked, FIRST_NOW, texts_for()).count == count(asked)


@given(seasons())
def test_it_counts_the_events_of_any_feed(any_season: Season) -> None:
    asked = ask_usual(builder_visit("", published(any_season)), "/wtcr.ics")

    preview = preview_of(asked, FIRST_NOW, texts_for())

    assert preview.count == count(asked)
    assert min(preview.count, 1) <= len(preview.lines) <= 5


def test_it_shows_the_first_five_with_their_times_at_the_venue_and_titles_as_in_the_calendar() -> None:
    lines = previewed("feed=/wtcr.ics").lines

    assert [(line.day, line.hour, line.title) for line in lines] == [
        ("3–5 Jun", "", "WTCR: Race of Germany"),
        ("Thu 3 Jun", "14:30", "WTCR Qualifying: Race of Germany"),
        ("Sat 5 Jun", "", "WTCR Race 2: Race of Germany (TBC)"),
        ("Sat 5 Jun", "11:00", "WTCR Race 1: Race of Germany"),
        ("10–11 Jul", "", "WTCR: Race of Spain"),
    ]


def test_what_is_over_makes_room_for_what_is_ahead() -> None:
    lines = previewed("feed=/wtcr.ics", now=datetime.fromisoformat("2021-06-20T00:00Z")).lines

    assert [line.title for line in lines] == [
        "WTCR: Race of Spain",
        "WTCR Practice: Race of Spain",
        "WTCR Race 1: Race of Spain",
    ]


def test_where_all_is_over_the_last_are_shown_with_their_year() -> None:
    lines = previewed("feed=/wtcr.ics", now=FIRST_NOW + timedelta(days=400)).lines

    assert len(lines) == 5
    assert lines[-1].day == "Sun, 11 Jul 2021"


def test_what_is_cancelled_is_shown_as_the_calendar_has_it() -> None:
    cancelled = published(season(replace(germany(), status=Status.CANCELLED), SPAIN))

    assert previewed("feed=/wtcr.ics&rounds=only", cancelled).lines[0].title == "Cancelled: WTCR: Race of Germany"


def test_days_are_in_the_language_of_the_page_and_titles_in_that_of_the_calendar() -> None:
    preview = previewed("feed=/wtcr.ics&lang=sv&sessions=race&rounds=none", tag="de")

    assert (preview.language, preview.lines[1].day, preview.lines[1].title) == (
        "sv",
        "Sa., 5. Juni",
        "WTCR Lopp 1: Race of Germany",
    )
