"""Jobs in processes of their own: what dies is started anew, and nobody is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.command_line import Command
from support.running import Running

PROGRAM = r"""
import os, signal, threading
from season_calendar.cli.services.workers import supervise

def job():
    told = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: told.set())
    os.write(1, f"{os.getpid()}\n".encode())  # in one piece: two of them write at once
    told.wait()

supervise([job, job])
print("ended", flush=True)
"""


@pytest.fixture
def parent() -> Iterator[subprocess.Popen[str]]:
    """A process with two jobs, each of which prints its process' id."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM], env=environment, stdout=subprocess.PIPE, text=True
    ) as parent:
        yield parent
        parent.kill()


def pids(parent: subprocess.Popen[str], count: int) -> list[int]:
    """The next jobs' process ids."""
    assert parent.stdout is not None
    return [int(parent.stdout.readline()) for _ in range(count)]


def said_until_all_are_gone(parent: subprocess.Popen[str]) -> str:
    """What else is said until the last of the processes is gone: they all have the other end of the pipe."""
    return parent.communicate(timeout=30)[0]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_all_of_them_with_status_0(parent: subprocess.Popen[str], number: signal.Signals) -> None:
    pids(parent, 2)
    parent.send_signal(number)
    assert said_until_all_are_gone(parent) == "ended\n"
    assert parent.returncode == 0


def test_one_that_dies_is_started_anew(parent: subprocess.Popen[str]) -> None:
    first, second = pids(parent, 2)
    os.kill(first, signal.SIGKILL)
    assert pids(parent, 1)[0] not in (first, second)


def test_where_the_parent_is_killed_they_end(parent: subprocess.Popen[str]) -> None:
    pids(parent, 2)
    parent.kill()
    assert said_until_all_are_gone(parent) == ""


def test_several_processes_serve_one_season_and_end_cleanly(season_folder: Path) -> None:
    with Running(["run", "--workers", "2", "--port", "0"], season_folder) as service:
        url = service.wait_for(r"(http://127.0.0.1:\d+/wtcr\.ics)")[1]
        answers = set()
        for _ in range(20):
            with urllib.request.urlopen(url, timeout=30) as response:
                answers.add(response.headers["ETag"])
        assert len(answers) == 1
        service.wait_for("There is no subscriber yet")  # one of them reminds
        assert service.end(signal.SIGTERM) == 0
    assert "Traceback" not in service.output


def test_what_is_wrong_is_told_before_any_process_begins(season_folder: Path, command: Command) -> None:
    assert command("serve", "--workers", "2", "--at", "2021-06-02T12:00Z").exit_code == 2
    assert command("run", "--workers", "2", "--smtp-url", "nonsense").exit_code == 1
    (season_folder / "events.yaml").write_text("rounds: [", "utf-8")
    assert command("serve", "--workers", "2").exit_code == 1
