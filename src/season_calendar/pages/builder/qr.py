"""An address as a QR code: a drawing without styles of its own, that a strict policy lets through."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import segno
from markupsafe import Markup

_FINE = 49
"""Modules a side, from which on a code has to be drawn larger to be read from a screen."""


@dataclass(frozen=True, slots=True)
class QrCode:
    """The drawing, with the quiet zone of four modules that scanners need; ``is_fine`` where its modules are small."""

    svg: Markup
    is_fine: bool


@lru_cache(maxsize=512)  # the same few calendars are offered on many pages, and a code takes some milliseconds
def qr_code(text: str) -> QrCode | None:
    """The code of a text; None where it is too long for one."""
    try:
        code = segno.make(text, micro=False)
    except segno.DataOverflowError:
        return None
    svg = code.svg_inline(omitsize=True, border=4, svgclass=None, lineclass=None)
    # Made of numbers by the library: nothing of the text is in it but as modules.
    return QrCode(Markup(svg), code.symbol_size(border=0)[0] >= _FINE)
