"""What the daemon knows at one moment: the events, the subscribers, and which seasons it may speak for. Immutable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from season_calendar.publishing.publication import Publication
from season_calendar.reminders.occasions import Occasion, occasions_of
from season_calendar.reminders.subscribers import Audience, Subscriber

_PUBLISHED = "published "


@dataclass(frozen=True, slots=True)
class Agenda:
    """Events by UID and subscribers, of the seasons in ``season_keys`` alone."""

    occasions: Mapping[str, Occasion] = field(default_factory=dict)
    audience: Audience = field(default_factory=lambda: Audience(()))
    season_keys: frozenset[str] = frozenset()


def make_agenda(
    publications: Sequence[Publication], subscribers: Sequence[Subscriber], memory: Mapping[str, datetime]
) -> Agenda:
    """The agenda of all seasons but those of which another daemon has planned a newer edition.

    Of these we would only undo what it did; it sends their reminders.
    """
    current = [its for its in publications if its.published_at >= memory.get(_name(its), its.published_at)]
    return Agenda(occasions_of(current), Audience(subscribers), frozenset(its.season.key for its in current))


def editions(publications: Sequence[Publication]) -> dict[str, datetime]:
    """What to remember of the editions planned with: their instants, which rise with every edition of a season."""
    return {_name(publication): publication.published_at for publication in publications}


def _name(publication: Publication) -> str:
    return _PUBLISHED + publication.season.key
