"""The rounds of a map: where its pins are, in which order the route goes, and what is shown where several are.

Knows no projection and no SVG.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from season_calendar.model import Coordinates
from season_calendar.pages.drawings.rounds import DrawnRound, RoundState

# Of several rounds at one place, the one to be shown: what is on, then what is to come, then what has been.
_RANKS = (
    RoundState.ON_NOW,
    RoundState.TO_COME,
    RoundState.TIMES_TO_COME,
    RoundState.PROVISIONAL,
    RoundState.POSTPONED,
    RoundState.RACED,
    RoundState.CANCELLED,
)

_SAME_PLACE = 2  # decimals of a degree: about a kilometre


@dataclass(frozen=True, slots=True)
class Pin:
    """A place with its rounds, the one that it is drawn as first."""

    coordinates: Coordinates
    rounds: Sequence[DrawnRound]

    @property
    def round(self) -> DrawnRound:
        """The round that the pin is drawn as."""
        return self.rounds[0]

    @property
    def title(self) -> str:
        """The titles of all its rounds."""
        return " · ".join(round_.title for round_ in self.rounds)


@dataclass(frozen=True, slots=True)
class Leg:
    """The way from one round to the next one; it is over when that has been raced, or is on."""

    start: Coordinates
    end: Coordinates
    is_over: bool


def pins_of(rounds: Sequence[DrawnRound]) -> list[Pin]:
    """A pin for each place with rounds, the weightiest last, so that it is drawn over the others."""
    places: dict[tuple[float, float], list[DrawnRound]] = {}
    for round_ in rounds:
        if round_.coordinates is not None:
            places.setdefault(_place(round_.coordinates), []).append(round_)
    pins = []
    for there in places.values():
        there.sort(key=_rank)
        coordinates = there[0].coordinates
        if coordinates is not None:
            pins.append(Pin(coordinates, there))
    return sorted(pins, key=lambda pin: _rank(pin.round), reverse=True)


def legs_of(rounds: Sequence[DrawnRound]) -> list[Leg]:
    """The route, by date, through the rounds that take place where is known; none from a place to itself."""
    stops = [
        (round_.first_day, round_.coordinates, round_.state in (RoundState.RACED, RoundState.ON_NOW))
        for round_ in rounds
        if round_.first_day is not None and round_.coordinates is not None and not round_.state.is_off
    ]
    stops.sort(key=lambda stop: stop[0])
    return [
        Leg(start, end, is_over) for (_, start, _), (_, end, is_over) in pairwise(stops) if _place(start) != _place(end)
    ]


def _place(coordinates: Coordinates) -> tuple[float, float]:
    return round(coordinates.latitude, _SAME_PLACE), round(coordinates.longitude, _SAME_PLACE)


def _rank(round_: DrawnRound) -> tuple[bool, int, date]:
    return not round_.stands_out, _RANKS.index(round_.state), round_.first_day or date.max
