"""What feeds cost, beside plain icalendar and the ``ics`` package doing the same work in the same run.

    python benchmarks/feeds.py

from the source tree, with the ``dev`` extra installed. It prints, for a season of 60 and of 10,000 events:

- the first publication, from the season in memory to the feed's bytes: comparing with the journal, writing it to
  SQLite, rendering. The others render the same properties of the same events, and keep no journal. Each as a ratio to
  plain icalendar, the best of some runs taken in turn;
- a choice never asked for before (other sessions, other alarms), once the season is published, in milliseconds.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import icalendar
import ics
from ics.grammar.parse import ContentLine

from season_calendar.choices.options import write_choice
from season_calendar.feeds.addresses import find_feed
from season_calendar.feeds.feed import build_feed
from season_calendar.feeds.render import Renderer
from season_calendar.model import SESSION_KINDS, Coordinates, Round, Season, Series, Session, Venue
from season_calendar.publishing.facts import EventFacts
from season_calendar.publishing.publication import Entry, History, Publication
from season_calendar.publishing.publish import publish
from season_calendar.storage.engine import open_database
from season_calendar.storage.journal import SqlJournal
from season_calendar.wording.events import location, summary, when_at_venue
from season_calendar.wording.texts import texts_for

NOW = datetime(2021, 1, 1, tzinfo=UTC)
TEXTS = texts_for("en")
SERIES = Series("wtcr", "FIA World Touring Car Cup", "WTCR", link="https://www.fiawtcr.com/", color="dodgerblue")
VENUE = Venue("most", "Autodrom Most", "Europe/Prague", "Most, Czech Republic", Coordinates(50.5193, 13.6081))
SESSIONS = ("practice", "practice", "qualifying", "race", "race")
CHOICES: tuple[list[tuple[str, str]], ...] = (
    [("sessions", "race")],
    [("alarm", "1d,30m")],
    [("sessions", "race,qualifying"), ("alarm", "7d,1d,2h,1h,30m")],
)


def season_of(events: int) -> Season:
    """A season of so many events: rounds of five sessions each."""
    return Season(SERIES, "2021", tuple(_round(number) for number in range(events // (len(SESSIONS) + 1))))


def _round(number: int) -> Round:
    day = date(2021, 1, 1) + timedelta(days=number % 360)
    start_at = datetime(day.year, day.month, day.day, 8, tzinfo=UTC)
    return Round(
        id=f"round-{number}",
        name=f"Race of the Czech Republic {number}",
        venue=VENUE,
        first_day=day,
        last_day=day + timedelta(days=2),
        label=f"Round {number}",
        note="Gates open at eight; bring ear plugs.",
        sessions=tuple(
            Session(
                id=f"session-{place}",
                kind=kind,
                name=f"{SESSION_KINDS[kind].name} {place}",
                day=day,
                start_at=start_at + place * timedelta(hours=2),
                end_at=start_at + place * timedelta(hours=2) + SESSION_KINDS[kind].duration,
            )
            for place, kind in enumerate(SESSIONS)
        ),
    )


def ours(season: Season, journal: SqlJournal) -> bytes:
    """From the season to its first feed, through a journal in which nothing stands yet."""
    with journal.exclusive() as writer:
        publication = publish(season, writer.history(season.series.id, season.id), NOW)
        writer.record(publication)
    source = find_feed("/wtcr.ics", [publication])
    return build_feed(source, source.choice([]), NOW, renderer=Renderer()).body


def plain_icalendar(publication: Publication) -> bytes:
    """The same feed as icalendar's own documentation would make it."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//plain//icalendar//EN")
    calendar.add("version", "2.0")
    for entry in publication.entries.values():
        calendar.add_component(_icalendar_event(entry))
    body: bytes = calendar.to_ical()
    return body


def _icalendar_event(entry: Entry) -> icalendar.Event:
    facts = entry.facts
    start, end = _period(facts)
    event = icalendar.Event()
    event.add("uid", facts.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.modified_at)
    event.add("last-modified", entry.modified_at)
    event.add("created", entry.first_published_at)
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", summary(facts, TEXTS))
    event.add("status", "CONFIRMED")
    event.add("description", _description(facts))
    event.add("location", location(facts, TEXTS))
    event.add("geo", (VENUE.coordinates.latitude, VENUE.coordinates.longitude) if VENUE.coordinates else (0, 0))
    event.add("url", facts.link)
    event.add("categories", [facts.series_name, facts.kind])
    event.add("transp", "TRANSPARENT")
    event.add("x-microsoft-cdo-busystatus", "FREE")
    return event


