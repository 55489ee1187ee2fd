"""JSON as journals keep it, read so that nothing in it is taken for something else: each key once, numbers that count.

Python's own reader takes ``NaN`` and ``1e400`` for numbers, and of a key that is there twice the last one.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from typing import Any, NoReturn

LARGEST_COUNT = 2**31 - 1
"""The largest INTEGER of a calendar (RFC 5545 §3.3.8), such as a SEQUENCE, and of a column of the database."""

_LONGEST_NUMBER = 30
_HALF_A_CHARACTER = re.compile(r"\\u[dD][89a-fA-F]")


def load(text: object) -> Any:
    """What the text says.

    Raises json.JSONDecodeError for what is no JSON, and ValueError for what cannot be kept: its first argument says
    what is wrong, and a second one how that is written, where that is known.
    """
    if not isinstance(text, str):
        raise ValueError("it is no text")
    try:
        plain = _DECODER.decode(text)
        if _HALF_A_CHARACTER.search(text):
            json.dumps(plain, ensure_ascii=False).encode()
    except RecursionError:
        raise ValueError("brackets in brackets without end") from None
    except UnicodeEncodeError:
        raise ValueError("half a character is no text", r"\ud") from None
    return plain


def count(value: object) -> int:
    """A number that counts something: whole, not negative, at most LARGEST_COUNT. Raises TypeError or ValueError."""
    if not isinstance(value, int) or isinstance(value, bool):  # to Python, true and false are numbers too
        raise TypeError(f"{value!r} is no whole number")
    if not 0 <= value <= LARGEST_COUNT:
        raise ValueError(f"{value} is not from 0 to {LARGEST_COUNT}")
    return value


def _whole(digits: str) -> int:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else _refuse_number(digits)


def _fraction(digits: str) -> float:
    number = float(digits)
    return number if math.isfinite(number) else _refuse_number(digits)


def _refuse_number(written: str) -> NoReturn:
    raise ValueError(f"{written} is no number that can be counted with", written)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    read = dict(pairs)
    if len(read) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        twice = next(key for key, count in counts.items() if count > 1)
        raise ValueError(f"{twice!r} is there twice", *_mark(read))
    return read


def _mark(block: dict[str, object]) -> list[str]:
    """How the line is written that tells of which event or season a block is."""
    names = [name for name in ("uid", "season_id") if name in block][:1]
    return [f'"{name}": {json.dumps(block[name], ensure_ascii=False)}' for name in names]


_DECODER = json.JSONDecoder(
    parse_int=_whole, parse_float=_fraction, parse_constant=_refuse_number, object_pairs_hook=_object
)
