"""The front page: every series, and what comes next in each."""

from __future__ import annotations

from dataclasses import dataclass

from season_calendar.feeds.addresses import feeds_of
from season_calendar.feeds.source import Scope
from season_calendar.model import Series
from season_calendar.pages.page import Page
from season_calendar.pages.shown.programme import Programme, programme_of
from season_calendar.pages.shown.rounds import shown_rounds
from season_calendar.pages.templates import render
from season_calendar.pages.visit import Visit


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """A series as its newest season calls it, and the rounds of its newest seasons."""

    series: Series
    seasons: tuple[str, ...]
    programme: Programme


def show(visit: Visit) -> Page:
    """The page."""
    rows = series_rows(visit)
    return render("front.html", visit, {"rows": rows, "colors": [row.series.color for row in rows]})


def series_rows(visit: Visit) -> list[SeriesRow]:
    """Every series: first the one that is on or begins next, last those of which nothing is to come."""
    sources = [its for its in feeds_of(visit.publications).values() if its.scope is Scope.SERIES]
    rows = [
        SeriesRow(
            source.publications[-1].season.series,
            tuple(its.season.id for its in reversed(source.offered)),
            programme_of(round_ for its in source.publications for round_ in shown_rounds(its, visit.now)),
        )
        for source in sources
    ]
    rows.sort(key=lambda row: (row.programme.next_round is None, row.programme.awaited_for, row.series.short_name))
    return rows
