"""Words are found once for all who read the same: of thousands who are reminded together, most do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from season_calendar.daemon.in_hand import InHand, ToTell
from season_calendar.reminders.composing import Words, addressed, compose
from season_calendar.reminders.message import Message
from season_calendar.reminders.occasions import Subject
from season_calendar.wording.texts import Texts

_MOST_WORDS = 1000
_SECOND = timedelta(seconds=1)


def make_ready(texts: Texts, at: datetime) -> None:
    """Have at hand what words in a language are made of: to load it takes the first message of many some 25 ms."""
    texts.moment(at)
    texts.countdown(timedelta(hours=1))


class WordStore:
    """The words found in the current second. A countdown tells minutes, and what a program is told, seconds."""

    def __init__(self) -> None:
        self._from = self._until = datetime.min.replace(tzinfo=UTC)
        self._words: dict[object, tuple[Subject, Words]] = {}
        self._found: dict[tuple[int, str | None, str], tuple[ToTell, Words]] = {}

    def message(self, item: InHand, now: datetime) -> Message:
        """The message as of now."""
        if not self._from <= now < self._until or len(self._found) >= _MOST_WORDS:
            self._from = now.replace(microsecond=0)
            self._until = self._from + _SECOND
            self._words.clear()
            self._found.clear()
        to_tell, subscriber = item.to_tell, item.subscriber
        # The very same object for all of a batch, most of the time: to compare what it says takes three times as long.
        same = id(to_tell), subscriber.choice.language, subscriber.zone_name
        found = self._found.get(same)
        if found is None:
            found = self._found[same] = to_tell, self._words_of(item, now)
        return addressed(found[1], item.key)

    def _words_of(self, item: InHand, now: datetime) -> Words:
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
        return kept[1]
