"""One browser and one season for all tests of this folder; each test is a visitor of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from support import browsing
from support.served_site import IN_ITALY, Site, served, wtcr_2021

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Visit = Callable[..., AbstractContextManager[browsing.Visited]]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of this folder are `browser` tests."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser."""
    with browsing.chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The season of 2021 on the first morning in Italy, when five rounds are over and three are called off."""
    with served(tmp_path_factory.mktemp("site"), wtcr_2021(), IN_ITALY) as site:
        yield site


@pytest.fixture(scope="session")
def visit(chromium: Browser) -> Visit:
    """Visits a site, by its clock unless ``now`` says another; options are those of Playwright's contexts."""

    def open_(site: Site, **options: Any) -> AbstractContextManager[browsing.Visited]:
        return browsing.visiting(chromium, site.url, **{"now": site.clock.now(), **options})

    return open_
