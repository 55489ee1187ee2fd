"""``venue``, ``driver`` and ``title``: whole files before and after, in block and flow style, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.command_line import Command

BLOCK = """\
schema: 1
series: {id: wtcr, name: FIA World Touring Car Cup}
season: 2021

titles:
  drivers: Drivers' Title
  junior: Junior Title

drivers:
  thed-bjork:
    name: Thed Björk
    titles: [drivers]   # not junior

# The zone is what times are meant in.
venues:
  aragon:
    name: MotorLand Aragón
    zone: Europe/Madrid
    # Of Aragón.

  adria:
    name: Adria
    zone: Europe/Rome

# In order of date.
rounds:
  - id: spain
    name: Race of Spain
    venue: aragon
    dates: 2021-07-10 to 2021-07-11
"""

FLOW = """\
schema: 1
series: {id: wtcr, name: "FIA World Touring Car Cup"}
season: 2021
titles: {drivers: "Drivers' Title"}
drivers: {thed-bjork: {name: "Thed Björk", titles: [drivers]}}
venues:
    aragon: { name: "MotorLand Aragón", zone: Europe/Madrid, coordinates: [41.0783, -0.2025] }
rounds:
    - { id: spain, name: "Race of Spain", venue: aragon, dates: 2021-07-10 }
