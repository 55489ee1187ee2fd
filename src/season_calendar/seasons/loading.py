"""Season files from the disk to seasons, one or several, with all that is wrong in any of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from season_calendar import disk
from season_calendar.errors import FileAccessError, Problem, SeasonFileError, Severity
from season_calendar.model import Season
from season_calendar.season_file import (
    ANYTHING_PUBLISHED,
    Published,
    other_names_of_drivers,
    read_season,
    same_season,
)


@dataclass(frozen=True, slots=True)
class LoadedSeason:
    """A season, the content of the file that it was read from, and the warnings about it."""

    season: Season
    content: bytes
    warnings: tuple[Problem, ...] = ()


def load(content: bytes, path: Path, published: Published) -> LoadedSeason:
    """The season in a file's content. Raises SeasonFileError."""
    season, warnings = read_season(content, str(path), published)
    return LoadedSeason(season, content, warnings)


def load_seasons(paths: Sequence[Path], published: Published) -> tuple[LoadedSeason, ...]:
    """The seasons of these files, in their order; ``published`` tells what their ids stood for before.

    Raises SeasonFileError with the problems of all files together: also that one cannot be read, and that two hold
    the same season.
    """
    seasons: dict[str, LoadedSeason] = {}
    path_of: dict[str, Path] = {}
    problems: list[Problem] = []
    for path in paths:
        try:
            loaded = load(disk.read(path).content, path, published)
        except SeasonFileError as error:
            problems.extend(error.problems)
        except FileAccessError as error:
            problems.append(Problem(str(path), 1, 1, error.what, error.remedy))
        else:
            key = loaded.season.key
            if key in seasons:
                first, second = (seasons[key].content, str(path_of[key])), (loaded.content, str(path))
                problems.append(same_season(key, first, second))
            names = other_names_of_drivers(
                loaded.season, loaded.content, str(path), [its.season for its in seasons.values()]
            )
            seasons[key], path_of[key] = replace(loaded, warnings=(*loaded.warnings, *names)), path
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise SeasonFileError(problems)
    return tuple(seasons.values())


def read_seasons(paths: Sequence[Path]) -> tuple[Season, ...]:
    """The seasons of these files, of whatever ids, only to look at. Raises what ``load_seasons`` raises."""
    return tuple(loaded.season for loaded in load_seasons(paths, ANYTHING_PUBLISHED))
