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
        ("a: b\u2028c\n", "1:5: a character that cannot be seen, U+2028 (delete it)"),
        ("a: b\n\ufeffc: d\n", "2:1: a character that cannot be seen, U+FEFF (delete it)"),
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


def test_aliases_that_multiply_are_refused() -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9)
    )
    assert problems_of(bomb.encode()) == ["5:45: aliases repeat more than 100000 nodes (write them out)"]


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
    for length, shown in ((100, True), (100_000, False)):
        line = "a: !t " + "x" * length
        with pytest.raises(SeasonFileError) as refused:
            parse_yaml(line.encode(), "f")
        assert refused.value.problems[0].source_line == (line if shown else "")


def test_a_problem_says_how_wide_it_is() -> None:
    with pytest.raises(SeasonFileError) as refused:
        parse_yaml(b"a: 1\nb: !tag\n", "f")
    (problem,) = refused.value.problems
    assert (problem.source_line, problem.column, problem.width) == ("b: !tag", 4, 4)


@pytest.mark.parametrize("text", ["a: [1, 2", "a: 'x", "a: b: c", "\ta: b", '"\\UFFFFFFFF"', "a: &x [*x]"])
def test_without_libyaml_the_same_is_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(parser_module, "_LOADER", yaml.BaseLoader)
    assert problems_of(text.encode())


def test_without_libyaml_the_same_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    source = "a:\n  - b: 'c'\n    d: [1, é😀]\ne: |\n  f\n".encode()
    with_libyaml = parse_yaml(source, "f")
    monkeypatch.setattr(parser_module, "_LOADER", yaml.BaseLoader)
    assert parse_yaml(source, "f") == with_libyaml


def test_a_long_list_is_no_problem() -> None:
    root = parse_yaml(b"- x\n" * 10_000, "f").root
    assert isinstance(root, Sequence)
    assert len(root.items) == 10_000
