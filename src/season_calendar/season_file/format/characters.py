"""Characters that have no place in a text which is shown: nobody sees them, or they turn round what stands near.

What is refused is what no language needs. Allowed, though nobody sees them either, are U+200C and U+200D (Persian,
Hindi and emoji are joined by them), U+200E and U+200F (they hold names of two directions together), a variation
selector behind what can have one (emoji and Japanese names), and the tags in the flags of England, Scotland and Wales.
"""

from __future__ import annotations

import re
import unicodedata

from season_calendar.printable import UNSEEN
from season_calendar.shown_text import character_name

# What turns round the text behind it, beyond the name it stands in (Unicode Standard Annex 9, §2); and what has no
# width, or is no character at all. The soft hyphen is one of them: it comes along with what is copied from web
# pages, and keeps names from being found.
_FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e007a]{3,6}\U000e007f")
_TURNS = "[\u202a-\u202e\u2066-\u2069]"
# Of selectors only the first counts, and for a space or one of these letters there is none.
_SELECTORS = "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
_SELECTS_NOTHING = rf"(?P<selects_nothing>(?<![^\sA-Za-z{_SELECTORS}])[{_SELECTORS}])"
_HIDDEN = re.compile(rf"(?P<turns>{_TURNS})|[{UNSEEN}\ufffe\uffff]|{_SELECTS_NOTHING}")

_BLANK = "\N{BRAILLE PATTERN BLANK}"

CURLY_QUOTE = re.compile("[\u2018-\u201f]")
"""Quotes as word processors write them: to YAML they are letters."""

IN_CURLY_QUOTES = re.compile("[\u2018-\u201f][^\u2018-\u201f]*[\u2018-\u201f]")
"""A text that stands as a whole in such quotes. An apostrophe may be one too."""


def find_hidden(text: str) -> tuple[str, str] | None:
    """The first such character of a text, and what to say of it; tabs and line breaks are none.

    A selector that selects nothing comes with what stands before it, for elsewhere in the text one may be right.
    """
    if text.isascii() and text.isprintable():  # as most are, and this is asked of every text
        return None
    text = _FLAG.sub("", text)
    hidden = _HIDDEN.search(text)
    if hidden is None:
        return None
    character, name = hidden[0], character_name(hidden[0])
    if hidden["turns"]:
        return character, f"the text holds {name}, which turns round the text behind it"
    if unicodedata.category(character) == "Cc":
        return character, f"the text holds the control character {name}"
    part = text[max(hidden.start() - 1, 0) : hidden.end()] if hidden["selects_nothing"] else character
    return part, f"the text holds {name}, which cannot be seen"


def shows_nothing(text: str) -> bool:
    """Whether a text holds spaces only, marks that no letter stands below, or what cannot be seen."""
    return not any(character != _BLANK and unicodedata.category(character)[0] in "LNPS" for character in text)
