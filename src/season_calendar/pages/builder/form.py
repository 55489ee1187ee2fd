"""The form of the builder: everything there is to choose, and what of it is chosen.

What was chosen in another way, by an address, has a box of its own that is ticked: nothing chosen is lost by a form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from season_calendar.choices.choice import EVERY_KIND, Cancelled, Choice, Rounds
from season_calendar.choices.values import NO_LEAD_TIME
from season_calendar.feeds.addresses import offered_feeds
from season_calendar.feeds.source import FeedSource, Scope
from season_calendar.model import SESSION_KINDS
from season_calendar.pages.builder.asked import Asked, kinds_of
from season_calendar.pages.builder.in_words import names_of_rounds
from season_calendar.pages.visit import Visit
from season_calendar.publishing.facts import EventFacts
from season_calendar.publishing.publication import Publication
from season_calendar.wording import labels
from season_calendar.wording.catalogues import language_name, languages
from season_calendar.wording.events import title, when_at_venue
from season_calendar.wording.texts import Texts
from season_calendar.zoned_time import format_span

_USUAL_ALARMS = (timedelta(days=1), timedelta(hours=1), timedelta(minutes=30), timedelta(minutes=10))

_OF_SEVERAL_SERIES = (Scope.EVERYTHING, Scope.DRIVER)


@dataclass(frozen=True, slots=True)
class Box:
    """Something to tick or to pick: the ``value`` is sent, the ``label`` read, a ``detail`` stands beside it."""

    value: str
    label: str
    is_chosen: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class FeedBox:
    """A feed to pick. ``has_every_season``: it goes on with the seasons to come."""

    path: str
    name: str
    has_every_season: bool
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Form:
    """What there is in each field. A field in which there is nothing to choose is empty."""

    feeds: tuple[FeedBox, ...]
    kinds: tuple[Box, ...]
    with_rounds: bool
    alarms: tuple[Box, ...]
    series: tuple[Box, ...]
    drivers: tuple[Box, ...]
    titles: tuple[Box, ...]
    rounds: tuple[Box, ...]
    languages: tuple[Box, ...]
    shows_cancelled: bool

    @property
    def narrowing(self) -> dict[str, tuple[Box, ...]]:
        """The fields in which nothing ticked is all, by their names in a query."""
        return {name: boxes for name, boxes in self._all_narrowing.items() if boxes}

    @property
    def has_more_chosen(self) -> bool:
        """Something is chosen of what few look for."""
        narrowed = any(box.is_chosen for box in (*self.titles, *self.rounds))
        return narrowed or self.shows_cancelled

    @property
    def unseen(self) -> list[str]:
        """The names of those that are not shown, because there is nothing to choose."""
        return [name for name, boxes in self._all_narrowing.items() if not boxes]

    @property
    def _all_narrowing(self) -> dict[str, tuple[Box, ...]]:
        return {"series": self.series, "driver": self.drivers, "title": self.titles, "round": self.rounds}


def form_of(asked: Asked, visit: Visit) -> Form:
    """The form that shows what is asked."""
    source, choice, texts = asked.source, asked.choice, visit.texts
    seasons = [publication.season for publication in source.offered]
    series = {its.series.id: its.series.short_name for its in seasons}
    drivers = {its.id: its.name for season in seasons for its in season.drivers}
    titles = {its.id: its.name for season in seasons for its in season.titles}
    return Form(
        feeds=tuple(_feeds(source, visit)),
        kinds=_kinds(asked, texts),
        with_rounds=choice.rounds is not Rounds.NONE and not asked.wants_nothing,
        alarms=tuple(_alarms(choice, texts)),
        series=_boxes(series if source.scope in _OF_SEVERAL_SERIES and len(series) > 1 else {}, choice.series),
        drivers=_boxes({} if source.scope is Scope.DRIVER else drivers, choice.drivers),
        titles=_boxes({} if source.scope is Scope.TITLE else titles, choice.titles),
        rounds=_rounds(source, choice, visit.now, texts),
        languages=_languages(choice),
        shows_cancelled=choice.cancelled is Cancelled.SHOWN,
    )


def _feeds(source: FeedSource, visit: Visit) -> Iterator[FeedBox]:
    feeds = offered_feeds(visit.publications)
    if source.path not in {its.path for its in feeds}:
        feeds.insert(0, source)
    for its in feeds:
        yield FeedBox(its.path, its.name(visit.texts), its.scope is Scope.SERIES, its.path == source.path)


def _kinds(asked: Asked, texts: Texts) -> tuple[Box, ...]:
    choice = asked.choice
    there_are, order = kinds_of(asked.source), list(SESSION_KINDS)
    kinds = sorted(
        there_are | (choice.sessions or frozenset()),
        key=lambda kind: (order.index(kind) if kind in order else len(order), kind),
    )
    if choice.rounds is Rounds.ONLY:
        chosen: frozenset[str] = frozenset()
    else:
        chosen = there_are if choice.sessions is None else choice.sessions
    return tuple(Box(kind, labels.kind(kind, texts), kind in chosen) for kind in kinds)


def _alarms(choice: Choice, texts: Texts) -> Iterator[Box]:
    """The usual ones, then what is chosen beside them, of every kind of session and of one."""
    by_kind = dict(choice.lead_times)
    for_every = by_kind.pop(EVERY_KIND, None)
    for span in dict.fromkeys((*_USUAL_ALARMS, *(for_every or ()))):
        yield Box(format_span(span), texts.span(span), span in (for_every or ()))
    if for_every == ():
        yield Box(NO_LEAD_TIME, "", is_chosen=True)
    for kind, spans in by_kind.items():
        for span in spans:
            yield Box(f"{kind}:{format_span(span)}", texts.span(span), True, labels.kind(kind, texts))
        if not spans:
            yield Box(f"{kind}:{NO_LEAD_TIME}", "", True, labels.kind(kind, texts))


def _rounds(source: FeedSource, choice: Choice, now: datetime, texts: Texts) -> tuple[Box, ...]:
    """Those of a season by their ids, those of several with their seasons, and then none that are over."""
    chosen, of_one = choice.round_ids or frozenset(), source.scope is Scope.SEASON
    boxes = []
    for facts in (facts for publication in source.publications for facts in _rounds_of(publication, source)):
        if of_one or now < facts.over_at:
            value = facts.round_id if of_one else f"{facts.season_key}/{facts.round_id}"
            label = facts.round_name if of_one else title(facts, texts)
            boxes.append(Box(value, label, value in chosen, when_at_venue(facts, texts)))
    return _with_others(boxes, chosen, names_of_rounds(source, texts))


def _rounds_of(publication: Publication, source: FeedSource) -> Iterator[EventFacts]:
    followed = source.rounds_of(publication.season)
    for entry in publication.entries.values():
        if entry.facts.is_round and entry.withdrawn_at is None and (followed is None or followed.has(entry.facts)):
            yield entry.facts


def _languages(choice: Choice) -> tuple[Box, ...]:
    """The usual language is the one that is not said, unless it was said."""
    usual = languages()[0]
    chosen = choice.language or usual
    return tuple(
        Box("" if tag == usual and choice.language is None else tag, language_name(tag), tag == chosen)
        for tag in languages()
    )


def _boxes(labels: Mapping[str, str], chosen: frozenset[str] | None) -> tuple[Box, ...]:
    names = chosen or frozenset()
    return _with_others([Box(value, label, value in names) for value, label in labels.items()], names)


def _with_others(
    boxes: Sequence[Box], chosen: frozenset[str], names: Mapping[str, str] = MappingProxyType({})
) -> tuple[Box, ...]:
    """Boxes, and then those of what is chosen and has none among them, by its name where that is known."""
    others = sorted(chosen.difference(box.value for box in boxes))
    return (*boxes, *(Box(value, names.get(value, value), is_chosen=True) for value in others))
