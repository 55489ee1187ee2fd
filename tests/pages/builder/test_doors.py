"""The exact links by which each calendar takes an address."""

from __future__ import annotations

import pytest

from season_calendar.pages.builder.doors import Door, doors

ADDRESS = "https://races.example.org/wtcr.ics?sessions=race"


def links(address: str, name: str = "WTCR") -> dict[str, str | None]:
    return {door.client: door.link for door in doors(address, name)}


def test_each_calendar_has_the_link_that_it_needs() -> None:
    assert links(ADDRESS) == {
        "apple": "webcal://races.example.org/wtcr.ics?sessions=race",
        "google": "https://calendar.google.com/calendar/r?cid="
        "webcal%3A%2F%2Fraces.example.org%2Fwtcr.ics%3Fsessions%3Drace",
        "outlook": "https://outlook.live.com/calendar/0/addfromweb/?url="
        "https%3A%2F%2Fraces.example.org%2Fwtcr.ics%3Fsessions%3Drace&name=WTCR",
        "office": "https://outlook.office.com/calendar/0/addfromweb/?url="
        "https%3A%2F%2Fraces.example.org%2Fwtcr.ics%3Fsessions%3Drace&name=WTCR",
    }


def test_a_site_without_encryption_has_the_same_links() -> None:
    assert links("http://10.0.0.7:8080/all.ics")["apple"] == "webcal://10.0.0.7:8080/all.ics"
    assert "url=http%3A%2F%2F10.0.0.7%3A8080%2Fall.ics&" in str(links("http://10.0.0.7:8080/all.ics")["outlook"])


@pytest.mark.parametrize("name", ["R&D #1", '"><script>', "Ö & Å=1", "javascript:alert(1)"])
def test_a_name_is_no_more_than_a_name_in_a_link(name: str) -> None:
    link = links(ADDRESS, name)["outlook"]

    assert link is not None
    assert link.count("&") == 1
    assert not set(link) & set('"<># ')


def test_where_the_address_is_not_known_a_script_is_told_how_to_make_each_link() -> None:
    known = doors(ADDRESS, "WTCR")

    for door, its in zip(doors(None, "WTCR"), known, strict=True):
        assert door == Door(its.client, None, its.before, its.after, its.is_webcal)
        assert str(its.link).startswith(door.before)
        assert str(its.link).endswith(door.after)
