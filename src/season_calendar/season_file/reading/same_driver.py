"""One driver's id with different names in two seasons, warned of where the second one says its name.

Who follows a driver follows an id through every series, so that one id is one person.
"""

from __future__ import annotations

from collections.abc import Iterable

from season_calendar.errors import Problem, Severity
from season_calendar.model import Season
from season_calendar.season_file.format import keys
from season_calendar.yaml_source import Document, Mapping, Node, Span, parse_yaml


def other_names_of_drivers(season: Season, content: bytes, path: str, others: Iterable[Season]) -> tuple[Problem, ...]:
    """Warnings of the drivers whom other seasons call otherwise, the first of them counting.

    ``content`` and ``path`` are of the good file that the season was read from.
    """
    named = {driver.id: (driver.name, its.key) for its in reversed(list(others)) for driver in its.drivers}
    differing = [
        (driver, *named[driver.id])
        for driver in season.drivers
        if named.get(driver.id, (driver.name, ""))[0] != driver.name
    ]
    if not differing:
        return ()
    document = parse_yaml(content, path)
    return tuple(
        document.problem(
            _place(document, driver.id),
            f"the driver {driver.id!r} is {driver.name!r} here, and {name!r} in {season_key}",
            "an id is one person in every series: write one name, or give another person another id",
            Severity.WARNING,
        )
        for driver, name, season_key in differing
    )


def _place(document: Document, driver_id: str) -> Node | Span:
    """Where the name of a driver stands."""
    node: Node | None = document.root
    for key in (keys.DRIVERS.name, driver_id, keys.DRIVER_NAME.name):
        entry = node.get(key) if isinstance(node, Mapping) else None
        node = None if entry is None else entry.value
    return document.span(0, 0) if node is None else node
