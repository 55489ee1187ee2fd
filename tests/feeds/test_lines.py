"""Lines of any text: whole, short, clean, and checked."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar.parser import Contentline

from season_calendar.errors import BrokenFeedError
from season_calendar.feeds.lines import check_bytes, escaped, parameter, text_line, to_bytes

NO_END = "a line does not end with CR LF"
CONTROL = "a line holds a control character"
NO_TEXT = "a line is not UTF-8, or is folded inside a character"


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        (b"A:1\n", NO_END),
        (b"A:1\r", NO_END),
        (b"A:1", NO_END),
        (b"A:1\r\nB:2", NO_END),
        (b"A:1\rB:2\r\n", NO_END),
        (b"A:" + b"x" * 74 + b"\r\n", "a line is longer than 75 octets"),
        (b"A:\x00\r\n", CONTROL),
        (b"A:\x0b\r\n", CONTROL),
        (b"A:\x1f\r\n", CONTROL),
        (b"A:\x7f\r\n", CONTROL),
        ("A:é".encode()[:-1] + b"\r\n \xa9\r\n", NO_TEXT),
        (b"A:\xff\r\n", NO_TEXT),
    ],
)
def test_bytes_that_are_no_lines_are_never_served(body: bytes, wrong: str) -> None:
    with pytest.raises(BrokenFeedError) as error:
        check_bytes(body)
    assert str(error.value) == f"the feed is not given: {wrong} (this is a defect of the program; please report it)"


def test_a_line_may_have_75_octets_a_tab_and_any_letter() -> None:
    check_bytes(b"A:" + b"x" * 73 + b"\r\n" + "B:\té\r\n".encode())


@pytest.mark.parametrize(
    "line", ["A:1\nB:2", "A:1\rB:2", "A:\x00", "A:\x0b", "A:\x7f", "A:" + "x" * 80 + "\x00", "A:" + "x" * 80 + "\rB:2"]
)
def test_lines_are_checked_as_they_are_made(line: str) -> None:
    with pytest.raises(BrokenFeedError):
        to_bytes(["BEGIN:VEVENT", line, "END:VEVENT"])


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("plain", "plain"),
        ("a, b; c", r"a\, b\; c"),
        ("C:\\Nord\\new", r"C:\\Nord\\new"),
        ("one\ntwo\r\nthree\rfour", r"one\ntwo\nthree\nfour"),
        ("one\u2028two\u2029three\x85four", r"one\ntwo\nthree\nfour"),
        ("bell\x07 null\x00 tab\t vt\x0b c1\x9b del\x7f half\ud800", "bell null tab\t vt c1 del half"),
        ("مكة 👩‍🔧 \u200frtl", "مكة 👩‍🔧 \u200frtl"),
        ("", ""),
    ],
)
def test_text_is_escaped_and_cleaned(value: str, written: str) -> None:
    assert escaped(value) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("Watch live", "Watch live"),
        ("Live XXL", "Live XXL"),
        ("Live: ab 9, 10; mit Ton", '"Live: ab 9, 10; mit Ton"'),
        ("a:b", '"a:b"'),
        ("a;b", '"a;b"'),
        ("a,b", '"a,b"'),
        ('the "live" ^ stream', "the ^'live^' ^^ stream"),
        ("one\r\ntwo\x07", "one^ntwo"),
    ],
)
def test_a_parameter_is_quoted_where_it_must_be(value: str, written: str) -> None:
    assert parameter(value) == written


@given(st.text())
def test_any_text_is_short_lines_that_unfold_to_itself(value: str) -> None:
    line = text_line("SUMMARY", value)
    body = to_bytes([line])
    check_bytes(body)
    assert re.sub(rb"\r\n ", b"", body).decode() == f"{line}\r\n"


@given(st.integers(60, 90), st.sampled_from("aé€👍\\"))
def test_a_line_is_folded_at_its_75th_octet_at_the_latest_and_never_inside_a_character(
    length: int, character: str
) -> None:
    body = to_bytes([text_line("X", character * length)])
    check_bytes(body)
    assert b"".join(body[:-2].split(b"\r\n ")).decode() == text_line("X", character * length)


@pytest.mark.parametrize("character", "aé€👍")
@pytest.mark.parametrize("length", range(73, 78))
def test_a_line_has_the_very_bytes_that_icalendar_gives_it(length: int, character: str) -> None:
    line = character + "x" * (length - len(character.encode()))
    assert to_bytes([line]) == Contentline(line).to_ical() + b"\r\n"  # type: ignore[no-untyped-call]
