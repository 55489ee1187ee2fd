"""What a command that serves or reminds is told by its options, as one value. Loads nothing of what a service needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Opening:
    """The seasons and the state of a service, and where its clock stands.

    ``at`` and ``speed`` are None for the machine's own clock, ``database`` for the usual one.
    ``adopt`` is where seasons are published already that the journal does not know.
    """

    files: tuple[Path, ...]
    database: str | None
    at: datetime | None = None
    speed: float | None = None
    trust_clock: bool = False
    keep_reminding: bool = False
    adopt: str | None = None

    @property
    def is_elsewhere(self) -> bool:
        """Its clock stands elsewhere, or runs at another pace."""
        return self.at is not None or self.speed is not None

    @property
    def publishes_by_any_clock(self) -> bool:
        """Also by one that is behind the last publication: somebody chose it."""
        return self.trust_clock or self.at is not None
