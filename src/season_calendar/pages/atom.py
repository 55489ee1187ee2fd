"""What changed as a feed for feed readers (Atom, RFC 4287): of one season, of a series, of all of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from xml.etree import ElementTree

from markupsafe import Markup

from season_calendar.errors import UnknownPageError
from season_calendar.pages.kinds.season import find_season
from season_calendar.pages.page import Page
from season_calendar.pages.visit import Visit
from season_calendar.publishing.facts import UID_DOMAIN
from season_calendar.publishing.publication import Publication
from season_calendar.views.change_log import LoggedChange, change_log
from season_calendar.views.season import published_events
from season_calendar.wording import labels
from season_calendar.wording.texts import Texts
from season_calendar.zoned_time import format_instant

ATOM = "application/atom+xml; charset=utf-8"

MOST = 100
"""How many changes a feed holds: readers keep the older ones themselves."""

_NAMESPACE = "http://www.w3.org/2005/Atom"
_NEVER = datetime.max.replace(tzinfo=UTC)
_LONG_AGO = datetime.fromtimestamp(0, UTC)
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML 1.0 document may hold, however it is written (§2.2)."""


def show_all(visit: Visit) -> Page:
    """What changed last in all seasons."""
    return _show(visit, visit.publications, visit.texts.all_series(), "/changes/")


def show_series(visit: Visit, series: str) -> Page:
    """What changed last in the seasons of a series. Raises UnknownPageError where there is none."""
    of_series = [its for its in visit.publications if its.season.series.id == series]
    newest = max(of_series, key=lambda its: its.last_seen_at, default=None)
    if newest is None:
        raise UnknownPageError(visit.path)
    return _show(visit, of_series, newest.season.series.short_name, f"/{series}/changes/")


def show(visit: Visit, series: str, season: str) -> Page:
    """What changed last in one season. Raises UnknownPageError where there is none."""
    its = find_season(visit, series, season)
    name = visit.texts.calendar_name(its.season.series.short_name, season)
    return _show(visit, [its], name, f"/{its.season.key}/changes/")


def _show(visit: Visit, publications: Sequence[Publication], name: str, page: str) -> Page:
    log = change_log(publications, visit.texts, visit.changes_of, most=MOST)
    root = ElementTree.Element("feed", {"xmlns": _NAMESPACE, "xml:lang": visit.tag})
    _add(root, "id", f"tag:{UID_DOMAIN},2021:{visit.path.removeprefix('/')}/{visit.tag}")
    _add(root, "title", visit.texts.changes_of(name))
    _add(root, "updated", format_instant(_updated_at(publications, log)))
    _add(root, "generator", "season-calendar")
    _add(_add(root, "author"), "name", name)
    _add(root, "link", rel="alternate", type="text/html", href=_address(visit, page))
    if visit.base_url is not None:
        _add(root, "link", rel="self", type="application/atom+xml", href=_address(visit, visit.path))
    rounds = {(facts.season_key, facts.round_id) for its in publications for facts in published_events(its)}
    for entry_id, changes in _entries(log, visit.tag).items():
        place = f"/{changes[0].season_key}/"
        if (changes[0].season_key, changes[0].round_id) in rounds:
            place += f"{changes[0].round_id}/"
        _add_entry(root, entry_id, changes, _address(visit, place), visit.texts)
    body = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return Page(body, visit.now, _NEVER, ATOM)


def _add_entry(
    root: ElementTree.Element, entry_id: str, changes: Sequence[LoggedChange], address: str, texts: Texts
) -> None:
    first = changes[0]
    entry = _add(root, "entry")
    _add(entry, "id", entry_id)
    _add(entry, "title", first.sentences[0] if len(changes) == 1 else _timetable_title(first, texts))
    _add(entry, "updated", format_instant(first.at))
    _add(entry, "link", rel="alternate", type="text/html", href=address)
    _add(entry, "category", term=first.season_key)
    _add(entry, "content", "".join(_content(change) for change in changes), type="html")


def _timetable_title(change: LoggedChange, texts: Texts) -> str:
    facts = change.after
    if facts is None:
        raise ValueError(f"{change.uid} did not join")
    told = labels.change("timetable", facts, texts)
    return f"{texts.round_title(facts.series_name, change.round_name)} · {told}"


def _content(change: LoggedChange) -> str:
    """Every sentence, and below them the old value and the new; of what joins, the sentence tells it."""
    told = [Markup("<p>{}</p>").format(sentence) for sentence in change.sentences]
    values = [
        Markup("<{0}>{1}</{0}>").format(tag, value)
        for tag, value in (("del", change.before_text), ("ins", change.after_text))
        if value is not None and change.before is not None
    ]
    return Markup("").join([*told, *([Markup("<p>{}</p>").format(Markup(" → ").join(values))] if values else [])])


def _entries(log: Sequence[LoggedChange], tag: str) -> dict[str, list[LoggedChange]]:
    """The changes by their ids, which never change: a tag URI (RFC 4151) of the event's UID, the instant, and the
    language, for a translation is another text. Sessions that join a round at once are together, under the first one's.
    """
    by_id: dict[str, list[LoggedChange]] = {}
    joining: dict[tuple[datetime, str, str], list[LoggedChange]] = {}
    for change in log:
        local, _, domain = change.uid.partition("@")
        entry_id = f"tag:{domain},{change.at:%Y-%m-%d}:{local}/{change.at:%Y%m%dT%H%M%SZ}/{tag}"
        if change.before is not None or change.after is None or change.after.is_round:
            by_id.setdefault(entry_id, [change])
            continue
        together = joining.setdefault((change.at, change.season_key, change.round_id), [])
        together.append(change)
        if len(together) == 1:
            by_id.setdefault(entry_id, together)
    return by_id


def _updated_at(publications: Sequence[Publication], log: Sequence[LoggedChange]) -> datetime:
    """When the newest change was; before the first one, when the seasons were published."""
    return log[0].at if log else max((its.last_seen_at for its in publications), default=_LONG_AGO)


def _address(visit: Visit, path: str) -> str:
    """The address of a page in the same language: a whole one, where it is known where the site is."""
    return visit.absolute(f"{visit.prefix}{path}") or visit.link(path)


def _add(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, name, attributes)
    element.text = None if text is None else _NOT_IN_XML.sub("\ufffd", text)
    return element
