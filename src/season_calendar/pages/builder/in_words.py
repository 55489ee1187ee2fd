"""A choice in words, for those who pick it from a few: ``Race + Whole weekends · Reminder 1 day before``."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from season_calendar.choices.choice import EVERY_KIND, Cancelled, Choice, Rounds
from season_calendar.feeds.source import FeedSource
from season_calendar.model import SESSION_KINDS
from season_calendar.wording import brief, labels
from season_calendar.wording.events import title
from season_calendar.wording.texts import Texts


def in_words(source: FeedSource, choice: Choice, texts: Texts) -> str:
    """What is chosen of a feed: what is in it, then of whom and where, then how it is told."""
    told = (*_sorts(choice, texts), *_narrowed(source, choice, texts), *_manner(choice, texts))
    return " · ".join(told) or labels.everything(texts)


def _sorts(choice: Choice, texts: Texts) -> Iterator[str]:
    """The sorts of events, by the words of their boxes."""
    rounds = [labels.whole_weekends(texts)]
    if choice.rounds is Rounds.ONLY:
        yield rounds[0]
    elif choice.sessions is None:
        if choice.rounds is Rounds.NONE:
            yield labels.all_sessions(texts)
    else:
        kinds = [labels.kind(kind, texts) for kind in sorted(choice.sessions, key=_place)]
        yield " + ".join(kinds if choice.rounds is Rounds.NONE else kinds + rounds)


def _narrowed(source: FeedSource, choice: Choice, texts: Texts) -> Iterator[str]:
    """The series, drivers, titles and rounds, by their names of now."""
    seasons = [publication.season for publication in source.offered]
    series = {its.series.id: its.series.short_name for its in seasons}
    drivers = {its.id: its.name for season in seasons for its in season.drivers}
    titles = {its.id: its.name for season in seasons for its in season.titles}
    for chosen, names in ((choice.series, series), (choice.drivers, drivers), (choice.titles, titles)):
        if chosen is not None:
            yield texts.several(_names(chosen, names))
    if choice.round_ids is not None:
        yield texts.several(_names(choice.round_ids, names_of_rounds(source, texts)))


def names_of_rounds(source: FeedSource, texts: Texts) -> dict[str, str]:
    """The names of rounds by the ids by which they may be chosen: with their season's, the season is told too."""
    names: dict[str, str] = {}
    for publication in source.offered:
        for facts in (entry.facts for entry in publication.entries.values() if entry.facts.is_round):
            for id_ in facts.round_ids:
                names[id_] = facts.round_name
                names[f"{facts.season_key}/{id_}"] = title(facts, texts)
    return names


def _manner(choice: Choice, texts: Texts) -> Iterator[str]:
    for kind, spans in choice.lead_times:
        reminder = labels.reminder(texts.several([texts.span(its) for its in spans]) if spans else None, texts)
        yield reminder if kind == EVERY_KIND else f"{labels.kind(kind, texts)}: {reminder}"
    if choice.language is not None:
        yield brief.language_name(choice.language)
    if choice.cancelled is Cancelled.SHOWN:
        yield labels.shows_cancelled(texts)


def _names(chosen: Collection[str], names: Mapping[str, str]) -> list[str]:
    return sorted(names.get(id_, id_) for id_ in chosen)


def _place(kind: str) -> tuple[int, str]:
    order = list(SESSION_KINDS)
    return (order.index(kind) if kind in order else len(order), kind)
