"""What somebody wrote into a season file to take over its pages is only text there."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from support.served_site import served

from .conftest import Visit

MARKUP = "<img id=added src=x onerror=alert(1)>"
CLOSING = "</title></script></textarea><script id=added>alert(2)</script>"
QUOTES = "\" id=added autofocus onfocus=alert(3) x='"
TEMPLATE = "{{ 7*7 }}{% set x = 1 %}${alert(4)}"

SEASON = f"""\
schema: 1
series:
  id: wtcr
  name: >-
    World {MARKUP}
  short_name: >-
    W {QUOTES}
  link: https://example.org/?'onfocus=alert(5)//';alert(6)
season: 2021
titles:
  junior: >-
    Junior {CLOSING}
drivers:
  anna:
    name: >-
      Anna {MARKUP} {TEMPLATE}
    country: >-
      Land {QUOTES}
    titles: [junior]
venues:
  most:
    name: >-
      Most {CLOSING}
    place: >-
      Place {QUOTES} {MARKUP}
    zone: Europe/Prague
    country: CZ
    coordinates: [50.5, 13.6]
rounds:
  - id: czechia
    name: >-
      Race {MARKUP} {CLOSING}
    label: >-
      Label {QUOTES}
    note: >-
      Note {CLOSING} {TEMPLATE}
    venue: most
    dates: 2021-10-09 to 2021-10-10
    sessions:
      - id: race-1
        kind: race
        name: >-
          R {MARKUP} {QUOTES}
        note: >-
          Laps {CLOSING}
        start: 2021-10-10 14:00
        duration: 30m
  - id: finale
    name: >-
      Finale {QUOTES}
    venue: most
    dates: 2021-11-09 to 2021-11-10
"""


def test_no_page_runs_or_holds_what_a_hostile_name_says(tmp_path: Path, visit: Visit) -> None:
    before, later = SEASON.replace(" 14:00", " 12:00").replace("Finale", "Finals"), SEASON
    history = {
        datetime.fromisoformat("2021-10-01T12:00Z"): {"events.yaml": before.encode()},
        datetime.fromisoformat("2021-10-02T12:00Z"): {"events.yaml": later.encode()},
    }
    with served(tmp_path, history, datetime.fromisoformat("2021-10-10T11:59Z")) as site, visit(site) as visited:
        for path in site.paths():
            visited.go(path)
            visited.page.clock.run_for(3 * 60_000)  # a session begins, which scripts write of
            if visited.page.locator("[id=added], [onerror], [onfocus]").count():
                visited.note("holds an element of a name")

        visited.assert_faultless()
        visited.go("/wtcr/2021/")
        assert MARKUP in visited.page.locator("body").inner_text()
