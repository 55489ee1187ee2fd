"""The page for those who show the races elsewhere: feeds, data for programs, recipes for houses and displays."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from season_calendar.pages.kinds.front import series_rows
from season_calendar.pages.kinds.widget import widget_path
from season_calendar.pages.page import Page
from season_calendar.pages.templates import render
from season_calendar.pages.visit import Visit

_API = "/api/v1"
"""Where programs ask: in a room beside this one."""

_ADDRESS, _SERIES = "https://races.example.org", "wtcr"
"""What stands for the site and for a series in recipes as they are packaged."""


@dataclass(frozen=True, slots=True)
class Examples:
    """Texts to copy, made for this site where it is known at which address it is."""

    base: str
    series: str

    @property
    def is_known(self) -> bool:
        """Whether they can be used as they are."""
        return self.base != _ADDRESS

    def recipe(self, name: str) -> str:
        """One of the packaged recipes."""
        return _packaged(name).replace(_ADDRESS, self.base).replace(f"series={_SERIES}", f"series={self.series}")

    def address(self, path: str) -> str:
        """The whole address of something of the series, which stands as ``SERIES``."""
        return f"{self.base}{path}".replace("SERIES", self.series)

    def frame(self, tag: str, title: str) -> str:
        """The element that puts the widget on another page."""
        return (
            f'<iframe src="{self.base}/{tag}{widget_path(self.series)}" title="{title}"\n'
            '  width="100%" height="200" loading="lazy" style="border: 0"></iframe>'
        )


def show(visit: Visit) -> Page:
    """The page; its examples are of the series that begins next."""
    rows = series_rows(visit)
    series = rows[0].series.id if rows else _SERIES
    examples = Examples((visit.base_url or _ADDRESS).rstrip("/"), series)
    shown = {"examples": examples, "widget": widget_path(series) if rows else None, "api": _API}
    return render("using.html", visit, shown)


@cache
def _packaged(name: str) -> str:
    return (files("season_calendar.pages") / "recipes" / name).read_text("utf-8").strip()
