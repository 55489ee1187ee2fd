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


class Audience:
    """All subscribers, grouped by what they chose, so that what many chose alike is worked out once."""

    def __init__(self, subscribers: Iterable[Subscriber]) -> None:
        self._by_id = {subscriber.id: subscriber for subscriber in subscribers}
        groups: dict[Choice, list[Subscriber]] = {}
        for subscriber in self._by_id.values():
            groups.setdefault(subscriber.choice, []).append(subscriber)
        self._groups = tuple(tuple(group) for group in groups.values())

    def __iter__(self) -> Iterator[Subscriber]:
        return iter(self._by_id.values())

    def get(self, subscriber_id: str) -> Subscriber | None:
        """The subscriber of that id, if there still is one."""
        return self._by_id.get(subscriber_id)

    @property
    def groups(self) -> tuple[tuple[Subscriber, ...], ...]:
        """The subscribers, those with the same choice together; no group is empty."""
        return self._groups
