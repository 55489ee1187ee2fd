"""Which languages there are, and who is given which."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from season_calendar.wording import catalogues, texts
from season_calendar.wording.catalogues import languages
from season_calendar.wording.texts import texts_for


def test_english_comes_first_among_the_languages_there_are() -> None:
    assert languages() == ("en", "de", "sv")


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("de", "de"),
        ("de-AT", "de"),
        ("DE_ch-1901", "de"),
        ("sv-SE", "sv"),
        ("en-US", "en"),
        ("tlh", "en"),
        ("d", "en"),
        ("", "en"),
    ],
)
def test_the_nearest_language_there_is_speaks(asked: str, given: str) -> None:
    assert texts_for(asked) is texts_for(given)


@pytest.fixture
def locales(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of catalogues, empty, instead of the program's own."""
    monkeypatch.setattr(catalogues, "_LOCALES", tmp_path)
    kept = (catalogues.languages, texts._texts_in)
    for function in kept:
        function.cache_clear()
    yield tmp_path
    for function in kept:
        function.cache_clear()


def catalogue(locales: Path, locale: str, word: str) -> Path:
    """A catalogue that knows one word, as a translator writes it."""
    path = locales / locale / "LC_MESSAGES" / "season_calendar.po"
    path.parent.mkdir(parents=True)
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    path.write_text(f'{header}msgid "Round"\nmsgstr "{word}"\n', encoding="utf-8")
    return path


def test_a_new_catalogue_is_a_new_language(locales: Path) -> None:
    (locales / "season_calendar.pot").touch()
    for locale, word in (("pt_BR", "Etapa"), ("fr", "Manche"), ("nl", "Ronde"), ("es", "Ronda"), ("it", "Gara")):
        catalogue(locales, locale, word)
    assert languages() == ("en", "es", "fr", "it", "nl", "pt-BR")
    assert [texts_for(tag).round_kind() for tag in ("en", "fr-CA", "pt-br", "pt")] == [
        "Round",
        "Manche",
        "Etapa",
        "Round",
    ]
    assert texts_for("pt-BR").day(date(2021, 6, 5)) == "sáb., 5 de jun. de 2021"
    assert texts_for("en").day(date(2021, 6, 5)) == "Sat, 5 Jun 2021"


def test_a_compiled_catalogue_is_taken_before_its_source(locales: Path) -> None:
    source = catalogue(locales, "fr", "Épreuve")
    with source.open("rb") as written, source.with_suffix(".mo").open("wb") as compiled:
        write_mo(compiled, read_po(written))
    source.write_text("", encoding="utf-8")
    assert texts_for("fr").round_kind() == "Épreuve"