"""


@pytest.fixture(params=[("block", "\n"), ("block", "\r\n")], ids=["LF", "CRLF"])
def block(request: pytest.FixtureRequest, season_folder: Path) -> Path:
    return written(season_folder, BLOCK.replace("\n", request.param[1]))


@pytest.fixture
def flow(season_folder: Path) -> Path:
    return written(season_folder, FLOW)


def written(folder: Path, text: str) -> Path:
    file = folder / "events.yaml"
    file.write_bytes(text.encode())
    return file


def assert_replaced(file: Path, old: str, new: str, text: str) -> None:
    """The file is as it was, but for the one place where ``old`` stood and ``new`` is now."""
    before = file.read_bytes()
    line_break = "\r\n" if b"\r\n" in before else "\n"
    assert text.count(old) == 1
    assert before.decode() == text.replace(old, new).replace("\n", line_break)


def test_a_venue_is_added_below_the_others_with_the_zone_of_its_coordinates(command: Command, block: Path) -> None:
    result = command("venue", "add", "spa", "--name", "Spa", "--coordinates", "50.4372,5.9714", "--length-km", "7.004")
    assert result.exit_code == 0
    new = (
        "  spa:\n    name: Spa\n    zone: Europe/Brussels\n    coordinates: [50.4372, 5.9714]\n"
        "    length_km: 7.004\n\n# In order"
    )
    assert_replaced(block, "# In order", new, BLOCK)
    assert "round edit ROUND --venue spa" in result.out


def test_a_venue_gets_the_country_that_it_is_in(command: Command, block: Path) -> None:
    result = command("venue", "edit", "adria", "--country", "IT")
    assert_replaced(block, "    name: Adria\n", "    name: Adria\n    country: IT\n", BLOCK)
    assert "+    country: IT\n" in result.out


def test_a_venue_among_such_in_braces_is_in_braces(command: Command, flow: Path) -> None:
    command("venue", "add", "spa", "--name", "Spa", "--zone", "Europe/Brussels", "--place", "Stavelot, Belgium")
    new = "    spa: { name: \"Spa\", place: 'Stavelot, Belgium', zone: Europe/Brussels }\nrounds:"
    assert_replaced(flow, "rounds:", new, FLOW)


def test_a_venue_is_edited_key_by_key(command: Command, block: Path) -> None:
    command("venue", "edit", "adria", "--coordinates", "45.045, 12.146", "--place", "Adria, Italy")
    new = "    place: Adria, Italy\n    zone: Europe/Rome\n    coordinates: [45.045, 12.146]\n"
    assert_replaced(block, "    zone: Europe/Rome\n", new, BLOCK)
    command("venue", "edit", "adria", "--no-place", "--no-coordinates")
    assert_replaced(block, "    zone: Europe/Rome\n", "    zone: Europe/Rome\n", BLOCK)


def test_a_venue_is_removed_with_one_of_the_empty_lines_around_it(command: Command, block: Path) -> None:
    assert command("venue", "remove", "adria").exit_code == 0
    assert_replaced(block, "  adria:\n    name: Adria\n    zone: Europe/Rome\n\n", "", BLOCK)


def test_a_venue_that_a_round_is_held_at_stays_and_the_round_is_named(command: Command, block: Path) -> None:
    result = command("venue", "remove", "aragon")
    assert (result.exit_code, result.err) == (
        1,
        "error: the venue 'aragon' is in use: round 'spain' (change it first)\n",
    )
    assert_replaced(block, "schema", "schema", BLOCK)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ([], "Missing option '--zone'. Or give --coordinates"),
        (["--coordinates", "0,0"], "no time zone of a country at 0, 0"),
        (["--coordinates", "95,0"], "no time zone of a country at 95, 0 (latitude comes first)"),
        (["--coordinates", "50.4"], "write latitude and longitude with a comma between"),
        (["--coordinates", "here,there"], "'here' is not a number"),
    ],
)
def test_a_venue_without_a_zone_is_wrong_usage(command: Command, block: Path, options: list[str], message: str) -> None:
    result = command("venue", "add", "spa", "--name", "Spa", *options)
    assert result.exit_code == 2
    assert message in " ".join(result.err.split())


def test_a_driver_is_added_with_titles_in_the_form_of_the_others(command: Command, flow: Path) -> None:
    command("driver", "add", "jk", "--name", "Jean-Karl", "--country", "France", "--title", "drivers")
    assert_replaced(
        flow,
        "titles: [drivers]}}",
        'titles: [drivers]}, jk: {name: "Jean-Karl", country: France, titles: [drivers]}}',
        FLOW,
    )


def test_the_titles_of_a_driver_are_a_list_given_as_a_whole(command: Command, block: Path) -> None:
    command("driver", "edit", "thed-bjork", "--title", "drivers", "--title", "junior")
    assert_replaced(block, "[drivers]   #", "[drivers, junior]   #", BLOCK)
    command("driver", "edit", "thed-bjork", "--no-titles")
    assert_replaced(block, "    titles: [drivers]   # not junior\n", "", BLOCK)


def test_the_last_driver_that_goes_leaves_braces(command: Command, block: Path) -> None:
    command("driver", "remove", "thed-bjork")
    driver = "drivers:\n  thed-bjork:\n    name: Thed Björk\n    titles: [drivers]   # not junior\n"
    assert_replaced(block, driver, "drivers: {}\n", BLOCK)
    command("driver", "add", "thed-bjork", "--name", "Thed Björk", "--title", "drivers")
    assert_replaced(block, "   # not junior", "", BLOCK)


def test_the_first_driver_comes_where_the_format_has_drivers(command: Command, season_folder: Path) -> None:
    text = BLOCK[: BLOCK.index("drivers:\n  thed")] + BLOCK[BLOCK.index("# The zone") :]
    file = written(season_folder, text)
    command("driver", "add", "jk", "--name", "Jean-Karl")
    assert_replaced(file, "# The zone", "drivers:\n  jk:\n    name: Jean-Karl\n\n# The zone", text)


def test_titles_are_added_renamed_and_removed(command: Command, block: Path) -> None:
    command("title", "add", "trophy", "--name", "Trophy: all")
    after = BLOCK.replace("Junior Title\n", "Junior Title\n  trophy: 'Trophy: all'\n")
    assert_replaced(block, "schema", "schema", after)
    command("title", "edit", "trophy", "--name", "Trophy")
    command("title", "remove", "junior")
    assert_replaced(block, "  junior: Junior Title\n", "  trophy: 'Trophy'\n", BLOCK)
    result = command("title", "remove", "drivers")
    assert "the title 'drivers' is in use: driver 'thed-bjork'" in result.err


def test_a_title_says_which_rounds_count_and_keeps_them_when_its_name_changes(command: Command, block: Path) -> None:
    command("title", "edit", "junior", "--round", "spain")
    command("title", "edit", "junior", "--name", "Juniors")
    counting = "  junior:\n    name: Juniors\n    counts: [spain]\n"
    assert_replaced(block, "  junior: Junior Title\n", counting, BLOCK)
    result = command("title", "edit", "junior", "--no-counts", "--dry-run")
    assert "-    counts: [spain]\n" in result.out


def test_a_driver_says_which_rounds_to_enter(command: Command, block: Path) -> None:
    command("driver", "edit", "thed-bjork", "--round", "spain")
    line = "    titles: [drivers]   # not junior\n"
    assert_replaced(block, line, line + "    rounds: [spain]\n", BLOCK)
    assert "spain" in command("round", "remove", "spain").err
    assert_replaced(block, line, line + "    rounds: [spain]\n", BLOCK)


def test_an_id_that_is_taken_or_unknown_is_refused(command: Command, block: Path) -> None:
    assert "there is a venue 'adria' already" in command("venue", "add", "adria", "--name", "A", "--zone", "UTC").err
    assert "no driver 'ted-bjork' (did you mean 'thed-bjork'?)" in command("driver", "remove", "ted-bjork").err
    assert "no title 'x'" in command("title", "edit", "x", "--name", "T").err


@pytest.mark.parametrize(
    "text",
    [
        BLOCK.replace("  thed-bjork:", "  thed-bjork: &thed"),
        BLOCK.replace("venues:", "venues: &places"),
    ],
)
def test_what_stands_under_an_anchor_is_left_alone(command: Command, season_folder: Path, text: str) -> None:
    file = written(season_folder, text)
    words = ("venue", "edit", "adria", "--place", "Adria") if "&places" in text else ("driver", "remove", "thed-bjork")
    result = command(*words)
    assert "anchor or alias" in result.err
    assert file.read_text("utf-8") == text
