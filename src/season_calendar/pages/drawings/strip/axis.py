"""The axis of the season strip: whole months, and where a day is on them. Knows no drawing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Axis:
    """The time from the beginning of the first day to the beginning of the last one, both the first of a month."""

    first: date
    end: date

    def share(self, day: date) -> float:
        """Where a day begins, as a share of the axis: 0 to 1 on it."""
        return (day - self.first).days / (self.end - self.first).days

    def middle(self, first_day: date, last_day: date) -> float:
        """Where the middle of some days is."""
        return (self.share(first_day) + self.share(last_day) + self.share_of_a_day) / 2

    @property
    def share_of_a_day(self) -> float:
        """How much of the axis one day takes."""
        return 1 / (self.end - self.first).days

    @property
    def is_over_new_year(self) -> bool:
        """Whether it has days of more than one year."""
        return self.first.year != (self.end - timedelta(days=1)).year

    def months(self, most: int) -> Iterator[date]:
        """The first days of its months, in steps of one, two, three, six, twelve … months: no more than ``most``."""
        all_months = _number(self.end) - _number(self.first)
        step = next(step for step in (1, 2, 3, 6, *range(12, all_months + 13, 12)) if all_months <= step * most)
        # Steps are counted from a January, so that a year's first month is among them.
        start = -(-_number(self.first) // step) * step
        return (_month(number) for number in range(start, _number(self.end), step))


def axis_around(first_day: date, last_day: date) -> Axis:
    """The whole months that some days are in."""
    return Axis(first_day.replace(day=1), _month(_number(last_day) + 1))


def _number(month: date) -> int:
    return month.year * 12 + month.month - 1


def _month(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)
