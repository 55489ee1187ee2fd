"""Short labels for what a page shows beside its sentences: how something stands, what of it changed."""

from __future__ import annotations

from season_calendar.model import ROUND_KIND, SESSION_KINDS
from season_calendar.publishing.changes import Aspect
from season_calendar.publishing.facts import EventFacts
from season_calendar.wording.events import kind_word
from season_calendar.wording.texts import Texts


def standing(state: str, texts: Texts) -> str:
    """How a round or session stands: ``Cancelled``. Raises KeyError for a state that is none of the pages'."""
    _ = texts._
    return {
        "raced": _("Raced"),
        "on-now": _("On now"),
        "to-come": _("To come"),
        "times-to-come": _("Times to come"),
        "provisional": _("Provisional"),
        "postponed": _("Postponed"),
        "cancelled": _("Cancelled"),
        "removed": _("Removed"),
    }[state]


def change(what: str, facts: EventFacts, texts: Texts) -> str:
    """What changed of an event: an aspect, a status, ``again`` or ``timetable``. Raises KeyError for anything else."""
    _ = texts._
    return {
        "timetable": _("The timetable is out."),
        "again": _("Takes place after all."),
        "confirmed": _("Confirmed."),
        "provisional": _("Provisional."),
        "postponed": _("Postponed."),
        "cancelled": _("Cancelled."),
        Aspect.ADDED: _("New."),
        Aspect.WITHDRAWN: _("No longer on the calendar."),
        Aspect.TIME: _("A new date.") if facts.is_round else _("A new time."),
        Aspect.END: _("A new end."),
        Aspect.VENUE: _("A new venue."),
        Aspect.NAME: _("A new name."),
        Aspect.KIND: _("A new kind of session."),
        Aspect.LABEL: _("Counted differently."),
        Aspect.LINK: _("A new link."),
        Aspect.LIVE: _("A new link to watch."),
        Aspect.NOTE: _("A new note."),
        Aspect.DETAILS: _("Some details."),
    }[what]


def strip(season: str, texts: Texts) -> str:
    """What the drawing of a season on a line of time shows, for those who do not see it."""
    return texts._("{season}, round by round on a line of time").format(season=season)


def lens(season: str, texts: Texts) -> str:
    """What the map of the region shows in which a season has the most of its rounds."""
    return texts._("{season}: the rounds that are near each other, on a map").format(season=season)


def world(season: str, texts: Texts) -> str:
    """What the map of the world shows of a season."""
    return texts._("{season}: all rounds on a map of the world").format(season=season)


def today(texts: Texts) -> str:
    """The mark of the present day."""
    return texts._("Today")


def in_a_drawing(name: str, days: str, state: str, texts: Texts) -> str:
    """A round as a drawing has it: ``Race of Italy, 6–7 Nov 2021: To come``."""
    return texts._("{name}, {days}: {state}").format(name=name, days=days, state=standing(state, texts))


def everything(texts: Texts) -> str:
    """A calendar of which nothing is left out."""
    return texts._("Everything")


def kind(name: str, texts: Texts) -> str:
    """A kind of event as a label: ``Race``, ``Round``, and a season's own ``night-practice`` as ``Night practice``."""
    word = kind_word(name, texts)
    if name == ROUND_KIND or name in SESSION_KINDS:
        return word
    plain = word.replace("-", " ")
    return f"{plain[:1].upper()}{plain[1:]}"


def whole_weekends(texts: Texts) -> str:
    """The events of rounds, in a list of what is in a calendar."""
    return texts._("Whole weekends")


def all_sessions(texts: Texts) -> str:
    """A calendar of sessions of every kind, and nothing else."""
    return texts._("All sessions")


def reminder(spans: str | None, texts: Texts) -> str:
    """The reminders in a calendar: ``Reminder 1 day and 30 minutes before``, or that there are none."""
    if spans is None:
        return texts._("no reminder")
    # Translators: {spans} is a list of lengths of time: "1 day and 30 minutes".
    return texts._("Reminder {spans} before").format(spans=spans)


def shows_cancelled(texts: Texts) -> str:
    """A calendar for clients that hide what is cancelled, in which it is seen all the same."""
    return texts._("What is cancelled is shown in Google’s calendar too")
