"""The links by which calendars take an address: a click for those that have one."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Door:
    """One calendar's link. The address stands in it between ``before`` and ``after``, as webcal or as it is; encoded
    where it is the value of an option of another address.

    ``link`` is None where it is not known at which address the site is: then a script puts it together by the rest.
    """

    client: str
    link: str | None
    before: str = ""
    after: str = ""
    is_webcal: bool = False


def doors(address: str | None, name: str) -> tuple[Door, ...]:
    """The links for the feed at a whole address; ``name`` is what the calendar is called."""
    return (
        # The scheme alone says that it is to be subscribed to; by https a phone would copy the events once.
        _door("apple", address, is_webcal=True),
        # Of an address Google takes http or webcal, of https it says that there is no such calendar.
        _door("google", address, "https://calendar.google.com/calendar/r?cid=", is_webcal=True),
        # Outlook fetches it from its own servers, by the scheme that is said: it knows no webcal here.
        _door("outlook", address, "https://outlook.live.com/calendar/0/addfromweb/?url=", f"&name={_encoded(name)}"),
        _door("office", address, "https://outlook.office.com/calendar/0/addfromweb/?url=", f"&name={_encoded(name)}"),
    )


def to_webcal(address: str) -> str:
    """A web address by the scheme that calendars listen to."""
    return f"webcal:{address.partition(':')[2]}"


def _door(client: str, address: str | None, before: str = "", after: str = "", *, is_webcal: bool = False) -> Door:
    if address is None:
        return Door(client, None, before, after, is_webcal)
    named = to_webcal(address) if is_webcal else address
    return Door(client, f"{before}{_encoded(named) if before else named}{after}", before, after, is_webcal)


def _encoded(text: str) -> str:
    return quote(text, safe="")
