"""Which connections are open, and which is let go where there are too many. Knows no socket and no clock.

Whoever has sent no whole request costs nothing to anybody by going; whoever is being answered is never let go.
"""

from __future__ import annotations

import sys
from collections import OrderedDict
from collections.abc import Hashable
from enum import IntEnum, auto
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Generic, TypeVar

C = TypeVar("C", bound=Hashable)

MOST_PER_ADDRESS = 64
"""From one address unless set otherwise: many subscribers behind one router, and a small part of all."""

_SITE_BITS = 64
"""What one subscriber line has of IPv6 (RFC 6177): 2^64 addresses, among which a client may choose."""


class _State(IntEnum):  # a number is looked up in half the time
    """What a connection is doing, in the order in which connections are let go."""

    SILENT = auto()  # it has sent no whole request, though it had time to
    IDLE = auto()  # it was answered, and may ask for something else
    SLOW = auto()  # it has asked for more than it reads
    NEW = auto()  # it has only just come
    BUSY = auto()  # it is being answered


class Connections(Generic[C]):
    """The open connections, ``most`` of them and ``most_per_address`` from one address; 0 is any number.

    None but ``admit`` cares whether a connection is known: one that was let go may still end its answer.
    """

    def __init__(self, most: int, most_per_address: int) -> None:
        self._all: _Group[C] = _Group(most)
        self._most_per_address = most_per_address
        self._by_address: dict[str, _Group[C]] = {}
        self._addresses: dict[C, str] = {}
        self._states: dict[C, _State] = {}

    def __len__(self) -> int:
        return len(self._states)

    def admit(self, connection: C, address: str) -> C | None:
        """Take a new connection in; returns the one to close for it, which is then known no more.

        Where an address has all it may have, it is one of the same address. It is the oldest that has sent no whole
        request; if there is none, the one that has been idle for longest, or else has got no further for longest, or
        else came just before; where all are busy, it is the new one.
        """
        key = counted_as(address) if self._most_per_address else ""
        neighbours = self._by_address.get(key) or _Group(self._most_per_address or sys.maxsize)
        full = next((group for group in (neighbours, self._all) if group.is_full), None)
        let_go = None
        if full is not None:
            let_go = full.least_needed()
            if let_go is None:
                return connection
            self.gone(let_go)
        self._by_address[key] = neighbours  # it is new, or was emptied just now
        self._addresses[connection] = key
        self._put(connection, _State.NEW)
        return let_go

    def silent(self, connection: C) -> None:
        """It has had the time to send a request. If it has not, it is the first to be let go."""
        if self._states.get(connection) is _State.NEW:
            self._move(connection, _State.SILENT)

    def asked(self, connection: C) -> None:
        """A whole request has come: it is being answered from now on."""
        self._move(connection, _State.BUSY)

    def slow(self, connection: C) -> None:
        """It has not read its answer yet, or has asked for several things at once; to be said again as it goes on."""
        if self._states.get(connection) not in (
            _State.NEW,
            _State.SILENT,
        ):  # such as an answer to a request that is still to be whole
            self._move(connection, _State.SLOW)

    def answered(self, connection: C) -> None:
        """All that it asked for has been answered."""
        self._move(connection, _State.IDLE)

    def gone(self, connection: C) -> None:
        """It is closed."""
        state = self._states.pop(connection, None)
        if state is None:
            return
        key = self._addresses.pop(connection)
        self._all.remove(connection, state)
        self._by_address[key].remove(connection, state)
        if not self._by_address[key].size:
            del self._by_address[key]

    def _move(self, connection: C, state: _State) -> None:
        before = self._states.get(connection)
        if before is None:
            return
        groups = (self._all, self._by_address[self._addresses[connection]])
        if before is state:
            for group in groups:
                group.renew(connection, state)
            return
        for group in groups:
            group.remove(connection, before)
        self._put(connection, state)

    def _put(self, connection: C, state: _State) -> None:
        self._states[connection] = state
        for group in (self._all, self._by_address[self._addresses[connection]]):
            group.add(connection, state)


class _Group(Generic[C]):
    """Connections that are counted together; those in one state stand in the order in which they came into it."""

    def __init__(self, most: int) -> None:
        self.size = 0
        self._most = most
        # No plain dict: one whose first item is removed again and again is searched through from its beginning.
        self._in_state: dict[_State, OrderedDict[C, None]] = {state: OrderedDict() for state in _State}

    @property
    def is_full(self) -> bool:
        return self.size >= self._most

    def add(self, connection: C, state: _State) -> None:
        self._in_state[state][connection] = None
        self.size += 1

    def remove(self, connection: C, state: _State) -> None:
        del self._in_state[state][connection]
        self.size -= 1

    def renew(self, connection: C, state: _State) -> None:
        self._in_state[state].move_to_end(connection)

    def least_needed(self) -> C | None:
        """The one to be let go first, None where all are busy."""
        for state in _State:
            if self._in_state[state] and state is not _State.BUSY:
                return next(iter(self._in_state[state]))
        return None


def counted_as(address: str) -> str:
    """What an address is counted as: itself in IPv4, its /64 in IPv6, however it is written."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:  # no address of a network: all of these are one
        return ""
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(IPv6Network((parsed, _SITE_BITS), strict=False))
