"""Hypothesis strategies: any season that a file could hold, small enough to be shrunk to something readable."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import strategies as st

from season_calendar.model import Coordinates, Round, Season, Session, Status, Venue
from support.racing import WTCR

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
MAYBE_TEXT = st.none() | TEXT
LIVE = st.sampled_from([None, "https://example.org/live?a=1,2;3", "https://example.org/ä"])
DAYS = st.dates(date(2021, 1, 1), date(2021, 12, 28))

VENUES = st.builds(
    Venue,
    id=st.just("somewhere"),
    name=TEXT,
    zone_name=st.sampled_from(["Europe/Berlin", "Asia/Macau", "America/New_York"]),
    place=MAYBE_TEXT,
    country=st.sampled_from([None, "DE", "MO"]),
    coordinates=st.none() | st.builds(Coordinates, st.floats(-90, 90), st.floats(-180, 180)),
)


@st.composite
def sessions(draw: st.DrawFn, id_: str, day: date) -> Session:
    """A session on a day, at some quarter of an hour or at a time not known."""
    start_at = None
    if draw(st.booleans()):
        start_at = datetime.combine(day, time(draw(st.integers(0, 23)), draw(st.sampled_from([0, 15, 30, 45]))), UTC)
    return Session(
        id_,
        draw(st.sampled_from(["practice", "race", "parade"])),
        draw(TEXT),
        day,
        start_at,
        start_at and start_at + timedelta(minutes=draw(st.integers(1, 600))),
        draw(st.sampled_from(Status)),
        draw(MAYBE_TEXT),
        live=draw(LIVE),
    )


@st.composite
def rounds(draw: st.DrawFn, id_: str) -> Round:
    """A round of one to three days with some of three sessions, or one without a date."""
    first_day = draw(st.none() | DAYS)
    its_sessions = []
    if first_day is not None:
        ids = draw(st.lists(st.sampled_from(["practice", "race-1", "race-2"]), unique=True))
        its_sessions = [draw(sessions(session_id, first_day)) for session_id in ids]
    return Round(
        id_,
        draw(TEXT),
        draw(VENUES),
        first_day,
        first_day and first_day + timedelta(days=draw(st.integers(0, 2))),
        draw(st.sampled_from(Status)),
        note=draw(MAYBE_TEXT),
        live=draw(LIVE),
        sessions=tuple(its_sessions),
    )


@st.composite
def seasons(draw: st.DrawFn) -> Season:
    """A season of some of three rounds, in any order."""
    ids = draw(st.lists(st.sampled_from(["germany", "portugal", "macau"]), unique=True))
    return Season(WTCR, "2021", tuple(draw(rounds(id_)) for id_ in ids))
