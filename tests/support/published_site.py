"""What a service of two series has published after a while, for tests of whatever shows all of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from season_calendar.model import Driver, Round, Season, Series, Status, Title
from season_calendar.publishing.changes import Change
from season_calendar.publishing.publication import History, Publication
from season_calendar.publishing.publish import publish
from support.racing import FIRST_NOW, WTCR, germany, history

NORRLAND = Series("norrland", 'Norrland <Cup> & "Sons"', "Norrland")
SPAIN = Round("spain", "Race of Spain", germany().venue, date(2021, 7, 10), date(2021, 7, 11))
MACAU = Round("macau", "Race of Macau", germany().venue, status=Status.PROVISIONAL)
JESSICA = Driver("jessica-backman", "Jessica Bäckman", "Sweden", ("junior",))
GUEST = Driver("guest", "A Guest", rounds=("spain",))
JUNIOR = Title("junior", "FIA WTCR Junior Driver Title")

FIRST = Season(WTCR, "2021", (germany(), SPAIN, MACAU), (JUNIOR,), (JESSICA, GUEST))
MOVED = replace(SPAIN, first_day=date(2021, 7, 17), last_day=date(2021, 7, 18))
SECOND = replace(FIRST, rounds=(germany(status=Status.CANCELLED), MOVED, MACAU))
CUP = Season(NORRLAND, "2021", (replace(SPAIN, id="boden", name="Boden by Night"),), (), (JESSICA,))


class Site:
    """States of seasons, each published an hour after the one before of the same season, and all that was told."""

    def __init__(self, *states: Season) -> None:
        self._histories: dict[str, History] = {}
        self._published: dict[str, Publication] = {}
        self._told: dict[str, list[Change]] = {}
        for state in states:
            before = self._histories.get(state.key, History())
            publication = publish(state, before, FIRST_NOW + before.edition * timedelta(hours=1))
            self._published[state.key] = publication
            self._told.setdefault(state.key, []).extend(publication.changes)
            self._histories[state.key] = history(publication)

    @property
    def publications(self) -> tuple[Publication, ...]:
        return tuple(self._published.values())

    def changes_of(self, publication: Publication) -> list[Change]:
        return self._told[publication.season.key]


def two_series() -> Site:
    """A season with a round that was cancelled and one that moved, and another of the same driver."""
    return Site(FIRST, CUP, SECOND)
