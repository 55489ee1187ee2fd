"""Takes the pictures in docs/images/ again: python assets/take_pictures.py

They show the season of 2021 on a morning in Italy, two hours before the first session. Needs Debian's chromium.
"""

from __future__ import annotations

import io
import sys
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))  # `from support import …`

from PIL import Image  # noqa: E402
from support.browsing import chromium, visiting  # noqa: E402
from support.served_site import IN_ITALY, served, wtcr_2021  # noqa: E402

TARGET = ROOT / "docs" / "images"
LONDON = "Europe/London"
"""Where it is an hour earlier than in Italy, so that both times are seen."""


@dataclass(frozen=True)
class Picture:
    """A page as it is seen in a window of this size."""

    name: str
    path: str
    width: int
    height: int
    theme: str


PICTURES = (
    Picture("season-phone-light", "/wtcr/2021/", 390, 844, "light"),
    Picture("season-phone-dark", "/wtcr/2021/", 390, 844, "dark"),
    Picture("season-desktop-light", "/wtcr/2021/", 1280, 900, "light"),
    Picture("season-desktop-dark", "/wtcr/2021/", 1280, 900, "dark"),
    Picture("round-phone-dark", "/wtcr/2021/italy/", 390, 844, "dark"),
    Picture("subscribe-phone-light", "/subscribe/", 390, 844, "light"),
)


def main() -> None:
    """Take all of them."""
    TARGET.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder), wtcr_2021(), IN_ITALY) as site,
        chromium() as browser,
    ):
        for picture in PICTURES:
            window = {"width": picture.width, "height": picture.height}
            # A lamp that is still going on would be another picture each time.
            seen = {"viewport": window, "color_scheme": picture.theme, "reduced_motion": "reduce"}
            with visiting(browser, site.url, IN_ITALY - timedelta(seconds=10), timezone_id=LONDON, **seen) as visited:
                visited.go(f"/en{picture.path}")
                visited.page.clock.pause_at(IN_ITALY)
                save(visited.page.screenshot(), TARGET / f"{picture.name}.png")


def save(png: bytes, target: Path) -> None:
    """Write a small PNG of the same picture."""
    few = (
        Image.open(io.BytesIO(png)).convert("RGB").quantize(method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    )
    few.save(target, optimize=True)


if __name__ == "__main__":
    main()
