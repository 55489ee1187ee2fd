"""SVG elements as ``Markup``: text and attributes from anywhere come out inert, numbers short. Knows no drawing."""

from __future__ import annotations

import re
from collections.abc import Mapping

from markupsafe import Markup, escape

from season_calendar.printable import in_one_line

# Of the characters that XML 1.0 (§2.2) has no place for, the only ones that ``printable`` leaves as they are.
_NO_XML = re.compile("[\ufffe\uffff]")


Attributes = Mapping[str, str | float | None]


def element(name: str, attributes: Attributes, *children: str) -> Markup:
    """An element; an attribute that is None is left out. Children are escaped unless they are ``Markup``."""
    # Joined as plain text: everything in it is escaped already, and Markup would look at all of it again.
    written = "".join(f' {key}="{_text(value)}"' for key, value in attributes.items() if value is not None)
    if not children:
        return Markup(f"<{name}{written}/>")
    inside = "".join(child if isinstance(child, Markup) else _text(child) for child in children)
    return Markup(f"<{name}{written}>{inside}</{name}>")


def percent(fraction: float) -> str:
    """A share of the drawing's width or height: ``12.35%``, exact to a tenth of a pixel on a wide screen."""
    return f"{number(fraction * 100)}%"


def number(value: float) -> str:
    """A number with two decimals at most."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))


def _text(value: str | float) -> Markup:
    return escape(_NO_XML.sub("", in_one_line(value)) if isinstance(value, str) else number(value))
