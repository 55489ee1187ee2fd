"""What a subscriber chooses of a feed: which sessions, with or without the rounds, which alarms, which series.

Reads the options of an address's query and of the command line alike, and writes them back in one canonical form.
Knows no HTTP and renders nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from urllib.parse import quote

from season_calendar.errors import FeedOptionError, TimeExpressionError, suggestion
from season_calendar.model import SESSION_KINDS
from season_calendar.publishing.facts import EventFacts
from season_calendar.zoned_time import format_span, parse_span

MOST_ALARMS = 5
"""How many alarms one event may have; each costs every subscriber some 100 bytes per event."""


class Rounds(StrEnum):
    """Whether the all-day events of whole rounds are wanted."""

    WITH = "with"
    ONLY = "only"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Selection:
    """What is chosen of a feed. As it stands: everything, and no alarms.

    ``sessions`` are the kinds of sessions wanted, None for all. ``series`` are ids, None for all. ``alarms`` are
    lead times, longest first, each once.
    """

    sessions: frozenset[str] | None = None
    rounds: Rounds = Rounds.WITH
    alarms: tuple[timedelta, ...] = ()
    series: frozenset[str] | None = None

    @property
    def is_everything(self) -> bool:
        """No round and no session is left out (of the series chosen)."""
        return self.sessions is None and self.rounds is Rounds.WITH

    def wants(self, facts: EventFacts) -> bool:
        """Whether the event is one of those chosen."""
        if facts.session_id is None:
            return self.rounds is not Rounds.NONE
        return self.rounds is not Rounds.ONLY and (self.sessions is None or facts.kind in self.sessions)

    def query(self) -> str:
        """The query that asks for this selection: always the same text for the same choice, empty for everything."""
        options = {
            "alarm": ",".join(format_span(alarm) for alarm in self.alarms),
            "rounds": "" if self.rounds is Rounds.WITH else self.rounds.value,
            "series": ",".join(sorted(self.series or ())),
            "sessions": ",".join(quote(kind, safe="") for kind in sorted(self.sessions or ())),
        }
        return "&".join(f"{name}={value}" for name, value in options.items() if value)


def parse_selection(
    options: Iterable[tuple[str, str]], further_kinds: Iterable[str] = (), series: Collection[str] | None = None
) -> Selection:
    """The selection that pairs of option and value ask for; an option given twice adds to what it said before.

    ``further_kinds`` are the kinds of sessions known beside ``SESSION_KINDS`` (looked at only where one is asked
    for). ``series`` are the ids that may be chosen from, None where the feed has one series only.

    Raises FeedOptionError, naming what is valid.
    """
    given = _gathered(options, series)
    rounds = _rounds(given.get("rounds", ()))
    sessions = _sessions(given["sessions"], further_kinds) if "sessions" in given else None
    if rounds is Rounds.ONLY and sessions is not None:
        raise FeedOptionError("rounds=only leaves no sessions to choose", ["rounds=only alone", "sessions=… alone"])
    chosen = None
    if series is not None and "series" in given:
        chosen = frozenset(_known(id_, series, "series") for id_ in given["series"])
    return Selection(sessions, rounds, _alarms(given.get("alarm", ())), chosen)


def _gathered(options: Iterable[tuple[str, str]], series: Collection[str] | None) -> dict[str, list[str]]:
    """The words of each option. An empty one is refused: whoever wrote it did not mean everything."""
    names = ["sessions", "rounds", "alarm", *(["series"] if series is not None else [])]
    given: dict[str, list[str]] = {}
    for name, value in options:
        if name == "series" and series is None:
            raise FeedOptionError("this feed is of one series; only /all.ics has the option 'series'", names)
        _known(name, names, "option")
        words = [word.strip() for word in value.split(",")]
        if not all(words):
            raise FeedOptionError(f"{name}={value} names nothing", _EXAMPLES[name])
        given.setdefault(name, []).extend(words)
    return given


def _rounds(words: Sequence[str]) -> Rounds:
    if not words:
        return Rounds.WITH
    choices = [choice.value for choice in Rounds]
    if len(set(words)) > 1:
        raise FeedOptionError(f"rounds={','.join(words)} is more than one choice", choices)
    return Rounds(_known(words[0], choices, "choice of rounds"))


def _sessions(words: Sequence[str], further_kinds: Iterable[str]) -> frozenset[str]:
    if any(word not in SESSION_KINDS for word in words):
        known = list(dict.fromkeys([*SESSION_KINDS, *further_kinds]))
        for word in words:
            _known(word, known, "kind of session")
    return frozenset(words)


def _alarms(words: Sequence[str]) -> tuple[timedelta, ...]:
    try:
        alarms = {parse_span(word) for word in words}
    except TimeExpressionError as error:
        raise FeedOptionError(f"alarm: {error.what}", _EXAMPLES["alarm"]) from None
    if len(alarms) > MOST_ALARMS:
        raise FeedOptionError(f"alarm: {len(alarms)} alarms are too many", [f"1 to {MOST_ALARMS} lengths of time"])
    return tuple(sorted(alarms, reverse=True))


def _known(word: str, known: Collection[str], what: str) -> str:
    if word in known:
        return word
    near = suggestion(word, known)
    hint = f"; did you mean {near!r}?" if near else ""
    raise FeedOptionError(f"no {what} {word!r}{hint}", known)


_EXAMPLES = {
    "sessions": ["sessions=race,qualifying"],
    "rounds": ["rounds=with", "rounds=only", "rounds=none"],
    "alarm": ["alarm=1d,30m"],
    "series": ["series=…, with ids of series"],
}
