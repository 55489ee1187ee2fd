"""The templates: everything that is put into them is escaped, and their words are in the language of the page."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from gettext import NullTranslations

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from season_calendar.pages.cards.pictures import picture_for
from season_calendar.pages.looks.accent import accent_id
from season_calendar.pages.looks.flags import flag_of
from season_calendar.pages.page import Page
from season_calendar.pages.visit import Visit
from season_calendar.views.turning import next_turn
from season_calendar.wording import brief, events, labels
from season_calendar.wording.catalogues import languages
from season_calendar.wording.texts import Texts
from season_calendar.zoned_time import format_instant


def render(template: str, visit: Visit, shown: Mapping[str, object]) -> Page:
    """A page of one of the templates. Beside what is to be ``shown``, a template knows the ``visit`` and its texts."""
    template_ = _environment().get_template(template)
    text = template_.render({**_UNLESS_SHOWN, **shown}, visit=visit, texts=visit.texts, languages=languages())
    return Page(text.encode(), visit.now, next_turn(visit.publications, visit.now))


_UNLESS_SHOWN: Mapping[str, object] = {
    "season": None,
    "series": None,
    "seasons": (),
    "colors": (),
    "canonical_path": None,
    "is_missing": False,
    "lately": {},
    "is_in_several": False,
    "on_its_page": False,
}
"""What the frame of a page asks for, and what stands for it on a page that is about no series or season."""


@cache
def _environment() -> Environment:
    """One for all languages: to compile the templates takes a sixth of a second, as long as a dozen pages."""
    environment = Environment(
        loader=PackageLoader("season_calendar.pages"),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["accent_id"] = accent_id
    environment.globals.update(
        accent_id=accent_id,
        brief=brief,
        events=events,
        flag_of=flag_of,
        instant=format_instant,
        labels=labels,
        picture_for=picture_for,
    )
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        _gettext, _ngettext, newstyle=True, pgettext=_pgettext
    )
    return environment


# What a template says is looked up in the language of the page where it is said.
@pass_context
def _gettext(page: Context, message: str) -> str:
    return _catalogue(page).gettext(message)


@pass_context
def _ngettext(page: Context, one: str, many: str, count: int) -> str:
    return _catalogue(page).ngettext(one, many, count)


@pass_context
def _pgettext(page: Context, meaning: str, message: str) -> str:
    return _catalogue(page).pgettext(meaning, message)


def _catalogue(page: Context) -> NullTranslations:
    texts: Texts = page["texts"]
    return texts.catalogue
