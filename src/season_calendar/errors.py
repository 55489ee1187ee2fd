"""Every error the program raises on purpose, and the problem of a season file.

The tree; each message names the thing, the place and the remedy, and the command line shows it as it is::

    SeasonCalendarError
    ├── SeasonFileError          a season file has problems (carries all of them)
    ├── FileAccessError          a file cannot be read or written
    ├── EditRefusedError         an edit would touch what was not meant, or leave a broken file
    │   └── UnmovableTimeError   … or move a start or end that is no day, or to where there is none
    ├── UnknownThingError        no round, session, subscriber … of that name (suggests near ones)
    ├── UnreadableValueError     a text is not what is written there
    │   └── TimeExpressionError  … but should be a time, zone or duration
    │       ├── UnknownZoneError
    │       ├── SkippedTimeError    a wall time that the clocks jump over
    │       └── RepeatedTimeError   a wall time that happens twice
    ├── FeedError
    │   ├── UnknownFeedError     no such feed (HTTP 404)
    │   ├── FeedOptionError      an option that a feed does not have (HTTP 400)
    │   ├── BrokenFeedError      bytes that are no feed were about to be given
    │   └── AdoptionError        feeds that were published cannot be adopted, or must be
    ├── UnknownPageError         no page or file is there (HTTP 404)
    ├── ServerAddressError       the server cannot listen where it was told to
    ├── ClockBehindError         nothing new is published: by the clock, the last publication is yet to come
    ├── OutputError              what a command prints cannot be written
    ├── StorageError             the database or the journal file cannot be used
    │   └── DatabaseLostError    … any more: its file is not the one that was opened
    ├── RemindingError           the reminders ended by themselves, or a message cannot be sent again
    ├── OutdatedError            something newer was published than what is acted on; nobody sees it, it is taken up
    ├── UnreadableFactError      a kept fact cannot be read back (a journal tells where, as a StorageError)
    └── ChannelError             a message could not be handed over
        ├── TemporaryChannelError   … now; worth another try
        └── PermanentChannelError   … ever; goes to the dead letters

This module imports nothing of the project.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # every command loads this module, and most need neither
    from datetime import datetime, timedelta
    from pathlib import Path

MOST_PROBLEMS = 100
"""Where a file has more, reading ends: they have one cause, or the file was made to be read for ever."""

MOST_NAMES = 20
"""How many names a message lists of what there is."""

LONGEST_LISTED = 64
"""In characters: how much of each. No id is longer, but what is written in place of one may be."""


MOST_COMPARED = 400_000
"""In pairs of characters, those of a word with those of all it is compared with: some 10 ms at the worst."""


def suggestion(word: str, known: Iterable[str], *, alike: float = 0.6) -> str | None:
    """The known word most like ``word``, or None where nothing is near, or there is too much to compare it with.

    ``alike`` is how near it must be, from 0 to 1.
    """
    choices = list(known)
    if len(word) * sum(map(len, choices)) > MOST_COMPARED:
        return None
    import difflib  # needed for mistakes only, and not cheap to load

    near = difflib.get_close_matches(word, choices, n=1, cutoff=alike)
    return near[0] if near else None


def remedy(word: str, known: Iterable[str], none_yet: str) -> str:
    """What helps where ``word`` is not known: the one that was meant, or those there are; ``none_yet`` without any."""
    choices = list(known)
    near = suggestion(word, choices)
    if near is not None:
        return f"did you mean {near!r}?"
    if not choices:
        return none_yet
    more = f" and {len(choices) - MOST_NAMES} more" if len(choices) > MOST_NAMES else ""
    listed = (name if len(name) <= LONGEST_LISTED else f"{name[:LONGEST_LISTED]}…" for name in choices[:MOST_NAMES])
    return f"there are: {', '.join(listed)}{more}"


class SeasonCalendarError(Exception):
    """Anything that went wrong for a reason the person can act on."""


class Severity(StrEnum):
    """How bad a problem is: an error refuses the file, a warning does not; a suggestion is none at all."""

    ERROR = "error"
    WARNING = "warning"
    SUGGESTION = "suggestion"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a season file, where it stands and what helps.

    ``line`` and ``column`` count from 1, as editors do, in characters; ``width`` is how many characters of that
    line are meant, at least 1; ``source_line`` is the line's text without its line break.
    """

    path: str
    line: int
    column: int
    message: str
    hint: str | None = None
    severity: Severity = Severity.ERROR
    source_line: str = ""
    width: int = 1

    def __str__(self) -> str:
        hint = f" ({self.hint})" if self.hint else ""
        severity = "" if self.severity is Severity.ERROR else f"{self.severity}: "
        return f"{self.path}:{self.line}:{self.column}: {severity}{self.message}{hint}"


