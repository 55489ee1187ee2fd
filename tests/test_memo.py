"""What follows from the same objects is worked out once, and never given to others."""

from __future__ import annotations

from season_calendar.memo import Memo


def test_the_same_objects_are_worked_on_once_and_get_the_same_answer() -> None:
    worked: list[list[int]] = []

    def joined(one: list[int], other: list[int]) -> list[int]:
        worked.append(one)
        return one + other

    memo, one, other = Memo(joined), [1], [2]

    assert memo(one, other) is memo(one, other)
    assert len(worked) == 1


def test_equal_objects_that_are_not_the_same_are_worked_on_each() -> None:
    def copied(numbers: list[int]) -> list[int]:
        return [*numbers]

    memo, one = Memo(copied), [1]

    assert memo(one) is memo(one)
    assert memo(one) is not memo([1])


def test_the_order_of_the_objects_counts() -> None:
    def joined(one: list[int], other: list[int]) -> list[int]:
        return one + other

    memo, one, other = Memo(joined), [1], [2]

    assert (memo(one, other), memo(other, one)) == ([1, 2], [2, 1])


def test_of_more_than_there_is_room_for_the_one_it_came_to_first_is_worked_on_again() -> None:
    worked: list[str] = []

    def worked_on(word: str) -> None:
        worked.append(word)

    memo = Memo(worked_on, most=2)
    for word in ("a", "b", "c", "b", "a"):
        memo(word)

    assert worked == ["a", "b", "c", "a"]


def test_no_object_gets_the_answer_of_one_that_stood_where_it_stands_and_is_gone() -> None:
    memo = Memo(str)

    # Without a reference to each, most of these would come to stand in the same place, one after the other.
    assert [memo([number]) for number in range(1000)] == [f"[{number}]" for number in range(1000)]
