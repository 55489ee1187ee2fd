"""Kills reminding processes at random moments while they send, and counts what became of every reminder."""

from __future__ import annotations

import random
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from support.fleet import Arrival, Fleet, InHand, Slowly, without_mark
from support.sinks import HttpSink

_AFTER_SECONDS = 2
"""How long reminders still fall due after the last kill."""


@dataclass(frozen=True, slots=True)
class Kill:
    """One process was killed at an instant of the monotonic clock, with rows in its hand."""

    at: float
    in_hand: Sequence[InHand]


@dataclass(frozen=True, slots=True)
class KillRun:
    """What a run came to. Keys in ``lost`` are without their marks."""

    kills: Sequence[Kill]
    expected: int
    arrivals: Sequence[Arrival]
    answered: Sequence[Arrival]
    lost: frozenset[str]

    @property
    def counts(self) -> Counter[str]:
        """How often each key arrived."""
        return Counter(arrival.key for arrival in self.arrivals)

    @property
    def in_flight(self) -> Counter[str]:
        """By the ends of their keys, how often messages were being sent when their sender was killed.

        Also what was to be sent again after an earlier kill: from outside it looks the same.
        """
        return Counter(
            f"{its.subscriber_id}/{mark}" for kill in self.kills for its in kill.in_hand for mark in its.marks
        )

    @property
    def doubled(self) -> dict[str, int]:
        """How often more than once each key arrived that did."""
        return {key: count - 1 for key, count in self.counts.items() if count > 1}

    @property
    def doubled_beyond_crashes(self) -> dict[str, int]:
        """Those that arrived again more often than they were in flight when their sender was killed."""
        in_flight = self.in_flight
        return {key: more for key, more in self.doubled.items() if more > in_flight[_end(key)]}

    @property
    def of_several_keys(self) -> set[str]:
        """Messages that came under different keys."""
        keys = Counter(without_mark(key) for key in self.counts)
        return {message for message, count in keys.items() if count > 1}

    @property
    def unsettled_for(self) -> list[float]:
        """How many seconds before the kill those were answered that were answered, but not on record yet."""
        answered: defaultdict[str, list[float]] = defaultdict(list)
        for its in self.answered:
            answered[_end(its.key)].append(its.at)
        last_kill: dict[str, float] = {}
        after = []
        for kill in self.kills:
            for end in (f"{its.subscriber_id}/{mark}" for its in kill.in_hand for mark in its.marks):
                # What another one answered, who was killed too, is not meant again.
                before = [at for at in answered[end] if last_kill.get(end, 0) < at <= kill.at]
                after += [kill.at - max(before)] if before else []
                last_kill[end] = kill.at
        return after

    @property
    def taken_over_after(self) -> list[float]:
        """For each kill, after how many seconds the first row came that had been in its hand and was not being sent.

        Only where no other kill was in between.
        """
        after = []
        for kill, following in zip(self.kills, [*self.kills[1:], None], strict=True):
            rows = {(its.subject, its.subscriber_id) for its in kill.in_hand if not its.marks}
            ats = [its.at for its in self.arrivals if its.at > kill.at and _row(its.key) in rows]
            if ats and (following is None or min(ats) < following.at):
                after.append(min(ats) - kill.at)
        return after


def kill_run(
    folder: Path, database: str, daemons: int, kills: int, pauses: tuple[float, float], subscribers: int, seed: int
) -> KillRun:
    """Kill one of so many processes, start another, wait for between so many seconds, again and again.

    Then let all that is due arrive, and stop them.
    """
    chance = random.Random(seed)
    sessions = int(kills * (sum(pauses) / 2 + 0.5)) + _AFTER_SECONDS
    receiver = Slowly(0.5)
    killed: list[Kill] = []
    with HttpSink() as sink, Fleet(folder, database, sink, sessions, subscribers) as fleet:
        sink.behave(receiver)
        fleet.start(daemons)
        for _ in range(kills):
            time.sleep(chance.uniform(*pauses))
            in_hand = fleet.kill(chance.choice(fleet.processes))
            killed.append(Kill(time.monotonic(), in_hand))
            fleet.start()
        fleet.comes_to_rest(receiver)
        fleet.stop()
        lost = frozenset(fleet.missing(receiver))
    return KillRun(killed, len(fleet.expected), receiver.arrivals, receiver.answered, lost)


def _end(key: str) -> str:
    """The subscriber and the mark."""
    return "/".join(key.split("/")[-2:])


def _row(key: str) -> tuple[str, str]:
    parts = key.split("/")
    return "/".join(parts[:3]), parts[-2]
