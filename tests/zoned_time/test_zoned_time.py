"""Wall time, zones and spans."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from season_calendar.errors import RepeatedTimeError, SkippedTimeError, TimeExpressionError, UnknownZoneError
from season_calendar.zone_names.known import zone_names
from season_calendar.zoned_time import (
    day_anchor,
    find_zone,
    format_instant,
    format_offset,
    format_span,
    happens_twice,
    need_offsets,
    parse_instant,
    parse_offset,
    parse_span,
    to_instant,
    to_wall,
)

BERLIN = find_zone("Europe/Berlin")


def wall(text: str) -> datetime:
    """A naive wall time."""
    return datetime.fromisoformat(text)


def test_a_wall_time_becomes_the_instant_at_which_the_venues_clock_shows_it() -> None:
    assert to_instant(wall("2021-06-03 14:30"), BERLIN) == datetime(2021, 6, 3, 12, 30, tzinfo=UTC)


def test_a_wall_time_that_the_clocks_jump_over_is_refused_with_the_time_it_becomes() -> None:
    with pytest.raises(SkippedTimeError, match=r"2021-03-28 02:30 does not exist in Europe/Berlin.*did you mean 03:30"):
        to_instant(wall("2021-03-28 02:30"), BERLIN)


def test_a_wall_time_that_happens_twice_is_refused_with_both_readings() -> None:
    with pytest.raises(RepeatedTimeError, match=r"2021-10-31 02:30\+02:00 or 2021-10-31 02:30\+01:00"):
        to_instant(wall("2021-10-31 02:30"), BERLIN)


@pytest.mark.parametrize(("offset", "hour"), [("+02:00", 0), ("+01:00", 1)])
def test_an_offset_says_which_of_two_readings_is_meant(offset: str, hour: int) -> None:
    instant = to_instant(wall("2021-10-31 02:30"), BERLIN, parse_offset(offset))
    assert instant == datetime(2021, 10, 31, hour, 30, tzinfo=UTC)


def test_an_offset_that_the_zone_does_not_have_then_is_refused() -> None:
    with pytest.raises(TimeExpressionError, match=r"Europe/Berlin is not at \+05:00 on .*it is at \+02:00"):
        to_instant(wall("2021-06-03 14:30"), BERLIN, timedelta(hours=5))


def in_berlin(instant: str) -> datetime:
    """What the clock in Berlin shows at an instant, in its zone."""
    return parse_instant(instant).astimezone(BERLIN)


def test_an_hour_happens_twice_where_the_clock_goes_back_over_it_and_nowhere_else() -> None:
    instants = ["2021-10-30T23:59Z", "2021-10-31T00:00Z", "2021-10-31T01:59Z", "2021-10-31T02:00Z", "2021-03-28T01:00Z"]
    assert [happens_twice(in_berlin(instant)) for instant in instants] == [False, True, True, False, False]
    assert not happens_twice(wall("2021-10-31 02:30"))


@pytest.mark.parametrize(
    ("start", "end", "unclear"),
    [
        ("2021-10-30T22:00Z", "2021-10-30T23:59Z", False),
        ("2021-10-30T22:00Z", "2021-10-31T00:30Z", True),
        ("2021-10-31T00:30Z", "2021-10-31T01:30Z", True),
        ("2021-10-30T23:30Z", "2021-10-31T02:30Z", True),
        ("2021-10-31T02:00Z", "2021-10-31T03:00Z", False),
        ("2021-03-28T00:30Z", "2021-03-28T01:30Z", True),
        ("2021-03-28T01:00Z", "2021-03-28T02:00Z", False),
    ],
)
def test_a_period_needs_offsets_where_the_clock_changes_in_it_or_shows_an_end_twice(
    start: str, end: str, unclear: bool
) -> None:
    assert need_offsets(in_berlin(start), in_berlin(end)) is unclear


def test_lord_howe_moves_its_clocks_by_half_an_hour() -> None:
    with pytest.raises(SkippedTimeError, match="did you mean 02:45"):
        to_instant(wall("2021-10-03 02:15"), find_zone("Australia/Lord_Howe"))


def test_samoa_skipped_a_whole_day() -> None:
    with pytest.raises(SkippedTimeError):
        to_instant(wall("2011-12-30 12:00"), find_zone("Pacific/Apia"))


@pytest.mark.parametrize("name", ["Europe/Belrin", "Europe", "", "../etc/passwd", "Mars/Olympus"])
def test_an_unknown_zone_is_refused(name: str) -> None:
    with pytest.raises(UnknownZoneError, match="unknown time zone"):
        find_zone(name)


@pytest.mark.parametrize("name", ["Europe/Berlin" * 600, "a/" * 600, "__init__/a", "Berl\x1bin", "\ud800", "a" * 5000])
def test_no_name_is_too_odd_or_too_deep_to_be_refused_as_a_zone(name: str) -> None:
    with pytest.raises(UnknownZoneError):
        find_zone(name)


def test_every_zone_there_is_has_a_name_that_zones_have() -> None:
    assert [name for name in sorted(zone_names()) if find_zone(name).key != name] == []


def test_the_nearest_zone_is_suggested() -> None:
    with pytest.raises(UnknownZoneError, match="did you mean 'Europe/Berlin'"):
        find_zone("Europe/Belrin")


def test_a_day_without_a_time_begins_at_nine_at_the_venue() -> None:
    assert day_anchor(date(2021, 11, 21), find_zone("Asia/Macau")) == datetime(2021, 11, 21, 1, tzinfo=UTC)


@given(
    st.datetimes(wall("1990-01-01"), wall("2037-01-01")),
    st.sampled_from(["Europe/Berlin", "Asia/Macau", "Africa/Casablanca", "Australia/Lord_Howe"]),
)
def test_every_wall_time_is_an_instant_that_reads_back_or_is_refused(moment: datetime, zone_name: str) -> None:
    zone = find_zone(zone_name)
    try:
        instant = to_instant(moment, zone)
    except (SkippedTimeError, RepeatedTimeError):
        return
    assert to_wall(instant, zone) == moment


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("1w", timedelta(days=7)),
        ("7d", timedelta(days=7)),
        ("1h30m", timedelta(minutes=90)),
        ("90m", timedelta(minutes=90)),
        (" 45m ", timedelta(minutes=45)),
    ],
)
def test_spans_are_written_as_people_write_them(text: str, span: timedelta) -> None:
    assert parse_span(text) == span


@pytest.mark.parametrize(
    "text", ["", "1", "h", "-1h", "1.5h", "30 m", "m30", "1m1h", "0m", "367d", "9" * 400 + "d", "1000000m", "３m"]
)
def test_what_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(TimeExpressionError):
        parse_span(text)


@given(st.integers(1, 366 * 24 * 60))
def test_every_span_reads_back_from_its_text(minutes: int) -> None:
    span = timedelta(minutes=minutes)
    assert parse_span(format_span(span)) == span


def test_an_instant_reads_back_from_its_text() -> None:
    assert parse_instant("2021-06-02T14:00+02:00") == datetime(2021, 6, 2, 12, tzinfo=UTC)
    assert format_instant(parse_instant("2021-06-02T12:00Z")) == "2021-06-02T12:00:00Z"


@pytest.mark.parametrize("text", ["2021-06-02T12:00", "tomorrow", "2021-13-01T00:00Z"])
def test_what_is_no_instant_is_refused(text: str) -> None:
    with pytest.raises(TimeExpressionError, match="write it as 2021-06-02T12:00Z"):
        parse_instant(text)


@pytest.mark.parametrize(("text", "minutes"), [("Z", 0), ("+02:00", 120), ("-0330", -210)])
def test_offsets_are_read(text: str, minutes: int) -> None:
    assert parse_offset(text) == timedelta(minutes=minutes)


def test_offsets_are_written_with_their_sign() -> None:
    assert format_offset(timedelta(minutes=-210)) == "-03:30"
    with pytest.raises(TimeExpressionError):
        parse_offset("two")


@pytest.mark.parametrize("name", ["localtime", "posixrules", "Factory", "posix/Europe/Berlin", "right/Europe/Berlin"])
def test_a_zone_that_depends_on_the_machine_or_counts_leap_seconds_is_none(name: str) -> None:
    with pytest.raises(UnknownZoneError):
        find_zone(name)


@pytest.mark.parametrize("text", ["0001-01-01T00:00+14:00", "9999-12-31T23:00-14:00"])
def test_an_instant_beyond_all_calendars_is_refused(text: str) -> None:
    with pytest.raises(TimeExpressionError, match="out of the range of time"):
        parse_instant(text)
