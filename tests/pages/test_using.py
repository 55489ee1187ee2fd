"""The page for those who show the races elsewhere: what it says is there, and every recipe works as it stands."""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import yaml
from jinja2.sandbox import SandboxedEnvironment
from support.racing import FIRST_NOW, published, season

from season_calendar.api.answers import answer
from season_calendar.api.operations import OPERATIONS, PREFIX
from season_calendar.feeds.addresses import find_feed
from season_calendar.feeds.sent_addresses import read_options
from season_calendar.pages.site import find_page, page_paths
from season_calendar.pages.visit import Visit
from season_calendar.publishing.publication import Publication

BASE = "https://example.org/races"
PUBLICATIONS = (published(season()),)


def page(
    *, base_url: str | None = BASE, is_static: bool = False, tag: str = "en", of: tuple[Publication, ...] = PUBLICATIONS
) -> str:
    found = find_page(Visit("/data/", tag, f"/{tag}", FIRST_NOW, of, base_url, is_static=is_static))
    assert found is not None
    return found.body.decode()


def snippets(text: str) -> list[str]:
    return [html.unescape(code) for code in re.findall(r"<pre [^>]*><code[^>]*>(.*?)</code></pre>", text, re.DOTALL)]


def sensor() -> dict[str, Any]:
    [rest] = yaml.safe_load(next(its for its in snippets(page()) if its.startswith("rest:")))["rest"]
    return dict(rest)


def answered(address: str, now: object = FIRST_NOW) -> Any:
    parts = urlsplit(address.removeprefix(BASE))
    found = answer(parts.path, parse_qsl(parts.query), PUBLICATIONS, now, base_url=BASE)  # type: ignore[arg-type]
    assert found is not None
    assert found.status == 200
    return json.loads(found.body)


def test_every_address_for_programs_is_told() -> None:
    text = page()
    for operation in OPERATIONS:
        assert f"<code>{PREFIX}{operation.template}</code>" in text
    assert f'href="../../{PREFIX[1:]}/openapi.json"' in text


def test_every_feed_that_is_told_is_there_with_these_options() -> None:
    addresses = [html.unescape(its) for its in re.findall(rf"<dt><code>({BASE}[^<]*)</code>", page())]
    assert len(addresses) == 3
    for address in addresses:
        path, _, query = address.removeprefix(BASE).partition("?")
        source = find_feed(path, PUBLICATIONS)
        source.choice(read_options(query.encode()))


def test_where_no_series_is_published_yet_the_recipes_are_of_one_and_no_widget_is_shown() -> None:
    assert '<iframe class="widget"' in page()
    assert '<iframe class="widget"' not in page(of=())
    assert any("series=wtcr" in its for its in snippets(page(of=())))


def read_by_sensor(events: list[dict[str, object]]) -> tuple[str, str]:
    """Whether the sensor is available, and what it says."""
    its = sensor()["sensor"][0]
    templates = (SandboxedEnvironment().from_string(its[name]) for name in ("availability", "value_template"))
    available, value = (template.render(value_json={"events": events}) for template in templates)
    return available, value


def test_the_sensor_reads_when_the_next_session_begins() -> None:
    rest, its = sensor(), sensor()["sensor"][0]
    events = answered(rest["resource"])["events"]
    assert read_by_sensor(events) == ("True", "2021-06-03T12:30:00Z")
    assert set(its["json_attributes"]) <= events[0].keys()
    assert its["device_class"] == "timestamp"


def test_the_sensor_passes_over_what_has_no_time_yet_and_tells_of_the_same_session_that_it_reads() -> None:
    saturday = FIRST_NOW + timedelta(days=3)
    events = answered(sensor()["resource"], saturday)["events"]
    assert events[0]["start_at"] is None
    assert read_by_sensor(events) == ("True", "2021-06-05T09:00:00Z")
    # A filter of JSONPath, of whose matches Home Assistant takes the first one.
    assert sensor()["sensor"][0]["json_attributes_path"] == "$.events[?(@.start_at)]"


@pytest.mark.parametrize("events", [[], [{"start_at": None}]])
def test_the_sensor_is_not_available_where_nothing_is_known(events: list[dict[str, object]]) -> None:
    assert read_by_sensor(events) == ("False", "")


