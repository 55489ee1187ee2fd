"""What programs are answered."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

import pytest
from support.published_site import CUP, FIRST, MACAU, MOVED, SECOND, SPAIN, Site, two_series
from support.reminding import at

from season_calendar.api.answers import ApiAnswer, answer, static_answers
from season_calendar.publishing.facts import facts_of
from season_calendar.wording.event_data import event_data

SITE = two_series()
NOW = at("07-01 12:00")


def answered(path: str, *options: tuple[str, str], site: Site = SITE, now: datetime = NOW) -> ApiAnswer:
    its = answer(f"/api/v1{path}", options, site.publications, now, site.changes_of)
    assert its is not None
    return its


def data(path: str, *options: tuple[str, str], site: Site = SITE, now: datetime = NOW) -> Any:
    """What a good answer holds."""
    its = answered(path, *options, site=site, now=now)
    assert (its.status, its.media_type) == (HTTPStatus.OK, "application/json"), its.body
    return json.loads(its.body)


def problem(path: str, *options: tuple[str, str]) -> tuple[int, str]:
    """The status of a problem, and what it says."""
    its = answered(path, *options)
    told = json.loads(its.body)
    assert (its.media_type, told["status"], told["title"]) == (
        "application/problem+json",
        its.status,
        its.status.phrase,
    )
    return int(its.status), told["detail"]


def test_every_season_is_told_with_its_days_and_the_number_of_its_rounds() -> None:
    norrland, wtcr = data("/seasons")["seasons"]
    assert (norrland["season"], norrland["series"], norrland["rounds"]) == ("norrland/2021", CUP.series.name, 1)
    assert (wtcr["edition"], wtcr["first_day"], wtcr["last_day"]) == (2, "2021-06-03", "2021-07-18")
    assert (wtcr["rounds"], wtcr["published_at"]) == (3, "2021-06-01T09:00:00Z")


def test_a_season_holds_the_one_form_of_each_event_and_how_each_round_stands() -> None:
    season = data("/seasons/wtcr/2021")
    plain = [{**event, "standing": None} for event in season["events"]]
    assert plain == [{**event_data(facts), "standing": None} for facts in facts_of(SECOND)]
    assert [event["standing"] for event in season["events"] if event["session"] is None] == [
        ["cancelled"],
        ["next"],
        ["provisional"],
    ]
    assert season["titles"] == {"junior": "FIA WTCR Junior Driver Title"}


def test_a_season_stands_beside_the_others_of_its_series() -> None:
    autumn = replace(FIRST, id="2022", rounds=(replace(SPAIN, id="later"),))
    events = data("/seasons/wtcr/2022", site=Site(SECOND, autumn), now=at("07-01 12:00"))["events"]
    assert [event["standing"] for event in events] == [["next"]]
    events = data("/seasons/wtcr/2021", site=Site(SECOND, autumn), now=at("07-01 12:00"))["events"]
    assert [event["standing"] for event in events if event["round"] == "spain"] == [[]]


def test_a_round_has_its_sessions_and_is_found_by_the_id_it_had_before_too() -> None:
    germany = data("/seasons/wtcr/2021/rounds/germany")
    assert [session["session"] for session in germany["sessions"]] == ["qualifying", "race-1", "race-2"]
    renamed = replace(SECOND, rounds=(replace(MOVED, id="aragon", was="spain"),))
    site = Site(FIRST, SECOND, renamed)
    assert data("/seasons/wtcr/2021/rounds/spain", site=site) == data("/seasons/wtcr/2021/rounds/aragon", site=site)


def test_what_comes_next_is_told_of_all_series_by_its_start() -> None:
    assert [event["round"] for event in data("/next")["events"]] == ["boden", "spain"]


@pytest.mark.parametrize(
    ("options", "rounds"),
    [
        ([("series", "wtcr")], ["spain"]),
        ([("series", "WTCR,norrland"), ("limit", "1")], ["boden"]),
        ([("driver", "guest")], ["spain"]),
        ([("title", "junior"), ("series", "norrland")], []),
        ([("sessions", "race")], ["boden", "spain"]),
    ],
)
def test_what_comes_next_can_be_chosen(options: list[tuple[str, str]], rounds: list[str]) -> None:
    assert [event["round"] for event in data("/next", *options)["events"]] == rounds


def test_sessions_come_next_and_not_the_round_that_has_them() -> None:
    events = data("/next", ("sessions", "race"), site=Site(FIRST), now=at("06-02 12:00"))["events"]
    assert [(event["round"], event["session"]) for event in events] == [
        ("germany", "race-2"),  # on the same day, at an hour that is not known
        ("germany", "race-1"),
        ("spain", None),
    ]


def test_what_changed_is_told_in_words_and_with_all_facts_before_and_after() -> None:
    germany, spain = data("/changes")["changes"]
    assert germany["sentences"] == ["WTCR: Race of Germany is cancelled."]
    assert (spain["at"], spain["aspects"]) == ("2021-06-01T09:00:00Z", ["time"])
    assert (spain["before_text"], spain["after_text"]) == ("10–11 Jul 2021", "17–18 Jul 2021")
    assert (spain["before"]["first_day"], spain["after"]["first_day"]) == ("2021-07-10", "2021-07-17")


def test_of_what_joined_there_is_nothing_before_and_of_what_left_nothing_after() -> None:
    (joined,) = data("/changes", site=Site(replace(FIRST, rounds=(MACAU,)), replace(FIRST, rounds=(MACAU, SPAIN))))[
        "changes"
    ]
    (left,) = data("/changes", site=Site(replace(FIRST, rounds=(MACAU, SPAIN)), replace(FIRST, rounds=(MACAU,))))[
        "changes"
    ]
    assert (joined["aspects"], joined["before"], joined["after"]["round"]) == (["added"], None, "spain")
    assert (left["aspects"], left["before"]["round"], left["after"]) == (["withdrawn"], "spain", None)


def test_what_changed_can_be_of_one_series_in_a_language_and_only_so_much() -> None:
    told = data("/changes", ("lang", "sv"), ("limit", "1"), ("series", "wtcr"))
    assert told["language"] == "sv"
    assert [change["sentences"] for change in told["changes"]] == [["WTCR: Race of Germany ställs in."]]
    assert data("/changes", ("series", "norrland"))["changes"] == []


def test_drivers_are_told_with_their_seasons_in_every_series() -> None:
    guest, jessica = data("/drivers")["drivers"]
    assert (jessica["name"], jessica["seasons"]) == ("Jessica Bäckman", ["wtcr/2021", "norrland/2021"])
    assert (guest["country"], guest["seasons"]) == (None, ["wtcr/2021"])


def test_a_driver_is_told_with_rounds_titles_and_what_comes_next() -> None:
    jessica, guest = data("/drivers/jessica-backman"), data("/drivers/guest")
    assert jessica["seasons"] == [
        {"season": "wtcr/2021", "titles": ["junior"], "rounds": ["germany", "spain", "macau"]},
        {"season": "norrland/2021", "titles": ["junior"], "rounds": ["boden"]},
    ]
    assert [event["round"] for event in jessica["next"]] == ["boden", "spain"]
    assert [event["round"] for event in guest["next"]] == guest["seasons"][0]["rounds"] == ["spain"]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/seasons/wtcr/2020", "no season 'wtcr/2020' (did you mean 'wtcr/2021'?)"),
        ("/seasons/wtcr/2020/rounds/spain", "no season 'wtcr/2020' (did you mean 'wtcr/2021'?)"),
        ("/seasons/wtcr/2021/rounds/spian", "no round 'spian' in the season wtcr/2021 (did you mean 'spain'?)"),
        ("/drivers/jessica", "no driver 'jessica' (did you mean 'jessica-backman'?)"),
        ("/nothing", "there is nothing at /api/v1/nothing (what there is, /api/v1/openapi.json tells)"),
        ("", "there is nothing at /api/v1 (what there is, /api/v1/openapi.json tells)"),
        ("/seasons/", "there is nothing at /api/v1/seasons/ (what there is, /api/v1/openapi.json tells)"),
    ],
)
def test_what_there_is_not_is_a_problem_that_names_what_there_is(path: str, said: str) -> None:
    assert problem(path) == (404, said)


@pytest.mark.parametrize(
    ("path", "option", "said"),
    [
        ("/next", ("series", "wtrc"), "no series 'wtrc'; did you mean 'wtcr'? (valid: wtcr, norrland)"),
        (
            "/next",
            ("serie", "wtcr"),
            "no option 'serie'; did you mean 'series'? (valid: series, sessions, driver, title, limit)",
        ),
        ("/next", ("limit", "0"), "limit=0 is no such number (valid: 1 to 100)"),
        ("/next", ("limit", "١"), "limit=١ is no such number (valid: 1 to 100)"),
        ("/next", ("alarm", "1d"), "no option 'alarm' (valid: series, sessions, driver, title, limit)"),
        ("/changes", ("lang", "xx"), "no language 'xx' (valid: en, de, sv)"),
        ("/seasons", ("limit", "1"), "no option 'limit' (valid: none, for this address has no options)"),
    ],
)
def test_an_option_that_cannot_be_had_is_a_problem_that_says_which_can(
    path: str, option: tuple[str, str], said: str
) -> None:
    assert problem(path, option) == (400, said)


def test_a_limit_that_is_said_twice_is_one() -> None:
    assert len(data("/next", ("limit", "1"), ("limit", "1"))["events"]) == 1
    assert problem("/next", ("limit", "2"), ("limit", "1")) == (
        400,
        "limit=1,2 is more than one choice (valid: 1 to 100)",
    )


def test_other_addresses_are_none_of_programs() -> None:
    for path in ("/", "/wtcr.ics", "/api", "/api/v2/seasons", "/api/v1x"):
        assert answer(path, (), SITE.publications, NOW) is None


def test_an_answer_is_the_same_until_it_says() -> None:
    for path in (
        "/next",
        "/seasons/wtcr/2021",
        "/seasons/wtcr/2021/rounds/spain",
        "/drivers/guest",
        "/changes",
        "/drivers",
    ):
        now, last = at("07-09 00:00"), at("07-20 00:00")
        while now < last:
            its = answered(path, now=now)
            turn = min(its.until, last)
            assert its.body == answered(path, now=turn - timedelta(microseconds=1)).body
            now = turn


def test_nothing_is_published_yet_and_all_is_answered() -> None:
    assert data("/seasons", site=Site()) == {"seasons": []}
    assert data("/next", site=Site()) == {"events": []}
    assert data("/changes", site=Site()) == {"language": "en", "changes": []}


def test_the_same_answers_lie_as_files_at_addresses_that_a_server_knows_too() -> None:
    files = dict(static_answers(SITE.publications, NOW, SITE.changes_of))
    assert list(files) == [
        "api/v1/openapi.json",
        "api/v1/seasons.json",
        "api/v1/seasons/wtcr/2021.json",
        "api/v1/seasons/norrland/2021.json",
        "api/v1/seasons/wtcr/2021/rounds/germany.json",
        "api/v1/seasons/wtcr/2021/rounds/spain.json",
        "api/v1/seasons/wtcr/2021/rounds/macau.json",
        "api/v1/seasons/norrland/2021/rounds/boden.json",
        "api/v1/next.json",
        "api/v1/changes.json",
        "api/v1/drivers.json",
        "api/v1/drivers/guest.json",
        "api/v1/drivers/jessica-backman.json",
    ]
    for name, body in files.items():
        assert answered(f"/{name.removeprefix('api/v1/')}").body == body
        if name != "api/v1/openapi.json":
            assert answered(f"/{name.removeprefix('api/v1/').removesuffix('.json')}").body == body
