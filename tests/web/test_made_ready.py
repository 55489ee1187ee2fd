"""Who comes first after an edit waits for nothing: what was asked for last is made anew before they ask."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from support.fake_source import FakeSource, StillClock
from support.racing import germany, published, season

from season_calendar.pages.site import find_page
from season_calendar.publishing.publication import Publication
from season_calendar.web import watch
from season_calendar.web.answers import making, resources
from season_calendar.web.answers.making import Maker
from season_calendar.web.answers.resources import Resources
from season_calendar.web.app import create_app
from season_calendar.wording.catalogues import languages

PLAIN: dict[bytes, bytes] = {}
ZIPPED = {b"accept-encoding": b"gzip"}


class Service:
    """What is served of one season, which can be published again."""

    def __init__(self) -> None:
        self.source = FakeSource(published(season()))
        self.resources = Resources(self.source, StillClock(), Maker(None))

    def ask(self, path: str, query: bytes = b"", asked: dict[bytes, bytes] = PLAIN) -> None:
        asyncio.run(self.resources.form(path, path.encode(), query, asked))

    def publish(self, publication: Publication | None = None) -> None:
        self.source.publications = (publication or published(season(), season()),)

    def make_ready(self) -> None:
        asyncio.run(self.resources.make_ready())

    def has(self, target: bytes, asked: dict[bytes, bytes] = PLAIN) -> bool:
        return self.resources.at_hand(target, asked) is not None


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses of the pages that were made."""
    paths: list[str] = []

    def counting(visit: Any) -> Any:
        paths.append(f"{visit.tag}{visit.path}")
        return find_page(visit)

    monkeypatch.setattr(making, "find_page", counting)
    return paths


def test_what_was_asked_for_is_at_hand_again_after_a_publication_in_the_form_it_was_asked_for_in(
    service: Service,
) -> None:
    service.ask("/sv/wtcr/2021/germany/", asked=ZIPPED)
    service.ask("/wtcr.ics", b"sessions=race")
    service.publish()
    assert not service.has(b"/wtcr.ics?sessions=race")
    service.make_ready()
    assert service.has(b"/wtcr.ics?sessions=race")
    assert service.has(b"/sv/wtcr/2021/germany/", ZIPPED)
    assert not service.has(b"/wtcr.ics?sessions=race", ZIPPED)


def test_an_address_in_percent_signs_is_made_ready_as_it_was_sent(service: Service) -> None:
    asyncio.run(service.resources.form("/wtcr.ics", b"/%77tcr.ics", b"sessions=%72ace", PLAIN))
    service.publish()
    service.make_ready()
    assert service.has(b"/%77tcr.ics?sessions=%72ace")


def test_what_people_come_to_first_is_at_hand_in_every_language_before_anybody_asked(service: Service) -> None:
    service.make_ready()
    for path in (b"/", b"/subscribe/", b"/wtcr/", b"/wtcr/2021/"):
        for language in languages():
            assert service.has(path, {**ZIPPED, b"accept-language": language.encode()}), (path, language)


def test_what_is_published_is_made_ready_once(service: Service, shown: list[str]) -> None:
    service.make_ready()
    assert len(shown) == len(set(shown)) == 4 * len(languages())
    shown.clear()
    service.make_ready()
    assert not shown


def test_a_publication_before_the_last_was_made_ready_forgets_nothing(service: Service) -> None:
    service.ask("/wtcr.ics")
    for _ in range(3):
        service.publish()
        assert not service.has(b"/wtcr.ics")
    service.make_ready()
    assert service.has(b"/wtcr.ics")


def test_what_an_edit_took_away_is_left_out_and_the_rest_is_made(service: Service) -> None:
    service.ask("/wtcr.ics")
    service.ask("/wtcr/2021/germany/")
    service.ask("/wtcr.ics", b"round=germany")
    service.publish(published(season(replace(germany(), id="spain"))))
    service.make_ready()
    assert service.has(b"/wtcr.ics")
    assert not service.has(b"/wtcr.ics?round=germany")
    assert not service.has(b"/wtcr/2021/germany/")


def test_of_more_than_is_made_ready_at_once_it_is_what_was_asked_for_last(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resources, "MOST_MADE_READY", 2)
    targets = [b"sessions=race", b"alarm=1d", b"alarm=2d"]
    for query in targets:
        service.ask("/wtcr.ics", query)
    service.publish()
    service.make_ready()
    assert [service.has(b"/wtcr.ics?" + query) for query in targets] == [False, True, True]
    assert not service.has(b"/wtcr/", ZIPPED)


def test_a_page_that_is_at_hand_gzipped_is_not_made_again_for_who_wants_it_plain(
    service: Service, shown: list[str]
) -> None:
    for first, second in ((PLAIN, ZIPPED), (ZIPPED, PLAIN)):
        service.publish()
        forms = [asyncio.run(service.resources.form("/wtcr/", b"/wtcr/", b"", asked)) for asked in (first, second)]
        bodies = {form.whole.body[:2] == b"\x1f\x8b": form for form in forms}
        assert bodies[True].other() == bodies[False]
        assert bodies[False].other() == bodies[True]
    assert shown == ["en/wtcr/"] * 2


def test_where_it_fails_that_is_said_and_tried_again_with_what_is_published_next(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(watch, "LOOK_EVERY", timedelta(0))
    tries = 0

    async def served() -> None:
        tried_twice = asyncio.Event()

        async def fail(_: Resources) -> None:
            nonlocal tries
            tries += 1
            if tries == 2:
                tried_twice.set()
            raise ZeroDivisionError

        monkeypatch.setattr(Resources, "make_ready", fail)
        app = create_app(FakeSource(published(season())), StillClock())
        async with app.router.lifespan_context(app):
            await asyncio.wait_for(tried_twice.wait(), 10)

    with caplog.at_level(logging.ERROR):
        asyncio.run(served())
    assert tries >= 2
    assert "making pages before they are asked for failed" in caplog.text


def test_what_people_asked_for_is_made_before_what_was_only_made_ready(service: Service, shown: list[str]) -> None:
    service.make_ready()
    service.ask("/sv/wtcr/2021/germany/")
    service.ask("/de/wtcr/2021/")
    for _ in range(2):
        service.publish()
        shown.clear()
        service.make_ready()
        assert shown[:3] == ["de/wtcr/2021/", "sv/wtcr/2021/germany/", "en/"]


def test_what_is_left_when_something_else_is_published_meanwhile_is_made_of_that(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.ask("/wtcr.ics")
    service.ask("/de/wtcr/2021/")
    service.publish()
    publish_once = iter([service.publish])

    def publishing_meanwhile(visit: Any) -> Any:
        for publish in publish_once:
            publish()
        return find_page(visit)

    monkeypatch.setattr(making, "find_page", publishing_meanwhile)
    service.make_ready()
    assert service.has(b"/de/wtcr/2021/")
    assert service.has(b"/wtcr.ics")
    assert service.has(b"/wtcr/", ZIPPED)
