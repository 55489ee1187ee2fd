"""The catalogues of translations: nothing forgotten, nothing half done, and all of it in what is installed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import season_calendar
from season_calendar.wording.catalogues import catalogue_of, languages

PACKAGE = Path(season_calendar.__file__).parent
LOCALES = PACKAGE / "wording" / "locales"
TRANSLATIONS = [language for language in languages() if language != "en"]

METHODS = [("**.py", "python"), ("**/pages/templates/**.html", "jinja2")]
OPTIONS = {"**/pages/templates/**.html": {"newstyle_gettext": "true", "trimmed": "true"}}

_IN_TEMPLATES = re.compile(r"%\((\w+)\)s")

Id = tuple[str | None, str | tuple[str, ...]]
"""What tells a message from others: its context and its English, both forms where it has a plural."""


def messages(catalogue: Iterable[Message]) -> dict[Id, Message]:
    return {(its.context, _hashable(its.id)): its for its in catalogue if its.id}


def _hashable(id_: str | list[str] | tuple[str, ...]) -> str | tuple[str, ...]:
    return id_ if isinstance(id_, str) else tuple(id_)


def template() -> Catalog:
    with (LOCALES / "season_calendar.pot").open("rb") as file:
        return read_po(file)


def translation(language: str) -> Catalog:
    path = LOCALES / language.replace("-", "_") / "LC_MESSAGES" / "season_calendar.po"
    with path.open("rb") as file:
        return read_po(file, locale=language.replace("-", "_"))


def placeholders(text: str) -> list[str]:
    """The names in ``{braces}``, and those in ``%(brackets)s`` that sentences of templates have."""
    return sorted(
        [*(name for _, name, _, _ in Formatter().parse(text) if name is not None), *_IN_TEMPLATES.findall(text)]
    )


def texts_of(value: str | Iterable[str] | None) -> list[str]:
    return [value or ""] if isinstance(value, str | None) else list(value)


def test_the_template_has_every_sentence_of_the_program() -> None:
    """Where this fails, extract anew: CONTRIBUTING.md says how."""
    extracted = extract_from_dir(PACKAGE, method_map=METHODS, options_map=OPTIONS)
    in_the_code = {(context, _hashable(id_)) for _, _, id_, _, context in extracted}
    assert messages(template()).keys() == in_the_code


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_translation_has_every_sentence_and_no_other(language: str) -> None:
    translated = {id_ for id_, its in messages(translation(language)).items() if all(texts_of(its.string))}
    expected = messages(template()).keys()
    assert {"missing": sorted(map(str, expected - translated)), "no longer there": translated - expected} == {
        "missing": [],
        "no longer there": set(),
    }


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_no_translation_is_a_guess(language: str) -> None:
    assert [its.id for its in translation(language) if its.id and its.fuzzy] == []


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_translation_has_the_placeholders_of_the_english(language: str) -> None:
    for id_, its in messages(translation(language)).items():
        english = placeholders(texts_of(its.id)[-1])
        for text in texts_of(its.string):
            assert placeholders(text) == english, id_


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_what_is_installed_speaks_as_its_source_says(language: str) -> None:
    """Where this fails in a source tree, somebody compiled a catalogue there: remove the .mo."""
    said = catalogue_of(language)
    written = {(its.context, its.id): its.string for its in translation(language) if isinstance(its.id, str) and its.id}
    assert {
        (context, english): said.pgettext(context, english) if context else said.gettext(english)
        for context, english in written
    } == written
