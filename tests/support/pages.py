"""Pages of some publications, read as a browser reads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from justhtml import JustHTML, QueryMatch

from season_calendar.pages.site import find_page
from season_calendar.pages.visit import Visit
from season_calendar.publishing.publication import Publication


@dataclass(frozen=True, slots=True)
class Element:
    """An element of a page."""

    name: str
    attributes: dict[str, str]
    _node: QueryMatch

    @property
    def text(self) -> str:
        """What is written in it, in one line."""
        return " ".join(self._node.to_text(separator=" ", strip=True).split())


class ReadPage:
    """A page, without a fault that a browser would have to forgive."""

    def __init__(self, body: bytes) -> None:
        self._document = JustHTML(body.decode(), sanitize=False, collect_errors=True)
        if self._document.errors:
            raise AssertionError(f"not valid: {self._document.errors[:3]}")

    def all(self, selector: str) -> list[Element]:
        """The elements that a selector of CSS chooses."""
        return [
            Element(node.name, {name: value or "" for name, value in (node.attrs or {}).items()}, node)
            for node in self._document.query(selector)
        ]

    def texts(self, selector: str) -> list[str]:
        """What is written in each of them."""
        return [element.text for element in self.all(selector)]


def read_page(path: str, now: datetime, *publications: Publication, tag: str = "en") -> ReadPage:
    """The page at an address at a moment. Raises AssertionError where there is none."""
    page = find_page(Visit(path, tag, "", now, publications))
    if page is None:
        raise AssertionError(f"there is no page at {path}")
    return ReadPage(page.body)
