"""The readers of one race: what they were told an hour before it, for tests of what becomes of that."""

from __future__ import annotations

from datetime import timedelta

from season_calendar.model import Round, Status
from season_calendar.reminders.known import Hold
from season_calendar.reminders.settling import Failure
from support.racing import germany
from support.reminding import HOUR, Reader, anna, at, editions, moved

RACES = {"round": (), "qualifying": (), "race": (HOUR,)}
"""An hour before each race, and nothing else: Race 1 starts on 5 June at 09:00, and is over at 10:00."""

OFF, LATER = germany(status=Status.CANCELLED), moved(germany(), "race-1", 3 * HOUR)
NOW = at("06-05 08:00")
REFUSED = Failure("410 Gone", may_have_arrived=False)


def reader(round_: Round | None = None, **choice: object) -> Reader:
    (publication,) = editions(round_ or germany())
    return Reader(publication, anna(**{"lead_times": RACES, **choice}))


def told() -> Reader:
    its = reader()
    assert its.tell(NOW) == ["reminder race-1 1h"]
    return its


def failure(held: timedelta = timedelta(0), *, may_have_arrived: bool = True, costs_try: bool = True) -> Failure:
    return Failure("no answer", Hold(NOW, held), may_have_arrived, costs_try)
