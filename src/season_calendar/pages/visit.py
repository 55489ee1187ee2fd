"""How a page is asked for: where, in which language, at what moment, and what was chosen on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from urllib.parse import urlsplit

from season_calendar.feeds.files import Variant
from season_calendar.model import Season
from season_calendar.pages.assets import asset_path
from season_calendar.publishing.publication import Publication
from season_calendar.views.change_log import ChangesOf, noted_changes
from season_calendar.wording.texts import Texts, texts_for


@dataclass(frozen=True, slots=True)
class OtherClock:
    """The clock of a site that goes by another one than its visitors: it showed ``at`` when theirs showed ``real_at``,
    and runs ``speed`` times as fast.
    """

    at: datetime
    real_at: datetime
    speed: float


@dataclass(frozen=True)
class Visit:
    """One page in one language at one moment.

    ``path`` is the page's, without a language, such as ``/wtcr/2021/``. ``tag`` is the language of the page, and
    ``prefix`` how its address says it: ``/sv``, or nothing where it was negotiated. ``base_url`` is where the site is
    reached from outside, None where that is not known. ``options`` are those of a query, in its order;
    ``is_unreadable``: nothing could be read of it.
    ``is_static``: it is a file on a host that answers no queries, and the options are those by which the feeds beside
    it were written, as ``variants`` are those by which they were once more. ``is_at_any_address``: the file is given
    wherever there is none. ``changes_of`` knows what ever changed of a season. ``other_clock`` is that of a season that
    is watched as if it were now. ``edit_url`` is where season files are edited, ``{series}`` and ``{season}`` in it
    standing for ids.
    """

    path: str
    tag: str
    prefix: str
    now: datetime
    publications: tuple[Publication, ...]
    base_url: str | None = None
    options: tuple[tuple[str, str], ...] = ()
    is_unreadable: bool = False
    is_static: bool = False
    variants: tuple[Variant, ...] = ()
    is_at_any_address: bool = False
    changes_of: ChangesOf = noted_changes
    other_clock: OtherClock | None = None
    edit_url: str | None = None

    @cached_property
    def texts(self) -> Texts:
        """The texts in the page's language."""
        return texts_for(self.tag)

    def link(self, path: str) -> str:
        """The address of another page of the site in the same language, seen from this one: the site may lie in any
        folder of a host.
        """
        return self._up + f"{self.prefix}{path}".removeprefix("/") or "./"

    def link_in(self, tag: str, path: str | None = None) -> str:
        """The address of a page, or this one, in the language that is named."""
        return f"{self._up}{tag}{self.path if path is None else path}"

    def link_without_language(self) -> str:
        """The address of this page that leaves its language to the browser."""
        return self._up + self.path.removeprefix("/") or "./"

    def file(self, path: str) -> str:
        """The address of what has no language, such as a feed, seen from this page."""
        return self._up + path.removeprefix("/")

    def asset(self, name: str) -> str:
        """The address of one of the packaged files, seen from this page."""
        return self._up + asset_path(name).removeprefix("/")

    def absolute(self, path: str) -> str | None:
        """The whole address of what has no language, None where it is not known where the site is."""
        return None if self.base_url is None else f"{self.base_url.rstrip('/')}{path}"

    def edit_link(self, season: Season | None) -> str | None:
        """Where the file of a season is edited, or all of them where that is one address; None where it is not known.

        Ids are small letters, digits and dashes, and mean nothing in an address.
        """
        if self.edit_url is None or season is None:
            return None if self.edit_url is None or "{" in self.edit_url else self.edit_url
        return self.edit_url.replace("{series}", season.series.id).replace("{season}", season.id)

    def elsewhere(self, path: str) -> Visit:
        """The same visit of another page."""
        return replace(self, path=path)

    @property
    def _up(self) -> str:
        if self.is_at_any_address:
            return f"{urlsplit(self.base_url or '').path.rstrip('/')}/"
        return "../" * (f"{self.prefix}{self.path}".count("/") - 1)
