"""``init``: a season file to start from; what it needs is asked for on a terminal, and given by options elsewhere."""

from __future__ import annotations

import re
import shlex
import sys
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import click

from season_calendar import disk
from season_calendar.cli.console import say
from season_calendar.cli.edits.venue import zone_of
from season_calendar.cli.options.files import SEASON_FILE
from season_calendar.clock import SystemClock
from season_calendar.countries import country_of_zone
from season_calendar.errors import EditRefusedError, SeasonFileError, UnreadableValueError
from season_calendar.printable import in_one_line
from season_calendar.season_file import read_season
from season_calendar.season_file.format import reserved, scalars, times
from season_calendar.season_file.format.schema import Scalar
from season_calendar.season_file.new_file import NewSeason, new_season_file

_Command = TypeVar("_Command", bound=Callable[..., object])


@dataclass(frozen=True)
class _Question:
    """One thing to know: ``read`` raises for a bad answer, ``proposal`` names the answer that one can be made of."""

    name: str
    text: str
    read: Callable[[str], object]
    proposal: str = ""

    @property
    def option(self) -> str:
        return "--" + self.name.replace("_", "-")


def _new_id(scalar: Scalar[str], taken: Collection[str]) -> Callable[[str], str]:
    """How to read the id of something new: unlike one that was published, it must not be an address of the program."""

    def read(text: str) -> str:
        if text in taken:
            raise UnreadableValueError(f"the id {text!r} is taken by the program", "choose another one")
        return scalar.read(text)

    return read


_SERIES_ID = _new_id(scalars.SERIES_ID, reserved.RESERVED_SERIES_IDS)
_SEASON_ID = _new_id(scalars.ID, reserved.RESERVED_SEASON_IDS)
_ROUND_ID = _new_id(scalars.ID, reserved.RESERVED_ROUND_IDS)

_QUESTIONS = (
    _Question("series_name", "The full name of the series", scalars.NAME.read),
    _Question("series", "The id of the series, in addresses for ever", _SERIES_ID, "series_name"),
    _Question("season", "The season's id, most often its year", _SEASON_ID),
    _Question("round_name", "What the first round is called", scalars.NAME.read),
    _Question("round", "The id of that round, for ever", _ROUND_ID, "round_name"),
    _Question("dates", "The dates of that round, such as 2021-06-03 to 2021-06-05, or one date", times.DAYS.read),
    _Question("venue_name", "Where it is held: the name of the track", scalars.NAME.read),
    _Question("venue", "The id of the track", scalars.ID.read, "venue_name"),
    _Question(
        "coordinates", "The latitude and longitude of the track, such as 50.3356,6.9475; or nothing", lambda text: text
    ),
    _Question("zone", "The time zone of the track, such as Europe/Berlin", scalars.ZONE.read),
)


def _options(command: _Command) -> _Command:
    """An option for each question, as ``name: str | None``."""
    for question in reversed(_QUESTIONS):
        command = click.option(question.option, question.name, help=f"{question.text}.")(command)
    return command


@click.command()
@click.argument("file", type=SEASON_FILE, default=Path("events.yaml"))
@_options
def init(file: Path, **given: str | None) -> None:
    """Start a season file: FILE, or events.yaml.

    On a terminal it asks for what is not given. Elsewhere every option is needed but --zone or --coordinates, of
    which one is enough. The track's country is written as that of its zone. A file that is there is never overwritten.
    """
    if file.exists():
        raise EditRefusedError(f"{file} is there already", "choose another name, or edit it with round, session, venue")
    answers = _ask(given) if _is_conversation() else _check(given)
    coordinates = answers.pop("coordinates", "").replace(",", ", ")
    country = country_of_zone(answers["zone"]) or ""
    new = NewSeason(**answers, coordinates=" ".join(coordinates.split()), country=country)
    content = new_season_file(new, in_one_line(str(file)))
    try:
        read_season(content, str(file))
    except SeasonFileError as error:
        raise EditRefusedError(f"{file} would have problems", "nothing was written", error.problems) from None
    disk.create(file, content)
    _say_what_next(file, answers)


def _is_conversation() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _check(given: dict[str, str | None]) -> dict[str, str]:
    """The answers that were given. Raises click.UsageError for all that are missing, and for a bad one."""
    answers = {name: value for name, value in given.items() if value is not None}
    if "coordinates" in answers:
        answers.setdefault("zone", zone_of(answers["coordinates"].split(",")))
    missing = [each.option for each in _QUESTIONS if each.name not in answers and each.name != "coordinates"]
    if missing:
        options = ", ".join(f"'{option}'" for option in missing).replace("'--zone'", "'--zone' or '--coordinates'")
        raise click.UsageError(f"Missing option{'s' if missing[1:] else ''} {options}.")
    for question in _QUESTIONS:
        if question.name in answers:
            _read(question, answers[question.name])
    return answers


def _ask(given: dict[str, str | None]) -> dict[str, str]:
    """The answers, asked for where they were not given, until they are good."""
    answers: dict[str, str] = {}
    proposals = {"season": str(SystemClock().now().year)}
    for question in _QUESTIONS:
        answer = given[question.name]
        if answer is not None:
            answers[question.name] = _read(question, answer)
        elif question.name != "coordinates":
            proposal = proposals.get(question.name) or _id_of(answers.get(question.proposal, ""))
            answers[question.name] = click.prompt(question.text, proposal or None, value_proc=_reader(question))
        elif given["zone"] is None:
            answers[question.name] = click.prompt(question.text, "", show_default=False, value_proc=_place)
        if answers.get("coordinates"):
            proposals["zone"] = zone_of(answers["coordinates"].split(","))
    return answers


def _reader(question: _Question) -> Callable[[str], str]:
    return lambda answer: _read(question, answer)


def _read(question: _Question, answer: str) -> str:
    """The answer as it was given. Raises click.BadParameter for a bad one."""
    try:
        question.read(answer)
    except UnreadableValueError as error:
        raise click.BadParameter(str(error), param_hint=question.option) from None
    return answer


def _place(answer: str) -> str:
    if answer:
        zone_of(answer.split(","))
    return answer


def _id_of(name: str) -> str:
    """An id made of a name: its letters and digits, small and without accents."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[: scalars.LONGEST_ID].strip("-")


def _say_what_next(file: Path, answers: dict[str, str]) -> None:
    which = "" if file == Path("events.yaml") else f" -f {shlex.quote(str(file))}"
    day = answers["dates"].split(" to ")[-1]
    round_id = answers["round"]
    say(f"{file} is written. It explains itself: open it and go on, or let commands edit it:")
    say(f'  season-calendar session add {round_id} race --kind race --start "{day} 15:00"{which}')
    say(f'  season-calendar round add ID --name NAME --venue {answers["venue"]} --dates "FIRST to LAST"{which}')
    say(f"  season-calendar venue add ID --name NAME --coordinates LATITUDE,LONGITUDE{which}")
    say("Then look at it, and let it be subscribed to:")
    say(f"  season-calendar list{which}")
    say(f"  season-calendar run{which}")
