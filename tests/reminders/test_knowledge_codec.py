"""What a reader knows is read as it was written, and written as before where it is kept already."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.reminding import DAY, HOUR, at

from season_calendar.model import Status
from season_calendar.reminders.knowledge_codec import read_events, write_events
from season_calendar.reminders.known import Attempt, Kind, Known, Saying, Told

SECONDS = st.integers(-70 * 366 * 86_400, 230 * 365 * 86_400)  # from about 1900 to 2200
INSTANTS = SECONDS.map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
LEADS = st.integers(1, 366 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))
KNOWNS = st.builds(
    Known,
    start_at=INSTANTS,
    has_time=st.booleans(),
    day=st.none() | st.dates(date(1900, 1, 1), date(2200, 1, 1)),
    ends_at=st.none() | INSTANTS,
    venue=st.none() | st.text(),
    off=st.none() | st.sampled_from([Status.CANCELLED, Status.POSTPONED]),
    first_session_day=st.none() | st.dates(date(1900, 1, 1), date(2200, 1, 1)),
)
SAYINGS = st.builds(Saying, KNOWNS, st.none() | LEADS)
FLAGS = (st.booleans(), st.booleans(), st.booleans())
ATTEMPTS = st.builds(Attempt, st.text(), st.sampled_from(list(Kind)), SAYINGS, *FLAGS)
TOLD = st.builds(
    Told, st.none() | SAYINGS, st.integers(0, 99), st.lists(ATTEMPTS, max_size=3).map(tuple), st.none() | SAYINGS
)


@given(st.dictionaries(st.text(), TOLD, max_size=3))
def test_it_is_read_as_it_was_written(events: dict[str, Told]) -> None:
    text = write_events(events)
    assert read_events(text) == events
    assert write_events(read_events(text)) == text


WHOLE = Told(
    Saying(
        Known(at("06-05 09:00"), True, date(2021, 6, 5), at("06-05 10:00"), "Spa", Status.POSTPONED, date(2021, 6, 6)),
        HOUR,
    ),
    3,
    (Attempt("2-abc", Kind.CORRECTION, Saying(Known(at("06-05 07:00"), has_time=False)), False, True),),
    Saying(Known(at("06-05 09:00")), DAY),
)
TEXT = {
    "told": {
        "start": "2021-06-05T09:00:00Z",
        "day": "2021-06-05",
        "first": "2021-06-06",
        "ends": "2021-06-05T10:00:00Z",
        "venue": "Spa",
        "off": "postponed",
        "lead": 60,
    },
    "times": 3,
    "attempts": [
        {
            "start": "2021-06-05T07:00:00Z",
            "timed": False,
            "mark": "2-abc",
            "kind": "correction",
            "arrived": False,
            "refused": True,
        }
    ],
    "passed": {"start": "2021-06-05T09:00:00Z", "lead": 1440},
}


def test_its_text_is_for_ever() -> None:
    assert json.loads(write_events({"uid": WHOLE})) == {"uid": TEXT}
    assert read_events(json.dumps({"uid": TEXT})) == {"uid": WHOLE}


def test_what_is_not_known_takes_no_room() -> None:
    assert write_events({}) == "{}"
    assert write_events({"uid": Told()}) == '{"uid":{}}'
    plain = Attempt("0-a", Kind.REMINDER, Saying(Known(at("06-05 09:00"))))
    text = write_events({"u": Told(attempts=(plain,))})
    assert json.loads(text) == {
        "u": {"attempts": [{"start": "2021-06-05T09:00:00Z", "mark": "0-a", "kind": "reminder"}]}
    }
    assert read_events(text) == {"u": Told(attempts=(plain,))}


def test_the_same_text_is_read_once() -> None:
    text = write_events({"uid": WHOLE})
    assert read_events(text) is read_events(str(text))


@pytest.mark.parametrize(
    "text", ["", "[]", '{"u": {"told": {}}}', '{"u": {"attempts": [{"start": "2021"}]}}', '{"u": 1}']
)
def test_any_other_text_is_an_error(text: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError, AttributeError)):
        read_events(text)
