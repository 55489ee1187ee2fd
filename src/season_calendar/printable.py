"""Text as a terminal can be shown it: what would steer the terminal, or cannot be seen, becomes a visible escape.

What stands in a season file, a journal, a database, a receiver's answer or a file's name is somebody else's text. Where
it is printed nothing of it may move the cursor, change colours, turn the order of letters round or hide. Letters, signs
and emoji of every script stay as they are. Knows no streams.
"""

from __future__ import annotations

import re

UNSEEN = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters (C0, DEL, C1) but the tab and the end of a line
    "\u2028\u2029"  # what some programs take for the end of a line
    "\ud800-\udfff"  # halves of characters: bytes of a file's name that are no text
    # What is not shown as anything: Default_Ignorable_Code_Point (Unicode Standard §5.21), and with it all that
    # overrides or isolates the direction of writing. Without the joiners and marks U+200C to U+200F, that Persian,
    # Hindi, Hebrew and emoji need, and without the selectors of variants, that emoji and Japanese names do.
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff"
)
"""The characters that nobody sees and no language needs, as within the brackets of a regular expression."""

# Of what is printed nothing unseen stays, also no selectors of variants in Mongolian and no code points without a use.
_HIDDEN = re.compile(f"[{UNSEEN}\u180b-\u180f\U000e01f0-\U000e0fff]")


def printable(text: str) -> str:
    """The text with each such character as its escape: ``\\x1b``, ``\\u202e``. Tabs and ends of lines stay."""
    return _HIDDEN.sub(_escaped, text)


def in_one_line(text: str) -> str:
    """The same for what is one line: in it the end of a line is an escape too, so that nobody can begin another one."""
    return printable(text).replace("\n", r"\n")


def printable_json(text: str) -> str:
    """The same for JSON as ``json.dumps`` writes it: the escapes are those of JSON, which read back as they were."""
    return _HIDDEN.sub(_escaped_in_json, text)


def _escaped(hidden: re.Match[str]) -> str:
    return hidden[0].encode("unicode_escape").decode("ascii")


def _escaped_in_json(hidden: re.Match[str]) -> str:
    units = hidden[0].encode("utf-16-be", "surrogatepass")  # JSON counts in UTF-16 (RFC 8259 §7)
    return "".join(rf"\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
