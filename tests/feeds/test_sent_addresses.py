"""What an address means, and what of it means nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from season_calendar.errors import FeedOptionError
from season_calendar.feeds.sent_addresses import LONGEST_QUERY, feed_path, read_options


@pytest.mark.parametrize(
    ("path", "feed"),
    [
        ("/wtcr.ics", "/wtcr.ics"),
        ("/wtcr/2021.ics", "/wtcr/2021.ics"),
        ("/WTCR.ics", "/wtcr.ics"),
        ("/Wtcr/2021.ICS", "/wtcr/2021.ics"),
        ("/wtcr.ics/", "/wtcr.ics"),
        ("/wtcr.ics ", "/wtcr.ics"),
        ("/wtcr.ics\u00a0\r\n", "/wtcr.ics"),
        ("/wtcr.ics / ", "/wtcr.ics"),
        ("//wtcr.ics", "/wtcr.ics"),
        ("/wtcr//2021.ics", "/wtcr/2021.ics"),
        ("/ wtcr / 2021.ics", "/wtcr/2021.ics"),
        ("/wtcr.ics#june", "/wtcr.ics"),
        ("/wtcr.ics/#/june", "/wtcr.ics"),
        ("/wtcr/2021/spain.ics", "/wtcr/2021/spain.ics"),
        ("/../x.ics", "/../x.ics"),
        ("/.ics", "/.ics"),
    ],
)
def test_a_path_is_the_address_of_a_feed_however_it_is_written(path: str, feed: str) -> None:
    assert feed_path(path) == feed


@pytest.mark.parametrize(
    "path", ["", "/", "//", "/wtcr", "/wtcr/2021/", "/wtcrics", "/wtcr.ics.html", "/wtcr.ics/x", "/wtcr.icsx", "/#.ics"]
)
def test_only_what_ends_in_ics_is_the_path_of_a_feed(path: str) -> None:
    assert feed_path(path) is None


@given(st.text())
def test_any_path_is_that_of_a_feed_as_there_are_or_of_none(path: str) -> None:
    feed = feed_path(path)
    if feed is not None:
        assert feed_path(feed) == feed
        assert feed.startswith("/")
        assert "//" not in feed


@pytest.mark.parametrize(
    "query",
    [
        "sessions=race&alarm=1d",
        "sessions=race;alarm=1d",
        "sessions=race&amp;alarm=1d",
        "sessions=race&AMP;alarm=1d",
        "sessions=race&amp;amp;alarm=1d",
        "sessions=race&amp%3Balarm=1d",
        "sessions=race?alarm=1d",
        "?sessions=race&alarm=1d",
        "&sessions=race&&alarm=1d&",
        "sessions=race%20&%20alarm%20=+1d+",
        "%73essions=r%61ce&alarm=1d",
        "sessions=race&alarm=1d#top",
        "sessions=race&alarm=1d#&lang=sv",
        "sessions=race&%20&=&alarm=1d",
    ],
)
def test_options_are_the_same_however_they_are_put_together(query: str) -> None:
    assert read_options(query.encode()) == [("sessions", "race"), ("alarm", "1d")]


ADDED = [
    "utm_source=newsletter",
    "UTM_Campaign=",
    "utm_term=%ff",
    "fbclid=IwAR0_x-y",
    "FBCLID",
    "gclid=Cj0=",
    "mc_cid=1&mc_eid=2",
    "_=1634567890",
    "_",
    "1634567890",
    "1634567890=",
    "0",
]


@pytest.mark.parametrize("added", ADDED)
def test_what_others_add_is_ignored(added: str) -> None:
    assert read_options(added.encode()) == []
    assert read_options(f"sessions=race&{added}".encode()) == [("sessions", "race")]
    assert read_options(f"{added}?sessions=race".encode()) == [("sessions", "race")]


@pytest.mark.parametrize(
    ("query", "option"),
    [
        ("sesions=race", ("sesions", "race")),
        ("utm=x", ("utm", "x")),
        ("mc=x", ("mc", "x")),
        ("__=1", ("__", "1")),
        ("_x=1", ("_x", "1")),
        ("xfbclid=1", ("xfbclid", "1")),
        ("2021=1", ("2021", "1")),
        ("1d", ("1d", "")),
        ("%D9%A1", ("\N{ARABIC-INDIC DIGIT ONE}", "")),
        ("=race", ("", "race")),
        ("sessions", ("sessions", "")),
        ("sessions=", ("sessions", "")),
        ("Sessions=RACE", ("Sessions", "RACE")),
        ("alarm=race:2h,1h", ("alarm", "race:2h,1h")),
        ("sessions=a=b", ("sessions", "a=b")),
        ("sessions=Grid%20%26%20m%C3%A1s%3B%3F", ("sessions", "Grid & más;?")),
        ("sessions=Grid+m\u00e1s", ("sessions", "Grid más")),
    ],
)
def test_what_somebody_may_have_meant_is_an_option(query: str, option: tuple[str, str]) -> None:
    assert read_options(query.encode()) == [option]


@pytest.mark.parametrize("query", [b"sessions=%ff", b"%ff=race", b"sessions=\xff", b"%ff"])
def test_what_is_no_utf_8_is_refused(query: bytes) -> None:
    with pytest.raises(FeedOptionError, match=r"^the query is not readable \(valid: percent-encoded UTF-8\)$"):
        read_options(query)


def test_a_query_may_be_so_long_and_no_longer() -> None:
    assert read_options(b"lang=sv".ljust(LONGEST_QUERY, b"&")) == [("lang", "sv")]
    with pytest.raises(FeedOptionError, match=r"^the query is too long \(valid: at most 2048 octets\)$"):
        read_options(b"lang=sv".ljust(LONGEST_QUERY + 1, b"&"))


@given(st.binary())
def test_any_octets_give_options_or_are_refused(query: bytes) -> None:
    try:
        options = read_options(query)
    except FeedOptionError:
        return
    assert all((name, value) == (name.strip(), value.strip()) for name, value in options)


PARTS = st.sampled_from(["sessions=race", "ALARM=1D", "lang=", "Round=a%26b", *ADDED])


@given(st.lists(st.tuples(PARTS, st.sampled_from(["&", ";", "?", "&amp;", "&&", "& ", "&amp;&"]))))
def test_neither_additions_nor_separators_change_what_is_asked_for(parts: list[tuple[str, str]]) -> None:
    said = [part for part, _ in parts if part not in ADDED]
    sent = "".join(part + separator for part, separator in parts)
    assert read_options(sent.encode()) == read_options("&".join(said).encode())
