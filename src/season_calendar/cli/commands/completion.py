"""``season-calendar completion SHELL``: what makes a shell complete the words of this program."""

from __future__ import annotations

import click
from click.shell_completion import ShellComplete, get_completion_class

from season_calendar.cli.asked_by_shell import COMPLETE_VARIABLE, PROGRAM
from season_calendar.cli.console import say


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the script that makes SHELL complete commands, options and ids: of rounds, sessions, venues, seasons …

    \b
    bash (4.4 or newer), in ~/.bashrc:   eval "$(season-calendar completion bash)"
    zsh, in ~/.zshrc after compinit:     eval "$(season-calendar completion zsh)"
    fish, in ~/.config/fish/config.fish: season-calendar completion fish | source
    """
    kind = get_completion_class(shell)
    if kind is None:
        raise AssertionError(f"click knows no {shell}")
    # Not its own method: bash's would start a bash to ask for its version, which is not to be had where none is.
    script = ShellComplete.source(kind(ctx.find_root().command, {}, PROGRAM, COMPLETE_VARIABLE))
    # What fish is told has commas of its own behind the first, in lists of ids and in names.
    say(script.replace('string split "," ', 'string split --max 1 "," ') if shell == "fish" else script)
