"""Finds what an address asks for and makes it: a feed, a page or a file of one, what a program asks. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from season_calendar.api.answers import answer
from season_calendar.api.operations import PREFIX as API
from season_calendar.choices.options import write_choice
from season_calendar.errors import FeedOptionError, UnknownPageError
from season_calendar.feeds.feed import build_feed
from season_calendar.feeds.files import Variant, find_file
from season_calendar.feeds.render import Renderer
from season_calendar.feeds.sent_addresses import LONGEST_FORM, feed_path, read_options
from season_calendar.pages.assets import ICONS, PREFIX, find_asset, icon_at
from season_calendar.pages.cards.pictures import NAME as PICTURE
from season_calendar.pages.cards.pictures import draw
from season_calendar.pages.cards.png import can_draw, png_of
from season_calendar.pages.kinds import missing
from season_calendar.pages.site import find_page, reads_query, split_language
from season_calendar.pages.visit import OtherClock, Visit
from season_calendar.views.change_log import ChangesOf, noted_changes
from season_calendar.web.answers.published import Published
from season_calendar.web.answers.resource import Resource


@dataclass(frozen=True, slots=True)
class Found:
    """What was asked for: ``address`` is the same however it was spelt, ``make`` makes it.

    ``make`` raises UnknownPageError.
    """

    address: str
    make: Callable[[], Resource]


class Maker:
    """Makes resources of what is published.

    ``base_url`` is the address under which the service is reached from outside, which feeds name as theirs; pages name
    ``page_url``, or the same. ``changes_of`` knows what ever changed of a season. ``other_clock`` is the one that the
    service goes by, if not by the real time. ``edit_url`` is where season files are edited, as a ``Visit`` has it.
    """

    def __init__(
        self,
        base_url: str | None = None,
        page_url: str | None = None,
        changes_of: ChangesOf = noted_changes,
        other_clock: OtherClock | None = None,
        edit_url: str | None = None,
    ) -> None:
        self._base_url = base_url
        self._page_url = page_url or base_url
        self._changes_of = changes_of
        self._other_clock = other_clock
        self._edit_url = edit_url
        self._renderer = Renderer()

    def find(self, published: Published, now: datetime, path: str, query: bytes, language: str) -> Found:
        """What is at a path (percent-decoded); ``language`` is what a page is in whose address names none.

        Raises UnknownFeedError, UnknownPageError, and FeedOptionError for options that cannot be had.
        """
        if (feed := feed_path(path)) is not None:
            return self._feed(published, feed, query)
        if path.startswith(PREFIX):
            return _asset(path)
        if path in ICONS:
            return Found(path, lambda: Resource.of_icon(icon_at(path)))
        if path == API or path.startswith(f"{API}/"):
            return self._api(published, now, path, query)
        if path.endswith(f"/{PICTURE}"):
            return _picture(self._visit(published, now, path, language), path)
        return self._page(published, now, path, query, language)

    def _feed(self, published: Published, path: str, query: bytes) -> Found:
        named = find_file(path, published.publications)
        source = named.source
        choice = source.choice([*named.options, *read_options(query)])
        file = path if Variant(choice).file_of(source.path) == path else None

        def make() -> Resource:
            feed = build_feed(source, choice, published.at, renderer=self._renderer, base_url=self._base_url, file=file)
            return Resource.of_feed(feed, published.changed_at)

        return Found(file or f"{source.path}?{write_choice(choice)}", make)

    def _api(self, published: Published, now: datetime, path: str, query: bytes) -> Found:
        def options() -> Iterator[tuple[str, str]]:
            yield from read_options(query)  # what is wrong with it is told as the API tells it

        def make() -> Resource:
            answered = answer(path, options(), published.publications, now, self._changes_of, self._page_url)
            if answered is None:
                raise UnknownPageError(path)
            return Resource.of_api(answered, now)

        return Found(f"{path}?{query!r}", make)

    def _page(self, published: Published, now: datetime, path: str, query: bytes, language: str) -> Found:
        visit = self._visit(published, now, path, language)
        if reads_query(visit.path):  # any other page is made once, whatever somebody writes behind its address
            visit = _with_options(visit, query)

        def make() -> Resource:
            page = find_page(visit)
            if page is None:
                raise UnknownPageError(path)
            return Resource.of_page(page, negotiated=not visit.prefix)

        return Found(f"{visit.tag} {path}?{visit.is_unreadable or visit.options}", make)

    def missing(self, published: Published, now: datetime, path: str, language: str) -> Resource:
        """What people are shown who asked for a page that is not there."""
        visit = self._visit(published, now, path, language)
        page = Resource.of_page(missing.show(visit), negotiated=not visit.prefix)
        return replace(page, varies=("Accept", *page.varies))  # programs are told in a line

    def _visit(self, published: Published, now: datetime, path: str, language: str) -> Visit:
        named, plain = split_language(path)
        return Visit(
            path=plain,
            tag=named or language,
            prefix="" if named is None else f"/{named}",
            now=now,
            publications=published.publications,
            base_url=self._page_url,
            changes_of=self._changes_of,
            other_clock=self._other_clock,
            edit_url=self._edit_url,
        )


def _with_options(visit: Visit, query: bytes) -> Visit:
    """With the options of a query. Of one that cannot be read, the page says so in its own language."""
    try:
        return replace(visit, options=tuple(read_options(query, LONGEST_FORM)))
    except FeedOptionError:
        return replace(visit, is_unreadable=True)


def _picture(visit: Visit, path: str) -> Found:
    """Of its query nothing is read: that says which version somebody knew, and there is but the present one."""

    def make() -> Resource:
        svg = draw(visit) if can_draw() else None
        if svg is None:
            raise UnknownPageError(path)
        return Resource.of_picture(png_of(svg), negotiated=not visit.prefix)

    return Found(f"{visit.tag} {path}", make)


def _asset(path: str) -> Found:
    asset = find_asset(path)
    if asset is None:
        raise UnknownPageError(path)
    return Found(path, lambda: Resource.of_asset(asset))