def test_the_automation_waits_for_the_sensor_by_its_name() -> None:
    [automation] = yaml.safe_load(next(its for its in snippets(page()) if its.startswith("automation:")))["automation"]
    name = "sensor." + sensor()["sensor"][0]["name"].lower().replace(" ", "_")
    assert set(re.findall(r"sensor\.\w+", json.dumps(automation))) == {name}
    attributes = set(re.findall(r"state_attr\('[^']+', '(\w+)'\)", json.dumps(automation)))
    assert attributes <= set(sensor()["sensor"][0]["json_attributes"])
    for text in automation["actions"][0]["data"].values():
        SandboxedEnvironment().parse(text)


@pytest.mark.parametrize(
    ("now", "rings"),
    [
        ("2021-06-03T11:30:00Z", "False"),
        ("2021-06-03T11:30:01Z", "True"),
        ("2021-06-03T12:29:59Z", "True"),
        ("2021-06-03T12:30:00Z", "False"),  # a session that begins right after this one has to ring again
    ],
)
def test_the_automation_rings_within_the_hour_before_and_no_more_once_it_has_begun(now: str, rings: str) -> None:
    [automation] = yaml.safe_load(next(its for its in snippets(page()) if its.startswith("automation:")))["automation"]
    # What Home Assistant's templates know beside Jinja's own.
    known = {
        "has_value": lambda _: True,
        "states": lambda _: "2021-06-03T12:30:00+00:00",
        "as_datetime": datetime.fromisoformat,
        "now": lambda: datetime.fromisoformat(now),
        "timedelta": timedelta,
    }
    template = SandboxedEnvironment().from_string(automation["triggers"][0]["value_template"], globals=known)
    assert template.render() == rings
    assert template.render(has_value=lambda _: False) == "False"


def test_the_script_prints_what_comes_next() -> None:
    script = next(its for its in snippets(page()) if its.startswith("import json"))
    [address] = re.findall(r'ADDRESS = "([^"]+)"', script)
    served = json.dumps(answered(address))
    # The same program, but for the network: what it would be told stands in the place of it.
    stand_in = f"import io, urllib.request\nurllib.request.urlopen = lambda *_, **__: io.StringIO({served!r})\n"
    command, berlin = [sys.executable, "-c", stand_in + script], {"TZ": "Europe/Berlin"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=berlin)
    assert done.stdout.splitlines() == [
        "Thu 03 Jun 14:30  Qualifying  Race of Germany",
        "Sat 05 Jun  Race 2  Race of Germany",
        "Sat 05 Jun 11:00  Race 1  Race of Germany",
    ]


@pytest.mark.parametrize("tag", ["en", "sv", "de"])
def test_the_frame_shows_the_widget_in_the_language_of_the_page(tag: str) -> None:
    frame = next(its for its in snippets(page(tag=tag)) if its.startswith("<iframe"))
    [address] = re.findall(r'src="([^"]+)"', frame)
    assert address == f"{BASE}/{tag}/widget/wtcr/"
    assert "/widget/wtcr/" in set(page_paths(PUBLICATIONS))


def test_where_nobody_knows_the_address_script_fills_it_in() -> None:
    text = page(base_url=None)
    addresses = [html.unescape(its) for its in re.findall(r"<code([^>]*)>[^<]*https://races\.example\.org", text)]
    assert addresses == [' data-base="https://races.example.org" data-root="../../"'] * 6
    assert "data-base" not in page()


def _addresses_of_files(text: str) -> Iterator[str]:
    yield from re.findall(rf"<code>({PREFIX}[^<{{]*)</code>", text)


def test_on_a_site_of_files_nothing_is_told_that_files_cannot_do() -> None:
    text = page(is_static=True)
    assert "?" not in "".join(re.findall(r"<code[^>]*>(.*?)</code>", text, re.DOTALL))
    assert all(its.endswith(".json") for its in _addresses_of_files(text))
    assert not any(its.startswith(("rest:", "import")) for its in snippets(text))


def test_examples_are_of_the_series_that_begins_next_not_of_one_that_has_no_dates_yet() -> None:
    empty = published(replace(season(), series=replace(season().series, id="empty"), id="2022", rounds=()))
    found = find_page(Visit("/data/", "en", "/en", FIRST_NOW, (empty, *PUBLICATIONS), BASE))
    assert found is not None
    assert "series=wtcr" in found.body.decode()
    assert 'src="../../en/widget/wtcr/"' in found.body.decode()