class SeasonFileError(SeasonCalendarError):
    """A season file has problems; ``problems`` holds every one of them, in the order of the file, never none."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class FileAccessError(SeasonCalendarError):
    """A file cannot be read or written."""

    def __init__(self, path: Path | str, what: str, remedy: str) -> None:
        self.path = str(path)
        self.what = what
        self.remedy = remedy
        super().__init__(f"{path}: {what} ({remedy})")


class EditRefusedError(SeasonCalendarError):
    """An edit was not made, and the file is as it was.

    ``problems`` are those of the file; where there are ``new_lines``, those of the text that the edit would have made
    of it, and these are the lines of that text which the file does not have, by their numbers there.
    """

    def __init__(
        self, what: str, remedy: str, problems: Sequence[Problem] = (), new_lines: Mapping[int, str] | None = None
    ) -> None:
        self.problems = tuple(problems)
        self.new_lines = new_lines
        super().__init__(f"{what} ({remedy})")


class UnmovableTimeError(EditRefusedError):
    """The date in a text of the season cannot be moved.

    ``path`` leads to the text through the keys and indices of the season; ``line`` is where it stands in the file.
    """

    def __init__(self, path: tuple[str | int, ...], text: str, line: int | None = None) -> None:
        self.path, self.text = path, text
        where = f" in line {line}" if line is not None else ""
        super().__init__(f"{path[-1]} {text!r}{where} cannot be moved", "correct it first")


class UnknownThingError(SeasonCalendarError):
    """No thing of that kind has that name.

    ``kind`` is a word such as "round", and ``where`` says where it was looked for, such as "in the round 'spain'".
    """

    def __init__(self, kind: str, name: str, known: Iterable[str], where: str = "") -> None:
        what = f"no {kind} {name!r} {where}".rstrip()
        super().__init__(f"{what} ({remedy(name, known, f'there is no {kind} at all yet')})")


class UnreadableValueError(SeasonCalendarError):
    """A text cannot be understood as the value it should be. ``what`` and ``hint`` are the message's two halves."""

    def __init__(self, what: str, hint: str) -> None:
        self.what = what
        self.hint = hint
        super().__init__(f"{what} ({hint})")


class TimeExpressionError(UnreadableValueError):
    """A time, zone or duration cannot be understood."""


class UnknownZoneError(TimeExpressionError):
    """No IANA time zone has that name."""

    def __init__(self, name: str, hint: str) -> None:
        super().__init__(f"unknown time zone {name!r}", hint)


class SkippedTimeError(TimeExpressionError):
    """The clocks jump over this wall time. ``jump`` is by how much they go forward."""

    def __init__(self, wall: datetime, zone: str, jump: timedelta) -> None:
        after = (wall + jump).strftime("%H:%M")
        super().__init__(
            f"{wall:%Y-%m-%d %H:%M} does not exist in {zone}: the clocks go forward over it",
            f"did you mean {after}?",
        )


class RepeatedTimeError(TimeExpressionError):
    """This wall time happens twice. ``offsets`` are the two UTC offsets as ``+02:00``, first one first."""

    def __init__(self, wall: datetime, zone: str, offsets: tuple[str, str]) -> None:
        super().__init__(
            f"{wall:%Y-%m-%d %H:%M} happens twice in {zone}: the clocks go back over it",
            f"write which one: {wall:%Y-%m-%d %H:%M}{offsets[0]} or {wall:%Y-%m-%d %H:%M}{offsets[1]}",
        )


class FeedError(SeasonCalendarError):
    """A feed cannot be given as asked for."""


