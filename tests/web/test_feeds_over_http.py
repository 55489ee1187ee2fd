"""A calendar's habits against a real server: conditional requests, codings, methods, and what changes."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime, parsedate_to_datetime

import httpx
import pytest
from support.fake_source import FakeSource, StillClock
from support.ics_lint import faults
from support.racing import FIRST_NOW, germany, published, season

from season_calendar.choices.options import read_choice
from season_calendar.feeds.addresses import find_feed
from season_calendar.feeds.feed import build_feed
from season_calendar.feeds.files import Variant, feed_files
from season_calendar.feeds.render import Renderer
from season_calendar.model import Series, Status
from season_calendar.web.answers import making

PATHS = ["/all.ics", "/wtcr.ics", "/wtcr/2021.ics"]


@pytest.mark.parametrize("path", PATHS)
def test_a_feed_is_given_whole_with_all_that_a_cache_needs(client: httpx.Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert faults(response.content) == []
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Content-Length"] == str(len(response.content))
    assert parsedate_to_datetime(response.headers["Last-Modified"]) >= FIRST_NOW
    assert response.headers["Cache-Control"] == "public, max-age=300"
    assert response.headers["Vary"] == "Accept-Encoding"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["ETag"].startswith('"')
    assert "Server" not in response.headers
    assert "Content-Encoding" not in response.headers


def test_what_is_served_is_what_is_built(client: httpx.Client) -> None:
    built = find_feed("/wtcr.ics", [published(season())])
    choice = built.choice([("alarm", "30m")])
    feed = build_feed(built, choice, FIRST_NOW, renderer=Renderer(), base_url="https://example.org")
    response = client.get("/wtcr.ics?alarm=30m")
    assert response.content == feed.body
    assert response.headers["ETag"] == feed.etag


def test_where_a_site_of_files_was_its_variants_are_served_as_they_were_built(client: httpx.Client) -> None:
    variant = Variant(read_choice([("alarm", "1d,race:2h")]), "/wtcr.ics")
    file = next(its for its in feed_files([published(season())], (), [variant]) if its.is_variant)
    built = {"renderer": Renderer(), "base_url": "https://example.org", "file": file.path}
    feed = build_feed(file.source, file.choice(), FIRST_NOW, **built)  # type: ignore[arg-type]

    assert client.get("/wtcr.alarm-1d_race-2h.ics").content == feed.body
    of_an_address = client.get("/wtcr.ics?alarm=1d,race:2h").content
    assert of_an_address == feed.body.replace(b"/wtcr.alarm-1d_race-2h.ics", b"/wtcr.ics?alarm=1d,race:2h")
    assert client.get("/wtcr.alarm-1d.ics?alarm=race:2h").content == of_an_address


def test_a_variant_that_there_cannot_be_is_refused_as_its_option_is(client: httpx.Client) -> None:
    refused = client.get("/wtcr.sessions-rase.ics")
    assert (refused.status_code, "did you mean 'race'?" in refused.text) == (400, True)
    assert client.get("/wtcr.nothing.ics").status_code == 404


def test_options_choose(client: httpx.Client) -> None:
    assert client.get("/wtcr.ics?sessions=race&rounds=none").text.count("BEGIN:VEVENT") == 2
    assert client.get("/wtcr.ics?rounds=only").text.count("BEGIN:VEVENT") == 1
    assert client.get("/all.ics?series=wtcr&alarm=30m").text.count("BEGIN:VALARM") == 2
    assert client.get("/wtcr.ics?round=germany&lang=EN&alarm=race:2h").text.count("BEGIN:VALARM") == 1


def test_the_list_names_the_feeds_and_every_option(client: httpx.Client) -> None:
    listed = client.get("/feeds.txt")
    assert listed.headers["Cache-Control"] == "no-cache"
    lines = listed.text.splitlines()
    assert lines[:5] == ["/all.ics", "/wtcr.ics", "/wtcr/2021.ics", "", "Options:"]
    assert lines[5:] == [
        "?sessions=race,qualifying  Only sessions of these kinds.",
        "?rounds=only  With, only or no events of whole rounds.",
        "?alarm=1d,30m  Alarms so long before each start; by kind as race:2h,round:1d.",
        "?round=spain,portugal  Only these rounds.",
        "?driver=jessica-backman  Only the rounds that these drivers enter.",
        "?title=junior  Only the rounds that count towards these titles.",
        "?lang=sv  In this language.",
        "?cancelled=shown  Show what is cancelled in calendars that hide it, such as Google's.",
        "?series=wtcr,f1  Only these series (in an address: of /all.ics or a driver).",
    ]


def test_who_has_the_newest_state_is_told_so_by_tag(client: httpx.Client) -> None:
    tag = client.get("/wtcr.ics").headers["ETag"]
    for field in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        response = client.get("/wtcr.ics", headers={"If-None-Match": field})
        assert (response.status_code, response.content) == (304, b"")
        assert response.headers["ETag"] == tag
        assert response.headers["Last-Modified"] == client.get("/wtcr.ics").headers["Last-Modified"]
        assert response.headers["Cache-Control"] == "public, max-age=300"
        assert response.headers["Vary"] == "Accept-Encoding"


def test_tags_in_several_lines_are_one_list(client: httpx.Client) -> None:
    tag = client.get("/wtcr.ics").headers["ETag"]
    response = client.get("/wtcr.ics", headers=[("If-None-Match", '"other"'), ("If-None-Match", tag)])
    assert response.status_code == 304


def test_who_has_the_newest_state_is_told_so_by_date(client: httpx.Client) -> None:
    def status(**fields: str) -> int:
        headers = {name.replace("_", "-"): value for name, value in fields.items()}
        return client.get("/wtcr.ics", headers=headers).status_code

    last_modified = client.get("/wtcr.ics").headers["Last-Modified"]
    a_second_before = format_datetime(parsedate_to_datetime(last_modified) - timedelta(seconds=1), usegmt=True)
    assert status(If_Modified_Since=last_modified) == 304
    assert status(If_Modified_Since=a_second_before) == 200
    assert status(If_Modified_Since="last week") == 200
    assert status(If_Modified_Since=last_modified, If_None_Match='"other"') == 200


def test_gzip_is_another_form_with_a_tag_of_its_own(client: httpx.Client) -> None:
    plain = client.get("/wtcr.ics")
    with client.stream("GET", "/wtcr.ics", headers={"Accept-Encoding": "gzip"}) as response:
        raw = b"".join(response.iter_raw())
    assert response.headers["Content-Encoding"] == "gzip"
    assert response.headers["Content-Length"] == str(len(raw))
    assert gzip.decompress(raw) == plain.content
    assert response.headers["ETag"] == plain.headers["ETag"][:-1] + '-gzip"'


@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_the_tag_of_either_form_is_known_in_both(client: httpx.Client, coding: str) -> None:
    tags = [client.get("/wtcr.ics", headers={"Accept-Encoding": c}).headers["ETag"] for c in ("identity", "gzip")]
    for tag in tags:
        response = client.get("/wtcr.ics", headers={"Accept-Encoding": coding, "If-None-Match": tag})
        assert (response.status_code, response.headers["ETag"]) == (304, tag)


@pytest.mark.parametrize("coding", ["identity", "gzip"])
@pytest.mark.parametrize("path", [*PATHS, "/", "/healthz", "/nothing.ics", "/wtcr.ics?x=1"])
def test_head_is_get_without_the_body(client: httpx.Client, path: str, coding: str) -> None:
    got = client.get(path, headers={"Accept-Encoding": coding})
    head = client.head(path, headers={"Accept-Encoding": coding})
    assert head.content == b""
    assert head.status_code == got.status_code
    dateless = [{k: v for k, v in response.headers.items() if k != "date"} for response in (got, head)]
    assert dateless[0] == dateless[1]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PROPFIND", "PATCH"])
@pytest.mark.parametrize("path", ["/wtcr.ics", "/", "/healthz", "/nothing"])
def test_another_method_is_told_which_there_are(client: httpx.Client, method: str, path: str) -> None:
    response = client.request(method, path)
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/wtcr.ics", "/nothing"])
def test_a_script_of_another_website_may_ask_whether_it_has_the_newest_state(client: httpx.Client, path: str) -> None:
    asked = {
        "Origin": "https://elsewhere.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "if-modified-since,if-none-match",
    }
    preflight = client.options(path, headers=asked)
    assert (preflight.status_code, preflight.content) == (204, b"")
    assert preflight.headers["Access-Control-Allow-Origin"] == "*"
    assert preflight.headers["Access-Control-Allow-Methods"] == preflight.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert preflight.headers["Access-Control-Allow-Headers"] == "If-None-Match, If-Modified-Since"


@pytest.mark.parametrize(("path", "status"), [("/wtcr.ics", 200), ("/nothing", 404), ("/wtcr.ics?x=1", 400)])
def test_a_script_of_any_website_may_read_the_answer_and_its_tag(client: httpx.Client, path: str, status: int) -> None:
    response = client.get(path, headers={"Origin": "https://elsewhere.example"})
    assert response.status_code == status
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Access-Control-Expose-Headers"] == "ETag, Last-Modified"
    assert "Origin" not in response.headers.get("Vary", "")


def test_the_list_has_the_feeds(client: httpx.Client) -> None:
    assert client.get("/feeds.txt").text.splitlines()[:3] == PATHS


def test_a_new_publication_is_served_at_once_under_another_tag(client: httpx.Client, source: FakeSource) -> None:
    before = client.get("/wtcr.ics")
    source.publications = (published(season(), season(germany(status=Status.CANCELLED))),)
    after = client.get("/wtcr.ics", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "Cancelled: " in after.text


def test_no_change_hides_from_who_asks_by_date_alone(client: httpx.Client, source: FakeSource) -> None:
    """A new colour makes no edition; another season's edition may be older; two may come within one second."""
    (wtcr,) = source.publications
    recoloured = replace(wtcr, season=replace(wtcr.season, series=replace(wtcr.season.series, color="crimson")))
    older = published(season(series=Series("f1", "Formula One", "F1")), start=FIRST_NOW - timedelta(days=30))
    last_modified = client.get("/all.ics").headers["Last-Modified"]
    for publications in ((recoloured,), (recoloured, older), (older,)):
        source.publications = publications
        response = client.get("/all.ics", headers={"If-Modified-Since": last_modified})
        assert response.status_code == 200
        last_modified = response.headers["Last-Modified"]
        assert client.get("/all.ics", headers={"If-Modified-Since": last_modified}).status_code == 304


