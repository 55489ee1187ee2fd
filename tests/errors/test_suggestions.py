"""What is suggested in place of an unknown word."""

from __future__ import annotations

from zoneinfo import available_timezones

from season_calendar.countries import near_countries
from season_calendar.errors import LONGEST_LISTED, MOST_COMPARED, remedy, suggestion


def test_the_word_that_is_most_alike_is_suggested_and_none_where_none_is_near() -> None:
    assert suggestion("belgum", ["belgium", "bulgaria"]) == "belgium"
    assert suggestion("monza", ["belgium", "bulgaria"]) is None


def test_a_word_of_a_file_is_compared_with_all_time_zones() -> None:
    assert suggestion("Europe/Brusels", available_timezones()) == "Europe/Brussels"


def test_words_without_end_are_not_compared() -> None:
    rounds = [f"round-{number:04}" for number in range(MOST_COMPARED // 100 + 1)]
    assert suggestion("round-1234", rounds) is None
    assert suggestion("round-1234x", rounds[:1000]) == "round-0234"
    assert suggestion("a" * MOST_COMPARED, ["aa"]) is None


def test_a_text_longer_than_the_name_of_any_country_is_near_to_none() -> None:
    assert near_countries("Bosnia & Herzegovina") == ["BA"]
    assert near_countries("Bosnia " * 1000) == []


def test_of_names_without_end_only_the_beginning_is_listed() -> None:
    longest = "b" * LONGEST_LISTED
    assert remedy("nope", [f"{longest}b", longest, "c"], "none") == f"there are: {longest}…, {longest}, c"
