"""Where the texts of a drawing stand at a width, read from its SVG: what a browser would lay out, less the fonts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from season_calendar.pages.drawings.text_width import CONDENSED, text_width

SVG = ElementTree.Element
TELEPHONE, WIDE = 328.0, 1248.0


def parsed(markup: str) -> SVG:
    """The drawing as XML."""
    return ElementTree.fromstring(markup)


@dataclass(frozen=True)
class Text:
    """A text of a drawing with its edges in pixels."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    def covers(self, other: Text) -> bool:
        """Whether the two overlap by more than the rounding of a percentage."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > 0.2 and down > 0.2


def codes(strip: SVG, width: float) -> Iterator[Text]:
    """The codes that a strip of this width shows."""
    for link in strip.iterfind("a"):
        size = 20 if {"next", "on-now"} & set(link.get("class", "").split()) else 15
        for parent in (link, *link.iterfind("g")):
            if width < WIDE and parent.get("class") == "strip-only-wide":
                continue
            for text in parent.iterfind("text"):
                length = text_width(text.text or "", size) * CONDENSED
                left = _share(text, "x") * width + float(text.get("dx", "0")) - length / 2
                y = float(text.get("y", "0"))
                yield Text(text.text or "", left, left + length, y - 14, y + 4)


def signs(strip: SVG, width: float) -> Iterator[Text]:
    """The crosses and arrows of what is off."""
    for link in strip.iterfind("a"):
        for sign in link.iterfind("svg"):
            if sign.find("path[@class='strip-mark']") is not None and sign.get("y") is not None:
                x, y = _share(sign, "x") * width, float(sign.get("y", "0"))
                yield Text("sign", x - 4.5, x + 4.5, y - 4.5, y + 4.5)


def struck_codes(strip: SVG, width: float) -> list[str]:
    """The codes through which the stem of another one goes, in a strip of this width."""
    struck = []
    for link in strip.iterfind("a"):
        others = [other for other in strip.iterfind("a") if other is not link]
        for stem in link.iterfind(".//line[@class='strip-stem']"):
            x = _share(stem, "x1") * width
            thin = Text("", x - 0.5, x + 0.5, float(stem.get("y1", "0")), float(stem.get("y2", "0")))
            if not list(codes(_with(link), width)):
                continue  # not shown at this width
            struck += [code.text for other in others for code in codes(_with(other), width) if code.covers(thin)]
    return struck


def _with(link: SVG) -> SVG:
    strip = SVG("svg")
    strip.append(link)
    return strip


def labels(lens: SVG, width: float) -> Iterator[Text]:
    """The labels that a lens of this width shows."""
    height = width * 648 / 1120
    for link in lens.iter("a"):
        size = 16 if {"next", "on-now"} & set(link.get("class", "").split()) else 14
        for text in link.iterfind("text"):
            if width < WIDE and text.get("class") == "map-label only-wide":
                continue
            length = text_width(text.text or "", size)
            back = {"start": 0.0, "middle": length / 2, "end": length}[text.get("text-anchor", "start")]
            left = _share(text, "x") * width + float(text.get("dx", "0")) - back
            middle = _share(text, "y") * height + float(text.get("dy", "0")) - 5
            yield Text(text.text or "", left, left + length, middle - 8, middle + 8)


def pins(lens: SVG, width: float) -> Iterator[Text]:
    """The dots and rings of the places, without their strokes."""
    for circle in lens.iter("circle"):
        x, y, r = _share(circle, "cx") * width, _share(circle, "cy") * width * 648 / 1120, float(circle.get("r", "0"))
        yield Text("pin", x - r, x + r, y - r, y + r)


def collisions(texts: Iterator[Text]) -> list[tuple[str, str]]:
    """The pairs of texts that cover each other."""
    there = list(texts)
    return [(a.text, b.text) for i, a in enumerate(there) for b in there[:i] if a.covers(b)]


def _share(element: SVG, name: str) -> float:
    return float(element.get(name, "0%").rstrip("%")) / 100
