"""The options that name season files, and where what was published of them is kept."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click
from click.core import ParameterSource

_Command = TypeVar("_Command", bound=Callable[..., object])


class _SeasonFile(click.Path):
    """The name of a season file; whether it can be read is told by whoever reads it, with what is wrong in others."""

    def __init__(self) -> None:
        super().__init__(readable=False, path_type=Path)

    def convert(  # type: ignore[override]
        self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None
    ) -> Path:
        """The path. An empty name would mean the working folder."""
        if not str(value):
            self.fail("the name is empty; write one such as events.yaml", param, ctx)
        return Path(value)


SEASON_FILE = _SeasonFile()
"""The type of every argument and option that names a season file."""


def file_option(command: _Command) -> _Command:
    """``-f/--file``: one season file, as ``file: Path``; where the variable names several, one must be named here."""
    return click.option(
        "-f",
        "--file",
        type=SEASON_FILE,
        default=Path("events.yaml"),
        callback=_one_file,
        envvar="SEASON_CALENDAR_FILE",
        show_default=True,
        show_envvar=True,
        help="The season file.",
    )(command)


def files_option(command: _Command) -> _Command:
    """``-f/--file``, any number of times: season files, each once, as ``files: tuple[Path, ...]``, never none.

    In the variable they are separated as in PATH.
    """
    return click.option(
        "-f",
        "--file",
        "files",
        type=SEASON_FILE,
        multiple=True,
        default=[Path("events.yaml")],
        callback=each_file_once,
        envvar="SEASON_CALENDAR_FILE",
        show_default=True,
        show_envvar=True,
        help="A season file; can be given several times.",
    )(command)


def database_option(command: _Command) -> _Command:
    """``--database``, as ``database: str | None``; None means none was named."""
    return click.option(
        "--database",
        metavar="URL",
        envvar="SEASON_CALENDAR_DATABASE",
        show_envvar=True,
        help="Where to keep the state: sqlite:///FILE or postgresql://…  [default: a file among this user's data]",
    )(command)


def journal_option(command: _Command) -> _Command:
    """``--journal``, as ``journal_path: Path | None``, for ``open_journal``."""
    return click.option(
        "--journal",
        "journal_path",
        type=click.Path(dir_okay=False, path_type=Path),
        help="The text file that keeps what was published, instead of a database: for a season kept in git.",
    )(command)


def refuse_two_journals(journal_path: Path | None, database: str | None) -> None:
    """Raise click.UsageError where both are named."""
    if journal_path is not None and database is not None:
        raise click.UsageError("--journal and --database both say where to keep what was published; name one")


def each_file_once(_ctx: click.Context, _param: click.Parameter, value: tuple[Path, ...]) -> tuple[Path, ...]:
    """The files without those named before, also in other words: ``events.yaml`` and ``../season/events.yaml``."""
    first: dict[str, Path] = {}
    for path in value:
        first.setdefault(os.path.realpath(path), path)
    return tuple(first.values())


def _one_file(ctx: click.Context, param: click.Parameter, value: Path) -> Path:
    from_variable = param.name is not None and ctx.get_parameter_source(param.name) is ParameterSource.ENVIRONMENT
    if from_variable and os.pathsep in str(value):
        raise click.BadParameter(f"{param.envvar} names several files; name one of them with -f", ctx, param)
    return value
