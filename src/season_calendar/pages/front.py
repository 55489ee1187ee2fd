"""The front page: every series, and what comes next in each."""

from __future__ import annotations

from season_calendar.pages.page import Page
from season_calendar.pages.templates import render
from season_calendar.pages.visit import Visit


def show(visit: Visit) -> Page:
    """The page."""
    return render("front.html", visit, {"publications": visit.publications})
