"""How problems, tables and data look, on a terminal and in a pipe."""

from __future__ import annotations

import io
import re

import pytest

from season_calendar.cli.console import print_json, show_problems, table
from season_calendar.errors import MOST_PROBLEMS, Problem, Severity


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def plain(text: str) -> str:
    """What is read on a terminal, without the colours."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


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


def test_no_color_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    out = Terminal()
    show_problems([MISTYPED], out)
    assert out.getvalue() == plain(out.getvalue())


@pytest.mark.parametrize(
    ("line", "column", "width", "below"),
    [
        ("\tname: x", 2, 4, "\t^~~~"),  # as wide as the terminal makes the tab above it
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


def test_a_file_cannot_send_escapes_to_the_terminal() -> None:
    out = Terminal()
    show_problems([Problem("f", 1, 1, "odd '\x1b]0;owned\x07'", source_line="\x1b[2J: x")], out)
    assert "\x1b]" not in out.getvalue()
    assert "\x1b[2J" not in out.getvalue()


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


def test_a_table_with_columns_to_cut_is_a_line_a_row_on_a_narrow_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("TERM", "xterm")
    out = Terminal()
    table(("Round", "Where", "Status"), [("south korea", "Autodromo di Monza " * 4, "confirmed")], out, cut=("Where",))
    _, row = plain(out.getvalue()).splitlines()
    assert row.startswith("south korea  Autodromo di")
    assert row.endswith("…  confirmed")


def test_json_in_a_poorer_encoding_is_escaped_and_not_lost() -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    print_json("Nürburgring", out)
    out.seek(0)
    assert out.read() == '"N\\u00fcrburgring"\n'
