"""The QR code is a drawing that a strict policy lets through."""

from __future__ import annotations

import segno
from markupsafe import Markup

from season_calendar.pages.builder.qr import qr_code


def test_it_is_a_drawing_of_the_text_without_styles_and_without_the_text() -> None:
    code = qr_code('webcal://races.example.org/wtcr.ics?x="><script>')

    assert code is not None
    assert isinstance(code.svg, Markup)
    assert code.svg.startswith("<svg viewBox=")
    assert "style" not in code.svg
    assert "script" not in code.svg


def test_it_has_as_many_modules_as_the_text_needs_and_a_quiet_zone() -> None:
    text = "webcal://races.example.org/wtcr.ics"
    size, _ = segno.make(text, micro=False).symbol_size(border=4)

    code = qr_code(text)

    assert code is not None
    assert f'viewBox="0 0 {size} {size}"' in code.svg
    assert not code.is_fine


def test_a_long_text_is_drawn_finely_and_one_that_is_too_long_not_at_all() -> None:
    long = qr_code("x" * 500)

    assert long is not None
    assert long.is_fine
    assert qr_code("x" * 5000) is None
