"""A season file's bytes to a Season, or to every problem at once. The one way in; nothing is read from a disk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from season_calendar.errors import Problem, remedy
from season_calendar.model import (
    Coordinates,
    Driver,
    Round,
    Season,
    Series,
    Status,
    Title,
    Venue,
    default_lead_times,
)
from season_calendar.season_file.format import keys
from season_calendar.season_file.format.report import Report
from season_calendar.season_file.format.schema import Key, Placed, Record
from season_calendar.season_file.reading.former_ids import check_former_ids
from season_calendar.season_file.reading.published import NOTHING_PUBLISHED, Published
from season_calendar.season_file.reading.published_ids import warn_of_ids
from season_calendar.season_file.reading.reserved_ids import check_reserved_ids
from season_calendar.season_file.reading.timetable import (
    PlacedRound,
    Surroundings,
    read_timetable,
    report_repeated_id,
)
from season_calendar.season_file.reading.warnings import warn
from season_calendar.yaml_source import Document, Node, parse_yaml
from season_calendar.yaml_source import Mapping as MappingNode
from season_calendar.yaml_source import Scalar as ScalarNode
from season_calendar.yaml_source import Sequence as SequenceNode


def read_season(
    source: bytes, path: str, published: Published = NOTHING_PUBLISHED
) -> tuple[Season, tuple[Problem, ...]]:
    """The season in a file, and the warnings about it in the order of the file; ``path`` is only for messages.

    ``published`` is asked of ids that are reserved by now: what was published under one keeps it, with a warning. And
    where the file is good, it is asked of its rounds: ids that they had before, and that others had.

    Raises SeasonFileError with every problem, errors and warnings, in the order of the file.
    """
    document = parse_yaml(source, path)
    report = Report(document)
    season = _read(document, published, report)
    warnings = report.unless_wrong()
    if season is None:
        raise AssertionError("where there is no season there is an error")
    return season, warnings


def _read(document: Document, published: Published, report: Report) -> Season | None:
    root = document.root
    if root is None or (isinstance(root, ScalarNode) and root.is_null):
        hint = "a season file begins with schema: 1; see events.yaml for an example"
        report.error(document.span(0, 0), "there is nothing in this file", hint)
        return None
    if isinstance(root, MappingNode):
        version = root.get(keys.SCHEMA.name)
        if version is not None and keys.SCHEMA.form.conform(version.value, "'schema'", report) is None:
            return None  # another version's keys would only look wrong
    record = keys.SEASON.conform(root, "a season file", report)
    if record is None:
        return None
    check_reserved_ids(record, published, report)
    check_former_ids(record, report)
    return _read_record(record, published, report)


def _read_record(record: Record, published: Published, report: Report) -> Season | None:
    round_ids = [id_ for placed in record.get(keys.ROUNDS) or () if (id_ := placed.value.get(keys.ROUND_ID))]
    titles = tuple(_read_title(named.key, named.value, round_ids, report) for named in record.get(keys.TITLES) or ())
    title_ids = [title.id for title in titles]
    drivers = tuple(
        _read_driver(named.key, named.value, title_ids, round_ids, report)
        for named in record.get(keys.DRIVERS) or ()
        if named.value is not None
    )
    venues = {
        named.key: _read_venue(named.key, named.value, report) if named.value is not None else None
        for named in record.get(keys.VENUES) or ()
    }
    durations = {named.key.slug: named.value for named in record.get(keys.DURATIONS) or () if named.value is not None}
    rounds = _read_rounds(record, venues, durations, report)
    warn(record, rounds, report)
    series, id_ = _read_series(record.get(keys.SEASON_SERIES)), record.get(keys.SEASON_ID)
    if series is None or id_ is None:
        return None
    if not report.has_errors:
        warn_of_ids(rounds, published.rounds(series.id, id_), report)
    return Season(
        series=series,
        id=id_,
        rounds=tuple(placed.round for placed in rounds),
        titles=titles,
        drivers=drivers,
        lead_times=_read_lead_times(record),
    )


def _read_series(record: Record | None) -> Series | None:
    if record is None:
        return None
    id_, name = record.get(keys.SERIES_ID), record.get(keys.SERIES_NAME)
    if id_ is None or name is None:
        return None
    return Series(
        id=id_,
        name=name,
        short_name=record.get(keys.SERIES_SHORT_NAME) or id_.upper(),
        link=record.get(keys.SERIES_LINK),
        live=record.get(keys.SERIES_LIVE),
        color=record.get(keys.SERIES_COLOR),
        uid_domain=record.get(keys.SERIES_UID_DOMAIN),
    )


def _read_title(id_: str, value: str | Record | None, round_ids: list[str], report: Report) -> Title:
    if not isinstance(value, Record):
        return Title(id_, value or id_)
    counts = _read_rounds_meant(value, keys.TITLE_COUNTS, round_ids, report)
    return Title(id_, value.get(keys.TITLE_NAME) or id_, counts)


def _read_driver(id_: str, record: Record, title_ids: list[str], round_ids: list[str], report: Report) -> Driver:
    return Driver(
        id=id_,
        name=record.get(keys.DRIVER_NAME) or id_,
        country=record.get(keys.DRIVER_COUNTRY),
        titles=_read_ids("title", record.get(keys.DRIVER_TITLES) or (), title_ids, report),
        rounds=_read_rounds_meant(record, keys.DRIVER_ROUNDS, round_ids, report),
    )


def _read_rounds_meant(
    record: Record, key: Key[tuple[Placed[str], ...]], round_ids: list[str], report: Report
) -> tuple[str, ...] | None:
    """The rounds that a key names, None where it is not written.

    An empty list is refused: it may be meant as all of them.
    """
    named = record.get(key)
    if named is None:
        return None
    node = record.place(key)
    if isinstance(node, SequenceNode) and not node.items:
        report.error(node, f"{key.name!r} names no round", "name one, or remove the key: then it is all of them")
    return _read_ids("round", named, round_ids, report)


def _read_ids(thing: str, named: tuple[Placed[str], ...], known: list[str], report: Report) -> tuple[str, ...]:
    """The ids of things that are described elsewhere in the file, in their order."""
    ids: list[str] = []
    for placed in named:
        if placed.value not in known:
            _report_unknown(thing, placed.value, known, placed.node, report)
        elif placed.value in ids:
            report.error(placed.node, f"the {thing} {placed.value!r} is there twice", "keep one")
        ids.append(placed.value)
    return tuple(ids)


def _read_venue(id_: str, record: Record, report: Report) -> Venue | None:
    """The venue, or None where its zone is not good; the times of its sessions cannot be told then."""
    zone_name = record.get(keys.VENUE_ZONE)
    coordinates = _read_coordinates(record.get(keys.VENUE_COORDINATES), report)
    if zone_name is None:
        return None
    return Venue(
        id=id_,
        name=record.get(keys.VENUE_NAME) or id_,
        zone_name=zone_name,
        place=record.get(keys.VENUE_PLACE),
        coordinates=coordinates,
        length_km=record.get(keys.VENUE_LENGTH),
        country=record.get(keys.VENUE_COUNTRY),
    )


def _read_coordinates(numbers: tuple[Placed[float], ...] | None, report: Report) -> Coordinates | None:
    if numbers is None or len(numbers) != 2:
        return None
    for number, name, most in zip(numbers, ("latitude", "longitude"), (90, 180), strict=True):
        if abs(number.value) > most:
            hint = f"from -{most} to {most}; latitude comes first"
            report.error(number.node, f"there is no {name} {number.value:g}", hint)
    return Coordinates(numbers[0].value, numbers[1].value)


def _read_rounds(
    season: Record, venues: Mapping[str, Venue | None], durations: Mapping[str, timedelta], report: Report
) -> tuple[PlacedRound, ...]:
    ids: dict[str, Record] = {}
    rounds = []
    for placed in season.get(keys.ROUNDS) or ():
        report_repeated_id("round", placed.value, keys.ROUND_ID, ids, report)
        round_ = _read_round(placed.value, venues, durations, report)
        if round_ is not None:
            rounds.append(round_)
    return tuple(rounds)


def _read_round(
    record: Record, venues: Mapping[str, Venue | None], durations: Mapping[str, timedelta], report: Report
) -> PlacedRound | None:
    venue_id, days = record.get(keys.ROUND_VENUE), record.get(keys.ROUND_DATES)
    if venue_id is not None and venue_id not in venues:
        _report_unknown("venue", venue_id, list(venues), record.place(keys.ROUND_VENUE), report)
    venue = venues.get(venue_id) if venue_id is not None else None
    _check_dates(record, report)
    around = Surroundings(venue.zone if venue is not None else None, days, durations)
    sessions = read_timetable(record.get(keys.ROUND_SESSIONS) or (), around, report)
    id_, name = record.get(keys.ROUND_ID), record.get(keys.ROUND_NAME)
    if id_ is None or name is None or venue is None:
        return None
    round_ = Round(
        id=id_,
        name=name,
        venue=venue,
        first_day=days.first if days else None,
        last_day=days.last if days else None,
        status=record.get(keys.ROUND_STATUS) or Status.CONFIRMED,
        label=record.get(keys.ROUND_LABEL),
        note=record.get(keys.ROUND_NOTE),
        link=record.get(keys.ROUND_LINK),
        live=record.get(keys.ROUND_LIVE),
        sessions=tuple(placed.session for placed in sessions),
        was=record.get(keys.ROUND_WAS),
    )
    return PlacedRound(round_, record, sessions)


def _check_dates(record: Record, report: Report) -> None:
    """A round may be without dates while it is not sure to take place, and then has no timetable either."""
    if record.is_written(keys.ROUND_DATES):
        return
    status = record.get(keys.ROUND_STATUS)
    if status is Status.CONFIRMED or not record.is_written(keys.ROUND_STATUS):
        hint = "add dates: 2021-06-03 to 2021-06-05, or status: provisional"
        report.error(record.node, "this round has no dates", hint)
    if record.get(keys.ROUND_SESSIONS):
        hint = "add dates to the round, or remove its sessions"
        report.error(record.place(keys.ROUND_SESSIONS), "sessions in a round without dates", hint)


def _read_lead_times(record: Record) -> dict[str, tuple[timedelta, ...]]:
    lead_times = default_lead_times()
    for named in record.get(keys.REMINDERS) or ():
        spans = {placed.value for placed in named.value or ()}
        lead_times[named.key.slug] = tuple(sorted(spans, reverse=True))
    return {kind: spans for kind, spans in lead_times.items() if spans}


def _report_unknown(thing: str, id_: str, known: Iterable[str], where: Node, report: Report) -> None:
    report.error(where, f"there is no {thing} {id_!r}", remedy(id_, known, f"add it under {thing}s"))
