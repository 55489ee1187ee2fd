"""The page on which a calendar is chosen, and the same as a part of other pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from season_calendar.errors import FeedOptionError
from season_calendar.feeds.source import FeedSource
from season_calendar.pages.builder.asked import Asked, ask, ask_usual
from season_calendar.pages.builder.doors import Door, doors, to_webcal
from season_calendar.pages.builder.form import Form, form_of, offered_feeds
from season_calendar.pages.builder.preview import Preview, preview_of
from season_calendar.pages.builder.qr import QrCode, qr_code
from season_calendar.pages.page import Page
from season_calendar.pages.templates import render
from season_calendar.pages.visit import Visit
from season_calendar.publishing.publication import Publication


@dataclass(frozen=True, slots=True)
class Calendar:
    """What comes of a choice: its one address and what can be done with it.

    ``address`` is whole, None where it is not known at which the site is; ``file`` leads there from the page.
    """

    name: str
    target: str
    address: str | None
    file: str
    doors: tuple[Door, ...]
    qr: QrCode | None
    preview: Preview


@dataclass(frozen=True, slots=True)
class Builder:
    """The builder as it is shown. ``calendar`` is None where nothing is left to subscribe to.

    ``form`` is None on a site of files: there nobody reads what is chosen.
    """

    asked: Asked
    form: Form | None
    calendar: Calendar | None


def show(visit: Visit) -> Page:
    """The page. Raises UnknownPageError where there is no feed."""
    if visit.is_static:
        return render("subscribe_files.html", visit, {"calendars": _calendars(visit)})
    asked = ask(visit)
    chosen = asked.source.chosen(asked.choice)
    series = chosen.publications[-1].season.series if len(chosen.series_names) == 1 else None
    return render("subscribe.html", visit, {"builder": _builder(asked, visit), "series": series})


def subscribe_panel(visit: Visit, feed_path: str) -> dict[str, object]:
    """What ``_subscribe.html`` shows on another page: all of a feed, or what there is of it as a file.

    Raises UnknownFeedError.
    """
    asked = ask_usual(visit, feed_path)
    if visit.is_static:
        written = _written(asked.source, visit)
        return {"builder": Builder(asked, None, None if written is None else _calendar(written, visit))}
    return {"builder": _builder(asked, visit)}


def every_builder(publications: Iterable[Publication]) -> Sequence[Mapping[str, str]]:
    """The one, where there is a feed to choose of."""
    return [{} for _ in [*publications][:1]]


def _builder(asked: Asked, visit: Visit) -> Builder:
    return Builder(asked, form_of(asked, visit), _calendar(asked, visit) if asked.is_a_calendar else None)


def _calendar(asked: Asked, visit: Visit) -> Calendar:
    name = asked.source.chosen(asked.choice).name(asked.choice.texts)
    # A file is what was chosen when it was written, and its address says nothing of it.
    target = asked.source.path if visit.is_static else asked.target
    address = visit.absolute(target)
    return Calendar(
        name=name,
        target=target,
        address=address,
        file=visit.file(target),
        doors=doors(address, name),
        qr=None if address is None else qr_code(to_webcal(address)),
        preview=preview_of(asked, visit.now, visit.texts),
    )


def _calendars(visit: Visit) -> list[Calendar]:
    """Every feed that there is as a file; ``visit.options`` are those by which all of them were written."""
    asked = (_written(feed, visit) for feed in offered_feeds(visit.publications))
    return [_calendar(its, visit) for its in asked if its is not None]


def _written(source: FeedSource, visit: Visit) -> Asked | None:
    """What the file of a feed holds; None where none was written, because it would hold nothing."""
    try:
        return Asked(source, source.choice(visit.options))
    except FeedOptionError:
        return None
