"""What subscribers are told of a change: between two seasons, and in sentences. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from season_calendar.model import Season
from season_calendar.publishing.changes import Change, told_once
from season_calendar.publishing.publication import History
from season_calendar.publishing.publish import publish
from season_calendar.wording.events import describe_change
from season_calendar.wording.texts import Texts


def changes_between(before: Season, after: Season, now: datetime) -> tuple[Change, ...]:
    """What subscribers would see, had the one been published and then, at ``now``, the other."""
    published = publish(before, History(), now)
    history = History(published.edition, published.published_at, published.entries)
    return publish(after, history, now).changes


def in_sentences(changes: Iterable[Change], texts: Texts) -> list[str]:
    """The changes of one publication in whole sentences, in their order, nothing twice."""
    return list(dict.fromkeys(describe_change(change, texts) for change in told_once(changes)))