@pytest.mark.parametrize("edited", [0, 1])
def test_an_edit_of_one_season_does_not_hide_behind_another_that_stands(
    client: httpx.Client, source: FakeSource, edited: int
) -> None:
    """Whatever the editions' own times: the journal's clock may be behind this one."""
    yesterday = FIRST_NOW - timedelta(days=1)
    states = [[season(id_=id_), season(germany(status=Status.CANCELLED), id_=id_)] for id_ in ("2021", "2022")]
    source.publications = before = tuple(published(first, start=yesterday) for first, _ in states)
    last_modified = client.get("/wtcr.ics").headers["Last-Modified"]
    assert client.get("/wtcr.ics", headers={"If-Modified-Since": last_modified}).status_code == 304

    after = list(before)
    after[edited] = published(*states[edited], start=yesterday)
    source.publications = tuple(after)
    for path in ("/all.ics", "/wtcr.ics", f"/wtcr/{after[edited].season.id}.ics"):
        response = client.get(path, headers={"If-Modified-Since": last_modified})
        assert response.status_code == 200
        assert "Cancelled: " in response.text


def test_a_tombstone_leaves_without_a_publication(client: httpx.Client, source: FakeSource, clock: StillClock) -> None:
    source.publications = (published(season(), season(germany(sessions=()))),)
    clock.at = FIRST_NOW + timedelta(hours=1)
    assert client.get("/wtcr.ics").text.count("BEGIN:VEVENT") == 4
    clock.at = FIRST_NOW + timedelta(days=60)
    response = client.get("/wtcr.ics")
    assert response.text.count("BEGIN:VEVENT") == 1
    # Race 2, of which only the day was known, was over at midnight in Germany on 6 June.
    assert response.headers["Last-Modified"] == "Mon, 05 Jul 2021 22:00:00 GMT"


