"""What ``list`` looks like on a terminal."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from support.season_text import change
from support.terminal import lines

EVE = ("--at", "2021-06-02T12:00Z")


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


def test_a_narrow_list_leaves_out_tracks_before_a_name_is_folded(shown: Callable[..., str]) -> None:
    assert lines(shown(60, "list", *EVE)) == [
        "FIA World Touring Car Cup 2021     next in 1 day",
        "       3–5 Jun  Race of Germany      next",
        "     26–27 Jun  Race of Portugal",
        "     10–11 Jul  Race of Spain",
        "31 Jul – 1 Aug  Race of Italy",
        "     21–22 Aug  Race of Hungary",
        "     16–17 Oct  Race of South Korea",
        "       6–7 Nov  Race of China        provisional",
        "     19–21 Nov  Race of Macau",
    ]


def test_one_long_track_is_folded_and_sends_no_other_away(shown: Callable[..., str], season_folder: Path) -> None:
    change(season_folder, "name: Nürburgring Nordschleife", "name: Autodromo Internazionale Enzo e Dino Ferrari")
    assert lines(shown(80, "list", *EVE))[1:4] == [
        "       3–5 Jun  Race of Germany      Autodromo Internazionale Enzo   next",
        "                                     e Dino Ferrari",
        "     26–27 Jun  Race of Portugal     Circuito do Estoril",
    ]


def test_a_narrow_list_has_ids_in_a_column_or_else_below_the_days(shown: Callable[..., str]) -> None:
    assert lines(shown(66, "list", "--ids", *EVE))[1:3] == [
        "germany             3–5 Jun  Race of Germany      next",
        "portugal          26–27 Jun  Race of Portugal",
    ]
    assert lines(shown(52, "list", "--ids", *EVE))[1:4] == [
        "       3–5 Jun  Race of Germany      next",
        "       germany",
        "     26–27 Jun  Race of Portugal",
    ]


LONG = ("-f", str(Path(__file__).parents[1] / "fixtures" / "formula-1-2024.yaml"), "--at", "2024-08-24T12:00Z")


def test_a_long_season_with_long_names_has_a_line_a_round(shown: Callable[..., str]) -> None:
    assert lines(shown(80, "list", *LONG)) == [
        "FIA Formula One World Championship 2024                                   on now",
        " 29 Feb – 2 Mar  Gulf Air Bahrain Grand Prix                       over",
        "        7–9 Mar  STC Saudi Arabian Grand Prix                      over",
        "      22–24 Mar  Rolex Australian Grand Prix                       over",
        "        5–7 Apr  MSC Cruises Japanese Grand Prix                   over",
        "      19–21 Apr  Lenovo Chinese Grand Prix                         cancelled",
        "        3–5 May  Crypto.com Miami Grand Prix                       over",
        "      17–19 May  MSC Cruises Gran Premio del Made in Italy e       was postponed",
        "                 dell'Emilia-Romagna",
        "      24–26 May  Grand Prix de Monaco                              over",
        "        7–9 Jun  AWS Grand Prix du Canada                          over",
        "      21–23 Jun  Aramco Gran Premio de España                      over",
        "      28–30 Jun  Qatar Airways Austrian Grand Prix                 over",
        "        5–7 Jul  Qatar Airways British Grand Prix                  over",
        "      19–21 Jul  Hungarian Grand Prix                              over",
        "      26–28 Jul  Rolex Belgian Grand Prix                          over",
        "      23–25 Aug  Heineken Dutch Grand Prix                         on now",
        "30 Aug – 1 Sept  Pirelli Gran Premio d'Italia                      next",
        "     13–15 Sept  Qatar Airways Azerbaijan Grand Prix",
        "     20–22 Sept  Singapore Airlines Singapore Grand Prix",
        "      18–20 Oct  Pirelli United States Grand Prix",
        "      25–27 Oct  Gran Premio de la Ciudad de México",
        "        1–3 Nov  Lenovo Grande Prêmio de São Paulo                 was postponed",
        "      21–23 Nov  Heineken Silver Las Vegas Grand Prix",
        " 29 Nov – 1 Dec  Qatar Airways Qatar Grand Prix                    provisional",
        "        6–8 Dec  Etihad Airways Abu Dhabi Grand Prix",
    ]


@pytest.mark.parametrize(
    ("columns", "beginning"),
    [
        (
            60,
            [
                "FIA Formula One World Championship 2024               on now",
                " 29 Feb – 2 Mar  Gulf Air Bahrain Grand Prix   over",
                "        7–9 Mar  STC Saudi Arabian Grand Prix  over",
                "      22–24 Mar  Rolex Australian Grand Prix   over",
                "        5–7 Apr  MSC Cruises Japanese Grand    over",
                "                 Prix",
                "      19–21 Apr  Lenovo Chinese Grand Prix     cancelled",
            ],
        ),
        (
            120,
            [
                f"FIA Formula One World Championship 2024{'on now':>81}",
                f" 29 Feb – 2 Mar  Gulf Air Bahrain Grand Prix{'':18}Bahrain International Circuit{'':16}over",
                f"        7–9 Mar  STC Saudi Arabian Grand Prix{'':17}Jeddah Corniche Circuit{'':22}over",
            ],
        ),
    ],
)
def test_what_of_it_a_narrow_and_a_wide_terminal_show(
    shown: Callable[..., str], columns: int, beginning: list[str]
) -> None:
    assert lines(shown(columns, "list", *LONG))[: len(beginning)] == beginning


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
