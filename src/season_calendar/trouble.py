"""Tells of a failure that goes on: at once, then once a minute, and when it is over. Each time would bury all else."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from season_calendar.errors import SeasonCalendarError

_TELL_AGAIN_AFTER = 60.0
"""In real seconds."""


class Trouble:
    """The trouble that one piece of work has, if any, told to ``log``. Not safe to share between threads."""

    def __init__(self, log: logging.Logger, what: str, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._log = log
        self._what = what
        self._monotonic = monotonic
        self._text: str | None = None
        self._told_at = 0.0

    @property
    def goes_on(self) -> bool:
        """Whether the work failed when it was done last."""
        return self._text is not None

    def tell(self, error: BaseException) -> None:
        """The work failed, maybe as it did the last time."""
        text = f"{type(error).__name__}: {error}"
        now = self._monotonic()
        if text == self._text and now - self._told_at < _TELL_AGAIN_AFTER:
            return
        self._text, self._told_at = text, now
        if isinstance(error, SeasonCalendarError):
            self._log.error("%s: %s", self._what, error)
        else:
            self._log.error("%s: an error of its own, and it goes on", self._what, exc_info=error)

    def is_over(self) -> None:
        """The work succeeded."""
        if self._text is not None:
            self._text = None
            self._log.info("%s: it works again", self._what)
