"""What header fields ask for, as RFC 9110 has it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from season_calendar.web.answers.conditional_requests import accepts_gzip, http_date, is_unmodified_since, matching_tag

AT = datetime(2021, 6, 3, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ('"a"', '"a"'),
        ('W/"a"', '"a"'),
        ('"x", W/"y" ,"b"', '"b"'),
        ('"x,y","a"', '"a"'),
        ('"b", "a"', '"a"'),
        ("*", '"a"'),
        (" * ", '"a"'),
        ("a", None),
        ('"a,b"', None),
        ('"A"', None),
        ("", None),
        ('"a', None),
    ],
)
def test_a_list_of_tags_matches_weakly_and_the_first_of_ours_is_found(field: str, found: str | None) -> None:
    assert matching_tag(field, ['"a"', '"b"']) == found


@pytest.mark.parametrize(
    ("field", "unmodified"),
    [
        ("Thu, 03 Jun 2021 12:30:00 GMT", True),
        ("Thu, 03 Jun 2021 12:30:01 GMT", True),
        ("Thu, 03 Jun 2021 12:29:59 GMT", False),
        ("Thursday, 03-Jun-21 12:30:00 GMT", True),
        ("Thu Jun  3 12:30:00 2021", True),
        ("Thu, 03 Jun 2021 12:30:00 -0000", True),
        ("yesterday", False),
        ("", False),
        ("Thu, 99 Jun 2021 12:30:00 GMT", False),
        ("Mon, 01 Jan 0001 00:00:00 +2359", False),
        ("Fri, 31 Dec 9999 23:59:59 -2359", True),
    ],
)
def test_a_date_counts_in_each_of_its_three_forms_and_what_is_none_is_ignored(field: str, unmodified: bool) -> None:
    assert is_unmodified_since(field, AT) is unmodified


def test_dates_are_written_as_http_has_them() -> None:
    assert http_date(AT) == "Thu, 03 Jun 2021 12:30:00 GMT"


@pytest.mark.parametrize(
    ("field", "gzip"),
    [
        ("", False),
        ("identity", False),
        ("gzip", True),
        ("GZIP", True),
        ("x-gzip", True),
        ("br, deflate, gzip", True),
        ("br, deflate", False),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("gzip;q=0.001", True),
        ("*", True),
        ("*;q=0", False),
        ("*, gzip;q=0", False),
        ("gzip;q=0.5, identity", False),
        ("gzip, identity;q=0.5", True),
        ("gzip;q=high", False),
        ("gzip;q=2", False),
        (",,;,", False),
    ],
)
def test_gzip_is_used_only_when_asked_for(field: str, gzip: bool) -> None:
    assert accepts_gzip(field) is gzip
