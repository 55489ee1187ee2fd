"""The languages there are texts in, and their catalogues: ``locales/LANGUAGE/LC_MESSAGES/season_calendar.po``."""

from __future__ import annotations

import gettext
from functools import cache
from io import BytesIO
from pathlib import Path

_LOCALES = Path(__file__).parent / "locales"
_ENGLISH = "en"  # the language of the sentences themselves: it has no catalogue


@cache
def languages() -> tuple[str, ...]:
    """Every language there are texts in, as IETF tags: English first, then by their tags."""
    folders = (folder.name for folder in _LOCALES.glob("*") if folder.is_dir())
    return (_ENGLISH, *sorted(name.replace("_", "-") for name in folders))


def nearest_language(tag: str) -> str:
    """Of the languages there are texts in the one nearest to an IETF tag (RFC 4647 §3.4): ``de`` for ``de-AT``.

    English where there is none at all.
    """
    return nearest_known(tag) or _ENGLISH


def nearest_known(tag: str) -> str | None:
    """The same; None where there is none at all."""
    known = {language.casefold(): language for language in languages()}
    subtags = tag.replace("_", "-").casefold().split("-")
    while subtags and "-".join(subtags) not in known:
        subtags.pop()
    return known.get("-".join(subtags))


def locale_of(language: str) -> str:
    """The CLDR's name for one of the languages; of English that of Europe: day before month, and 14:30."""
    return "en_GB" if language == _ENGLISH else language.replace("-", "_")


@cache
def locale_with_territory(language: str) -> str:
    """The same with the territory where most of its readers are, which https://ogp.me wants: ``sv_SE``."""
    from babel.core import get_global, parse_locale

    locale = locale_of(language)
    territory = parse_locale(locale)[1] or parse_locale(get_global("likely_subtags")[locale])[1]
    return f"{parse_locale(locale)[0]}_{territory}"


@cache
def language_name(language: str) -> str:
    """What those who speak one of the languages call it: ``English``, ``Svenska``, ``Deutsch``."""
    from babel import Locale  # not cheap to load, and seldom needed

    name = Locale.parse(language, sep="-").get_language_name(language.replace("-", "_")) or language
    return name[:1].upper() + name[1:]


def catalogue_of(language: str) -> gettext.NullTranslations:
    """The catalogue of one of the languages: compiled, as the wheel has it, or in a source tree as it was written.

    In a source tree nothing is compiled, so that nothing is older than what is written. To read that takes some 20 ms,
    most of it Babel's import.
    """
    if language == _ENGLISH:
        return gettext.NullTranslations()
    folder = _LOCALES / locale_of(language) / "LC_MESSAGES"
    compiled, written = folder / "season_calendar.mo", folder / "season_calendar.po"
    if compiled.exists():
        return gettext.GNUTranslations(BytesIO(compiled.read_bytes()))
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    buffer = BytesIO()
    write_mo(buffer, read_po(BytesIO(written.read_bytes())))
    buffer.seek(0)
    return gettext.GNUTranslations(buffer)
