"""Who is reminded, of what, and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from season_calendar.choices.choice import Choice

CONSOLE_ID = "console"
"""The id, name and channel of the one who is reminded where there is no subscriber at all."""


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Someone to remind.

    ``id`` is given once and never reused; ``name`` may change. ``address`` is a secret: a webhook's holds a token.
    The lead times of their ``choice`` go over the season's. Nothing due before ``since`` is ever sent.
    """

    id: str
    name: str
    channel: str
    address: str = field(repr=False)
    zone_name: str
    since: datetime
    choice: Choice = field(default_factory=Choice)


def console_subscriber(zone_name: str, since: datetime) -> Subscriber:
    """Whoever sits at the terminal: reminded of everything where there is no subscriber at all."""
    return Subscriber(CONSOLE_ID, CONSOLE_ID, CONSOLE_ID, "", zone_name, since)


def alike(subscribers: Iterable[Subscriber]) -> Iterator[tuple[Choice, list[Subscriber]]]:
    """Who chose what, those who chose alike together, so that it is worked out once for all of them."""
    groups: dict[Choice, list[Subscriber]] = {}
    for subscriber in subscribers:
        groups.setdefault(subscriber.choice, []).append(subscriber)
    yield from groups.items()
