"""How often Python's garbage collector looks for cycles while reminders are sent."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_YOUNG = 10_000
"""After how many new objects it looks at them, 700 where nobody says otherwise. A message in hand is a dozen objects,
in no cycle: to walk them all again and again took a fifth of the time."""


@contextmanager
def seldom_collected() -> Iterator[None]:
    """While the block runs, what is alive by now is not walked at all, and what comes to life seldom."""
    usual = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
