"""How problems, tables and data look, on a terminal and in a pipe."""

from __future__ import annotations

import io
import json

import pytest
from rich.cells import cell_len, set_cell_size
from support.terminal import Terminal, plain

from season_calendar.cli.console import Styled, print_json, say, show_problems, table
from season_calendar.errors import MOST_PROBLEMS, Problem, Severity

MISTYPED = Problem(
    "events.yaml", 3, 5, "unknown key 'nmae'", "did you mean 'name'?", source_line="    nmae: Monza", width=4
)
OVERLAP = Problem("events.yaml", 9, 1, "overlaps", severity=Severity.WARNING, source_line="x: y")


def test_in_a_pipe_a_problem_is_one_line_without_colours() -> None:
    out = io.StringIO()
    show_problems([MISTYPED, OVERLAP], out)
    assert out.getvalue() == (
        "events.yaml:3:5: unknown key 'nmae' (did you mean 'name'?)\n"
        "events.yaml:9:1: warning: overlaps\n"
        "1 problem and 1 warning in events.yaml\n"
    )


def test_on_a_terminal_the_meant_characters_are_underlined() -> None:
    out = Terminal()
    show_problems([MISTYPED], out)
    assert plain(out.getvalue()) == (
        "events.yaml:3:5: unknown key 'nmae' (did you mean 'name'?)\n"
        "    3 |     nmae: Monza\n"
        "      |     ^~~~\n"
        "1 problem in events.yaml\n"
    )
    assert out.getvalue() != plain(out.getvalue())


def test_lines_that_stand_nowhere_yet_are_shown_in_a_pipe_too_each_once_with_those_near_a_problem() -> None:
    out = io.StringIO()
    new_lines = {2: "far above", 5: "above", 6: "  ", 8: "x: y", 9: "below", 10: "n" * 300, 14: "far below"}
    first = Problem("f", 7, 1, "m", source_line="old: z", width=3)
    second = Problem("f", 8, 4, "n", source_line="x: y")
    show_problems([first, second], out, new_lines=new_lines)
    assert out.getvalue() == (
        "f:7:1: m\n"
        "    5 |+above\n"
        "    7 | old: z\n"
        "      | ^~~\n"
        "    9 |+below\n"
        f"   10 |+{'n' * 70}…\n"
        "f:8:4: n\n"
        "    8 |+x: y\n"
        "      |    ^\n"
        "2 problems in f\n"
    )


def test_a_line_that_is_new_cannot_send_escapes_either() -> None:
    out = Terminal()
    show_problems([MISTYPED], out, new_lines={2: "\x1b[2J\tx"})
    assert "    2 |+\\x1b[2J\tx\n" in out.getvalue()


def test_no_color_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    out = Terminal()
    show_problems([MISTYPED], out)
    assert out.getvalue() == plain(out.getvalue())


@pytest.mark.parametrize(
    ("line", "column", "width", "below"),
    [
        ("\tname: x", 2, 4, "\t^~~~"),  # as wide as the tab above it
        ("鈴鹿: x", 5, 1, "      ^"),  # each of the first two is two columns wide
        ("a: 鈴鹿", 4, 2, "   ^~~~"),
        ("e\u0301: x", 5, 1, "   ^"),  # an accent of its own takes no column
        ("short", 40, 3, "     ^"),  # just behind the end
    ],
)
def test_the_caret_stands_below_the_character_it_means(line: str, column: int, width: int, below: str) -> None:
    out = Terminal()
    show_problems([Problem("f", 1, column, "m", source_line=line, width=width)], out)
    assert plain(out.getvalue()).splitlines()[2] == "      | " + below


