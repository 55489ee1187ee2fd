"""What ``list``, ``show`` and ``next`` look like on a terminal."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len
from support.terminal import Terminal, plain

from season_calendar.cli.main import main

EVE = ("--at", "2021-06-02T12:00Z")


@pytest.fixture
def shown(season_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """What a command sends to a terminal of so many columns."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)

    def run(columns: int, *words: str) -> str:
        terminal = Terminal()
        monkeypatch.setenv("COLUMNS", str(columns))
        monkeypatch.setattr("sys.stdout", terminal)
        with pytest.raises(SystemExit):
            main(list(words))
        return terminal.getvalue()

    return run


def lines(text: str) -> list[str]:
    """What is read, without colours and what is only blank."""
    return [line.rstrip() for line in plain(text).splitlines()]


def change(folder: Path, before: str, after: str) -> None:
    """Write something else in the season file."""
    events = folder / "events.yaml"
    events.write_text(events.read_text("utf-8").replace(before, after, 1), "utf-8")


def test_a_wide_list_tells_places(shown: Callable[..., str]) -> None:
    assert lines(shown(120, "list", *EVE)) == [
        "FIA World Touring Car Cup 2021                                                 next in 1 day",
        "       3–5 Jun  Race of Germany      Nürburgring Nordschleife, Nürburg, Germany  next",
        "     26–27 Jun  Race of Portugal     Circuito do Estoril, Estoril, Portugal",
        "     10–11 Jul  Race of Spain        MotorLand Aragón, Alcañiz, Spain",
        "31 Jul – 1 Aug  Race of Italy        Adria International Raceway, Adria, Italy",
        "     21–22 Aug  Race of Hungary      Hungaroring, Mogyoród, Hungary",
        "     16–17 Oct  Race of South Korea  Inje Speedium, Inje, South Korea",
        "       6–7 Nov  Race of China        Venue to be confirmed, China                provisional",
        "     19–21 Nov  Race of Macau        Circuito da Guia, Macau",
    ]


def test_a_list_of_usual_width_tells_tracks_and_ids_where_they_are_asked_for(shown: Callable[..., str]) -> None:
    assert lines(shown(80, "list", *EVE))[:5] == [
        "FIA World Touring Car Cup 2021                                  next in 1 day",
        "       3–5 Jun  Race of Germany      Nürburgring Nordschleife     next",
        "     26–27 Jun  Race of Portugal     Circuito do Estoril",
        "     10–11 Jul  Race of Spain        MotorLand Aragón",
        "31 Jul – 1 Aug  Race of Italy        Adria International Raceway",
    ]
    assert lines(shown(100, "list", "--ids", *EVE))[1:3] == [
        "germany             3–5 Jun  Race of Germany      Nürburgring Nordschleife     next",
        "portugal          26–27 Jun  Race of Portugal     Circuito do Estoril",
    ]


def test_the_readme_shows_what_comes_out(shown: Callable[..., str]) -> None:
    readme = Path(__file__).parents[2].joinpath("README.md").read_text("utf-8")
    assert "\n".join(["```text", *lines(shown(80, "list", *EVE)), "```"]) in readme


def test_a_narrow_list_has_tracks_and_ids_below_the_names(shown: Callable[..., str]) -> None:
    assert lines(shown(60, "list", "--ids", *EVE))[:5] == [
        "FIA World Touring Car Cup 2021             next in 1 day",
        "       3–5 Jun  Race of Germany              next",
        "       germany  Nürburgring Nordschleife",
        "     26–27 Jun  Race of Portugal",
        "      portugal  Circuito do Estoril",
    ]


