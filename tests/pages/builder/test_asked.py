"""What is asked of the builder is the choice that the address says, and what cannot be had is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote, urlencode

import pytest
from support.racing import germany, published, season
from support.visiting import BASE_URL, builder_visit, f1, wtcr

from season_calendar.choices.choice import Choice, Rounds
from season_calendar.feeds.sent_addresses import read_options
from season_calendar.feeds.source import FeedSource
from season_calendar.pages.builder.asked import Problem, Why, ask, ask_usual
from season_calendar.pages.builder.doors import Door, doors
from season_calendar.publishing.facts import EventFacts


def target(query: str) -> str:
    return ask(builder_visit(query)).target


def problems(query: str) -> tuple[Problem, ...]:
    return ask(builder_visit(query)).problems


def test_a_query_opens_as_it_says() -> None:
    asked = ask(builder_visit("feed=/wtcr/2021.ics&sessions=race&alarm=1d"))

    assert asked.target == "/wtcr/2021.ics?alarm=1d&sessions=race"
    assert asked.problems == ()


def test_an_option_given_twice_adds_up() -> None:
    assert target("feed=/wtcr.ics&sessions=race&sessions=qualifying") == "/wtcr.ics?sessions=qualifying,race"


def test_without_a_query_all_of_the_one_series_is_offered() -> None:
    assert target("") == "/wtcr.ics"


def test_without_a_query_all_of_every_series_is_offered_where_there_are_several() -> None:
    assert ask(builder_visit("", wtcr(), f1())).target == "/all.ics"


def test_who_said_nothing_is_offered_the_language_of_the_page() -> None:
    assert ask(builder_visit("", tag="sv")).target == "/wtcr.ics?lang=sv"
    assert ask(builder_visit("feed=/wtcr.ics", tag="sv")).target == "/wtcr.ics"
    assert ask_usual(builder_visit(tag="de"), "/wtcr/2021.ics").choice == Choice(language="de")


@pytest.mark.parametrize(
    "address",
    [
        f"{BASE_URL}/wtcr.ics?sessions=race",
        "webcal://races.example.org/wtcr.ics?sessions=race",
        "  HTTPS://RACES.example.org/WTCR.ics/?Sessions=RACE&utm_source=mail#x  ",
        f"{BASE_URL}/some/folder/wtcr.ics?sessions=race",
        "/wtcr.ics?sessions=race",
        "wtcr.ics?sessions=race",
        f"{BASE_URL}/wtcr%2Eics?sessions=%72ace",
    ],
)
def test_a_pasted_address_opens_as_it_says(address: str) -> None:
    assert target(urlencode({"address": address})) == "/wtcr.ics?sessions=race"


@pytest.mark.parametrize("door", doors(f"{BASE_URL}/wtcr.ics?sessions=race", "WTCR"), ids=lambda door: door.client)
def test_the_link_of_each_calendar_opens_as_the_address_in_it(door: Door) -> None:
    assert target(urlencode({"address": door.link})) == "/wtcr.ics?sessions=race"


@pytest.mark.parametrize("around", ["<{}>", "({}).", '"{}"', "“{}”,", "„{}“", "{}.", "{}\n"])
def test_an_address_opens_with_what_stands_around_it_in_a_mail_or_a_sentence(around: str) -> None:
    assert target(urlencode({"address": around.format(f"{BASE_URL}/wtcr/2021.ics")})) == "/wtcr/2021.ics"


@pytest.mark.parametrize(
    ("base_url", "address"),
    [
        (BASE_URL, "races.example.org/wtcr.ics"),
        (BASE_URL, "races.example.org:443/wtcr.ics"),
        ("http://127.0.0.1:8021", "127.0.0.1:8021/wtcr.ics"),
        ("http://127.0.0.1:8021", "localhost:8021/wtcr.ics"),
        ("http://localhost:8021", "http://127.0.0.1:8021/wtcr.ics"),
        ("http://localhost:8021", "webcal://[::1]:8021/wtcr.ics"),
    ],
)
def test_an_address_opens_without_its_scheme_and_by_any_name_of_this_machine(base_url: str, address: str) -> None:
    asked = ask(builder_visit(urlencode({"address": address}), base_url=base_url))

    assert (asked.target, asked.problems) == ("/wtcr.ics", ())


@pytest.mark.parametrize(
    ("page", "feed"),
    [
        ("/wtcr/", "/wtcr.ics"),
        ("/wtcr/2021/", "/wtcr/2021.ics"),
        ("/sv/wtcr/2021", "/wtcr/2021.ics"),
        ("/folder/de/wtcr/2021/spain/", "/wtcr/2021.ics?round=spain"),
        ("/drivers/ann/", "/drivers/ann.ics"),
        ("/titles/wtcr/junior/?utm_source=mail", "/titles/wtcr/junior.ics"),
        ("/subscribe/?feed=/wtcr/2021.ics&sessions=race", "/wtcr/2021.ics?sessions=race"),
        ("/sv/subscribe/?form=/wtcr.ics&feed=/wtcr.ics&rounds=with", "/wtcr.ics?rounds=only"),
        ("/subscribe/", "/wtcr.ics"),
        ("/subscribe/?address=/subscribe/%3Faddress=/wtcr/", "/wtcr.ics"),
        ("/wtcr.lang-sv.sessions-race.ics", "/wtcr.ics?lang=sv&sessions=race"),
    ],
)
def test_the_address_of_a_page_opens_as_the_calendar_of_what_it_shows(page: str, feed: str) -> None:
    asked = ask(builder_visit(urlencode({"address": f"{BASE_URL}{page}"})))

    assert (asked.target, asked.problems) == (feed, ())


@pytest.mark.parametrize(
    "inside", ["https://other.example.com/wtcr.ics", "https://calendar.google.com/calendar/r?cid=/wtcr.ics"]
)
def test_the_link_of_a_calendar_opens_nothing_that_is_not_of_this_site(inside: str) -> None:
    link = "https://calendar.google.com/calendar/r?" + urlencode({"cid": inside})
    assert [its.why for its in ask(builder_visit(urlencode({"address": link}))).problems] == [Why.NO_ADDRESS]


def test_an_address_that_is_written_into_another_as_it_is_opens_too() -> None:
    query = f"address={BASE_URL}/wtcr.ics?sessions=race&alarm=1d"
    visit = replace(builder_visit(), options=tuple(read_options(query.encode())))

    assert ask(visit).target == "/wtcr.ics?alarm=1d&sessions=race"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)//wtcr.ics",
        "javascript://races.example.org/wtcr.ics",
        "data:text/calendar,/wtcr.ics",
        "file:///wtcr.ics",
        "https://other.example.com/wtcr.ics",
        "//other.example.com/wtcr.ics",
        f"{BASE_URL}/f1.ics",
        f"{BASE_URL}/wtcr/2020/",
        f"{BASE_URL}/wtcr/2021/changes/",
        f"{BASE_URL}/wtcr/2021/changes.atom",
        f"{BASE_URL}/wtcr/2021/nowhere/",
        f"{BASE_URL}/drivers/nobody/",
        f"{BASE_URL}/",
        "other.example.com/wtcr.ics",
        "other.example.com:8443/wtcr.ics",
        "localhost:8021/wtcr.ics",
        "https://[::1/wtcr.ics",
        "/" * 1500,
        "x" * 10_000,
        f"/wtcr.ics?sessions=%FF&{'a' * 3000}",
        "\x00\u202e",
    ],
)
def test_what_is_no_address_of_a_calendar_here_opens_nothing(address: str) -> None:
    asked = ask(builder_visit(urlencode({"address": address})))

    assert asked.target == "/wtcr.ics"
    assert [(its.field, its.why) for its in asked.problems] == [("address", Why.NO_ADDRESS)]
    assert all(len(its.said) <= 200 for its in asked.problems)


def test_where_the_site_does_not_know_its_host_it_takes_an_address_of_any() -> None:
    visit = builder_visit(f"address={quote('http://10.0.0.7:8080/wtcr.ics?alarm=1h')}", base_url=None)

    assert ask(visit).target == "/wtcr.ics?alarm=1h"


def test_a_feed_that_there_is_not_is_told_and_the_usual_one_shown() -> None:
    asked = ask(builder_visit("feed=/wtrc.ics&sessions=race"))

    assert asked.problems == (Problem("feed", Why.NO_FEED, "/wtrc.ics"),)
    assert asked.target == "/wtcr.ics?sessions=race"


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("sessions=rase", Problem("sessions", Why.NO_VALUE, "rase")),
        ("sessions=", Problem("sessions", Why.NO_VALUE, "")),
        ("alarm=soon", Problem("alarm", Why.NO_VALUE, "soon")),
        ("alarm=1d,2d,3d,4d,5d,6d", Problem("alarm", Why.NO_VALUE, "1d,2d,3d,4d,5d,6d")),
        ("driver=nobody", Problem("driver", Why.NO_VALUE, "nobody")),
        ("series=f1", Problem("series", Why.NO_VALUE, "f1")),
        ("lang=xx", Problem("lang", Why.NO_VALUE, "xx")),
        ("colour=red", Problem("", Why.NO_OPTION, "colour=red")),
    ],
)
def test_what_cannot_be_chosen_is_told_and_the_rest_is_kept(query: str, problem: Problem) -> None:
    asked = ask(builder_visit(f"{query}&cancelled=shown"))

    assert asked.problems == (problem,)
    assert asked.target == "/wtcr.ics?cancelled=shown"


def test_of_several_names_those_that_can_be_had_are_kept() -> None:
    asked = ask(builder_visit("sessions=race,rase&sessions=qualifying&alarm=1d&alarm=soon"))

    assert asked.problems == (Problem("sessions", Why.NO_VALUE, "rase"), Problem("alarm", Why.NO_VALUE, "soon"))
    assert asked.target == "/wtcr.ics?alarm=1d&sessions=qualifying,race"


def test_two_languages_at_once_are_none() -> None:
    assert problems("lang=sv,de") == (Problem("lang", Why.NO_VALUE, "sv, de"),)


def test_only_rounds_and_some_sessions_is_told_and_the_rounds_are_kept() -> None:
    asked = ask(builder_visit("rounds=only&sessions=race"))

    assert asked.problems == (Problem("sessions", Why.ROUNDS_ALONE),)
    assert asked.choice == Choice(rounds=Rounds.ONLY)


def test_choices_that_leave_no_round_stay_as_they_are_chosen_but_are_no_calendar() -> None:
    asked = ask(builder_visit("round=spain&driver=bo"))

    assert asked.problems == (Problem("round", Why.NO_ROUND_LEFT),)
    assert asked.choice == Choice(round_ids=frozenset({"spain"}), drivers=frozenset({"bo"}))
    assert not asked.is_a_calendar


def test_of_a_thousand_problems_some_are_told() -> None:
    assert len(problems("&".join(f"o{n}=1" for n in range(1000)))) == 6


@pytest.mark.parametrize("query", ["round={}", "round={},spain", "round={}&driver={}", "sessions={}", "alarm={}:1h"])
def test_a_thousand_words_that_name_nothing_have_the_events_gone_through_as_often_as_one(
    query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone_through: list[str] = []
    facts = FeedSource._facts

    def counted(source: FeedSource) -> Iterator[EventFacts]:
        gone_through.append(source.path)
        return facts(source)

    monkeypatch.setattr(FeedSource, "_facts", counted)

    ask(builder_visit(query.replace("{}", "x")))
    for_one = len(gone_through)
    gone_through.clear()
    ask(builder_visit(query.replace("{}", ",".join(f"x{number}" for number in range(1000)))))

    assert len(gone_through) <= for_one


def test_what_nobody_sees_is_told_as_an_escape() -> None:
    assert problems("driver=%00%E2%80%AEzoe") == (Problem("driver", Why.NO_VALUE, r"\x00\u202ezoe"),)


def test_what_would_be_longer_than_an_address_that_is_answered_is_no_calendar() -> None:
    rounds = [replace(germany(), id=f"round-{number}-{'x' * 50}") for number in range(60)]
    query = "&".join(f"round={its.id}" for its in rounds)
    asked = ask(builder_visit(query, published(season(*rounds))))

    assert asked.problems == (Problem("", Why.TOO_MUCH),)
    assert not asked.is_a_calendar
    assert ask(builder_visit("&".join(query.split("&")[:20]), published(season(*rounds)))).is_a_calendar


class TestAForm:
    """The form says by its mark that a box which is not sent is not ticked."""

    def test_with_every_kind_ticked_wants_everything_also_what_is_to_come(self) -> None:
        assert target("form=ticks&sessions=practice&sessions=qualifying&sessions=race&rounds=with") == "/wtcr.ics"

    def test_with_some_kinds_ticked_wants_those(self) -> None:
        assert target("form=ticks&sessions=race&rounds=with") == "/wtcr.ics?sessions=race"

    def test_without_weekends_wants_none_of_them(self) -> None:
        assert target("form=ticks&sessions=race") == "/wtcr.ics?rounds=none&sessions=race"
        assert target("form=ticks&sessions=practice&sessions=qualifying&sessions=race") == "/wtcr.ics?rounds=none"

    def test_with_weekends_alone_wants_those_only(self) -> None:
        assert target("form=ticks&rounds=with") == "/wtcr.ics?rounds=only"

    def test_with_nothing_ticked_is_no_calendar(self) -> None:
        asked = ask(builder_visit("form=ticks&feed=/wtcr.ics"))

        assert asked.problems == (Problem("sessions", Why.NOTHING_TICKED),)
        assert not asked.is_a_calendar

    def test_that_leaves_a_field_alone_says_nothing_by_it(self) -> None:
        assert target("form=ticks&feed=/wtcr.ics&sessions=race&rounds=with&lang=") == "/wtcr.ics?sessions=race"

    def test_with_a_reminder_ticked_has_no_more_use_for_none(self) -> None:
        assert target("form=ticks&rounds=with&alarm=1d&alarm=none") == "/wtcr.ics?alarm=1d&rounds=only"

    def test_with_a_reminder_of_one_kind_alone_has_none_of_the_others(self) -> None:
        told = target("form=ticks&rounds=with&sessions=race&alarm=none&alarm=race:2h")
        assert told == "/wtcr.ics?alarm=none,race:2h&sessions=race"

    @pytest.mark.parametrize("ticked", ["", "&alarm=none", "&alarm=1d&alarm=2h"])
    def test_takes_reminders_that_are_typed_beside_those_that_are_ticked(self, ticked: str) -> None:
        asked = ask(builder_visit(f"form=/wtcr.ics&sessions=race{ticked}&alarm=2H, race: 15m"))

        assert asked.problems == ()
        assert dict(asked.choice.lead_times)["race"] == (timedelta(minutes=15),)
        assert timedelta(hours=2) in dict(asked.choice.lead_times)[""]

    def test_in_which_another_feed_is_picked_takes_along_what_that_has_and_complains_of_nothing(self) -> None:
        query = "form=/wtcr.ics&feed=/f1.ics&sessions=race&rounds=with&driver=bo&round=germany&alarm=1d"
        asked = ask(builder_visit(query, wtcr(), f1()))

        assert (asked.target, asked.problems) == ("/f1.ics?alarm=1d&sessions=race", ())

    def test_in_which_every_kind_is_ticked_wants_every_kind_of_another_feed_too(self) -> None:
        every_kind_of_f1 = "sessions=practice&sessions=race&rounds=with"

        for feed in ("/wtcr.ics", "/all.ics"):
            asked = ask(builder_visit(f"form=/f1.ics&feed={feed}&{every_kind_of_f1}", wtcr(), f1()))
            assert (asked.target, asked.problems) == (feed, ())
