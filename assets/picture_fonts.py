"""Makes the fonts of the pictures for sharing again, and how wide letters are. usage: picture_fonts.py [NODE_MODULES]

The packages are those of ``subset_fonts.py``. What draws the pictures reads no woff2 and no weights of a variable font,
so that each weight that they use is a font of its own, of all the letters that the page has.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools import subset
from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from subset_fonts import PARTS, STATIC

CARDS = STATIC.parent / "cards"
FACES = {
    "Season Calendar Narrow": ("sofia-sans-extra-condensed", 800),
    "Season Calendar Text": ("sofia-sans", 500),
}
"""Each face by a name that no font of the machine has, so that none can take its place."""


def face(name: str, package: str, weight: int, packages: Path) -> TTFont:
    """One weight of a family, in one font."""
    files = packages / "@fontsource-variable" / package / "files"
    with TemporaryDirectory() as folder:
        parts = []
        for part in PARTS:
            font = TTFont(files / f"{package}-{part}-wght-normal.woff2", recalcTimestamp=False)
            font.flavor = None
            parts.append(f"{folder}/{part}.ttf")
            instantiateVariableFont(font, {"wght": weight}).save(parts[-1])
        merged = Merger().merge(parts)
    options = subset.Options()
    options.layout_features = ["kern", "ccmp", "tnum"]
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 6, 13, 14]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=list(merged.getBestCmap()))
    subsetter.subset(merged)
    for record in merged["name"].names:
        if record.nameID in (1, 6):  # what draws the pictures takes no font without a PostScript name
            record.string = name if record.nameID == 1 else name.replace(" ", "")
    merged["OS/2"].usWeightClass = 400
    merged["head"].modified = merged["head"].created
    return merged


def main(packages: Path) -> None:
    """Write the fonts and the widths of their letters."""
    widths = {}
    for name, (package, weight) in FACES.items():
        font = face(name, package, weight, packages)
        target = STATIC / "fonts" / f"{package}-{weight}.ttf"
        font.save(target)
        advances = font["hmtx"].metrics
        em = font["head"].unitsPerEm
        widths[name] = {chr(code): round(advances[glyph][0] / em, 3) for code, glyph in font.getBestCmap().items()}
        print(f"{target.name}: {target.stat().st_size} bytes")
    (CARDS / "widths.json").write_text(json.dumps(widths, ensure_ascii=True, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "build/node_modules"))