def test_a_list_says_all_that_is_unusual_together(shown: Callable[..., str], season_folder: Path) -> None:
    change(season_folder, "2021-06-26 to 2021-06-27\n", "2021-06-26 to 2021-06-27\n    status: provisional\n")
    change(season_folder, "2021-07-31 to 2021-08-01\n", "2021-07-31 to 2021-08-01\n    status: postponed\n")
    change(season_folder, "dates: 2021-11-19 to 2021-11-21\n", "status: cancelled\n")
    said = lines(shown(80, "list", "--at", "2021-06-10T12:00Z"))
    assert said[0].endswith("   next in 15 days and 20 hours")
    assert [line[63:].strip() for line in said[1:5]] == ["over", "next, provisional", "", "was postponed"]
    assert re.split(" {2,}", said[-1].strip()) == ["no date yet", "Race of Macau", "Circuito da Guia", "cancelled"]


def test_while_a_round_is_on_the_heading_says_so(shown: Callable[..., str]) -> None:
    said = lines(shown(80, "list", "--at", "2021-06-04T12:00Z"))
    assert said[0].endswith("   on now")
    assert [line[66:].strip() for line in said[1:3]] == ["on now", "next"]


def test_a_year_that_the_heading_does_not_tell_is_told_once(shown: Callable[..., str], season_folder: Path) -> None:
    change(season_folder, "2021-11-19 to 2021-11-21", "2022-01-19 to 2022-01-21")
    assert [line.strip() for line in lines(shown(80, "list", *EVE))[-3:]][1:] == [
        "2022",
        "19–21 Jan  Race of Macau        Circuito da Guia",
    ]


def test_a_season_without_rounds_says_so(shown: Callable[..., str], season_folder: Path) -> None:
    season = "schema: 1\nseries: {id: wtcr, name: World Touring Car Cup}\nseason: 2021\nvenues: {}\nrounds: []\n"
    (season_folder / "events.yaml").write_text(season, "utf-8")
    assert lines(shown(80, "list", *EVE)) == ["World Touring Car Cup 2021", "No rounds yet."]


def test_several_series_each_have_their_heading(shown: Callable[..., str], season_folder: Path) -> None:
    text = (season_folder / "events.yaml").read_text("utf-8")
    other = text.replace("id: wtcr", "id: other", 1).replace("FIA World Touring Car Cup", "Another Cup", 1)
    (season_folder / "other.yaml").write_text(other, "utf-8")
    said = lines(shown(80, "list", "-f", "events.yaml", "-f", "other.yaml", *EVE))
    headings = [line.split("  ")[0] for line in said if line.endswith("next in 1 day")]
    assert headings == ["FIA World Touring Car Cup 2021", "Another Cup 2021"]
    assert said[9] == ""


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("words", [("list",), ("list", "--ids"), ("show", "germany", "--zone", "Asia/Macau")])
def test_long_and_wide_names_keep_within_the_terminal_and_are_cut_only_at_their_words(
    shown: Callable[..., str], season_folder: Path, columns: int, words: tuple[str, ...]
) -> None:
    change(season_folder, "name: Race of Germany", "name: 鈴鹿サーキット 🏁 Großer Preis von Deutschland")
    change(season_folder, "name: Nürburgring Nordschleife", "name: Autodromo Internazionale Enzo e Dino Ferrari 鈴鹿")
    change(season_folder, "name: FP2", "name: Zweites freies Training für alle Klassen 鈴鹿")
    said = lines(shown(columns, *words, *EVE))
    rows = said[said.index("") :] if "show" in words else said  # what is above is folded by the terminal
    assert max(map(cell_len, rows)) <= columns
    for word in ["Klassen"] if "show" in words else ["Deutschland", "鈴鹿サーキット", "Internazionale"]:
        assert any(word in line for line in rows)


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


def test_a_round_without_a_timetable_says_so(shown: Callable[..., str]) -> None:
    assert lines(shown(80, "show", "china", *EVE))[-2:] == ["", "No timetable yet."]


def test_the_series_has_its_accent_and_what_is_next_too(shown: Callable[..., str]) -> None:
    accent = "\x1b[1;38;2;65;105;225m"  # royalblue, which is legible as it is
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
