"""``season-calendar check``: everything that is wrong in season files, at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import click

from season_calendar import disk
from season_calendar.cli.console import print_json, say, show_problems
from season_calendar.cli.options.files import (
    SEASON_FILE,
    database_option,
    each_file_once,
    files_option,
    journal_option,
    refuse_two_journals,
)
from season_calendar.cli.published.ids import published_in
from season_calendar.errors import FileAccessError, Problem, SeasonFileError, Severity
from season_calendar.model import Season
from season_calendar.season_file import Published, other_names_of_drivers, read_season, same_season, suggest


@click.command()
@click.argument("named", metavar="[FILE]...", nargs=-1, type=SEASON_FILE, callback=each_file_once)
@files_option
@database_option
@journal_option
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON for programs.")
def check(
    named: tuple[Path, ...], files: tuple[Path, ...], database: str | None, journal_path: Path | None, as_json: bool
) -> int:
    """Say everything that is wrong in season files, and what they could say besides: those named, with or without -f.

    Also what became of ids that were published, in the database or the journal file.

    Exit code 0: fine (there may be warnings); 1: problems.
    """
    refuse_two_journals(journal_path, database)
    published = published_in(database, journal_path)
    problems: list[Problem] = []
    for its in _check_files(named or files, published):
        problems.extend(sorted(its.problems, key=lambda problem: (problem.line, problem.column)))
        if its.season is not None and not as_json:
            say(_summary(its.path, its.season))
    if as_json:
        print_json([_as_data(problem) for problem in problems])
    else:
        show_problems(problems)
    return int(any(problem.severity is Severity.ERROR for problem in problems))


class _Checked(NamedTuple):
    """A file, its problems or what could be better, and the season in it where it is fine."""

    path: str
    problems: tuple[Problem, ...]
    source: bytes = b""
    season: Season | None = None


def _check_files(paths: Iterable[Path], published: Published) -> Iterator[_Checked]:
    """Each file, in the order in which they are named."""
    first_of: dict[str, _Checked] = {}
    for path in paths:
        its = _check_file(path, published)
        if its.season is not None:
            others = [other.season for other in first_of.values() if other.season is not None]
            names = other_names_of_drivers(its.season, its.source, its.path, others)
            its = its._replace(problems=(*its.problems, *names))
        first = first_of.setdefault(its.season.key, its) if its.season is not None else its
        if its.season is not None and first is not its:
            twice = same_season(its.season.key, (first.source, first.path), (its.source, its.path))
            its = _Checked(its.path, (*its.problems, twice))
        yield its


def _check_file(path: Path, published: Published) -> _Checked:
    try:
        source = disk.read(path).content
        season, warnings = read_season(source, str(path), published)
    except SeasonFileError as error:
        return _Checked(str(path), error.problems)
    except FileAccessError as error:
        return _Checked(str(path), (Problem(str(path), 1, 1, error.what, error.remedy),))
    return _Checked(str(path), (*warnings, *suggest(source, str(path))), source, season)


def _summary(path: str, season: Season) -> str:
    sessions = sum(len(round_.sessions) for round_ in season.rounds)
    return f"{path}: fine ({season.key}: rounds {len(season.rounds)}, sessions {sessions})"


def _as_data(problem: Problem) -> dict[str, object]:
    return {
        "file": problem.path,
        "line": problem.line,
        "column": problem.column,
        "severity": problem.severity.value,
        "message": problem.message,
        "hint": problem.hint,
    }
