"""Words are found once for all who read the same: of thousands who are reminded together, most do."""

from __future__ import annotations

from datetime import datetime

from season_calendar.daemon.in_hand import InHand
from season_calendar.reminders.composing import Words, addressed, compose
from season_calendar.reminders.message import Message
from season_calendar.reminders.occasions import Subject

_MOST_WORDS = 1000


class WordStore:
    """The words found in the current second. A countdown tells minutes, and what a program is told, seconds."""

    def __init__(self) -> None:
        self._second: datetime | None = None
        self._words: dict[object, tuple[Subject, Words]] = {}

    def message(self, item: InHand, now: datetime) -> Message:
        """The message as of now."""
        second = now.replace(microsecond=0)
        if second != self._second or len(self._words) >= _MOST_WORDS:
            self._second = second
            self._words.clear()
        telling, subscriber = item.telling, item.subscriber
        same = (
            id(item.subject),  # another one has other words; this one lives as long as they are kept
            telling.kind,
            tuple(telling.says.items()),
            tuple(telling.untrue.items()),
            subscriber.choice.language,
            subscriber.zone_name,
        )
        kept = self._words.get(same)
        if kept is None:
            kept = self._words[same] = item.subject, compose(telling, item.subject, subscriber, now)
        return addressed(kept[1], item.key)
