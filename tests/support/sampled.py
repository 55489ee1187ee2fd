"""Cases that are tried wholly in the long run, and in the default one by a sample that is always the same."""

from __future__ import annotations

from collections.abc import Sequence

import pytest


def one_in(share: int) -> pytest.MarkDecorator:
    """The argument ``one_in`` of a test: of its cases, numbered on from one test to the next, it tries one in so many.

    Marked slow, it tries all of them.
    """
    return pytest.mark.parametrize("one_in", [share, pytest.param(1, marks=pytest.mark.slow)], ids=["some", "all"])


def some_of(argument: str, cases: Sequence[str], share: int, first: int) -> pytest.MarkDecorator:
    """An argument of a test: one in so many of these cases, counted on from a number; the others are marked slow."""
    slow = pytest.mark.slow
    return pytest.mark.parametrize(
        argument, [pytest.param(case, marks=slow if n % share else ()) for n, case in enumerate(cases, first)]
    )
