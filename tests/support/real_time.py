"""The machine's monotonic time, in the hands of a test."""

from __future__ import annotations


class RealTime:
    """Stands in for the machine's monotonic time: goes on where a test lets it."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds
