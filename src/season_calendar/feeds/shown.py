"""One event as a choice has it shown: the value that the bytes of a VEVENT follow from. Has no words of its own."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from season_calendar.choices.choice import Cancelled
from season_calendar.publishing.publication import Entry
from season_calendar.wording.texts import Texts


class Shown(NamedTuple):
    """An entry of a publication, and what a choice makes of it.

    ``left_choice`` marks an event as off that takes place, but has come to be of a kind that was not chosen.
    ``sessions`` are all sessions ever published of a round, where the feed has no events of them: then the round's own
    event holds the timetable, and changes whenever one of them does.
    """

    entry: Entry
    texts: Texts
    cancelled: Cancelled = Cancelled.MARKED
    left_choice: bool = False
    sessions: tuple[Entry, ...] = ()

    @property
    def key(self) -> tuple[object, ...]:
        """What tells one from another.

        What an entry shows follows from its fingerprint, which is of all its facts, and its sequence and stamp, which
        tell from which history it comes.
        """
        entry = self.entry
        return (
            *(self.texts, self.cancelled, self.left_choice),
            *(entry.facts.uid, entry.sequence, entry.fingerprint, entry.modified_at),
            *[(its.facts.uid, its.sequence, its.fingerprint, its.modified_at) for its in self.sessions],
        )

    @property
    def is_off(self) -> bool:
        """It is to be marked as off."""
        return self.left_choice or self.entry.is_off

    @property
    def is_off_as_tentative(self) -> bool:
        """It is, but in such a way that calendars show it which hide what is cancelled."""
        return self.is_off and self.cancelled is Cancelled.SHOWN

    @property
    def timetable(self) -> tuple[Entry, ...]:
        """The sessions to name in the event of a round that takes place: those that it has, and those called off.

        Which these are follows from what was published, and never from the hour.
        """
        return () if self.is_off else tuple(filter(self._is_in_timetable, self.sessions))

    @property
    def sequence(self) -> int:
        """Its SEQUENCE: rises with that of any session and when one is added; never falls, for none is forgotten."""
        return self.entry.sequence + sum(session.sequence + 1 for session in self.sessions)

    @property
    def modified_at(self) -> datetime:
        """When what is shown last changed."""
        return max(entry.modified_at for entry in (self.entry, *self.sessions))

    def _is_in_timetable(self, session: Entry) -> bool:
        """All that take place, and of what was called off that which is on the days that the round has by now.

        Whether it is still in the file says nothing: what is off leaves that without a stamp.
        """
        if not session.is_off:
            return True
        first, day, last = self.entry.facts.first_day, session.facts.first_day, self.entry.facts.last_day
        return not session.is_removed and bool(first and day and last and first <= day <= last)
