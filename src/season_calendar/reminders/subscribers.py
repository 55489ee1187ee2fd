"""Who is reminded, of which series, how long before, where and in which words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

CONSOLE_ID = "console"
"""The id, name and channel of the one who is reminded where there is no subscriber at all."""


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Someone to remind.

    ``id`` is given once and never reused; ``name`` may change. ``address`` is a secret: a webhook's holds a token.
    ``series`` are the ids of the series followed, none meaning all. ``lead_times`` go over the season's for the
    kinds they name (``round`` too; an empty tuple means no reminder of that kind). Nothing due before ``since`` is
    ever sent.
    """

    id: str
    name: str
    channel: str
    address: str = field(repr=False)
    zone_name: str
    language: str
    since: datetime
    series: tuple[str, ...] = ()
    lead_times: Mapping[str, tuple[timedelta, ...]] = field(default_factory=dict)

    def follows(self, series_id: str) -> bool:
        """Whether they want to hear of that series."""
        return not self.series or series_id in self.series

    def own_lead_times(self, kind: str, usual: tuple[timedelta, ...]) -> tuple[timedelta, ...]:
        """Their own lead times for a kind of event, or the usual ones."""
        return self.lead_times.get(kind, usual)


def console_subscriber(zone_name: str, since: datetime) -> Subscriber:
    """Whoever sits at the terminal: reminded of everything where there is no subscriber at all."""
    return Subscriber(CONSOLE_ID, CONSOLE_ID, CONSOLE_ID, "", zone_name, "en", since)


class Audience:
    """All subscribers, grouped by what they chose, so that what many chose alike is worked out once."""

    def __init__(self, subscribers: Iterable[Subscriber]) -> None:
        self._by_id = {subscriber.id: subscriber for subscriber in subscribers}
        groups: dict[object, list[Subscriber]] = {}
        for subscriber in self._by_id.values():
            choice = (subscriber.series, tuple(sorted(subscriber.lead_times.items())))
            groups.setdefault(choice, []).append(subscriber)
        self._groups = tuple(tuple(group) for group in groups.values())

    def __iter__(self) -> Iterator[Subscriber]:
        return iter(self._by_id.values())

    def get(self, subscriber_id: str) -> Subscriber | None:
        """The subscriber of that id, if there still is one."""
        return self._by_id.get(subscriber_id)

    @property
    def groups(self) -> tuple[tuple[Subscriber, ...], ...]:
        """The subscribers, those with the same series and lead times together; no group is empty."""
        return self._groups
