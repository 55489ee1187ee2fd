"""An observer of hands, with a clock of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from support.hand_processes import Stopwatch

from season_calendar.storage.hands import Hand, open_hand


@pytest.fixture
def clock() -> Stopwatch:
    """The observer's monotonic clock."""
    return Stopwatch()


@pytest.fixture
def database(engine: Engine) -> str:
    """The address of the database, for other processes."""
    return engine.url.render_as_string(hide_password=False)


@pytest.fixture
def observer(engine: Engine, clock: Stopwatch) -> Iterator[Hand]:
    """A hand that looks at others."""
    hand = open_hand(engine, clock)
    yield hand
    hand.close()