def test_of_a_long_line_only_the_part_around_the_place_is_shown() -> None:
    line = "a" * 300 + "HERE" + "b" * 5000
    out = Terminal()
    show_problems([Problem("f", 1, 301, "m", source_line=line, width=4)], out)
    _, shown, below, _ = plain(out.getvalue()).splitlines()
    assert len(shown) < 120
    assert shown[below.index("^") : below.index("^") + 4] == "HERE"
    assert below.endswith(" ^~~~")


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("letter", ["a", "鹿", "\u202e"])
def test_what_is_shown_of_a_line_fits_into_the_terminal_however_wide_its_letters_are(
    letter: str, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", f"{columns}")
    for before, behind in ((0, 99), (30, 0), (99, 0), (99, 99)):
        line = letter * before + "HERE" + letter * behind
        out = Terminal()
        new_lines = {1: line, 2: line}
        show_problems([Problem("f", 1, before + 1, "m", source_line=line, width=4)], out, new_lines=new_lines)
        _, shown, below, new, _ = plain(out.getvalue()).splitlines()
        assert max(cell_len(each) for each in (shown, below, new)) <= columns
        assert set_cell_size(shown, below.index("^") + 4).endswith("HERE")
        assert below.endswith(" ^~~~")


def test_a_file_cannot_send_escapes_to_the_terminal() -> None:
    out = Terminal()
    show_problems([Problem("f", 1, 1, "odd '\x1b]0;owned\x07'", source_line="\x1b[2J: x")], out)
    assert plain(out.getvalue()) == (
        "f:1:1: odd '\\x1b]0;owned\\x07'\n    1 | \\x1b[2J: x\n      | ^~~~\n1 problem in f\n"
    )


def test_nobodys_text_begins_another_line() -> None:
    out = io.StringIO()
    show_problems([Problem("a\nb.yaml", 1, 1, "odd\nname", "no\nhint")], out)
    assert out.getvalue() == "a\\nb.yaml:1:1: odd\\nname (no\\nhint)\n1 problem in a\\nb.yaml\n"


def test_colours_are_those_that_are_asked_for_and_none_of_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    out = Terminal()
    say(Styled("[red]Monza\x1b[8m", "bold"), " \x1b[8m:smile:", stream=out)
    assert out.getvalue() == "\x1b[1m[red]Monza\\x1b[8m\x1b[0m \\x1b[8m:smile:\n"


def test_problems_of_several_files_are_counted_together() -> None:
    out = io.StringIO()
    show_problems([MISTYPED, Problem("other.yaml", 1, 1, "m")], out)
    assert out.getvalue().endswith("2 problems in 2 files\n")


def test_no_problem_prints_nothing() -> None:
    out = io.StringIO()
    show_problems([], out)
    assert out.getvalue() == ""


def test_a_piped_table_is_tab_separated_lines() -> None:
    out = io.StringIO()
    table(("Round", "Where"), [("monza", "Autodromo\tdi\nMonza"), ("spa", "")], out)
    assert out.getvalue() == "monza\tAutodromo di Monza\nspa\t\n"


def test_a_table_on_a_terminal_has_headers_and_takes_cells_literally(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("TERM", "xterm")
    out = Terminal()
    table(("Round", "Where"), [("[bold]monza[/bold]", "Autodromo \x1b[2J " + "di Monza " * 9)], out)
    lines = plain(out.getvalue()).splitlines()
    assert lines[0].split() == ["Round", "Where"]
    assert "[bold]monza[/bold]" in lines[1]
    assert all(len(line) <= 40 for line in lines)
    assert "\x1b[2J" not in out.getvalue()


def test_a_table_is_folded_at_its_words_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("TERM", "xterm")
    out = Terminal()
    table(("Due", "What"), [("Wed, 2 Jun 2021, 12:30 in the afternoon", "Qualifying in Nordrhein-Westfalen")], out)
    assert [line.rstrip() for line in plain(out.getvalue()).splitlines()] == [
        "Due                  What",
        "Wed, 2 Jun 2021,     Qualifying in",
        "12:30 in the         Nordrhein-Westfalen",
        "afternoon",
    ]


@pytest.mark.parametrize("out", [io.StringIO(), Terminal()])
def test_a_table_without_rows_prints_nothing(out: io.StringIO) -> None:
    table(("Round", "Where"), [], out)
    assert out.getvalue() == ""


def test_json_keeps_order_and_letters() -> None:
    out = io.StringIO()
    print_json({"b": "Nürburgring", "a": [1]}, out)
    assert out.getvalue() == '{\n  "b": "Nürburgring",\n  "a": [\n    1\n  ]\n}\n'


def test_an_excerpt_fits_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    out = Terminal()
    show_problems([Problem("f", 1, 101, "m", source_line="a" * 100 + "HERE" + "b" * 100, width=4)], out)
    _, shown, below, _ = plain(out.getvalue()).splitlines()
    assert len(shown) == 60
    assert shown[below.index("^") :].startswith("HERE")


def test_where_reading_ended_for_too_many_problems_the_count_says_so() -> None:
    out = io.StringIO()
    show_problems([MISTYPED] * MOST_PROBLEMS + [OVERLAP], out)
    assert out.getvalue().endswith("\nthe first 100 problems and 1 warning in events.yaml\n")


def test_where_the_words_of_a_row_do_not_fit_beside_each_other_its_cells_stand_below_each_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "24")
    monkeypatch.setenv("TERM", "xterm")
    out = Terminal()
    table(("Name", "Zone", "Only"), [("anna", "Europe/Stockholm", "races in Spain"), ("bo", "UTC", "")], out)
    assert [line.rstrip() for line in plain(out.getvalue()).splitlines()] == [
        "Name  anna",
        "Zone  Europe/Stockholm",
        "Only  races in Spain",
        "",
        "Name  bo",
        "Zone  UTC",
    ]


def test_json_that_is_read_back_is_what_it_was_and_steers_no_terminal() -> None:
    data, out = "a\x7f\x9b\u202e\u2028\udcff\U000e0041é鈴🏁", io.StringIO()
    print_json(data, out)
    assert out.getvalue() == '"a\\u007f\\u009b\\u202e\\u2028\\udcff\\udb40\\udc41é鈴🏁"\n'
    assert json.loads(out.getvalue()) == data


def test_json_in_a_poorer_encoding_is_escaped_and_not_lost() -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    print_json("Nürburgring", out)
    out.seek(0)
    assert out.read() == '"N\\u00fcrburgring"\n'
