"""The bars of the season strip: rounds at the same time stand one below the other. Knows no SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from season_calendar.pages.drawings.rounds import DrawnRound

_LINE = 16.0
_LEAST = 6.0
_GAP = 2.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A round with days, and where its bar is: pixels from the top of the line of time."""

    round: DrawnRound
    first_day: date
    last_day: date
    top: float = 0
    height: float = _LINE

    @property
    def bottom(self) -> float:
        """Where the bar ends, in pixels from the top of the line of time."""
        return self.top + self.height


def bars_of(rounds: Sequence[DrawnRound]) -> list[Bar]:
    """The bars of the rounds that have days, by their first one. What is off has its days, but takes no room."""
    bars = [
        Bar(round_, round_.first_day, round_.last_day)
        for round_ in rounds
        if round_.first_day is not None and round_.last_day is not None
    ]
    bars.sort(key=lambda bar: (bar.first_day, bar.last_day))
    groups = _at_the_same_time([bar for bar in bars if not bar.round.state.is_off])
    tracks = [(group, _tracks(group)) for group in groups]
    line = max([_LINE, *((max(numbers) + 1) * (_LEAST + _GAP) - _GAP for _, numbers in tracks)])
    stacked = [bar for group, numbers in tracks for bar in _stacked(group, numbers, line)]
    return [*stacked, *(replace(bar, height=line) for bar in bars if bar.round.state.is_off)]


def _at_the_same_time(bars: Sequence[Bar]) -> list[list[Bar]]:
    """The bars in groups, each of which begins after all before it have ended."""
    groups: list[list[Bar]] = []
    for bar in bars:
        if groups and bar.first_day <= max(other.last_day for other in groups[-1]):
            groups[-1].append(bar)
        else:
            groups.append([bar])
    return groups


def _tracks(group: Sequence[Bar]) -> list[int]:
    """For each bar the first track, from the top, that is free by then."""
    ends: list[date] = []
    numbers = []
    for bar in group:
        number = next((number for number, end in enumerate(ends) if end < bar.first_day), len(ends))
        ends[number : number + 1] = [bar.last_day]
        numbers.append(number)
    return numbers


def _stacked(group: Sequence[Bar], numbers: Sequence[int], line: float) -> list[Bar]:
    count = max(numbers) + 1
    height = (line - (count - 1) * _GAP) / count
    return [
        replace(bar, top=number * (height + _GAP), height=height) for bar, number in zip(group, numbers, strict=True)
    ]
