"""What nobody sees, or what turns round the text behind it, is refused wherever a text stands that is shown."""

from __future__ import annotations

import sys
import unicodedata

import pytest

from season_calendar.errors import SeasonFileError
from season_calendar.season_file import read_season
from season_calendar.season_file.format.characters import find_hidden

SEASON = """\
schema: 1
series: {id: wtcr, name: Touring Cars, link: "https://example.org/"}
season: 2021
durations:
  superpole: 20m
venues:
  spa:
    name: Spa
    place: Stavelot
    zone: Europe/Brussels
rounds:
  - id: belgium
    name: Race of Belgium
    note: Dry
    venue: spa
    dates: 2021-10-29
    sessions:
      - {id: quali, kind: superpole, start: 2021-10-29 12:00}
"""

ZERO_WIDTH = "the text holds U+200B ZERO WIDTH SPACE, which cannot be seen (remove it)"


def problems_of(text: str) -> list[str]:
    try:
        _, problems = read_season(text.encode(), "f")
    except SeasonFileError as error:
        problems = error.problems
    return [str(problem).removeprefix("f:") for problem in problems]


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("Touring\u200b Cars", "2:33"),
        ("wtcr\u200b", "2:18"),
        ("https://example.org/\u200b", "2:67"),
        ("superpole\u200b: 20m", "5:12"),
        ("Stavelot\u200b", "9:20"),
        ("Race of\u200b Belgium", "13:18"),
        ("Dry\u200b", "14:14"),
        ("kind: superpole\u200b", "18:36"),
        ("start\u200b: 2021", "18:43"),
    ],
)
def test_it_is_named_with_its_place_in_names_ids_links_kinds_keys_towns_and_notes(written: str, place: str) -> None:
    assert written.replace("\u200b", "") in SEASON
    problems = problems_of(SEASON.replace(written.replace("\u200b", ""), written, 1))
    assert f"{place}: {ZERO_WIDTH}" in problems


@pytest.mark.parametrize(
    ("escape", "problem"),
    [
        ("\\x1b", "the text holds the control character U+001B (remove it)"),
        ("\\x7f", "the text holds the control character U+007F (remove it)"),
        ("\\x9b", "the text holds the control character U+009B (remove it)"),
        ("\\u202e", "the text holds U+202E RIGHT-TO-LEFT OVERRIDE, which turns round the text behind it (remove it)"),
        ("\\u2066", "the text holds U+2066 LEFT-TO-RIGHT ISOLATE, which turns round the text behind it (remove it)"),
        ("\\u2060", "the text holds U+2060 WORD JOINER, which cannot be seen (remove it)"),
        ("\\ufeff", "the text holds U+FEFF ZERO WIDTH NO-BREAK SPACE, which cannot be seen (remove it)"),
        ("\\u3164", "the text holds U+3164 HANGUL FILLER, which cannot be seen (remove it)"),
        ("\\U000e0041", "the text holds U+E0041 TAG LATIN CAPITAL LETTER A, which cannot be seen (remove it)"),
    ],
)
def test_one_that_is_written_as_an_escape_is_named_where_its_text_begins(escape: str, problem: str) -> None:
    assert problems_of(SEASON.replace("Race of Belgium", f'"Race{escape}"')) == [f"13:11: {problem}"]
    assert problems_of(SEASON.replace("kind: superpole", f'kind: "super{escape}pole"'))[-1] == f"18:27: {problem}"


def test_a_kind_stands_on_one_line() -> None:
    (_, problem) = problems_of(SEASON.replace("kind: superpole", r'kind: "super\npole"'))
    assert problem == "18:27: the text holds the control character U+000A (write it on one line)"


@pytest.mark.parametrize(
    "name",
    [
        "نیم\u200cفصل",  # a Persian word of two halves
        "क्\u200dष",
        "Women’s Cup 👩🏽\u200d🔧",
        "Rally \u200eעברית\u200f 2021",
        "Race of Scotland \U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        "I \u2764\ufe0f Spa",
        "葛\U000e0100飾",
        "No\u00a0break",
        "Spa 1\ufe0f\u20e3",
        "7\ufe0f\u20e3",
        "\U0001f3c1",
        "\u1820\u180b",  # a Mongolian letter in another form
        "\U0001f9ff\u0301",
    ],
)
def test_what_languages_and_emoji_need_is_allowed(name: str) -> None:
    season, problems = read_season(SEASON.replace("Race of Belgium", name).encode(), "f")
    assert (season.rounds[0].name, problems) == (name, ())


@pytest.mark.parametrize(
    "name",
    ["\u00a0", "\u3000", "\u2003\u1680", "\u2800", "\u0301", "\u0301\u0302", "\u0bcd", "\u20dd", "\u200d\u200e"],
)
def test_a_name_of_nothing_but_spaces_marks_and_joiners_is_refused(name: str) -> None:
    (problem,) = problems_of(SEASON.replace("Race of Belgium", f'"{name}"'))
    is_empty = not name.strip()
    what = "the text is empty" if is_empty else "no letter and no sign stands in the text"
    assert problem == f"13:11: {what} (write one such as Race of Germany)"


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("\ufe0fSpa", "13:11: the text holds U+FE0F VARIATION SELECTOR-16, which cannot be seen (remove it)"),
        ("Spa\ufe0f", "13:13: the text holds U+FE0F VARIATION SELECTOR-16, which cannot be seen (remove it)"),
        ("I \ufe00Spa", "13:12: the text holds U+FE00 VARIATION SELECTOR-1, which cannot be seen (remove it)"),
        ("\u2764\ufe0f \u2764\ufe0f\ufe0f", "13:15: the text holds U+FE0F VARIATION SELECTOR-16, which cannot be seen"),
        ("\u845b\U000e0100\U000e0101", "13:12: the text holds U+E0101 VARIATION SELECTOR-18, which cannot be seen"),
    ],
)
def test_a_variation_selector_behind_nothing_that_has_variants_is_refused(name: str, problem: str) -> None:
    (told,) = problems_of(SEASON.replace("Race of Belgium", name))
    assert told.startswith(problem)


def test_a_link_may_hold_words_that_joiners_are_part_of_and_no_marks_of_direction() -> None:
    assert problems_of(SEASON.replace("example.org/", "example.org/نیم\u200cفصل")) == []
    assert problems_of(SEASON.replace("example.org/", "example.org/\u200e")) == [
        r"2:46: 'https://example.org/\u200e' is not a link (write it as https://example.org/page, without spaces)"
    ]


def test_a_comment_may_hold_what_nobody_sees() -> None:
    assert problems_of(SEASON + "# pasted\u200b from a web page\n") == []


def test_a_file_of_nothing_else_is_read_up_to_many() -> None:
    assert len(problems_of(SEASON + "".join(f"\u200bk{number}: x\n" for number in range(1000)))) == 100


def test_no_other_character_that_only_controls_the_text_passes() -> None:
    let_pass = {
        f"{code:04X}"
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) in ("Cc", "Cf", "Cs", "Zl", "Zp") and find_hidden(chr(code)) is None
    }
    breaks, joiners, directions = {"0009", "000A"}, {"200C", "200D"}, {"200E", "200F"}
    arabic_signs = {"0600", "0601", "0602", "0603", "0604", "0605", "06DD", "0890", "0891", "08E2"}
    signs = {"070F", "110BD", "110CD"}
    hieroglyphs = {code for code in let_pass if code.startswith("134")}
    assert let_pass == breaks | joiners | directions | arabic_signs | signs | hieroglyphs
