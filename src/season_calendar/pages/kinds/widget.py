"""What comes next, small, to stand in a frame on the page of somebody else: of a series, or of all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from season_calendar.errors import UnknownPageError
from season_calendar.pages.kinds.front import SeriesRow, series_rows
from season_calendar.pages.page import Page
from season_calendar.pages.templates import render
from season_calendar.pages.visit import Visit

MOST_SERIES = 6
"""Of those that begin next."""

MOST_ROUNDS = 3
"""Of a series: a page that is kept for longer than they last says nothing any more."""


def show_all(visit: Visit) -> Page:
    """The widget of every series."""
    return _show(visit, series_rows(visit)[:MOST_SERIES], "/")


def show(visit: Visit, series: str) -> Page:
    """The widget of a series. Raises UnknownPageError where there is none."""
    rows = [row for row in series_rows(visit) if row.series.id == series]
    if not rows:
        raise UnknownPageError(visit.path)
    return _show(visit, rows, f"/{series}/")


def _show(visit: Visit, rows: Sequence[SeriesRow], more: str) -> Page:
    shown = {"rows": rows, "colors": [row.series.color for row in rows], "most_rounds": MOST_ROUNDS, "more": more}
    return replace(render("widget.html", visit, shown), may_be_framed=True)


def widget_path(series: str) -> str:
    """The address of the widget of a series, without a language."""
    return f"/widget/{series}/"
