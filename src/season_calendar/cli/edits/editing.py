"""What every editing command shares: its options, and how what came of the edit is shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from season_calendar.cli.console import Styled, say, show_problems
from season_calendar.cli.options.files import file_option, refuse_two_journals
from season_calendar.cli.published.ids import published_in
from season_calendar.clock import SystemClock
from season_calendar.season_file.editing.edits import Edit
from season_calendar.seasons import editing
from season_calendar.seasons.editing import EditResult
from season_calendar.views.changed_lines import changed_lines, unified_diff
from season_calendar.views.changes import in_sentences
from season_calendar.wording.texts import texts_for

_Command = TypeVar("_Command", bound=Callable[..., object])

_DATABASE, _JOURNAL = f"{__name__}.database", f"{__name__}.journal"

_COLORS = {"+": "green", "-": "red", "@": "cyan"}


def editing_options(command: _Command) -> _Command:
    """``--file`` and ``--dry-run``, as ``file: Path`` and ``dry_run: bool``.

    ``--database`` and ``--journal`` are for ``edit_file``.
    """
    dry_run = click.option(
        "--dry-run", is_flag=True, help="Show what would change, as a unified diff, and write nothing."
    )
    database = click.option(
        "--database",
        metavar="URL",
        envvar="SEASON_CALENDAR_DATABASE",
        show_envvar=True,
        expose_value=False,
        callback=_keep_for_edit_file,
        help="Where the state is kept: asked for the ids that were published.",
    )
    journal = click.option(
        "--journal",
        type=click.Path(dir_okay=False, path_type=Path),
        expose_value=False,
        callback=_keep_for_edit_file,
        help="The text file that keeps what was published, instead of a database.",
    )
    return file_option(dry_run(database(journal(command))))


def edit_file(file: Path, edit: Edit, *, dry_run: bool) -> None:
    """Do an edit and print the lines that changed and what subscribers will see of it.

    Raises what ``seasons.editing.edit_file`` raises; nothing is written then.
    """
    kept = click.get_current_context().meta
    refuse_two_journals(kept[_JOURNAL], kept[_DATABASE])
    published = published_in(kept[_DATABASE], kept[_JOURNAL])
    result = editing.edit_file(file, edit, SystemClock().now(), published=published, dry_run=dry_run)
    if not result.is_changed:
        say(f"{file}: nothing to change")
        return
    _show_lines(file, result)
    _show_what_subscribers_see(result)
    show_problems(result.new_warnings)


def _keep_for_edit_file(ctx: click.Context, param: click.Parameter, value: str | Path | None) -> None:
    ctx.meta[f"{__name__}.{param.name}"] = value


def _show_lines(file: Path, result: EditResult) -> None:
    """Only the lines that went and came where they are written already; else the whole diff."""
    old, new = result.before.splitlines(), result.after.splitlines()
    written = result.written
    diff = [f"{file}:", *changed_lines(old, new)] if written else unified_diff(old, new, str(file))
    for line in diff:
        say(Styled(line, _COLORS.get(line[:1], "")))


def _show_what_subscribers_see(result: EditResult) -> None:
    if result.changes is None:
        say("The file had problems before, so what subscribers will see change is not known.", folded=True)
        return
    sentences = in_sentences(result.changes, texts_for())
    will = "will" if result.written else "would"
    say(f"Subscribers {will} see:" if sentences else f"Subscribers {will} see no change.")
    for sentence in sentences:
        say(f"  {sentence}", folded=True)
