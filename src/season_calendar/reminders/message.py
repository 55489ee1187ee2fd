"""What a channel is handed: one message, the same words for every kind of channel, and data for machines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one subscriber.

    ``key`` is the delivery's own, the same at every attempt, for whoever can drop a repeat. ``title`` is one line,
    ``text`` several, both plain text. ``data`` holds the same facts as JSON values.
    """

    key: str
    title: str
    text: str
    data: Mapping[str, object]
