"""Pictures for sharing in a folder: where the site's address is known, and drawn anew only where they changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.command_line import Command

from season_calendar.pages.cards.png import png_of

BUILD = ("build", "site", "--base-url", "https://example.org/races")

SEASON = """\
schema: 1
series: {id: wtcr, name: World Touring Car Cup}
season: 2021
drivers:
  thed-bjork: {name: Thed Björk}
venues:
  estoril: {name: Circuito do Estoril, zone: Europe/Lisbon, country: PT}
  aragon: {name: MotorLand Aragón, zone: Europe/Madrid, country: ES}
rounds:
  - {id: portugal, name: Race of Portugal, venue: estoril, dates: 2021-06-26 to 2021-06-27}
  - {id: spain, name: Race of Spain, venue: aragon, dates: 2021-07-10 to 2021-07-11}
"""


@pytest.fixture(autouse=True)
def _small_season(season_folder: Path) -> None:
    """A season of few pages, whose pictures are drawn quickly."""
    (season_folder / "events.yaml").write_text(SEASON, "utf-8")


def pictures() -> dict[str, bytes]:
    return {path.relative_to("site").as_posix(): path.read_bytes() for path in Path("site").rglob("card.png")}


def test_a_build_draws_the_picture_of_each_page_and_each_page_names_its_own(command: Command) -> None:
    command(*BUILD)
    written = pictures()
    pages = {f"{page}card.png" for page in ("", "wtcr/", "wtcr/2021/", "wtcr/2021/portugal/", "drivers/thed-bjork/")}
    assert {f"{tag}/{page}" for tag in ("en", "sv", "de") for page in pages} <= written.keys()
    page = Path("site/sv/wtcr/2021/portugal/index.html").read_text("utf-8")
    assert 'content="https://example.org/races/sv/wtcr/2021/portugal/card.png?v=' in page


def test_only_the_pictures_of_what_changed_are_drawn_anew(command: Command) -> None:
    command(*BUILD)
    before = pictures()
    png_of.cache_clear()
    command(*BUILD)
    assert pictures() == before
    assert png_of.cache_info().misses == 0
    events = Path("events.yaml")
    events.write_text(events.read_text("utf-8").replace("name: Race of Spain", "name: Race of Aragón"), "utf-8")
    command(*BUILD)
    changed = {name for name, png in pictures().items() if png != before[name]}
    assert changed == {f"{tag}/wtcr/2021/spain/card.png" for tag in ("en", "sv", "de")}


def test_where_nobody_knows_the_site_there_are_no_pictures(command: Command) -> None:
    command("build", "site")
    assert not pictures()
    assert "og:image" not in Path("site/wtcr/2021/index.html").read_text("utf-8")


def test_pictures_of_what_is_gone_are_pruned_and_those_of_others_are_not(command: Command) -> None:
    command(*BUILD)
    for other in ("site/en/wtcr/1999", "site/en/of-somebody"):
        Path(other).mkdir()
    Path("site/en/wtcr/1999/card.png").write_bytes(Path("site/en/card.png").read_bytes())
    Path("site/en/of-somebody/card.png").write_bytes(b"\x89PNG\r\n\x1a\n of somebody else")
    assert "site/en/wtcr/1999/card.png" in command(*BUILD).out
    command(*BUILD, "--prune")
    assert not Path("site/en/wtcr/1999").exists()
    assert Path("site/en/of-somebody/card.png").exists()
