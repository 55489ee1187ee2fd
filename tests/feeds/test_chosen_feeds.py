"""What a choice leaves of a feed: rounds, drivers, titles, a language, and alarms by kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from support.ics_lint import faults, read
from support.racing import germany, published, season, session

from season_calendar.errors import FeedOptionError
from season_calendar.feeds.addresses import find_feed
from season_calendar.feeds.feed import Feed
from season_calendar.model import Driver, Season, Series, Title

FeedOf = Callable[..., Feed]

SPAIN = replace(germany(), id="spain", name="Race of Spain")
GUEST, REGULAR = Driver("guest", "A Guest", rounds=("spain",)), Driver("regular", "A Regular")
F1 = season(series=Series("f1", "Formula One World Championship", "F1"))


def wtcr(*drivers: Driver, id_: str = "2021") -> Season:
    titles = (Title("drivers", "Drivers' Title"), Title("junior", "Junior Title", ("germany",)))
    return replace(season(germany(), SPAIN, id_=id_), drivers=drivers or (GUEST, REGULAR), titles=titles)


def rounds_in(feed: Feed) -> set[str]:
    """The rounds of which there are events, as their UIDs have them: ``wtcr.2021.spain``."""
    assert faults(feed.body) == []
    uids = [line.removeprefix(b"UID:") for line in feed.body.splitlines() if line.startswith(b"UID:")]
    return {".".join(uid.decode().split("@")[0].split(".")[:3]) for uid in uids if uid.count(b".") >= 2}


@pytest.mark.parametrize(
    ("options", "rounds"),
    [
        ({"round": "spain"}, {"wtcr.2021.spain"}),
        ({"round": "spain,germany"}, {"wtcr.2021.spain", "wtcr.2021.germany"}),
        ({"driver": "guest"}, {"wtcr.2021.spain"}),
        ({"driver": "regular"}, {"wtcr.2021.spain", "wtcr.2021.germany"}),
        ({"title": "junior"}, {"wtcr.2021.germany"}),
        ({"title": "junior", "driver": "guest"}, {"wtcr.2021.spain", "wtcr.2021.germany"}),
    ],
)
def test_a_feed_shows_the_rounds_that_are_chosen(feed_of: FeedOf, options: dict[str, str], rounds: set[str]) -> None:
    feed = feed_of(published(wtcr()), **options)
    assert rounds_in(feed) == rounds
    assert read(feed.body).one("X-WR-CALDESC") == r"WTCR: the rounds and sessions you chose\, kept up to date."


def test_a_season_that_does_not_know_the_driver_shows_nothing(feed_of: FeedOf) -> None:
    publications = published(wtcr()), published(wtcr(REGULAR, id_="2022")), published(F1)
    assert rounds_in(feed_of(*publications, driver="guest")) == {"wtcr.2021.spain"}
    assert rounds_in(feed_of(*publications, path="/all.ics", driver="guest")) == {"wtcr.2021.spain"}


def test_a_round_of_one_season_can_be_told_from_that_of_another(feed_of: FeedOf) -> None:
    publications = published(wtcr()), published(wtcr(id_="2022"))
    assert rounds_in(feed_of(*publications, round="spain")) == {"wtcr.2021.spain", "wtcr.2022.spain"}
    assert rounds_in(feed_of(*publications, round="wtcr/2022/spain")) == {"wtcr.2022.spain"}


def test_a_round_that_left_its_season_can_still_be_chosen(feed_of: FeedOf) -> None:
    feed = feed_of(published(wtcr(REGULAR), season(germany())), round="spain")
    assert rounds_in(feed) == {"wtcr.2021.spain"}
    assert feed.body.count(b"STATUS:CANCELLED") == 4


class TestARoundThatIsCalledOtherwise:
    """Its address follows it: Spain is Aragón by now, and it is no longer said that it was Spain."""

    ARAGON = replace(SPAIN, id="aragon", was="spain")
    NEW_RACE = session("race-3", "race", "Race 3", date(2021, 6, 5), "15:00")

    @pytest.mark.parametrize("was", ["spain", None])
    @pytest.mark.parametrize("chosen", ["spain", "aragon", "wtcr/2021/spain", "wtcr/2021/aragon"])
    def test_is_found_by_either_id(self, feed_of: FeedOf, chosen: str, was: str | None) -> None:
        feed = feed_of(
            published(season(SPAIN), season(self.ARAGON), season(replace(self.ARAGON, was=was))), round=chosen
        )
        assert (rounds_in(feed), feed.body.count(b"BEGIN:VEVENT")) == ({"wtcr.2021.spain"}, 4)

    def test_is_found_by_every_id_while_the_file_says_it(self, feed_of: FeedOf) -> None:
        motorland = replace(SPAIN, id="motorland", was="aragon")
        for id_ in ("spain", "aragon", "motorland"):
            feed = feed_of(published(season(SPAIN), season(self.ARAGON), season(motorland)), round=id_)
            assert rounds_in(feed) == {"wtcr.2021.spain"}

    def test_shows_what_came_to_it_since_at_the_old_address_too(self, feed_of: FeedOf) -> None:
        later = replace(self.ARAGON, was=None, sessions=(*SPAIN.sessions, self.NEW_RACE))
        feed = feed_of(published(season(SPAIN), season(self.ARAGON), season(later)), round="spain")
        assert b"UID:wtcr.2021.spain.race-3@season-calendar" in feed.body

    def test_is_known_under_no_third_name(self) -> None:
        source = find_feed("/wtcr.ics", [published(season(SPAIN), season(self.ARAGON))])
        with pytest.raises(FeedOptionError, match="no round 'portugal'"):
            source.choice([("round", "portugal")])


def test_a_driver_of_no_season_of_the_feed_is_refused() -> None:
    source = find_feed("/wtcr/2022.ics", [published(wtcr()), published(wtcr(REGULAR, id_="2022"))])
    with pytest.raises(FeedOptionError, match=r"no driver 'guest' \(valid: regular\)"):
        source.choice([("driver", "guest")])


def test_a_choice_without_an_option_is_in_the_usual_language(feed_of: FeedOf) -> None:
    feed, english = feed_of(published(wtcr())), feed_of(published(wtcr()), lang="EN")
    assert read(english.body).one("UID") == "wtcr.ics?lang=en@season-calendar"
    assert feed.body.split(b"\r\n")[8:] == english.body.split(b"\r\n")[8:]


def triggers(feed: Feed) -> dict[str, list[str]]:
    """The triggers of the alarms of each event, by the last word of its UID."""
    found: dict[str, list[str]] = {}
    uid = ""
    for line in feed.body.decode().splitlines():
        if line.startswith("UID:") and not line.startswith("UID:alarm"):
            uid = line.removeprefix("UID:").split("@")[0].rsplit(".", 1)[-1]
        if line.startswith("TRIGGER:"):
            found.setdefault(uid, []).append(line.removeprefix("TRIGGER:"))
    return found


@pytest.mark.parametrize(
    ("alarm", "expected"),
    [
        ("1h", {"qualifying": ["-PT1H"], "race": ["-PT1H"]}),
        ("race:2h,1h", {"race": ["-PT2H", "-PT1H"]}),
        ("round:1d,race:2h", {"germany": ["-PT15H"], "race": ["-PT2H"]}),
        ("1h,race:none", {"qualifying": ["-PT1H"]}),
        ("none", {}),
    ],
)
def test_alarms_are_by_kind(feed_of: FeedOf, alarm: str, expected: dict[str, list[str]]) -> None:
    day = date(2021, 6, 3)
    sessions = (
        session("qualifying", "qualifying", "Qualifying", day, "12:30"),
        session("race", "race", "Race", day, "15:00"),
    )
    feed = feed_of(published(season(germany(sessions=sessions))), alarm=alarm)
    assert faults(feed.body) == []
    assert triggers(feed) == expected
