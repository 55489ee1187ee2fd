"""What one event looks like, rule by rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from support.feeds import events, states
from support.racing import FIRST_NOW, NORDSCHLEIFE, germany, history, published, season, session

from season_calendar.choices.choice import Cancelled
from season_calendar.feeds.feed import Feed
from season_calendar.feeds.render import Renderer, render_event
from season_calendar.feeds.shown import Shown
from season_calendar.model import Coordinates, Round, Status
from season_calendar.publishing import publish as rules
from season_calendar.publishing.publication import Entry, Publication
from season_calendar.publishing.publish import fingerprint, publish
from season_calendar.wording.catalogues import languages
from season_calendar.wording.texts import texts_for

FeedOf = Callable[..., Feed]
GERMANY = "wtcr.2021.germany@season-calendar"
QUALIFYING = "wtcr.2021.germany.qualifying@season-calendar"
RACE_1 = "wtcr.2021.germany.race-1@season-calendar"


RACE_2 = "wtcr.2021.germany.race-2@season-calendar"


def test_a_session_is_written_in_utc_without_a_time_zone_of_its_own(feed_of: FeedOf) -> None:
    feed = feed_of(published(season()))
    qualifying = events(feed)[QUALIFYING]
    assert qualifying.lines["DTSTART"] == [({}, "20210603T123000Z")]
    assert qualifying.lines["DTEND"] == [({}, "20210603T131000Z")]
    assert b"VTIMEZONE" not in feed.body
    assert b"TZID" not in feed.body


def test_the_description_tells_the_time_at_the_venue(feed_of: FeedOf) -> None:
    qualifying = events(feed_of(published(season())))[QUALIFYING]
    assert qualifying.one("DESCRIPTION").startswith(
        r"At the venue: Thu\, 3 Jun 2021\, 14:30–15:10 (Europe/Berlin)\nhttps://"
    )


def test_a_round_is_all_day_and_ends_the_day_after_its_last_day(feed_of: FeedOf) -> None:
    round_ = events(feed_of(published(season())))[GERMANY]
    assert round_.lines["DTSTART"] == [({"VALUE": "DATE"}, "20210603")]
    assert round_.lines["DTEND"] == [({"VALUE": "DATE"}, "20210606")]


def test_a_session_of_which_only_the_day_is_known_is_all_day_tentative_and_to_be_confirmed(feed_of: FeedOf) -> None:
    race = events(feed_of(published(season())))[RACE_2]
    assert race.lines["DTSTART"] == [({"VALUE": "DATE"}, "20210605")]
    assert race.lines["DTEND"] == [({"VALUE": "DATE"}, "20210606")]
    assert race.one("STATUS") == "TENTATIVE"
    assert race.one("SUMMARY") == "WTCR Race 2: Race of Germany (TBC)"


def test_a_session_past_midnight_ends_on_the_next_day(feed_of: FeedOf) -> None:
    night = session("night", "race", "Night race", date(2021, 6, 4), "22:30", 180)
    event = events(feed_of(published(season(germany(sessions=(night,))))))["wtcr.2021.germany.night@season-calendar"]
    assert (event.one("DTSTART"), event.one("DTEND")) == ("20210604T223000Z", "20210605T013000Z")


def test_every_event_says_where_what_and_that_it_takes_no_time_of_the_subscriber(feed_of: FeedOf) -> None:
    event = events(feed_of(published(season())))[RACE_1]
    assert event.one("LOCATION") == r"Nürburgring Nordschleife\, Nürburg\, Germany"
    assert event.one("GEO") == "50.335600;6.947500"
    assert event.one("URL") == "https://www.fiawtcr.com/"
    assert event.one("CATEGORIES") == "WTCR,Race"
    assert event.one("TRANSP") == "TRANSPARENT"
    assert event.one("X-MICROSOFT-CDO-BUSYSTATUS") == "FREE"
    assert event.one("STATUS") == "CONFIRMED"


def test_a_session_tells_the_label_of_its_round(feed_of: FeedOf) -> None:
    found = events(feed_of(published(season(germany(label="Round 1")))))
    for uid in (GERMANY, RACE_1):
        assert found[uid].one("DESCRIPTION").startswith(r"Round 1\nAt the venue: ")


def test_a_kind_of_the_seasons_own_is_its_own_category(feed_of: FeedOf) -> None:
    parade = session("parade", "drivers, parade", "Parade", date(2021, 6, 4), "08:00")
    event = events(feed_of(published(season(germany(sessions=(parade,))))))["wtcr.2021.germany.parade@season-calendar"]
    assert event.one("CATEGORIES") == r"WTCR,drivers\, parade"


def test_coordinates_never_have_an_exponent(feed_of: FeedOf) -> None:
    venue = replace(NORDSCHLEIFE, coordinates=Coordinates(0.00001, -120.0))
    event = events(feed_of(published(season(replace(germany(), venue=venue)))))[GERMANY]
    assert event.one("GEO") == "0.000010;-120.000000"


def test_calendars_of_apple_find_the_venue_on_the_map_under_the_very_name_it_has(feed_of: FeedOf) -> None:
    event = events(feed_of(published(season())))[GERMANY]
    assert event.lines["X-APPLE-STRUCTURED-LOCATION"] == [
        (
            {"VALUE": "URI", "X-APPLE-RADIUS": "1000", "X-TITLE": '"Nürburgring Nordschleife, Nürburg, Germany"'},
            "geo:50.335600,6.947500",
        )
    ]


def test_what_ends_a_parameter_is_quoted_where_it_is_part_of_a_venues_name(feed_of: FeedOf) -> None:
    venue = replace(NORDSCHLEIFE, name='The "Ring": a;^b\nNord', place=None)
    event = events(feed_of(published(season(replace(germany(), venue=venue)))))[GERMANY]
    (parameters, _) = event.lines["X-APPLE-STRUCTURED-LOCATION"][0]
    assert parameters["X-TITLE"] == "\"The ^'Ring^': a;^^b^nNord\""


def test_a_venue_whose_coordinates_are_not_known_is_on_no_map(feed_of: FeedOf) -> None:
    venue = replace(NORDSCHLEIFE, coordinates=None)
    event = events(feed_of(published(season(replace(germany(), venue=venue)))))[GERMANY]
    assert not {"GEO", "X-APPLE-STRUCTURED-LOCATION"} & event.lines.keys()


@pytest.mark.parametrize("language", languages())
def test_sentences_say_in_which_language_they_are(feed_of: FeedOf, language: str) -> None:
    event = events(feed_of(published(season()), lang=language, alarm="30m"))[RACE_1]
    for component, name in [(event, "SUMMARY"), (event, "DESCRIPTION"), (event.parts[0], "DESCRIPTION")]:
        ((parameters, _),) = component.lines[name]
        assert parameters == {"LANGUAGE": language}


def test_label_note_and_link_stand_in_the_description(feed_of: FeedOf) -> None:
    round_ = germany(label="Round 1", note="Gates open at 8;\nbring ear plugs.", link="https://example.org/a,b")
    event = events(feed_of(published(season(round_))))[GERMANY]
    assert event.one("DESCRIPTION") == (
        r"Round 1\nAt the venue: 3–5 Jun 2021 (Europe/Berlin)"
        r"\nGates open at 8\;\nbring ear plugs.\nhttps://example.org/a\,b"
    )
    assert event.one("URL") == "https://example.org/a,b"


def test_where_to_watch_it_stands_in_a_property_of_its_own_and_in_the_description(feed_of: FeedOf) -> None:
    event = events(feed_of(published(season(germany(live="https://example.org/live?a=1,2;b")))))[RACE_1]
    assert event.lines["CONFERENCE"] == [
        ({"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": "Watch live"}, "https://example.org/live?a=1,2;b")
    ]
    assert event.one("DESCRIPTION").endswith(
        r"(Europe/Berlin)\nWatch live: https://example.org/live?a=1\,2\;b\nhttps://www.fiawtcr.com/"
    )


def test_a_venue_without_a_place_is_shown_with_its_country(feed_of: FeedOf) -> None:
    venue = replace(NORDSCHLEIFE, place=None, country="DE")
    event = events(feed_of(published(season(replace(germany(), venue=venue)))))[GERMANY]
    assert event.one("LOCATION") == r"Nürburgring Nordschleife\, Germany"


def test_the_note_of_the_last_change_keeps_its_day_when_only_the_form_changes(
    feed_of: FeedOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    off = season(germany(status=Status.CANCELLED))
    cancelled = published(season(), off)
    monkeypatch.setattr(rules, "RENDER_VERSION", rules.RENDER_VERSION + 1)
    shown_anew = publish(off, history(cancelled), FIRST_NOW + timedelta(days=7))

    before, after = (events(feed_of(publication))[RACE_1] for publication in (cancelled, shown_anew))
    assert after.one("DESCRIPTION") == before.one("DESCRIPTION")
    assert after.one("DESCRIPTION").endswith(r"\nUpdated Tue\, 1 Jun 2021: WTCR Race 1: Race of Germany is cancelled.")
    assert (after.one("SEQUENCE"), after.one("LAST-MODIFIED")) == ("2", "20210608T080000Z")


def test_a_link_cannot_break_its_line(feed_of: FeedOf) -> None:
    event = events(feed_of(published(season(germany(link="https://example.org/ä b\r\nX-EVIL:1")))))[GERMANY]
    assert event.one("URL") == "https://example.org/%C3%A4%20b%0D%0AX-EVIL:1"


def test_what_does_not_change_stands_still_byte_for_byte(feed_of: FeedOf) -> None:
    moved = session("race-1", "race", "Race 1", date(2021, 6, 5), "10:00")
    first = published(season())
    second = published(*states(germany(), germany(sessions=(germany().sessions[0], moved, germany().sessions[2]))))
    old, new = (set(feed_of(publication).body.split(b"BEGIN:VEVENT")[1:]) for publication in (first, second))
    assert len(old & new) == 3


def test_the_description_tells_what_changed_and_when(feed_of: FeedOf) -> None:
    moved = session("race-1", "race", "Race 1", date(2021, 6, 5), "10:00")
    race = events(feed_of(published(*states(germany(), germany(sessions=(moved,))))))[RACE_1]
    assert race.one("DESCRIPTION").endswith(
        r"\nUpdated Tue\, 1 Jun 2021: WTCR Race 1: Race of Germany moves from "
        r"Sat\, 5 Jun 2021\, 11:00–12:00 to Sat\, 5 Jun 2021\, 12:00–13:00."
    )


def test_the_weighty_changes_of_the_last_days_are_told_newest_first(feed_of: FeedOf) -> None:
    elsewhere = replace(NORDSCHLEIFE, name="Grand Prix Circuit")
    noted = replace(germany(note="Wet."), name="German Race", venue=elsewhere)
    publication = published(
        *states(germany(), replace(germany(), name="German Race"), replace(noted, note=None), noted),
        every=timedelta(days=1),
    )
    told = events(feed_of(publication))[GERMANY].one("DESCRIPTION").replace("\\,", ",").split("\\n")
    assert told[-3:] == [
        "Updated Fri, 4 Jun 2021: WTCR: German Race has a new note: Wet.",
        "Updated Thu, 3 Jun 2021: WTCR: German Race is now at Grand Prix Circuit, Nürburg, Germany"
        " instead of Nürburgring Nordschleife, Nürburg, Germany.",
        "Updated Wed, 2 Jun 2021: WTCR: Race of Germany is now called WTCR: German Race.",
    ]


@pytest.mark.parametrize(
    "last",
    [germany(sessions=germany().sessions[:2]), germany(status=Status.CANCELLED), germany(status=Status.POSTPONED)],
)
def test_of_what_is_off_no_time_is_yet_to_be_confirmed(feed_of: FeedOf, last: Round) -> None:
    race = events(feed_of(published(*states(germany(), last))))[RACE_2]
    assert race.one("DESCRIPTION").startswith(r"At the venue: Sat\, 5 Jun 2021 (Europe/Berlin)\nhttps://")


def test_what_changed_to_and_fro_on_one_day_is_told_once(feed_of: FeedOf) -> None:
    off = germany(status=Status.CANCELLED)
    round_ = events(feed_of(published(*states(germany(), off, germany(), off))))[GERMANY]
    assert round_.one("DESCRIPTION").replace("\\,", ",").split("\\n")[2:] == [
        "Updated Tue, 1 Jun 2021: WTCR: Race of Germany is cancelled.",
        "Updated Tue, 1 Jun 2021: WTCR: Race of Germany takes place after all: 3–5 Jun 2021.",
    ]


def test_an_event_without_a_date_is_refused() -> None:
    entry = entry_of(published(season()), GERMANY)
    lost = replace(entry, facts=replace(entry.facts, first_day=None, last_day=None))
    with pytest.raises(ValueError, match=r"^wtcr\.2021\.germany@season-calendar has no date and cannot be rendered$"):
        render_event(shown(lost))


def test_a_renderer_renders_the_same_entry_once_and_a_changed_one_anew() -> None:
    renderer = Renderer()
    entry = entry_of(published(season()), RACE_1)
    first = renderer.event(shown(entry))
    assert renderer.event(shown(replace(entry))) is first
    facts = replace(entry.facts, note="Wet.")
    changed = replace(entry, facts=facts, fingerprint=fingerprint(facts), sequence=1)
    assert renderer.event(shown(changed)) is not first
    assert renderer.event(shown(entry, cancelled=Cancelled.SHOWN)) is not first
    assert renderer.event(shown(entry, sessions=(changed,))) is not first
    assert renderer.event(shown(entry, texts=texts_for("sv"))) is not first


def test_a_renderer_keeps_no_more_bytes_of_events_than_it_may() -> None:
    entries = list(published(season()).entries.values())
    renderer = Renderer(capacity=sum(render_event(shown(entry)).size for entry in entries[:3]) - 1)
    first = renderer.event(shown(entries[0]))
    for entry in entries[1:3]:
        renderer.event(shown(entry))
    assert renderer.event(shown(entries[0])) is not first
    assert renderer.event(shown(entries[0])) == first


def entry_of(publication: Publication, uid: str) -> Entry:
    return publication.entries[uid]


def shown(entry: Entry, **how: Any) -> Shown:
    return Shown(entry, **{"texts": texts_for("en"), **how})
