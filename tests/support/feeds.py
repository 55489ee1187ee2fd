"""The events of a feed, as tests look at them one by one."""

from __future__ import annotations

from season_calendar.feeds.feed import Feed
from season_calendar.model import Round, Season
from support.ics_lint import Component, faults, read
from support.racing import season


def events(feed: Feed) -> dict[str, Component]:
    """Every event of a feed that has no fault, by its UID."""
    assert faults(feed.body) == []
    return {event.one("UID"): event for event in read(feed.body).parts}


def states(*rounds: Round) -> list[Season]:
    """Seasons of one round each."""
    return [season(round_) for round_ in rounds]
