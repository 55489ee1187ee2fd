"""The templates: everything that is put into them is escaped, and their words are in the language of the page."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from season_calendar.pages.page import HTML, Page
from season_calendar.pages.visit import Visit
from season_calendar.views.turning import next_turn
from season_calendar.wording.catalogues import catalogue_of, languages


def render(template: str, visit: Visit, shown: Mapping[str, object], media_type: str = HTML) -> Page:
    """A page of one of the templates. Beside what is to be ``shown``, a template knows the ``visit`` and its texts."""
    template_ = _environment(visit.tag).get_template(template)
    text = template_.render(visit=visit, texts=visit.texts, languages=languages(), **shown)
    return Page(text.encode(), visit.now, next_turn(visit.publications, visit.now), media_type)


@cache
def _environment(tag: str) -> Environment:
    """One for each language: what a template says is translated once, where it is compiled."""
    environment = Environment(
        loader=PackageLoader("season_calendar.pages"),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.install_gettext_translations(catalogue_of(tag), newstyle=True)  # type: ignore[attr-defined]
    return environment
