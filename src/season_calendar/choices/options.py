"""The options of a choice: one table, from which addresses, the command line and stored rows are read and written.

A new option is a field of ``Choice`` and a row of ``OPTIONS``. Knows no HTTP and no command line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl

from season_calendar.choices import values
from season_calendar.choices.choice import Cancelled, Choice, Rounds
from season_calendar.choices.offer import Offer
from season_calendar.choices.values import Value
from season_calendar.errors import FeedOptionError


@dataclass(frozen=True, slots=True)
class Option:
    """One option: what it is called, which field of ``Choice`` it says, and how.

    ``example`` and ``help`` are for people; ``value`` reads and writes; ``names`` are those that an offer has, None
    where the option is not about names. What is ``of_feeds`` means nothing to who is only reminded.
    """

    name: str
    field: str
    example: str
    help: str
    value: Value[Any]
    names: Callable[[Offer], Iterable[str]] | None = None
    of_feeds: bool = False


_TABLE = (
    Option(
        "sessions",
        "sessions",
        "race,qualifying",
        "Only sessions of these kinds.",
        values.Names("kind of session"),
        Offer.kinds,
    ),
    Option(
        "rounds",
        "rounds",
        "only",
        "With, only or no events of whole rounds.",
        values.OneOf(Rounds, "choice of rounds"),
    ),
    Option(
        "alarm",
        "lead_times",
        "1d,30m",
        "Alarms so long before each start; by kind as race:2h,round:1d.",
        values.Leads(),
        Offer.kinds_and_round,
    ),
    Option(
        "round",
        "round_ids",
        "spain,portugal",
        "Only these rounds.",
        values.Names("round", values.round_name),
        Offer.rounds,
    ),
    Option(
        "driver",
        "drivers",
        "jessica-backman",
        "Only the rounds that these drivers enter.",
        values.Names("driver"),
        Offer.drivers,
    ),
    Option(
        "title",
        "titles",
        "junior",
        "Only the rounds that count towards these titles.",
        values.Names("title"),
        Offer.titles,
    ),
    Option("lang", "language", "sv", "In this language.", values.Language(), Offer.languages),
    Option(
        "cancelled",
        "cancelled",
        "shown",
        "Show what is cancelled in calendars that hide it, such as Google's.",
        values.OneOf(Cancelled, "way to mark what is cancelled"),
        of_feeds=True,
    ),
    Option(
        "series",
        "series",
        "wtcr,f1",
        "Only these series (in an address: of /all.ics or a driver).",
        values.Names("series"),
        lambda offer: offer.series,
    ),
)

OPTIONS: Mapping[str, Option] = MappingProxyType({option.name: option for option in _TABLE})
"""Every option by its name, in the order in which people are told of them."""

_USUAL = {field.name: field.default for field in fields(Choice)}


def read_choice(
    options: Iterable[tuple[str, str]], offer: Offer | None = None, *, may_leave_nothing: bool = False
) -> Choice:
    """The choice that pairs of option and value ask for; an option given twice adds to what it said before.

    Small and capital letters are the same, and a comma too many says nothing.
    Without an offer any name will do: the seasons it is of may be others, or to come.

    Raises FeedOptionError, naming what is valid; also where the options leave no round of the offer, unless they
    ``may_leave_nothing``: a feed that is empty for ever is a mistake, an answer that is empty is none.
    """
    given: dict[str, list[list[str]]] = {}
    for name, text in options:
        option = _option(name, offer)
        words = [word for word in map(str.strip, text.split(",")) if word]
        if not words:
            raise FeedOptionError(f"{option.name}={text} names nothing", [f"{option.name}={option.example}"])
        given.setdefault(option.name, []).append(words)
    chosen = {OPTIONS[name].field: _read(OPTIONS[name], texts, offer) for name, texts in given.items()}
    choice = Choice(**chosen)
    if offer is None or may_leave_nothing or not choice.narrows_rounds:
        return choice
    if not offer.has_rounds_of(choice):
        raise FeedOptionError("these options together leave no round", ["fewer of round=…, driver=… and title=…"])
    return choice


def write_choice(choice: Choice) -> str:
    """The query that asks for this choice: always the same text for the same choice, empty for everything.

    ``stored_choice`` reads it back.
    """
    said = ((option, getattr(choice, option.field)) for _, option in sorted(OPTIONS.items()))
    return "&".join(f"{option.name}={option.value.write(its)}" for option, its in said if its != _USUAL[option.field])


def stored_choice(text: str) -> Choice:
    """The choice that ``write_choice`` wrote, whatever there is to choose from by now. Raises FeedOptionError."""
    return read_choice(parse_qsl(text, keep_blank_values=True))


def _option(name: str, offer: Offer | None) -> Option:
    names = [known for known in OPTIONS if known != "series" or offer is None or offer.series]
    if name.casefold() == "series" and "series" not in names:
        raise FeedOptionError(
            "this feed is of one series; only /all.ics and those of drivers have the option 'series'", names
        )
    return OPTIONS[values.known(name, names, "option")]


def _read(option: Option, texts: list[list[str]], offer: Offer | None) -> Any:
    """The value of an option, of which each text is a list of words."""
    if offer is None or option.names is None:
        return option.value.read(option.name, texts, None)
    return option.value.read(option.name, texts, offer.names(option.names))
