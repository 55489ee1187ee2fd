"""``season-calendar check``: everything that is wrong in season files, at once."""

from __future__ import annotations

from pathlib import Path

import click

from season_calendar import disk
from season_calendar.cli.console import print_json, say, show_problems
from season_calendar.cli.options.files import (
    SEASON_FILE,
    database_option,
    files_option,
    journal_option,
    refuse_two_journals,
)
from season_calendar.cli.published.ids import published_in
from season_calendar.errors import FileAccessError, Problem, SeasonFileError, Severity
from season_calendar.season_file import Published, read_season, suggest


@click.command()
@click.argument("named", metavar="[FILE]...", nargs=-1, type=SEASON_FILE)
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
    for path in named or files:
        found, summary = _check_file(path, published)
        problems.extend(found)
        if summary and not as_json:
            say(summary)
    if as_json:
        print_json([_as_data(problem) for problem in problems])
    else:
        show_problems(problems)
    return int(any(problem.severity is Severity.ERROR for problem in problems))


def _check_file(path: Path, published: Published) -> tuple[tuple[Problem, ...], str | None]:
    """The problems of a file and, where it is fine, what could be better and one line that sums it up."""
    try:
        source = disk.read(path).content
        season, warnings = read_season(source, str(path), published)
    except SeasonFileError as error:
        return error.problems, None
    except FileAccessError as error:
        return (Problem(str(path), 1, 1, error.what, error.remedy),), None
    sessions = sum(len(round_.sessions) for round_ in season.rounds)
    problems = (*warnings, *suggest(source, str(path)))
    return problems, f"{path}: fine ({season.key}: rounds {len(season.rounds)}, sessions {sessions})"


def _as_data(problem: Problem) -> dict[str, object]:
    return {
        "file": problem.path,
        "line": problem.line,
        "column": problem.column,
        "severity": problem.severity.value,
        "message": problem.message,
        "hint": problem.hint,
    }
