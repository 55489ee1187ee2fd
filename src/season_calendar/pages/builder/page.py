"""The page on which a calendar is chosen, and the same as a part of other pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from season_calendar.choices.choice import Cancelled
from season_calendar.errors import FeedOptionError
from season_calendar.feeds.addresses import offered_feeds
from season_calendar.feeds.files import FeedFile, feed_files
from season_calendar.pages.builder.asked import Asked, ask, ask_usual
from season_calendar.pages.builder.doors import Door, doors, to_webcal
from season_calendar.pages.builder.form import Form, form_of
from season_calendar.pages.builder.in_words import in_words
from season_calendar.pages.builder.preview import Preview, preview_of
from season_calendar.pages.builder.qr import QrCode, qr_code
from season_calendar.pages.page import Page
from season_calendar.pages.templates import render
from season_calendar.pages.visit import Visit
from season_calendar.publishing.publication import Publication
from season_calendar.wording.catalogues import languages


@dataclass(frozen=True, slots=True)
class Calendar:
    """What comes of a choice: its one address and what can be done with it.

    ``address`` is whole, None where it is not known at which the site is; ``file`` leads there from the page.
    ``feed`` is what all of the feed is called, and ``chosen`` the choice in words, both as the page has it.
    ``shows_cancelled``: also where a client hides it.
    """

    name: str
    feed: str
    chosen: str
    target: str
    address: str | None
    file: str
    doors: tuple[Door, ...]
    qr: QrCode | None
    preview: Preview
    shows_cancelled: bool


@dataclass(frozen=True, slots=True)
class Builder:
    """The builder as it is shown. ``calendar`` is None where nothing is left to subscribe to.

    On a site of files nobody reads what is chosen: ``form`` is None, and ``files`` are what there is to pick from.
    """

    asked: Asked
    form: Form | None
    calendar: Calendar | None
    files: tuple[Calendar, ...] = ()


def show(visit: Visit) -> Page:
    """The page. Raises UnknownPageError where there is no feed."""
    if visit.is_static:
        offered = {its.path for its in offered_feeds(visit.publications)}
        calendars = _calendars(visit, lambda its: its.is_variant or its.path in offered)
        by_feed = [(name, list(its)) for name, its in groupby(calendars, lambda its: its.feed)]
        return render("subscribe_files.html", visit, {"feeds": by_feed})
    asked = ask(visit)
    chosen = asked.source.chosen(asked.choice)
    series = chosen.publications[-1].season.series if len(chosen.series_names) == 1 else None
    # Who chose something has it in every language.
    queries = {tag: asked.on_page_in(tag, visit.tag).query for tag in languages()} if visit.options else {}
    page = render("subscribe.html", visit, {"builder": _builder(asked, visit), "series": series, "queries": queries})
    return replace(page, is_refusal=visit.is_unreadable)


def subscribe_panel(visit: Visit, feed_path: str) -> dict[str, object]:
    """What ``_subscribe.html`` shows on another page: all of a feed, or what there is of it as a file.

    Raises UnknownFeedError.
    """
    asked = ask_usual(visit, feed_path)
    if visit.is_static:
        return {
            "builder": Builder(asked, None, None, tuple(_calendars(visit, lambda its: its.source.path == feed_path)))
        }
    return {"builder": _builder(asked, visit)}


def every_builder(publications: Iterable[Publication]) -> Sequence[Mapping[str, str]]:
    """The one, where there is a feed to choose of."""
    return [{} for _ in [*publications][:1]]


def _builder(asked: Asked, visit: Visit) -> Builder:
    return Builder(asked, form_of(asked, visit), _calendar(asked, visit) if asked.is_a_calendar else None)


def _calendar(asked: Asked, visit: Visit, target: str | None = None) -> Calendar:
    """The calendar of a choice; ``target`` is its path, where it is a file: what was chosen, that says nothing of."""
    name = asked.source.chosen(asked.choice).name(asked.choice.texts)
    target = target or asked.target
    address = visit.absolute(target)
    return Calendar(
        name=name,
        feed=asked.source.name(visit.texts),
        chosen=in_words(asked.source, asked.choice, visit.texts),
        target=target,
        address=address,
        file=visit.file(target),
        doors=doors(address, name),
        qr=None if address is None else qr_code(to_webcal(address)),
        preview=preview_of(asked, visit.now, visit.texts),
        shows_cancelled=asked.choice.cancelled is Cancelled.SHOWN,
    )


def _calendars(visit: Visit, is_offered: Callable[[FeedFile], bool]) -> Iterator[Calendar]:
    """What there is as files, of each feed one behind the other."""
    files = feed_files(visit.publications, visit.options, visit.variants)
    order = {its.source.path: place for place, its in reversed(list(enumerate(files)))}
    for file in sorted(filter(is_offered, files), key=lambda its: order[its.source.path]):
        if (asked := _written(file)) is not None:
            yield _calendar(asked, visit, file.path)


def _written(file: FeedFile) -> Asked | None:
    """What a file holds; None where none was written, because it would hold nothing."""
    try:
        return Asked(file.source, file.choice())
    except FeedOptionError:
        return None
