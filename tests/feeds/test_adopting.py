"""Adopting: what was published is taken over from its feeds, where the journal was lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from support.racing import FIRST_NOW, NORDSCHLEIFE, WTCR, germany, published, season, session

from season_calendar.errors import AdoptionError
from season_calendar.feeds.adopting.history import adopted_history
from season_calendar.feeds.adopting.reading import holds_events_of, read_events
from season_calendar.feeds.feed import Feed
from season_calendar.model import Round, Season, Status
from season_calendar.publishing.publication import History, Publication
from season_calendar.publishing.publish import publish
from season_calendar.wording.events import describe_change
from season_calendar.wording.texts import texts_for

FeedOf = Callable[..., Feed]

NOW = FIRST_NOW + timedelta(hours=12)
"""When the journal is found to be lost: every season here was published before."""

SPAIN = Round("spain", "Race of Spain", NORDSCHLEIFE, date(2021, 7, 10), date(2021, 7, 11), note="10 laps: 60 km")
EVERY_KIND_OF_EVENT = season(
    germany(
        label="Round 1",
        note="A note\nof two lines",
        link="https://example.org/Nürburg",
        live="https://example.org/live?a=1&b=ü",
    ),
    replace(SPAIN, status=Status.PROVISIONAL, sessions=(session("q", "race", "Race, 1", date(2021, 7, 11), "23:30"),)),
    replace(SPAIN, id="italy", name="Race: of Italy", status=Status.CANCELLED),
    replace(SPAIN, id="france", sessions=(session("show", "show", "Show: night", date(2021, 7, 10)),)),
    replace(SPAIN, id="portugal", status=Status.POSTPONED),
    series=replace(WTCR, short_name="WTCR; the \\ cup"),
)  # fmt: skip


def adopted(season: Season, *bodies: bytes) -> History:
    """The history that these feeds tell of a season."""
    events = [event for body in bodies for event in read_events(body, season, "feed.ics")]
    history = adopted_history(season, events)
    assert history is not None
    return history


def stamps(publication: Publication) -> dict[str, tuple[object, ...]]:
    """What must never fall, by UID."""
    return {
        entry.uid: (entry.sequence, entry.modified_at, entry.first_published_at)
        for entry in publication.entries.values()
    }


def the_only_change(publication: Publication) -> str:
    """The note that is published with the one event that changed."""
    [entry] = publication.changed
    return " ".join(describe_change(change, texts_for()) for change in entry.last_changes)


@pytest.mark.parametrize("language", ["en", "sv", "de"])
def test_a_season_published_once_is_adopted_with_the_very_same_bytes(feed_of: FeedOf, language: str) -> None:
    options = {"lang": language, "alarm": "1h"}
    feed = feed_of(published(EVERY_KIND_OF_EVENT), **options)

    again = publish(EVERY_KIND_OF_EVENT, adopted(EVERY_KIND_OF_EVENT, feed.body), NOW)

    assert again.edition == 1
    assert again.changed == ()
    assert feed_of(again, **options).body == feed.body


def test_sessions_without_the_event_of_their_round_are_adopted_as_they_were(feed_of: FeedOf) -> None:
    options = {"rounds": "none"}
    feed = feed_of(published(EVERY_KIND_OF_EVENT), **options)  # is it the show of the night in France, or …?
    assert b"Show: night: Race of Spain" in feed.body

    again = publish(EVERY_KIND_OF_EVENT, adopted(EVERY_KIND_OF_EVENT, feed.body), NOW)

    assert feed_of(again, **options).body == feed.body


def test_line_ends_that_version_control_changed_change_nothing(feed_of: FeedOf) -> None:
    feed = feed_of(published(season()))

    again = publish(season(), adopted(season(), feed.body.replace(b"\r\n", b"\n")), NOW)

    assert feed_of(again).body == feed.body


def test_a_change_raises_the_stamps_over_those_that_were_published(feed_of: FeedOf) -> None:
    before = published(season(), season(germany(note="Wet")), season(germany(note="Dry")))
    uid = "wtcr.2021.germany@season-calendar"
    assert before.entries[uid].sequence == 2

    after = publish(season(germany(note="Foggy")), adopted(season(), feed_of(before).body), NOW)

    assert after.entries[uid].sequence == 3
    assert after.entries[uid].modified_at == NOW
    assert after.entries[uid].first_published_at == FIRST_NOW


def test_stamps_rise_over_published_ones_of_a_clock_that_went_ahead(feed_of: FeedOf) -> None:
    ahead = NOW + timedelta(days=400)
    before = publish(season(), History(), ahead)

    after = publish(season(germany(note="Wet")), adopted(season(), feed_of(before, now=ahead).body), NOW)

    assert [entry.modified_at for entry in after.changed] == [ahead + timedelta(seconds=1)]


def test_stamps_rise_over_the_latest_that_was_published_of_any_event(feed_of: FeedOf) -> None:
    ahead = NOW + timedelta(days=400)
    renamed, dry = replace(SPAIN, name="Race of Aragón"), season(germany(), SPAIN)
    before = published(dry, season(germany(), renamed), start=ahead)
    wet = season(germany(), replace(renamed, note="Wet"))

    after = publish(wet, adopted(wet, feed_of(before, now=ahead).body), NOW)

    assert {entry.modified_at for entry in after.changed} == {before.published_at + timedelta(seconds=1)}


def test_the_note_of_a_change_before_goes_and_the_stamps_rise_for_it_once(feed_of: FeedOf) -> None:
    moved = season(germany(first_day=date(2021, 6, 2)))
    before = published(season(), moved)
    assert b"Updated" in feed_of(before).body

    once = publish(moved, adopted(moved, feed_of(before).body), NOW)
    twice = publish(moved, adopted(moved, feed_of(once).body), NOW + timedelta(days=1))

    assert [(entry.uid, entry.sequence, entry.notes) for entry in once.changed] == [
        ("wtcr.2021.germany@season-calendar", 2, ())
    ]
    assert twice.changed == ()


ONE_RACE = season(replace(SPAIN, sessions=(session("race-1", "race", "Race 1", date(2021, 7, 10), "09:00"),)))


def race(**other: object) -> Season:
    """The season of one race, with another one in its place."""
    its = session("race-1", "race", "Race 1", date(2021, 7, 10), "09:00")
    return season(replace(SPAIN, sessions=(replace(its, **other),)))  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(
    ("now", "note"),
    [
        pytest.param(
            season(replace(ONE_RACE.rounds[0], first_day=date(2021, 7, 9))),
            "WTCR: Race of Spain is now on 9–11 Jul 2021 instead of 10–11 Jul 2021.",
            id="days",
        ),
        pytest.param(
            race(start_at=datetime(2021, 7, 10, 9, 30, tzinfo=UTC)),
            "WTCR Race 1: Race of Spain moves from Sat, 10 Jul 2021, 11:00–12:00 to Sat, 10 Jul 2021, 11:30–12:00.",
            id="start",
        ),
        pytest.param(race(status=Status.CANCELLED), "WTCR Race 1: Race of Spain is cancelled.", id="cancelled"),
        pytest.param(race(name="Top"), "WTCR Race 1: Race of Spain is now called WTCR Top: Race of Spain.", id="name"),
        pytest.param(race(note="Wet"), "", id="a detail, which the feed does not tell for certain"),
    ],
)  # fmt: skip
def test_the_note_of_a_change_is_true_where_the_feed_tells_what_was_before(
    feed_of: FeedOf, now: Season, note: str, language: str
) -> None:
    before = feed_of(published(ONE_RACE), lang=language)

    after = publish(now, adopted(now, before.body), NOW)

    assert the_only_change(after) == note
    assert all(change.before is not None for change in after.changes)


@pytest.mark.parametrize("status", [Status.CONFIRMED, Status.PROVISIONAL])
def test_of_a_day_without_a_time_it_is_not_told_that_it_is_provisional_or_confirmed(
    feed_of: FeedOf, status: Status
) -> None:
    """Either is shown as to be confirmed."""
    now = season(replace(SPAIN, sessions=(session("race-1", "race", "Race 1", date(2021, 7, 10), status=status),)))
    feed = feed_of(published(now))

    assert publish(now, adopted(now, feed.body), NOW).changed == ()


def test_another_venue_is_told_with_the_one_that_was_published(feed_of: FeedOf) -> None:
    before = feed_of(published(season(SPAIN)))
    aragon = replace(
        NORDSCHLEIFE, id="aragon", name="MotorLand Aragón", place="Alcañiz, Spain", zone_name="Europe/Madrid"
    )
    now = season(replace(SPAIN, venue=aragon))

    after = publish(now, adopted(now, before.body), NOW)

    assert the_only_change(after) == (
        "WTCR: Race of Spain is now at MotorLand Aragón, Alcañiz, Spain "
        "instead of Nürburgring Nordschleife, Nürburg, Germany."
    )


def test_a_venue_that_is_named_shorter_is_not_told_as_another_one(feed_of: FeedOf) -> None:
    """Its place is left out, or it is no longer said in which country it lies: of the latter nobody is told."""
    with_country = replace(NORDSCHLEIFE, place=None, country="DE")
    before = feed_of(published(season(replace(SPAIN, venue=with_country))))
    now = season(replace(SPAIN, venue=replace(with_country, country=None)))

    after = publish(now, adopted(now, before.body), NOW)

    assert after.changes == ()
    assert [entry.sequence for entry in after.changed] == [1]


def test_what_left_while_the_journal_was_lost_is_a_tombstone_as_if_it_was_kept(feed_of: FeedOf) -> None:
    before = published(season(germany(), replace(EVERY_KIND_OF_EVENT.rounds[1], label="Round 2")))
    kept = publish(season(), History(1, before.published_at, before.entries), NOW)

    after = publish(season(), adopted(season(), feed_of(before).body), NOW)

    assert feed_of(after, now=NOW).body == feed_of(replace(kept, edition=1), now=NOW).body
    assert [entry.sequence for entry in after.changed] == [1, 1]


@pytest.mark.parametrize("status", Status)
def test_what_was_over_and_left_while_the_journal_was_lost_stays_as_it_was(feed_of: FeedOf, status: Status) -> None:
    before = published(season(replace(EVERY_KIND_OF_EVENT.rounds[0], status=status), SPAIN))
    late = FIRST_NOW.replace(month=7)

    after = publish(season(SPAIN), adopted(season(SPAIN), feed_of(before).body), late)

    for options in ({}, {"alarm": "round:1d,qualifying:2h"}):
        assert feed_of(after, now=late, **options).body == feed_of(before, now=late, **options).body


def test_the_timetable_of_a_round_that_was_over_and_left_names_its_sessions_as_before(feed_of: FeedOf) -> None:
    night = replace(SPAIN, sessions=(session("show", "show", "Show: night", date(2021, 7, 10), "20:00"),))
    before, late = published(season(germany(), night)), FIRST_NOW.replace(month=8)
    assert b": Show: night" in feed_of(before, rounds="only").body

    after = publish(season(germany()), adopted(season(germany()), feed_of(before).body), late)

    assert feed_of(after, rounds="only").body == feed_of(before, rounds="only").body


def test_a_tombstone_that_was_published_keeps_its_bytes_and_its_time(feed_of: FeedOf) -> None:
    before = published(season(germany(), SPAIN), season())
    uid = "wtcr.2021.spain@season-calendar"
    assert before.entries[uid].is_removed

    after = publish(season(), adopted(season(), feed_of(before).body), NOW)
    later = publish(season(), adopted(season(), feed_of(after).body), NOW + timedelta(days=1))

    assert later.entries[uid].is_removed
    assert later.changed == ()
    assert later.entries[uid].tombstone_until == before.entries[uid].tombstone_until


def test_a_round_that_lost_its_date_keeps_the_published_one(feed_of: FeedOf) -> None:
    no_date = season(replace(SPAIN, first_day=None, last_day=None))
    before = feed_of(published(season(SPAIN)))

    after = publish(no_date, adopted(no_date, before.body), NOW)
    again = publish(no_date, adopted(no_date, feed_of(after).body), NOW)

    assert [(e.facts.first_day, e.facts.status) for e in again.entries.values()] == [
        (date(2021, 7, 10), Status.POSTPONED)
    ]
    assert [change.aspect.value for change in after.changes] == ["status"]


def test_uids_stay_those_that_were_published(feed_of: FeedOf) -> None:
    before = feed_of(published(season(SPAIN)))
    renamed = season(replace(SPAIN, id="aragon", was="spain"), series=replace(WTCR, uid_domain="example.org"))

    after = publish(renamed, adopted(renamed, before.body), NOW)

    assert list(after.entries) == ["wtcr.2021.spain@season-calendar"]
    assert after.changed == ()


def test_of_two_rounds_that_had_one_id_the_later_goes_on_where_that_is_read_again(feed_of: FeedOf) -> None:
    """The June round got the id that the July round had before; it did not move there."""
    aragon = replace(SPAIN, id="aragon", was="spain")
    june = replace(germany(sessions=()), id="spain")
    before = published(season(SPAIN), season(aragon), season(june, replace(aragon, was=None)))
    now = season(june, replace(aragon, was=None))

    after = publish(now, adopted(now, feed_of(before).body), NOW)

    assert after.entries["wtcr.2021.spain+2@season-calendar"].facts.first_day == june.first_day
    assert after.entries["wtcr.2021.spain+2@season-calendar"].sequence == 0


def test_the_line_of_a_change_is_not_taken_for_a_note_of_what_left(feed_of: FeedOf) -> None:
    before = published(season(germany(), SPAIN), season(germany(), replace(SPAIN, name="Race of Aragón")))

    after = publish(season(germany()), adopted(season(germany()), feed_of(before).body), NOW)

    assert after.entries["wtcr.2021.spain@season-calendar"].facts.note == SPAIN.note

    old, new = published(ONE_RACE), published(ONE_RACE, race(name="Sprint"))
    feeds = [feed_of(old).body, feed_of(new, sessions="race", rounds="none").body, feed_of(old, lang="sv").body]

    history = adopted(ONE_RACE, *feeds)

    assert {uid.split("@")[0]: entry.sequence for uid, entry in history.entries.items()} == {
        "wtcr.2021.spain": 0,
        "wtcr.2021.spain.race-1": 1,
    }


def test_events_that_are_first_published_after_an_adoption_are_not_told_as_new(feed_of: FeedOf) -> None:
    only_races = feed_of(published(ONE_RACE), sessions="race", rounds="none").body

    after = publish(ONE_RACE, adopted(ONE_RACE, only_races), NOW)

    assert [entry.uid for entry in after.changed] == ["wtcr.2021.spain@season-calendar"]
    assert after.changes == ()


def test_an_event_that_a_choice_shows_as_gone_from_it_is_told_neither_as_off_nor_as_renamed(feed_of: FeedOf) -> None:
    sprint = race(kind="sprint", status=Status.PROVISIONAL)
    before = feed_of(published(race(status=Status.PROVISIONAL), sprint), sessions="race", rounds="none")
    assert b"no longer in this" in before.body.replace(b"\r\n ", b"")

    after = publish(sprint, adopted(sprint, before.body), NOW)

    assert [(entry.sequence, entry.is_off) for entry in after.changed if not entry.facts.is_round] == [(2, False)]
    assert after.changes == ()


def test_a_sequence_is_adopted_as_long_as_it_can_rise_once_more(feed_of: FeedOf) -> None:
    body = feed_of(published(season())).body.replace(b"SEQUENCE:0", b"SEQUENCE:2147483646")

    assert {entry.sequence for entry in adopted(season(), body).entries.values()} == {2**31 - 2}


def test_a_feed_of_another_season_tells_nothing_of_this_one(feed_of: FeedOf) -> None:
    feed = feed_of(published(season(id_="2020")))

    assert not holds_events_of(feed.body, season())
    assert adopted_history(season(), read_events(feed.body, season(), "feed.ics")) is None


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda _: b"<!doctype html><title>Not here</title>", "this is a web page"),
        (lambda _: b"", "this is no feed of this program"),
        (lambda body: body.replace(b"PRODID:-//season", b"PRODID:-//other"), "this is no feed of this program"),
        (lambda body: body[: len(body) // 2], "its end is missing"),
        (lambda body: body.replace(b"Race of", b"R\xffce of"), "it is not UTF-8"),
        (lambda body: body.replace(b"SEQUENCE:0", b"SEQUENCE:none"), "SEQUENCE"),
        (lambda body: body.replace(b"SEQUENCE:0", b"SEQUENCE:-1"), "the SEQUENCE -1 of wtcr.2021.germany@"),
        (lambda body: body.replace(b"SEQUENCE:0", b"SEQUENCE:2147483647"), "the SEQUENCE 2147483647 of wtcr.2021."),
        (lambda body: body.replace(b"LAST-MODIFIED:", b"X-MODIFIED:"), "an event has no LAST-MODIFIED"),
        (lambda body: body.replace(b"DTEND;VALUE=DATE:20210606", b"DTEND:20210606T120000Z"), "one is a day"),
        (lambda body: body.replace(b"DTEND;VALUE=DATE:20210606", b"DTEND;VALUE=DATE:20210501"), "before it starts"),
        (lambda body: body.replace(b"DTEND;VALUE=DATE:20210606", b"DTEND;VALUE=DATE:20210603"), "before it starts"),
        (lambda body: body.replace(b"UID:wtcr.2021.germany@", b"UID:wtcr.2021.@"), "the UID 'wtcr.2021.@"),
        (lambda body: body.replace(b"URL:https:", b"URL:javascript:"), "the URL of wtcr.2021.germany@"),
        (lambda body: body.replace(b"URL:", b"CONFERENCE:data:,"), "leads to no web page"),
        (lambda body: body.replace(b"CREATED:2021", b"CREATED:0021"), "no instant of our time"),
        (lambda body: body.replace(b"CREATED:20210601T080000Z", b"CREATED;VALUE=DATE:20210601"), "no instant of our"),
        (lambda body: body.replace(b"CREATED:20210601T080000Z", b"CREATED:20210601T080000"), "no instant of our time"),
    ],
)  # fmt: skip
def test_what_is_no_whole_feed_of_ours_is_refused_with_its_name(
    feed_of: FeedOf, change: Callable[[bytes], bytes], what: str
) -> None:
    body = change(feed_of(published(season())).body)

    with pytest.raises(AdoptionError) as refused:
        read_events(body, season(), "public/wtcr.ics")

    assert str(refused.value).startswith("public/wtcr.ics: this ")
    assert what in str(refused.value)
