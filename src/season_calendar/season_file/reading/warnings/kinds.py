"""Warnings of kinds of sessions that look like one of the common ones, under another name or with a slip."""

from __future__ import annotations

from collections.abc import Mapping

from season_calendar.errors import suggestion
from season_calendar.model import ROUND_KIND, SESSION_KINDS
from season_calendar.season_file.format import keys
from season_calendar.season_file.format.report import Report
from season_calendar.season_file.format.scalars import Kind
from season_calendar.season_file.format.schema import Record
from season_calendar.yaml_source import Entry, Node

_SURELY_MEANT = 0.85
"""How alike a kind must be to a common one to be taken for a slip: qualifing is, superpole is not."""

_ALSO_CALLED: Mapping[str, str] = {
    **dict.fromkeys(["fp", "p", "free-practice", "freepractice", "free-practise", "training", "trainings"], "practice"),
    **dict.fromkeys(["freies-training", "träning", "fri-träning", "essais-libres", "prove-libere"], "practice"),
    **dict.fromkeys(["q", "quali", "qualy", "qualis", "qualify", "qualification", "qualifications"], "qualifying"),
    **dict.fromkeys(["qualifikation", "zeittraining", "kval", "qualifs", "qualifiche"], "qualifying"),
    **dict.fromkeys(["r", "gp", "grand-prix", "main-race", "rennen", "lopp", "course", "carrera", "gara"], "race"),
    **dict.fromkeys(["sprint-race", "sprintrace"], "sprint"),
    **dict.fromkeys(["wup", "wu"], "warm-up"),
    **dict.fromkeys(["testing", "test-session"], "test"),
}
"""What others call the common kinds, without the number behind or before it."""


def warn_of_kinds(season: Record, report: Report) -> None:
    """Warn of kinds where a common one is likely meant, each once, and of settings for a kind that no session is of."""
    nodes = _sessions_by_kind(season)
    settings = _kinds_with_settings(season)
    for kind, entry in settings:
        if kind not in nodes and kind.slug not in SESSION_KINDS and kind.slug != ROUND_KIND:
            what = f"no session is of the kind {kind.text!r}"
            report.warning(entry.key, what, _meant(kind) or "it has no effect until there is one")
    set_ = {kind for kind, _ in settings}
    for kind, its in nodes.items():
        meant = None if kind in set_ else _meant(kind)
        if meant is not None:
            others = f"; {len(its) - 1} more like it" if len(its) > 1 else ""
            report.warning(its[0], f"the kind {kind.text!r} is not one of the common ones", meant + others)


def _sessions_by_kind(season: Record) -> dict[Kind, list[Node]]:
    """Where each kind stands as that of a session, in the order of the file."""
    nodes: dict[Kind, list[Node]] = {}
    for placed in season.get(keys.ROUNDS) or ():
        for session in placed.value.get(keys.ROUND_SESSIONS) or ():
            kind = session.value.get(keys.SESSION_KIND)
            if kind is not None:
                nodes.setdefault(kind, []).append(session.value.place(keys.SESSION_KIND))
    return nodes


def _kinds_with_settings(season: Record) -> list[tuple[Kind, Entry]]:
    durations = [(named.key, named.entry) for named in season.get(keys.DURATIONS) or ()]
    reminders = [(named.key, named.entry) for named in season.get(keys.REMINDERS) or ()]
    return durations + reminders


def _meant(kind: Kind) -> str | None:
    if kind.slug in SESSION_KINDS:
        return None
    unnumbered = kind.slug.strip("0123456789").strip("-")
    if unnumbered in SESSION_KINDS or unnumbered in _ALSO_CALLED:
        return f"did you mean {_ALSO_CALLED.get(unnumbered, unnumbered)!r}? What it is called goes into its name"
    near = suggestion(kind.slug, SESSION_KINDS, alike=_SURELY_MEANT)
    return f"did you mean {near!r}?" if near else None
