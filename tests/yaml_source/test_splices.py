"""Pieces of one text that are replaced: which may stand side by side, and in which order they come."""

from __future__ import annotations

import pytest

from season_calendar.yaml_source.editing.splices import Splice, Splices

TEXT = "abcdef"


def applied(*splices: Splice, owners: str = "oooo") -> str | None:
    """The text with all of the splices; None where one meets one that was there before it."""
    taken = Splices()
    added = [taken.add([splice], owner) for splice, owner in zip(splices, owners, strict=False)]
    return taken.applied_to(TEXT) if all(added) else None


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Splice(0, 2, "1"), Splice(4, 6, "2"), "1cd2"),
        (Splice(0, 2, "1"), Splice(2, 4, "2"), "12ef"),
        (Splice(2, 2, "1"), Splice(2, 4, "2"), "ab12ef"),
        (Splice(0, 2, "1"), Splice(2, 2, "2"), "12cdef"),
        (Splice(0, 0, "1"), Splice(6, 6, "2"), "1abcdef2"),
        (Splice(1, 3, ""), Splice(3, 5, ""), "af"),
    ],
)
def test_splices_that_do_not_overlap_come_in_the_order_of_the_text(one: Splice, other: Splice, expected: str) -> None:
    assert applied(one, other, owners="ab") == expected
    assert applied(other, one, owners="ab") == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Splice(0, 3, "1"), Splice(2, 5, "2")),
        (Splice(0, 6, "1"), Splice(2, 4, "2")),
        (Splice(0, 4, "1"), Splice(2, 2, "2")),
        (Splice(1, 3, "1"), Splice(1, 3, "2")),
        (Splice(1, 3, "1"), Splice(1, 2, "2")),
    ],
)
def test_splices_that_overlap_are_not_both_taken(one: Splice, other: Splice) -> None:
    for owners in ("oo", "ab"):
        assert applied(one, other, owners=owners) is None
        assert applied(other, one, owners=owners) is None


def test_a_splice_that_meets_one_between_others_is_not_taken() -> None:
    first, last = Splice(0, 1, "1"), Splice(5, 6, "4")
    assert applied(first, last, Splice(2, 4, "2"), Splice(3, 5, "3")) is None
    assert applied(first, last, Splice(2, 4, "2"), Splice(1, 3, "3")) is None
    assert applied(first, last, Splice(2, 3, "2"), Splice(3, 5, "3")) == "1b234"


def test_what_is_put_in_at_one_place_comes_in_the_order_of_adding_if_one_owner_adds_it() -> None:
    one, two = Splice(3, 3, "1"), Splice(3, 3, "2")
    assert applied(one, two, owners="oo") == "abc12def"
    assert applied(two, one, owners="oo") == "abc21def"
    assert applied(one, two, owners="ab") is None
    assert applied(Splice(0, 1, "0"), one, two, owners="abb") == "0bc12def"
    assert applied(Splice(0, 1, "0"), one, two, owners="aba") is None


def test_of_several_splices_none_is_taken_where_one_meets_another() -> None:
    taken = Splices()
    assert not taken
    assert taken.add([Splice(4, 6, "2"), Splice(0, 1, "1")], "a")
    assert taken.add([Splice(2, 3, "x"), Splice(5, 6, "y")], "a") is False
    assert taken
    assert taken.applied_to(TEXT) == "1bcd2"
