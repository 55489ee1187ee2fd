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
    **dict.fromkeys(["reschedule", "shift", "date"], "move"),
    **dict.fromkeys(["call-off", "abort", "off"], "cancel"),
    **dict.fromkeys(["delay", "suspend"], "postpone"),
    **dict.fromkeys(["confirm", "reinstate", "uncancel", "undo", "on"], "restore"),
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

_NEW = frozenset({"new", "create"})


class HelpfulGroup(click.Group):
    """A group that answers an unknown command with the one that was meant."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command of the words. Raises click.UsageError with what was meant by an unknown one."""
        name = args[0]
        if self.get_command(ctx, name) is None and name[:1].isalnum():
            ctx.fail(f"No such command {name!r} ({self._remedy(ctx, name)})")
        return super().resolve_command(ctx, args)

    def subgroups(self, ctx: click.Context) -> Iterable[tuple[str, click.Group]]:
        """The groups below this one."""
        return ()

    def _remedy(self, ctx: click.Context, name: str) -> str:
        commands = self.list_commands(ctx)
        above = f"{ctx.info_name} " if ctx.parent is not None else ""
        meant = _MEANINGS.get(name.lower(), name)
        if meant.split()[0] in commands:
            called_off = f" To call it off for everyone to see: {above}cancel." if "cancel" in commands else ""
            return f"did you mean: {above}{meant}?" + (called_off if meant == "remove" else "")
        if name in _NEW and "init" in commands:
            return "did you mean: init, for a new file? Or for a part of it: round add, venue add …"
        below = [f"{group} {meant}" for group, its in self.subgroups(ctx) if meant.split()[0] in its.commands]
        if below:
            return f"did you mean: {' or '.join(filter(None, [', '.join(below[:-1]), below[-1]]))}?"
        near = suggestion(name, commands)
        return f"did you mean: {above}{near}?" if near else f"there are: {', '.join(commands)}"
