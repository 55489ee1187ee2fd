"""No word of a page goes past the catalogues: seen in a language in which no letter is English.

The season's own texts are Cyrillic and dates are Greek; what then has a plain letter was written somewhere else.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from support.pages import ReadPage
from support.pseudo_language import PseudoCatalogue
from support.racing import FIRST_NOW, published, session

from season_calendar.choices import choice
from season_calendar.model import Driver, Round, Season, Series, Status, Title, Venue
from season_calendar.pages.site import find_page, page_paths
from season_calendar.pages.visit import Visit
from season_calendar.wording.texts import Texts
from season_calendar.zoned_time import parse_instant

FIRST, LAST = date(2021, 6, 5), date(2021, 6, 6)
VENUE = Venue("sochi", "Автодром", "Europe/Moscow", "Сочи", length_km=5.848, country="RU")
SESSIONS = (
    session("race-1", "race", "Race 1", FIRST, "10:00", note="Заметка"),
    session("practice", "practice", "Practice", FIRST),
    session("race-2", "race", "Race 2", LAST, "10:00", status=Status.CANCELLED),
)
ROUND = Round(
    "a", "Гонка", VENUE, FIRST, LAST, label="Этап", note="Заметка", live="https://example.org/", sessions=SESSIONS
)
ROUNDS = (
    ROUND,
    *(replace(ROUND, id=status.value, status=status, sessions=()) for status in Status),
    Round("undated", "Гонка", VENUE),
)
SEASON = Season(
    Series("wtcr", "Серия", "ВТКР"),
    "2021",
    ROUNDS,
    (Title("t", "Титул"), Title("u", "Кубок")),
    (Driver("d", "Анна", "Sweden", ("t", "u")), Driver("e", "Борис", None, ("t",))),
)
EARLIER = replace(SEASON, rounds=(replace(ROUND, sessions=(), label="Другой"), *ROUNDS[2:], replace(ROUND, id="gone")))

KNOWN = {
    "season", "calendar", "Europe", "Moscow", "English", "Deutsch", "Svenska", "d", "h", "km",
    "lang", "el",
    "Apple", "Google", "Outlook", "Microsoft", "API", "Atom", "QR", "https", "example", "org", "ics", "wtcr",
    "subscribe", "api", "v", "openapi", "json", "Home", "Assistant",
}  # fmt: skip
"""Names that are the same in every language."""

SHOWN = (
    "alt", "title", "aria-label", "placeholder",
    "data-what", "data-until", "data-when", "data-day", "data-on", "data-over", "data-over-what",
)  # fmt: skip


_CODE = re.compile(rb"<(pre|code|textarea)\b.*?</\1>", re.DOTALL)
"""What is for programs, and the same in every language."""


class PseudoTemplates(PseudoCatalogue):
    """The same for sentences of templates, where names stand in ``%(brackets)s``."""

    def gettext(self, message: str) -> str:
        parts = re.split(r"(%\(\w+\)s)", message)
        return "".join(part if part.startswith("%(") else super(PseudoTemplates, self).gettext(part) for part in parts)

    def ngettext(self, one: str, many: str, count: int) -> str:
        return self.gettext(one if count == 1 else many)

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)


PSEUDO = Texts(PseudoTemplates(), "el", "el")


@pytest.fixture
def in_pseudo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Visit, "texts", PSEUDO)
    monkeypatch.setattr(choice, "texts_for", lambda *_: PSEUDO)


def english_in(page: ReadPage) -> list[str]:
    """Every run of plain letters that somebody reads or is read to."""
    texts = [*page.texts("body, title, meta[name=description]"), *page.texts("main")]
    texts += [its.attributes[name] for name in SHOWN for its in page.all(f"[{name}]")]
    texts += [its.attributes["content"] for its in page.all('meta[name="description"], meta[property="og:title"]')]
    return [run for text in texts for run in re.findall(r"[A-Za-z]+", text) if run not in KNOWN]


PUBLICATION = published(EARLIER, SEASON)
PATHS = [path for path in page_paths([PUBLICATION]) if path.endswith("/")]


@pytest.mark.parametrize("now", ["2021-06-01T08:00Z", "2021-06-05T10:30Z", "2021-09-01T00:00Z"])
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.usefixtures("in_pseudo")
def test_every_word_of_every_page_is_in_a_catalogue(path: str, now: str) -> None:
    page: Any = find_page(Visit(path, "el", "", parse_instant(now), (PUBLICATION,)))
    assert english_in(ReadPage(_CODE.sub(b"", page.body))) == []


def test_a_word_of_english_would_be_found() -> None:
    page: Any = find_page(Visit("/wtcr/2021/", "en", "", FIRST_NOW, (PUBLICATION,)))
    assert {"Rounds", "Cancelled", "Session"} <= set(english_in(ReadPage(page.body)))
