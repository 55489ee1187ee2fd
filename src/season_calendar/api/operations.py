"""The one description of what programs can ask for: addresses, their options, what is shown there and of which form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from season_calendar.api import resources
from season_calendar.api.resources import Asked, Data
from season_calendar.publishing.publication import Publication
from season_calendar.views.season import published_events

PREFIX = "/api/v1"

MOST = 100
"""The highest ``limit``."""

Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Operation:
    """What is at the addresses of one form, which is ``template`` with the names in braces behind ``PREFIX``.

    ``show`` is given these names, and raises UnknownThingError; ``schema`` names the form of its data. ``options`` are
    those of a choice, and ``limit`` is how much is told where the query says no other ``limit``, None where it cannot.
    What ``turns`` changes with the clock. ``every`` gives the names of each there is.
    """

    template: str
    id: str
    summary: str
    show: Callable[..., Data]
    schema: str
    options: tuple[str, ...] = ()
    limit: int | None = None
    turns: bool = False
    every: Callable[[Iterable[Publication]], Iterable[Names]] = lambda _: ({},)

    def names_in(self, path: str) -> Names | None:
        """The names that an address of this form has; None where it is of another."""
        parts, asked = self.template.split("/"), path.split("/")
        if len(parts) != len(asked):
            return None
        pairs = list(zip(parts, asked, strict=True))
        if any(part != its for part, its in pairs if not part.startswith("{")):
            return None
        return {part[1:-1]: its for part, its in pairs if part.startswith("{")}

    @property
    def names(self) -> list[str]:
        """The names in its addresses."""
        return [part[1:-1] for part in self.template.split("/") if part.startswith("{")]

    def data(self, asked: Asked, names: Names) -> Data:
        """What is shown at an address. Raises UnknownThingError."""
        return self.show(asked, **names)


def _each_season(publications: Iterable[Publication]) -> Iterator[Names]:
    return ({"series": its.season.series.id, "season": its.season.id} for its in publications)


def _each_round(publications: Iterable[Publication]) -> Iterator[Names]:
    for publication, names in zip(publications, _each_season(publications), strict=True):
        yield from ({**names, "round": its.round_id} for its in published_events(publication) if its.is_round)


def _each_driver(publications: Iterable[Publication]) -> Iterator[Names]:
    ids = {its.id for publication in publications for its in publication.season.drivers}
    return ({"driver": id_} for id_ in sorted(ids))


OPERATIONS = (
    Operation("/seasons", "seasons", "Every season that was ever published.", resources.seasons, "Seasons"),
    Operation(
        "/seasons/{series}/{season}",
        "season",
        "A season with its titles, drivers, rounds and sessions.",
        resources.season,
        "Season",
        turns=True,
        every=_each_season,
    ),
    Operation(
        "/seasons/{series}/{season}/rounds/{round}",
        "round",
        "A round with its sessions. An id that it had before leads to it too.",
        resources.round_,
        "Round",
        turns=True,
        every=_each_round,
    ),
    Operation(
        "/next",
        "next",
        "What comes next: sessions, and rounds that have no timetable yet.",
        resources.next_,
        "Next",
        options=("series", "sessions", "driver", "title"),
        limit=10,
        turns=True,
    ),
    Operation(
        "/changes",
        "changes",
        "What changed, in words and with all that was before and after, the newest first.",
        resources.changes,
        "Changes",
        options=("series", "lang"),
        limit=50,
    ),
    Operation("/drivers", "drivers", "Every driver, and the seasons they are in.", resources.drivers, "Drivers"),
    Operation(
        "/drivers/{driver}",
        "driver",
        "A driver in whatever series, and what comes next for them.",
        resources.driver,
        "Driver",
        turns=True,
        every=_each_driver,
    ),
)


def find_operation(path: str) -> tuple[Operation, Names] | None:
    """The operation at an address behind ``PREFIX``, and the names in it; None where there is none."""
    found = ((operation, operation.names_in(path)) for operation in OPERATIONS)
    return next(((operation, names) for operation, names in found if names is not None), None)
