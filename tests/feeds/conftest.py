"""Feeds for every test of this room."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from support.racing import FIRST_NOW

from season_calendar.feeds.addresses import find_feed
from season_calendar.feeds.feed import Feed, build_feed
from season_calendar.feeds.render import Renderer
from season_calendar.publishing.publication import Publication

FeedOf = Callable[..., Feed]


@pytest.fixture
def feed_of() -> FeedOf:
    """The feed of publications at an address, by default the first one's series."""

    def build(
        *publications: Publication,
        path: str | None = None,
        now: datetime = FIRST_NOW,
        base_url: str | None = None,
        renderer: Renderer | None = None,
        **options: str,
    ) -> Feed:
        source = find_feed(path or f"/{publications[0].season.series.id}.ics", publications)
        return build_feed(
            source,
            source.choice(options.items()),
            now,
            renderer=renderer or Renderer(),
            base_url=base_url,
        )

    return build
