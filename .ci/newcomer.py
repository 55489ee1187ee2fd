"""The installed program, seen from outside the source tree. usage: newcomer.py SEASON_CALENDAR

Runs in a folder with events.yaml. It has only what the wheel brought: no test library, no source. Fails with the
command that went wrong.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

PROGRAM = sys.argv[1]
DATABASE = f"sqlite:///{Path('state.db').resolve()}"


def run(*args: str, exit_code: int = 0) -> str:
    """The standard output of a command that must end with this code."""
    done = subprocess.run([PROGRAM, *args], capture_output=True, text=True, timeout=60)
    if done.returncode != exit_code:
        sys.exit(f"{args} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
    return done.stdout


def expect(what: str, truth: bool) -> None:
    """Stop where something is not as it should be."""
    print(f"{'ok    ' if truth else 'FAILED'} {what}")
    if not truth:
        sys.exit(1)


expect("the program is not imported from a source tree", not Path("src").exists())
expect("check finds nothing wrong", ": fine" in run("check"))
expect("list names Macau", "macau" in run("list"))
expect("next counts down", "starts in" in run("next", "--at", "2021-06-02T12:00Z"))
expect("the JSON Schema is in the wheel", "$schema" in json.loads(run("schema")))
run("subscriber", "add", "eva", "--channel", "console", "--language", "sv", "--database", DATABASE)
expect("Swedish is in the wheel", "påminnelser" in run("subscriber", "test", "eva", "--database", DATABASE))
run("build", "feeds", "--database", DATABASE)
expect("build writes the feed", Path("feeds/wtcr.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n"))
first = Path("feeds/wtcr/2021.ics").read_bytes()
run("build", "feeds", "--database", DATABASE)
expect("building again changes no byte", Path("feeds/wtcr/2021.ics").read_bytes() == first)
before = Path("events.yaml").read_text("utf-8").splitlines()
run("round", "cancel", "macau")
after = Path("events.yaml").read_text("utf-8").splitlines()
expect("an edit changes one line", len(set(after) ^ set(before)) <= 2 and abs(len(after) - len(before)) <= 1)
expect("reminders are planned", "Race of Germany" in run("remind", "--dry-run", "--at", "2021-05-20T12:00Z"))
Path("events.yaml").write_text("rounds: [", encoding="utf-8")
run("check", exit_code=1)
run("no-such-command", exit_code=2)
