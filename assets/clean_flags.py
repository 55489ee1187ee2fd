"""Makes the flags in src/season_calendar/pages/static/flags/ again. usage: clean_flags.py [NODE_MODULES]

    npm install --prefix build country-flag-icons@1.6.20
    python assets/clean_flags.py build/node_modules

One SVG of 3:2 for each country there is. What is written holds shapes and nothing else: no script, no link, no
style that the page's policy would refuse, no id or class that could meet another's on a page.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from xml.etree import ElementTree

from season_calendar.countries import country_names

TARGET = Path(__file__).parents[1] / "src/season_calendar/pages/static/flags"
SVG = "http://www.w3.org/2000/svg"
SHAPES = {f"{{{SVG}}}{name}" for name in ("svg", "g", "path", "circle", "ellipse")}
GEOMETRY = {"viewBox", "d", "cx", "cy", "r", "rx", "ry"}
PAINT = {"fill", "fill-rule", "clip-rule", "opacity", "stroke", "stroke-width", "stroke-linejoin", "stroke-miterlimit"}
LEFT_OUT = {"class"}


def cleaned(text: str) -> str:
    """The flag with its shapes alone. Raises ValueError for anything that is not known to be harmless."""
    root = ElementTree.fromstring(text)
    for element in root.iter():
        for attribute in LEFT_OUT & set(element.attrib):
            del element.attrib[attribute]
        strange = set(element.attrib) - GEOMETRY - PAINT
        if element.tag not in SHAPES or strange:
            raise ValueError(f"{element.tag} {sorted(strange)}")
    ElementTree.register_namespace("", SVG)
    return ElementTree.tostring(root, encoding="unicode").replace(" />", "/>")


def main(packages: Path) -> None:
    """Write every flag, and the licence they are under."""
    source = packages / "country-flag-icons"
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
    for code in country_names():
        text = cleaned((source / "3x2" / f"{code}.svg").read_text("utf-8"))
        (TARGET / f"{code.lower()}.svg").write_text(text, "utf-8", newline="\n")
    shutil.copyfile(source / "LICENSE", TARGET / "LICENSE.txt")
    print(f"{len(country_names())} flags, {sum(file.stat().st_size for file in TARGET.glob('*.svg'))} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "build/node_modules"))
