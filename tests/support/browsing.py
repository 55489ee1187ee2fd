"""Pages in a real browser, with all that goes wrong on them, and what a check by eye would see."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Request, Response

# What Chromium does of its own accord would be asked of machines that are not this one.
_QUIET = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update"]

_WIDER_THAN_THE_WINDOW = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const isWide = each => each.getBoundingClientRect().right > width + 1;
    const wide = [...document.body.querySelectorAll("*")].filter(isWide).slice(0, 5);
    return [`wider than ${width}: ` + wide.map(each => `${each.tagName}.${each.getAttribute("class")}`).join(", ")];
}"""

_PATIENCE_MILLISECONDS = 30_000
"""How long to wait for what must come: long, for a busy machine; a test that passes never waits so long."""

# In a drawing `href` is no text.
_LINKS = """() => [...document.querySelectorAll("a[href], link[href]")]
    .map(each => new URL(each.getAttribute("href"), document.baseURI).href)"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """The machine's own Chromium. Skips where it, or what drives it, is missing."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("chromium is not installed")
    sync_api.expect.set_options(timeout=_PATIENCE_MILLISECONDS)
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_QUIET)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def with_letters_of(size: int, browser: Browser) -> Iterator[Browser]:
    """Another such browser, whose owner has asked for letters of so many pixels; 16 is usual."""
    path = shutil.which("chromium")
    other = browser.browser_type.launch(
        executable_path=path, args=[*_QUIET, f"--blink-settings=defaultFontSize={size}"]
    )
    try:
        yield other
    finally:
        other.close()


@dataclass
class Visited:
    """A page that is open, and what went wrong on it and all that were open in its place before."""

    page: Page
    url: str
    faults: list[str] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)

    def go(self, path: str) -> None:
        """Open what is at an address of the site."""
        self.page.goto(f"{self.url}{path}", wait_until="load")

    def note(self, fault: str) -> None:
        """Note what is wrong on the page that is open."""
        self.faults.append(f"{self.page.url.removeprefix(self.url)}: {fault}")

    def assert_faultless(self) -> None:
        """Nothing was noted, by the browser or by whoever looked."""
        assert not self.faults, "\n".join(self.faults)

    def _listen(self) -> None:
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.note(f"error: {error}"))
        self.page.on("dialog", self._on_dialog)
        self.page.on("request", self._on_request)
        self.page.on("requestfailed", self._on_failure)
        self.page.on("response", self._on_response)

    def _on_console(self, message: ConsoleMessage) -> None:
        # A violation of the Content-Security-Policy is told here too.
        if message.type in ("error", "warning"):
            self.note(f"console: {message.text} ({message.location['url']})")

    def _on_dialog(self, dialog: Dialog) -> None:
        self.note(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _on_request(self, request: Request) -> None:
        self.requests.append(request)
        if not request.url.startswith(self.url):
            self.note(f"asks elsewhere: {request.url}")

    def _on_failure(self, request: Request) -> None:
        # What was still loading when another page was opened is given up.
        if request.failure != "net::ERR_ABORTED":
            self.note(f"failed: {request.url} {request.failure}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400:
            self.note(f"{response.status}: {response.url}")


@contextmanager
def visiting(browser: Browser, url: str, now: datetime | None, **options: Any) -> Iterator[Visited]:
    """A page of a new visitor, whose clock shows ``now`` and runs on; the real one, where that is None.

    ``options`` are those of Playwright's contexts: ``timezone_id``, ``viewport`` …
    """
    context: BrowserContext = browser.new_context(**{"locale": "en-GB", "timezone_id": "Europe/Stockholm", **options})
    context.set_default_timeout(_PATIENCE_MILLISECONDS)
    try:
        if now is not None and options.get("java_script_enabled", True):
            context.clock.install(time=now)
        visited = Visited(context.new_page(), url)
        visited._listen()
        yield visited
    finally:
        context.close()


def sideways(page: Page) -> list[str]:
    """What makes a page scroll to the side."""
    found: list[str] = page.evaluate(_WIDER_THAN_THE_WINDOW)
    return found


def unfold(page: Page) -> None:
    """Open all that can be folded."""
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")


def axe_findings(page: Page) -> list[str]:
    """What axe-core finds on a page."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{its['id']}: {node['target']} {node['html'][:120]}" for its in found for node in its["nodes"]]


def links_of(page: Page) -> set[str]:
    """The whole addresses, without fragments, that a page refers to."""
    found: list[str] = page.evaluate(_LINKS)
    return {address.partition("#")[0] for address in found}
