"""Whatever text somebody else wrote, and whichever command meets it: only printable characters come out."""

from __future__ import annotations

import itertools
import json
import logging
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from support import sampled
from support.season_text import SEASON
from support.terminal import Terminal, plain

from season_calendar.cli.main import cli, main
from season_calendar.storage.own_database import own_database
from season_calendar.web.wire.listening import Listening

HOSTILE = "\x1b[8;5;7m\x9b2J\x07\r\x85\u202e\u2066\u200b\u2028\u2029\ufeff\u061c\xad\U000e0041\U000e0001\x7f\x00[red]x"
TYPED = HOSTILE.replace("\x00", "") + os.fsdecode(b"\xff\x9b2J")
"""What a word of a command line can be: no NUL, but bytes that are no text."""
IN_YAML = f'"{"".join(f"{chr(92)}U{ord(char):08x}" for char in HOSTILE)}"'

CALLS = {
    name: shlex.split(words)
    for name, words in {
        "run": "--port 0",
        "serve": "--port 0",
        "remind": "",
        "build": "site --no-pages",
        "forget": "wtcr/2021/gone",
        "next": "--at 2021-06-02T12:00Z",
        "list": "--at 2021-06-02T12:00Z",
        "show": "czech-republic",
        "check": "",
        "init": "new.yaml --series-name WTCR --series wtcr --season 2021 --round-name Most"
        " --round most --dates 2021-10-09 --venue-name Most --venue most --zone Europe/Prague",
        "schema": "",
        "completion": "bash",
        "round add": "finale --name Finale --venue most --dates 2021-11-27",
        "round edit": "czech-republic --name 'Race of Czechia'",
        "round cancel": "czech-republic",
        "round postpone": "czech-republic",
        "round move": "czech-republic 2021-10-16 to 2021-10-17",
        "round restore": "czech-republic",
        "round remove": "czech-republic",
        "session add": "czech-republic race-2 --kind race --start '2021-10-10 15:00'",
        "session edit": "czech-republic race-1 --note '12 laps'",
        "session move": "czech-republic race-1 15:30",
        "session cancel": "czech-republic race-1",
        "session restore": "czech-republic race-1",
        "session remove": "czech-republic race-1",
        "venue add": "adria --name Adria --zone Europe/Rome",
        "venue edit": "most --name Most",
        "venue remove": "most",
        "driver add": "anna --name Anna",
        "driver edit": "bo --name Bo",
        "driver remove": "bo",
        "title add": "junior --name Junior",
        "title edit": "overall --name Overall",
        "title remove": "overall",
        "subscriber add": "anna --channel console",
        "subscriber edit": "bo --language sv",
        "subscriber list": "",
        "subscriber remove": "bo",
        "subscriber test": "bo",
        "delivery list": "",
        "delivery resend": "--all",
    }.items()
}
"""Every command there is, with words that it can be called with."""

GOOD = f"""\
{SEASON.rstrip()}
    sessions:
      - {{id: race-1, kind: race, name: Race 1, start: 2021-10-10 11:15}}
drivers:
  bo: {{name: Bo Lind}}
titles:
  overall: Overall
"""
HOSTILE_NAMES = re.sub(
    r"name: [\w ]+", lambda _: f"name: {IN_YAML}", GOOD.replace("start:", f"note: {IN_YAML}, start:")
)
HOSTILE_KEYS = f"""\
{GOOD.replace("kind: race", f"kind: {IN_YAML}, {IN_YAML}: x").replace("venue: most", f"venue: {IN_YAML}")}
durations: {{{IN_YAML}: 1h}}
reminders: {{{IN_YAML}: 1h}}
{IN_YAML}: x
"""


