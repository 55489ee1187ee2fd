"""The lines that git leaves in a file where it could not merge two versions of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from season_calendar.errors import Problem
from season_calendar.yaml_source.nodes import Document

_MARKER = re.compile(r"^(<<<<<<<|\|\|\|\|\|\|\||=======|>>>>>>>)(?: .*)?$", re.MULTILINE)


def find_conflicts(document: Document) -> Iterator[Problem]:
    """Each place where two versions stand, and each line that was left of one."""
    begin: re.Match[str] | None = None
    for marker in _MARKER.finditer(document.text.replace("\r", "\n")):
        if marker[1] == "<<<<<<<":
            begin = marker
        elif begin is None:
            where = document.span(*marker.span())
            yield document.problem(where, f"git left the line {marker[1]} of two versions here", "delete it")
        elif marker[1] == ">>>>>>>":
            where, end = document.span(*begin.span()), document.span(*marker.span())
            what = f"git could not merge two versions: both stand here, down to line {end.line}"
            yield document.problem(where, what, "keep what is right, and delete the lines <<<<<<<, ======= and >>>>>>>")
            begin = None
    if begin is not None:
        where = document.span(*begin.span())
        yield document.problem(where, "git left the line <<<<<<< of two versions here", "delete it")
