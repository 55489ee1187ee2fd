"""The command line's front door: which commands there are, and what an error becomes.

Commands are imported when they are run, so that ``--help`` and ``next`` start fast; this module alone turns errors into
exit codes: 0 fine, 1 problems, 2 wrong usage.
"""

from __future__ import annotations

import contextlib
import errno
import importlib
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from season_calendar import __version__
from season_calendar.cli.asked_by_shell import answer, is_asked
from season_calendar.cli.console import Styled, say, show_problems, warn
from season_calendar.cli.helpful_group import HelpfulGroup
from season_calendar.cli.streams import prepare_streams
from season_calendar.errors import EditRefusedError, OutputError, SeasonCalendarError, SeasonFileError
from season_calendar.printable import in_one_line
from season_calendar.shown_text import shortened

# Name: where the command is, and the line that --help shows for it without importing it.
_COMMANDS: Mapping[str, tuple[str, str]] = {
    "run": ("commands.run:run", "Serve the feeds and send the reminders."),
    "serve": ("commands.serve:serve", "Serve the calendar feeds over HTTP."),
    "remind": ("commands.remind:remind", "Send the reminders."),
    "build": ("commands.build:build", "Write the calendar feeds into a folder."),
    "forget": ("commands.forget:forget", "Withdraw a season, round or session that is in no season file any more."),
    "next": ("commands.next:next_", "Show what comes next, with a countdown."),
    "list": ("commands.list:list_", "List the rounds of the season."),
    "show": ("commands.show:show", "Show a round and its timetable."),
    "check": ("commands.check:check", "Say everything that is wrong in season files."),
    "init": ("commands.init:init", "Start a season file."),
    "round": ("edits.round:round_group", "Add, edit, move, postpone, cancel, restore or remove a round."),
    "session": ("edits.session:session_group", "Add, edit, move, cancel, restore or remove a session of a round."),
    "venue": ("edits.venue:venue_group", "Add, edit or remove a venue."),
    "driver": ("edits.driver:driver_group", "Add, edit or remove a driver."),
    "title": ("edits.title:title_group", "Add, edit or remove what can be won."),
    "subscriber": ("commands.subscriber:subscriber_group", "Add, edit, list or remove who is reminded."),
    "delivery": ("commands.delivery:delivery_group", "See what was sent, what failed, and send it again."),
    "schema": ("commands.schema:schema", "Print the JSON Schema of season files, for editors."),
    "completion": ("commands.completion:completion", "Print what makes a shell complete commands, options and ids."),
}


_OUTPUT_ERRNOS = frozenset({errno.EPIPE, errno.ENOSPC, errno.EIO, errno.EBADF})


class _LazyGroup(HelpfulGroup):
    """A group whose commands are imported only when they are run."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: object
    ) -> click.Context:
        """The context of the words; ``--help`` is printed meanwhile."""
        with _output_errors():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        with _output_errors():
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands, in the order in which a newcomer meets them."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command itself, imported now."""
        if cmd_name not in _COMMANDS:
            return None
        module_name, attribute = _COMMANDS[cmd_name][0].split(":")
        command = getattr(importlib.import_module(f"season_calendar.cli.{module_name}"), attribute)
        if not isinstance(command, click.Command):
            raise AssertionError(f"{module_name}:{attribute} is no command")
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """The commands with their lines of ``--help``, without importing them; and options."""
        lines = {name: line for name, (_, line) in _COMMANDS.items() if name.startswith(incomplete)}
        commands = [CompletionItem(name, help=line) for name, line in lines.items()]
        return [*commands, *click.Command.shell_complete(self, ctx, incomplete)]

    def subgroups(self, ctx: click.Context) -> Iterator[tuple[str, click.Group]]:
        """The groups below this one, imported now."""
        for name, (place, _) in _COMMANDS.items():
            command = self.get_command(ctx, name) if place.endswith("_group") else None
            if isinstance(command, click.Group):
                yield name, command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands in ``--help``, from the table above."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in _COMMANDS.items()])


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="season-calendar")
def cli() -> None:
    """A race season in one YAML file becomes calendar feeds that stay right and reminders that arrive."""


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 fine, 1 problems, 2 wrong usage, 130 interrupted."""
    prepare_streams()
    if is_asked():
        answer(cli)
    _pass_over_a_file_without_a_zone()
    try:
        exit_code = cli.main(args=None if args is None else list(args), standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        say("interrupted", stream=sys.stderr)
        sys.exit(130)
    except OutputError as error:
        # Python must not try to write the rest at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if error.reader_has_gone:  # `list | head -1`: no error
            sys.exit(0)
        _show(error)
        sys.exit(1)
    except SeasonCalendarError as error:
        _show(error)
        sys.exit(1)
    sys.exit(exit_code if isinstance(exit_code, int) else 0)


@contextlib.contextmanager
def _output_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in _OUTPUT_ERRNOS:
            raise
        raise OutputError(error) from error


def _pass_over_a_file_without_a_zone() -> None:
    """Where TZ names a file or folder that is no time zone, take UTC, as the system does: Babel could not be loaded."""
    place = os.environ.get("TZ", "").removeprefix(":")
    if not place:
        return
    from zoneinfo import ZoneInfo  # seldom needed

    try:
        with Path(place).open("rb") as file:
            ZoneInfo.from_file(file)
    except (FileNotFoundError, NotADirectoryError):
        return  # the name of a zone, or a rule
    except Exception:  # whatever is in it
        os.environ["TZ"] = "UTC"
        warn(shortened(f"TZ is {place!r}, which is no time zone: UTC is taken (name one, such as Europe/Stockholm)"))


def _show(error: SeasonCalendarError) -> None:
    if not isinstance(error, SeasonFileError):
        say(Styled("error", "bold red"), in_one_line(f": {error}"), stream=sys.stderr, folded=True)
    if isinstance(error, SeasonFileError):
        show_problems(error.problems)
    elif isinstance(error, EditRefusedError):
        if error.new_lines is not None:
            say("The lines as they would stand, with a + where the edit brings them:", stream=sys.stderr, folded=True)
        show_problems(error.problems, new_lines=error.new_lines)
