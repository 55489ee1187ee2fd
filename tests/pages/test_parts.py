"""Parts of pages that are kept: made once for all pages that show the same, and never shown for anything else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from markupsafe import Markup
from support.racing import FIRST_NOW, germany, published, season

from season_calendar.model import Round, Status
from season_calendar.pages.shown.rounds import ShownRound, shown_rounds
from season_calendar.pages.site import find_page, page_paths
from season_calendar.pages.templates import timetable, tower
from season_calendar.pages.visit import Visit
from season_calendar.publishing.publication import Publication
from season_calendar.wording.texts import Texts, texts_for

BEGINS_AT = min(its.start_at for its in germany().sessions if its.start_at is not None)
EN = texts_for("en")

Part = Callable[[ShownRound, Texts], Markup]
each_part = pytest.mark.parametrize("part", [timetable, tower])


def shown(round_: Round, now: datetime = FIRST_NOW) -> ShownRound:
    """A round as it stands at a moment, of a publication of its own."""
    return shown_rounds(published(season(round_)), now)[0]


@each_part
def test_a_part_is_made_once_for_every_publication_and_moment_that_leave_its_round_as_it_is(part: Part) -> None:
    assert part(shown(germany()), EN) is part(shown(germany(), FIRST_NOW + timedelta(hours=1)), EN)


@each_part
@pytest.mark.parametrize(
    "other",
    [
        shown(germany(sessions=tuple(replace(its, note="Moved") for its in germany().sessions))),
        shown(replace(germany(), status=Status.CANCELLED)),
        shown(germany(), BEGINS_AT),
    ],
    ids=["another note", "another status", "another moment"],
)
def test_a_part_is_another_one_where_its_round_is(part: Part, other: ShownRound) -> None:
    assert part(other, EN) != part(shown(germany()), EN)


@each_part
def test_a_part_is_another_one_in_another_language(part: Part) -> None:
    assert part(shown(germany()), texts_for("de")) != part(shown(germany()), EN)


def test_a_page_is_the_same_whether_its_parts_were_at_hand_or_not() -> None:
    """After pages of the same rounds before, while and after they changed, in other languages and of other kinds."""
    moved = germany(sessions=tuple(replace(its, name=f"{its.name} <b>") for its in germany().sessions))
    moments = [(round_, now) for round_ in (germany(), moved) for now in (FIRST_NOW, BEGINS_AT)]
    editions = [(published(season(round_)), now) for round_, now in moments]
    fresh, again = [], []
    for publication, now in editions:
        _forget_parts()
        fresh.append(_pages(publication, now))
    for publication, now in editions:
        again.append(_pages(publication, now))
    assert again == fresh


def _forget_parts() -> None:
    for part in (timetable, tower):
        part.cache_clear()


def _pages(publication: Publication, now: datetime) -> dict[tuple[str, str], bytes]:
    pages = {}
    for tag in ("en", "sv", "de"):
        for path in page_paths([publication]):
            page = find_page(Visit(path, tag, f"/{tag}", now, (publication,)))
            assert page is not None
            pages[tag, path] = page.body
    return pages
