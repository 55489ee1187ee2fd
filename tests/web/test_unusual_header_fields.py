"""Header fields as some clients write them, which mean what they say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from season_calendar.web.answers.conditional_requests import accepts_gzip, is_unmodified_since

HALF_PAST_12 = datetime(2021, 6, 3, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    ["Thu, 03 Jun 2021 14:30:00 +0200", "Thu, 03 Jun 2021 07:30:00 -0500", "Thu, 03 Jun 2021 12:30:00 -0000"],
)
def test_a_date_counts_in_the_zone_it_is_written_in(written: str) -> None:
    assert is_unmodified_since(written, HALF_PAST_12)
    assert not is_unmodified_since(written, HALF_PAST_12 + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("written", "is_asked_for"),
    [("gzip; q = 1", True), ("gzip ;q = 0", False), (" GZIP ; Q=0.5 , identity ; q = 0.4", True)],
)
def test_blanks_around_a_weight_change_nothing(written: str, is_asked_for: bool) -> None:
    assert accepts_gzip(written) is is_asked_for
