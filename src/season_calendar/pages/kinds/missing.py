"""The page that is answered with where there is none."""

from __future__ import annotations

from season_calendar.pages.page import Page
from season_calendar.pages.templates import render
from season_calendar.pages.visit import Visit


def show(visit: Visit) -> Page:
    """The page, which knows the way to every series."""
    return render("missing.html", visit, {"publications": visit.publications, "is_missing": True})