def plain_ics(publication: Publication) -> bytes:
    """The same feed as the ``ics`` package makes it."""
    calendar = ics.Calendar(creator="-//plain//ics//EN")
    for entry in publication.entries.values():
        calendar.events.add(_ics_event(entry))
    text: str = calendar.serialize()
    return text.encode()


def _ics_event(entry: Entry) -> ics.Event:
    facts = entry.facts
    start, end = _period(facts)
    event = ics.Event(
        name=summary(facts, TEXTS),
        begin=start,
        end=end,
        uid=facts.uid,
        description=_description(facts),
        created=entry.first_published_at,
        last_modified=entry.modified_at,
        location=location(facts, TEXTS),
        url=facts.link,
        transparent=True,
        categories={facts.series_name, facts.kind},
        status="CONFIRMED",
        geo=(VENUE.coordinates.latitude, VENUE.coordinates.longitude) if VENUE.coordinates else None,
    )
    if facts.is_round:
        event.make_all_day()
    event.extra.append(ContentLine("SEQUENCE", value=str(entry.sequence)))
    event.extra.append(ContentLine("X-MICROSOFT-CDO-BUSYSTATUS", value="FREE"))
    return event


def _period(facts: EventFacts) -> tuple[date, date]:
    if facts.start_at is not None and facts.end_at is not None:
        return facts.start_at, facts.end_at
    if facts.first_day is None or facts.last_day is None:
        raise ValueError("every event of this season has a date")
    return facts.first_day, facts.last_day + timedelta(days=1)


def _description(facts: EventFacts) -> str:
    lines = [facts.label, TEXTS.at_venue(when_at_venue(facts, TEXTS), facts.zone_name), facts.note, facts.link]
    return "\n".join(line for line in lines if line)


@contextmanager
def new_journal() -> Iterator[SqlJournal]:
    """An empty journal in SQLite, opened as the program opens it before it publishes anything."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_database(str(Path(folder) / "journal.sqlite3"))
        yield SqlJournal(engine)
        engine.dispose()


def first_publications(season: Season, rounds: int) -> dict[str, float]:
    """The best time of each of the three, in seconds, of runs taken in turn."""
    publication = publish(season, History(), NOW)
    times: dict[str, list[float]] = {"season-calendar": [], "icalendar": [], "ics": []}
    for _ in range(rounds):
        with new_journal() as journal:
            times["season-calendar"].append(_seconds(partial(ours, season, journal)))
        times["icalendar"].append(_seconds(partial(plain_icalendar, publication)))
        times["ics"].append(_seconds(partial(plain_ics, publication)))
    return {name: min(runs) for name, runs in times.items()}


def new_choices(season: Season) -> Iterator[tuple[str, float]]:
    """For each choice its query, and the seconds that a feed of it takes once the season is published.

    Nothing of a choice is kept but the events all choices share, so that the best of some runs is as good as a first.
    """
    renderer = Renderer()
    source = find_feed("/wtcr.ics", [publish(season, History(), NOW)])
    build_feed(source, source.choice([]), NOW, renderer=renderer)
    for options in CHOICES:
        choice = source.choice(options)
        build = partial(build_feed, source, choice, NOW, renderer=renderer)
        yield write_choice(choice), min(_seconds(build) for _ in range(5))


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def main() -> None:
    """Print everything."""
    for events, rounds in ((60, 20), (10_000, 3)):
        season = season_of(events)
        times = first_publications(season, rounds)
        print(f"{events} events, first publication:")
        for name, seconds in times.items():
            print(f"  {name:16} {seconds * 1000:9.1f} ms   {seconds / times['icalendar']:5.2f} x icalendar")
        print(f"{events} events, a choice never asked for before:")
        for query, seconds in new_choices(season):
            print(f"  {query:55} {seconds * 1000:7.2f} ms")


if __name__ == "__main__":
    main()
