"""How fast the command line answers, as ratios to a bare interpreter and to ``import click``, in one run.

Run it from the top of the project: ``python benchmarks/cli.py [RUNS]``. It times whole processes of this very Python,
in turns, and prints the median of each.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

EVENTS = Path(__file__).parent.parent / "events.yaml"
SCRIPT = str(Path(sys.executable).with_name("season-calendar"))
COMMANDS = {
    "a bare interpreter": ["-c", "pass"],
    "python -c 'import click'": ["-c", "import click"],
    "season-calendar --help": [SCRIPT, "--help"],
    "season-calendar next": [SCRIPT, "next", "-f", str(EVENTS), "--at", "2021-06-02T12:00Z"],
    "season-calendar list": [SCRIPT, "list", "-f", str(EVENTS), "--at", "2021-06-02T12:00Z"],
    "season-calendar check": [SCRIPT, "check", str(EVENTS)],
}


def seconds(arguments: list[str]) -> float:
    """How long one process takes, from its start to its end."""
    begin = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
    return time.perf_counter() - begin


def main(runs: int) -> None:
    """Time every command, in turns so that a drift of the machine's speed meets all of them, and print medians."""
    for arguments in COMMANDS.values():
        seconds(arguments)  # compiles what was never imported before
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(runs):
        for name, arguments in COMMANDS.items():
            times[name].append(seconds(arguments))
    medians = {name: statistics.median(each) for name, each in times.items()}
    bare, click = medians["a bare interpreter"], medians["python -c 'import click'"]
    print(f"median of {runs} runs, Python {sys.version.split()[0]}")
    for name, median in medians.items():
        print(f"{name:28} {median * 1000:7.0f} ms   {median / bare:5.1f} × bare   {median / click:5.2f} × import click")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 11)
