"""What the drawings know of a round. Whoever calls them has the words, the addresses and the present."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from season_calendar.model import Coordinates


class RoundState(StrEnum):
    """How a round stands, as the page's colours and shapes tell it apart; the value is its CSS class."""

    RACED = "raced"
    ON_NOW = "on-now"
    TO_COME = "to-come"
    TIMES_TO_COME = "times-to-come"
    PROVISIONAL = "provisional"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"

    @property
    def is_off(self) -> bool:
        """It does not take place when it was said to: cancelled, or postponed."""
        return self in (RoundState.POSTPONED, RoundState.CANCELLED)

    @property
    def is_awaited(self) -> bool:
        """It takes place, and is not over."""
        return not self.is_off and self is not RoundState.RACED


@dataclass(frozen=True, slots=True)
class DrawnRound:
    """A round as it is drawn. ``title`` is its whole text alternative, in the reader's language, state included.

    ``code`` is short (``short_codes``), ``place`` is what the map writes beside it (``short_place``). ``href`` is an
    address of this site. ``is_next`` marks the first round to come, whatever its state. A round without days is not
    on the strip, one without coordinates not on a map.
    """

    code: str
    href: str
    title: str
    state: RoundState
    is_next: bool = False
    first_day: date | None = None
    last_day: date | None = None
    place: str = ""
    coordinates: Coordinates | None = None

    @property
    def stands_out(self) -> bool:
        """Whether it is what everybody looks for: the next round, or one that is on."""
        return not self.state.is_off and (self.is_next or self.state is RoundState.ON_NOW)

    @property
    def classes(self) -> str:
        """The CSS classes that say how it stands: ``provisional next``."""
        return f"{self.state} next" if self.is_next and not self.state.is_off else str(self.state)
