"""Makes the fonts and ``faces.css`` in src/season_calendar/pages/static/ again. usage: subset_fonts.py [NODE_MODULES]

    npm install --prefix build @fontsource-variable/sofia-sans@5.3.0
    npm install --prefix build @fontsource-variable/sofia-sans-extra-condensed@5.3.0
    apt-get install fonts-liberation        # as wide as Arial: what stands in for a font is measured on it
    python assets/subset_fonts.py build/node_modules

Each family is two files: the letters of western Europe, which every page needs, and those of the rest of Europe, which
a browser asks for where a name has one.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

STATIC = Path(__file__).parents[1] / "src/season_calendar/pages/static"
LIBERATION = Path("/usr/share/fonts/truetype/liberation")
PARTS = ("latin", "latin-ext")
FEATURES = ("kern", "ccmp", "locl", "tnum")

ARIAL = ("Arial", "ArialMT", "Liberation Sans", "LiberationSans", "Roboto", "Roboto-Regular")
ARIAL_BOLD = (
    *("Arial Bold", "Arial-BoldMT", "Liberation Sans Bold", "LiberationSans-Bold"),
    *("Roboto Bold", "Roboto-Bold"),
)
NARROW_BOLD = (
    *("Arial Narrow Bold", "ArialNarrow-Bold"),
    *("Liberation Sans Narrow Bold", "LiberationSansNarrow-Bold"),
)
"""Fonts of the reader's own, by the full name and the PostScript name: browsers ask for either."""


@dataclass(frozen=True)
class StandIn:
    """A font of the reader's own in the place of ours, made as wide: for which weights, and measured at which.

    With ``digits`` it stands in for those alone and is measured on them: to its letters, Arial's digits are narrower.
    """

    name: str
    fonts: tuple[str, ...]
    measured_on: str
    weights: tuple[int, int]
    at_weight: int
    digits: str = ""


@dataclass(frozen=True)
class Family:
    """A family, its weights that are used, what it is used for, and who stands in for it."""

    name: str
    package: str
    weights: tuple[int, int]
    sample: str
    stand_ins: tuple[StandIn, ...]


CONDENSED = "Sofia Sans Extra Condensed"
CLOCK = "0123456789:"

FAMILIES = (
    Family(
        "Sofia Sans",
        "sofia-sans",
        (400, 800),
        "Free, without an account. When the season changes, your calendar does too. Adria International Raceway, "
        "Italy, 6–7 Nov. Qualifying on Saturday at 15:30, Race 1 on Sunday at 10:15. Choose sessions and reminders. "
        "Wenn sich die Saison ändert, ändert sich der Kalender mit. När säsongen ändras, ändras kalendern.",
        (
            StandIn("Sofia Sans Fallback", ARIAL, "LiberationSans-Regular.ttf", (400, 599), 400),
            StandIn("Sofia Sans Fallback", ARIAL_BOLD, "LiberationSans-Bold.ttf", (600, 800), 700),
        ),
    ),
    Family(
        CONDENSED,
        "sofia-sans-extra-condensed",
        (500, 900),
        "Race of Germany Race of South Korea Circuit Pau-Arnos Nürburgring Nordschleife Qualifying Rounds Subscribe "
        "What changed Drivers Jessica Bäckman Santiago Urrutia",
        (
            StandIn(f"{CONDENSED} Fallback Narrow", NARROW_BOLD, "LiberationSansNarrow-Bold.ttf", (500, 900), 700),
            StandIn(
                f"{CONDENSED} Fallback Narrow", NARROW_BOLD, "LiberationSansNarrow-Bold.ttf", (500, 900), 800, CLOCK
            ),
            StandIn(f"{CONDENSED} Fallback", ARIAL_BOLD, "LiberationSans-Bold.ttf", (500, 900), 700),
            StandIn(f"{CONDENSED} Fallback", ARIAL_BOLD, "LiberationSans-Bold.ttf", (500, 900), 800, CLOCK),
        ),
    ),
)


