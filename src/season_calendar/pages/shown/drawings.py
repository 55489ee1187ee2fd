"""The drawings of a season: its rounds as these want them, and the words that stand in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from season_calendar.model import Round, Season, Venue
from season_calendar.pages.assets import LAND
from season_calendar.pages.drawings.codes import short_codes, short_place
from season_calendar.pages.drawings.maps.lens import season_lens
from season_calendar.pages.drawings.maps.world import season_world
from season_calendar.pages.drawings.rounds import DrawnRound, RoundState
from season_calendar.pages.drawings.strip.season_strip import Words, legend_mark, season_strip
from season_calendar.pages.shown.rounds import ShownRound
from season_calendar.pages.visit import Visit
from season_calendar.publishing.facts import EventFacts
from season_calendar.wording import brief, labels
from season_calendar.wording.events import when_at_venue
from season_calendar.wording.texts import Texts


@dataclass(frozen=True, slots=True)
class Drawings:
    """The season on a line of time, empty where no round has a date, and on two maps, empty where no place is known.

    ``legend`` are the states that are on the strip: each one's word and mark.
    """

    strip: Markup
    legend: tuple[tuple[str, Markup], ...]
    lens: Markup
    world: Markup


def drawings_of(season: Season, rounds: Sequence[ShownRound], visit: Visit) -> Drawings:
    """The drawings of a season's rounds."""
    texts = visit.texts
    name = texts.calendar_name(season.series.short_name, season.id)
    words = Words(labels.strip(name, texts), labels.today(texts), brief.month_names(texts))
    drawn = _drawn_rounds(rounds, visit)
    states = {its.state for its in drawn if its.first_day is not None}
    return Drawings(
        strip=_strip(drawn, visit.now.date(), words),
        legend=tuple((labels.standing(state, texts), legend_mark(state)) for state in RoundState if state in states),
        lens=_lens(drawn, labels.lens(name, texts)),
        world=_world(drawn, labels.world(name, texts), visit.asset(LAND)),
    )


# A drawing takes some milliseconds; the same is on a season's own page and on that of its series.
_strip, _lens, _world = (lru_cache(maxsize=64)(draw) for draw in (season_strip, season_lens, season_world))
_codes = lru_cache(maxsize=64)(short_codes)


def _drawn_rounds(rounds: Sequence[ShownRound], visit: Visit) -> tuple[DrawnRound, ...]:
    """The rounds as they are drawn."""
    codes = _codes(tuple(_as_round(its.facts) for its in rounds))
    return tuple(
        DrawnRound(
            code=codes[its.facts.round_id],
            href=visit.link(its.path),
            title=_title(its, visit.texts),
            state=its.state,
            is_next=its.is_next,
            first_day=its.facts.first_day,
            last_day=its.facts.last_day,
            place=short_place(_venue(its.facts)),
            coordinates=its.facts.coordinates,
        )
        for its in rounds
    )


def _title(round_: ShownRound, texts: Texts) -> str:
    facts = round_.facts
    state = "removed" if round_.is_removed else round_.state.value
    return labels.in_a_drawing(facts.round_name, when_at_venue(facts, texts), state, texts)


def _as_round(facts: EventFacts) -> Round:
    """A round as far as its code goes: of what was published, not every round still stands in the file."""
    return Round(facts.round_id, facts.round_name, _venue(facts), facts.first_day, facts.last_day)


def _venue(facts: EventFacts) -> Venue:
    return Venue("", facts.venue_name, facts.zone_name, facts.place, facts.coordinates, country=facts.country)
