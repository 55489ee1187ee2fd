"""What YAML is refused, where, and with which words."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from support.problem_cases import read_cases

from season_calendar.errors import MOST_PROBLEMS, SeasonFileError
from season_calendar.yaml_source import LARGEST_FILE, Sequence, parse_yaml
from season_calendar.yaml_source import parser as parser_module


def problems_of(source: bytes) -> list[str]:
    with pytest.raises(SeasonFileError) as refused:
        parse_yaml(source, "f")
    return [str(problem).removeprefix("f:") for problem in refused.value.problems]


@pytest.mark.parametrize(("text", "problems"), read_cases(Path(__file__).with_name("yaml_refusals.txt")))
def test_it_is_refused_with_place_and_remedy(text: str, problems: list[str]) -> None:
    assert problems_of(text.encode()) == problems


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: 1\n---\nb: 2\n", "2:1: a second document begins here (keep one season in a file; remove the line ---)"),
        ("a: b\nc: \x07\n", "2:4: a character that cannot be seen, U+0007 (delete it)"),
        ("a: b\u2028c\n", "1:5: a character that cannot be seen, U+2028 LINE SEPARATOR (delete it)"),
        ("\x07a: b\n", "1:1: a character that cannot be seen, U+0007 (delete it)"),
        ("\ufeff\x07a: b\n", "1:1: a character that cannot be seen, U+0007 (delete it)"),
        ("\ufeffa: \x07\n", "1:4: a character that cannot be seen, U+0007 (delete it)"),
        ("\ufeffa: b: c\n", '1:5: a second colon and space on one line (put the text in quotes: "…")'),
        ("\u00a0a: b: c\n", "1:1: a no-break space, which only looks like a space (replace it by a plain space)"),
        ("a: b\n\ufeffc: d\n", "2:1: a character that cannot be seen, U+FEFF ZERO WIDTH NO-BREAK SPACE (delete it)"),
        (
            "a: 1\nb:\u00a0x\nc: 2\n",
            "2:3: a no-break space, which only looks like a space (replace it by a plain space)",
        ),
    ],
)
def test_what_an_editor_does_not_show_is_named(text: str, problem: str) -> None:
    assert problems_of(text.encode()) == [problem]


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        (b"a: 1\nb\xe9: 2\n", "2:2: byte 0xE9 is not UTF-8 (save the file with the encoding UTF-8)"),
        (b"\xff\xfea\x00", "1:1: byte 0xFF is not UTF-8 (save the file with the encoding UTF-8)"),
        ("é: 1\nü".encode() + b"\xfc", "2:2: byte 0xFC is not UTF-8 (save the file with the encoding UTF-8)"),
    ],
)
def test_bytes_that_are_not_utf_8_are_refused_at_the_character_they_stand_for(source: bytes, problem: str) -> None:
    assert problems_of(source) == [problem]


def test_a_file_at_the_limit_is_read_and_one_byte_more_is_refused() -> None:
    comment = b"#" * (LARGEST_FILE - 1) + b"\n"
    assert parse_yaml(comment, "f").root is None
    assert problems_of(comment + b"\n") == [
        "1:1: the file is larger than 1024 KiB (a season of a thousand rounds is smaller; split the file by season)"
    ]


def test_what_cannot_be_seen_is_escaped_in_a_message() -> None:
    assert problems_of(b"a: !%1b x\n") == [r"1:4: the tag !\x1b is not allowed (remove it, or quote a text with !)"]


def test_aliases_that_multiply_are_refused() -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9)
    )
    assert problems_of(bomb.encode()) == ["5:45: aliases repeat more than 100000 nodes (write them out)"]


def test_aliases_may_repeat_100000_nodes_and_not_one_more() -> None:
    most = f"a: &x [{', '.join('y' * 999)}]\nb: &y z\nc: [{', '.join(['*x'] * 100)}"
    assert parse_yaml(f"{most}]\n".encode(), "f").root is not None
    assert problems_of(f"{most}, *y]\n".encode()) == ["3:405: aliases repeat more than 100000 nodes (write them out)"]


@pytest.mark.parametrize(
    ("opening", "innermost", "closing", "most"),
    [
        ("[", "x", "]", 30),
        ("{a: ", "x", "}", 30),
        ("[", "[]", "]", 30),
        ("[", "*text", "]", 30),
        ("[", "*nothing", "]", 30),
        ("[", "*two", "]", 29),
        ("[", "*three", "]", 28),
    ],
)
def test_32_levels_are_read_and_33_are_not_however_they_come_about(
    opening: str, innermost: str, closing: str, most: int
) -> None:
    """The mapping of the whole document is one level, and the text or list inside another, or more by its alias."""
    anchors = "a: &text x\nb: &nothing []\nc: &two [x, y]\nd: &three {a: x, b: [y], c: z}\n"
    at_most = f"{anchors}l: {opening * most}{innermost}{closing * most}\n"
    assert parse_yaml(at_most.encode(), "f").root is not None
    (problem,) = problems_of(at_most.replace("l: ", f"l: {opening}").encode())
    assert "nested more than 32 deep (a season needs six levels)" in problem


def test_aliases_cannot_nest_deeper_than_text_can() -> None:
    ladder = "- &a0 [x]\n" + "".join(f"- &a{n} [*a{n - 1}]\n" for n in range(1, 40))
    assert problems_of(ladder.encode()) == ["31:9: nested more than 32 deep (a season needs six levels)"]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "[[], "])
def test_two_hundred_thousand_levels_are_refused_like_forty(opening: str) -> None:
    (problem,) = problems_of((opening * 200_000).encode())
    assert "nested more than 32 deep" in problem


def test_reading_ends_after_many_problems() -> None:
    assert len(problems_of(b"- !x y\n" * 1000)) == MOST_PROBLEMS


def test_the_line_of_a_problem_is_shown_unless_it_is_endless() -> None:
    for length, shown in ((100, True), (1000, True), (1001, False), (100_000, False)):
        line = "a: !t ".ljust(length, "x")
        with pytest.raises(SeasonFileError) as refused:
            parse_yaml(b"# the first line\n" * 100 + line.encode(), "f")
        assert refused.value.problems[0].source_line == (line if shown else "")


@pytest.mark.parametrize(
    ("line", "column", "width"),
    [
        ("b: !tag", 4, 4),
        ("b: *nothing", 4, 8),
        ("b: [a", 4, 1),
        ("b: \x07\x07", 4, 1),
        ("\t\tb: 1", 1, 1),
        ("b: 1\u00a0\u00a0: x: y", 5, 1),
        ("b:Foo", 2, 1),
    ],
)
def test_a_problem_says_how_wide_it_is(line: str, column: int, width: int) -> None:
    with pytest.raises(SeasonFileError) as refused:
        parse_yaml(f"{line}\nc: d\n".encode(), "f")
    (problem,) = refused.value.problems
    assert (problem.source_line, problem.column, problem.width) == (line, column, width)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: [1, 2", "1:8: this cannot be read as YAML: expected ',' or ']', but got '<stream end>' "),
        ("a: [1, 2\n\n", "1:8: this cannot be read as YAML: expected ',' or ']', but got '<stream end>' "),
        ("a: 'x", "1:4: this quote is never closed "),
        ("a: b: c", "1:5: a second colon and space on one line "),
        ("\ta: b", "1:1: a tab in the indentation "),
        ('"\\UFFFFFFFF"', "1:1: this cannot be read as YAML: "),
        ('"\\U00110000"', "1:1: this cannot be read as YAML: chr() arg not in range"),
        ("a: &x [*x]", "1:8: the alias *x stands inside what it repeats "),
    ],
)
def test_without_libyaml_the_same_is_refused(monkeypatch: pytest.MonkeyPatch, text: str, problem: str) -> None:
    monkeypatch.setattr(parser_module, "_LOADER", yaml.BaseLoader)
    (said,) = problems_of(text.encode())
    assert said.startswith(problem)
    assert "None" not in said


def test_without_libyaml_the_same_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    source = "a:\n  - b: 'c'\n    d: [1, é😀]\ne: |\n  f\n".encode()
    with_libyaml = parse_yaml(source, "f")
    monkeypatch.setattr(parser_module, "_LOADER", yaml.BaseLoader)
    assert parse_yaml(source, "f") == with_libyaml


def test_a_long_list_is_no_problem() -> None:
    root = parse_yaml(b"- x\n" * 10_000, "f").root
    assert isinstance(root, Sequence)
    assert len(root.items) == 10_000


def test_lines_that_only_look_like_those_of_a_conflict_are_left_alone() -> None:
    text = "# =======\na: '<<<<<<< HEAD'\nb: |\n  =======\n  >>>>>>> main\n========: 1\n"
    assert parse_yaml(text.encode(), "f").root is not None


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("byte_order_mark", ["", "\ufeff"])
def test_a_conflict_is_found_whatever_ends_the_lines_and_stands_before_the_first(
    line_break: str, byte_order_mark: str
) -> None:
    text = "<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> main\n".replace("\n", line_break)
    assert problems_of((byte_order_mark + text).encode()) == [
        "1:1: git could not merge two versions: line 2 of 'HEAD', and line 4 of 'main' "
        "(keep what is right of both, and delete the lines 1, 3 and 5)"
    ]