class UnknownFeedError(FeedError):
    """There is no feed at this address. ``known`` are the addresses there are."""

    def __init__(self, path: str, known: Iterable[str]) -> None:
        super().__init__(f"no feed {path} (there are: {', '.join(known)})")


class UnknownPageError(SeasonCalendarError):
    """There is no page or file at this address."""

    def __init__(self, path: str) -> None:
        super().__init__(f"there is nothing at {path} (everything is reached from /)")


class FeedOptionError(FeedError):
    """A feed's option is unknown, or has a value it cannot have; ``valid`` names what can be asked for."""

    def __init__(self, what: str, valid: Iterable[str]) -> None:
        super().__init__(f"{what} (valid: {', '.join(valid)})")


class BrokenFeedError(FeedError):
    """Bytes that are no iCalendar lines were about to be given: a defect of this program, never of a season."""

    def __init__(self, what: str) -> None:
        super().__init__(f"the feed is not given: {what} (this is a defect of the program; please report it)")


class AdoptionError(FeedError):
    """What was published cannot be read or fetched from its feeds, or was not and would begin anew.

    ``source`` is the file, folder or address; no password of one stands in it.
    """

    def __init__(self, source: str, what: str, remedy: str) -> None:
        super().__init__(f"{source}: {what} ({remedy})")


class ServerAddressError(SeasonCalendarError):
    """The server cannot listen at this address."""

    def __init__(self, host: str, port: int, reason: str, remedy: str) -> None:
        super().__init__(f"cannot listen on {host} port {port}: {reason} ({remedy})")


class ClockBehindError(SeasonCalendarError):
    """By the clock, the last publication of a season lies ahead: that clock was wrong, or this one is."""

    def __init__(self, season_key: str, now: datetime, published_at: datetime) -> None:
        super().__init__(
            f"{season_key} is not published: the clock says {now:%Y-%m-%d %H:%M} UTC, and it was published last at "
            f"{published_at:%Y-%m-%d %H:%M} UTC (set the clock right, or publish with --trust-clock)"
        )


class OutputError(SeasonCalendarError):
    """What a command prints cannot be written. No OSError: for one, click would end the program with 1 by itself."""

    def __init__(self, error: OSError) -> None:
        self.reader_has_gone = isinstance(error, BrokenPipeError)
        super().__init__(f"{error.strerror or error} (check where the output goes)")


class StorageError(SeasonCalendarError):
    """The database or the journal file cannot be used. No secret of its address stands in the message."""


class DatabaseLostError(StorageError):
    """The file of an open database was deleted or replaced: what is written to it now is lost."""


class RemindingError(SeasonCalendarError):
    """Reminders ended by themselves, or a message cannot be sent again."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what} ({remedy})")


class OutdatedError(SeasonCalendarError):
    """Something was published that was not taken up yet: look first, then try again."""


class UnreadableFactError(SeasonCalendarError):
    """A fact of an event or a season, or a value of a row, as it was kept, cannot be read back.

    ``fact`` is its name; only the message holds its value. ``is_newer`` says that a newer version of this program
    wrote it.
    """

    def __init__(self, fact: str, why: str, *, is_newer: bool = False) -> None:
        self.fact = fact
        self.is_newer = is_newer
        super().__init__(f"{fact!r}: {why}")


class ChannelError(SeasonCalendarError):
    """A message could not be handed over. The message never holds a token, password or full webhook address."""


class TemporaryChannelError(ChannelError):
    """It may work later.

    ``retry_after`` is how long the receiver asked us to wait, if it did; ``throttled`` says that it only asked us
    to slow down, which costs no attempt. ``unreachable`` says that the host did not even listen to for whom the message
    was: only that counts against all that go there. ``may_have_arrived`` is False where the receiver certainly did not
    take the message.
    """

    def __init__(
        self,
        message: str,
        *,
        retry_after: timedelta | None = None,
        throttled: bool = False,
        unreachable: bool = False,
        may_have_arrived: bool = True,
    ) -> None:
        self.retry_after = retry_after
        self.throttled = throttled
        self.unreachable = unreachable
        self.may_have_arrived = may_have_arrived
        super().__init__(message)


class PermanentChannelError(ChannelError):
    """It will never work as it is."""
