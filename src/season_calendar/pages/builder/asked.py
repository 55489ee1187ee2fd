"""What somebody asks the builder for: a feed and a choice, and what of it cannot be had.

Whatever is asked, there is an answer: what cannot be had is left out of it, and is a problem that a field is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl, quote

from season_calendar.choices.choice import Choice, Rounds
from season_calendar.choices.offer import Offer
from season_calendar.choices.options import OPTIONS, read_choice, write_choice
from season_calendar.choices.values import NO_LEAD_TIME
from season_calendar.errors import FeedOptionError, UnknownFeedError, UnknownPageError
from season_calendar.feeds.addresses import ALL_PATH, find_feed
from season_calendar.feeds.sent_addresses import LONGEST_QUERY, feed_path
from season_calendar.feeds.source import FeedSource
from season_calendar.pages.builder.pasted import read_address
from season_calendar.pages.visit import Visit
from season_calendar.printable import in_one_line
from season_calendar.publishing.publication import Publication
from season_calendar.shown_text import shortened
from season_calendar.wording.catalogues import languages

FEED, ADDRESS, FORM = "feed", "address", "form"
"""What a query of the builder may have beside the options of a choice: a feed's path, a pasted address, and the mark
that the form was sent, for then what is not ticked is not wanted. The mark is the path of the feed that it was of."""

_EXPECTED_KINDS = frozenset({"practice", "qualifying", "race"})

MOST_PROBLEMS = 6
"""How many are told. Who sends more made them."""

Said = tuple[str, str]


class Why(StrEnum):
    """What is wrong with what was said of a field."""

    NO_FEED = "no feed"
    NO_ADDRESS = "no address"
    NO_OPTION = "no option"
    NO_VALUE = "no value"
    NOTHING_TICKED = "nothing ticked"
    ROUNDS_ALONE = "rounds alone"
    NO_ROUND_LEFT = "no round left"
    UNREADABLE = "unreadable"
    TOO_MUCH = "too much"


_NO_CALENDAR = frozenset({Why.NOTHING_TICKED, Why.NO_ROUND_LEFT, Why.TOO_MUCH})


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that cannot be had: of which field, and what was said there. ``field`` is a name in a query."""

    field: str
    why: Why
    said: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A feed and what is chosen of it, but for the ``problems``."""

    source: FeedSource
    choice: Choice
    problems: tuple[Problem, ...] = ()

    @property
    def wants_nothing(self) -> bool:
        """Neither rounds nor any kind of session is ticked."""
        return any(problem.why is Why.NOTHING_TICKED for problem in self.problems)

    @property
    def is_a_calendar(self) -> bool:
        """There is an address for it: it leaves something to choose from, and is not too much for one."""
        return not any(problem.why in _NO_CALENDAR for problem in self.problems)

    @property
    def target(self) -> str:
        """Path and query of the feed, in the one form that this choice has."""
        query = write_choice(self.choice)
        return f"{self.source.path}?{query}" if query else self.source.path

    @property
    def query(self) -> str:
        """The query that asks the builder for this."""
        path = f"{FEED}={quote(self.source.path, safe='/')}"
        query = write_choice(self.choice)
        return f"{path}&{query}" if query else path

    def on_page_in(self, tag: str, from_tag: str) -> Asked:
        """The same, asked on the page in another language: entries in that of the page go along with it."""
        if self.choice.texts.language != from_tag:
            return self
        return replace(self, choice=replace(self.choice, language=_as_option(tag)))


def ask(visit: Visit) -> Asked:
    """What the options of a visit ask for.

    Raises UnknownPageError where there is no feed at all.
    """
    if not visit.publications:
        raise UnknownPageError(visit.path)
    if not visit.options:
        usual = ask_usual(visit, usual_feed(visit.publications))
        return replace(usual, problems=(Problem("", Why.UNREADABLE),)) if visit.is_unreadable else usual
    own, options = _split(visit.options)
    path, problems = own.get(FEED), []
    if text := own.get(ADDRESS):
        pasted = read_address(text, visit.publications, visit.base_url)
        if pasted is None:
            problems.append(Problem(ADDRESS, Why.NO_ADDRESS, _shown(text)))
        elif pasted.path is None:
            return ask(replace(visit, options=tuple(pasted.options)))
        else:
            path, options = pasted.path, [*pasted.options, *options]
    source = _find(path, visit.publications)
    if source is None:
        problems.append(Problem(FEED, Why.NO_FEED, _shown(path or "")))
        source = find_feed(usual_feed(visit.publications), visit.publications)
    if FORM in own:
        asked = _ask_ticked(source, options, _find(own[FORM], visit.publications) or source)
    else:
        asked = _put_together(source, *_read_each(source, options))
    return replace(asked, problems=tuple(islice((*problems, *asked.problems), MOST_PROBLEMS)))


def ask_usual(visit: Visit, path: str) -> Asked:
    """What is offered to who has not said anything: all of the feed, in the language of the page.

    Raises UnknownFeedError.
    """
    return Asked(find_feed(path, visit.publications), Choice(language=_as_option(visit.tag)))


def _as_option(tag: str) -> str | None:
    """A language as it is chosen; the usual one need not be."""
    return None if tag == languages()[0] else tag


def usual_feed(publications: Sequence[Publication]) -> str:
    """The feed of the one series, or of all where there are several."""
    series = {publication.season.series.id for publication in publications}
    return f"/{series.pop()}.ics" if len(series) == 1 else ALL_PATH


def kinds_of(source: FeedSource) -> frozenset[str]:
    """The kinds of sessions that there are to choose from in a feed, or those to be expected in it."""
    entries = (entry for publication in source.publications for entry in publication.entries.values())
    return frozenset(entry.facts.kind for entry in entries if not entry.facts.is_round) or _EXPECTED_KINDS


def _split(options: Iterable[Said]) -> tuple[dict[str, str], list[Said]]:
    """What is the builder's own, and the options of a choice."""
    own: dict[str, str] = {}
    others = []
    for name, text in options:
        if (plain := name.casefold()) in (FEED, ADDRESS, FORM):
            own.setdefault(plain, text)
        else:
            others.append((name, text))
    return own, others


