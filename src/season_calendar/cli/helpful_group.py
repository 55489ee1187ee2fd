"""Groups of commands that know what a wrong word was to mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import click

from season_calendar.errors import suggestion

_MEANINGS: Mapping[str, str] = {
    **dict.fromkeys(["delete", "del", "rm", "drop", "erase"], "remove"),
    **dict.fromkeys(["new", "create", "insert", "append"], "add"),
    **dict.fromkeys(["change", "update", "modify", "set"], "edit"),
    **dict.fromkeys(["rename", "name", "title"], "edit --name"),
    "confirm": "edit --status",
    **dict.fromkeys(["reschedule", "shift", "date"], "move"),
    **dict.fromkeys(["call-off", "abort", "off"], "cancel"),
    **dict.fromkeys(["delay", "suspend"], "postpone"),
    **dict.fromkeys(["reinstate", "uncancel", "undo", "on"], "restore"),
    **dict.fromkeys(["validate", "verify", "lint"], "check"),
    **dict.fromkeys(["export", "generate", "ics"], "build"),
    **dict.fromkeys(["start", "daemon"], "run"),
    **dict.fromkeys(["upcoming", "soon"], "next"),
    **dict.fromkeys(["ls", "rounds", "calendar"], "list"),
    **dict.fromkeys(["track", "circuit", "place"], "venue"),
    **dict.fromkeys(["race", "event", "weekend"], "round"),
    **dict.fromkeys(["user", "subscribe"], "subscriber"),
    "retry": "resend",
}
"""What other programs and people call a command, and what it is called here."""

_WORDS = [*_MEANINGS, *(meaning.split()[0] for meaning in _MEANINGS.values())]
_NEW = frozenset({"new", "create"})


class HelpfulGroup(click.Group):
    """A group that answers an unknown command with the one that was meant."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command of the words. Raises click.UsageError with what was meant by an unknown one."""
        name = args[0]
        if self.get_command(ctx, name) is None and name[:1].isalnum() and not ctx.resilient_parsing:
            ctx.fail(f"No such command {name!r} ({self._remedy(ctx, name)})")
        return super().resolve_command(ctx, args)

    def subgroups(self, ctx: click.Context) -> Iterable[tuple[str, click.Group]]:
        """The groups below this one."""
        return ()

    def _remedy(self, ctx: click.Context, name: str) -> str:
        commands = self.list_commands(ctx)
        if name in _NEW and "init" in commands:
            return "did you mean: init, for a new file? Or for a part of it: round add, venue add …"
        meant = self._meant(ctx, name) or self._meant(ctx, suggestion(name, [*commands, *_WORDS]) or name)
        if not meant:
            return f"there are: {', '.join(commands)}"
        *others, last = meant
        called_off = f" To call it off for everyone to see: {ctx.info_name} cancel."
        is_ambiguous = last.endswith(" remove") and "cancel" in commands
        return f"did you mean: {', '.join(others)}{' or ' if others else ''}{last}?{called_off if is_ambiguous else ''}"

    def _meant(self, ctx: click.Context, word: str) -> list[str]:
        """The commands that a word is or stands for, here or else in the groups below, as they are called from here."""
        meaning = _MEANINGS.get(word.lower(), word)
        command = meaning.split()[0]
        if command in self.list_commands(ctx):
            return [f"{ctx.info_name} {meaning}" if ctx.parent is not None else meaning]
        return [f"{group} {meaning}" for group, its in self.subgroups(ctx) if _has(its, meaning)]


def _has(group: click.Group, meaning: str) -> bool:
    """Whether a group has a command with an option."""
    name, *options = meaning.split()
    if name not in group.commands:
        return False
    known = [each for parameter in group.commands[name].params for each in parameter.opts]
    return all(option in known for option in options)
