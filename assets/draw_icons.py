"""Draws the icon as the pictures that browsers ask for, in src/season_calendar/pages/static/. usage: draw_icons.py

    pip install -e '.[pictures]'
    python assets/draw_icons.py

Of ``icon.svg``: one for the tabs of browsers that show no SVG there, and one for the start screen of a telephone, which
rounds the corners itself.
"""

from __future__ import annotations

import struct
from pathlib import Path

from season_calendar.pages.cards.png import png_of

FOLDER = Path(__file__).parents[1] / "src/season_calendar/pages/static"


def picture(svg: str, size: int) -> bytes:
    """The icon as a PNG of so many pixels on each side."""
    return png_of(svg.replace("viewBox", f'width="{size}" height="{size}" viewBox', 1))


def as_ico(png: bytes, size: int) -> bytes:
    """A file of one picture: a header, an entry of the directory, and the picture behind them."""
    header = struct.pack("<HHH", 0, 1, 1)
    entry = struct.pack("<BBBBHHII", size, size, 0, 0, 1, 32, len(png), 6 + 16)
    return header + entry + png


def main() -> None:
    """Draw both."""
    svg = (FOLDER / "icon.svg").read_text(encoding="utf-8")
    (FOLDER / "favicon.ico").write_bytes(as_ico(picture(svg, 32), 32))
    (FOLDER / "apple-touch-icon.png").write_bytes(picture(svg.replace(' rx="6"', ""), 180))


if __name__ == "__main__":
    main()