def subsetted(source: Path, weights: tuple[int, int], without: set[int]) -> TTFont:
    """A font with these weights, of the letters it has but ``without`` some, and the features that are used."""
    font = instantiateVariableFont(TTFont(source, recalcTimestamp=False), {"wght": weights})
    options = subset.Options()
    options.layout_features = list(FEATURES)
    options.hinting = False
    options.notdef_outline = True
    options.flavor = "woff2"
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=set(font.getBestCmap()) - without)
    subsetter.subset(font)
    font.flavor = "woff2"
    return font


def written_ranges(letters: Iterable[int]) -> str:
    """Code points as ``unicode-range`` wants them: ``U+20-7E, U+A0``."""
    runs = [
        [letter for _, letter in run] for _, run in groupby(enumerate(sorted(letters)), lambda pair: pair[1] - pair[0])
    ]
    return ", ".join(f"U+{run[0]:X}" + (f"-{run[-1]:X}" if len(run) > 1 else "") for run in runs)


def width(font: TTFont, text: str) -> float:
    """How wide a text is, in ems, not kerned."""
    letters, advances = font.getBestCmap(), font["hmtx"].metrics
    advance: int = sum(advances[letters[ord(letter)]][0] for letter in text)
    return advance / int(font["head"].unitsPerEm)


def face(family: Family, part: str, letters: Iterable[int]) -> str:
    """The rule of one file."""
    return f"""@font-face {{
  font-family: "{family.name}";
  src: url(fonts/{family.package}-{part}.woff2) format("woff2");
  font-weight: {family.weights[0]} {family.weights[1]};
  font-display: swap;
  unicode-range: {written_ranges(letters)};
}}
"""


def stand_in_face(family: Family, stand_in: StandIn, source: Path) -> str:
    """The rule of a stand-in: as wide as the family's own font on its sample, and its lines as high."""
    own = instantiateVariableFont(TTFont(source), {"wght": stand_in.at_weight})
    sample = stand_in.digits or family.sample
    size = width(own, sample) / width(TTFont(LIBERATION / stand_in.measured_on), sample)
    only = f"\n  unicode-range: {written_ranges(map(ord, stand_in.digits))};" if stand_in.digits else ""
    sources = ", ".join(f'local("{name}")' for name in stand_in.fonts)
    ascent, descent = (value / own["head"].unitsPerEm / size for value in (own["hhea"].ascent, -own["hhea"].descent))
    return f"""@font-face {{
  font-family: "{stand_in.name}";
  src: {sources};
  font-weight: {stand_in.weights[0]} {stand_in.weights[1]};
  size-adjust: {size:.2%};
  ascent-override: {ascent:.2%};
  descent-override: {descent:.2%};
  line-gap-override: 0%;{only}
}}
"""


def main(packages: Path) -> None:
    """Write the fonts, their licence and their rules."""
    (STATIC / "fonts").mkdir(parents=True, exist_ok=True)
    rules = []
    for family in FAMILIES:
        package = packages / "@fontsource-variable" / family.package
        sources = [package / "files" / f"{family.package}-{part}-wght-normal.woff2" for part in PARTS]
        done: set[int] = set()
        for part, source in zip(PARTS, sources, strict=True):
            font = subsetted(source, family.weights, without=done)
            target = STATIC / "fonts" / f"{family.package}-{part}.woff2"
            font.save(target)
            rules.append(face(family, part, font.getBestCmap()))
            done |= set(font.getBestCmap())
            print(f"{target.name}: {target.stat().st_size} bytes")
        rules += [stand_in_face(family, stand_in, sources[0]) for stand_in in family.stand_ins]
        shutil.copyfile(package / "LICENSE", STATIC / "fonts" / f"{family.package}-OFL.txt")
    (STATIC / "faces.css").write_text("/* Written by assets/subset_fonts.py */\n" + "".join(rules), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "build/node_modules"))
