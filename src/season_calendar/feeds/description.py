"""What the title and the description of an event in a feed say. Every sentence of it comes from ``wording``."""

from __future__ import annotations

from collections.abc import Iterator

from season_calendar.feeds.shown import Shown
from season_calendar.wording.events import (
    describe_changes,
    kind_name,
    live_link,
    summary,
    timetable_line,
    title,
    when_at_venue,
)


def full_title(shown: Shown) -> str:
    """The title with what is true of the event: cancelled, postponed, removed, to be confirmed, no longer chosen."""
    facts, texts = shown.entry.facts, shown.texts
    if shown.left_choice:
        return texts.left_choice(title(facts, texts), kind_name(facts, texts))
    return summary(facts, texts, removed=shown.entry.is_removed)


def description(shown: Shown) -> Iterator[str]:
    """What is to be known, a line each; a line may itself be of several."""
    facts, texts = shown.entry.facts, shown.texts
    label = facts.label or facts.round_label
    if label:
        yield label
    yield texts.at_venue(when_at_venue(facts, texts, removed=shown.entry.is_removed), facts.zone_name)
    for session in shown.timetable:
        yield timetable_line(session.facts, texts)
    if facts.note:
        yield facts.note
    if (live := watched_at(shown)) is not None:
        yield texts.watch_live(live)
    if facts.link:
        yield facts.link
    notes = (texts.updated_on(note.at.date(), describe_changes(note.changes, texts)) for note in shown.entry.notes)
    yield from dict.fromkeys(notes)  # what changed to and fro on one day is told once
    if shown.left_choice:
        yield texts.is_of_another_kind(kind_name(facts, texts))
    if shown.is_off_as_tentative:
        yield texts.marked_as_tentative()


def watched_at(shown: Shown) -> str | None:
    """The link to where the event can be watched; none where it does not take place."""
    return None if shown.entry.is_off else live_link(shown.entry.facts)
