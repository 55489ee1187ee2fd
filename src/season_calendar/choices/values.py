"""How the value of an option is read from words and written: a class for each sort of value.

Which options there are is not known here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import chain
from typing import Generic, TypeAlias, TypeVar
from urllib.parse import quote

from season_calendar.choices.choice import EVERY_KIND, LeadTimes, lead_times_of
from season_calendar.errors import FeedOptionError, TimeExpressionError, suggestion
from season_calendar.season_file.format.scalars import kind_slug
from season_calendar.zoned_time import format_span, parse_span

MOST_ALARMS = 5
"""How many alarms one event may have; each costs every subscriber some 100 bytes per event."""

NO_LEAD_TIME = "none"
"""Stands for a kind of which nothing is wanted, in place of a length of time."""

T = TypeVar("T")
Word = TypeVar("Word", bound=StrEnum)

Texts: TypeAlias = Sequence[Sequence[str]]
"""What was said of an option: the words of each time it was given."""


class NamesThereAre:
    """The names that a word may be. They may come slowly, and any of them more than once: each is waited for once, and
    none before a word asks for it.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._to_come = iter(names)
        self._here: dict[str, None] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._here or any(its == name for its in self._coming())

    def __iter__(self) -> Iterator[str]:
        """Every name, each once."""
        for _ in self._coming():
            pass
        return iter(self._here)

    def _coming(self) -> Iterator[str]:
        for name in self._to_come:
            self._here[name] = None
            yield name


def round_name(text: str) -> str:
    """The name of a round, as ids are written: ``WTCR/2021/Vila Real`` is ``wtcr/2021/vila-real``."""
    return "/".join(filter(None, map(kind_slug, text.split("/"))))


class Value(ABC, Generic[T]):
    """A kind of value."""

    @abstractmethod
    def read(self, option: str, texts: Texts, names: NamesThereAre | None) -> T:
        """The value that was said of an option, by names that there are, or any where they are None.

        Raises FeedOptionError.
        """

    @abstractmethod
    def write(self, value: T) -> str:
        """The one text for a value, as it can stand in a query."""


@dataclass(frozen=True, slots=True)
class Names(Value[frozenset[str]]):
    """One or more names; ``thing`` is what they name, ``as_compared`` how it is written where names are compared."""

    thing: str
    as_compared: Callable[[str], str] = kind_slug

    def read(self, option: str, texts: Texts, names: NamesThereAre | None) -> frozenset[str]:
        """The names, as they are compared."""
        return frozenset(_name(word, names, self.thing, self.as_compared) for word in chain.from_iterable(texts))

    def write(self, value: frozenset[str]) -> str:
        """The names in order."""
        return ",".join(map(_quoted, sorted(value)))


@dataclass(frozen=True, slots=True)
class OneOf(Value[Word]):
    """One of a few words; ``thing`` is what they choose."""

    words: type[Word]
    thing: str

    def read(self, option: str, texts: Texts, names: NamesThereAre | None) -> Word:
        """The one."""
        choices = [word.value for word in self.words]
        return self.words(_only_one(option, texts, choices, self.thing))

    def write(self, value: Word) -> str:
        """Its word."""
        return value.value


class Language(Value[str]):
    """One language, by its tag; small and capital letters are the same (RFC 5646 §2.1.1)."""

    def read(self, option: str, texts: Texts, names: NamesThereAre | None) -> str:
        """The tag, as its texts have it."""
        words = chain.from_iterable(texts)
        return _only_one(option, texts, words if names is None else names, "language")

    def write(self, value: str) -> str:
        """The tag."""
        return _quoted(value)


class Leads(Value[LeadTimes]):
    """Lengths of time: ``1d,30m`` for every kind, ``race:2h,30m,round:1d`` by kind, ``race:none`` for not at all.

    A kind holds for the lengths behind it, up to the next kind.
    """

    def read(self, option: str, texts: Texts, names: NamesThereAre | None) -> LeadTimes:
        """The lead times by kind; where there are names, no more than an event may have alarms."""
        by_kind: dict[str, list[str]] = {}
        for words in texts:
            kind = EVERY_KIND
            for word in words:
                named, colon, span = word.rpartition(":")
                if colon:
                    kind = _name(named.strip(), names, "kind of session", kind_slug)
                by_kind.setdefault(kind, []).append(span.strip())
        lead_times = lead_times_of({kind: _spans(option, spans) for kind, spans in by_kind.items()})
        longest = max(len(spans) for _, spans in lead_times)
        if names is not None and longest > MOST_ALARMS:
            raise FeedOptionError(f"{option}: {longest} alarms are too many", [f"1 to {MOST_ALARMS} lengths of time"])
        return lead_times

    def write(self, value: LeadTimes) -> str:
        """What is said of every kind, then the kinds in order."""
        return ",".join(
            f"{_quoted(kind)}:{spans}" if kind else spans
            for kind, leads in value
            for spans in [",".join(map(format_span, leads)) or NO_LEAD_TIME]
        )


def known(word: str, names: Iterable[str], thing: str) -> str:
    """The first of the names that the word is, in small letters or capitals.

    Raises FeedOptionError with the nearest, and with all of them.
    """
    there_are = list(dict.fromkeys(names))
    for name in there_are:
        if name.casefold() == word.casefold():
            return name
    raise _unknown(word, there_are, thing)


def _name(word: str, names: NamesThereAre | None, thing: str, as_compared: Callable[[str], str]) -> str:
    name = as_compared(word)
    if names is None:
        if not name:
            raise FeedOptionError(f"{word!r} is no {thing}", ["letters, digits and dashes"])
        return name
    if name in names:
        return name
    # Who writes spain is told of rounds as they are written most, who writes wtcr/2021/spain as they did.
    raise _unknown(word, [its for its in names if ("/" in its) == ("/" in name)], thing)


def _unknown(word: str, there_are: Sequence[str], thing: str) -> FeedOptionError:
    by_small_letters = {name.casefold(): name for name in there_are}
    near = suggestion(word.casefold(), by_small_letters)
    hint = f"; did you mean {by_small_letters[near]!r}?" if near else ""
    return FeedOptionError(f"no {thing} {word!r}{hint}", there_are or ["none, for there is none yet"])


def _only_one(option: str, texts: Texts, names: Iterable[str], thing: str) -> str:
    """The one of the names that all words are."""
    valid = list(names)
    said = list(dict.fromkeys(known(word, valid, thing) for word in chain.from_iterable(texts)))
    if len(said) > 1:
        raise FeedOptionError(f"{option}={','.join(said)} is more than one choice", valid)
    return said[0]


def _spans(option: str, words: Sequence[str]) -> list[timedelta]:
    small = [word.casefold() for word in words]
    if set(small) == {NO_LEAD_TIME}:
        return []
    try:
        return [parse_span(word) for word in small]
    except TimeExpressionError as error:
        raise FeedOptionError(f"{option}: {error.what}", [f"{option}=1d,30m"]) from None


def _quoted(name: str) -> str:
    return quote(name, safe="/")
