"""What a shell completes a word with: the ids in season files and journals, each with its name.

A shell asks while somebody types. So a file that is broken offers what can still be read of it, one that is not there
offers nothing, and nothing is offered that a shell would read as more than a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

import click
from click.shell_completion import CompletionItem

from season_calendar import disk
from season_calendar.errors import SeasonCalendarError
from season_calendar.model import SESSION_KINDS
from season_calendar.printable import printable
from season_calendar.season_file.format.scalars import kind_slug
from season_calendar.season_file.outline import Outline, outline

Completions: TypeAlias = list[CompletionItem[str]]
Completer: TypeAlias = Callable[[click.Context, click.Parameter, str], Completions]

_WORD = re.compile(r"\w[\w-]*(/\w[\w-]*)*")


def _ids(ids_of: Callable[[Outline, click.Context], Mapping[str, str]]) -> Completer:
    """Completes ids of the files that are named on the line."""

    def complete(ctx: click.Context, _: click.Parameter, incomplete: str) -> Completions:
        names = {id_: name for its in _outlines(ctx) for id_, name in ids_of(its, ctx).items()}
        before, comma, last = incomplete.rpartition(",")  # where several can be written, the last one is completed
        return [_item(f"{before}{comma}{id_}", name) for id_, name in names.items() if _is_word(id_, last)]

    return complete


complete_round = _ids(lambda its, _: its.rounds)
complete_session = _ids(lambda its, ctx: its.sessions.get(ctx.params.get("round_id") or "", {}))
complete_venue = _ids(lambda its, _: its.venues)
complete_driver = _ids(lambda its, _: its.drivers)
complete_title = _ids(lambda its, _: its.titles)
complete_series = _ids(lambda its, _: its.series)
complete_kind = _ids(lambda its, _: dict.fromkeys([*SESSION_KINDS, *map(kind_slug, its.kinds)], ""))

COMPLETERS: Mapping[str, Completer] = {
    "series": complete_series,
    "round": complete_round,
    "session": complete_session,
    "sessions": complete_kind,
    "kind": complete_kind,
    "venue": complete_venue,
    "driver": complete_driver,
    "title": complete_title,
}
"""By what is named: an option of a choice, a key of the season file or one item of its list."""


def complete_published(ctx: click.Context, _: click.Parameter, incomplete: str) -> Completions:
    """Seasons that were published, as ``wtcr/2021``; behind a slash after one, its rounds, and so their sessions."""
    from season_calendar.cli.published.names import names_below

    with suppress(SeasonCalendarError):
        names = names_below(incomplete, ctx.params.get("database"), ctx.params.get("journal_path"))
        return [_item(ids, name) for ids, name in names.items() if _is_word(ids, incomplete)]
    return []


def _outlines(ctx: click.Context) -> Iterator[Outline]:
    """Of the files that are named on the line or in the variable, else of the usual one."""
    named = ctx.params.get("files") or ctx.params.get("file") or Path("events.yaml")
    for path in [named] if isinstance(named, Path) else named:
        with suppress(SeasonCalendarError):
            yield outline(disk.read(path).content, str(path))


def _is_word(id_: str, begin: str) -> bool:
    return id_.startswith(begin) and _WORD.fullmatch(id_) is not None


def _item(value: str, name: str) -> CompletionItem[str]:
    return CompletionItem(value, help=" ".join(printable(name).split()) or None)
