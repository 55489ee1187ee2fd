"""Edits a season file on the disk: lock, read, apply, check, write. Says what came of it, and prints nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from season_calendar import disk
from season_calendar.errors import EditRefusedError, Problem, SeasonFileError, Severity
from season_calendar.model import Season
from season_calendar.publishing.changes import Change
from season_calendar.season_file import NOTHING_PUBLISHED, Published, read_season
from season_calendar.season_file.editing.edits import Edit, apply_edit
from season_calendar.views.changed_lines import changed_blocks
from season_calendar.views.changes import changes_between


@dataclass(frozen=True, slots=True)
class EditResult:
    """What came of an edit.

    ``before`` and ``after`` are the file's text. The season of either is None where that text has problems: before
    the edit it may have some, and after it only where nothing changed. ``changes`` are what subscribers see, None where
    the season before is not known; ``new_warnings`` those that the file did not have before. It was ``written`` unless
    it was a dry run, or there was nothing to change.
    """

    before: str
    after: str
    season_before: Season | None
    season_after: Season | None
    changes: tuple[Change, ...] | None
    new_warnings: tuple[Problem, ...]
    written: bool

    @property
    def is_changed(self) -> bool:
        """Whether there was anything to change."""
        return self.before != self.after


def edit_file(
    path: Path, edit: Edit, now: datetime, *, published: Published = NOTHING_PUBLISHED, dry_run: bool = False
) -> EditResult:
    """Do an edit; with ``dry_run`` only find out what would come of it.

    The file is written only where it is a good season with the edit, whatever it was before; ``published`` tells what
    its ids stood for before.

    Raises EditRefusedError, UnknownThingError, SeasonFileError and FileAccessError; nothing is written then.
    """
    with disk.locked(path) as file:
        before = file.read()
        after = apply_edit(before.content, edit, str(path))
        season_before, problems_before = _read(before.content, path, published)
        if after == before.content:
            text = after.decode()
            return EditResult(text, text, season_before, season_before, (), (), written=False)
        season_after, problems_after = _read(after, path, published)
        if season_after is None:
            raise _refusal(path, before.content, after, problems_before, problems_after)
        if not dry_run:
            file.replace(after, before.fingerprint)
    known = {problem.message for problem in problems_before}
    return EditResult(
        before=before.content.decode(),
        after=after.decode(),
        season_before=season_before,
        season_after=season_after,
        changes=None if season_before is None else changes_between(season_before, season_after, now),
        new_warnings=tuple(warning for warning in problems_after if warning.message not in known),
        written=not dry_run,
    )


def _read(content: bytes, path: Path, published: Published) -> tuple[Season | None, tuple[Problem, ...]]:
    """The season with what it is warned of; None with the problems of what is no good season."""
    try:
        return read_season(content, str(path), published)
    except SeasonFileError as error:
        return None, error.problems


def _refusal(
    path: Path, before: bytes, after: bytes, problems_before: Sequence[Problem], problems_after: Sequence[Problem]
) -> EditRefusedError:
    """What is said of an edit that would leave a file with problems: where they stand in the file, or would stand."""
    known = {problem.message for problem in problems_before}
    left = {problem.message for problem in problems_after if problem.severity is Severity.ERROR}
    if left <= known:
        what, remedy = f"{path} has problems, with this edit too", "nothing was written; mend the file first"
        return EditRefusedError(what, remedy, [problem for problem in problems_before if problem.message in left])
    what, remedy = f"with this edit {path} would have problems", "nothing was written; change the values"
    told = [problem for problem in problems_after if problem.severity is Severity.ERROR or problem.message not in known]
    return EditRefusedError(what, remedy, told, _new_lines(before.decode(), after.decode()))


def _new_lines(before: str, after: str) -> dict[int, str]:
    """The lines that only the text after has, by their numbers (from 1) in it."""
    lines = after.splitlines()
    blocks = changed_blocks(before.splitlines(), lines)
    return {index + 1: lines[index] for block in blocks for index in range(block.new_start, block.new_end)}
