"""Visits of the builder, over a season and a few series that have all there is to choose."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import parse_qsl

from season_calendar.model import Driver, Round, Series, Title
from season_calendar.pages.visit import Visit
from season_calendar.publishing.publication import Publication
from support.racing import FIRST_NOW, NORDSCHLEIFE, germany, published, season, session

BASE_URL = "https://races.example.org"
F1 = Series("f1", "Formula One", "F1")

SPAIN = Round(
    "spain",
    "Race of Spain",
    NORDSCHLEIFE,
    date(2021, 7, 10),
    date(2021, 7, 11),
    sessions=(
        session("practice", "practice", "Practice", date(2021, 7, 10), "08:00"),
        session("race-1", "race", "Race 1", date(2021, 7, 11), "09:00"),
    ),
)


def wtcr() -> Publication:
    """Two rounds, two drivers of whom one enters one round, two titles, three kinds of session."""
    titles = (Title("junior", "Junior Title"), Title("trophy", "Trophy", counts=("spain",)))
    drivers = (Driver("ann", "Ann Ö"), Driver("bo", "Bo Å", rounds=("germany",)))
    return published(replace(season(germany(), SPAIN), titles=titles, drivers=drivers))


def f1() -> Publication:
    """Another series, of one round."""
    return published(season(SPAIN, series=F1))


def builder_visit(
    query: str = "",
    *publications: Publication,
    tag: str = "en",
    base_url: str | None = BASE_URL,
    is_static: bool = False,
) -> Visit:
    """A visit of the builder with a query as it was sent."""
    return Visit(
        path="/subscribe/",
        tag=tag,
        prefix="",
        now=FIRST_NOW,
        publications=publications or (wtcr(),),
        base_url=base_url,
        options=tuple(parse_qsl(query, keep_blank_values=True)),
        is_static=is_static,
    )
