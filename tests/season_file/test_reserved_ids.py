"""Ids that are addresses of the program: whoever was published under one keeps it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from season_calendar.errors import SeasonFileError
from season_calendar.season_file import PublishedRound, read_season
from season_calendar.season_file.format.reserved import RESERVED_SERIES_IDS
from season_calendar.wording.catalogues import languages

SEASON = """\
schema: 1
series: {id: wtcr, name: X}
season: 2021
venues: {spa: {name: Spa, zone: Europe/Brussels}}
rounds:
  - {id: changes, name: A, venue: spa, dates: 2021-10-29}
"""


@dataclass
class Had:
    """What was published, as far as ids go."""

    answer: Callable[[tuple[str, ...]], bool]

    def has(self, ids: tuple[str, ...]) -> bool:
        return self.answer(ids)

    def rounds(self, series_id: str, season_id: str) -> tuple[PublishedRound, ...]:
        return ()


def _never(ids: tuple[str, ...]) -> bool:
    raise AssertionError(f"asked of {ids}")


NEVER = Had(_never)


def test_pages_and_languages_are_reserved() -> None:
    pages = {"all", "api", "static", "about", "drivers", "titles", "subscribe", "changes", "feeds", "healthz"}
    assert pages | {"embed", "readyz", "metrics", "widget", "data", "sv", "en", "de", "zh", "pt"} <= RESERVED_SERIES_IDS
    assert not {"wtcr", "f1", "wec", "dtm"} & RESERVED_SERIES_IDS
    assert len([id_ for id_ in RESERVED_SERIES_IDS if len(id_) == 2]) >= 183  # ISO 639-1


def test_every_language_there_are_texts_in_is_reserved() -> None:
    assert {language.casefold() for language in languages()} <= RESERVED_SERIES_IDS


def test_what_was_published_under_a_reserved_id_keeps_it_with_a_warning() -> None:
    asked = []

    def published(ids: tuple[str, ...]) -> bool:
        asked.append(ids)
        return True

    season, warnings = read_season(SEASON.replace("wtcr", "api").encode(), "f", Had(published))
    assert (season.key, season.rounds[0].id) == ("api/2021", "changes")
    assert [str(warning) for warning in warnings] == [
        f"f:{place}: warning: the id {id_!r} is taken by the program "
        "(it was published before and keeps its feeds; never change it)"
        for place, id_ in (("2:14", "api"), ("6:10", "changes"))
    ]
    assert asked == [("api",), ("api", "2021", "changes")]


def test_a_season_of_a_reserved_id_is_refused_unless_it_was_published() -> None:
    text = SEASON.replace("2021\n", "changes\n", 1).replace("id: changes, name", "id: spa, name").encode()

    with pytest.raises(SeasonFileError, match=r"f:3:9: the id 'changes' is taken"):
        read_season(text, "f", Had(lambda _: False))
    season, warnings = read_season(text, "f", Had(lambda ids: ids == ("wtcr", "changes")))
    assert (season.key, len(warnings)) == ("wtcr/changes", 1)


def test_a_new_round_of_a_reserved_id_is_refused_though_the_series_was_published() -> None:
    with pytest.raises(SeasonFileError, match=r"f:6:10: the id 'changes' is taken"):
        read_season(SEASON.replace("wtcr", "api").encode(), "f", Had(lambda ids: len(ids) == 1))


@pytest.mark.parametrize("line", ["series: {id: wtcr, name: X}\n", "season: 2021\n"])
def test_a_round_of_a_season_without_a_name_was_never_published(line: str) -> None:
    with pytest.raises(SeasonFileError) as refused:
        read_season(SEASON.replace(line, "").encode(), "f", NEVER)
    assert "the id 'changes' is taken by the program" in str(refused.value)


def test_what_was_published_is_asked_of_reserved_ids_alone() -> None:
    read_season(SEASON.replace("changes", "belgium").encode(), "f", NEVER)


@pytest.mark.parametrize("id_", ["all", "healthz"])
def test_what_no_series_ever_had_is_not_asked_for(id_: str) -> None:
    with pytest.raises(SeasonFileError, match="taken by the program"):
        read_season(SEASON.replace("wtcr", id_).replace("changes", "belgium").encode(), "f", NEVER)
