"""The templates: everything that is put into them is escaped, and their words are in the language of the page."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import _lru_cache_wrapper, cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.runtime import Context
from markupsafe import Markup

from season_calendar.pages.cards.pictures import picture_for
from season_calendar.pages.compiled import Compiled
from season_calendar.pages.looks.accent import accent_id
from season_calendar.pages.looks.flags import flag_of
from season_calendar.pages.page import FILES_MAY_LOAD, Page
from season_calendar.pages.shown.rounds import ShownRound
from season_calendar.pages.visit import Visit
from season_calendar.views.turning import next_turn
from season_calendar.wording import brief, events, labels
from season_calendar.wording.catalogues import languages, locale_with_territory
from season_calendar.wording.texts import Texts
from season_calendar.zoned_time import format_instant


def render(template: str, visit: Visit, shown: Mapping[str, object]) -> Page:
    """A page of one of the templates. Beside what is to be ``shown``, a template knows the ``visit`` and its texts."""
    template_ = _environment().get_template(template)
    text = template_.render(
        {**_UNLESS_SHOWN, **_words(visit.texts), **shown},
        visit=visit,
        texts=visit.texts,
        languages=languages(),
        version=_VERSION,
    )
    # By it script sees whether the page that it is on is still the newest.
    body = text.encode()
    version = hashlib.sha256(body).hexdigest()[:16]
    return Page(
        body.replace(_VERSION.encode(), version.encode(), 1), visit.now, next_turn(visit.publications, visit.now)
    )


_UNLESS_SHOWN: Mapping[str, object] = {
    "season": None,
    "programme": None,
    "series": None,
    "seasons": (),
    "colors": (),
    "canonical_path": None,
    "is_missing": False,
    "queries": {},
    "lately": {},
    "is_in_several": False,
    "on_its_page": False,
}
"""What the frame of a page asks for, and what stands for it on a page that is about no series or season."""


_VERSION = "\ue000"
"""What stands, before any name, for the version of a page while it is made."""


_MOST_PARTS = 512
"""Parts of each sort that are kept: ten seasons in three languages, some kilobytes each."""


_FOLDER = Path(__file__).parent / "templates"

_OPTIONS: Mapping[str, Any] = {
    "extensions": ["jinja2.ext.i18n"],
    "autoescape": True,
    "undefined": StrictUndefined,
    "auto_reload": False,
    "trim_blocks": True,
    "lstrip_blocks": True,
}


@cache
def _environment() -> Environment:
    """One for all languages: to compile the templates takes as long as dozens of pages."""
    environment = Environment(
        loader=FileSystemLoader(_FOLDER), bytecode_cache=Compiled(_FOLDER, str(_OPTIONS)), **_OPTIONS
    )
    environment.context_class = _Shown
    environment.filters["accent_id"] = accent_id
    environment.globals.update(
        accent_id=accent_id,
        brief=brief,
        files_may_load=FILES_MAY_LOAD,
        events=events,
        flag_of=flag_of,
        instant=format_instant,
        labels=labels,
        locale_with_territory=locale_with_territory,
        picture_for=picture_for,
        timetable=timetable,
        tower=tower,
    )
    environment.newstyle_gettext = True  # type: ignore[attr-defined]
    return environment


def _part(template: str) -> _lru_cache_wrapper[Markup]:
    """What a template makes of a round in a language, knowing nothing else.

    It is kept by what the round is and how it stands: it is made once for all pages that show it, at whichever address,
    and anew where an edit or the clock changes that round, and not another.
    """

    @lru_cache(maxsize=_MOST_PARTS)
    def part(round_: ShownRound, texts: Texts) -> Markup:
        its = _environment().get_template(template)
        return Markup(its.render(_words(texts), round=round_, texts=texts))

    return part


timetable, tower = _part("_timetable.html"), _part("_tower.html")


class _Shown(Context):
    """What a template knows. What it calls wants to know nothing but what it is given: Jinja looks for that at each
    call, which took a sixth of the time of a page.
    """

    def call(self, called: Callable[..., object], *args: object, **named: object) -> object:
        """Call it."""
        named.pop("_loop_vars", None)
        named.pop("_block_vars", None)
        return called(*args, **named)


@cache
def _words(texts: Texts) -> Mapping[str, Callable[..., Markup]]:
    """By these functions a template says in a language what it says; names that are put into it are escaped."""
    catalogue = texts.catalogue

    @cache
    def plain(message: str) -> Markup:
        return Markup(catalogue.gettext(message)) % {}

    def gettext(message: str, /, **names: object) -> Markup:
        return Markup(catalogue.gettext(message)) % names if names else plain(message)

    def ngettext(one: str, many: str, num: int, /, **names: object) -> Markup:
        return Markup(catalogue.ngettext(one, many, num)) % {"num": num, **names}

    def pgettext(meaning: str, message: str, /) -> Markup:
        return Markup(catalogue.pgettext(meaning, message)) % {}

    return {"_": gettext, "gettext": gettext, "ngettext": ngettext, "pgettext": pgettext}