def _find(path: str | None, publications: Sequence[Publication]) -> FeedSource | None:
    """The feed of a path, or the usual one where none is named; None where there is no such feed."""
    try:
        return find_feed(usual_feed(publications) if path is None else feed_path(path) or "", publications)
    except UnknownFeedError:
        return None


def _ask_ticked(source: FeedSource, options: Iterable[Said], drawn: FeedSource) -> Asked:
    """What options ask for as the form sends them that was ``drawn`` for a feed: a field that is left alone says
    nothing, and a box that is not ticked that its events are not wanted.

    Where another feed was picked in it, nobody chose of that what it does not have.
    """
    said = [(name.casefold(), text) for name, text in options if text]
    if any(name == "alarm" and text != NO_LEAD_TIME and ":" not in text.partition(",")[0] for name, text in said):
        said = [its for its in said if its != ("alarm", NO_LEAD_TIME)]
    values, problems = _read_each(source, said)
    if source.path != drawn.path:
        problems = []
    names = {name for name, _ in said}
    with_rounds = "rounds" in names and values.pop("rounds", None) is not Rounds.NONE
    if "sessions" not in names:
        if not with_rounds:
            problems.append(Problem("sessions", Why.NOTHING_TICKED))
        values["rounds"] = Rounds.ONLY
    elif not with_rounds:
        values["rounds"] = Rounds.NONE
    if values.get("sessions", frozenset()) >= kinds_of(source) or _kinds_said(said) >= kinds_of(drawn):
        values.pop("sessions", None)  # all that there are: also those to come
    return _put_together(source, values, problems)


def _read_each(source: FeedSource, options: Iterable[Said]) -> tuple[dict[str, Any], list[Problem]]:
    """The value of each option by its name, and those that have none."""
    by_name: dict[str, list[Said]] = {}
    problems = []
    for name, text in options:
        if (plain := name.casefold()) in OPTIONS:
            by_name.setdefault(plain, []).append((plain, text))
        else:
            problems.append(Problem("", Why.NO_OPTION, _shown(f"{name}={text}")))
    values, offer = {}, source.offer()
    for name, said in by_name.items():
        value, wrong = _read(offer, name, said)
        if value is not None:
            values[name] = value
        if wrong:
            problems.append(Problem(name, Why.NO_VALUE, _shown(", ".join(wrong))))
    return values, problems


def _read(offer: Offer, name: str, said: Sequence[Said]) -> tuple[Any, list[str]]:
    """The value of one option, None where it has none, and the words for which there is none."""
    if (value := _value(offer, name, said)) is not None:
        return value, []
    # Kinds of alarms hold for the words behind them: what was said of these at once is one thing.
    words = said if name == "alarm" else [(name, word) for _, text in said for word in text.split(",")]
    words = list(dict.fromkeys(words))
    good = [its for its in words if _value(offer, name, [its]) is not None]
    if len(good) == len(words):
        return None, [word for _, word in words]
    return _value(offer, name, good) if good else None, [its[1] for its in words if its not in good]


def _value(offer: Offer, name: str, said: Sequence[Said]) -> Any:
    try:
        return getattr(read_choice(said, offer), OPTIONS[name].field)
    except FeedOptionError:
        return None


def _kinds_said(said: Iterable[Said]) -> frozenset[str]:
    return frozenset(text for name, text in said if name == "sessions")


def _put_together(source: FeedSource, values: Mapping[str, Any], problems: Sequence[Problem]) -> Asked:
    """The choice of values that may each be chosen, and what is wrong with them together."""
    fields = {OPTIONS[name].field: value for name, value in values.items()}
    more = list(problems)
    try:
        choice = Choice(**fields)
    except FeedOptionError:
        more.append(Problem("sessions", Why.ROUNDS_ALONE))
        choice = Choice(**{**fields, "sessions": None})
    try:
        source.choice(parse_qsl(write_choice(choice)))
    except FeedOptionError:
        more.append(Problem("round", Why.NO_ROUND_LEFT))
    if len(write_choice(choice)) > LONGEST_QUERY:
        more.append(Problem("", Why.TOO_MUCH))
    return Asked(source, choice, tuple(more))


def _shown(said: str) -> str:
    """What somebody sent, as it stands in a sentence of the page."""
    return shortened(in_one_line(said))