def test_a_failure_is_500_and_tells_nothing_of_the_inside(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the secret is 1234")

    monkeypatch.setattr(making, "find_file", fail)
    response = client.get("/wtcr.ics")
    assert response.status_code == 500
    assert response.text == "something went wrong here; please come back later\n"
    assert "the secret is 1234" in caplog.text


def test_health_tells_the_edition_of_each_season(client: httpx.Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "no-store")
    assert response.json() == {
        "status": "ok",
        "watching": True,
        "seasons": [
            {
                "key": "wtcr/2021",
                "file": "events.yaml",
                "edition": 1,
                "published_at": "2021-06-01T08:00:00Z",
                "problems": [],
            }
        ],
    }


def test_health_is_degraded_by_a_broken_file(client: httpx.Client, source: FakeSource) -> None:
    source.problems = ("events.yaml:3:1: no venue 'mots'",)
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json()["status"] == "degraded"
    assert response.json()["seasons"][0]["problems"] == ["events.yaml:3:1: no venue 'mots'"]


def test_a_look_at_the_files_that_fails_is_told_and_not_the_end(
    client: httpx.Client,
    source: FakeSource,
    caplog: pytest.LogCaptureFixture,
    eventually: Callable[[Callable[[], bool]], None],
) -> None:
    looks = []

    def fail() -> bool:
        looks.append(1)
        raise OSError("disk on fire")

    source.refreshing = fail
    eventually(lambda: client.get("/healthz").json()["watching"] is False and len(looks) > 2)
    assert client.get("/wtcr.ics").status_code == 200
    assert caplog.text.count("looking at the season files, while what is published is served: ") == 1
    source.refreshing = lambda: True
    eventually(lambda: client.get("/healthz").json()["status"] == "ok")
