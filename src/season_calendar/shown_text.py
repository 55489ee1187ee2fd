"""Text from elsewhere as it stands in messages: not too long, and what cannot be seen by its name."""

from __future__ import annotations

LONGEST_MESSAGE = 200
"""In characters. What is longer holds a value that no one reads to its end, and loses its middle."""


def shortened(message: str) -> str:
    """A message that is no longer than LONGEST_MESSAGE."""
    half = LONGEST_MESSAGE // 2
    return message if len(message) <= LONGEST_MESSAGE else f"{message[: half - 1]}…{message[-half:]}"


def character_name(character: str) -> str:
    """A character by its code and its Unicode name, none of which control characters have: U+00AD SOFT HYPHEN."""
    import unicodedata  # needed for mistakes only

    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()
