"""Every page there is of some publications: which is at an address, and the addresses of all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from season_calendar.errors import UnknownPageError
from season_calendar.pages import atom
from season_calendar.pages.builder import page as builder
from season_calendar.pages.kinds import changes, following, front, one_round, season, using, widget
from season_calendar.pages.page import Page
from season_calendar.pages.visit import Visit
from season_calendar.publishing.publication import Publication
from season_calendar.wording.catalogues import languages


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of page. ``parts`` are those of its address, the names in braces being given to ``show``; ``end`` is what
    stands behind them, a slash or nothing. ``reads_query``: by what is behind the question mark it is another page.

    ``show`` raises UnknownPageError where there is no such page; ``all`` gives the names of each one there is.
    """

    parts: tuple[str, ...]
    show: Callable[..., Page]
    all: Callable[[Iterable[Publication]], Iterable[Mapping[str, str]]]
    end: str = "/"
    reads_query: bool = False

    @classmethod
    def at(
        cls,
        address: str,
        show: Callable[..., Page],
        all_: Callable[[Iterable[Publication]], Iterable[Mapping[str, str]]] = lambda _: ({},),
        *,
        reads_query: bool = False,
    ) -> Kind:
        """The kind of the pages at an address such as ``/{series}/{season}/`` or ``/changes.atom``."""
        return cls(_parts(address), show, all_, "/" if address.endswith("/") else "", reads_query)

    def names_in(self, path: str) -> dict[str, str] | None:
        """The names that an address of this kind has, None where it is of another kind."""
        parts = _parts(path)
        if len(parts) != len(self.parts):
            return None
        names = {}
        for part, its in zip(self.parts, parts, strict=True):
            if part.startswith("{"):
                names[part[1:-1]] = its
            elif part != its:
                return None
        return names if path == self.address(names) else None

    def address(self, names: Mapping[str, str]) -> str:
        """The address of the page of these names."""
        return "".join(f"/{part.format(**names)}" for part in self.parts) + self.end


def _parts(address: str) -> tuple[str, ...]:
    return tuple(part for part in address.split("/") if part)


# The first that fits has the address: ids that are words of addresses are reserved.
_KINDS = (
    Kind.at("/", front.show),
    Kind.at("/subscribe/", builder.show, builder.every_builder, reads_query=True),
    Kind.at("/changes/", changes.show_all),
    Kind.at("/drivers/{driver_id}/", following.show_driver, following.every_driver),
    Kind.at("/titles/{series}/{title_id}/", following.show_title, following.every_title),
    Kind.at("/changes.atom", atom.show_all),
    Kind.at("/{series}/changes.atom", atom.show_series, season.every_series),
    Kind.at("/{series}/changes/", changes.show_series, season.every_series),
    Kind.at("/{series}/{season}/changes.atom", atom.show, season.every_season),
    Kind.at("/data/", using.show),
    Kind.at("/widget/", widget.show_all),
    Kind.at("/widget/{series}/", widget.show, season.every_series),
    Kind.at("/{series}/", season.show_current, season.every_series),
    Kind.at("/{series}/{season}/", season.show, season.every_season),
    Kind.at("/{series}/{season}/changes/", changes.show, season.every_season),
    Kind.at("/{series}/{season}/{round_id}/", one_round.show, one_round.every_round),
)


def find_page(visit: Visit) -> Page | None:
    """The page at the address of a visit, None where there is none. Raises FeedOptionError for options of its query
    that it cannot have.
    """
    for kind in _KINDS:
        names = kind.names_in(visit.path)
        if names is not None:
            try:
                return kind.show(visit, **names)
            except UnknownPageError:
                return None
    return None


def reads_query(path: str) -> bool:
    """Whether the page at an address without a language is another one with another query."""
    return any(kind.reads_query and kind.names_in(path) is not None for kind in _KINDS)


def page_paths(publications: Iterable[Publication]) -> Iterator[str]:
    """The address of every page, without a language."""
    for kind in _KINDS:
        for names in kind.all(publications):
            yield kind.address(names)


def first_paths(publications: Sequence[Publication]) -> Iterator[str]:
    """The addresses that people come to first, without a language: the front page and the builder, then series, then
    seasons, the newest first.
    """
    yield "/"
    yield "/subscribe/"
    yield from (f"/{names['series']}/" for names in season.every_series(publications))
    newest_first = sorted(publications, key=lambda its: its.season.id, reverse=True)
    yield from (f"/{its.season.key}/" for its in newest_first)


def split_language(path: str) -> tuple[str | None, str]:
    """The language that the address of a page begins with, None where it names none, and the address without it."""
    first, slash, rest = path.removeprefix("/").partition("/")
    return (first, f"/{rest}") if slash and first in languages() else (None, path)
