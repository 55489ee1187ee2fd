"""Text as a terminal can be shown it."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from season_calendar.printable import in_one_line, printable, printable_json

ANY_TEXT = st.text(st.characters(codec=None))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", r"\x1b[31mred\x1b[0m"),
        ("\x1b]0;title\x07", r"\x1b]0;title\x07"),
        ("\x9b2J", r"\x9b2J"),  # the same in one character
        ("a\rb\x08\x7f\x00", r"a\rb\x08\x7f\x00"),
        ("\u202egp.exe\u202c \u2066x\u2069", r"\u202egp.exe\u202c \u2066x\u2069"),
        ("Mon\u200bza\ufeff\xad\u2060", r"Mon\u200bza\ufeff\xad\u2060"),
        ("a\u2028b\u2029c\x85d", r"a\u2028b\u2029c\x85d"),
        ("hid\U000e0041den", r"hid\U000e0041den"),
        ("name\udcff.yaml", r"name\udcff.yaml"),
    ],
)
def test_what_steers_a_terminal_or_hides_is_shown(text: str, shown: str) -> None:
    assert printable(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "Nürburgring Nordschleife: 3–5 Jun …",
        "鈴鹿サーキット 辻\U000e0100",  # a variant of a sign, as Japanese names have
        "می\u200cخواهم",  # Persian
        "क्\u200dष",  # Hindi
        "👨\u200d👩\u200d👧 🏁 ❤\ufe0f 🇸🇪",
        "\u200fעברית\u200e",
        "a\tb\nc",
        r"C:\x1b",
    ],
)
def test_what_people_write_stays(text: str) -> None:
    assert printable(text) == text


def test_in_one_line_no_text_begins_another() -> None:
    assert in_one_line("a\nb\tc\x1b") == "a\\nb\tc\\x1b"


@given(ANY_TEXT)
def test_whatever_the_text_only_printable_characters_come_out(text: str) -> None:
    shown = printable(text)
    assert not {unicodedata.category(char) for char in shown if char not in "\n\t"} & {"Cc", "Cs", "Zl", "Zp"}
    assert printable(shown) == shown
    shown.encode("utf-8")


@given(ANY_TEXT)
def test_json_reads_back_as_it_was(text: str) -> None:
    shown = printable_json(json.dumps([text], ensure_ascii=False))
    assert json.loads(shown) == json.loads(json.dumps([text]))
    assert printable(shown) == shown