def leaves(group: click.Group, path: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command of a group and of the groups below it, with its words."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from leaves(command, f"{path}{name} ")
        else:
            yield path + name, command


COMMANDS = dict(leaves(cli))
TESTS = itertools.count()


def test_no_command_is_forgotten_here() -> None:
    assert set(CALLS) == set(COMMANDS)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, migrated_file: Path) -> Path:
    """The working folder, with a season file and the state of this user; what would run for ever ends at once."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("TERM", "xterm-256color")
    for name in [name for name in os.environ if name.startswith("SEASON_CALENDAR") or name == "NO_COLOR"]:
        monkeypatch.delenv(name)
    monkeypatch.setattr("season_calendar.cli.services.service.reminding", lambda *_: nullcontext())
    monkeypatch.setattr("season_calendar.cli.services.service.wait_for_signal", lambda: None)
    monkeypatch.setattr("season_calendar.web.server.serve", announced)
    monkeypatch.setattr(logging.root, "handlers", [])  # so that the program logs to its own stderr
    monkeypatch.setattr(logging.getLogger("season_calendar"), "level", logging.NOTSET)
    (tmp_path / "events.yaml").write_text(GOOD, "utf-8")
    shutil.copy(migrated_file, own_database(ensure_folder=True))
    return tmp_path


def announced(_: object, listening: Listening, __: int, announce: Callable[[str], None]) -> None:
    """Announce that it is served, and end."""
    announce(listening.url)
    listening.socket.close()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Path:
    """A folder where somebody has a subscriber, and published the season in ``state.sqlite3`` and ``journal.json``."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "events.yaml").write_text(GOOD, "utf-8")
    shutil.copy(migrated_file, folder / "state.sqlite3")
    state = ("--database", "state.sqlite3")
    with pytest.MonkeyPatch.context() as here:
        here.chdir(folder)
        for words in (
            ("subscriber", "add", "bo", "--channel", "console", *state),
            ("build", "site", "--no-pages", *state),
            ("build", "other", "--no-pages", "--journal", "journal.json"),
        ):
            assert CliRunner().invoke(cli, words).exit_code == 0
    return folder


