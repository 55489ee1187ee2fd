"""What is true at one moment: the published rounds, and what each choice wants of them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from season_calendar.choices.choice import Choice
from season_calendar.publishing.publication import Publication
from season_calendar.reminders.occasions import Subject, subjects_of
from season_calendar.reminders.subscribers import Subscriber
from season_calendar.reminders.wanted import Wanted, wanted_of

_MOST_WANTED = 4096
"""How many answers to "what does this choice want of this round" are kept."""


@dataclass(frozen=True)
class Agenda:
    """The published rounds by their keys. ``marks`` tell, by season, from which state of the journal they are.

    ``console`` is who is reminded where there is no subscriber at all.
    """

    marks: Mapping[str, object] = field(default_factory=dict)
    console: Subscriber | None = None
    subjects: Mapping[str, Subject] = field(default_factory=dict)
    _wanted: OrderedDict[tuple[str, Choice], Wanted] = field(default_factory=OrderedDict, compare=False, repr=False)

    @property
    def season_keys(self) -> Collection[str]:
        """The seasons of which it knows."""
        return self.marks.keys()

    def is_newest(self, marks: Mapping[str, object]) -> bool:
        """Whether nothing was published since, by the journal's marks."""
        return all(marks.get(key) == mark for key, mark in self.marks.items())

    def wanted(self, subject: Subject, choice: Choice) -> Wanted:
        """What a choice wants of a round. Of one thread at a time."""
        key = (subject.key, choice)
        wanted = self._wanted.get(key)
        if wanted is None:
            wanted = self._wanted[key] = wanted_of(subject, choice)
            if len(self._wanted) > _MOST_WANTED:
                self._wanted.popitem(last=False)
        return wanted

    def ahead(self, choice: Choice, now: datetime) -> Iterator[Wanted]:
        """What a choice wants of the rounds that are not over."""
        for subject in self.subjects.values():
            if any(occasion.ends_at > now for occasion in subject.occasions.values()):
                yield wanted_of(subject, choice)

    def changed_since(self, before: Agenda) -> list[str]:
        """The keys of the rounds that are otherwise than in an earlier agenda."""
        return [key for key, subject in self.subjects.items() if not subject.is_like(before.subjects.get(key))]


def make_agenda(publications: Sequence[Publication], marks: Mapping[str, object], console: Subscriber | None) -> Agenda:
    """The agenda of these publications."""
    return Agenda(dict(marks), console, subjects_of(publications))
