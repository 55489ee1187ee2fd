"""Season files for the commands that look at them: read, or refused with every problem of all files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from season_calendar import disk
from season_calendar.errors import Problem, SeasonFileError, UnknownThingError
from season_calendar.model import Round, Season
from season_calendar.season_file import read_season


def load_seasons(paths: Sequence[Path]) -> tuple[Season, ...]:
    """The seasons of these files, in their order.

    Raises SeasonFileError with the problems of every file, and FileAccessError.
    """
    seasons: list[Season] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            season, _ = read_season(disk.read(path).content, str(path))
            seasons.append(season)
        except SeasonFileError as error:
            problems.extend(error.problems)
    if problems:
        raise SeasonFileError(problems)
    return tuple(seasons)


def find_round(seasons: Sequence[Season], round_id: str) -> tuple[Season, Round]:
    """The first round of that id in any of the seasons. Raises UnknownThingError with the nearest id."""
    for season in seasons:
        round_ = season.round(round_id)
        if round_ is not None:
            return season, round_
    raise UnknownThingError("round", round_id, [round_.id for season in seasons for round_ in season.rounds])
