"""Seasons of any colour, length and luck: each page fits, can be read, and says something true."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.browsing import Visited, axe_findings, sideways, unfold
from support.served_site import served

from .conftest import Visit

if TYPE_CHECKING:
    from playwright.sync_api import FloatRect

NOW = datetime(2027, 6, 1, 12, tzinfo=UTC)
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenpokal"
TEXT_TOP = """() => {
    const range = document.createRange();
    range.selectNodeContents(document.querySelector("h1"));
    range.setStart(range.endContainer, 1);
    return range.getClientRects()[0].top;
}"""
"""Where the first line of the title begins that is text and not its flag."""
COLORS = ("yellow", "black", "white", "navy", "gainsboro", "crimson", "lime", "saddlebrown")


def round_text(number: int, day: date, name: str, status: str) -> str:
    """A weekend with two sessions."""
    return f"""\
  - id: round-{number}
    name: {name}
    venue: long
    dates: {day} to {day + timedelta(days=1)}
    status: {status}
    sessions:
      - {{id: qualifying, kind: qualifying, name: "{name} Q", start: {day} 14:00, duration: 1h}}
      - {{id: race, kind: race, start: {day + timedelta(days=1)} 14:00, duration: 2h}}
"""


def season_text(
    first: date, statuses: Sequence[str] = ("confirmed",) * 6, *, color: str = "royalblue", name: str = "Grand Prix"
) -> bytes:
    """A season with a round every week, each in its status."""
    rounds = (
        round_text(number, first + timedelta(weeks=number), f"{name} {number}", status)
        for number, status in enumerate(statuses, start=1)
    )
    return f"""\
schema: 1
series: {{id: gp, name: {name} of the World, short_name: GP, color: {color}}}
season: 2027
venues:
  long: {{name: {name} Ring, place: {name}, country: DE, zone: Europe/Berlin, coordinates: [50.3, 6.9]}}
drivers:
  anna: {{name: Anna {name}, country: Germany}}
rounds:
{"".join(rounds)}""".encode()


def box(visited: Visited, selector: str) -> FloatRect:
    found = visited.page.locator(selector).bounding_box()
    assert found is not None
    return found


def note_what_is_wrong(visited: Visited, path: str = "/en/gp/2027/") -> None:
    visited.go(path)
    unfold(visited.page)
    for fault in (*sideways(visited.page), *axe_findings(visited.page)):
        visited.note(fault)


@pytest.mark.parametrize("color", COLORS)
def test_any_color_can_be_read_in_both_themes(tmp_path: Path, visit: Visit, color: str) -> None:
    history = {NOW: {"gp.yaml": season_text(date(2027, 5, 15), color=color)}}
    with served(tmp_path, history, NOW) as site:
        for theme in ("light", "dark"):
            with visit(site, color_scheme=theme) as visited:
                note_what_is_wrong(visited)
                visited.assert_faultless()


@pytest.mark.parametrize("width", [320, 1440])
def test_twenty_four_rounds_with_names_that_have_no_end_fit(tmp_path: Path, visit: Visit, width: int) -> None:
    history = {NOW: {"gp.yaml": season_text(date(2027, 3, 6), ["confirmed"] * 24, name=LONG)}}
    with served(tmp_path, history, NOW) as site, visit(site, viewport={"width": width, "height": 800}) as visited:
        for path in site.one_path_of_each_kind():
            note_what_is_wrong(visited, f"/en{path}")

        visited.assert_faultless()


def test_a_long_name_stands_beside_its_flag_below_a_bar_of_one_line_with_its_state_at_the_left(
    tmp_path: Path, visit: Visit
) -> None:
    name = "Grand Prix presented by the Telecommunications Authority"
    text = season_text(date(2027, 6, 5), ["provisional"], name=name)
    text = text.replace(b"short_name: GP", b"short_name: The Long Trophy of Europe")
    with (
        served(tmp_path, {NOW: {"gp.yaml": text}}, NOW) as site,
        visit(site, viewport={"width": 360, "height": 800}) as visited,
    ):
        visited.go("/en/gp/2027/round-1/")

        assert box(visited, ".top-name")["height"] == 44
        flag = box(visited, "h1 .flag")
        assert visited.page.evaluate(TEXT_TOP) < flag["y"] + flag["height"] / 2
        assert box(visited, ".board .chip")["x"] == flag["x"]


@pytest.mark.parametrize(
    ("first", "statuses"),
    [
        pytest.param(date(2027, 1, 2), ["confirmed"] * 3, id="over"),
        pytest.param(date(2027, 6, 15), ["provisional"], id="only provisional"),
        pytest.param(date(2027, 6, 15), ["postponed"] * 2, id="all postponed"),
        pytest.param(date(2027, 6, 15), ["cancelled"] * 2, id="all cancelled"),
        pytest.param(date(2027, 6, 15), [], id="none yet"),
    ],
)
def test_a_season_in_which_nothing_is_counted_down_to_has_a_whole_page(
    tmp_path: Path, visit: Visit, first: date, statuses: list[str]
) -> None:
    text = season_text(first, statuses)
    history = {NOW: {"gp.yaml": text if statuses else text.replace(b"rounds:\n", b"rounds: []\n")}}
    with served(tmp_path, history, NOW) as site, visit(site) as visited:
        for path in site.one_path_of_each_kind():
            note_what_is_wrong(visited, f"/en{path}")

        visited.assert_faultless()
        visited.page.clock.fast_forward(60_000)
        assert visited.page.locator("h1").is_visible()


def test_who_watches_a_past_season_as_if_it_were_now_sees_its_clock(tmp_path: Path, visit: Visit) -> None:
    history = {NOW: {"gp.yaml": season_text(date(2027, 6, 5))}}
    with (
        served(tmp_path, history, NOW, to_real_browsers=True) as site,
        visit(site, now=None) as visited,
    ):
        visited.go("/en/gp/2027/")
        # By the machine's clock it were half a year.
        assert visited.page.get_by_role("timer").inner_text().startswith(("11d", "10d 23h"))
        visited.assert_faultless()
