"""What comes out at a real terminal of each width, at one without colours, and in a pipe."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.terminal import lines, plain, sent_to_a_terminal

EVE = ("--at", "2021-06-02T12:00Z")
ACCENT = "\x1b[1;38;2;73;109;225m"

pytestmark = pytest.mark.usefixtures("season_folder")


@pytest.mark.parametrize(
    ("columns", "first"),
    [
        (60, "       3–5 Jun  Race of Germany      next"),
        (80, "       3–5 Jun  Race of Germany      Nürburgring Nordschleife     next"),
        (120, "       3–5 Jun  Race of Germany      Nürburgring Nordschleife, Nürburg, Germany  next"),
    ],
)
def test_a_list_is_as_wide_as_the_terminal_is(columns: int, first: str) -> None:
    said = sent_to_a_terminal(columns, "list", *EVE)
    assert lines(said)[1] == first
    assert said.startswith(f"{ACCENT}FIA World Touring Car Cup 2021")


def test_what_an_edit_says_is_folded_at_its_words() -> None:
    said = sent_to_a_terminal(60, "round", "move", "spain", "2021-07-17")
    assert lines(said) == [
        "events.yaml:",
        "-    dates: 2021-07-10 to 2021-07-11",
        "+    dates: 2021-07-17",
        "Subscribers will see:",
        "  WTCR: Race of Spain is now on Sat, 17 Jul 2021 instead of",
        "  10–11 Jul 2021.",
    ]
    assert "\x1b[32m+    dates: 2021-07-17\x1b[0m" in said


def test_an_edit_that_is_refused_says_why_folded_at_its_words() -> None:
    line = 1 + Path("events.yaml").read_text("utf-8").partition("venue: adria")[0].count("\n")
    assert lines(sent_to_a_terminal(60, "round", "edit", "italy", "--venue", "most")) == [
        "error: with this edit events.yaml would have problems",
        "(nothing was written; change the values)",
        "The lines as they would stand, with a + where the edit",
        "brings them:",
        f"events.yaml:{line}:12: there is no venue 'most' "  # a problem is one line, for whatever reads them
        "(there are: nurburgring, estoril, aragon, adria, hungaroring, inje, china-tbc, guia)",
        f"  {line} |+    venue: most",
        "      |            ^~~~",
        "1 problem in events.yaml",
    ]


def test_a_link_is_never_folded() -> None:
    address = f"https://example.org/{'long/' * 12}"
    Path("events.yaml").write_text(
        Path("events.yaml").read_text("utf-8").replace("https://www.fiawtcr.com/", address), "utf-8"
    )
    assert address in lines(sent_to_a_terminal(60, "show", "germany", *EVE))


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_a_terminal_without_colours_is_told_the_same_in_words(name: str, value: str) -> None:
    for words in (("list",), ("show", "germany"), ("next",), ("round", "cancel", "spain", "--dry-run")):
        told = sent_to_a_terminal(80, *words, *(() if "cancel" in words else EVE), **{name: value})
        assert told == plain(told)
        assert any(word in told for word in ("next", "starts in 1 day", "cancelled"))


def test_a_terminal_of_16_colours_is_sent_bold_letters_but_no_shade_of_its_own() -> None:
    said = sent_to_a_terminal(80, "list", *EVE, TERM="xterm", COLORTERM="")
    assert said.startswith("\x1b[1mFIA World Touring Car Cup 2021\x1b[0m")


def piped(*words: str, **variables: str) -> str:
    """What a program that reads our output is given."""
    environment = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLORTERM")}
    environment |= {"TERM": "xterm-256color", **variables}
    command = [sys.executable, "-m", "season_calendar", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


def test_a_pipe_is_given_whole_lines_without_colours_however_narrow_the_terminal_is() -> None:
    said = piped("list", *EVE, COLUMNS="20")
    assert said.splitlines()[3] == (
        "italy\t31 Jul – 1 Aug 2021\tRace of Italy\tAdria International Raceway, Adria, Italy\tconfirmed"
    )
    for words in (("list",), ("show", "germany"), ("next",)):
        assert "\x1b" not in piped(*words, *EVE)


def test_forced_colours_come_through_a_pipe_in_which_the_columns_stay() -> None:
    said = piped("list", *EVE, FORCE_COLOR="1", COLORTERM="truecolor")
    assert said.splitlines()[0] == (
        f"germany\t3–5 Jun 2021\t{ACCENT}Race of Germany\x1b[0m\t"
        f"Nürburgring Nordschleife, Nürburg, Germany\t{ACCENT}next\x1b[0m"
    )
    assert plain(said) == piped("list", *EVE)
    for words in (("show", "germany"), ("next",)):
        assert piped(*words, *EVE, FORCE_COLOR="1", COLORTERM="truecolor").startswith(ACCENT)
        assert piped(*words, *EVE, FORCE_COLOR="1", TERM="dumb").startswith("\x1b[1m")


def test_who_forces_colours_and_wants_none_gets_none() -> None:
    assert "\x1b" not in piped("list", *EVE, FORCE_COLOR="1", NO_COLOR="1")
