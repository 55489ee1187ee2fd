"""A word that is no command is answered with the one that was meant."""

from __future__ import annotations

import pytest
from support.command_line import Command


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("round delete germany", "round remove? To call it off for everyone to see: round cancel."),
        ("round rename germany", "round edit --name?"),
        ("round reschedule germany", "round move?"),
        ("round confirm germany", "round edit --status?"),
        ("round cancell germany", "round cancel?"),
        ("round delet germany", "round remove? To call it off for everyone to see: round cancel."),
        ("round xyzzy", "there are: add, cancel, edit, move, postpone, remove, restore"),
        ("session uncancel germany fp1", "session restore?"),
        ("venue rename spa", "venue edit --name?"),
        ("venue reschedule spa", "there are: add, edit, remove"),
        ("session delete germany fp1", "session remove? To call it off for everyone to see: session cancel."),
        ("driver rm x", "driver remove?"),
        ("delivery retry 1", "delivery resend?"),
        ("add", "round add, session add, venue add, driver add, title add or subscriber add?"),
        ("cancel germany", "round cancel or session cancel?"),
        (
            "rename",
            "round edit --name, session edit --name, venue edit --name, driver edit --name or title edit --name?",
        ),
        ("cancl", "round cancel or session cancel?"),
        ("validate", "check?"),
        ("new", "init, for a new file?"),
        ("lst", "list?"),
    ],
)
def test_the_command_that_was_meant_is_named(command: Command, words: str, meant: str) -> None:
    result = command(*words.split())
    assert result.exit_code == 2
    assert meant in result.err
