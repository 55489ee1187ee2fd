"""Cases of the form "this text has these problems", kept in text files so that both can be read as they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from _pytest.mark import ParameterSet


def read_cases(path: Path) -> list[ParameterSet]:
    """A (text, problems) for each case of a file: a line ``=== name``, the text, a line ``---``, then its problems."""
    cases = []
    for case in path.read_text("utf-8").removeprefix("=== ").split("\n\n=== "):
        name, rest = case.split("\n", 1)
        text, problems = f"{rest}\n".rsplit("---\n", 1)
        cases.append(pytest.param(text, problems.strip().splitlines(), id=name))
    return cases