@pytest.fixture(params=[pytest.param("pipe", marks=pytest.mark.slow), "terminal"])
def said(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Runs a command and gives all that it said, once that is known to be printable."""

    def run(*words: str) -> str:
        out, err = Terminal(), Terminal()
        for stream in (out, err):
            monkeypatch.setattr(stream, "isatty", lambda: request.param == "terminal")
        monkeypatch.setattr("sys.stdout", out)
        monkeypatch.setattr("sys.stderr", err)
        with pytest.raises(SystemExit):
            main(list(words))
        text = out.getvalue() + err.getvalue()
        if request.param == "terminal":
            assert "\x1b[8" not in text, words
            text = plain(text)
        assert not steering(text), words
        return text

    return run


def steering(text: str) -> set[str]:
    """The characters of a text that no terminal should be sent."""
    controls = {char for char in text if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")}
    return controls - {"\n", "\t", "\u200c", "\u200d", "\u200e", "\u200f"}


def shows_escapes(text: str) -> bool:
    """Whether something hostile was told of."""
    return r"\x1b" in text or r"\u001b" in text


def every_command(*options: str) -> pytest.MarkDecorator:
    """A test of each command that has one of these options; without any, of each command.

    By default it is one in three, and others from one test to the next.
    """
    names = [name for name in CALLS if not options or has(name, *options)]
    return sampled.some_of("name", names, 3, next(TESTS))


def has(name: str, *options: str) -> bool:
    """Whether a command has one of these options."""
    return any(option in parameter.opts for parameter in COMMANDS[name].params for option in options)


@every_command()
def test_words_of_the_command_line(said: Callable[..., str], name: str) -> None:
    for parameter in COMMANDS[name].params:
        if isinstance(parameter, click.Argument):
            said(*name.split(), *[TYPED] * len(CALLS[name]))
        elif not getattr(parameter, "is_flag", False):
            said(*name.split(), *CALLS[name], parameter.opts[0], TYPED)
            said(*name.split(), *CALLS[name], f"{parameter.opts[0]}{TYPED}=x")
    assert shows_escapes(said(*name.split(), TYPED, TYPED, TYPED, TYPED, f"--{TYPED}"))


@pytest.mark.parametrize("group", ["", "round", "session", "venue", "driver", "title", "subscriber", "delivery"])
def test_words_that_are_no_command(said: Callable[..., str], group: str) -> None:
    for word in (TYPED, f"x{TYPED}"):
        assert shows_escapes(said(*group.split(), word))


@every_command()
@pytest.mark.parametrize("text", [HOSTILE_NAMES, HOSTILE_KEYS], ids=["names", "keys"])
def test_a_season_file(said: Callable[..., str], folder: Path, name: str, text: str) -> None:
    (folder / "events.yaml").write_text(text, "utf-8")
    said(*name.split(), *CALLS[name])
    if has(name, "--json"):
        said(*name.split(), *CALLS[name], "--json")
    if has(name, "--dry-run"):
        said(*name.split(), *CALLS[name], "--dry-run")


@every_command()
@pytest.mark.parametrize("text", [GOOD, HOSTILE_KEYS, None], ids=["good", "with problems", "not there"])
def test_the_name_of_a_file(said: Callable[..., str], folder: Path, name: str, text: str | None) -> None:
    path = os.fsdecode(os.fsencode(TYPED) + b"\xff\n.yaml")
    if text is not None:
        Path(path).write_text(text, "utf-8")
    for parameter in COMMANDS[name].params:
        if "--file" in parameter.opts:
            said(*name.split(), *CALLS[name], "--file", path)
        elif "--journal" in parameter.opts:
            said(*name.split(), *CALLS[name], "--journal", path)
    if name in ("build", "check", "init"):
        assert shows_escapes(said(name, path, *CALLS[name][1:]))


@every_command()
def test_the_environment(said: Callable[..., str], monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for parameter in COMMANDS[name].params:
        if isinstance(parameter.envvar, str):
            with monkeypatch.context() as context:
                context.setenv(parameter.envvar, TYPED)
                said(*name.split(), *CALLS[name])


@every_command("--database")
@pytest.mark.parametrize(
    "address", ["postgresql://ann:hush@{}", "postgresql://{}:hush@-/x", "sqlite:///{}", "{}://hush@x"]
)
def test_the_address_of_a_database(
    said: Callable[..., str], monkeypatch: pytest.MonkeyPatch, name: str, address: str
) -> None:
    monkeypatch.setenv("SEASON_CALENDAR_DATABASE", address.format(TYPED))
    text = said(*name.split(), *CALLS[name])
    assert "hush" not in text


@every_command("--journal")
def test_a_journal_in_a_text_file(said: Callable[..., str], folder: Path, built: Path, name: str) -> None:
    journal = folder / "journal.json"
    written = (built / "journal.json").read_text("utf-8")
    hostile = json.dumps(HOSTILE)[1:-1]
    for word in ("Race of the Czech Republic", "Race 1", "race-1", "2021-10-10", "wtcr", '"schema": '):
        journal.write_text(written.replace(word, f"{word}{hostile}"), "utf-8")
        said(*name.split(), *CALLS[name], "--journal", "journal.json")
        journal.write_text(written.replace(word, f"{word}{HOSTILE}"), "utf-8")
        said(*name.split(), *CALLS[name], "--journal", "journal.json")
        journal.write_text(written.replace(word, rf"{word}\ud800"), "utf-8")
        said(*name.split(), *CALLS[name], "--journal", "journal.json")


@every_command("--database")
@pytest.mark.parametrize("columns", [["name", "last_error", "address"], None], ids=["texts", "every column"])
def test_values_of_the_database(said: Callable[..., str], built: Path, name: str, columns: list[str] | None) -> None:
    database = Path(shutil.copy(built / "state.sqlite3", own_database()))
    poison(database, columns)
    who = [f"bo{HOSTILE}" if word == "bo" and name.startswith("subscriber") else word for word in CALLS[name]]
    said(*name.split(), *who)
    if has(name, "--json"):
        said(*name.split(), *who, "--json")


@pytest.mark.parametrize("columns", [["name", "last_error", "address"], None], ids=["texts", "every column"])
def test_pages_of_values_of_the_database(said: Callable[..., str], built: Path, columns: list[str] | None) -> None:
    poison(Path(shutil.copy(built / "state.sqlite3", own_database())), columns)
    said("build", "site")


def test_pages_of_a_journal_in_a_text_file(said: Callable[..., str], folder: Path, built: Path) -> None:
    written = (built / "journal.json").read_text("utf-8")
    for word in ("Race of the Czech Republic", "Race 1", "race-1"):
        (folder / "journal.json").write_text(written.replace(word, word + json.dumps(HOSTILE)[1:-1]), "utf-8")
        said("build", "site", "--journal", "journal.json")


def poison(database: Path, columns: list[str] | None) -> None:
    """Append hostile text to these columns of every table, or to all."""
    with sqlite3.connect(database) as opened:
        for (table,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            for _, column, *_ in opened.execute(f"PRAGMA table_info({table})").fetchall():
                if columns is None or column in columns:
                    opened.execute(f"UPDATE OR IGNORE {table} SET {column} = {column} || ?", [HOSTILE])
    opened.close()


@pytest.mark.parametrize("utf_8", ["0", pytest.param("1", marks=pytest.mark.slow)])
def test_a_process_of_its_own_in_a_locale_without_letters(folder: Path, utf_8: str) -> None:
    """Nothing stands in for its streams, and what it is called by is hostile too."""
    program = folder / f"season-calendar{TYPED}"
    program.write_text("from season_calendar.cli.main import main; main()", "utf-8")
    environment = {**os.environ, "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": utf_8}
    for words in (
        ["check", TYPED],
        ["show", TYPED],
        [TYPED],
        ["list", f"--{TYPED}"],
        ["round", "--help"],
        ["build", TYPED],
    ):
        ran = subprocess.run([sys.executable, program, *words], env=environment, capture_output=True, check=False)
        said = (ran.stdout + ran.stderr).decode("utf-8" if utf_8 == "1" else "ascii")
        assert said
        assert not steering(said), words
