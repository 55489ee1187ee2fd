"""The log of what changed, as journals know it and as publications do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from support.racing import FIRST_NOW, NORDSCHLEIFE, germany, history, published, season, session

from season_calendar.model import Season, Series, Status
from season_calendar.publishing.changes import Aspect, Change
from season_calendar.publishing.publication import History, Publication
from season_calendar.publishing.publish import publish
from season_calendar.views.change_log import LoggedChange, change_log
from season_calendar.wording.texts import texts_for

ENGLISH = texts_for()
MOVED = germany(first_day=date(2021, 6, 10), last_day=date(2021, 6, 12), sessions=())
WHOLE = germany(sessions=())
ELSEWHERE = replace(WHOLE, venue=replace(NORDSCHLEIFE, name="Spa", place=None, country="BE"))
HOUR = timedelta(hours=1)


class Kept:
    """Seasons published an hour after another, and every change of theirs, as a journal keeps it."""

    def __init__(self, *states: Season, start: datetime = FIRST_NOW) -> None:
        self.changes: list[Change] = []
        kept = History()
        for step, state in enumerate(states):
            self.publication = publish(state, kept, start + step * HOUR)
            self.changes += self.publication.changes
            kept = history(self.publication)

    def log(self) -> tuple[LoggedChange, ...]:
        return change_log([self.publication], ENGLISH, lambda _: self.changes)


def test_of_several_seasons_the_newest_changes_are_told_also_where_only_some_are_wanted() -> None:
    other = Series("gt", "GT", "GT")
    moved_twice = Kept(season(WHOLE), season(MOVED), season(WHOLE), season(MOVED))  # after one, two and three hours
    between = Kept(season(WHOLE, series=other), season(MOVED, series=other), start=FIRST_NOW + HOUR * 1.5)
    both = {its.publication.season.key: its for its in (moved_twice, between)}
    whole = change_log([its.publication for its in both.values()], ENGLISH, lambda its: both[its.season.key].changes)
    assert [(its.at - FIRST_NOW) / HOUR for its in whole] == [3, 2.5, 2, 1]
    for most in (1, 2, 3):
        some = change_log(
            [its.publication for its in both.values()], ENGLISH, lambda its: both[its.season.key].changes, most=most
        )
        assert some == whole[:most]


def test_the_newest_change_stands_first_with_sentence_old_and_new() -> None:
    log = Kept(season(WHOLE), season(MOVED), season(replace(MOVED, status=Status.CANCELLED))).log()
    assert [(its.at - FIRST_NOW, its.sentences, its.before_text, its.after_text) for its in log] == [
        (
            2 * HOUR,
            ("WTCR: Race of Germany is cancelled.",),
            "WTCR: Race of Germany",
            "Cancelled: WTCR: Race of Germany",
        ),
        (
            HOUR,
            ("WTCR: Race of Germany is now on 10–12 Jun 2021 instead of 3–5 Jun 2021.",),
            "3–5 Jun 2021",
            "10–12 Jun 2021",
        ),
    ]
    assert (log[0].season_key, log[0].round_id, log[0].round_name, log[0].event_title) == (
        "wtcr/2021",
        "germany",
        "Race of Germany",
        "WTCR: Race of Germany",
    )


def test_what_joins_has_no_old_and_what_leaves_no_new_value() -> None:
    joined = replace(WHOLE, id="macau", name="Race of Macau", first_day=date(2021, 11, 19), last_day=date(2021, 11, 21))
    log = Kept(season(WHOLE), season(WHOLE, joined), season(WHOLE)).log()
    assert [(its.before_text, its.after_text, its.aspects) for its in log] == [
        ("19–21 Nov 2021", None, (Aspect.WITHDRAWN,)),
        (None, "19–21 Nov 2021", (Aspect.ADDED,)),
    ]


def test_what_a_session_only_shares_with_its_round_is_logged_once() -> None:
    (only,) = Kept(season(), season(germany(status=Status.POSTPONED))).log()
    assert only.sentences == ("WTCR: Race of Germany is postponed.",)


def test_several_aspects_of_one_event_are_one_entry_with_the_weightiest_as_values() -> None:
    both = replace(MOVED, venue=ELSEWHERE.venue)
    (only,) = Kept(season(WHOLE), season(both)).log()
    assert (only.aspects, len(only.sentences)) == ((Aspect.TIME, Aspect.VENUE), 2)
    assert (only.before_text, only.after_text) == ("3–5 Jun 2021", "10–12 Jun 2021")


@pytest.mark.parametrize(
    ("after", "old", "new"),
    [
        (ELSEWHERE, "Nürburgring Nordschleife, Nürburg, Germany", "Spa, Belgium"),
        (replace(WHOLE, name="German Race"), "WTCR: Race of Germany", "WTCR: German Race"),
        (replace(WHOLE, label="Rounds 1 and 2"), None, "Rounds 1 and 2"),
        (replace(WHOLE, note="Gates open at nine."), None, "Gates open at nine."),
        (replace(WHOLE, link="https://example.org/"), "https://www.fiawtcr.com/", "https://example.org/"),
        (replace(WHOLE, venue=replace(NORDSCHLEIFE, coordinates=None)), None, None),
    ],
)
def test_every_aspect_that_has_a_value_shows_it(after: object, old: str | None, new: str | None) -> None:
    (only,) = Kept(season(WHOLE), season(after)).log()  # type: ignore[arg-type]
    assert (only.before_text, only.after_text) == (old, new)


def test_the_same_time_on_another_clock_is_told_with_both_zones() -> None:
    qualifying = session("qualifying", "qualifying", "Qualifying", date(2021, 6, 3), "12:30", 40)
    later = session("qualifying", "qualifying", "Qualifying", date(2021, 6, 3), "13:30", 40)
    there = germany(sessions=(qualifying,))
    london = replace(there, sessions=(later,), venue=replace(NORDSCHLEIFE, zone_name="Europe/London"))
    log = Kept(season(there), season(london)).log()
    assert [(its.before_text, its.after_text) for its in log if Aspect.TIME in its.aspects] == [
        ("Thu, 3 Jun 2021, 14:30–15:10 (Europe/Berlin)", "Thu, 3 Jun 2021, 14:30–15:10 (Europe/London)"),
    ]


def test_a_change_leads_to_the_round_by_its_id_of_today() -> None:
    renamed = replace(MOVED, id="nurburgring", was="germany")
    (only,) = Kept(season(WHOLE), season(MOVED), season(renamed)).log()
    assert only.round_id == "nurburgring"


def test_without_a_journal_the_log_holds_what_publications_note() -> None:
    publication = published(season(WHOLE), season(MOVED), season(replace(MOVED, status=Status.CANCELLED)))
    assert [its.sentences[0] for its in change_log([publication], ENGLISH)] == [
        "WTCR: Race of Germany is cancelled.",
        "WTCR: Race of Germany is now on 10–12 Jun 2021 instead of 3–5 Jun 2021.",
    ]


def test_it_is_told_in_every_language() -> None:
    publication = published(season(WHOLE), season(MOVED))
    (only,) = change_log([publication], texts_for("sv"))
    assert (only.before_text, only.after_text) == ("3–5 juni 2021", "10–12 juni 2021")


class TestSeveralSeasons:
    OLD = Kept(season(WHOLE, id_="2020"), season(MOVED, id_="2020"), start=datetime(2020, 1, 1, tzinfo=UTC))
    NEW = Kept(season(WHOLE), season(MOVED), season(ELSEWHERE))
    F1 = Kept(
        season(WHOLE, series=Series("f1", "Formula One", "F1")),
        season(MOVED, series=Series("f1", "Formula One", "F1")),
        start=FIRST_NOW + timedelta(minutes=30),
    )

    def asked_and_logged(self, most: int | None) -> tuple[list[str], list[str]]:
        asked = []

        def changes_of(publication: Publication) -> list[Change]:
            asked.append(publication.season.key)
            every = {its.publication.season.key: its.changes for its in (self.OLD, self.NEW, self.F1)}
            return every[publication.season.key]

        publications = [its.publication for its in (self.OLD, self.F1, self.NEW)]
        return asked, [its.season_key for its in change_log(publications, ENGLISH, changes_of, most=most)]

    def test_their_changes_stand_in_one_order(self) -> None:
        _, logged = self.asked_and_logged(None)
        assert logged == ["wtcr/2021", "f1/2021", "wtcr/2021", "wtcr/2020"]

    def test_of_so_many_that_are_wanted_only_the_seasons_that_may_have_them_are_asked(self) -> None:
        assert self.asked_and_logged(1) == (["wtcr/2021"], ["wtcr/2021"])
        assert self.asked_and_logged(3) == (["wtcr/2021", "f1/2021"], ["wtcr/2021", "f1/2021", "wtcr/2021"])
