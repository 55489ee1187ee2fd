"""What ``list``, ``show`` and ``next`` have in common on a terminal, and what a round looks like there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len
from support.season_text import change
from support.terminal import lines

EVE = ("--at", "2021-06-02T12:00Z")


EIGHTY = "The Eightieth Anniversary Grand Prix of the United Northern Provinces of Islands"


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize(
    "words", [("list",), ("list", "--ids"), ("show", "germany", "--zone", "Asia/Macau"), ("next",)]
)
def test_long_and_wide_names_keep_within_the_terminal_and_are_folded_only_at_their_words(
    shown: Callable[..., str], season_folder: Path, columns: int, words: tuple[str, ...]
) -> None:
    change(season_folder, "name: Race of Germany", f"name: {EIGHTY}")
    change(season_folder, "name: Race of Portugal", "name: 鈴鹿サーキット 🏁 Großer Preis von Deutschland")
    change(season_folder, "name: Nürburgring Nordschleife", "name: Autodromo Internazionale Enzo e Dino Ferrari 鈴鹿")
    change(season_folder, "name: FP2", "name: Zweites freies Training für alle Klassen 鈴鹿")
    said = lines(shown(columns, *words, *EVE))
    assert max(map(cell_len, said)) <= columns
    assert "…" not in "".join(said)
    read = [word for line in said for word in line.split()]
    assert [word for word in EIGHTY.split() if word not in read] == []


def test_what_follows_a_wide_name_is_aligned_all_the_same(shown: Callable[..., str], season_folder: Path) -> None:
    change(season_folder, "name: Race of Germany", "name: 鈴鹿 🏁 e\u0301te\u0301")
    first, second = lines(shown(80, "list", *EVE))[1:3]
    assert cell_len(first[: first.index("Nürburgring")]) == second.index("Circuito")


def test_a_round_is_shown_with_its_days_once_and_both_clocks(shown: Callable[..., str]) -> None:
    assert lines(shown(80, "show", "germany", "--zone", "Asia/Macau", *EVE)) == [
        "WTCR: Race of Germany                              starts in 1 day",
        "Rounds 1 and 2 of 16",
        "3–5 Jun 2021 (Europe/Berlin)",
        "Nürburgring Nordschleife, Nürburg, Germany",
        "https://www.fiawtcr.com/",
        "",
        "           Berlin       Macau (you)",
        "Thu 3 Jun  14:30–15:10  20:30–21:10             FP1         next",
        "           19:00–19:40  Fri 4 Jun, 01:00–01:40  FP2",
        "Fri 4 Jun  14:05–14:45  20:05–20:45             Qualifying",
        "Sat 5 Jun  TBC                                  Race 1      3 laps",
        "           TBC                                  Race 2      3 laps",
    ]


def test_a_round_is_shown_as_it_stands_at_a_moment(shown: Callable[..., str]) -> None:
    at = ("--at", "2021-06-26T08:10Z", "--zone", "Europe/Lisbon")
    said = lines(shown(80, "show", "portugal", "--ids", *at))
    assert said[0].split() == ["WTCR:", "Race", "of", "Portugal", "on", "now"]
    assert said[6:8] == [
        "fp1     Sat 26 Jun  09:00–09:45  FP1     on now",
        "fp2                 12:00–12:30  FP2     next",
    ]


def test_a_name_that_is_longer_than_the_terminal_is_folded_above_the_timetable_too(
    shown: Callable[..., str], season_folder: Path
) -> None:
    change(season_folder, "name: Race of China", f"name: {EIGHTY}")
    assert lines(shown(60, "show", "china", *EVE))[:4] == [
        "WTCR: The Eightieth Anniversary Grand Prix of the United",
        "Northern Provinces of Islands",
        "starts in 157 days, provisional",
        "Rounds 13 and 14 of 16",
    ]


def test_a_round_without_a_timetable_says_so(shown: Callable[..., str]) -> None:
    assert lines(shown(80, "show", "china", *EVE))[-2:] == ["", "No timetable yet."]


def test_the_series_has_its_accent_and_what_is_next_too(shown: Callable[..., str]) -> None:
    accent = "\x1b[1;38;2;73;109;225m"  # near to royalblue
    said = shown(80, "list", *EVE).splitlines()
    assert said[0].startswith(f"{accent}FIA World Touring Car Cup 2021")
    assert f"{accent}Race of Germany" in said[1]
    assert "\x1b" not in said[2]
    assert shown(80, "show", "germany", *EVE).startswith(accent)
    assert shown(80, "next", *EVE).startswith(accent)


@pytest.mark.parametrize("variable", [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_a_terminal_without_colours_is_sent_none(
    shown: Callable[..., str], monkeypatch: pytest.MonkeyPatch, variable: tuple[str, str]
) -> None:
    monkeypatch.setenv(*variable)
    for words in (["list"], ["show", "germany"], ["next"]):
        assert "\x1b" not in shown(80, *words, *EVE)
